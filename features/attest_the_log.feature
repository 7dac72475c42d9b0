Feature: Have others attest what was signed
  Whoever keeps a log could sign another one in its stead, and say that it was always so. What others saw, and by when, they
  attest: witnesses, who copy the log, by cosignatures, and authorities by time stamps. All is exchanged as files.

  Background:
    Given the source "Agency"

  Scenario: The log has a key, which is published, and stays
    When "casus log key --origin log.example.org/casus" is run
    Then it prints a key of "log.example.org/casus"
    When "casus log key" is run
    Then it prints a key of "log.example.org/casus"
    When "casus log key --origin other.example.org" is run
    Then it ends in 2, saying "KeyExists"

  Scenario: It is signed on the command line too
    When "casus log sign" is run
    Then it prints a checkpoint of 1 entries
    When "casus log sign" is run
    Then it prints a checkpoint of 1 entries

  Scenario: An authority attests by when a checkpoint was there
    Given the log was signed
    And an authority that gives time stamps
    When the request for a time stamp is answered by it
    Then its answer is kept with the checkpoint of 1 entries
    And the answer of another authority is refused as NotAttested

  Scenario: A witness attests that it saw a checkpoint, and whoever asks for that sees so
    Given the log was signed
    And a witness who has copied it
    When the witness's cosignature is handed in
    Then the checkpoint of 1 entries is signed by the log, and cosigned by the witness
    When the witness's cosignature is handed in again
    Then the checkpoint of 1 entries is signed by the log, and cosigned by the witness

  Scenario: What is no cosignature of this log's checkpoint is refused
    Given the log was signed
    And a witness who has copied it
    Then the cosignature is refused as NotAttested where it is said to be another's
    And it is refused as NotAttested where the checkpoint is another's

  Scenario: Only who has copied a log attests it
    Given the log was signed
    When "casus log cosign --key witness.key --output seen" is run
    Then it ends in 2, saying "NotAWitness: Only a copy"
