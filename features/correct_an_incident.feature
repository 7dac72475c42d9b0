Feature: Correct an incident
  Nothing on record is changed or removed. A mistake is corrected by a further entry that says why, and what was
  held before stays readable as it was held then.

  Background:
    Given the source "Syrian Observer"
    And the report "first word"
    And the report "second word"
    And the incident "clash"
    And this moment is called "the first word"

  Scenario: An incident rests on a report
    Then the history of "clash" is IncidentReported
    And "clash" says:
      | title                   | clash      |
      | kind                    | battle     |
      | occurred.edtf           | 2018-02-07 |
      | place.precision         | 1          |
      | place_is_exact          | true       |
      | reports.0.report_id     | first word |
      | basis.opened.position   | 4          |
      | grading                 | null       |

  Scenario: A better place replaces a vaguer one, and the vaguer one stays readable
    When the analyst relocates "clash":
      | place.name      | Salihiyah                         |
      | place.precision | 2                                 |
      | reason          | The second report names a village |
      | report_id       | second word                       |
    Then the log ends with IncidentRelocated, by local analyst
    And "clash" says:
      | place.name            | Salihiyah                         |
      | place.latitude        | null                              |
      | place_is_exact        | false                             |
      | basis.place.report_id | second word                       |
      | basis.place.reason    | The second report names a village |
    And as known at "the first word", "clash" says:
      | place.name     | Khasham |
      | place_is_exact | true    |

  Scenario: A better date replaces a vaguer one
    When the analyst redates "clash":
      | occurred.edtf     | 2018-02-07/2018-02-08         |
      | occurred.began_at | 2018-02-07T22:00:00+02:00     |
      | occurred.duration | PT3H                          |
      | reason            | The fighting went on at night |
    Then the log ends with IncidentRedated
    And "clash" says:
      | occurred.edtf     | 2018-02-07/2018-02-08     |
      | occurred.began_at | 2018-02-07T22:00:00+02:00 |
      | occurred.duration | PT3H                      |

  Scenario: It was an occurrence of another kind
    When the analyst reclassifies "clash":
      | kind   | air_or_drone_strike       |
      | reason | Only aircraft took part   |
    Then the log ends with IncidentReclassified
    And "clash" says:
      | kind | air_or_drone_strike |

  Scenario Outline: A correction that changes nothing is refused
    When the analyst <deed> "clash":
      | <field> | <value>     |
      | reason  | Once again. |
    Then the request is refused as NothingChanges, naming <named>

    Examples:
      | deed         | field         | value      | named    |
      | redates      | occurred.edtf | 2018-02-07 | occurred |
      | reclassifies | kind          | battle     | kind     |

  Scenario: A retracted incident stays on record, as retracted
    When the analyst retracts "clash" because "It was a controlled demolition."
    Then the log ends with IncidentRetracted
    And "clash" says:
      | retracted              | true                            |
      | basis.retracted.reason | It was a controlled demolition. |
    And as known at "the first word", "clash" says:
      | retracted | false |

  Scenario: A retracted incident cannot be corroborated
    Given the analyst retracts "clash" because "It was a controlled demolition."
    When "second word" is cited as corroboration of "clash"
    Then the request is refused as AlreadyRetracted

  Scenario: A retraction that was a mistake is undone
    Given the analyst retracts "clash" because "It was a controlled demolition."
    When the analyst reinstates "clash" because "The demolition was another day."
    Then the log ends with IncidentReinstated
    And "clash" says:
      | retracted | false |
    And the history of "clash" is IncidentReported, IncidentRetracted, IncidentReinstated

  Scenario: What stands can't be reinstated
    When the analyst reinstates "clash" because "To be sure."
    Then the request is refused as NotRetracted

  Scenario: A further report corroborates it
    When "second word" is cited as corroboration of "clash"
    Then the log ends with IncidentCorroborated
    And "clash" says:
      | reports.#           | 2           |
      | reports.1.report_id | second word |

  Scenario: A report is cited once
    When "first word" is cited as corroboration of "clash"
    Then the request is refused as AlreadyCited, naming report_id

  Scenario: A report contradicts it
    When the analyst disputes "clash":
      | report_id | second word                            |
      | statement | Nothing happened at Khasham that day.  |
    Then the log ends with IncidentDisputed
    And "clash" says:
      | disputes.0.report_id | second word                           |
      | disputes.0.statement | Nothing happened at Khasham that day. |

  Scenario: Nothing happens tomorrow
    When the analyst enters the incident "prophecy":
      | title           | prophecy    |
      | kind            | battle      |
      | occurred        | 2018-03-09  |
      | place.name      | Khasham     |
      | place.precision | 2           |
      | report_id       | second word |
    Then the request is refused as InTheFuture, naming occurred

  Scenario: An incident needs a report that is on record
    When the analyst enters the incident "rumour":
      | title           | rumour                               |
      | kind            | battle                               |
      | occurred        | 2018-02-07                           |
      | place.name      | Khasham                              |
      | place.precision | 2                                    |
      | report_id       | 00000000-0000-4000-8000-000000000000 |
    Then the request is refused as UnknownReference, naming report_id

  Scenario: An incident can't rest on a source where a report is due
    When the analyst enters the incident "rumour":
      | title           | rumour          |
      | kind            | battle          |
      | occurred        | 2018-02-07      |
      | place.name      | Khasham         |
      | place.precision | 2               |
      | report_id       | Syrian Observer |
    Then the request is refused as UnknownReference, naming report_id

  Scenario: Incidents are linked
    Given the incident "answer"
    When the analyst links "answer":
      | to     | clash                                |
      | kind   | retaliation_for                      |
      | reason | The second report calls it an answer |
    Then the log ends with IncidentLinked
    And "answer" says:
      | links.0.to   | clash           |
      | links.0.kind | retaliation_for |

  Scenario: A dataset codes an incident, and its next release codes it otherwise
    Given this moment is called "uncoded"
    And the analyst codes "clash":
      | dataset     | ucdp-ged                                    |
      | row         | "244657"                                    |
      | codes.0     | {"scheme": "ucdp-event", "value": "244657"} |
      | codes.1     | {"scheme": "ucdp-dyad", "value": "14620"}   |
      | variables.0 | {"name": "event_clarity", "value": "2"}     |
      | report_id   | first word                                  |
    And this moment is called "the first release"
    When the analyst codes "clash":
      | dataset   | ucdp-ged                                    |
      | row       | "244657"                                    |
      | codes.0   | {"scheme": "ucdp-event", "value": "244657"} |
      | codes.1   | {"scheme": "ucdp-dyad", "value": "11973"}   |
      | report_id | second word                                 |
    Then the log ends with IncidentCoded
    And "clash" says:
      | codings.#               | 1           |
      | codings.0.row           | "244657"    |
      | codings.0.report_id     | second word |
      | codings.0.codes.1.value | "11973"     |
      | codings.0.variables     | []          |
      | codes.#                 | 2           |
      | codes.1.value           | "11973"     |
    And as known at "the first release", "clash" says:
      | codes.1.value               | "14620"       |
      | codings.0.variables.0.name  | event_clarity |
      | codings.0.variables.0.value | "2"           |
    And as known at "uncoded", "clash" says:
      | codings | [] |
      | codes   | [] |
    And to these questions, these incidents are the answer:
      | question                        | incidents |
      | dataset=ucdp-ged                | clash     |
      | dataset=acled                   | nothing   |
      | code=ucdp-dyad:11973            | clash     |
      | code=ucdp-dyad:14620            | nothing   |
      | code=ucdp-dyad:14620&known_at=5 | clash     |
      | code=ucdp-event:244657          | clash     |

  Scenario: Another row codes it too
    Given the analyst codes "clash":
      | dataset   | ucdp-ged                                    |
      | row       | "244657"                                    |
      | codes.0   | {"scheme": "ucdp-event", "value": "244657"} |
      | report_id | first word                                  |
    When the analyst codes "clash":
      | dataset   | ucdp-ged                                    |
      | row       | "244658"                                    |
      | codes.0   | {"scheme": "ucdp-event", "value": "244658"} |
      | report_id | first word                                  |
    Then "clash" says:
      | codings.#     | 2        |
      | codes.0.value | "244657" |
      | codes.1.value | "244658" |

  Scenario: The same coding again says nothing
    Given the analyst codes "clash":
      | dataset   | ucdp-ged   |
      | row       | "1"        |
      | report_id | first word |
    When the analyst codes "clash":
      | dataset   | ucdp-ged    |
      | row       | "1"         |
      | report_id | second word |
    Then the request is refused as NothingChanges

  Scenario: What stands between the quotes of no JSON string is not escaped
    When the analyst codes "clash":
      | dataset     | ucdp-ged                                                            |
      | row         | "1"                                                                 |
      | variables.0 | {"name": "source_office", "value": "An \" agency", "escaped": true} |
      | report_id   | first word                                                          |
    Then the request is refused as Invalid, naming variables.0

  Scenario: A code is asked for by its scheme and its value
    When "/incidents?code=244657" is asked
    Then the request is refused as Invalid, naming code

  Scenario: Incidents are linked in one way once
    Given the incident "answer"
    And the analyst links "answer":
      | to     | clash   |
      | kind   | related |
      | reason | Same day |
    When the analyst links "answer":
      | to     | clash      |
      | kind   | related    |
      | reason | Same place |
    Then the request is refused as AlreadyLinked, naming to

  Scenario: An incident is not linked to itself
    When the analyst links "clash":
      | to     | clash   |
      | kind   | related |
      | reason | Itself  |
    Then the request is refused as LinkedToItself
