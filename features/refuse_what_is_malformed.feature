Feature: Refuse what is malformed
  What a client sends is taken as it is or refused with the field and the rule, and leaves no trace but its answer.

  Background:
    Given the source "Agency"
    And the report "first word"

  Scenario Outline: An incident names a place on the globe, a date that can be, and one of the kinds
    When the analyst enters the incident "nonsense":
      | title           | nonsense   |
      | kind            | battle     |
      | occurred        | 2018-02-07 |
      | place.name      | Khasham    |
      | place.precision | 1          |
      | place.latitude  | 35.3       |
      | place.longitude | 40.3       |
      | report_id       | first word |
      | <field>         | <value>    |
    Then the request is refused as Invalid, naming <named>

    Examples:
      | field             | value                   | named             |
      | place.latitude    | 91                      | place.latitude    |
      | place.longitude   | 180.5                   | place.longitude   |
      | place.latitude    | null                    | place             |
      | place.latitude    | "35"                    | place.latitude    |
      | place.precision   | 8                       | place.precision   |
      | place.precision   | "1"                     | place.precision   |
      | place.country     | SYX                     | place.country     |
      | occurred          | last Wednesday          | occurred          |
      | occurred          | 2018-02-30              | occurred          |
      | occurred          | 2018-02-08/2018-02-07   | occurred          |
      | occurred          | 1518000000              | occurred          |
      | kind              | skirmish                | kind              |
      | report_id         | 7                       | report_id         |
      | title             | " "                     | title             |
      | colour            | red                     | colour            |

  Scenario: It does not end before it begins
    When the analyst enters the incident "nonsense":
      | title             | nonsense             |
      | kind              | battle               |
      | occurred.edtf     | 2018-02-07           |
      | occurred.began_at | 2018-02-07T20:00:00Z |
      | occurred.ended_at | 2018-02-07T19:00:00Z |
      | place.name        | Khasham              |
      | place.precision   | 2                    |
      | report_id         | first word           |
    Then the request is refused as Invalid, naming occurred

  Scenario: A command is JSON as RFC 8259 has it
    When the analyst sends the source '{"name": NaN, "kind": "newspaper"}'
    Then the request is refused as MalformedBody

  Scenario: A command says each thing once
    When the analyst sends the source '{"name": "a", "name": "b", "kind": "newspaper"}'
    Then the request is refused as MalformedBody

  Scenario: A command is application/json
    When the analyst sends the source 'name=a&kind=newspaper' as application/x-www-form-urlencoded
    Then the request is refused as UnsupportedMediaType

  Scenario: A command has a size
    When the analyst sends a source of 2000000 characters
    Then the request is refused as TooLarge

  Scenario: A mistyped parameter is not passed over
    When "/sources?know_at=3" is asked
    Then the request is refused as Invalid, naming know_at

  Scenario Outline: Only a moment that has come can be asked about
    When "/sources?known_at=<moment>" is asked
    Then the request is refused as <refusal>, naming known_at

    Examples:
      | moment               | refusal       |
      | 2999-01-01T00:00:00Z | UnknownMoment |
      | 1000000              | UnknownMoment |
      | yesterday            | Invalid       |

  Scenario Outline: What is not served is not there
    When "<address>" is asked
    Then the request is refused as <refusal>

    Examples:
      | address                                         | refusal          |
      | /battles                                        | UnknownRoute     |
      | /incidents/00000000-0000-4000-8000-000000000000 | Missing          |
      | /incidents/clash                                | Invalid          |
      | /sources/%00                                    | MalformedRequest |

  Scenario: A thing of another kind is not there
    When the report "first word" is asked for as an incident
    Then the request is refused as Missing
