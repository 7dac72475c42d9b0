Feature: Compare a grade with the rule
  Airwars' grading is largely a rule: who accepted responsibility, how many credible original sources tell of civilian
  harm, whether a force was in action. The dossier says what follows from what is on record, why, and what that rests on;
  where the analyst's grade is another, it says so. The rule decides nothing: the analyst's grade stands.

  Background:
    Given the source "Observatory"
    And the source "Agency"
    And the report "residents"
    And the report "officials":
      | source_id | Agency |
    And the force "coalition":
      | kind | state_forces |
    And the force "militia"
    And the incident "strike"
    And the analyst tells who took part in "strike":
      | force_id  | coalition |
      | camp      | b         |
      | report_id | residents |
    And the casualty "killed":
      | side        | civilians |
      | figure.best | 7         |
      | report_id   | residents |

  Scenario: A single original source is a weak ground
    Then "strike" says:
      | grading                               | null                                            |
      | grading_by_rule.grading               | weak                                            |
      | grading_by_rule.reason                | A single credible original source tells of it. |
      | grading_by_rule.rests_on.reports.#    | 1                                               |
      | grading_by_rule.rests_on.reports.0    | residents                                       |
      | grading_by_rule.disagrees             | false                                           |

  Scenario: The analyst's grade is another, and stands
    When the analyst grades "strike":
      | grading | fair                  |
      | reason  | Everybody speaks of it |
    Then "strike" says:
      | grading                   | fair |
      | grading_by_rule.grading   | weak |
      | grading_by_rule.disagrees | true |

  Scenario: Two credible originals, and a force in action
    When the analyst reports a figure for "killed":
      | figure.qualifier | about     |
      | figure.best      | 5         |
      | report_id        | officials |
    Then "strike" says:
      | grading_by_rule.grading            | fair      |
      | grading_by_rule.rests_on.forces.0  | coalition |
      | grading_by_rule.rests_on.reports.# | 2         |

  Scenario: Two outlets that relay one are one original
    Given the report "relayed":
      | source_id       | Agency                                  |
      | original_source | {"source_id": "Observatory"} |
    When the analyst reports a figure for "killed":
      | figure.qualifier | exact   |
      | figure.best      | 7       |
      | report_id        | relayed |
    Then "strike" says:
      | grading_by_rule.grading | weak |

  Scenario: A source that proves unreliable is no credible one
    Given the analyst reports a figure for "killed":
      | figure.qualifier | exact     |
      | figure.best      | 5         |
      | report_id        | officials |
    And this moment is called "before the rating"
    When the analyst rates "Agency":
      | reliability | E                    |
      | reason      | It made up two others |
    Then "strike" says:
      | grading_by_rule.grading | weak                                                                             |
      | grading_by_rule.reason  | A single credible original source tells of it, and others that are not credible. |
    And as known at "before the rating", "strike" says:
      | grading_by_rule.grading | fair |

  Scenario: A force that took part accepts responsibility, until it denies that
    Given the report "statement":
      | source_id    | Agency     |
      | published_at | 2018-02-10 |
    And the analyst records a concession of "killed":
      | force_id         | coalition |
      | figure.qualifier | at_least  |
      | figure.low       | 2         |
      | report_id        | statement |
    Then "strike" says:
      | grading_by_rule.grading            | confirmed |
      | grading_by_rule.rests_on.forces.0  | coalition |
      | grading_by_rule.rests_on.reports.0 | statement |
    And by what was published by 2018-02-09, "strike" says:
      | grading_by_rule.grading | weak |
    Given the report "retraction":
      | source_id    | Agency     |
      | published_at | 2018-02-12 |
    When the analyst records a denial of "killed":
      | force_id  | coalition      |
      | report_id | retraction     |
      | statement | It was not us. |
    Then "strike" says:
      | grading_by_rule.grading | weak |

  Scenario: Different forces are said to have done it
    Given the analyst tells who took part in "strike":
      | force_id  | coalition |
      | camp      | b         |
      | role      | initiator |
      | report_id | residents |
    When the analyst tells who took part in "strike":
      | force_id  | militia   |
      | camp      | a         |
      | role      | initiator |
      | report_id | officials |
    Then "strike" says:
      | grading_by_rule.grading           | contested |
      | grading_by_rule.rests_on.forces.# | 2         |

  Scenario: Those killed were combatants, and what was told of civilians does not stand
    Given the casualty "fighters":
      | side          | militia   |
      | person_status | combatant |
      | report_id     | officials |
    When the analyst withdraws "residents" because "They spoke of another village."
    Then "strike" says:
      | grading_by_rule.grading | discounted |

  Scenario: A clash in which no civilian harm is told of is not graded
    Given the first case is on record
    And the later reports are on record
    Then "the clash" says:
      | grading_by_rule.grading   | null                                                       |
      | grading_by_rule.reason    | No civilian harm is told of; the rule grades nothing else. |
      | grading_by_rule.disagrees | false                                                      |

  Scenario: Where reports do not say who was harmed, the rule can't tell
    Given the analyst retracts "killed" because "It was another strike."
    And the casualty "everybody":
      | side      | all       |
      | report_id | officials |
    Then "strike" says:
      | grading_by_rule.grading | null                                                  |
      | grading_by_rule.reason  | Whether those harmed were civilians is not told. |
