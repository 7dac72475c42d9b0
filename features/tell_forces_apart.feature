Feature: Tell forces apart
  A force has names, and held to others for a time. No force stands under itself, on any day.

  Background:
    Given the source "Syrian Observer"
    And the report "first word"
    And the force "Marines":
      | kind           | state_forces |
      | country        | USA          |
      | codes.0.scheme | gwno         |
      | codes.0.value  | "2"          |
    And the force "armed forces"
    And the force "coalition"

  Scenario: A force is entered
    Then the history of "Marines" is ForceRegistered
    And "Marines" says:
      | kind           | state_forces |
      | country        | USA          |
      | codes.0.scheme | gwno         |

  Scenario: A force goes by another name, and the old one stays as an alias
    When the analyst renames "Marines":
      | name   | United States Marine Corps |
      | reason | Its full name              |
    Then the log ends with ForceRenamed
    And "Marines" says:
      | name      | United States Marine Corps |
      | aliases.0 | Marines                    |

  Scenario: A force is known by a name in another script
    When the analyst adds an alias to "Marines":
      | alias | مشاة البحرية |
    Then the log ends with AliasAdded
    And "Marines" says:
      | aliases.0 | مشاة البحرية |

  Scenario: A name is entered once
    When the analyst adds an alias to "Marines":
      | alias | Marines |
    Then the request is refused as AlreadyNamed, naming alias

  Scenario: A force stood under another for a time
    When the analyst declares an allegiance of "Marines":
      | to        | armed forces |
      | kind      | part_of      |
      | during    | 2015/2019    |
      | report_id | first word   |
    Then the log ends with AllegianceDeclared
    And "Marines" says:
      | allegiances.0.to                 | armed forces |
      | allegiances.0.during             | 2015/2019    |
      | allegiances.0.basis.report_id    | first word   |

  Scenario: Said again, the period said last holds
    Given the analyst declares an allegiance of "Marines":
      | to     | armed forces |
      | kind   | part_of      |
      | during | 2015/2019    |
    When the analyst declares an allegiance of "Marines":
      | to     | armed forces |
      | kind   | part_of      |
      | during | 2015/..      |
    Then "Marines" says:
      | allegiances.#        | 1       |
      | allegiances.0.during | 2015/.. |

  Scenario: An allegiance is taken back
    Given the analyst declares an allegiance of "Marines":
      | to   | armed forces |
      | kind | loyal_to     |
    When the analyst withdraws an allegiance of "Marines":
      | to     | armed forces              |
      | kind   | loyal_to                  |
      | reason | It is a part, not an ally |
    Then the log ends with AllegianceWithdrawn
    And "Marines" says:
      | allegiances.# | 0 |

  Scenario: Only a declared allegiance can be taken back
    When the analyst withdraws an allegiance of "Marines":
      | to     | armed forces |
      | kind   | loyal_to     |
      | reason | A mistake    |
    Then the request is refused as NoSuchAllegiance

  Scenario: No force stands under itself through others
    Given the analyst declares an allegiance of "Marines":
      | to   | armed forces |
      | kind | part_of      |
    And the analyst declares an allegiance of "armed forces":
      | to     | coalition |
      | kind   | part_of   |
      | during | 2014/..   |
    When the analyst declares an allegiance of "coalition":
      | to     | Marines          |
      | kind   | under_command_of |
      | during | 2018-02          |
    Then the request is refused as StandsUnderItself, naming to

  Scenario: What one force was under the other before, the other may be under it after
    Given the analyst declares an allegiance of "Marines":
      | to     | armed forces |
      | kind   | part_of      |
      | during | ../2015      |
    When the analyst declares an allegiance of "armed forces":
      | to     | Marines          |
      | kind   | under_command_of |
      | during | 2016/..          |
    Then the log ends with AllegianceDeclared

  Scenario: Partners stand under neither
    Given the analyst declares an allegiance of "Marines":
      | to   | coalition  |
      | kind | partner_of |
    When the analyst declares an allegiance of "coalition":
      | to   | Marines    |
      | kind | partner_of |
    Then the log ends with AllegianceDeclared

  Scenario: No force is its own partner
    When the analyst declares an allegiance of "Marines":
      | to   | Marines    |
      | kind | partner_of |
    Then the request is refused as StandsUnderItself, naming to

  Scenario: What stood under another can't be the same as it
    Given the analyst declares an allegiance of "Marines":
      | to   | armed forces |
      | kind | part_of      |
    When the analyst merges "armed forces" into "Marines"
    Then the request is refused as StandsUnderItself
