Feature: Keep up with the log
  Questions of whole collections are answered from a read model that follows the log. It is disposable: what of it is
  not right is made right from the log, by itself. What it can't read stops it aloud, and never the log.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the incident "clash"

  Scenario: What was recorded can be asked for at once
    When the analyst enters the incident "ambush":
      | title           | ambush     |
      | kind            | attack     |
      | occurred        | 2018-02-09 |
      | place.name      | Khasham    |
      | place.precision | 5          |
      | report_id       | first word |
    And "/incidents?q=ambush" is asked
    Then the answer says:
      | items.#       | 1      |
      | items.0.title | ambush |

  Scenario: What another process records can be asked for soon after
    Given another Casus records the source "Outlet" in the same log
    When the read model has come to the end of the log
    And "/sources?q=outlet" is asked
    Then the answer says:
      | items.#      | 1      |
      | items.0.name | Outlet |

  Scenario Outline: A read model that is not right is built anew
    Given Casus is stopped
    And the read model <is not right>
    And Casus is started
    When the read model has come to the end of the log
    And "/incidents" is asked
    Then the answer says:
      | items.#       | 1     |
      | items.0.title | clash |
    And the read model is what the log says

    Examples:
      | is not right                        |
      | is gone                             |
      | is cut short                        |
      | is overwritten with something else  |
      | was made by another version         |
      | is of another log                   |

  Scenario: A read model that goes while Casus runs is built anew
    Given the read model is gone
    When the read model is there again
    And "/incidents" is asked
    Then the answer says:
      | items.#       | 1     |
      | items.0.title | clash |

  Scenario: What can't be read stops the read model, and neither the log nor what was asked of it before
    Given another program appends to the log what no Casus knows
    When the read model has stopped
    And "/health" is asked
    Then the request is refused as ReadModelStopped
    And the answer says:
      | state    | stopped |
      | position | 3       |
      | of       | 4       |
    When "/incidents?known_at=3" is asked
    Then the answer says:
      | items.# | 1 |
    When "/incidents?known_at=4" is asked
    Then the request is refused as ReadModelStopped
    When the analyst enters the source "Outlet":
      | name | Outlet    |
      | kind | newspaper |
    Then the log ends with SourceRegistered

  Scenario: While it is built, questions are refused with the time to ask again
    Given Casus is stopped
    And the read model is gone
    And Casus is started, and the log can't be followed
    When "/incidents" is asked
    Then the request is refused as NotReadYet
    And the answer says when to ask again

  Scenario: The read model is compared with the log, and built anew, on the command line
    Given Casus is stopped
    When "casus read check" is run
    Then it ends in 0, saying "The read model is what the log says."
    Given the read model says what the log does not
    When "casus read check" is run
    Then it ends in 1, saying "incident, row 1"
    When "casus read rebuild" is run
    Then it ends in 0, saying "has read 3 of 3 entries"
    When "casus read check" is run
    Then it ends in 0, saying "The read model is what the log says."
