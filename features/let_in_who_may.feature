Feature: Let in who may come in
  While there is no token, whoever works on the machine itself is the local analyst, and nobody else is answered. From
  the first token on, everybody needs one; what is recorded is recorded in its owner's name.

  Scenario: Without any token, the local analyst records
    Given the source "Agency"
    Then the log ends with SourceRegistered, by local analyst

  Scenario: Without any token, no other machine is answered
    Given somebody asks from 203.0.113.9
    When the sources are listed
    Then the request is refused as NotLocal

  Scenario: Without any token, no name but this machine's own is answered to
    Given somebody asks this machine by the name "casus.example"
    When the sources are listed
    Then the request is refused as NotLocal

  Scenario: From the first token on, everybody needs one
    Given "Amal" holds a token as analyst
    When the sources are listed
    Then the request is refused as Unauthenticated

  Scenario: What is recorded is recorded in the token's name
    Given "Amal" holds a token as analyst
    And "Amal" is asking
    And the source "Agency"
    Then the log ends with SourceRegistered, by Amal

  Scenario: A viewer reads and does not record
    Given "Vera" holds a token as viewer
    And "Vera" is asking
    When the sources are listed
    Then the answer says:
      | items.# | 0 |
    When the analyst enters the source "Agency":
      | name | Agency      |
      | kind | news_agency |
    Then the request is refused as Forbidden

  Scenario: A revoked token opens nothing
    Given "Amal" holds a token as analyst
    And "Amal" is asking
    And the token of "Amal" is revoked
    When the sources are listed
    Then the request is refused as Unauthenticated

  Scenario: An expired token opens nothing
    Given "Amal" holds a token as analyst until 2018-03-02
    And "Amal" is asking
    And it is 2018-03-03T00:00:00Z by now
    When the sources are listed
    Then the request is refused as Unauthenticated

  Scenario: A made-up token opens nothing
    Given "Amal" holds a token as analyst
    And "Mallory" made up a token
    And "Mallory" is asking
    When the sources are listed
    Then the request is refused as Unauthenticated
