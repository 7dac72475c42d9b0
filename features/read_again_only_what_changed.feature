Feature: Read again only what has changed
  Every answer has an entity tag. Whoever sends it with the next request is told when nothing has been recorded since.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the incident "clash"

  Scenario Outline: Nothing new is said briefly
    When <address> is asked
    And it is asked again, unless it changed
    Then nothing has changed
    Given others meanwhile enter "ambush" and retract "clash"
    When it is asked again, unless it changed
    Then it is answered anew

    Examples:
      | address                                       |
      | "/incidents"                                  |
      | "/toll"                                       |
      | "/casualties?limit=1"                         |
      | the address of "clash"                        |
      | the address of "clash"/history                |
      | the address of "clash"/diff                   |
      | the address of "Agency"                       |

  Scenario Outline: What is pinned to a position may be kept, anything else is asked for again
    When <address> is asked
    Then it may <be kept>

    Examples:
      | address                            | be kept                    |
      | "/incidents?known_at=2"            | be kept                    |
      | the address of "Agency"?known_at=1 | be kept                    |
      | "/incidents"                       | be kept once asked again   |
      | "/toll?published_by=2018-02-08"    | be kept once asked again   |
      | the address of "clash"             | be kept once asked again   |

  Scenario: A tag is recognised among others
    When "/incidents" is asked
    And it is asked again, unless it is W/TAG
    Then nothing has changed
    When it is asked again, unless it is "a,b", TAG
    Then nothing has changed
    When it is asked again, unless it is *
    Then nothing has changed
    When it is asked again, unless it is "a", nonsense
    Then it is answered anew

  Scenario: Another form of the same is another answer
    When "/incidents" is asked
    And it is asked again as "text/csv", unless it changed
    Then it is answered anew

  Scenario: The tag of what was read names the version that a change is decided on
    When the address of "clash" is asked
    And the analyst retracts "clash" by the tag of what was read
    Then the log ends with IncidentRetracted

  Scenario: The tag of what was read before another's change is stale
    When the address of "clash" is asked
    Given others meanwhile enter "ambush" and retract "clash"
    When the analyst retracts "clash" by the tag of what was read
    Then the request is refused as Stale
