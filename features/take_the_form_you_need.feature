Feature: Take the form you need
  A program takes JSON in pages, a map GeoJSON, a spreadsheet CSV, a long pipe NDJSON: Accept says which. The last three
  have everything unless a limit is named.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the incident "clash"
    And the casualty "the dead"
    And the incident "a trap":
      | title           | =1+2, "so called" |
      | place.name      | ＠ Niger           |
      | place.precision | 6                 |
      | place.country   | NER               |

  Scenario: The most welcome form is taken
    Then to what is accepted, this is the form of the answer:
      | accept                                                          | form                                    |
      |                                                                 | application/json                        |
      | */*                                                             | application/json                        |
      | text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | application/json                        |
      | application/*;q=0.5, text/csv;q=0.6                             | text/csv; charset=utf-8; header=present |
      | text/csv; charset="UTF-8"                                       | text/csv; charset=utf-8; header=present |
      | text/csv, */*                                                   | text/csv; charset=utf-8; header=present |
      | application/json;q=0, */*;q=0.1                                 | application/geo+json                    |
      | Application/X-NDJSON                                            | application/x-ndjson                    |
      | nonsense, application/geo+json                                  | application/geo+json                    |

  Scenario: A form that there is not is refused
    Then what accepts only these is refused as NotAcceptable:
      | collection | accept                          |
      | incidents  | text/html                       |
      | incidents  | application/json;q=0            |
      | incidents  | text/csv;charset=latin1         |
      | incidents  | json                            |
      | incidents  | application/json;q=2            |
      | sources    | application/geo+json            |
      | toll       | application/geo+json, image/png |

  Scenario: A table, with each part in a column of its own, and no cell that a spreadsheet would run
    When "/incidents" is asked for as "text/csv"
    Then the table says:
      | title              | place_name | place_latitude | place_exact | place_country | killed_best | injured_best |
      | clash              | Khasham    | 35.336         | true        | SYR           | 10          |              |
      | '=1+2, "so called" | '＠ Niger   |                | false       | NER           |             |              |

  Scenario: A table of nothing has its columns
    When "/casualties?harm=missing" is asked for as "text/csv"
    Then the table has the columns id, harm, figure_low, figure_best, figure_report_id
    And the table has no rows

  Scenario: A map, on which a point that only represents a place is never taken for it
    Given the incident "somewhere in the east":
      | place.name      | Deir ez-Zor |
      | place.precision | 4           |
      | place.latitude  | 35.33       |
      | place.longitude | 40.14       |
    When "/incidents" is asked for as "application/geo+json"
    Then the answer says:
      | type                                    | FeatureCollection   |
      | policy                                  | highest_credibility |
      | next                                    | null                |
      | features.#                              | 3                   |
      | features.0.type                         | Feature             |
      | features.0.id                           | clash               |
      | features.0.geometry.type                | Point               |
      | features.0.geometry.coordinates.0       | 40.309              |
      | features.0.geometry.coordinates.1       | 35.336              |
      | features.0.properties.place_exact       | true                |
      | features.0.properties.toll.killed.best  | 10                  |
      | features.1.geometry                     | null                |
      | features.1.properties.place_exact       | false               |
      | features.2.properties.place_exact       | false               |
      | features.2.properties.place_precision   | 4                   |

  Scenario: A line for each, as the page of JSON has them
    When "/incidents" is asked for as "application/x-ndjson"
    Then each line is what "/incidents" has

  Scenario: Everything, unless a limit is named
    Given 60 sources
    Then this many lines are answered:
      | question          | accept               | lines | next |
      | /sources          | application/x-ndjson | 61    | no   |
      | /sources          | text/csv             | 62    | no   |
      | /sources?limit=7  | application/x-ndjson | 7     | yes  |
      | /sources?limit=61 | text/csv             | 62    | no   |

  Scenario: A page of JSON has fifty unless a limit is named
    Given 60 sources
    When "/sources" is asked
    Then the answer says:
      | items.# | 50 |
    When the next page is asked
    Then the answer says:
      | items.# | 11   |
      | next    | null |
    When "/sources?limit=61" is asked
    Then the answer says:
      | items.# | 61 |

  Scenario: What is refused is a problem in any form
    When "/incidents?force=00000000-0000-4000-8000-000000000000" is asked for as "text/csv"
    Then the request is refused as UnknownReference, naming force
