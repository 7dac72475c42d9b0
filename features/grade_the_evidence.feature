Feature: Grade the evidence
  Airwars' grading says how well an incident of civilian harm is evidenced. Four eyes confirm: a reviewer, and not
  whoever entered the incident.

  Background:
    Given "Amal" holds a token as analyst
    And "Boris" holds a token as reviewer
    And "Amal" is asking
    And the source "Syrian Observer"
    And the report "first word"
    And the incident "strike"

  Scenario: An analyst grades
    When the analyst grades "strike":
      | grading | weak                  |
      | reason  | A single source's word |
    Then the log ends with IncidentGraded, by Amal
    And "strike" says:
      | grading                   | weak |
      | basis.grading.recorded_by | Amal |

  Scenario: A reviewer confirms
    Given "Boris" is asking
    When the analyst grades "strike":
      | grading | confirmed                          |
      | reason  | The coalition took responsibility  |
    Then the log ends with IncidentGraded, by Boris

  Scenario: An analyst does not confirm
    When the analyst grades "strike":
      | grading | confirmed                         |
      | reason  | The coalition took responsibility |
    Then the request is refused as ReviewerNeeded, naming grading

  Scenario: Nobody confirms what they entered
    Given "Boris" is asking
    And the incident "another strike"
    When the analyst grades "another strike":
      | grading | confirmed                         |
      | reason  | The coalition took responsibility |
    Then the request is refused as AuthorCannotConfirm, naming grading

  Scenario: The same grade again says nothing
    Given the analyst grades "strike":
      | grading | weak                   |
      | reason  | A single source's word |
    When the analyst grades "strike":
      | grading | weak         |
      | reason  | Still single |
    Then the request is refused as NothingChanges
