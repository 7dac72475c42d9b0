Feature: Follow what later reports contest
  Later reports give other figures, another place, another beginning. Each stands by itself, and the article's own
  account stays readable as it was known before them.

  Background:
    Given the first case is on record
    And this moment is called "the article"
    And the later reports are on record
    And this moment is called "the later reports"

  Scenario: Every figure is kept, each on its own word
    Then the toll of "the clash" is:
      | side                          | harm    | status    | low | best | high | qualifier | verbatim               | inferred | relayed                    |
      | Pro-regime militia            | killed  | combatant |     | 100  |      | about     | an estimated 100       | no       | Fox News                   |
      | Pro-regime militia            | killed  | combatant |     | 100  |      | about     | an estimated 100       | no       |                            |
      | Pro-regime militia            | killed  | combatant | 100 |      |      | more_than | more than 100          | no       |                            |
      | Pro-regime militia            | killed  | combatant |     | 100  |      | about     | about 100              | no       | US officials               |
      | Pro-regime militia            | killed  | combatant |     |      |      | vague     | dozens                 | no       | Syrian state media         |
      | Pro-regime militia            | killed  | combatant |     |      |      | vague     | scores                 | no       |                            |
      | Pro-regime militia            | killed  | combatant |     | 55   |      | exact     | 55                     | no       | Syrian sources             |
      | Pro-regime militia            | killed  | combatant |     | 68   |      | exact     | 68                     | no       | SOHR                       |
      | Pro-regime militia            | killed  | combatant | 80  |      | 100  | between   | 80 to 100              | no       | unofficial Russian sources |
      | Syrian Democratic Forces      | injured | combatant |     | 1    |      | exact     | an injured SDF fighter | no       | Fox News                   |
      | Syrian Democratic Forces      | injured | combatant |     | 1    |      | exact     | one                    | no       |                            |
      | US-led coalition against ISIS | killed  |           |     | 0    |      | exact     | just one casualty      | yes      | Fox News                   |
      | United States Armed Forces    | injured |           |     | 0    |      | exact     | no Americans hurt      | no       | US officials               |
      | Pro-regime militia            | injured | combatant |     |      |      | vague     | others injured         | no       |                            |
      | Pro-regime militia            | injured | combatant |     | 25   |      | exact     | 25                     | no       |                            |
      | Pro-regime militia            | injured | combatant |     | 200  |      | exact     | 200                    | no       | unofficial Russian sources |

  Scenario: Who began it is contested
    Then in "the clash", these forces are said to be the initiator: Pro-regime militia, US-led coalition against ISIS
    And as known at "the article", in "the clash", these forces are said to be the initiator: Pro-regime militia

  Scenario: Its place and its time are known better, and as vaguely as before for who asks as of before
    Then "the clash" says:
      | place.name        | Khasham                   |
      | place.precision   | 2                         |
      | place.latitude    | 35.336                    |
      | place.longitude   | 40.309                    |
      | occurred.edtf     | 2018-02-07/2018-02-08     |
      | occurred.began_at | 2018-02-07T22:00:00+02:00 |
    And as known at "the article", "the clash" says:
      | place.name      | Middle Euphrates River Valley |
      | place.precision | 5                             |
      | occurred.edtf   | 2018-02-07                    |
      | casualties.#    | 3                             |
      | disputes.#      | 0                             |

  Scenario: The article's account is read as known before the later reports, whatever came after
    Then as known at "the article", the toll of "the clash" is:
      | side                          | harm    | status    | low | best | high | qualifier | verbatim               | inferred | relayed  |
      | Pro-regime militia            | killed  | combatant |     | 100  |      | about     | an estimated 100       | no       | Fox News |
      | Syrian Democratic Forces      | injured | combatant |     | 1    |      | exact     | an injured SDF fighter | no       | Fox News |
      | US-led coalition against ISIS | killed  |           |     | 0    |      | exact     | just one casualty      | yes      | Fox News |

  Scenario: Who changed what, when, why
    Then between "the article" and "the later reports", it came to be known of "the clash":
      | verb        | of       | what                                                                                         | recorded_by |
      | corroborate | incident | reports                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | corroborate | incident | reports                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | report      | incident | participations                                                                               | first case  |
      | corroborate | incident | reports                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | report      | casualty | id, incident_id, side, harm, figures, disputes, concessions, denials, retracted              | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | report      | casualty | id, incident_id, side, harm, person_status, figures, disputes, concessions, denials, retracted | first case  |
      | dispute     | incident | disputes                                                                                     | first case  |
      | report      | incident | participations                                                                               | first case  |
      | report      | incident | participations                                                                               | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | deny        | casualty | denials                                                                                      | first case  |
      | dispute     | incident | disputes                                                                                     | first case  |
      | corroborate | incident | reports                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | report      | casualty | figures                                                                                      | first case  |
      | relocate    | incident | place                                                                                        | first case  |
      | redate      | incident | occurred                                                                                     | first case  |
