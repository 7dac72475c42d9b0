Feature: Export what is on record in the form of UCDP GED, and say what that form can't hold
  Whoever works with UCDP's data takes the record along in the form that their programs read. What came from there goes
  back as it was, cell by cell; what we know beyond it is counted, row by row, so that nobody takes the rows for all.

  Background:
    Given the UCDP file "first.csv":
      | id  | date_start | where_coordinates | latitude  | deaths_a | deaths_b | low | high | source_original | source_article                                                                             |
      | 101 | 2018-02-07 | Khasham town      | 35.336000 | 4        | 10       | 14  | 100  | a commander     | "Valley Observer,2018-02-08,Clash at the bridge ";"Valley Observer,2018-02-08,Clash at the bridge " |
      | 102 | 2018-02-10 | Tabiyah village   | 35.3      | 0        | 3        | 5   | 4    |                 | by word of mouth                                                                           |

  Scenario: What came in goes out as it was, and loses nothing
    Given this was run: casus import ucdp-ged first.csv --dataset bridge-guard --release 18.1
    When this is run: casus export ucdp-ged --output out.csv
    Then it ends in 0, saying "2 rows written; lost: nothing."
    And the file "out.csv" says:
      | id  | relid          | date_start | where_coordinates | latitude  | deaths_a | deaths_b | low | best | high | source_article                                                                             |
      | 101 | SYR-2018-1-101 | 2018-02-07 | Khasham town      | 35.336000 | 4        | 10       | 14  | 14   | 100  | "Valley Observer,2018-02-08,Clash at the bridge ";"Valley Observer,2018-02-08,Clash at the bridge " |
      | 102 | SYR-2018-1-102 | 2018-02-10 | Tabiyah village   | 35.3      | 0        | 3        | 5   | 3    | 4    | by word of mouth                                                                           |
    And the file "out.csv.losses.csv" says:
      | incident | id | lost |

  Scenario: A later release goes out as it says, and the one before as it was known then
    Given "first.csv" was imported as release "18.1"
    And this moment is called "after the first"
    And the UCDP file "second.csv":
      | id  | date_start | where_coordinates | latitude | deaths_a | deaths_b | low | high | source_article                             |
      | 101 | 2018-02-08 | Khasham bridge    | 35.4     | 4        | 11       | 14  | 100  | "Desert Wire,2018-02-09,Said otherwise" |
    And "second.csv" was imported as release "18.2"
    When this is run: casus export ucdp-ged --output out.csv
    Then the file "out.csv" says:
      | id  | date_start | where_coordinates | latitude | deaths_b | best | source_office | source_original |
      | 101 | 2018-02-08 | Khasham bridge    | 35.4     | 11       | 15   | Desert Wire   |                 |
      | 102 | 2018-02-10 | Tabiyah village   | 35.3     | 3        | 3    |               |                 |
    When the record as known at "after the first" is exported to "before.csv"
    Then the file "before.csv" says:
      | id  | date_start | where_coordinates | latitude  | deaths_b | best | source_office                   | source_original |
      | 101 | 2018-02-07 | Khasham town      | 35.336000 | 10       | 14   | Valley Observer;Valley Observer | a commander     |
      | 102 | 2018-02-10 | Tabiyah village   | 35.3      | 3        | 3    |                                 |                 |

  Scenario: What somebody else corrected goes out corrected
    Given "first.csv" was imported as release "18.1"
    And row "101" is the incident "the clash"
    And the analyst relocates "the clash":
      | place.name      | Tabiyah village        |
      | place.precision | 1                      |
      | place.latitude  | 35.3                   |
      | place.longitude | 40.4                   |
      | place.country   | SYR                    |
      | reason          | The map was misread.   |
    When this is run: casus export ucdp-ged --output out.csv
    Then the file "out.csv" says:
      | id  | where_coordinates | latitude | longitude | geom_wkt           | date_start | low |
      | 101 | Tabiyah village   | 35.3     | 40.4      | POINT (40.4 35.3)  | 2018-02-07 | 14  |
      | 102 | Tabiyah village   | 35.3     | 40.309    | POINT (40.309 35.3) | 2018-02-10 | 5   |

  Scenario: What UCDP's form can't hold is counted, row by row
    Given this was run: casus demo
    When this is run: casus export ucdp-ged --output out.csv
    Then the file "out.csv" says:
      | side_a             | side_b                   | deaths_a | deaths_b | best | type_of_violence | date_prec | where_prec | country_id |
      | Pro-regime militia | Syrian Democratic Forces | 100      | 0        | 100  | 2                | 1         | 5          | 652        |
    And the file "out.csv.losses.csv" loses:
      | injured | qualifier | verbatim | inference | person status | participations | role | means | duration | title | summary | place description |
      | 1       | 1         | 2        | 1         | 1             | 3              | 5    | 3     | 1        | 1     | 1       | 1                 |

  Scenario Outline: Without a toll of all, low and high are those of the sides, added up as everywhere
    Given the source "Agency"
    And the report "first word"
    And the incident "the raid"
    And the casualty "civilians":
      | side             | civilians   |
      | figure.qualifier | between     |
      | figure.low       | <civilians> |
      | figure.high      | 9           |
      | figure.disordered | <disordered> |
    And the casualty "others":
      | side             | unknown |
      | figure.qualifier | between |
      | figure.low       | 2       |
      | figure.best      | 4       |
      | figure.high      | 5       |
    When "/toll" is asked
    Then the answer says:
      | items.0.low  | <low>  |
      | items.0.best | <best> |
      | items.0.high | 14     |
    When this is run: casus export ucdp-ged --output out.csv
    Then the file "out.csv" says:
      | deaths_civilians | deaths_unknown | low   | best   | high |
      | <civilians>      | 4              | <low> | <best> | 14   |

    Examples:
      | civilians | disordered | low | best | high |
      | 3         | false      | 5   | 7    | 14   |
      | 30        | true       | 32  | 34   | 14   |

  Scenario Outline: The best number of a total that gives none is what it adds to a sum
    Given the source "Agency"
    And the report "first word"
    And the incident "the raid"
    And the casualty "killed":
      | side              | all          |
      | figure.qualifier  | <qualifier>  |
      | figure.verbatim   | dozens       |
      | figure.low        | <low>        |
      | figure.high       | <high>       |
      | figure.disordered | <disordered> |
    When "/toll" is asked
    Then the answer says:
      | items.0.low  | <low>  |
      | items.0.best | <low>  |
      | items.0.high | <high> |
    When this is run: casus export ucdp-ged --output out.csv
    Then the file "out.csv" says:
      | low   | best  | high   |
      | <low> | <low> | <high> |

    Examples:
      | qualifier | low | high | disordered |
      | between   | 80  | 100  | false      |
      | between   | 100 | 80   | true       |
      | vague     | 100 | 80   | true       |

  Scenario: Text that a spreadsheet might run is guarded where that is asked for
    Given the UCDP file "first.csv":
      | id  | date_start | where_description |
      | 101 | 2018-02-07 | =1+1              |
    And "first.csv" was imported as release "18.1"
    When this is run: casus export ucdp-ged --output out.csv --spreadsheet
    Then the file "out.csv" says:
      | id  | where_description | longitude |
      | 101 | '=1+1             | 40.309    |
    When this is run: casus export ucdp-ged --output out.csv
    Then the file "out.csv" says:
      | id  | where_description |
      | 101 | =1+1              |

  Scenario Outline: What can't be exported is used wrongly
    When this is run: casus export <words>
    Then it ends in 2, saying "<saying>"

    Examples:
      | words                               | saying        |
      | gtd                                 | is not        |
      | ucdp-ged --known-at lately          | --known-at    |
      | ucdp-ged --known-at 999999          | UnknownMoment |
      | ucdp-ged --policy best              | --policy      |
      | ucdp-ged --output nowhere/out.csv   | --output      |

  Scenario: What an import brought that may be on record already is listed, and merged by nobody
    Given "first.csv" was imported as release "18.1"
    And row "101" is the incident "the clash"
    And the UCDP file "others.csv":
      | id  | date_start | where_coordinates | deaths_a | deaths_b | low | high |
      | 901 | 2018-02-07 | Khasham           | 4        | 10       | 14  | 100  |
      | 902 | 2018-06-07 | Damascus          | 4        | 10       | 14  | 100  |
    When this is run: casus import ucdp-ged others.csv --dataset others --release 1
    Then the last import is suspected to have brought "the clash" again, by row "901" of "others"

  Scenario: What can't be written is said to be so, and what was there before stays
    Given this was run: casus import ucdp-ged first.csv
    And this was run: casus export ucdp-ged --output out.csv
    And the UCDP file "second.csv":
      | id  | date_start |
      | 103 | 2018-02-11 |
    And this was run: casus import ucdp-ged second.csv
    And "out.csv" can't be written
    When this is run: casus export ucdp-ged --output out.csv
    Then it ends in 1, saying "FilesUnavailable"
    And the file "out.csv" says:
      | id  |
      | 101 |
      | 102 |
