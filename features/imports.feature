Feature: Import a release of a dataset, and what it changes becomes history
  Somebody who keeps a record of a conflict brings in what others publish, release by release. Each row becomes an
  incident; what a later release says otherwise is entered as a correction, with the release as its reason.

  Background:
    Given the UCDP file "first.csv":
      | id  | date_start | date_end   | date_prec | where_coordinates | deaths_a | deaths_b | deaths_civilians | low | high | source_original | source_article                                                                          |
      | 101 | 2018-02-07 | 2018-02-08 | 2         | Khasham town      | 4        | 10       | 1                | 14  | 100  | a commander     | "Valley Observer,2018-02-08,Clash at the bridge";"Desert Wire,2018-02-09,River crossed" |
      | 102 | 2018-02-10 | 2018-02-10 | 1         | Tabiyah village   | 0        | 3        | 0                | 3   | 3    |                 | "Desert Wire,2018-02-11,Raid by night"                                                  |
      | 103 | 2017-12-31 | 2017-12-31 | 1         | Mayadin town      | 1        | 1        | 0                | 2   | 2    |                 | "Desert Wire,2018-01-02,Shots at a checkpoint"                                          |

  Scenario: A row becomes an incident with its place, period, camps, tolls, reports and codes
    When "first.csv" is imported as release "18.1"
    Then it comes to 3 rows: 3 new
    And row "101" is the incident "the clash"
    And "the clash" says:
      | title              | Bridge Guard - River Column, Khasham town |
      | kind               | battle                                    |
      | occurred.edtf      | 2018-02-07/2018-02-08                     |
      | occurred.precision | 2                                         |
      | place.name         | Khasham town                              |
      | place.precision    | 1                                         |
      | place.latitude     | 35.336                                    |
      | place.country      | SYR                                       |
      | place.adm2.name    | Al Mayadin district                       |
      | codes.0.scheme     | ucdp-ged                                  |
      | codes.0.value      | "101"                                     |
      | codings.#          | 1                                         |
      | codings.0.dataset  | bridge-guard                              |
      | codings.0.row      | "101"                                     |
    And in "the clash" took part:
      | force        | camp | role | means |
      | Bridge Guard | a    |      |       |
      | River Column | b    |      |       |
    And the killed of "the clash" are:
      | side         | low | best | high | qualifier |
      | Bridge Guard |     | 4    |      | about     |
      | River Column |     | 10   |      | about     |
      | civilians    |     | 1    |      | about     |
      | unknown      |     | 0    |      | about     |
      | all          | 14  | 15   | 100  | between   |
    And "the clash" cites these reports:
      | source                       | published_at  | headline                   | original    |
      | Uppsala Conflict Data Program | ../2018-03-01 | bridge-guard, release 18.1 |             |
      | Valley Observer              | 2018-02-08    | Clash at the bridge        | a commander |
      | Desert Wire                  | 2018-02-09    | River crossed              | a commander |
    And the history of "the clash" is IncidentReported, ParticipationReported, ParticipationReported, IncidentCorroborated, IncidentCorroborated, IncidentCoded

  Scenario: An import is on record: which release, from which file, and what came of it
    When "first.csv" is imported as release "18.1":
      | published_at    | 2018-02-20 |
      | coverage.period | "2018"       |
    Then "release 18.1" says:
      | dataset         | bridge-guard |
      | release         | "18.1"       |
      | format          | ucdp-ged     |
      | columns.#       | 49           |
      | columns.0.name  | id           |
      | coverage.period | "2018"         |
      | coverage.harms  | ["killed"]   |
      | counts.rows     | 3            |
      | counts.new      | 3            |
    And the history of "release 18.1" is ImportBegun, ImportFinished
    And the coverage of "release 18.1" is called "what it covers"
    And "what it covers" says:
      | period  | "2018"                                                |
      | harms   | ["killed"]                                          |
      | grounds | Declared complete by bridge-guard, release 18.1.    |
    And the history of "what it covers" is CoverageDeclared

  Scenario: The same file again brings nothing new
    Given "first.csv" was imported as release "18.1"
    When "first.csv" is imported as release "18.1"
    Then the request is refused as AlreadyFinished
    When this is run: casus import ucdp-ged first.csv --dataset bridge-guard --release 18.1
    Then it ends in 0, saying "0 entries recorded"
    And nothing is recorded

  Scenario: The same rows under the name of another release change nothing of the occurrences
    Given "first.csv" was imported as release "18.1"
    When "first.csv" is imported as release "18.2"
    Then it comes to 3 rows: 3 unchanged
    And row "101" is the incident "the clash"
    And the history of "the clash" is IncidentReported, ParticipationReported, ParticipationReported, IncidentCorroborated, IncidentCorroborated, IncidentCoded

  Scenario: A later release relocates, redates, revises a figure and adds what is new
    Given "first.csv" was imported as release "18.1"
    And this moment is called "the first release"
    And row "101" is the incident "the clash"
    And the killed of "River Column" in "the clash" are called "its dead"
    When the UCDP file "second.csv" is now:
      | id  | date_start | date_end   | date_prec | where_coordinates | latitude | deaths_a | deaths_b | deaths_civilians | low | high | source_original | source_article                                                                          |
      | 101 | 2018-02-07 | 2018-02-07 | 1         | Khasham fields    | 35.36    | 4        | 12       | 1                | 14  | 100  | a commander     | "Valley Observer,2018-02-08,Clash at the bridge";"Desert Wire,2018-02-09,River crossed" |
      | 102 | 2018-02-10 | 2018-02-10 | 1         | Tabiyah village   | 35.336   | 0        | 3        | 0                | 3   | 3    |                 | "Desert Wire,2018-02-11,Raid by night"                                                  |
      | 104 | 2018-02-20 | 2018-02-20 | 1         | Mayadin town      | 35.336   | 0        | 1        | 0                | 1   | 1    |                 | "Desert Wire,2018-02-21,One shot"                                                       |
    And "second.csv" is imported as release "18.2"
    Then it comes to 3 rows: 1 new, 1 changed, 1 unchanged
    And what differs is: place 1, occurred 1, title 1, killed of camp b 1, killed of all 1
    And "the clash" says:
      | occurred.edtf         | 2018-02-07                             |
      | place.name            | Khasham fields                         |
      | place.latitude        | 35.36                                  |
      | basis.place.reason    | So says bridge-guard, release 18.2.    |
      | basis.occurred.reason | So says bridge-guard, release 18.2.    |
    And the last FigureRevised of "its dead" says:
      | figure.best  | 12                                  |
      | reason       | So says bridge-guard, release 18.2. |
      | report_id    | report of release 18.1              |
      | corrected_by | report of release 18.2              |
    And as known at "the first release", "the clash" says:
      | occurred.edtf | 2018-02-07/2018-02-08 |
      | place.name    | Khasham town          |
    And as known at "the first release", the killed of "the clash" are:
      | side         | low | best | high |
      | Bridge Guard |     | 4    |      |
      | River Column |     | 10   |      |
      | civilians    |     | 1    |      |
      | unknown      |     | 0    |      |
      | all          | 14  | 15   | 100  |

  Scenario: What a release does not hold any more is retracted where it says that it is complete
    Given "first.csv" was imported as release "18.1"
    And row "102" is the incident "the raid"
    And row "103" is the incident "the checkpoint"
    And the UCDP file "second.csv":
      | id  | date_start | date_end   | date_prec | where_coordinates | deaths_a | deaths_b | deaths_civilians | low | high | source_original | source_article                                                                          |
      | 101 | 2018-02-07 | 2018-02-08 | 2         | Khasham town      | 4        | 10       | 1                | 14  | 100  | a commander     | "Valley Observer,2018-02-08,Clash at the bridge";"Desert Wire,2018-02-09,River crossed" |
    When "second.csv" is imported as release "18.2":
      | coverage.period         | "2018"    |
      | coverage.area.countries | ["SYR"] |
    Then it comes to 1 row: 1 unchanged, 1 retracted
    And the last IncidentRetracted of "the raid" says:
      | reason | So says bridge-guard, release 18.2 by holding it no more, within what it covers. |
    And "the checkpoint" says:
      | retracted | false |

  Scenario: A release that does not say what it covers takes nothing back
    Given "first.csv" was imported as release "18.1"
    And row "102" is the incident "the raid"
    And the UCDP file "second.csv":
      | id  | date_start |
      | 104 | 2018-02-20 |
    When "second.csv" is imported as release "18.2"
    Then it comes to 1 row: 1 new
    And "the raid" says:
      | retracted | false |

  Scenario: A row that was taken back and comes again is reinstated
    Given "first.csv" was imported as release "18.1"
    And row "102" is the incident "the raid"
    And the UCDP file "second.csv":
      | id  | date_start |
      | 104 | 2018-02-20 |
    And "second.csv" was imported as release "18.2":
      | coverage.period | "2018" |
    When "first.csv" is imported as release "18.3"
    Then what differs is: standing 2
    And the last IncidentReinstated of "the raid" says:
      | reason | So says bridge-guard, release 18.3. |

  Scenario: What an analyst corrected stands when a release merely repeats itself
    Given "first.csv" was imported as release "18.1"
    And row "101" is the incident "the clash"
    And the analyst relocates "the clash":
      | place  | {"name": "Near the pumping station", "precision": 2} |
      | reason | The footage shows it.                                |
    When "first.csv" is imported as release "18.2"
    Then it comes to 3 rows: 3 unchanged
    And "the clash" says:
      | place.name | Near the pumping station |

  Scenario: What an analyst corrected is contested by a release that says something new
    Given "first.csv" was imported as release "18.1"
    And row "102" is the incident "the raid"
    And the analyst relocates "the raid":
      | place  | {"name": "Near the pumping station", "precision": 2} |
      | reason | The footage shows it.                                |
    And the UCDP file "second.csv":
      | id  | date_start | where_coordinates | deaths_a | deaths_b | source_article                         |
      | 102 | 2018-02-10 | Tabiyah bridge    | 0        | 3        | "Desert Wire,2018-02-11,Raid by night" |
    When "second.csv" is imported as release "18.2"
    Then it comes to 1 row: 1 contested
    And what differs is: place 1
    And "the raid" says:
      | place.name | Near the pumping station           |
      | title      | Bridge Guard - River Column, Tabiyah village |
    And the last IncidentDisputed of "the raid" says:
      | statement | So says bridge-guard, release 18.2 of its place: Tabiyah bridge. |
      | report_id | report of release 18.2                                           |

  Scenario: An older release does not undo a later one
    Given "first.csv" was imported as release "18.1":
      | published_at | 2018-02-25 |
    And the UCDP file "older.csv":
      | id  | date_start |
      | 101 | 2018-02-06 |
    When "older.csv" is imported as release "17.2":
      | published_at | 2017-02-25 |
    Then the request is refused as Superseded, naming published_at

  Scenario: A release that was broken off does not go on once a later one came in
    Given the UCDP file "long.csv" of 1,500 rows
    And the import of "long.csv" as release "18.1" is begun
    And the import of release "18.1" is stopped
    And "first.csv" was imported as release "18.2"
    When "long.csv" is imported as release "18.1"
    Then the request is refused as Superseded

  Scenario: Rows that can't be taken are listed with line, field, value and rule; the rest goes in
    Given the UCDP file "first.csv":
      | id  | date_start | where_prec | latitude | deaths_b |
      | 101 | 2018-02-07 | 1          | 35.336   | 2        |
      | 102 | 2018-02-31 | 1          | 35.336   | 2        |
      | 103 | 2018-02-08 | 8          | 35.336   | 2        |
      | 104 | 2018-02-08 | 1          | 95.5     | 2        |
      | 105 | 2018-02-08 | 1          | 35.336   | =1+1     |
      | 101 | 2018-02-09 | 1          | 35.336   | 2        |
    When "first.csv" is imported as release "18.1"
    Then it comes to 6 rows: 1 new, 5 rejected
    And the rows of release "18.1" that can't be taken are:
      | line | row | field      | value      | rule                                                                  |
      | 3    | 102 | date_start | 2018-02-31 | a date is YYYY-MM-DD, with or without a time of midnight              |
      | 4    | 103 | where_prec | 8          | where_prec is a whole number from 1 to 7                              |
      | 5    | 104 | latitude   | 95.5       | Input should be less than or equal to 90                              |
      | 6    | 105 | deaths_b   | '=1+1      | a number of people is a whole number, at most 1000000000              |
      | 7    | 101 |            |            | a row's id stands once in a file; the first row that has it was taken |

  Scenario: All rows or none
    Given the UCDP file "first.csv":
      | id  | date_start |
      | 101 | 2018-02-07 |
      | 102 | 2018-02-31 |
    When "first.csv" is imported as release "18.1":
      | strict | true |
    Then the request is refused as RowsRejected
    And row "101" is no incident

  Scenario: A preview says what an import would do, and records nothing
    Given "first.csv" was imported as release "18.1"
    And the UCDP file "second.csv":
      | id  | date_start | where_coordinates |
      | 102 | 2018-02-10 | Tabiyah bridge    |
      | 104 | 2018-02-20 | Khasham town      |
      | 105 | 2018-02-30 | Khasham town      |
    When "second.csv" is previewed as release "18.2":
      | coverage.period | "2018" |
    Then it comes to 3 rows: 1 new, 1 changed, 1 rejected, 1 retracted
    And nothing is recorded
    And row "104" is no incident

  Scenario: What an import brought that may be on record already is listed, with reasons, and not merged
    Given the source "Our desk"
    And the report "first word"
    And the force "Bridge Guard"
    And the force "River Column"
    And the incident "our clash"
    And "Bridge Guard" and "River Column" fought in "our clash", by the "first word", and 15 were killed
    When "first.csv" is imported as release "18.1"
    Then release "18.1" may have brought again:
      | brought                                   | other        |
      | Bridge Guard - River Column, Khasham town | our clash    |
      | Bridge Guard                              | Bridge Guard |
      | River Column                              | River Column |
    And row "101" is the incident "the clash"
    And "the clash" says:
      | merged_into | null |
