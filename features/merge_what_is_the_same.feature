Feature: Merge what is the same, and split what is not
  A merge keeps both histories: the one that was merged forwards to the one that stands for both, and a split undoes it.

  Background:
    Given the source "Syrian Observer"
    And the report "first word"
    And the incident "clash"
    And the incident "the same clash"
    And the force "militia"
    And the casualty "killed in the same clash":
      | incident_id | the same clash |
      | side        | militia        |

  Scenario: An incident is merged into another
    When the analyst merges "the same clash" into "clash"
    Then the log ends with IncidentMerged and IncidentAbsorbed
    And the history of "the same clash" is IncidentReported, IncidentMerged
    And the history of "clash" is IncidentReported, IncidentAbsorbed
    And "clash" says:
      | absorbed.0           | the same clash           |
      | casualties.#         | 1                        |
      | casualties.0.id      | killed in the same clash |
    And of "clash", these casualties add up: killed in the same clash

  Scenario: A merged incident forwards, and stays readable as known before
    Given this moment is called "apart"
    And the analyst merges "the same clash" into "clash"
    When "the same clash" is asked for
    Then the answer forwards to "clash"
    And as known at "apart", "the same clash" says:
      | title       | the same clash |
      | merged_into | null           |

  Scenario: Nothing more rests on a merged incident
    Given the analyst merges "the same clash" into "clash"
    When the analyst retracts "the same clash" because "It was a controlled demolition."
    Then the request is refused as AlreadyMerged

  Scenario: Nobody is counted on a merged incident
    Given the analyst merges "the same clash" into "clash"
    When the analyst reports a figure for "killed in the same clash":
      | figure.best      | 12         |
      | figure.qualifier | exact      |
      | report_id        | first word |
    Then the request is refused as AlreadyMerged, naming incident_id

  Scenario: People counted in both incidents are added up once
    Given the casualty "killed in the clash":
      | incident_id | clash   |
      | side        | militia |
    When the analyst merges "the same clash" into "clash"
    Then "clash" says:
      | casualties.# | 2 |
    And of "clash", these casualties add up: killed in the clash

  Scenario: A merger that was a mistake is undone
    Given the analyst merges "the same clash" into "clash"
    When the analyst splits "the same clash" because "They are two villages."
    Then the log ends with IncidentSplit and IncidentReleased
    And "the same clash" says:
      | merged_into  | null |
      | casualties.# | 1    |
    And "clash" says:
      | absorbed.#   | 0 |
      | casualties.# | 0 |

  Scenario: Only what was merged can be split
    When the analyst splits "clash" because "They are two villages."
    Then the request is refused as NotMerged

  Scenario: Nothing is merged into itself
    When the analyst merges "clash" into "clash"
    Then the request is refused as MergedIntoItself, naming into

  Scenario: A force is merged into another
    Given the force "pro-government fighters"
    When the analyst merges "pro-government fighters" into "militia"
    Then the log ends with ForceMerged and ForceAbsorbed
    And "pro-government fighters" says:
      | merged_into | militia |

  Scenario: A merged force takes part no more; the one that stands for it does
    Given the force "pro-government fighters"
    And the analyst merges "pro-government fighters" into "militia"
    When the analyst tells who took part in "clash":
      | force_id  | pro-government fighters |
      | camp      | a                       |
      | report_id | first word              |
    Then the request is refused as AlreadyMerged, naming force_id

  Scenario: A force is split off again
    Given the force "pro-government fighters"
    And the analyst merges "pro-government fighters" into "militia"
    When the analyst splits "pro-government fighters" because "They are under another command."
    Then the log ends with ForceSplit and ForceReleased

  Scenario: A force concedes what one that was merged into it took part in
    Given the force "pro-government fighters"
    And the analyst tells who took part in "the same clash":
      | force_id  | pro-government fighters |
      | camp      | a                       |
      | report_id | first word              |
    And the analyst merges "pro-government fighters" into "militia"
    When the analyst records a concession of "killed in the same clash":
      | force_id         | militia    |
      | figure.qualifier | at_least   |
      | figure.low       | 2          |
      | report_id        | first word |
    Then the log ends with CasualtyConceded
