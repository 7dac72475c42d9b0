Feature: Say so when it fails
  When Casus can't do what it is asked, it says so, records nothing, and goes on as soon as it can.

  Background:
    Given the source "Agency"

  Scenario: While another program holds the log, nothing is recorded
    Given another program holds the log
    When the analyst enters the source "Outlet":
      | name | Outlet    |
      | kind | newspaper |
    Then the request is refused as LogUnavailable
    And "Agency" says:
      | name | Agency |
    Given the other program lets the log go
    When the analyst enters the source "Outlet":
      | name | Outlet    |
      | kind | newspaper |
    Then the log ends with SourceRegistered

  Scenario: On a full disk nothing is recorded, and it goes on once there is room
    Given the disk has no more room
    When the analyst quotes "Agency" at length
    Then the request is refused as StorageFull
    And the answer says when to ask again
    And "Agency" says:
      | name | Agency |
    Given the disk has room again
    When the analyst quotes "Agency" at length
    Then the log ends with ReportRecorded

  Scenario: An entry that this Casus can't read is said to be a failure, not passed over
    Given another program appends to the log what no Casus knows
    When the history of what it appended to is asked
    Then the request is refused as Failed

  Scenario: There is no delete
    When the analyst deletes "Agency"
    Then the request is refused as MethodNotAllowed
