Feature: Change only what you have read, and once
  A change names the version it was decided on. A command that is sent again under the same key is recorded once.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the incident "clash"

  Scenario: A change names the version it was decided on
    When the analyst changes "clash" without a version
    Then the request is refused as VersionNeeded

  Scenario: A change decided on an older version is refused, and nothing is lost
    Given the analyst grades "clash":
      | grading | weak   |
      | reason  | Single |
    When the analyst changes "clash" as of version "1"
    Then the request is refused as Stale
    And "clash" says:
      | version | 2    |
      | grading | weak |

  Scenario Outline: A version is a number in quotes
    When the analyst changes "clash" as of version <version>
    Then the request is refused as MalformedRequest

    Examples:
      | version |
      | *       |
      | W/"1"   |
      | 1       |
      | "one"   |

  Scenario: The same command under the same key is recorded once, and gets the same answer
    Given the analyst changes "clash" under the key "once-7"
    When the analyst changes "clash" under the key "once-7"
    Then the answer is the same again
    And nothing is recorded
    And the history of "clash" is IncidentReported, IncidentRetracted

  Scenario: Another command under the same key is refused
    Given the analyst changes "clash" under the key "once-7"
    When the analyst changes "clash" under the key "once-7" otherwise
    Then the request is refused as KeyReused

  Scenario: A thing that is not on record can't be changed
    When the analyst changes what is not on record
    Then the request is refused as Missing
