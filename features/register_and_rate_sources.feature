Feature: Register sources and rate them
  Reliability is the source's (Admiralty A to F) and has a history; F says that it cannot be judged, not that it is bad.

  Background:
    Given the source "Agency":
      | name | Agency            |
      | kind | news_agency       |
      | url  | https://agency.example/ |

  Scenario: A source is entered, unrated
    Then the history of "Agency" is SourceRegistered
    And "Agency" says:
      | name        | Agency      |
      | kind        | news_agency |
      | reliability | null        |

  Scenario: A source is rated, and rated again
    Given the analyst rates "Agency":
      | reliability | B                     |
      | reason      | Two years of figures  |
    And this moment is called "two years"
    When the analyst rates "Agency":
      | reliability | C                                    |
      | reason      | Three figures withdrawn within a month |
    Then the log ends with SourceRated
    And "Agency" says:
      | reliability                 | C                    |
      | ratings.#                   | 2                    |
      | ratings.0.reliability       | B                    |
      | ratings.0.basis.reason      | Two years of figures |
    And as known at "two years", "Agency" says:
      | reliability | B |

  Scenario: The same rating again says nothing
    Given the analyst rates "Agency":
      | reliability | F              |
      | reason      | Nothing known  |
    When the analyst rates "Agency":
      | reliability | F             |
      | reason      | Still nothing |
    Then the request is refused as NothingChanges, naming reliability

  Scenario: A letter beyond the scale is no rating
    When the analyst rates "Agency":
      | reliability | G       |
      | reason      | Unsure  |
    Then the request is refused as Invalid, naming reliability
