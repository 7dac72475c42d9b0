Feature: Add up tolls
  Sums are asked for by country, month, year, force, kind, side and harm. One figure of each casualty is added, the one
  that the policy picks; nobody is counted twice, and each sum says what it contains and what it does not.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the report "second word"
    And the force "militia"
    And the force "government"
    And the incident "clash"

  Scenario: Different harms are never added together
    Given the casualty "killed":
      | side        | all |
      | figure.best | 10  |
    And the casualty "injured":
      | side        | all     |
      | harm        | injured |
      | figure.best | 30      |
    When "/toll" is asked
    Then the answer says:
      | items.#           | 2       |
      | items.0.harm      | injured |
      | items.0.best      | 30      |
      | items.1.harm      | killed  |
      | items.1.best      | 10      |
      | items.1.incidents | 1       |
      | policy            | highest_credibility |

  Scenario: A whole stands for its parts, unless sides are asked for
    Given the casualty "all":
      | side        | all |
      | figure.best | 10  |
    And the casualty "civilians":
      | side        | civilians |
      | figure.best | 4         |
    When "/toll" is asked
    Then the answer says:
      | items.0.best              | 10 |
      | items.0.casualties        | 1  |
      | items.0.counted_in_others | 1  |
    When "/toll?group_by=side" is asked
    Then the answer says:
      | items.#      | 2         |
      | items.0.side | all       |
      | items.0.best | 10        |
      | items.1.side | civilians |
      | items.1.best | 4         |

  Scenario: Sides that have nobody in common are added
    Given the casualty "theirs":
      | side        | militia |
      | figure.best | 10      |
    And the casualty "others":
      | side        | government |
      | figure.best | 4          |
    When "/toll" is asked
    Then the answer says:
      | items.0.best       | 14 |
      | items.0.casualties | 2  |

  Scenario: A force that stood under another at the time is a part of it
    Given the analyst declares an allegiance of "militia":
      | to     | government |
      | kind   | part_of    |
      | during | 2018-02    |
    And the casualty "theirs":
      | side        | militia |
      | figure.best | 10      |
    And the casualty "others":
      | side        | government |
      | figure.best | 14         |
    When "/toll" is asked
    Then the answer says:
      | items.0.best              | 14 |
      | items.0.counted_in_others | 1  |

  Scenario: What has no number can't be added, and does not stand for what has
    Given the casualty "all":
      | side             | all    |
      | figure.qualifier | vague  |
      | figure.verbatim  | dozens |
    And the casualty "civilians":
      | side        | civilians |
      | figure.best | 4         |
    When "/toll" is asked
    Then the answer says:
      | items.0.best          | 4 |
      | items.0.casualties    | 1 |
      | items.0.not_countable | 1 |

  Scenario: A figure without an upper bound leaves the sum open
    Given the casualty "all":
      | side             | all       |
      | figure.qualifier | more_than |
      | figure.low       | 100       |
    When "/toll" is asked
    Then the answer says:
      | items.0.low        | 101 |
      | items.0.best       | 101 |
      | items.0.open_ended | 1   |

  Scenario: The most credible figure is added; a revised one is judged anew
    Given the casualty "all":
      | side        | all        |
      | figure.best | 10         |
      | report_id   | first word |
    And the analyst reports a figure for "all":
      | figure.best      | 55          |
      | figure.qualifier | exact       |
      | report_id        | second word |
      | credibility      | 4           |
    When "/toll" is asked
    Then the answer says:
      | items.0.best | 10 |
    Given the analyst assesses a figure of "all":
      | report_id   | second word         |
      | credibility | 1                   |
      | reason      | Two lists of names. |
    When "/toll" is asked
    Then the answer says:
      | items.0.best | 55 |
    Given the analyst revises a figure of "all":
      | report_id        | second word       |
      | figure.best      | 68                |
      | figure.qualifier | exact             |
      | credibility      | 5                 |
      | reason           | A wire correction |
    When "/toll" is asked
    Then the answer says:
      | items.0.best | 10 |

  Scenario: Words give way to a number that is as credible, not to one that is less
    Given the casualty "all":
      | side        | all        |
      | figure.best | 10         |
      | report_id   | first word |
    And the analyst reports a figure for "all":
      | figure.qualifier | vague       |
      | figure.verbatim  | dozens      |
      | report_id        | second word |
    When "/toll" is asked
    Then the answer says:
      | items.0.best          | 10 |
      | items.0.not_countable | 0  |
    Given the analyst assesses a figure of "all":
      | report_id   | second word         |
      | credibility | 1                   |
      | reason      | Filmed on the spot. |
    When "/toll" is asked
    Then the answer says:
      | items.0.best          | 0 |
      | items.0.not_countable | 1 |

  Scenario: Figures of a withdrawn report are not added
    Given the casualty "all":
      | side        | all        |
      | figure.best | 10         |
      | report_id   | first word |
    And the analyst withdraws "first word" because "It was made up."
    When "/toll" is asked
    Then the answer says:
      | items.0.best          | 0 |
      | items.0.not_countable | 1 |

  Scenario: A merged incident's toll is not added twice
    Given the incident "the same clash"
    And the casualty "killed":
      | incident_id | clash |
      | side        | all   |
      | figure.best | 10    |
    And the casualty "also killed":
      | incident_id | the same clash |
      | side        | all            |
      | figure.best | 12             |
    When "/toll" is asked
    Then the answer says:
      | items.0.best      | 22 |
      | items.0.incidents | 2  |
    Given the analyst merges "the same clash" into "clash"
    When "/toll" is asked
    Then the answer says:
      | items.0.best      | 10 |
      | items.0.incidents | 1  |

  Scenario: An incident that may have been in several months is in none of them
    Given the analyst redates "clash":
      | occurred | 2018-01-30/2018-02-02 |
      | reason   | A wider window.       |
    And the casualty "killed":
      | side        | all |
      | figure.best | 10  |
    When "/toll?group_by=country,month" is asked
    Then the answer says:
      | items.0.country | SYR             |
      | items.0.month   | 2018-01/2018-02 |
    When "/toll?group_by=year" is asked
    Then the answer says:
      | items.0.year | "2018" |

  Scenario: A force has the tolls of every incident in which it took part
    Given the analyst tells who took part in "clash":
      | force_id  | militia    |
      | camp      | a          |
      | report_id | first word |
    And the analyst tells who took part in "clash":
      | force_id  | government |
      | camp      | b          |
      | report_id | first word |
    And the casualty "killed":
      | side        | all |
      | figure.best | 10  |
    When "/toll?group_by=force" is asked
    Then the answer says:
      | items.0.force | militia    |
      | items.0.best  | 10         |
      | items.1.force | government |
      | items.1.best  | 10         |

  Scenario: Sums as known at a moment
    Given the casualty "killed":
      | side        | all        |
      | figure.best | 10         |
      | report_id   | first word |
    And this moment is called "ten"
    And the analyst revises a figure of "killed":
      | report_id        | first word        |
      | figure.best      | 12                |
      | figure.qualifier | exact             |
      | reason           | A wire correction |
    When the toll as known at "ten" is asked
    Then the answer says:
      | items.0.best | 10 |
    When "/toll" is asked
    Then the answer says:
      | items.0.best | 12 |
