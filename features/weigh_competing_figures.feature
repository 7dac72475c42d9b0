Feature: Weigh competing figures
  A casualty is the toll of one kind of harm to one side. It holds what every report says of it, in the report's words;
  "about 100", "at least 100" and "more than 100" stay three statements, and nothing is reconciled until it is read.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the report "second word"
    And the force "militia"
    And the force "coalition"
    And the incident "clash"
    And the casualty "killed":
      | side             | militia         |
      | person_status    | combatant       |
      | figure.qualifier | about           |
      | figure.best      | 100             |
      | figure.verbatim  | an estimated 100 |
      | report_id        | first word      |

  Scenario: A toll is entered with the first figure and its report
    Then the history of "killed" is CasualtyReported
    And "killed" says:
      | incident_id                | clash            |
      | side                       | militia          |
      | harm                       | killed           |
      | figures.0.figure.best      | 100              |
      | figures.0.figure.low       | null             |
      | figures.0.figure.qualifier | about            |
      | figures.0.figure.verbatim  | an estimated 100 |
      | figures.0.inferred         | false            |
      | figures.0.report_id        | first word       |

  Scenario: A second report gives another figure, and both stand
    When the analyst reports a figure for "killed":
      | figure.qualifier | more_than     |
      | figure.low       | 100           |
      | figure.verbatim  | more than 100 |
      | report_id        | second word   |
      | credibility      | 3             |
    Then the log ends with FigureReported
    And "killed" says:
      | figures.#                  | 2             |
      | figures.0.figure.qualifier | about         |
      | figures.1.figure.qualifier | more_than     |
      | figures.1.credibility      | 3             |

  Scenario: A report may give two figures, each on somebody else's word
    Given the analyst reports a figure for "killed":
      | figure.qualifier | about        |
      | figure.best      | 100          |
      | report_id        | second word  |
      | original_source  | US officials |
    When the analyst reports a figure for "killed":
      | figure.qualifier | vague              |
      | figure.verbatim  | dozens             |
      | report_id        | second word        |
      | original_source  | Syrian state media |
    Then the log ends with FigureReported

  Scenario: On one word, a report gives one figure
    When the analyst reports a figure for "killed":
      | figure.qualifier | exact      |
      | figure.best      | 55         |
      | report_id        | first word |
    Then the request is refused as AlreadyReported, naming report_id

  Scenario: One toll is one casualty
    When the analyst enters the casualty "killed again":
      | incident_id      | clash       |
      | side             | militia     |
      | harm             | killed      |
      | person_status    | combatant   |
      | figure.qualifier | exact       |
      | figure.best      | 55          |
      | report_id        | second word |
    Then the request is refused as AlreadyCounted

  Scenario: A report corrects its figure
    Given this moment is called "at first"
    When the analyst revises a figure of "killed":
      | figure.qualifier | exact                       |
      | figure.best      | 55                          |
      | report_id        | first word                  |
      | reason           | The outlet corrected itself |
    Then the log ends with FigureRevised
    And "killed" says:
      | figures.#                     | 1                           |
      | figures.0.figure.best         | 55                          |
      | figures.0.basis.reason        | The outlet corrected itself |
    And as known at "at first", "killed" says:
      | figures.0.figure.best | 100 |

  Scenario: A figure is revised since another report corrects it
    Given the report "correction":
      | published_at | 2018-02-20 |
    When the analyst revises a figure of "killed":
      | figure.qualifier | exact                     |
      | figure.best      | 55                        |
      | report_id        | first word                |
      | corrected_by     | correction                |
      | reason           | The correction of page 20 |
    Then the log ends with FigureRevised
    And "killed" says:
      | figures.0.figure.best  | 55         |
      | figures.0.report_id    | first word |
      | figures.0.corrected_by | correction |
    And by what was published by 2018-02-19, "killed" says:
      | figures.0.figure.best  | 100  |
      | figures.0.corrected_by | null |

  Scenario: The dossier tells of the report that corrects a figure
    Given the report "correction":
      | published_at | 2018-02-20 |
    And the analyst revises a figure of "killed":
      | figure.qualifier | exact                     |
      | figure.best      | 55                        |
      | report_id        | first word                |
      | corrected_by     | correction                |
      | reason           | The correction of page 20 |
    Then "clash" cites first word, correction

  Scenario: No report that was withdrawn corrects a figure
    Given the report "correction"
    And the analyst withdraws "correction" because "It was a hoax."
    When the analyst revises a figure of "killed":
      | figure.qualifier | exact      |
      | figure.best      | 55         |
      | report_id        | first word |
      | corrected_by     | correction |
      | reason           | A hoax     |
    Then the request is refused as AlreadyWithdrawn, naming corrected_by

  Scenario: Only a figure that a report gives can be revised
    When the analyst revises a figure of "killed":
      | figure.qualifier | exact       |
      | figure.best      | 55          |
      | report_id        | second word |
      | reason           | A mistake   |
    Then the request is refused as NoSuchFigure, naming report_id

  Scenario: A figure is taken back, the casualty stands
    When the analyst retracts "killed":
      | figure.report_id | first word                         |
      | reason           | The report speaks of another clash |
    Then the log ends with FigureRetracted
    And "killed" says:
      | figures.#  | 0     |
      | retracted  | false |

  Scenario: One report contradicts the figure of another
    When the analyst disputes a figure of "killed":
      | report_id   | first word                     |
      | disputed_by | second word                    |
      | statement   | Speaks of 25 wounded, none dead |
    Then the log ends with FigureDisputed
    And "killed" says:
      | disputes.0.report_id   | first word  |
      | disputes.0.disputed_by | second word |

  Scenario: A report does not contradict itself
    When the analyst disputes a figure of "killed":
      | report_id   | first word      |
      | disputed_by | first word      |
      | statement   | Gives two figures |
    Then the request is refused as DisputesItself, naming disputed_by

  Scenario: A force that took part concedes
    Given the analyst tells who took part in "clash":
      | force_id  | coalition  |
      | camp      | b          |
      | report_id | first word |
    When the analyst records a concession of "killed":
      | force_id         | coalition   |
      | figure.qualifier | at_least    |
      | figure.low       | 20          |
      | report_id        | second word |
    Then the log ends with CasualtyConceded
    And "killed" says:
      | concessions.0.force_id   | coalition |
      | concessions.0.figure.low | 20        |

  Scenario: Only who took part can concede
    When the analyst records a concession of "killed":
      | force_id         | coalition   |
      | figure.qualifier | at_least    |
      | figure.low       | 20          |
      | report_id        | second word |
    Then the request is refused as NotAParticipant, naming force_id

  Scenario: A report denies that anybody was killed
    When the analyst records a denial of "killed":
      | report_id | second word              |
      | statement | Nobody was killed there. |
    Then the log ends with CasualtyDenied
    And "killed" says:
      | denials.0.statement | Nobody was killed there. |
      | denials.0.force_id  | null                     |

  Scenario: A figure's credibility is judged apart from its source
    When the analyst assesses a figure of "killed":
      | report_id   | first word                     |
      | credibility | 2                              |
      | reason      | Two others say about the same  |
    Then the log ends with FigureAssessed
    And "killed" says:
      | figures.0.credibility            | 2                             |
      | figures.0.basis.reason           | null                          |
      | figures.0.assessment.reason      | Two others say about the same |
      | figures.0.assessment.recorded_by | local analyst                 |

  Scenario: A casualty is retracted and reinstated
    Given the analyst retracts "killed" because "It was another clash."
    Then the log ends with CasualtyRetracted
    When the analyst reports a figure for "killed":
      | figure.qualifier | exact       |
      | figure.best      | 55          |
      | report_id        | second word |
    Then the request is refused as AlreadyRetracted
    When the analyst reinstates "killed" because "It was this clash."
    Then the log ends with CasualtyReinstated

  Scenario: An inferred figure is marked as inferred
    Given the casualty "coalition killed":
      | side             | coalition                                      |
      | figure.qualifier | exact                                          |
      | figure.best      | 0                                              |
      | inference        | Just one casualty is given, and it was wounded |
    Then "coalition killed" says:
      | figures.0.inferred | true |

  Scenario: A whole and its parts are not added up
    Given the force "marines"
    And the analyst declares an allegiance of "marines":
      | to   | coalition |
      | kind | part_of   |
    And the casualty "coalition killed":
      | side | coalition |
    And the casualty "marines killed":
      | side | marines |
    Then of "clash", these casualties add up: killed, coalition killed

  Scenario: No side is added to all sides
    Given the casualty "all killed":
      | side | all |
    Then of "clash", these casualties add up: all killed

  Scenario Outline: A figure that contradicts itself is refused
    When the analyst reports a figure for "killed":
      | figure.qualifier | <qualifier> |
      | figure.low       | <low>       |
      | figure.best      | <best>      |
      | report_id        | second word |
    Then the request is refused as Invalid, naming figure

    Examples:
      | qualifier | low  | best |
      | about     | 200  | 100  |
      | exact     | 90   | 100  |
      | between   | 90   | 100  |
      | vague     | null | null |
      | at_most   | 10   | null |

  Scenario: A source that itself prints low above best is recorded as it is, and marked
    When the analyst reports a figure for "killed":
      | figure.qualifier  | about       |
      | figure.low        | 200         |
      | figure.best       | 100         |
      | figure.disordered | true        |
      | report_id         | second word |
    Then the log ends with FigureReported
