Feature: Record the first case: the clash of 7 February 2018
  One newspaper article tells of an assault in eastern Syria and of the answer to it. What it says is recorded as it
  says it: no more exactly, and on whose word.

  Background:
    Given the first case is on record

  Scenario: What happened, when and where
    Then "the clash" says:
      | title                  | Clash between the US-led coalition and pro-regime militia |
      | kind                   | battle                        |
      | occurred.edtf          | 2018-02-07                    |
      | occurred.began_at      | null                          |
      | place.name             | Middle Euphrates River Valley |
      | place.country          | SYR                           |
      | place.precision        | 5                             |
      | place_is_exact         | false                         |
      | grading                | null                          |

  Scenario: On whose word
    Then the report of "the clash" is of "Daily Caller News Foundation", and relays "officials, unnamed"

  Scenario: Who took part, on which side, doing what, with what
    Then in "the clash" took part:
      | force                            | camp | role       | means                     | for  | relayed  |
      | Pro-regime militia               | a    | initiator  |                           |      |          |
      | Syrian Democratic Forces         | b    | target     |                           |      |          |
      | United States Armed Forces       | b    | co_located |                           |      |          |
      | US-led coalition against ISIS    | b    | responder  | gunship, fighter_aircraft | PT3H | Fox News |
      | United States Marine Corps       | b    | responder  | artillery                 |      | Fox News |

  Scenario: Who stood under whom, and beside whom
    Then these allegiances are on record:
      | force                      | kind       | to                            | during  |
      | United States Marine Corps | part_of    | United States Armed Forces    |         |
      | United States Armed Forces | part_of    | US-led coalition against ISIS |         |
      | United States Armed Forces | partner_of | Syrian Democratic Forces      | 2015/.. |
      | Pro-regime militia         | loyal_to   | Government of Syria           |         |

  Scenario: Who was harmed, in the article's words
    Then the toll of "the clash" is:
      | side                          | harm    | status    | low | best | high | qualifier | verbatim               | inferred | relayed  |
      | Pro-regime militia            | killed  | combatant |     | 100  |      | about     | an estimated 100       | no       | Fox News |
      | Syrian Democratic Forces      | injured | combatant |     | 1    |      | exact     | an injured SDF fighter | no       | Fox News |
      | US-led coalition against ISIS | killed  |           |     | 0    |      | exact     | just one casualty      | yes      | Fox News |

  Scenario: Told again, nothing is recorded twice
    When the first case is told again
    Then nothing is recorded
