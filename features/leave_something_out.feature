Feature: Leave something out
  What if we had not had this report, trusted this source, run this import? Any question is answered as by a log in which
  that, and whatever rests on it, was never made; and what flips is told. What rests on what is one rule
  (docs/resting.md).

  Background:
    Given the source "Agency"
    And the source "Ministry"
    And the report "first word":
      | source_id    | Agency     |
      | published_at | 2018-02-08 |
    And the report "second word":
      | source_id    | Ministry   |
      | published_at | 2018-02-10 |
    And the incident "clash":
      | report_id | first word |
    And the casualty "the dead":
      | incident_id      | clash      |
      | report_id        | first word |
      | figure.best      | 10         |
      | figure.qualifier | exact      |
    And the analyst reports a figure for "the dead":
      | figure.best      | 40          |
      | figure.qualifier | exact       |
      | report_id        | second word |
      | credibility      | 2           |
    And the incident "another clash":
      | report_id | second word |

  Scenario: A thing is as it would be without a report
    When "the dead" is asked for without the report "second word"
    Then the answer says:
      | figures.#             | 1  |
      | figures.0.figure.best | 10 |
    And without the report "second word", "another clash" is not on record

  Scenario: Whatever rests on a source goes with it
    When "/incidents" is asked for without the source "Ministry"
    Then these incidents are answered: clash
    When "/incidents" is asked for without the source "Agency"
    Then these incidents are answered: another clash
    When "/reports" is asked for without the source "Agency"
    Then the answer says:
      | items.#           | 1          |
      | items.0.source_id | Ministry   |

  Scenario: A sum is as it would be, and says without what
    When "/toll" is asked for without the report "second word"
    Then the answer says:
      | items.0.best | 10 |
      | without.#    | 1  |
    When its flips are asked
    Then the answer says:
      | sums.0.best | -30 |
    When "/toll" is asked for without nothing
    Then the answer says:
      | items.0.best | 40 |
      | without.#    | 0  |

  Scenario: What one command recorded is left out by its cause
    When "/incidents" is asked for without what opened "another clash"
    Then these incidents are answered: clash

  Scenario: What flips is told, by how much and because of what
    When "/flips" is asked for without the report "second word"
    Then the answer says:
      | items.#                         | 2             |
      | items.0.id                      | clash         |
      | items.0.what                    | changed       |
      | items.0.figures.0.was.best      | 40            |
      | items.0.figures.0.was.report_id | second word   |
      | items.0.figures.0.now.best      | 10            |
      | items.0.tolls.killed.best       | -30           |
      | items.0.entries.#               | 1             |
      | items.0.entries.0.fact          | FigureReported |
      | items.0.entries.0.verb          | report        |
      | items.1.id                      | another clash |
      | items.1.what                    | went          |
      | sums.0.harm                     | killed        |
      | sums.0.was.best                 | 40            |
      | sums.0.now.best                 | 10            |
      | sums.0.best                     | -30           |
      | sums.0.because.0.what           | changed       |
      | sums.0.because.0.facts.0        | FigureReported |
      | sums.0.because.0.incidents      | 1             |
      | sums.0.because.0.best           | -30           |

  Scenario: A dossier says where its figures come from, and what flips
    When "clash" is asked for without the report "second word"
    Then its "Link-Template" leads to "/figures/{id}/lineage" without the report "second word"
    When "clash" is asked for without the report "second word"
    Then its "Link" leads to "/flips" without the report "second word"
    When "the dead" is asked for without the report "second word"
    Then its "Link" leads to "/figures/<the dead>/lineage" without the report "second word"

  Scenario: A grading flips where its incident goes
    Given the analyst grades "another clash":
      | grading | weak        |
      | reason  | One report  |
    When "/flips" is asked for without the report "second word"
    Then the answer says:
      | items.1.grading.was | weak |
      | items.1.grading.now | null |

  Scenario: The grade that follows by rule flips too
    Given the casualty "the dead civilians":
      | incident_id      | clash      |
      | side             | civilians  |
      | report_id        | first word |
      | figure.best      | 4          |
      | figure.qualifier | exact      |
    And the analyst reports a figure for "the dead civilians":
      | figure.best      | 4           |
      | figure.qualifier | exact       |
      | report_id        | second word |
    And the force "militia"
    And the analyst tells who took part in "clash":
      | force_id  | militia    |
      | camp      | a          |
      | report_id | first word |
    When "/flips" is asked for without the report "second word"
    Then the answer says:
      | items.0.id                  | clash |
      | items.0.grading_by_rule.was | fair  |
      | items.0.grading_by_rule.now | weak  |

  Scenario: Leaving out what it was merged for brings an incident back
    Given the incident "the same clash":
      | report_id | first word |
    And the analyst merges "the same clash" into "another clash"
    When "/flips" is asked for without the report "second word"
    Then the answer says:
      | items.#      | 3             |
      | items.1.what | went          |
      | items.2.id   | the same clash |
      | items.2.what | appeared      |

  Scenario Outline: Without a split, of two mergers the later one holds
    Given the <kind> "one"
    And the <kind> "other"
    And the analyst merges "one" into "other"
    And the analyst splits "one" because "They are two"
    And the analyst merges "other" into "one"
    When "/<kind>s" is asked for without the last of "one" but one
    Then the answer says:
      | items.# | <standing> |
    And without the last of "one" but one, "one" stands and "other" does not

    Examples:
      | kind     | standing |
      | force    | 1        |
      | incident | 3        |

  Scenario: What is left out was on record
    When "/toll" is asked for without the report "Agency"
    Then the request is refused as UnknownReference, naming without
    When "/incidents" is asked for without the source "first word"
    Then the request is refused as UnknownReference, naming without
    When "/toll?without=report:6d1c2a5e-0d1f-4c1b-9a39-0d4f2a1b7c11" is asked
    Then the request is refused as UnknownReference, naming without
    When "/toll?without=cause:6d1c2a5e-0d1f-4c1b-9a39-0d4f2a1b7c11" is asked
    Then the request is refused as UnknownReference, naming without
    When "/toll?known_at=0&without=cause:6d1c2a5e-0d1f-4c1b-9a39-0d4f2a1b7c11" is asked
    Then the request is refused as UnknownReference, naming without

  Scenario Outline: What is left out is named by its kind and id
    When "<address>" is asked
    Then the request is refused as Invalid, naming without

    Examples:
      | address                                                            |
      | /toll?without=second                                               |
      | /toll?without=force:6d1c2a5e-0d1f-4c1b-9a39-0d4f2a1b7c11           |
      | /incidents?without=report:6d1c2a5e                                 |
      | /flips                                                             |
      | /flips?without=                                                    |
