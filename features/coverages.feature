Feature: Declare what the record is complete for
  Whether a clash was the largest since some year can only be told where and when the record is held to be complete.
  Somebody declares that, says on what grounds, and withdraws it when it proves wrong.

  Background:
    Given the source "Observatory"
    And the report "yearbook":
      | published_at | 2018-02-20 |
    And this moment is called "before"
    And the coverage "yearbook's":
      | area.countries | ["SYR", "IRQ"]                                             |
      | area.box       | {"west": 35.5, "south": 32.3, "east": 42.4, "north": 37.3} |
      | period         | 2017-01-01/2018-01-31                                      |
      | kinds          | ["battle", "air_or_drone_strike"]                          |
      | min_killed     | 1                                                          |
      | harms          | ["killed"]                                                 |
      | basis          | Its editors name every battle with a death, day by day.    |
      | report_id      | yearbook                                                   |
    And this moment is called "declared"

  Scenario: The record is declared complete for an area, a period and kinds of incident
    Then the history of "yearbook's" is CoverageDeclared
    And "yearbook's" says:
      | area.countries        | ["SYR", "IRQ"]                                          |
      | area.box.west         | 35.5                                                    |
      | period                | 2017-01-01/2018-01-31                                   |
      | kinds                 | ["battle", "air_or_drone_strike"]                       |
      | min_killed            | 1                                                       |
      | harms                 | ["killed"]                                              |
      | grounds               | Its editors name every battle with a death, day by day. |
      | report_id             | yearbook                                                |
      | withdrawn             | false                                                   |
      | basis.opened.position | 3                                                       |

  Scenario: Without an area, kinds or a report it is everywhere, of every kind, on the word of whoever declares it
    When the analyst enters the coverage "all":
      | period | 2018-02                               |
      | basis  | We looked up every day of that month. |
    Then the log ends with CoverageDeclared, by local analyst
    And "all" says:
      | area.countries | []   |
      | area.box       | null |
      | kinds          | []   |
      | min_killed     | null |
      | harms          | []   |
      | report_id      | null |

  Scenario: A coverage is withdrawn, and stays readable as it was declared
    When the analyst withdraws "yearbook's" because "Two battles were missing."
    Then the log ends with CoverageWithdrawn
    And "yearbook's" says:
      | withdrawn              | true                      |
      | basis.withdrawn.reason | Two battles were missing. |
    And as known at "declared", "yearbook's" says:
      | withdrawn | false |
    And as known at "before", "yearbook's" was not on record

  Scenario: A coverage is withdrawn once
    Given the analyst withdraws "yearbook's" because "Two battles were missing."
    When the analyst withdraws "yearbook's" because "Three were missing."
    Then the request is refused as CoverageAlreadyWithdrawn

  Scenario: A period that begins in the future can't be covered
    When the analyst enters the coverage "next year":
      | period | "2019"              |
      | basis  | We shall look it up |
    Then the request is refused as InTheFuture, naming period

  Scenario: A period without an end covers what is to come too
    When the analyst enters the coverage "from now on":
      | period | 2018-02-01/..                    |
      | basis  | Every report is read as it comes |
    Then the log ends with CoverageDeclared

  Scenario Outline: What is no scope is refused
    When the analyst enters the coverage "wrong":
      | period  | "2018"              |
      | basis   | Every day looked up |
      | <field> | <value>             |
    Then the request is refused as <refusal>, naming <named>

    Examples:
      | field          | value                                            | refusal          | named            |
      | period         | last year                                        | Invalid          | period           |
      | area.countries | ["Syria"]                                        | Invalid          | area.countries.0 |
      | area.box       | {"west": 0, "south": 2, "east": 1, "north": 1}   | Invalid          | area.box         |
      | area.box       | {"west": 0, "south": 0, "east": 181, "north": 1} | Invalid          | area.box.east    |
      | kinds          | ["war"]                                          | Invalid          | kinds.0          |
      | min_killed     | -1                                               | Invalid          | min_killed       |
      | harms          | ["hurt"]                                         | Invalid          | harms.0          |
      | report_id      | 00000000-0000-4000-8000-000000000000             | UnknownReference | report_id        |

  Scenario: It rests on no report that was withdrawn
    Given the analyst withdraws "yearbook" because "It was never published."
    When the analyst enters the coverage "another":
      | period    | "2017"     |
      | basis     | So it says |
      | report_id | yearbook   |
    Then the request is refused as AlreadyWithdrawn, naming report_id

  Scenario: It counts from when the report that it rests on was published
    Then by what was published by 2018-02-19, "yearbook's" is not on record
    And by what was published by 2018-02-20, "yearbook's" says:
      | withdrawn | false |

  Scenario: Coverages are asked for by what they take in
    Given the coverage "everywhere":
      | period | "2018"                             |
      | basis  | Three agencies, read every morning |
    And the coverage "Yemen":
      | area.countries | ["YEM"]         |
      | kinds          | ["armed_clash"] |
      | period         | 2018-02         |
    And the analyst withdraws "Yemen" because "Nobody looked."
    Then to these questions, these coverages are the answer:
      | question                | coverages                     |
      |                         | yearbook's, everywhere        |
      | sort=-recorded          | everywhere, yearbook's        |
      | status=any              | yearbook's, everywhere, Yemen |
      | status=retracted        | Yemen                         |
      | country=SYR             | yearbook's, everywhere        |
      | country=YEM&status=any  | everywhere, Yemen             |
      | kind=battle&status=any  | yearbook's, everywhere, Yemen |
      | kind=attack             | everywhere                    |
      | kind=armed_clash        | yearbook's, everywhere        |
      | occurred=2018-01-31     | yearbook's, everywhere        |
      | occurred=2018-02        | everywhere                    |
      | occurred=2017           | yearbook's                    |
      | occurred=2016           | nothing                       |
      | q=AGENCIES              | everywhere                    |
      | published_by=2018-02-19 | everywhere                    |

  Scenario: The list of coverages is a table, too
    When "/coverages" is asked for as "text/csv"
    Then the table says:
      | area_countries | area_box_west | period                | kinds                       | harms  | grounds                                                 |
      | SYR; IRQ       | 35.5          | 2017-01-01/2018-01-31 | battle; air_or_drone_strike | killed | Its editors name every battle with a death, day by day. |
