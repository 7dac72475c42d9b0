Feature: What the record holds of the clash of 7 February 2018, and which claims it supports
  Over the first case with the reports that contest it: casus demo --later, then casus audit docs/audits/first_case.feature

  Background:
    Given "the clash" is the incident "Clash between the US-led coalition and pro-regime militia"
    And "the article" is the report "Latest Clash Between US Coalition And Pro-Regime Forces Points To New Risks In Syria"

  Scenario: What the article alone said
    Given the record as known at "24"
    Then the killed of "Pro-regime militia" in "the clash" are 100
    And the killed of "Pro-regime militia" in "the clash" rest on the report "the article"
    And it is supported that about 100 within 10 % were killed of "Pro-regime militia" in "the clash"
    And it is not decidable whether exactly 100 were killed of "Pro-regime militia" in "the clash"
    And it is supported that "Pro-regime militia" initiated "the clash"

  Scenario: What competes once others had reported
    Then 9 figures compete for the killed of "Pro-regime militia" in "the clash"
    And it is not decidable whether "Pro-regime militia" initiated "the clash"
    And it is supported that "Pro-regime militia" initiated "the clash", as the report "the article" says

  Scenario Outline: How many were killed hangs on the policy
    Given under the policy <policy>
    Then it is <verdict> at least 80 were killed of "Pro-regime militia" in "the clash"

    Examples:
      | policy              | verdict               |
      | highest credibility | supported that        |
      | ucdp best           | not decidable whether |
      | acled conservative  | not decidable whether |
      | airwars minmax      | not decidable whether |

  Scenario: A lopsided victory
    Then the claim "A lopsided tactical victory for the coalition." is supported

  Scenario: Aircraft shot down before
    Then the claim "US warplanes have shot down Syrian aircraft on previous occasions." is not decidable

  Scenario: Easily the largest clash since 2015
    Then the claim "Easily the largest clash between the US military and the pro-regime alliance since 2015." is not decidable
    And the record is not declared complete for battle in SYR during "2015/2018-02-07"
