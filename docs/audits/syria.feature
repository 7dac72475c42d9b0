Feature: What UCDP's special release for Syria supports once it is imported
  After: casus demo --later, and then
  casus import ucdp-ged ged_syria_652.1601.1911.csv --dataset ucdp-syria --release 1911 --covers-country SYR
  --covers-period 2016/2019

  Scenario: It is declared complete for incidents with at least one killed
    Then the record is declared complete for incidents of every kind with at least 1 killed in SYR during "2016/2019"
    And the record is not declared complete for incidents of every kind in SYR during "2015"

  Scenario: How many were killed in 2017, from the lows and the highs of its rows
    Then it is supported that at least 32,000 were killed, where
      | countries | SYR  |
      | occurred  | 2017 |
    And it is supported that at most 37,000 were killed, where
      | countries | SYR  |
      | occurred  | 2017 |
    And it is contradicted that at most 30,000 were killed, where
      | countries | SYR  |
      | occurred  | 2017 |

  Scenario: Nobody counted the injured
    Then it is not decidable whether at most 10 were injured, where
      | countries | SYR  |
      | occurred  | 2017 |

  Scenario: It holds no row for the clash of 7 February 2018, so it can't tell what that was the largest of
    Given "the clash" is the incident "Clash between the US-led coalition and pro-regime militia"
    Then it is not decidable whether "the clash" is the largest by killed between "United States Armed Forces" and "Pro-regime militia" during "2016/2018-02-07"
    And it is contradicted that "the clash" is the largest by killed, among
      | countries | SYR             |
      | occurred  | 2016/2018-02-07 |
    And the claim "Easily the largest clash between the US military and the pro-regime alliance since 2015." is not decidable
