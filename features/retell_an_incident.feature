Feature: Retell an incident
  What an incident is called, and the words that sum it up, are told anew when more is known, or when a dataset tells it
  otherwise. The words that it was told in before stay readable, and it is found by them as it was then.

  Background:
    Given the source "Syrian Observer"
    And the report "first word":
      | published_at | 2018-02-08 |
    And the report "second word":
      | published_at | 2018-02-10 |
    And the incident "clash":
      | title     | Clash near Khasham            |
      | summary   | Shelling across the Euphrates |
      | report_id | first word                    |
    And this moment is called "the first word"

  Scenario: It is told in other words, and the first ones stay readable
    When the analyst retells "clash":
      | title     | Attack on the gas plant         |
      | summary   | Artillery, then an assault      |
      | reason    | The second report names a plant |
      | report_id | second word                     |
    Then the log ends with IncidentRetold, by local analyst
    And "clash" says:
      | title                   | Attack on the gas plant         |
      | summary                 | Artillery, then an assault      |
      | basis.title.report_id   | second word                     |
      | basis.title.reason      | The second report names a plant |
      | basis.summary.report_id | second word                     |
    And as known at "the first word", "clash" says:
      | title   | Clash near Khasham            |
      | summary | Shelling across the Euphrates |
    And by what was published by 2018-02-09, "clash" says:
      | title   | Clash near Khasham            |
      | summary | Shelling across the Euphrates |
    And by what was published by 2018-02-10, "clash" says:
      | title   | Attack on the gas plant    |
      | summary | Artillery, then an assault |
    And the history of "clash" is IncidentReported, IncidentRetold

  Scenario: It is found by the words that it is told in
    Given the incident "raid":
      | title | Border raid |
    And the analyst retells "clash":
      | title     | Attack on the gas plant         |
      | summary   | Artillery, then an assault      |
      | reason    | The second report names a plant |
      | report_id | second word                     |
    Then to these questions, these incidents are the answer:
      | question                            | incidents   |
      | q=gas plant                         | clash       |
      | q=artillery                         | clash       |
      | q=clash                             | nothing     |
      | q=shelling                          | nothing     |
      | q=plant khasham                     | clash       |
      | q=clash&known_at=4                  | clash       |
      | q=artillery&known_at=4              | nothing     |
      | q=shelling&published_by=2018-02-09  | clash       |
      | q=gas plant&published_by=2018-02-09 | nothing     |
      | q=gas plant&published_by=2018-02-10 | clash       |
      | sort=title                          | clash, raid |
      | sort=title&known_at=5               | raid, clash |
      | sort=-title                         | raid, clash |
    When "/incidents?q=plant" is asked for as "text/csv"
    Then the table says:
      | title                   | summary                    |
      | Attack on the gas plant | Artillery, then an assault |

  Scenario: Told without a summary, it has none any more
    When the analyst retells "clash":
      | title  | Clash near Khasham      |
      | reason | Nothing else is certain |
    Then the log ends with IncidentRetold
    And "clash" says:
      | title                 | Clash near Khasham |
      | summary               | null               |
      | basis.title.report_id | null               |

  Scenario: The same words again say nothing
    When the analyst retells "clash":
      | title   | Clash near Khasham            |
      | summary | Shelling across the Euphrates |
      | reason  | Once again.                   |
    Then the request is refused as NothingChanges, naming title

  Scenario: A retracted incident is not retold
    Given the analyst retracts "clash" because "It was a controlled demolition."
    When the analyst retells "clash":
      | title  | Demolition near Khasham |
      | reason | That is what it was     |
    Then the request is refused as AlreadyRetracted

  Scenario: It is not retold on the word of a report that was withdrawn
    Given the analyst withdraws "second word" because "The outlet took it back."
    When the analyst retells "clash":
      | title     | Attack on the gas plant         |
      | reason    | The second report names a plant |
      | report_id | second word                     |
    Then the request is refused as AlreadyWithdrawn, naming report_id

  Scenario: A later release of a dataset retells what it calls otherwise
    Given the UCDP file "first.csv":
      | id  | date_start | where_coordinates |
      | 101 | 2018-02-07 | Khasham town      |
      | 102 | 2018-02-10 | Tabiyah village   |
    And "first.csv" was imported as release "18.1"
    And this moment is called "the first release"
    And row "101" is the incident "the battle"
    And the UCDP file "second.csv":
      | id  | date_start | where_coordinates |
      | 101 | 2018-02-07 | Khasham fields    |
      | 102 | 2018-02-10 | Tabiyah village   |
    When "second.csv" is imported as release "18.2"
    Then it comes to 2 rows: 1 changed, 1 unchanged
    And what differs is: place 1, title 1
    And "the battle" says:
      | title                 | Bridge Guard - River Column, Khasham fields |
      | place.name            | Khasham fields                              |
      | basis.title.reason    | So says bridge-guard, release 18.2.         |
      | basis.title.report_id | report of release 18.2                      |
    And as known at "the first release", "the battle" says:
      | title | Bridge Guard - River Column, Khasham town |

  Scenario: What an analyst retold is contested by a release that calls it otherwise
    Given the UCDP file "first.csv":
      | id  | date_start | where_coordinates |
      | 101 | 2018-02-07 | Khasham town      |
    And "first.csv" was imported as release "18.1"
    And row "101" is the incident "the battle"
    And the analyst retells "the battle":
      | title  | Attack on the gas plant         |
      | reason | The second report names a plant |
    When "first.csv" is imported as release "18.2"
    Then it comes to 1 row: 1 unchanged
    And "the battle" says:
      | title | Attack on the gas plant |
    Given the UCDP file "third.csv":
      | id  | date_start | where_coordinates |
      | 101 | 2018-02-07 | Khasham fields    |
    When "third.csv" is imported as release "18.3"
    Then it comes to 1 row: 1 contested
    And what differs is: place 1, title 1
    And "the battle" says:
      | title                | Attack on the gas plant                                                                       |
      | place.name           | Khasham fields                                                                                |
      | disputes.#           | 1                                                                                             |
      | disputes.0.statement | So says bridge-guard, release 18.3 of its title: Bridge Guard - River Column, Khasham fields. |
      | disputes.0.report_id | report of release 18.3                                                                        |

  Scenario: In UCDP's form there is no cell for what an analyst called it
    Given the UCDP file "first.csv":
      | id  | date_start | where_coordinates |
      | 101 | 2018-02-07 | Khasham town      |
      | 102 | 2018-02-10 | Tabiyah village   |
    And "first.csv" was imported as release "18.1"
    And row "101" is the incident "the battle"
    And the UCDP file "second.csv":
      | id  | date_start | where_coordinates |
      | 101 | 2018-02-07 | Khasham town      |
      | 102 | 2018-02-10 | Tabiyah bridge    |
    And "second.csv" was imported as release "18.2"
    When this is run: casus export ucdp-ged --dataset bridge-guard --output out.csv
    Then it ends in 0, saying "2 rows written; lost: nothing."
    Given the analyst retells "the battle":
      | title   | Attack on the gas plant         |
      | summary | Artillery, then an assault      |
      | reason  | The second report names a plant |
    When this is run: casus export ucdp-ged --dataset bridge-guard --output out.csv
    Then it ends in 0, saying "2 rows written; lost: title: 1; summary: 1."
