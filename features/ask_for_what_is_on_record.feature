Feature: Ask for what is on record
  A question names what it wants to know of, as of which moment. What will be known in the future can't be asked;
  before the first entry nothing was known. A question that makes no sense is refused, naming what is wrong with it.

  Background:
    Given it is 2018-03-05T10:00:00Z by now
    And the source "Agency"
    And the report "first word"
    And the force "Tribal fighters"
    And the incident "clash"
    And this moment is called "nobody counted yet"
    And the casualty "the dead"
    And the incident "ambush":
      | kind            | attack      |
      | occurred        | 2017-05-XX  |
      | place.name      | Tongo Tongo |
      | place.precision | 6           |
      | place.country   | NER         |

  Scenario: Incidents are found by what is known of them
    Then to these questions, these incidents are the answer:
      | question                                        | incidents     |
      | status=any                                      | clash, ambush |
      | sort=-recorded                                  | ambush, clash |
      | country=SYR                                     | clash         |
      | country=SYR,NER                                 | clash, ambush |
      | kind=attack                                     | ambush        |
      | q=khasham                                       | clash         |
      | occurred=2017-05-07                             | ambush        |
      | occurred=2017-05-07&within=certainly            | nothing       |
      | bbox=40,35,41,36                                | clash         |
      | min_killed=5                                    | clash         |
      | min_killed=5&max_killed=9                       | nothing       |
      | known_at=2018-03-05T10:00:00%2B02:00            | nothing       |
      | known_at=0                                      | nothing       |
      | published_by=2018-02-07                         | nothing       |
      | published_by=2018-02-08T23:59:59Z&country=SYR   | nothing       |
      | published_by=2018-02-08&country=SYR             | clash         |

  Scenario: The toll of incidents is as known then
    When the toll as known at "nobody counted yet" is asked
    Then the answer says:
      | items.# | 0 |
    When "/toll?group_by=country" is asked
    Then the answer says:
      | items.#         | 1                   |
      | items.0.country | SYR                 |
      | items.0.harm    | killed              |
      | items.0.best    | 10                  |
      | policy          | highest_credibility |

  Scenario: What will be known in the future can't be asked
    Then these questions are refused as UnknownMoment:
      | collection | question                          | named        |
      | incidents  | known_at=2999-01-01T00:00:00Z     | known_at     |
      | sources    | known_at=1000000                  | known_at     |
      | toll       | published_by=2999                 | published_by |
      | casualties | published_by=2018-03-07           | published_by |
      | reports    | published_by=2018-03-08T00:00:00Z | published_by |

  Scenario: A question that makes no sense is refused, naming what is wrong with it
    Then these questions are refused as Invalid:
      | collection | question                  | named        |
      | incidents  | limit=0                   | limit        |
      | incidents  | limit=1001                | limit        |
      | sources    | limit=many                | limit        |
      | incidents  | known_at=yesterday        | known_at     |
      | incidents  | published_by=2018-02-08/.. | published_by |
      | incidents  | occurred=2018-02-30       | occurred     |
      | incidents  | bbox=40,36,41,35          | bbox         |
      | incidents  | bbox=400,35,41,36         | bbox         |
      | incidents  | bbox=40,35                | bbox         |
      | incidents  | country=SYX               | country      |
      | incidents  | country=                  | country      |
      | incidents  | kind=skirmish             | kind         |
      | incidents  | min_killed=-1             | min_killed   |
      | incidents  | min_killed=5&max_killed=4 | max_killed   |
      | casualties | sort=killed               | sort         |
      | incidents  | q=%20                     | q            |
      | incidents  | force=Wagner              | force        |
      | incidents  | policy=ours               | policy       |
      | toll       | group_by=colour           | group_by     |
      | toll       | side=us                   | side         |
      | incidents  | colour=red                | colour       |

  Scenario: What a question names is on record
    When "/incidents?force=00000000-0000-4000-8000-000000000000" is asked
    Then the request is refused as UnknownReference, naming force
