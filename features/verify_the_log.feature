Feature: Verify the log
  A bundle is one file that an outsider verifies without us and without a network: all of the log, or one thing with
  everything that it rests on. Whatever is wrong with it is said, and the first wrong entry is named.

  Background:
    Given the source "Agency"
    And the report "dispatch":
      | published_at | 2018-02-08 |
    And the incident "clash":
      | title     | Clash at Khasham |
      | report_id | dispatch         |

  Scenario: The whole log is handed on, and verified with the key that was published
    Given the log was signed
    When a bundle of the log is asked for
    Then both verifiers find that it holds 3 entries, and nothing wrong
    And verified on the command line it ends in 0, saying "Nothing is wrong."

  Scenario: Without the published key it is said that a bundle only agrees with itself
    Given the log was signed
    When a bundle of the log is asked for
    Then verified without the key it ends in 0, saying "agrees with itself"

  Scenario: A thing is handed on with everything that it rests on, and with nothing else
    Given the source "Rumour"
    And the log was signed
    When a bundle of "clash" is asked for
    Then both verifiers find that it holds 3 entries, and nothing wrong
    And verified on the command line it ends in 0, saying "It holds 3 of the log's 4 entries."

  Scenario: What came after the last checkpoint is in no bundle
    Given the log was signed
    And the incident "raid":
      | title     | Raid at Khasham |
      | report_id | dispatch        |
    When a bundle of the log is asked for
    Then both verifiers find that it holds 3 entries, and nothing wrong
    When a bundle of "raid" is asked for
    Then the request is refused as NotSignedYet

  Scenario: Before anything was signed there is no bundle
    When a bundle of the log is asked for
    Then the request is refused as NotSignedYet
    When "/log/bundle?incident=00000000-0000-0000-0000-000000000001" is asked for
    Then the request is refused as Missing

  Scenario: A bundle is of one thing
    Given the log was signed
    When "/log/bundle?incident=00000000-0000-0000-0000-000000000001&claim=00000000-0000-0000-0000-000000000001" is asked for
    Then the request is refused as Invalid

  Scenario Outline: Who tampered with a bundle is found out, and the first wrong entry is named
    Given the log was signed
    When a bundle of the log is asked for
    And somebody <does> in it
    Then both verifiers name entry <position> as the first that is wrong
    And verified on the command line it ends in 1, saying "entry <position>"

    Examples:
      | does                  | position |
      | changes entry 2       | 2        |
      | removes entry 1       | 1        |
      | removes entry 3       | 3        |
      | swaps entries 2 and 3 | 2        |
      | repeats entry 2       | 3        |

  Scenario: A log that was rolled back and signed again is found out by a checkpoint that was kept
    Given the log was signed, and somebody kept the checkpoint
    And somebody has rolled the log back to 2 entries
    And it was signed anew, as if nothing had been signed before
    When a bundle of the log is asked for
    Then both verifiers find that it holds 2 entries, and nothing wrong
    But both verifiers find by the checkpoint that was kept that it was rolled back

  Scenario: What went on from a checkpoint that somebody kept is proved to have gone on from it
    Given the log was signed, and somebody kept the checkpoint
    And the analyst retracts "clash" because "It never happened."
    And the log was signed
    When a bundle since that checkpoint is written
    Then both verifiers find by the checkpoint that was kept that nothing is wrong

  Scenario: A bundle over HTTP goes on from a checkpoint by its size
    Given the log was signed, and somebody kept the checkpoint
    And the analyst retracts "clash" because "It never happened."
    And the log was signed
    When a bundle of "clash" since that checkpoint is asked for
    Then both verifiers find by the checkpoint that was kept that nothing is wrong
    When a bundle of "clash" since 1 entry is asked for
    Then the request is refused as NotSignedYet

  Scenario: A checkpoint of another log is none to go on from
    Given the log was signed
    And somebody kept a checkpoint of another log
    When a bundle since that checkpoint is written
    Then it ends in 2, saying "NotACheckpoint"

  Scenario: The log in a data directory is verified, and the entry that somebody changed is named
    Given the log was signed
    When the data directory is verified
    Then it ends in 0, saying "Nothing is wrong."
    Given somebody has changed the content of entry 2 in its file
    When the data directory is verified
    Then it ends in 1, saying "WRONG: entry 2"

  Scenario: A log that was rolled back is shorter than what was signed
    Given the log was signed
    And somebody has rolled the log back to 2 entries
    When the data directory is verified
    Then it ends in 1, saying "rolled back"

  Scenario: A key that can't be read is no key to verify with
    Given the log was signed
    When the data directory is verified with the key "nonsense"
    Then it ends in 2, saying "NotVerifiable"

  Scenario Outline: Where others attest it, and it is not said whom to trust, that is said
    Given the log was signed
    And an authority that gives time stamps
    And a witness who has copied it
    When the request for a time stamp is answered by it
    And the witness's cosignature is handed in
    And the <what> is verified by nobody's word
    Then it ends in 0, saying "time stamp, which is not verified here: --roots"
    And it ends in 0, saying "signatures of other keys, which are not verified here: --witness"

    Examples:
      | what           |
      | bundle         |
      | data directory |

  Scenario Outline: What is no root certificate, or no witness's key, is nothing to verify with
    Given the log was signed
    When the bundle is verified by <what>
    Then it ends in 2, saying "NotVerifiable"

    Examples:
      | what                         |
      | roots that are none          |
      | roots that are nowhere       |
      | the log's key as a witness's |
      | a witness's key that is none |

  Scenario: What others attest of a log without its key can't be verified
    Given the log was signed
    And a witness who has copied it
    And the log's key is gone
    When the data directory is verified by the witness's key
    Then it ends in 2, saying "NotVerifiable"
