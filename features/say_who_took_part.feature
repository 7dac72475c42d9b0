Feature: Say who took part
  A camp says who stood together and implies no direction. What a force did there is what a report claims, and two
  reports may claim two things.

  Background:
    Given the source "Syrian Observer"
    And the report "first word"
    And the report "second word"
    And the force "militia"
    And the incident "clash"

  Scenario: A report tells of a force: its camp, role, means, strength, and how long
    When the analyst tells who took part in "clash":
      | force_id            | militia                   |
      | camp                | a                         |
      | role                | initiator                 |
      | means.0.kind        | tank                      |
      | means.0.detail      | T-72                      |
      | means.1             | mortar                    |
      | strength.best       | 500                       |
      | strength.qualifier  | about                     |
      | began_at            | 2018-02-07T20:00:00Z      |
      | duration            | PT3H                      |
      | report_id           | first word                |
      | original_source     | a US military official    |
    Then the log ends with ParticipationReported
    And "clash" says:
      | participations.0.force_id        | militia                |
      | participations.0.role            | initiator              |
      | participations.0.means.0.detail  | T-72                   |
      | participations.0.means.1.kind    | mortar                 |
      | participations.0.strength.best   | 500                    |
      | participations.0.duration        | PT3H                   |
      | participations.0.original_source | a US military official |

  Scenario: Two reports contest who started it, and both are kept
    Given the analyst tells who took part in "clash":
      | force_id  | militia    |
      | camp      | a          |
      | role      | initiator  |
      | report_id | first word |
    When the analyst tells who took part in "clash":
      | force_id  | militia     |
      | camp      | a           |
      | role      | target      |
      | report_id | second word |
    Then "clash" says:
      | participations.#      | 2         |
      | participations.0.role | initiator |
      | participations.1.role | target    |

  Scenario: What a report was entered as telling is taken back
    Given the analyst tells who took part in "clash":
      | force_id  | militia    |
      | camp      | a          |
      | report_id | first word |
    When the analyst takes back who took part in "clash":
      | force_id  | militia                              |
      | report_id | first word                           |
      | reason    | The report speaks of another militia |
    Then the log ends with ParticipationRetracted
    And "clash" says:
      | participations.# | 0 |

  Scenario: Only what a report tells can be taken back
    When the analyst takes back who took part in "clash":
      | force_id  | militia    |
      | report_id | first word |
      | reason    | A mistake  |
    Then the request is refused as NoSuchParticipation

  Scenario: A force that is not on record takes no part
    When the analyst tells who took part in "clash":
      | force_id  | first word |
      | camp      | a          |
      | report_id | first word |
    Then the request is refused as UnknownReference, naming force_id

  Scenario: A camp is a letter
    When the analyst tells who took part in "clash":
      | force_id  | militia    |
      | camp      | attackers  |
      | report_id | first word |
    Then the request is refused as Invalid, naming camp
