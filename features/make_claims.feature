Feature: Make claims that a machine can check
  A claim is what somebody said in public of the record: who said so, and an assertion in a small language that a machine
  can decide. What it names must be on record; what it says need not be so.

  Background:
    Given the source "Agency"
    And the report "dispatch":
      | published_at | 2018-02-08 |
    And the report "magazine":
      | published_at | 2018-02-12 |
    And the force "coalition":
      | name | Coalition |
      | kind | coalition |
    And the incident "clash":
      | title     | Clash at Khasham |
      | report_id | dispatch         |
    And this moment is called "before"
    And the claim "a hundred":
      | statement                          | "About a hundred were killed." |
      | report_id                          | magazine                       |
      | assertion.asserts                  | toll                           |
      | assertion.toll.harm                | killed                         |
      | assertion.toll.incidents.incident  | clash                          |
      | assertion.compared                 | {"relation": "about", "number": 100, "tolerance": 0.1} |
    And this moment is called "made"

  Scenario: A claim is entered with what it asserts
    Then the history of "a hundred" is ClaimMade
    And "a hundred" says:
      | statement                         | About a hundred were killed. |
      | report_id                         | magazine                     |
      | assertion.asserts                 | toll                         |
      | assertion.toll.incidents.incident | clash                        |
      | assertion.compared.number         | 100                          |
      | withdrawn                         | false                        |
      | audits.#                          | 0                            |
      | features.#                        | 0                            |
      | basis.opened.position             | 6                            |
    And as known at "before", "a hundred" was not on record

  Scenario: Its assertion is told in words, with the names that things have
    Then the words of "a hundred" name "Clash at Khasham"
    When the analyst retells "clash":
      | title  | Night at the Conoco plant |
      | reason | So it is called now.      |
    Then the words of "a hundred" name "Night at the Conoco plant"
    And as known at "made", the words of "a hundred" name "Clash at Khasham"
    And as known at "made", the words of all claims name "Clash at Khasham"

  Scenario Outline: What a number is compared with is told in words
    When the analyst enters the claim "so many":
      | statement                         | "So many were killed." |
      | report_id                         | magazine               |
      | assertion.asserts                 | toll                   |
      | assertion.toll.harm               | killed                 |
      | assertion.toll.incidents.incident | clash                  |
      | assertion.compared                | <compared>             |
    Then the words of "so many" name "<words>"

    Examples:
      | compared                                                 | words                         |
      | {"relation": "at_least", "number": 20.0}                 | at least 20 were killed       |
      | {"relation": "between", "number": 1000, "to": 2500.5}    | from 1,000 to 2,500.5         |
      | {"relation": "about", "number": 100, "tolerance": 0.125} | about 100 (within 12.5% of it) |

  Scenario: A claim is withdrawn, and stays readable as it was made
    When the analyst withdraws "a hundred" because "The magazine quoted somebody else."
    Then the log ends with ClaimWithdrawn
    And "a hundred" says:
      | withdrawn              | true                               |
      | basis.withdrawn.reason | The magazine quoted somebody else. |
    And as known at "made", "a hundred" says:
      | withdrawn | false |

  Scenario Outline: Nothing more is done with a claim that was withdrawn
    Given the analyst withdraws "a hundred" because "The magazine quoted somebody else."
    When the analyst <deed> "a hundred":
      | <field> | <value> |
      | <more>  | <and>   |
    Then the request is refused as ClaimAlreadyWithdrawn

    Examples:
      | deed                  | field  | value               | more   | and                 |
      | withdraws             | reason | It was another one. | reason | It was another one. |
      | audits                | policy | ucdp_best           | policy | ucdp_best           |
      | stores a feature with | name   | As of now           | text   | Feature: As of now  |

  Scenario: It rests on no report that was withdrawn
    Given the analyst withdraws "magazine" because "It was never published."
    When the analyst enters the claim "another":
      | statement           | "One clash."                           |
      | report_id           | magazine                               |
      | assertion.asserts   | count                                  |
      | assertion.incidents | {"countries": ["SYR"]}                 |
      | assertion.compared  | {"relation": "exactly", "number": 1}   |
    Then the request is refused as AlreadyWithdrawn, naming report_id

  Scenario: It rests on its report, and not on what it asks of
    Then by what was published by 2018-02-11, "a hundred" is not on record
    And by what was published by 2018-02-12, "a hundred" says:
      | withdrawn | false |
    And without the report "magazine", "a hundred" is not on record
    When "a hundred" is asked for without the report "dispatch"
    Then the answer says:
      | assertion.toll.incidents.incident | clash |

  Scenario Outline: What an assertion names must be on record
    When the analyst enters the claim "wrong":
      | statement          | "So it was."                         |
      | report_id          | magazine                             |
      | assertion          | <assertion>                          |
    Then the request is refused as UnknownReference, naming <named>

    Examples:
      | assertion | named |
      | {"asserts": "order", "first": "clash", "then": "00000000-0000-4000-8000-000000000000"} | assertion.then |
      | {"asserts": "initiated", "incident": "clash", "force": "clash"} | assertion.force |
      | {"asserts": "initiated", "incident": "clash", "force": "coalition", "report_id": "clash"} | assertion.report_id |
      | {"asserts": "count", "incidents": {"between": ["coalition", "clash"]}, "compared": {"relation": "exactly", "number": 1}} | assertion.incidents.between.1 |
      | {"asserts": "rank", "incident": "coalition", "harm": "killed", "among": {}, "compared": {"relation": "exactly", "number": 1}} | assertion.incident |
      | {"asserts": "rank", "incident": "clash", "harm": "killed", "side": "clash", "among": {}, "compared": {"relation": "exactly", "number": 1}} | assertion.side |
      | {"asserts": "ratio", "of": {"harm": "killed", "incidents": {"incident": "clash"}}, "to": {"harm": "killed", "incidents": {"force": "clash"}}, "compared": {"relation": "exactly", "number": 2}} | assertion.to.incidents.force |
      | {"asserts": "duration", "incident": "clash", "force": "clash", "compared": {"relation": "at_least", "number": 3}, "unit": "hours"} | assertion.force |
      | {"asserts": "all", "of": [{"asserts": "initiated", "incident": "clash", "force": "coalition"}, {"asserts": "not", "of": {"asserts": "toll", "toll": {"harm": "killed", "side": "clash", "incidents": {}}, "compared": {"relation": "exactly", "number": 1}}}]} | assertion.of.1.of.toll.side |

  Scenario Outline: An assertion that is malformed is refused with the path to its fault
    When the analyst enters the claim "wrong":
      | statement          | "So it was."                         |
      | report_id          | magazine                             |
      | assertion          | <assertion>                          |
    Then the request is refused as Invalid, naming <named>
    When this assertion is checked:
      | assertion          | <assertion>                          |
    Then the request is refused as Invalid, naming <named>

    Examples:
      | assertion | named |
      | {} | assertion.asserts |
      | {"asserts": "guess"} | assertion.asserts |
      | {"asserts": "not", "of": {"asserts": "guess"}} | assertion.of.asserts |
      | {"asserts": "all", "of": []} | assertion.of |
      | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {}}} | assertion.compared |
      | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {}}, "compared": {"relation": "exactly"}} | assertion.compared.number |
      | {"asserts": "toll", "toll": {"harm": "hurt", "incidents": {}}, "compared": {"relation": "exactly", "number": 1}} | assertion.toll.harm |
      | {"asserts": "toll", "toll": {"harm": "killed", "side": "all", "incidents": {}}, "compared": {"relation": "exactly", "number": 1}} | assertion.toll |
      | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {}}, "compared": {"relation": "about", "number": 1}} | assertion.compared |
      | {"asserts": "count", "incidents": {"occurred": "lately"}, "compared": {"relation": "exactly", "number": 1}} | assertion.incidents.occurred |
      | {"asserts": "count", "incidents": {"countries": ["Syria"]}, "compared": {"relation": "exactly", "number": 1}} | assertion.incidents.countries.0 |
      | {"asserts": "order", "first": "clash", "then": "clash"} | assertion |
      | {"asserts": "any", "of": [{"asserts": "not", "of": {"asserts": "count", "incidents": {"kinds": ["war"]}, "compared": {"relation": "exactly", "number": 1}}}]} | assertion.of.0.of.incidents.kinds.0 |
      | {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "not", "of": {"asserts": "order", "first": "clash", "then": "coalition"}}}}}}}}}}}}} | assertion |

  Scenario Outline: A question of the record that is malformed is not recorded
    When the analyst audits "a hundred":
      | <field> | <value> |
    Then the request is refused as Invalid, naming <field>

    Examples:
      | field        | value               |
      | policy       | the_best            |
      | known_at     | yesterday           |
      | published_by | 2018-02-08/..       |
      | without      | ["incident:1"]      |

  Scenario: A feature is stored with a claim, and another in its place
    When the analyst stores a feature with "a hundred":
      | name | As of now                                   |
      | text | "Feature: As of now\n  Scenario: It stands" |
    Then the log ends with FeatureStored, by local analyst
    And "a hundred" says:
      | features.#                | 1                                           |
      | features.0.name           | As of now                                   |
      | features.0.text           | "Feature: As of now\n  Scenario: It stands" |
      | features.0.basis.position | 7                                           |
    Given the analyst stores a feature with "a hundred":
      | name | Later              |
      | text | "Feature: Later\n" |
    When the analyst stores a feature with "a hundred":
      | name | As of now            |
      | text | "Feature: As of now" |
    Then "a hundred" says:
      | features.#      | 2                  |
      | features.0.name | Later              |
      | features.1.text | Feature: As of now |

  Scenario: The same feature is stored once
    Given the analyst stores a feature with "a hundred":
      | name | As of now          |
      | text | Feature: As of now |
    When the analyst stores a feature with "a hundred":
      | name | As of now          |
      | text | Feature: As of now |
    Then the request is refused as NothingChanges, naming text

  Scenario: An audit records the verdict, and from where it was asked
    Given the casualty "the dead":
      | incident_id      | clash    |
      | report_id        | dispatch |
      | figure.best      | 100      |
      | figure.qualifier | exact    |
    When the analyst audits "a hundred":
      | policy       | airwars_minmax |
      | published_by | 2018-02-12     |
      | known_at     | "7"            |
    Then the log ends with ClaimAudited, by local analyst
    And "a hundred" says:
      | audits.0.verdict                  | supported      |
      | audits.0.policy                   | airwars_minmax |
      | audits.0.published_by             | 2018-02-12     |
      | audits.0.position                 | 7              |
      | audits.0.witnesses_in_all         | 1              |
      | audits.0.witnesses.0.incident_id  | clash          |
      | audits.0.witnesses.0.casualty_id  | the dead       |
      | audits.0.witnesses.0.report_ids.0 | dispatch       |

  Scenario: Whoever reads may check an assertion, and nothing is recorded
    Given "Amal" holds a token as viewer
    And "Amal" is asking
    When this assertion is checked:
      | assertion.asserts                 | toll                                                   |
      | assertion.toll.harm               | killed                                                 |
      | assertion.toll.incidents.incident | clash                                                  |
      | assertion.compared                | {"relation": "exactly", "number": 1}                   |
    Then nothing is recorded
    And the answer says:
      | position | 6                   |
      | policy   | highest_credibility |
    When this assertion is checked:
      | assertion | {"asserts": "initiated", "incident": "clash", "force": "dispatch"} |
    Then the request is refused as UnknownReference, naming assertion.force

  Scenario: What an audit found stays told
    Given an audit of "a hundred" found not_decidable
    And an audit of "a hundred" found supported
    Then the history of "a hundred" is ClaimMade, ClaimAudited, ClaimAudited
    And "a hundred" says:
      | audits_in_all           | 2                     |
      | audits.0.verdict        | not_decidable         |
      | audits.1.verdict        | supported             |
      | audits.1.policy         | highest_credibility   |
      | audits.1.position       | 7                     |
      | audits.1.because.0      | So the record had it. |
      | audits.1.basis.position | 8                     |
    And as known at "made", "a hundred" says:
      | audits.# | 0 |

  Scenario: Claims are asked for by what was said and found
    Given the claim "it began":
      | statement           | "The coalition began it."                                            |
      | report_id           | dispatch                                                             |
      | assertion           | {"asserts": "initiated", "incident": "clash", "force": "coalition"}  |
    And the claim "one clash":
      | statement           | "There was one clash."                                               |
      | report_id           | dispatch                                                             |
      | assertion.asserts   | count                                                                |
      | assertion.incidents | {"countries": ["SYR"]}                                               |
      | assertion.compared  | {"relation": "exactly", "number": 1}                                 |
    And an audit of "one clash" found supported
    And an audit of "a hundred" found supported
    And an audit of "a hundred" found not_decidable
    And the analyst withdraws "it began" because "It was a question."
    Then to these questions, these claims are the answer:
      | question                       | claims                         |
      |                                | a hundred, one clash           |
      | sort=-recorded                 | one clash, a hundred           |
      | sort=audited                   | one clash, a hundred           |
      | sort=-audited&status=any       | a hundred, one clash, it began |
      | status=any                     | a hundred, it began, one clash |
      | status=retracted               | it began                       |
      | verdict=supported              | one clash                      |
      | verdict=not_decidable          | a hundred                      |
      | verdict=supported,contradicted | one clash                      |
      | q=HUNDRED                      | a hundred                      |
      | report=magazine                | a hundred                      |
      | report=dispatch&status=any     | it began, one clash            |
      | published_by=2018-02-11        | one clash                      |

  Scenario: Claims of which the record says otherwise by now are listed
    Given the casualty "the dead":
      | incident_id      | clash    |
      | report_id        | dispatch |
      | figure.best      | 100      |
      | figure.qualifier | exact    |
    And an audit of "a hundred" found supported
    Then to these questions, these claims are the answer:
      | question     | claims  |
      | drifted=true | nothing |
    Given this moment is called "held"
    And the analyst revises a figure of "the dead":
      | figure.best      | 40                      |
      | figure.qualifier | exact                   |
      | report_id        | dispatch                |
      | reason           | It was counted anew.    |
    When the claims that drifted are listed
    Then the answer says:
      | items.#                  | 1            |
      | items.0.id               | a hundred    |
      | items.0.recorded.verdict | supported    |
      | items.0.now              | contradicted |
    When the claims that drifted are listed as known at "held"
    Then the answer says:
      | items.# | 0 |
    Given an audit of "a hundred" found contradicted
    Then to these questions, these claims are the answer:
      | question                  | claims    |
      | drifted=true              | nothing   |
      | verdict=contradicted      | a hundred |

  Scenario: The list of claims is a table, too
    Given an audit of "a hundred" found supported
    When "/claims" is asked for as "text/csv"
    Then the table says:
      | statement                    | recorded_verdict | recorded_policy     | audits | status   |
      | About a hundred were killed. | supported        | highest_credibility | 1      | standing |

  Scenario: What a refusal to go on deciding means is told
    When "/problems/TookTooLong" is asked
    Then the answer says:
      | status | 503                                      |
      | title  | The question took longer than it may.    |
