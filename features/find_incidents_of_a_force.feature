Feature: Find incidents of a force
  A force is found in every incident in which it took part or was harmed, and so are those that stood under it when it
  happened: allegiances have a time, and a merged force is found in what either of the two did.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the force "government"
    And the force "militia"
    And the force "tribe"
    And the incident "early":
      | occurred | 2016-03-01 |
    And the incident "late":
      | occurred | 2018-02-07 |
    And the incident "some day":
      | occurred | 2015/2018 |
    And the analyst tells who took part in "early":
      | force_id  | militia    |
      | camp      | a          |
      | report_id | first word |
    And the analyst tells who took part in "late":
      | force_id  | militia    |
      | camp      | a          |
      | report_id | first word |
    And the analyst tells who took part in "some day":
      | force_id  | militia    |
      | camp      | a          |
      | report_id | first word |

  Scenario: A force stands under another for a time
    Given the analyst declares an allegiance of "militia":
      | to     | government |
      | kind   | part_of    |
      | during | 2017/..    |
    Then to these questions, these incidents are the answer:
      | question         | incidents             |
      | force=militia    | early, late, some day |
      | force=government | late, some day        |
      | force=tribe      | nothing               |

  Scenario: A force that had left the other by then
    Given the analyst declares an allegiance of "militia":
      | to     | government |
      | kind   | part_of    |
      | during | ../2016-12 |
    Then to these questions, these incidents are the answer:
      | question         | incidents       |
      | force=government | early, some day |

  Scenario: At any remove, on the days on which all of it held
    Given the analyst declares an allegiance of "militia":
      | to     | tribe      |
      | kind   | loyal_to   |
      | during | 2014/..    |
    And the analyst declares an allegiance of "tribe":
      | to     | government       |
      | kind   | under_command_of |
      | during | 2016-01/2017-01  |
    Then to these questions, these incidents are the answer:
      | question         | incidents             |
      | force=tribe      | early, late, some day |
      | force=government | early, some day       |

  Scenario: A partner does not stand under the other
    Given the analyst declares an allegiance of "militia":
      | to   | government |
      | kind | partner_of |
    Then to these questions, these incidents are the answer:
      | question         | incidents |
      | force=government | nothing   |

  Scenario: A merged force is found in what either of the two did
    Given the analyst merges "militia" into "tribe"
    Then to these questions, these incidents are the answer:
      | question      | incidents             |
      | force=tribe   | early, late, some day |
      | force=militia | early, late, some day |

  Scenario: A force is found where it was harmed
    Given the casualty "the dead":
      | incident_id | late  |
      | side        | tribe |
    Then to these questions, these incidents are the answer:
      | question    | incidents |
      | force=tribe | late      |
