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
    When "casus log cosign --key witness.key --name witness.org --output seen" is run
    Then it ends in 2, saying "NotAWitness: Only a copy"

  Scenario Outline: Whoever verifies is told by when the entries were there, by the word of an authority that they trust
    Given the log was signed
    And an authority that gives time stamps
    When the request for a time stamp is answered by it
    And the <what> is verified by the authority's roots
    Then it ends in 0, saying "the log had these 1 entries, by the word of CN=Authority"
    And it does not say "not verified here"

    Examples:
      | what           |
      | bundle         |
      | data directory |

  Scenario Outline: A time stamp by another authority than is trusted is wrong
    Given the log was signed
    And an authority that gives time stamps
    When the request for a time stamp is answered by it
    And the <what> is verified by another authority's roots
    Then it ends in 1, saying "WRONG: The time stamp over the checkpoint of 1 does not hold"

    Examples:
      | what           |
      | bundle         |
      | data directory |

  Scenario Outline: A time stamp that is asked for, and is none, is missed
    Given the log was signed
    And an authority that gives time stamps
    When the <what> is verified by the authority's roots
    Then it ends in 1, saying "WRONG: There is no time stamp over what the key has signed."

    Examples:
      | what           |
      | bundle         |
      | data directory |

  Scenario Outline: Whoever verifies is told what a witness saw whom they trust, and when
    Given the log was signed
    And a witness who has copied it
    When the witness's cosignature is handed in
    And the <what> is verified by the witness's key
    Then it ends in 0, saying "that the log had these 1 entries, and that it had gone on from what was seen before"
    And it does not say "not verified here"

    Examples:
      | what           |
      | bundle         |
      | data directory |

  Scenario Outline: A cosignature that is asked for, and is none, is missed
    Given the log was signed
    And a witness who has copied it
    When the witness's cosignature is handed in
    And the <what> is verified by another witness's key
    Then it ends in 1, saying "WRONG: Nothing that the key has signed is cosigned by other.org+"

    Examples:
      | what           |
      | bundle         |
      | data directory |

  Scenario Outline: A cosignature that was changed is wrong
    Given the log was signed
    And a witness who has copied it
    When the witness's cosignature is handed in
    And somebody changes the time in it
    And the <what> is verified by the witness's key
    Then it ends in 1, saying "WRONG: The cosignature of witness.org under the checkpoint of 1 does not hold"

    Examples:
      | what           |
      | bundle         |
      | data directory |

  Scenario Outline: What others attest is told to programs too
    Given the log was signed
    And an authority that gives time stamps
    And a witness who has copied it
    When the request for a time stamp is answered by it
    And the witness's cosignature is handed in
    And the <what> is verified by the authority's roots and the witness's key, for a program
    Then the program is told of a stamp and of a cosignature of the checkpoint of 1 entries

    Examples:
      | what           |
      | bundle         |
      | data directory |

  Scenario Outline: What others attest of the beginning is not said of the rest
    Given the log was signed
    And a witness who has copied it
    When the witness's cosignature is handed in
    Given the source "Radio"
    And the log was signed
    When the <what> is verified by the witness's key
    Then it ends in 0, saying "that the log had its first 1 entries"

    Examples:
      | what           |
      | bundle         |
      | data directory |
