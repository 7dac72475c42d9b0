Feature: Read what was imported
  An import is on record as what it was: which release of which dataset, from which file, begun when and by whom; and
  once every row was looked at, how many became what.

  Background:
    Given the source "Programme"
    And the report "release 24.1":
      | published_at | 2017-06-01 |
    And the report "release 25.1":
      | published_at | 2018-02-10 |
    And the coverage "a year":
      | period | "2017" |
    And the import "first" of "release 24.1" is begun
    And this moment is called "begun"

  Scenario: An import that was begun is on record
    Then the history of "first" is ImportBegun
    And "first" says:
      | dataset        | conflicts    |
      | release        | release 24.1 |
      | format         | casus-csv    |
      | report_id      | release 24.1 |
      | columns.0.name | id           |
      | columns.0.tag  | #meta+id     |
      | counts         | null         |
      | coverage_id    | null         |

  Scenario: What came of its rows is on record once it is finished
    Given the import "first" is finished, declaring "a year":
      | rows     | 12 |
      | new      | 9  |
      | rejected | 3  |
    Then the history of "first" is ImportBegun, ImportFinished
    And "first" says:
      | counts.rows           | 12     |
      | counts.new            | 9      |
      | counts.changed        | 0      |
      | counts.rejected       | 3      |
      | coverage_id           | a year |
      | basis.opened.position | 5      |
      | basis.counts.position | 6      |
    And as known at "begun", "first" says:
      | counts | null |

  Scenario: An import is finished once
    Given the import "first" is finished, declaring "a year":
      | rows | 12 |
    Then to finish "first" again is refused as AlreadyFinished

  Scenario: An import counts from when its release was published
    Then by what was published by 2017-05-31, "first" is not on record
    And by what was published by 2017-06-01, "first" says:
      | counts | null |

  Scenario: Imports are asked for by their dataset, and by whether they are finished
    Given the import "first" is finished, declaring "a year":
      | rows | 12 |
    And the import "second" of "release 25.1" is begun
    Then to these questions, these imports are the answer:
      | question                         | imports       |
      |                                  | first, second |
      | sort=-recorded                   | second, first |
      | dataset=conflicts                | first, second |
      | dataset=conflict                 | nothing       |
      | format=casus-csv,xlsx            | first, second |
      | format=xlsx                      | nothing       |
      | finished=true                    | first         |
      | finished=false                   | second        |
      | finished=true,false              | first, second |
      | finished=false&known_at=5        | first         |
      | published_by=2018-02-09          | first         |

  Scenario: Finished is true or false
    When "/imports?finished=yes" is asked
    Then the request is refused as Invalid, naming finished

  Scenario: The list of imports is a table, too
    Given the import "first" is finished, declaring "a year":
      | rows | 12 |
      | new  | 9  |
    When "/imports" is asked for as "text/csv"
    Then the table says:
      | dataset   | finished | counts_rows | counts_new |
      | conflicts | true     | 12          | 9          |
