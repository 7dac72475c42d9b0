Feature: Read what was published by then
  What could anybody have read by a day? The answer is that of a log in which the entries that rest on later reports were
  never made. What rests on what is one rule; docs/resting.md tells it.

  Background:
    Given the source "Agency"
    And the source "Ministry"
    And the report "first word":
      | published_at | 2018-02-08 |
    And the report "second word":
      | published_at | 2018-02-10 |
    And the incident "clash":
      | report_id | first word |

  Scenario: A later report's relocation is not there yet
    Given the analyst relocates "clash":
      | place.name      | Tabiyya               |
      | place.precision | 2                     |
      | reason          | The ministry names it |
      | report_id       | second word           |
    Then by what was published by 2018-02-09, "clash" says:
      | place.name | Khasham |
      | version    | 1       |
    And by what was published by 2018-02-10, "clash" says:
      | place.name | Tabiyya |
      | version    | 2       |
    And by what was published by 2018-02-07, "clash" is not on record

  Scenario: What only a later report tells of is not on record
    Given the incident "another clash":
      | report_id | second word |
    And the casualty "the dead":
      | incident_id | another clash |
      | report_id   | first word    |
    Then by what was published by 2018-02-09, "second word" is not on record
    And by what was published by 2018-02-09, "another clash" is not on record
    And by what was published by 2018-02-09, "the dead" is not on record
    And by what was published by 2018-02-10, "another clash" says:
      | casualties.# | 1 |

  Scenario: What rests on nothing that was published is always on record
    Given the force "militia"
    Then by what was published by 1990-01-01, "Agency" says:
      | name | Agency |
    And by what was published by 1990-01-01, "militia" says:
      | name | militia |

  Scenario: What relays a later report is known with that one, however early it is dated
    Given the report "recap":
      | published_at              | 2018-02-08  |
      | original_source.source_id | Agency      |
      | original_source.report_id | second word |
    And "recap" is cited as corroboration of "clash"
    Then by what was published by 2018-02-09, "recap" is not on record
    And by what was published by 2018-02-09, "clash" says:
      | reports.# | 1 |
    And by what was published by 2018-02-10, "clash" says:
      | reports.# | 2 |

  Scenario: A figure that is contradicted by a later report stands uncontradicted
    Given the casualty "the dead":
      | report_id | first word |
    And the analyst reports a figure for "the dead":
      | figure.best      | 40          |
      | figure.qualifier | about       |
      | report_id        | second word |
    And the analyst disputes a figure of "the dead":
      | report_id   | first word            |
      | disputed_by | second word           |
      | statement   | It were forty, not 10 |
    And the analyst assesses a figure of "the dead":
      | report_id   | second word       |
      | credibility | 2                 |
      | reason      | Names are given   |
    And the analyst assesses a figure of "the dead":
      | report_id   | first word        |
      | credibility | 4                 |
      | reason      | No names are given |
    Then by what was published by 2018-02-09, "the dead" says:
      | figures.#             | 1  |
      | figures.0.figure.best | 10 |
      | figures.0.credibility | 4  |
      | disputes.#            | 0  |

  Scenario: An instant is exact, a day ends as it ends in UTC
    Given the report "evening news":
      | published_at | 2018-02-08T23:30:00+01:00 |
    Then by what was published by 2018-02-08T22:30:00Z, "evening news" says:
      | headline | evening news |
    And by what was published by 2018-02-08T22:29:59.999999Z, "evening news" is not on record
    And by what was published by 2018-02-08T22:30:00-01:00, "first word" is not on record
    And by what was published by 2018-02-08T23:59:59.999999Z, "first word" says:
      | headline | first word |

  Scenario: A month is certain to have come only at its end
    Given the report "monthly":
      | published_at | "2018-02" |
    Then by what was published by 2018-02-27, "monthly" is not on record
    And by what was published by 2018-02-28, "monthly" says:
      | headline | monthly |
    And by what was published by 2018-02, "monthly" says:
      | headline | monthly |

  Scenario Outline: What was published at no certain time was never certainly published
    Given the report "undated":
      | published_at | <published> |
    And "undated" is cited as corroboration of "clash"
    Then by what was published by 2018-03-01, "undated" is not on record
    And by what was published by 2018-03-01, "clash" says:
      | reports.# | 1 |
    And "clash" says:
      | reports.# | 2 |

    Examples:
      | published     |
      | 2018-02-08/.. |
      | 2018-02-08/   |

  Scenario: What names no report stays: gradings, links between what stays, withdrawals
    Given the analyst withdraws "first word" because "It was made up."
    And the analyst grades "clash":
      | grading | discounted                     |
      | reason  | The second word refutes it all |
    Then by what was published by 2018-02-08, "clash" says:
      | grading                          | discounted |
      | reports.0.basis.position         | 5          |
    And by what was published by 2018-02-08, "first word" says:
      | withdrawn | true |

  Scenario: Something is left out for what it names, not for what allowed it
    Given the force "militia"
    And the casualty "the dead":
      | report_id | first word |
    And the analyst tells who took part in "clash":
      | force_id  | militia     |
      | camp      | a           |
      | report_id | second word |
    And the analyst records a concession of "the dead":
      | force_id         | militia    |
      | figure.qualifier | at_least   |
      | figure.low       | 2          |
      | report_id        | first word |
    Then by what was published by 2018-02-09, "clash" says:
      | participations.#           | 0 |
      | casualties.0.concessions.# | 1 |

  Scenario: Positions and versions are those of the log that there is
    Given "second word" is cited as corroboration of "clash"
    And the analyst retracts "clash" because "It was a controlled demolition."
    Then by what was published by 2018-02-09, "clash" says:
      | retracted | true |
      | version   | 3    |
      | position  | 7    |
    And by what was published by 2018-02-09, the history of "clash" is IncidentReported, IncidentRetracted

  Scenario: Whom a force stood under is known from the report that says so
    Given the force "militia"
    And the force "army"
    And the casualty "of the militia":
      | side      | militia    |
      | report_id | first word |
    And the casualty "of the army":
      | side      | army       |
      | report_id | first word |
    And the analyst declares an allegiance of "militia":
      | to        | army        |
      | kind      | part_of     |
      | report_id | second word |
    Then by what was published by 2018-02-09, "militia" says:
      | allegiances.# | 0 |
    And by what was published by 2018-02-09, "clash" says:
      | adds_up.killed.# | 2 |
    And by what was published by 2018-02-10, "clash" says:
      | adds_up.killed.# | 1 |

  Scenario: What was merged into what only a later report tells of stands for itself
    Given the incident "the same clash":
      | report_id | second word |
    And the analyst merges "clash" into "the same clash"
    Then by what was published by 2018-02-09, "clash" says:
      | merged_into | null |
    When "clash" is asked for by what was published by 2018-02-10
    Then the answer forwards to "the same clash" as published by 2018-02-10

  Scenario: Both clocks at once
    Given this moment is called "before it was entered"
    And "second word" is cited as corroboration of "clash"
    When "clash" is asked for as known at "before it was entered", by what was published by 2018-02-10
    Then the answer says:
      | reports.# | 1 |
    When between "before it was entered" and now, what came to be known of "clash" by 2018-02-09 is asked
    Then the answer says:
      | # | 0 |
    When between "before it was entered" and now, what came to be known of "clash" by 2018-02-10 is asked
    Then the answer says:
      | # | 1 |

  Scenario Outline: What will be published can't be asked
    Given it is 2018-03-01T09:00:00Z by now
    When "clash" is asked for by what was published by <future>
    Then the request is refused as UnknownMoment, naming published_by

    Examples:
      | future                      |
      | 2018-03-02                  |
      | 2018-03-02T00:00:00Z        |
      | 2018-03                     |
      | 2018-02-08/2019-01            |

  Scenario: Today is asked about as soon as it has begun anywhere on Earth
    Given it is 2018-03-01T10:30:00Z by now
    Then by what was published by 2018-03-02, "clash" says:
      | version | 1 |

  Scenario Outline: A cut-off has an end
    When "clash" is asked for by what was published by <cutoff>
    Then the request is refused as Invalid, naming published_by

    Examples:
      | cutoff        |
      | 2018-02-08/.. |
      | 2018-02-08/   |
      | soon          |
      | 7             |
