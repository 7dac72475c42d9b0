Feature: Wait until what was recorded can be read
  A command is answered once questions see what it recorded; or as soon as it is durable, for whoever prefers that.

  Scenario: Whoever asks next finds what was recorded
    When the source "Outlet" is entered, preferring "wait=1"
    Then the log ends with SourceRegistered
    And no preference was applied
    When "/sources?q=outlet" is asked
    Then the answer says:
      | items.# | 1 |

  Scenario Outline: Whoever prefers so is answered as soon as it is durable
    Given nothing follows the log
    When the source "Outlet" is entered, preferring "<prefer>"
    Then the log ends with SourceRegistered
    And respond-async was applied
    And nobody waited

    Examples:
      | prefer                    |
      | respond-async             |
      | Respond-Async; a="b,c", x |
      | wait=5, respond-async     |

  Scenario Outline: A preference that is malformed says nothing
    When the source "Outlet" is entered, preferring "<prefer>"
    Then the log ends with SourceRegistered
    And no preference was applied

    Examples:
      | prefer               |
      | respond-async=(      |
      | respond-async, ==    |
      | x="respond-async"    |
      | respond-asynchronous |
