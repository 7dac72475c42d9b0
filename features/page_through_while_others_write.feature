Feature: Page through while others write
  The cursor of a page pins the moment of the first one: whoever follows it to the end skips nothing and reads nothing
  twice, whatever is recorded meanwhile. A cursor is of one question, and nobody's to write.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the incident "one"
    And the incident "two"
    And the incident "three"

  Scenario Outline: What is recorded meanwhile is on no later page
    When "/incidents?limit=1&sort=<order>" is asked
    Then these incidents are answered: <first>
    Given others meanwhile enter "four" and retract "two"
    When the next page is asked
    Then these incidents are answered: two
    When the next page is asked
    Then these incidents are answered: <last>
    And there is no next page

    Examples:
      | order     | first | last  |
      | recorded  | one   | three |
      | -recorded | three | one   |

  Scenario: The pages of what was published by then
    When "/incidents?limit=2&published_by=2018-02-20" is asked
    Then these incidents are answered: one, two
    When the next page is asked
    Then these incidents are answered: three

  Scenario: The link to the page as it was, for good
    When "/incidents?limit=2" is asked
    Given others meanwhile enter "four" and retract "one"
    When the memento is asked
    Then these incidents are answered: one, two
    And it may be kept

  Scenario: A cursor is taken as it was given, for the question that it was given for
    When "/incidents?limit=1" is asked
    Then its cursor is refused as UnknownCursor when it is sent:
      | with another character at the end          |
      | with another offset                        |
      | with another position                      |
      | with another published                     |
      | with padding                               |
      | to /incidents?sort=title                   |
      | to /incidents?country=SYR                  |
      | to /casualties                             |
      | to /incidents?known_at=1                   |
      | to /incidents?published_by=2018-02-20      |

  Scenario: A cursor goes with another limit, and with the moment that it pins
    When "/incidents?limit=1" is asked
    And its cursor is sent to /incidents?limit=2&known_at=5
    Then these incidents are answered: two, three

  Scenario: A cursor of another log is refused
    When "/incidents?limit=1" is asked
    And its cursor is sent to a Casus with nothing on record
    Then the request is refused as UnknownCursor, naming cursor
