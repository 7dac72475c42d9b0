Feature: Decide whether the record supports a claim
  The article of the first case reports, and it claims: a lopsided victory, aircraft shot down before, easily the largest
  clash since 2015. Each is an assertion, and is decided by what is on record, or honestly called undecidable.

  Background:
    Given the first case and its claims are on record

  Scenario: A lopsided victory is a ratio of losses: about 100 against none hold it under every reading
    When "lopsided" is checked
    Then it is supported
    And it says that 'killed of "Pro-regime militia"' may be from 90 to 110
    And it says that 'killed of "US-led coalition against ISIS"' may be from 0 to 0
    And it would be otherwise: "If the figure said 90 fewer: not decidable."
    And it would be otherwise: "Without the report "Latest Clash Between US Coalition And Pro-Regime Forces Points To New Risks In Syria": not decidable."

  Scenario Outline: It takes the policy to say which figures are believed, once reports compete
    Given the later reports are on record
    When "lopsided" is checked under <policy>
    Then it is <verdict>
    And it says that 'killed of "Pro-regime militia"' may be from <least> to <most>

    Examples:
      | policy              | verdict       | least | most    |
      | highest_credibility | supported     | 90    | 110     |
      | ucdp_best           | supported     | 55    | nothing |
      | acled_conservative  | not_decidable | 0     | nothing |
      | airwars_minmax      | supported     | 55    | nothing |

  Scenario: Aircraft shot down on previous occasions: one article about another night can't tell
    When "aircraft" is checked
    Then it is not_decidable
    And what is missing is "Incidents of air or drone strike; SYR; ../2018-02-06."

  Scenario: An estimate of 100 is about 100, and neither exactly 100 nor at least 100
    When it is checked that the killed of "militia" in "the clash" are:
      | relation | number | tolerance | to  | verdict       |
      | about    | 100    | 0.1       |     | supported     |
      | about    | 100    | 0.05      |     | not_decidable |
      | exactly  | 100    |           |     | not_decidable |
      | at_least | 100    |           |     | not_decidable |
      | at_least | 90     |           |     | supported     |
      | at_most  | 110    |           |     | supported     |
      | between  | 150    |           | 200 | contradicted  |

  Scenario: The largest clash since 2015 is not decidable while nobody says that the record holds the others
    When "largest" is checked
    Then it is not_decidable
    And what is missing is "Incidents of every kind; SYR; 2015-01-01/2018-02-07."

  Scenario: It is decided once the record is declared complete, for all of the time
    Given the coverage "later years":
      | area.countries | ["SYR"]                         |
      | period         | 2016/2018-02-28                 |
      | basis          | We read every agency, each day. |
    When "largest" is checked
    Then it is not_decidable
    And what is missing is "Incidents of every kind; SYR; 2015-01-01/2015-12-31."
    Given the coverage "first year":
      | area.countries | ["SYR"]                            |
      | period         | "2015"                             |
      | basis          | A yearbook names every clash of it |
    When "largest" is checked
    Then it is supported
    And it rests on the coverages "later years" and "first year"
    When the analyst withdraws "first year" because "The yearbook leaves out the south."
    And "largest" is checked
    Then it is not_decidable

  Scenario: A coverage holds nothing of the day on which it was declared, nor after it
    Given the coverage "from 2015 on":
      | area.countries | ["SYR"]                         |
      | period         | 2015/..                         |
      | basis          | We read every agency, each day. |
    When it is checked that there were at most 5 incidents in SYR within 2018-01-01/2018-02-28
    Then it is supported
    When it is checked that there were at most 5 incidents in SYR within 2018-01-01/2018-03-10
    Then it is not_decidable
    And what is missing is "Incidents of every kind; SYR; 2018-03-01/2018-03-10."

  Scenario: Another clash of these sides decides against it, with the forces that stood under them at the time
    Given the incident "the crossing":
      | title     | Clash at the crossing |
      | occurred  | 2017-05-18            |
      | place     | {"name": "Tanf", "precision": 1, "latitude": 33.5, "longitude": 38.6, "country": "SYR"} |
      | report_id | article               |
    And "the crossing" was between "us" and "militia", who lost 200
    When "largest" is checked
    Then it is contradicted

  Scenario: A dataset that is declared complete, and lacks the clash itself, does not decide what it was the largest of
    Given the UCDP file "first.csv":
      | id  | date_start |
      | 101 | 2016-02-07 |
      | 102 | 2018-02-10 |
    And "first.csv" was imported as release "18.1":
      | coverage.area.countries | ["SYR"]         |
      | coverage.period         | 2015/2018-02-28 |
    When "largest" is checked
    Then it is not_decidable
    And it is because 'bridge-guard is declared to hold them all, but has no row for "Clash between the US-led coalition and pro-regime militia"'

  Scenario: What was claimed to have begun it is contested by a later report
    When it is checked that "militia" initiated "the clash"
    Then it is supported
    Given the later reports are on record
    When it is checked that "militia" initiated "the clash"
    Then it is not_decidable
    And it would be otherwise: "Without the report "SANA, 2018-02-08": supported."

  Scenario: What is asserted together is read together
    When this is checked: at least 100 killed of "militia" in "the clash", or not at least 100
    Then it is supported

  Scenario: An audit records the verdict, and drifts once the record says otherwise
    When "lopsided" is audited
    Then the log ends with ClaimAudited
    And no claim drifted
    When the analyst withdraws "article" because "It was taken back by its editors."
    Then these claims drifted: "lopsided"
    And the verdicts on "lopsided" were:
      | verdict       |
      | supported     |
      | not_decidable |

  Scenario: A question that takes longer than it may ends with a clear answer
    Given deciding may take no time at all
    When "largest" is checked
    Then the request is refused as TookTooLong

  Scenario: Under a coverage, what is told of an incident is all of it; what nobody told is not nothing
    Given the coverage "every clash":
      | area.countries | ["SYR"]                         |
      | period         | 2015/2018-02-28                 |
      | basis          | We read every agency, each day. |
    And the incident "the crossing":
      | title     | Clash at the crossing |
      | occurred  | 2017-05-18            |
      | place     | {"name": "Tanf", "precision": 1, "latitude": 33.5, "longitude": 38.6, "country": "SYR"} |
      | report_id | article               |
    When it is checked that nobody was killed in "the crossing"
    Then it is not_decidable
    Given "the crossing" was between "us" and "militia", who lost 20
    When it is checked that at most 20 were killed in "the crossing"
    Then it is supported
    When "largest" is checked
    Then it is supported
    When it is checked that nobody was injured in "the crossing"
    Then it is not_decidable

  Scenario: What a withdrawn report alone told of when it was decides nothing
    Given the source "Agency"
    And the report "notebook":
      | published_at | 2018-02-08 |
    And the incident "the crossing":
      | title     | Clash at the crossing |
      | occurred  | 2017-05-18            |
      | report_id | notebook              |
    When it is checked that "the crossing" was before "the clash"
    Then it is supported
    When the analyst withdraws "notebook" because "It was made up."
    And it is checked that "the crossing" was before "the clash"
    Then it is not_decidable

  Scenario: Who may be the same is not told apart from whom a report names
    Given the force "column":
      | name | Government of United States of America |
      | kind | state_forces                           |
    And the incident "the crossing":
      | title     | Clash at the crossing |
      | report_id | article               |
    And "column" is told to have initiated "the crossing"
    When it is checked that "us" initiated "the crossing"
    Then it is not_decidable
    When it is checked that "militia" initiated "the crossing"
    Then it is contradicted

  Scenario: A name that makes somebody suspect changes the verdict from then on
    Given the coverage "every clash":
      | area.countries | ["SYR"]                         |
      | period         | 2015/2018-02-28                 |
      | basis          | We read every agency, each day. |
    And the force "column":
      | name | Column of the river |
      | kind | coalition           |
    And the incident "the crossing":
      | title     | Clash at the crossing |
      | occurred  | 2017-05-18            |
      | place     | {"name": "Tanf", "precision": 1, "latitude": 33.5, "longitude": 38.6, "country": "SYR"} |
      | report_id | article               |
    And "the crossing" was between "column" and "militia", who lost 200
    When "largest" is checked
    Then it is supported
    When the analyst adds an alias to "column":
      | alias | United States Armed Forces |
    And "largest" is checked
    Then it is not_decidable
    And the verdicts on "largest" end with supported, not_decidable

  Scenario: Who stood under a side on some of the days only is perhaps of it
    Given the force "column":
      | name | Column of the river |
      | kind | political_militia   |
    And the incident "the crossing":
      | title     | Clash at the crossing |
      | occurred  | 2017-05-16/2017-05-18 |
      | report_id | article               |
    And "the crossing" was between "us" and "column", who lost 20
    When the analyst declares an allegiance of "column":
      | to     | militia               |
      | kind   | loyal_to              |
      | during | 2017-05-01/2017-05-17 |
    And it is checked that the killed of "militia" in "the crossing" are:
      | relation | number | tolerance | to | verdict       |
      | at_least | 20     |           |    | not_decidable |
    When the analyst declares an allegiance of "column":
      | to     | militia               |
      | kind   | loyal_to              |
      | during | 2017-05-01/2017-05-18 |
    And it is checked that the killed of "militia" in "the crossing" are:
      | relation | number | tolerance | to | verdict   |
      | at_least | 20     |           |    | supported |
