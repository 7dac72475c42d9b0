Feature: Run imports, from the command line or over HTTP
  A file is named on the command line, or uploaded and then imported by its digest. Whoever runs an import sees how far
  it is, can stop it, and learns which rows can't be taken and why.

  Background:
    Given the UCDP file "first.csv":
      | id  | date_start | where_coordinates |
      | 101 | 2018-02-07 | Khasham town      |
      | 102 | 2018-02-10 | Tabiyah village   |

  Scenario Outline: A file that is not what it is said to be is refused, and leaves no trace
    Given the file "other.csv" of <what>
    When "other.csv" is imported as release "18.1"
    Then the request is refused as UnfitFile

    Examples:
      | what          |
      | text          |
      | bytes         |
      | another table |

  Scenario Outline: What can't be imported is refused before anything is recorded
    When "first.csv" is imported as release "18.1":
      | <field> | <value> |
    Then the request is refused as <refusal>, naming <named>

    Examples:
      | field           | value                                                            | refusal         | named           |
      | format          | gtd                                                              | UnknownFormat   | format          |
      | format          | UCDP                                                             | Invalid         | format          |
      | dataset         | Bridge Guard                                                     | Invalid         | dataset         |
      | release         |                                                                  | Invalid         | release         |
      | upload          | 0000000000000000000000000000000000000000000000000000000000000000 | UnknownUpload   | upload          |
      | published_at    | 2018-03-02                                                       | InTheFuture     | published_at    |
      | coverage.period | "2019"                                                             | InTheFuture     | coverage.period |
      | coverage.period | lately                                                           | Invalid         | coverage.period |
      | strict          | "yes"                                                            | Invalid         | strict          |

  Scenario: A table of our own needs somebody who publishes it
    Given the file "ours.csv" as our template has it
    When "ours.csv" is imported as release "1":
      | format | casus-csv |
    Then the request is refused as PublisherNeeded, naming publisher
    When "ours.csv" is imported as release "1":
      | format         | casus-csv |
      | publisher.name | Our desk  |
      | publisher.kind | monitor   |
    Then it comes to 0 rows: 0 new

  Scenario: One import of a dataset runs at a time; stopped, it goes on with the same command
    Given the UCDP file "long.csv" of 1,500 rows
    And the import of "long.csv" as release "18.1" is begun
    When the import of "first.csv" as release "18.2" is begun
    Then meanwhile it is refused as ImportRunning, naming dataset
    When the import of release "18.1" is stopped
    Then it ends as ImportStopped
    When "long.csv" is imported as release "18.1"
    Then it comes to 1500 rows: 1500 new

  Scenario: Progress is of imports that this process runs, or ran lately
    Given "first.csv" was imported as release "18.1"
    When Casus is stopped and started
    And the progress of release "18.1" is asked
    Then the request is refused as NoSuchRun
    And the rows of release "18.1" that can't be taken are:
      | line | row | field | value | rule |

  Scenario Outline: Who may not record may not import, or watch it
    Given "first.csv" was imported as release "18.1"
    And "Vera" holds a token as viewer
    And "Vera" is asking
    When <it is done>
    Then the request is refused as Forbidden

    Examples:
      | it is done                                      |
      | "first.csv" is uploaded                         |
      | the progress of release "18.1" is asked         |

  Scenario Outline: A file is uploaded as what it is, and kept once
    When "first.csv" is uploaded as "<media>"
    And "first.csv" is uploaded as "<media>"
    Then one upload is kept

    Examples:
      | media                                                             |
      | text/csv                                                          |
      | Text/CSV; charset=utf-8; header=present                           |
      | application/octet-stream                                          |
      | application/vnd.openxmlformats-officedocument.spreadsheetml.sheet |

  Scenario: A file that holds nothing is not kept
    Given the file "other.csv" of nothing
    When "other.csv" is uploaded
    Then the request is refused as UnfitFile
    And no upload is kept

  Scenario Outline: What is no file is not taken for one
    When "first.csv" is uploaded as "<media>"
    Then the request is refused as UnsupportedMediaType
    And no upload is kept

    Examples:
      | media                                |
      | application/json                     |
      | multipart/form-data; boundary=zz     |
      | text/csvs                            |

  Scenario: Where no file can be kept, that is said
    Given uploads can't be kept
    When "first.csv" is uploaded
    Then the request is refused as UploadsUnavailable

  Scenario: A file is imported on the command line
    When this is run: casus import ucdp-ged first.csv --dataset bridge-guard --published 2018-02-20 --by Rima
    Then it ends in 0, saying "2  new"
    And it ends in 0, saying "24 entries recorded"
    And row "101" is the incident "the clash"
    And the last IncidentCoded of "the clash", by Rima says:
      | dataset | bridge-guard |
    And there is no file "first.csv.rejected.csv"

  Scenario: For programs, what came of it is JSON
    When this is run: casus import ucdp-ged first.csv --json
    Then it ends in 0, saying JSON:
      | counts.new | 2     |
      | entries    | 24    |
      | rehearsed  | false |
      | finished   | true  |
      | rejected   | null  |

  Scenario: Rows that can't be taken are listed beside the file, and those that differ where one likes
    Given this was run: casus import ucdp-ged first.csv --release 18.1
    And the UCDP file "second.csv":
      | id    | date_start | where_coordinates |
      | 101   | 2018-02-07 | Khasham bridge    |
      | 102   | 2018-02-31 | Tabiyah village   |
      | =1+1  | 2018-02-31 | Tabiyah village   |
    When this is run: casus import ucdp-ged second.csv --release 18.2 --changes changes.csv
    Then it ends in 1, saying "2  rejected"
    And it ends in 1, saying "second.csv.rejected.csv"
    And the file "second.csv.rejected.csv" says:
      | line | row   | field      | value      | rule                                                     |
      | 3    | 102   | date_start | 2018-02-31 | a date is YYYY-MM-DD, with or without a time of midnight |
      | 4    | '=1+1 | date_start | 2018-02-31 | a date is YYYY-MM-DD, with or without a time of midnight |
    And the file "changes.csv" says:
      | line | row | what    | fields       | contested |
      | 2    | 101 | changed | place; title |           |

  Scenario: What was listed before is listed anew once all is read, and not before
    Given the UCDP file "second.csv":
      | id  | date_start |
      | 101 | 2018-02-31 |
    And this was run: casus import ucdp-ged second.csv --rejected list.csv
    When this is run: casus import ucdp-ged nowhere.csv --rejected list.csv
    Then it ends in 2, saying "UnfitFile"
    And the file "list.csv" says:
      | line | row |
      | 2    | 101 |
    When this is run: casus import ucdp-ged first.csv --rejected list.csv
    Then it ends in 0, saying "2  new"
    And the file "list.csv" says:
      | line | row |

  Scenario: An import is not finished before the rows are listed that can't be taken
    Given the UCDP file "second.csv":
      | id  | date_start |
      | 101 | 2018-02-31 |
      | 102 | 2018-02-10 |
    And there is no room for "second.csv.rejected.csv"
    When this is run: casus import ucdp-ged second.csv
    Then it ends in 1, saying "FilesFull"
    And there is no file "second.csv.rejected.csv"
    Given there is room for "second.csv.rejected.csv" again
    When this is run: casus import ucdp-ged second.csv
    Then it ends in 1, saying "1  new"
    And the file "second.csv.rejected.csv" says:
      | line | row | field      |
      | 2    | 101 | date_start |

  Scenario: All rows or none, on the command line
    Given the UCDP file "second.csv":
      | id  | date_start |
      | 101 | 2018-02-07 |
      | 102 | 2018-02-31 |
    When this is run: casus import ucdp-ged second.csv --strict
    Then it ends in 1, saying "RowsRejected"
    And nothing is recorded
    And the file "second.csv.rejected.csv" says:
      | line | row | field      |
      | 3    | 102 | date_start |

  Scenario: A dry run says what would come of it
    When this is run: casus import ucdp-ged first.csv --dry-run
    Then it ends in 0, saying "24 entries would be recorded"
    And nothing is recorded

  Scenario: What a release covers is said on the command line
    When this is run: casus import ucdp-ged first.csv --covers-country SYR --covers-country IRQ --covers-period 2018-02
    Then it ends in 0, saying "2  new"
    And the last coverage says:
      | period         | 2018-02        |
      | area.countries | ["SYR", "IRQ"] |
      | min_killed     | 1              |
      | harms          | ["killed"]     |

  Scenario Outline: What an import does not take is used wrongly, and nothing is recorded
    When this is run: casus import <words>
    Then it ends in 2, saying "<saying>"
    And nothing is recorded

    Examples:
      | words                                              | saying             |
      | ucdp-ged                                           | Missing argument   |
      | ucdp-ged nowhere.csv                               | UnfitFile          |
      | gtd first.csv                                      | UnknownFormat      |
      | UCDP first.csv                                     | FORMAT             |
      | casus-csv first.csv                                | UnfitFile          |
      | ucdp-ged first.csv --dataset "Bridge Guard"        | --dataset          |
      | ucdp-ged first.csv --published lately              | --published        |
      | ucdp-ged first.csv --published 2999-03-09          | InTheFuture        |
      | ucdp-ged first.csv --covers-country SYR            | --covers-period    |
      | ucdp-ged first.csv --covers-period lately          | --covers-period    |
      | ucdp-ged first.csv --covers-period 2018 --covers-country SY | --covers-country |
      | ucdp-ged first.csv --by " "                        | --by               |
      | ucdp-ged first.csv --rejected first.csv            | --rejected         |
      | ucdp-ged first.csv --changes nowhere/changes.csv   | --changes          |
      | ucdp-ged first.csv --rejected a.csv --changes a.csv | the same file     |

  Scenario: Our own table is written empty, filled in, and imported
    When this is run: casus template --xlsx --output ours.xlsx
    And this is run: casus import casus-csv ours.xlsx
    Then it ends in 2, saying "PublisherNeeded"
    When this is run: casus import casus-csv ours.xlsx --publisher "Our desk"
    Then it ends in 0, saying "0  new"
    When this is run: casus template
    Then it ends in 0, saying "id,title,kind"

  Scenario: What a file brought that may be on record already is listed where one likes
    Given this was run: casus import ucdp-ged first.csv --dataset ours
    When this is run: casus import ucdp-ged first.csv --dataset theirs --similar again.csv
    Then it ends in 0, saying "2 pairs of incidents and 0 of forces may be the same"
    And the file "again.csv" says:
      | kind     | called                                       | other_called                                 |
      | incident | Bridge Guard - River Column, Tabiyah village | Bridge Guard - River Column, Tabiyah village |
      | incident | Bridge Guard - River Column, Khasham town    | Bridge Guard - River Column, Khasham town    |
