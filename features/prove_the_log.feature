Feature: Prove what the log holds
  Whoever trusts neither us nor our server checks the log by itself: by what was signed, and by proofs that an entry is in
  it, and that it only ever grew. The forms are those of RFC 9162 and C2SP, so that other people's tools read them.

  Background:
    Given the source "Agency"
    And the report "dispatch":
      | published_at | 2018-02-08 |
    And the incident "clash":
      | title     | Clash at Khasham |
      | report_id | dispatch         |

  Scenario: What was signed says how many entries there are, and is signed by the log's own key
    Given the log was signed
    When its checkpoint is asked for
    Then an outsider reads in it, by the log's key, that there are 3 entries

  Scenario: Before anything was signed there is no checkpoint
    When its checkpoint is asked for
    Then the request is refused as NotSignedYet

  Scenario: An entry is proved to be in the log, to whoever has its bytes and the checkpoint
    Given the log was signed
    When the proof that entry 2 is in the log is asked for
    Then an outsider finds with it that entry 2 is in the log that was signed
    And an outsider finds with it that entry 3 is not there

  Scenario: Of what came after the checkpoint there is a proof, but nothing signed yet
    Given the log was signed
    And the analyst retracts "clash" because "It never happened."
    When the proof that entry 4 is in the log is asked for
    Then it leads to a tree of 4 entries, which nobody has signed
    When the proof that entry 4 is in the log is asked for as text
    Then the request is refused as NotSignedYet

  Scenario: What the log was is the beginning of what it is
    Given the log was signed
    And the analyst retracts "clash" because "It never happened."
    And the log was signed
    When the proof that the log of 3 entries became that of 4 is asked for
    Then an outsider finds with it that the one was the beginning of the other
    And both checkpoints are still there

  Scenario Outline: An answer says how it is cited: as of which position, and what was signed that covers it
    Given the log was signed
    And the analyst retracts "clash" because "It never happened."
    And the log was signed
    When "<address>" is asked for
    Then it is cited as of position <position>, covered by the checkpoint of <size> entries
    When "/log/checkpoint?covering=<position>" is asked for
    Then an outsider reads in it, by the log's key, that there are <size> entries

    Examples:
      | address                             | position | size |
      | /toll?cite=true&known_at=2          | 2        | 3    |
      | /incidents?cite=true                | 4        | 4    |
      | /claims?cite=true                   | 4        | 4    |
      | /casualties?cite=true&known_at=3    | 3        | 3    |

  Scenario: What nothing signed covers yet can't be cited so
    Given the log was signed
    And the analyst retracts "clash" because "It never happened."
    When "/toll?cite=true" is asked for
    Then the request is refused as NotSignedYet
    When "/toll" is asked for
    Then it does not say how it is cited

  Scenario: Tiles hold the hashes and the entries, for tools that read logs so
    When the tiles of the log are read
    Then an outsider makes the root of 3 entries from the tile "0/000.p/3"
    And the same from the entries in "entries/000.p/3"

  Scenario Outline: What there is not can't be proved
    When "/log/<path>" is asked for
    Then the request is refused as <refusal>

    Examples:
      | path                                | refusal      |
      | proofs/inclusion?position=4         | NoSuchTree   |
      | proofs/inclusion?position=3&size=2  | NoSuchTree   |
      | proofs/inclusion?position=1&size=9  | NoSuchTree   |
      | proofs/inclusion?position=0         | Invalid      |
      | proofs/consistency?from=3&to=9      | NoSuchTree   |
      | proofs/consistency?from=3&to=2      | NoSuchTree   |
      | proofs/consistency?from=0&to=3      | Invalid      |
      | checkpoint?size=2                   | NotSignedYet |
      | tile/0/000                          | NoSuchTile   |
      | tile/0/000.p/4                      | NoSuchTile   |
      | tile/1/000                          | NoSuchTile   |
      | tile/0/0                            | NoSuchTile   |
      | tile/entries/001                    | NoSuchTile   |

  Scenario: Nothing is signed that does not go on from what was signed before
    Given the log was signed
    And somebody has put another log of 5 entries in its place
    When the log is to be signed
    Then it is refused as Forked, and the alarm is raised
    And the last checkpoint is still that of 3 entries

  Scenario: Nothing is signed that its tree does not say
    Given the log was signed
    And the analyst retracts "clash" because "It never happened."
    And somebody has changed the content of entry 4 in its file
    When the log is to be signed
    Then it is refused as Forked, and the alarm is raised

  Scenario: Where the last checkpoint is not this log's own, nothing is signed after it
    Given the log was signed
    And somebody has signed the last checkpoint with another key
    And the analyst retracts "clash" because "It never happened."
    When the log is to be signed
    Then it is refused as Forked, and the alarm is raised

  Scenario: A log that is shorter than what was signed is not signed
    Given the log was signed
    And somebody has rolled the log back to 2 entries
    When the log is to be signed
    Then it is refused as Forked, and the alarm is raised
