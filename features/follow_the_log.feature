Feature: Read the log itself, and follow it as it grows
  Whoever wants a copy, or wants to know at once, reads the entries as CloudEvents: page by page, as lines, or as they
  come. What is stored stands in them byte for byte.

  Background:
    Given the source "Agency"
    And the report "dispatch":
      | published_at | 2018-02-08 |
    And the incident "clash":
      | title     | Clash at Khasham |
      | report_id | dispatch         |

  Scenario: The entries are CloudEvents, oldest first
    When the log is read
    Then these entries are answered:
      | id | type                   | streamversion | data.title       |
      | 1  | casus.SourceRegistered | 1             |                  |
      | 2  | casus.ReportRecorded  | 1             |                  |
      | 3  | casus.IncidentReported | 1             | Clash at Khasham |
    And the log ends there, at position 3

  Scenario: It is read page by page, from wherever one is
    When the log is read after 1, at most 1
    Then these entries are answered:
      | id | type                  |
      | 2  | casus.ReportRecorded |
    And it goes on after 2, of 3
    When the log is read after 3
    Then no entries are answered

  Scenario Outline: In every form an entry is the same bytes
    When the log is read as "<form>"
    Then each of the 3 entries is, as bytes, what the log holds

    Examples:
      | form                                |
      | application/json                    |
      | application/x-ndjson                |
      | application/cloudevents-batch+json  |

  Scenario: What a client has already is not sent again
    When the log is read
    And the same is asked again, holding that answer
    Then there is nothing new

  Scenario Outline: What can't be asked of it is refused
    When the log is read with <parameter> as "<value>"
    Then the request is refused as Invalid, naming <parameter>

    Examples:
      | parameter | value |
      | after     | -1    |
      | after     | all   |
      | limit     | 0     |
      | limit     | 9999  |
      | until     | 3     |

  Scenario: Whoever listens hears what there is, then what comes
    When somebody listens to the log after 2
    Then they hear the entry 3
    When the analyst retracts "clash" because "It never happened."
    Then they hear the entry 4
    And whoever connects again, having heard 3, hears the entry 4

  Scenario: As many as may listen do
    Given 200 others listen to the log
    When somebody more would listen
    Then the request is refused as TooManyListeners
