Feature: Follow a figure back
  Every figure says where it comes from: the reports that give it, their sources, whom those have it from, how all of
  that was judged, by whom and when; and the rule that makes one figure of several. Who relays somebody is no witness of
  their own: originals are counted once.

  Background:
    Given the source "Agency"
    And the report "first word"
    And the incident "clash"

  Scenario: The first case's toll, back to its reports, sources and originals
    Given the first case is on record
    When the lineage of the militia killed in the first case is asked
    Then the answer says:
      | policy.name                | highest_credibility |
      | policy.version             | 1                   |
      | reconciled.best            | 100                 |
      | reports                    | 1                   |
      | originals                  | 1                   |
      | incident.title             | Clash between the US-led coalition and pro-regime militia |
      | incident.basis.recorded_by | first case          |
    And its originals are:
      | Fox News |
    And one of its figures says "an estimated 100", and is taken for low, best, high
    Given this moment is called "that evening"
    And the later reports are on record
    When the lineage of the militia killed in the first case is asked
    Then the answer says:
      | reports   | 6 |
      | originals | 8 |
      | figures.# | 9 |
    And one of its figures says "an estimated 100", and is passed over: recorded before the figure taken as best
    When the lineage of the militia killed in the first case as known at "that evening" is asked
    Then the answer says:
      | reports | 1 |

  Scenario: Five outlets relay one official
    Given the casualty "killed"
    And "killed" is relayed by five outlets that have it from "a US military official"
    When the lineage of "killed" is asked
    Then the answer says:
      | reports   | 6 |
      | originals | 2 |
    Given the analyst withdraws "first word" because "It was another clash."
    When the lineage of "killed" is asked
    Then the answer says:
      | reports               | 5 |
      | originals             | 1 |
      | come_from.0.reports.# | 5 |
    And its originals are:
      | a US military official |
    And one of its figures is of "first word", and is passed over: its report is not held good

  Scenario: Two outlets that have it from each other are one original
    Given the source "Gazette"
    And the source "Herald"
    And the report "of the Gazette":
      | source_id                 | Gazette |
      | original_source.source_id | Herald  |
    And the report "of the Herald":
      | source_id                 | Herald  |
      | original_source.source_id | Gazette |
    And the casualty "killed":
      | report_id | of the Gazette |
    And the analyst reports a figure for "killed":
      | figure.qualifier | exact         |
      | figure.best      | 10            |
      | report_id        | of the Herald |
    When the lineage of "killed" is asked
    Then the answer says:
      | reports   | 2 |
      | originals | 1 |
    When the lineage of "killed" is asked for as "application/provenance+json"
    Then as PROV, everything that it names is declared
    And as PROV, the reconciled figure has 1 primary source

  Scenario: As it was known before a later report
    Given the casualty "killed"
    And this moment is called "the next morning"
    And the report "later word":
      | published_at | 2018-02-09 |
    And the analyst reports a figure for "killed":
      | figure.qualifier | exact      |
      | figure.best      | 55         |
      | report_id        | later word |
    When the lineage of "killed" is asked
    Then the answer says:
      | reports         | 2  |
      | originals       | 1  |
      | reconciled.best | 55 |
    When the lineage of "killed" as known at "the next morning" is asked
    Then the answer says:
      | reports         | 1  |
      | reconciled.best | 10 |
      | figures.0.taken_for.# | 3 |
    When the lineage of "killed" by what was published by 2018-02-08 is asked
    Then the answer says:
      | reconciled.best | 10 |
    When the lineage of "killed" without the report "later word" is asked
    Then the answer says:
      | figures.#       | 1  |
      | reconciled.best | 10 |
    When the lineage of "killed" without the report "first word" is asked
    Then the request is refused as Missing

  Scenario: Who judged it, and how
    Given the casualty "killed"
    And the report "second word"
    And the analyst reports a figure for "killed":
      | figure.qualifier | exact       |
      | figure.best      | 55          |
      | report_id        | second word |
    And the analyst assesses a figure of "killed":
      | report_id   | first word           |
      | credibility | 2                    |
      | reason      | The hospital says so |
    And the analyst rates "Agency":
      | reliability | B               |
      | reason      | It corrects itself |
    And the analyst disputes a figure of "killed":
      | report_id   | second word               |
      | disputed_by | first word                |
      | statement   | Ten, not fifty-five       |
    And the analyst grades "clash":
      | grading | fair                  |
      | reason  | Two reports, one agency |
    And the analyst revises a figure of "killed":
      | figure.qualifier | exact       |
      | figure.best      | 54          |
      | report_id        | second word |
      | reason           | A slip      |
    When the lineage of "killed" is asked
    Then the answer says:
      | reconciled.best              | 10                       |
      | figures.0.credibility        | 2                        |
      | figures.0.judged.reason      | The hospital says so     |
      | figures.1.passed_over        | less credible than the figure taken as best |
      | figures.1.disputes.0.statement | Ten, not fifty-five    |
      | figures.1.basis.reason       | A slip                   |
      | figures.1.revises.#          | 1                        |
      | incident.grading             | fair                     |
      | incident.graded.reason       | Two reports, one agency  |
    And its source "Agency" is rated B because "It corrects itself"
    When the lineage of "killed" is asked for as "application/provenance+json"
    Then as PROV, everything that it names is declared
    And as PROV, the figure of "second word" revises another

  Scenario: Through which incident a casualty counts
    Given the incident "the same clash"
    And the force "militia"
    And the force "fighters"
    And the casualty "killed":
      | incident_id | clash    |
      | side        | fighters |
    And the analyst merges "clash" into "the same clash"
    And the analyst merges "fighters" into "militia"
    When the lineage of "killed" is asked
    Then the answer says:
      | incident.id                | clash          |
      | incident.counts_through    | the same clash |
      | incident.mergers.0.into    | the same clash |
      | force.stands_for_it        | militia        |

  Scenario: What was imported says by which release
    Given the UCDP file "first.csv":
      | id | best |
      | 1  | 30   |
    And "first.csv" was imported as release "18.1"
    When the lineage of an imported casualty is asked
    Then its figure was recorded by the import of release "18.1"
    When its lineage is asked for as "application/provenance+json"
    Then as PROV, everything that it names is declared

  Scenario: A sum is followed back casualty by casualty, and each of those to its reports
    Given the casualty "everybody":
      | side        | all |
      | figure.best | 10  |
    And the casualty "some of them":
      | side        | civilians |
      | figure.best | 4         |
    And the incident "elsewhere":
      | place.name      | At sea |
      | place.precision | 7      |
    And the casualty "at sea":
      | incident_id | elsewhere |
      | side        | all       |
      | figure.best | 3         |
    When "/toll?group_by=country,month" is asked
    Then each of its rows is followed back to casualties that add up to it
    When "/toll?group_by=side&country=SYR" is asked
    Then each of its rows is followed back to casualties that add up to it
    When "/toll/lineage?of_country=SYR" is asked
    Then the answer says:
      | items.#            | 2                 |
      | items.0.low        | 10                |
      | items.0.left_out   | null              |
      | items.1.best       | 0                 |
      | items.1.left_out   | counted_in_others |
      | items.1.counted_in | everybody         |
    And each of its rows is followed back to a casualty

  Scenario: Lists of incidents and casualties say where their figures lead back
    Given the casualty "killed"
    When "/casualties?policy=ucdp_best" is asked
    Then each of its rows is followed back to a casualty
    When "/incidents?published_by=2018-02-08" is asked
    Then each of its rows is followed back to casualties that add up to its toll
    Given the analyst retracts "clash" because "It was an exercise."
    When "/incidents?status=retracted" is asked
    Then each of its rows is followed back to casualties that add up to its toll
    When "/sources" is asked
    Then the answer says:
      | lineage | null |

  Scenario: A page leads back to what the first was answered from
    Given the report "later word":
      | published_at | 2018-02-09 |
    And the casualty "killed"
    And the casualty "injured":
      | harm | injured |
    And the analyst reports a figure for "injured":
      | figure.qualifier | exact      |
      | figure.best      | 55         |
      | report_id        | later word |
    When "/casualties?published_by=2018-02-08&policy=airwars_minmax&limit=1" is asked
    Given others meanwhile enter "ambush" and retract "clash"
    When its cursor is sent to /casualties?policy=airwars_minmax&limit=1
    Then the answer says:
      | items.0.harm             | injured |
      | items.0.reconciled.high  | 10      |
    And each of its rows is followed back to a casualty

  Scenario: A page of a sum's lineage leads to the next
    Given the casualty "killed"
    And the casualty "injured":
      | harm | injured |
    When "/toll/lineage?limit=1" is asked
    And the next page is asked
    Then the answer says:
      | items.#      | 1       |
      | items.0.harm | injured |
    And there is no next page
    When "/toll/lineage" is asked for as "application/x-ndjson"
    Then each line is what "/toll/lineage" has

  Scenario Outline: What can't be asked so is refused
    When "<address>" is asked
    Then the request is refused as <refusal>

    Examples:
      | address                                                            | refusal          |
      | /figures/00000000-0000-4000-8000-000000000000/lineage              | Missing          |
      | /figures/00000000-0000-4000-8000-000000000000/lineage?policy=best  | Invalid          |
      | /figures/00000000-0000-4000-8000-000000000000/lineage?known_at=999 | UnknownMoment    |
      | /toll/lineage?of_month=February                                    | Invalid          |
      | /toll/lineage?of_force=00000000-0000-4000-8000-000000000000        | UnknownReference |
      | /toll/lineage?of_side=00000000-0000-4000-8000-000000000000         | UnknownReference |

  Scenario: It is told in JSON, and in PROV-JSON
    Given the casualty "killed"
    When the lineage of "killed" is asked for as "text/csv"
    Then the request is refused as NotAcceptable
