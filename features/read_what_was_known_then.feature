Feature: Read what was known then
  Every past state of knowledge is one query away: as of a position of the log, or of an instant of its clock. What the
  future will know can't be asked, and before the first entry nothing was known.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the report "second word"

  Scenario: As known at an instant
    Given it is 2018-03-05T10:00:00Z by now
    And the incident "clash"
    And it is 2018-03-07T10:00:00Z by now
    And the analyst retracts "clash" because "It was a controlled demolition."
    And it is 2018-03-09T10:00:00Z by now
    When "clash" is asked for as known at 2018-03-06T00:00:00Z
    Then the answer says:
      | retracted | false |
      | version   | 1     |
    When "clash" is asked for as known at 2018-03-07T12:00:00+01:00
    Then the answer says:
      | retracted | true |
      | version   | 2    |
    When "clash" is asked for as known at 2018-03-05T00:00:00Z
    Then the request is refused as Missing
    When "clash" is asked for as known at 2017-01-01T00:00:00Z
    Then the request is refused as Missing

  Scenario: Casualties are known from when they were entered
    Given the incident "clash"
    And this moment is called "nobody counted yet"
    And the casualty "the dead"
    And this moment is called "counted"
    And the analyst retracts "the dead" because "It was another clash."
    Then as known at "nobody counted yet", "clash" says:
      | casualties.# | 0 |
    And as known at "counted", "clash" says:
      | casualties.#           | 1     |
      | casualties.0.retracted | false |
    And "clash" says:
      | casualties.0.retracted | true |
    And as known at "nobody counted yet", "the dead" was not on record

  Scenario: A merged incident was apart before
    Given the incident "clash"
    And the incident "the same clash"
    And this moment is called "apart"
    And the analyst merges "the same clash" into "clash"
    Then as known at "apart", "clash" says:
      | absorbed.# | 0 |
    And as known at "apart", "the same clash" says:
      | merged_into | null |

  Scenario: A page of a list is of one moment
    Given the incident "one"
    And the incident "two"
    And this moment is called "two of them"
    And the incident "three"
    When "/incidents?limit=1" is asked
    Then the answer says:
      | items.#       | 1   |
      | items.0.title | one |
    When the rest of it is asked
    Then the answer says:
      | items.0.title | two |
    When the rest of it is asked
    Then the answer says:
      | items.0.title | three |
      | next          | null  |

  Scenario: What changed between two moments, and why
    Given the incident "clash"
    And this moment is called "at first"
    And the casualty "the dead"
    And the analyst reclassifies "clash":
      | kind   | air_or_drone_strike     |
      | reason | Only aircraft took part |
    And this moment is called "now"
    Then between "at first" and "now", it came to be known of "clash":
      | verb       | of       | what                                                                            | reason                  |
      | report     | casualty | id, incident_id, side, harm, figures, disputes, concessions, denials, retracted | None                    |
      | reclassify | incident | kind                                                                            | Only aircraft took part |

  Scenario: Two moments are asked about in their order
    Given the incident "clash"
    And this moment is called "at first"
    And the casualty "the dead"
    And this moment is called "now"
    When what came to be known of "clash" between "now" and "at first" is asked
    Then the request is refused as UnknownMoment, naming to
