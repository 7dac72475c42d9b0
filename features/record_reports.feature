Feature: Record reports
  A report is one item that a source published on a day, perhaps relaying an original. It may be archived, and it may
  be withdrawn: then nothing more may rest on it, and what rests on it says so.

  Background:
    Given the source "Agency"
    And the source "Outlet"

  Scenario: A report relays an official
    When the analyst enters the report "relayed":
      | source_id       | Outlet                       |
      | headline        | Clash near Khasham           |
      | published_at    | 2018-02-08                   |
      | original_source | a US military official       |
    Then the log ends with ReportRecorded
    And "relayed" says:
      | source_id       | Outlet                 |
      | published_at    | 2018-02-08             |
      | original_source | a US military official |
      | withdrawn       | false                  |

  Scenario: A report relays another source's report
    Given the report "original":
      | source_id    | Agency               |
      | published_at | 2018-02-08T06:00:00Z |
    When the analyst enters the report "relayed":
      | source_id                 | Outlet      |
      | published_at              | 2018-02-08~ |
      | original_source.source_id | Agency      |
      | original_source.report_id | original    |
    Then the log ends with ReportRecorded

  Scenario: A relayed report is of the source that is relayed
    Given the report "original":
      | source_id | Outlet |
    When the analyst enters the report "relayed":
      | source_id                 | Outlet     |
      | published_at              | 2018-02-08 |
      | original_source.source_id | Agency     |
      | original_source.report_id | original   |
    Then the request is refused as NotOfThatSource, naming original_source.report_id

  Scenario: An original is words, or a source on record
    When the analyst enters the report "relayed":
      | source_id            | Outlet     |
      | published_at         | 2018-02-08 |
      | original_source.name | officials  |
    Then the request is refused as Invalid, naming original_source

  Scenario: A report is not from tomorrow
    When the analyst enters the report "prophecy":
      | source_id    | Agency     |
      | published_at | 2018-03-05 |
    Then the request is refused as InTheFuture, naming published_at

  Scenario: A copy is archived, and the same copy is not archived twice
    Given the report "item"
    And the analyst archives a copy of "item":
      | sha256      | 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae |
      | media_type  | text/html            |
      | archived_at | 2018-02-09T10:00:00Z |
    Then the log ends with CopyArchived
    When the analyst archives a copy of "item":
      | sha256      | 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae |
      | media_type  | text/html            |
      | archived_at | 2018-02-10T10:00:00Z |
    Then the request is refused as AlreadyArchived, naming sha256

  Scenario: Nothing more rests on a withdrawn report
    Given the report "item"
    When the analyst withdraws "item" because "The outlet took it down as false."
    Then the log ends with ReportWithdrawn
    When the analyst enters the incident "clash":
      | title           | clash      |
      | kind            | battle     |
      | occurred        | 2018-02-07 |
      | place.name      | Khasham    |
      | place.precision | 2          |
      | report_id       | item       |
    Then the request is refused as AlreadyWithdrawn, naming report_id

  Scenario: What rests on a withdrawn report says so
    Given the report "item"
    And the incident "clash"
    And the casualty "killed"
    When the analyst withdraws "item" because "The outlet took it down as false."
    Then "clash" says:
      | casualties.0.figures.0.report_withdrawn | true |

  Scenario: A withdrawal that was a mistake is undone
    Given the report "item"
    And the analyst withdraws "item" because "The outlet took it down as false."
    When the analyst reinstates "item" because "The outlet put it back."
    Then the log ends with ReportReinstated
    And "item" says:
      | withdrawn | false |

  Scenario: What was not withdrawn can't be reinstated
    Given the report "item"
    When the analyst reinstates "item" because "To be sure."
    Then the request is refused as NotWithdrawn

  Scenario: That a report was withdrawn is a change of what rests on it
    Given the report "item"
    And the incident "clash"
    And this moment is called "held good"
    And the analyst withdraws "item" because "The outlet took it down as false."
    And this moment is called "taken down"
    Then between "held good" and "taken down", it came to be known of "clash":
      | verb    | of     | what      | reason                            |
      | retract | report | withdrawn | The outlet took it down as false. |
    And as known at "held good", "clash" says:
      | reports.# | 1 |
