Feature: Refuse to support what the record does not support
  Whoever wants a claim supported reads the record as it suits them: silence as nobody, "about" as exactly, what is on
  record as all there was. Each scenario is such an attempt.

  Background:
    Given the source "Agency"
    And the report "dispatch"
    And the report "magazine"
    And the force "coalition"
    And the force "militia"
    And the incident "clash":
      | occurred | 2018-02-07 |

  Scenario: What is said to be about so many is not exactly so many
    Given the casualty "dead":
      | figure | {"best": 100, "qualifier": "about"} |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "clash"}}, "compared": {"relation": "about", "number": 100, "tolerance": 0.1}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 100}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 100}} |
      | contradicted  | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 111}} |

  Scenario: The dead of an unknown side are nobody's in particular
    Given the casualty "dead":
      | side   | unknown |
      | figure | {"best": 50, "qualifier": "exact"} |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 50}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "side": "militia", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "side": "civilians", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 0}} |

  Scenario: Silence is not nobody, unless somebody says that the tolls are complete
    Given the casualty "dead":
      | side   | militia |
      | figure | {"best": 5, "qualifier": "exact"} |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 0}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 5}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "injured", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 0}} |
    Given the coverage "the killed":
      | period | 2018-02-01/2018-02-28 |
      | harms  | ["killed"]            |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "toll", "toll": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 0}} |
      | supported     | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 5}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "injured", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 0}} |

  Scenario: What may have been on a day was not on it for certain
    Given the incident "raid":
      | occurred | 2018-02-09/2018-02-11 |
    And the incident "ambush":
      | occurred | 2018-02-20~ |
    And the coverage "all":
      | period | ../2018-02-28 |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02-09"}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02-11"}, "compared": {"relation": "exactly", "number": 0}} |
      | supported     | {"asserts": "count", "incidents": {"occurred": "2018-02-09/2018-02-11"}, "compared": {"relation": "exactly", "number": 1}} |
      | supported     | {"asserts": "count", "incidents": {"occurred": "2018-02-12"}, "compared": {"relation": "exactly", "number": 0}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02-20"}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "order", "first": "clash", "then": "ambush", "days": {"relation": "exactly", "number": 13}} |

  Scenario: Since, only and the largest hang on what nobody entered
    Given the casualty "dead":
      | figure | {"best": 100, "qualifier": "exact"} |
    And the incident "raid":
      | occurred | 2018-02-20 |
    And the casualty "fewer":
      | incident_id | raid |
      | figure      | {"best": 20, "qualifier": "exact"} |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "rank", "incident": "clash", "harm": "killed", "among": {"occurred": "2015/2018-02"}, "compared": {"relation": "exactly", "number": 1}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2015/2018-02"}, "compared": {"relation": "at_most", "number": 2}} |
      | supported     | {"asserts": "count", "incidents": {"occurred": "2015/2018-02"}, "compared": {"relation": "at_least", "number": 2}} |
      | contradicted  | {"asserts": "rank", "incident": "raid", "harm": "killed", "among": {"occurred": "2015/2018-02"}, "compared": {"relation": "exactly", "number": 1}} |
    Given the coverage "deadly":
      | period     | 2015/2018-12-31 |
      | min_killed | 25              |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "rank", "incident": "clash", "harm": "killed", "among": {"occurred": "2015/2018-02"}, "compared": {"relation": "exactly", "number": 1}} |
      | not_decidable | {"asserts": "rank", "incident": "raid", "harm": "killed", "among": {"occurred": "2015/2018-02"}, "compared": {"relation": "exactly", "number": 2}} |
      | not_decidable | {"asserts": "rank", "incident": "clash", "harm": "injured", "among": {"occurred": "2015/2018-02"}, "compared": {"relation": "exactly", "number": 1}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2015/2018-02"}, "compared": {"relation": "exactly", "number": 2}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2015/2018-02", "min_killed": 20}, "compared": {"relation": "exactly", "number": 2}} |
      | supported     | {"asserts": "count", "incidents": {"occurred": "2015/2018-02", "min_killed": 25}, "compared": {"relation": "exactly", "number": 1}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"occurred": "2015/2018-02"}}, "compared": {"relation": "exactly", "number": 120}} |
      | not_decidable | {"asserts": "rank", "incident": "clash", "harm": "killed", "among": {"occurred": "2014/2018-02"}, "compared": {"relation": "exactly", "number": 1}} |
      | not_decidable | {"asserts": "rank", "incident": "clash", "harm": "killed", "among": {}, "compared": {"relation": "exactly", "number": 1}} |

  Scenario: A coverage holds nothing of the days after it was declared, and nothing once it is withdrawn
    Given the coverage "the year":
      | period | "2018" |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "count", "incidents": {"occurred": "2018-01-01/2018-02-28"}, "compared": {"relation": "exactly", "number": 1}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018"}, "compared": {"relation": "exactly", "number": 1}} |
    Given the analyst withdraws "the year" because "Not every day was looked up."
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-01-01/2018-02-28"}, "compared": {"relation": "exactly", "number": 1}} |

  Scenario: A place that only represents another, and a kind that is told broadly, are no certain place and kind
    Given the incident "raid":
      | place | {"name": "Near", "precision": 4, "latitude": 35.3, "longitude": 40.3} |
    And the coverage "all":
      | period | ../2018-02-28 |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02", "box": {"west": 40, "south": 35, "east": 41, "north": 36}}, "compared": {"relation": "exactly", "number": 2}} |
      | supported     | {"asserts": "count", "incidents": {"occurred": "2018-02", "box": {"west": 40, "south": 35, "east": 41, "north": 36}}, "compared": {"relation": "between", "number": 1, "to": 2}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02", "box": {"west": 10, "south": 35, "east": 11, "north": 36}}, "compared": {"relation": "exactly", "number": 0}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02", "countries": ["IRQ"]}, "compared": {"relation": "exactly", "number": 0}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02", "kinds": ["armed_clash"]}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02", "kinds": ["armed_clash"]}, "compared": {"relation": "exactly", "number": 0}} |

  Scenario: A partner's dead are not the force's own, nor those of one that stood under it on other days
    Given the force "company"
    And the analyst declares an allegiance of "militia":
      | to   | coalition  |
      | kind | partner_of |
    And the analyst declares an allegiance of "company":
      | to     | coalition             |
      | kind   | part_of               |
      | during | 2018-02-08/2018-02-28 |
    And the casualty "theirs":
      | side   | militia |
      | figure | {"best": 5, "qualifier": "exact"} |
    And the casualty "others":
      | side   | company |
      | figure | {"best": 7, "qualifier": "exact"} |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 1}} |
    Given the analyst redates "clash":
      | occurred | 2018-02-07/2018-02-08 |
      | reason   | It went on.           |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 7}} |
    Given the analyst redates "clash":
      | occurred | 2018-02-08            |
      | reason   | It was a day later.   |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "toll", "toll": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 7}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 12}} |

  Scenario: Nothing is said any more by what was retracted, merged or withdrawn
    Given the casualty "dead":
      | figure    | {"best": 10, "qualifier": "exact"} |
      | report_id | magazine                           |
    And the incident "raid"
    And the casualty "more":
      | incident_id | raid |
      | figure      | {"best": 10, "qualifier": "exact"} |
    And the analyst merges "raid" into "clash"
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02-07"}, "compared": {"relation": "at_least", "number": 2}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"occurred": "2018-02-07"}}, "compared": {"relation": "at_least", "number": 20}} |
    Given the analyst splits "raid" because "It was another."
    And the analyst retracts "raid" because "Nothing happened there."
    And the analyst withdraws "magazine" because "It was made up."
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "incidents": {"incident": "raid"}}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02-07"}, "compared": {"relation": "at_least", "number": 2}} |

  Scenario: A ratio to nobody has no end, and of nobody to nobody there is none
    Given the casualty "dead":
      | side   | militia |
      | figure | {"best": 10, "qualifier": "exact"} |
    And the casualty "none":
      | side   | coalition |
      | figure | {"high": 1, "qualifier": "at_most"} |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "ratio", "of": {"harm": "killed", "side": "militia", "incidents": {"incident": "clash"}}, "to": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 10}} |
      | not_decidable | {"asserts": "ratio", "of": {"harm": "killed", "side": "militia", "incidents": {"incident": "clash"}}, "to": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_most", "number": 10}} |
      | not_decidable | {"asserts": "ratio", "of": {"harm": "killed", "side": "coalition", "incidents": {"incident": "clash"}}, "to": {"harm": "killed", "side": "civilians", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 0}} |

  Scenario: Who ties with another is not the largest, unless ties are allowed
    Given the casualty "dead":
      | figure | {"best": 10, "qualifier": "exact"} |
    And the incident "raid"
    And the casualty "as many":
      | incident_id | raid |
      | figure      | {"best": 10, "qualifier": "exact"} |
    And the coverage "all":
      | period | ../2018-02-28 |
    Then these verdicts are found:
      | verdict       | assertion |
      | contradicted  | {"asserts": "rank", "incident": "clash", "harm": "killed", "among": {"occurred": "2018-02"}, "compared": {"relation": "exactly", "number": 1}} |
      | supported     | {"asserts": "rank", "incident": "clash", "harm": "killed", "among": {"occurred": "2018-02"}, "compared": {"relation": "exactly", "number": 1}, "tied": true} |

  Scenario: Some of the dead are not all of them: women, civilians, combatants
    Given the casualty "ten civilians":
      | side   | civilians |
      | figure | {"best": 10, "qualifier": "exact"} |
    And the casualty "journalists":
      | side          | militia    |
      | person_status | journalist |
      | figure        | {"best": 1, "qualifier": "exact"} |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "side": "civilians", "group": "women", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "group": "women", "incidents": {"incident": "clash"}}, "compared": {"relation": "at_most", "number": 10}} |
      | contradicted  | {"asserts": "toll", "toll": {"harm": "killed", "person_status": "civilian", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 10}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "person_status": "combatant", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 0}} |
      | not_decidable | {"asserts": "toll", "toll": {"harm": "killed", "side": "militia", "incidents": {"incident": "clash"}}, "compared": {"relation": "exactly", "number": 1}} |

  Scenario: Who took part on the word of a report that was withdrawn did not take part for certain
    Given the analyst tells who took part in "clash":
      | force_id  | coalition |
      | camp      | a         |
      | role      | initiator |
      | report_id | magazine  |
    And the analyst tells who took part in "clash":
      | force_id  | militia  |
      | camp      | b        |
      | report_id | magazine |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "count", "incidents": {"between": ["coalition", "militia"]}, "compared": {"relation": "at_least", "number": 1}} |
      | supported     | {"asserts": "count", "incidents": {"force": "coalition"}, "compared": {"relation": "at_least", "number": 1}} |
      | supported     | {"asserts": "initiated", "incident": "clash", "force": "coalition"} |
    Given the analyst withdraws "magazine" because "It was made up."
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "count", "incidents": {"between": ["coalition", "militia"]}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "count", "incidents": {"force": "coalition"}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "initiated", "incident": "clash", "force": "coalition"} |

  Scenario: Who is not named may have been there all the same, and a toll of nobody names nobody
    Given the casualty "nobody":
      | side   | coalition |
      | figure | {"best": 0, "qualifier": "exact"} |
    And the coverage "all":
      | period | ../2018-02-28 |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02", "force": "coalition"}, "compared": {"relation": "at_least", "number": 1}} |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02", "force": "militia"}, "compared": {"relation": "exactly", "number": 0}} |
    Given the casualty "somebody":
      | side   | coalition |
      | harm   | injured   |
      | figure | {"best": 1, "qualifier": "exact"} |
    Then these verdicts are found:
      | verdict       | assertion |
      | supported     | {"asserts": "count", "incidents": {"occurred": "2018-02", "force": "coalition"}, "compared": {"relation": "at_least", "number": 1}} |

  Scenario: An incident of which only a withdrawn report tells did not happen for certain
    Given the analyst withdraws "dispatch" because "It was made up."
    And the coverage "all":
      | period | ../2018-02-28 |
    Then these verdicts are found:
      | verdict       | assertion |
      | not_decidable | {"asserts": "count", "incidents": {"occurred": "2018-02-07"}, "compared": {"relation": "at_least", "number": 1}} |
