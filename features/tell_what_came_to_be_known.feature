Feature: Tell what came to be known
  Between two moments, for a whole question: which incidents appeared, changed and went, by which entries, by whom and
  why; and how the sums moved, because of what.

  Background:
    Given the source "Agency"
    And the report "first word":
      | published_at | 2018-02-08 |
    And the report "second word":
      | published_at | 2018-02-10 |
    And the incident "clash":
      | report_id | first word |
    And the casualty "the dead":
      | incident_id      | clash      |
      | report_id        | first word |
      | figure.best      | 10         |
      | figure.qualifier | exact      |
    And the incident "mistake":
      | report_id | first word |
    And this moment is called "the evening"

  Scenario: Nothing came to be known
    When what came to be known from "the evening" on is asked
    Then the answer says:
      | items.#       | 0  |
      | sums.0.best   | 0  |
      | sums.0.now.best | 10 |
      | sums.0.because.# | 0 |

  Scenario: Incidents appear, change and go
    Given the incident "raid":
      | report_id | second word |
    And the casualty "the raid's dead":
      | incident_id      | raid        |
      | report_id        | second word |
      | figure.best      | 3           |
      | figure.qualifier | exact       |
    And the analyst reports a figure for "the dead":
      | figure.best      | 40          |
      | figure.qualifier | exact       |
      | report_id        | second word |
      | credibility      | 2           |
    And the analyst retracts "mistake" because "It was the same"
    When what came to be known from "the evening" on is asked
    Then the answer says:
      | items.#                          | 3               |
      | items.0.id                       | clash           |
      | items.0.what                     | changed         |
      | items.0.entries.0.fact           | FigureReported  |
      | items.0.entries.0.id             | the dead        |
      | items.0.entries.0.basis.recorded_by | local analyst |
      | items.0.tolls.killed.was.best    | 10              |
      | items.0.tolls.killed.now.best    | 40              |
      | items.1.id                       | mistake         |
      | items.1.what                     | went            |
      | items.1.entries.0.verb           | retract         |
      | items.1.entries.0.basis.reason   | It was the same |
      | items.2.id                       | raid            |
      | items.2.what                     | appeared        |
      | sums.0.was.best                  | 10              |
      | sums.0.now.best                  | 43              |
      | sums.0.because.#                 | 2               |
      | sums.0.because.0.what            | changed         |
      | sums.0.because.0.best            | 30              |
      | sums.0.because.1.what            | appeared        |
      | sums.0.because.1.verbs.0         | report          |
      | sums.0.because.1.best            | 3               |

  Scenario: A figure moves because a report is withdrawn, and a source rated
    Given the analyst reports a figure for "the dead":
      | figure.best      | 40          |
      | figure.qualifier | exact       |
      | report_id        | second word |
      | credibility      | 2           |
    And this moment is called "the next day"
    And the analyst withdraws "second word" because "It was made up"
    When what came to be known from "the next day" on is asked
    Then the answer says:
      | items.#                        | 1               |
      | items.0.id                     | clash           |
      | items.0.entries.0.fact         | ReportWithdrawn |
      | items.0.entries.0.basis.reason | It was made up  |
      | sums.0.best                    | -30             |
      | sums.0.because.0.facts.0       | ReportWithdrawn |

  Scenario: What was said of an incident is told of the one that it was merged into, too
    Given the incident "the same clash":
      | report_id | second word |
    And the casualty "the injured":
      | incident_id      | the same clash |
      | harm             | injured        |
      | report_id        | second word    |
      | figure.best      | 5              |
      | figure.qualifier | exact          |
    And the analyst merges "the same clash" into "clash"
    When what came to be known from "the evening" on is asked
    Then the answer says:
      | items.#                         | 1           |
      | items.0.id                      | clash       |
      | items.0.what                    | changed     |
      | items.0.entries.#               | 4           |
      | items.0.entries.0.fact          | IncidentReported |
      | items.0.entries.1.id            | the injured |
      | items.0.tolls.injured.now.best  | 5           |
    Given the incident "the same clash":
      | report_id | first word |
    And the analyst merges "the same clash":
      | into   | clash           |
      | reason | The same report |
    And this moment is called "the next day"

  Scenario: An incident comes to answer a question, and another leaves it
    Given the incident "raid":
      | report_id | second word  |
      | kind      | armed_clash  |
    And this moment is called "the next day"
    And the analyst reclassifies "raid":
      | kind   | air_or_drone_strike |
      | reason | By drones           |
    When what came to be known from "the next day" on is asked of "kind=air_or_drone_strike"
    Then the answer says:
      | items.#                | 1                    |
      | items.0.id             | raid                 |
      | items.0.what           | appeared             |
      | items.0.entries.0.fact | IncidentReclassified |
    When what came to be known from "the next day" on is asked of "kind=armed_clash"
    Then the answer says:
      | items.#      | 1    |
      | items.0.id   | raid |
      | items.0.what | went |

  Scenario: Only what was published by a day
    Given the analyst reports a figure for "the dead":
      | figure.best      | 40          |
      | figure.qualifier | exact       |
      | report_id        | second word |
      | credibility      | 2           |
    When what came to be known from "the evening" on, by what was published by 2018-02-09, is asked
    Then the answer says:
      | items.# | 0 |

  Scenario: A moment after the other
    When "/diff?from=3&to=2" is asked
    Then the request is refused as UnknownMoment, naming to
    When "/diff?known_at=2" is asked
    Then the request is refused as Invalid, naming known_at
