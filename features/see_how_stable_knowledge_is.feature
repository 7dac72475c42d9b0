Feature: See how stable knowledge is
  First figures are rarely the last. How often and how far they moved, what moved them, and how long they took to settle
  is read off the log: of an incident, of what a source reported, and of what a release of a dataset brought in.

  Scenario: The first case's toll moved with later reports, and came back to where it began
    Given the first case is on record
    And the later reports are on record
    When the address of "the clash"/stability is asked
    Then the answer says:
      | policy                                | highest_credibility       |
      | sums.killed.first.now.best            | 100                       |
      | sums.killed.moved                     | 2                         |
      | sums.killed.movements.0.fact          | FigureReported            |
      | sums.killed.movements.0.was.best      | 100                       |
      | sums.killed.movements.0.now.best      | 101                       |
      | sums.killed.movements.0.now.open_ended | true                     |
      | sums.killed.movements.0.by.best       | 1                         |
      | sums.killed.movements.1.by.best       | -1                        |
      | sums.killed.largest.best              | 1                         |
      | sums.killed.total.best                | 2                         |
      | sums.killed.stands.best               | 100                       |
      | casualties.0.first_figure.verbatim    | an estimated 100          |
      | casualties.0.figures                  | 9                         |
      | corrections.relocated                 | 1                         |
      | corrections.redated                   | 1                         |
      | corrections.reclassified              | 0                         |

  Scenario: Another policy sees other movements
    Given the first case is on record
    And the later reports are on record
    When the address of "the clash"/stability?policy=airwars_minmax is asked
    Then the answer says:
      | sums.killed.stands.low        | 55                |
      | sums.killed.stands.high       | 101               |
      | sums.killed.stands.open_ended | true              |

  Scenario: A word that nobody can count is no number, and what follows it is no distance
    Given the first case is on record
    And the later reports are on record
    When the address of "the clash"/stability is asked
    Then the answer says:
      | casualties.4.first_figure.verbatim | others injured |
      | casualties.4.first.now             | null           |
      | casualties.4.movements.0.was       | null           |
      | casualties.4.movements.0.by        | null           |
      | casualties.4.moved                 | 1              |
      | casualties.4.largest               | null           |

  Scenario: What moves a figure is named, be it a report, its withdrawal or a judgement of its source
    Given the source "Observatory"
    And the source "Agency"
    And the report "first word"
    And the report "correction":
      | source_id    | Agency     |
      | published_at | 2018-02-11 |
    And the incident "clash"
    And the casualty "killed":
      | figure.best | 40 |
    And the analyst reports a figure for "killed":
      | figure.qualifier | exact      |
      | figure.best      | 25         |
      | report_id        | correction |
    When the analyst withdraws "correction" because "It was made up."
    And the address of "clash"/stability is asked
    Then the answer says:
      | casualties.0.moved               | 2      |
      | casualties.0.movements.0.fact    | FigureReported |
      | casualties.0.movements.0.by.best | -15    |
      | casualties.0.movements.1.fact    | ReportWithdrawn |
      | casualties.0.movements.1.of      | report |
      | casualties.0.movements.1.by.best | 15     |
      | casualties.0.largest.best        | 15     |
      | casualties.0.total.best          | 30     |
      | casualties.0.stands.best         | 40     |
    Given the analyst reinstates "correction" because "It was not."
    When the analyst rates "Observatory":
      | reliability | A             |
      | reason      | It always was |
    And the address of "clash"/stability is asked
    Then the answer says:
      | casualties.0.moved               | 4                |
      | casualties.0.movements.2.fact    | ReportReinstated |
      | casualties.0.movements.3.fact    | SourceRated      |
      | casualties.0.movements.3.basis.reason | It always was |
      | casualties.0.movements.3.published | null           |
      | casualties.0.stands.best         | 40               |

  Scenario: It took three days until the figure settled, as they were published; and minutes, as they were recorded
    Given the source "Observatory"
    And the report "first word"
    And the report "correction":
      | published_at | 2018-02-11 |
    And the incident "clash"
    And the casualty "killed":
      | figure.best | 40 |
    And the analyst reports a figure for "killed":
      | figure.qualifier | exact      |
      | figure.best      | 25         |
      | report_id        | correction |
    When the address of "clash"/stability is asked
    Then the answer says:
      | sums.killed.published.took    | P3D                         |
      | sums.killed.published.settled | 2018-02-11T23:59:59.999999Z |
    When the address of "clash"/stability?published_by=2018-02-10 is asked
    Then the answer says:
      | sums.killed.moved          | 0    |
      | sums.killed.published.took | PT0S |
      | sums.killed.published.since | P2D |

  Scenario: A merger moves the sum of the incident that stands for both
    Given the source "Observatory"
    And the report "first word"
    And the incident "clash"
    And the casualty "killed":
      | figure.best | 40 |
    And the incident "shelling"
    And the casualty "more killed":
      | incident_id | shelling |
      | side        | unknown  |
      | figure.best | 2        |
    And the casualty "killed there":
      | incident_id | shelling |
      | side        | civilians |
      | figure.best | 3        |
    And the analyst merges "clash" into "shelling"
    When the address of "shelling"/stability is asked
    Then the answer says:
      | casualties.#                       | 3                |
      | sums.killed.first.now.best         | 2                |
      | sums.killed.movements.0.fact       | CasualtyReported |
      | sums.killed.movements.0.now.best   | 5                |
      | sums.killed.movements.1.fact       | IncidentAbsorbed |
      | sums.killed.movements.1.now.best   | 40               |
  Scenario: A source that keeps being revised, beside one that others agree with
    Given the source "Rumour"
    And the source "Observatory"
    And the report "rumour one"
    And the report "rumour two"
    And the report "counted":
      | source_id | Observatory |
    And the report "counted too":
      | source_id | Observatory |
    And the incident "clash"
    And the casualty "killed":
      | figure.best | 90 |
      | report_id   | rumour one |
    And the casualty "injured":
      | harm        | injured    |
      | figure.best | 40         |
      | report_id   | rumour two |
    And the analyst revises a figure of "killed":
      | figure.qualifier | exact            |
      | figure.best      | 30               |
      | report_id        | rumour one       |
      | reason           | It corrected that |
    And the analyst reports a figure for "killed":
      | figure.qualifier | exact   |
      | figure.best      | 30      |
      | report_id        | counted |
    And the analyst disputes a figure of "injured":
      | report_id   | rumour two  |
      | disputed_by | counted too |
      | statement   | Nobody was. |
    And the analyst rates "Rumour":
      | reliability | D                    |
      | reason      | It is revised so often |
    When the address of "Rumour"/stability is asked
    Then the answer says:
      | reliability        | D    |
      | ratings.#          | 1    |
      | reports            | 2    |
      | figures            | 2    |
      | casualties         | 2    |
      | incidents          | 1    |
      | revised            | 1    |
      | disputed           | 1    |
      | retracted          | 0    |
      | confirmed          | 1    |
      | compared           | 1    |
      | absolute.median    | 60.0 |
      | relative.median    | 2.0  |
    When the address of "Observatory"/stability is asked
    Then the answer says:
      | figures         | 1   |
      | revised         | 0   |
      | confirmed       | 1   |
      | compared        | 1   |
      | absolute.median | 0.0 |

  Scenario: Where there is nothing to compare there is no number
    Given the source "Observatory"
    And the report "first word"
    And the incident "clash"
    And the casualty "killed"
    When the address of "Observatory"/stability is asked
    Then the answer says:
      | figures  | 1    |
      | compared | 0    |
      | absolute | null |
      | relative | null |

  Scenario: What became of what a release brought in
    Given the UCDP file "first.csv":
      | id  | date_start | where_coordinates | deaths_b |
      | 101 | 2018-02-07 | Khasham town      | 2        |
      | 102 | 2018-02-10 | Tabiyah village   | 5        |
      | 103 | 2018-02-11 | Tabiyah village   | 1        |
    And "first.csv" was imported as release "18.1"
    And the UCDP file "second.csv":
      | id  | date_start | where_coordinates | deaths_b |
      | 101 | 2018-02-08 | Khasham town      | 9        |
      | 102 | 2018-02-10 | Khasham bridge    | 5        |
      | 103 | 2018-02-11 | Tabiyah village   | 1        |
    And "second.csv" was imported as release "18.2"
    And row "103" is the incident "third row"
    And the analyst retracts "third row" because "It was an exercise."
    When the address of "release 18.1"/stability is asked
    Then the answer says:
      | incidents                   | 3  |
      | redated.by_releases         | 1  |
      | redated.by_analysts         | 0  |
      | relocated.by_releases       | 1  |
      | figures_revised.by_releases | 1  |
      | retracted.by_releases       | 0  |
      | retracted.by_analysts       | 1  |
      | sums.killed.was.best        | 11 |
      | sums.killed.now.best        | 16 |
      | sums.killed.by.best         | 5  |
    When the address of "release 18.2"/stability is asked
    Then the answer says:
      | incidents | 0 |

  Scenario Outline: Of what is not on record nothing is told
    Given the source "Observatory"
    And this moment is called "before"
    When "/<what>/11111111-1111-4111-8111-111111111111/stability" is asked
    Then the request is refused as Missing

    Examples:
      | what      |
      | incidents |
      | sources   |
      | imports   |
