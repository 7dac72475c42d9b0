Feature: Work from the command line
  One program, `casus`, works on a data directory. It ends in 0 when done, and in 2 when it was used wrongly
  or can't use that directory.

  Scenario: The first case is recorded into an empty log, once
    When this is run: casus demo
    Then it ends in 0, saying "30 entries recorded; the log has 30."
    When this is run: casus demo
    Then it ends in 0, saying "0 entries recorded; the log has 30."
    When this is run: casus demo --later
    Then it ends in 0, saying "40 entries recorded; the log has 70."
    When this is run: casus demo --later
    Then it ends in 0, saying "0 entries recorded; the log has 70."

  Scenario: A log of one's own is left alone
    Given the source "Agency"
    When "casus demo --if-empty" is run
    Then it ends in 0, saying "0 entries recorded; the log has 1."

  Scenario: The log is shown, for people and for programs
    Given the source "Agency"
    When "casus log show" is run
    Then it ends in 0, saying "SourceRegistered"
    When "casus log show --json --after 0 --limit 1" is run
    Then it ends in 0, saying ""fact":"SourceRegistered""

  Scenario: A token is shown once, and never again
    When "casus token create --owner Amal --role analyst --expires 2999-01-01 --json" is run
    Then it ends in 0, saying "casus_"
    When "casus token list" is run
    Then it ends in 0, saying "analyst   Amal  expires 2999-01-01"
    And it does not say "casus_"

  Scenario: A token is revoked once
    Given "Amal" holds a token as analyst
    When the token of "Amal" is revoked on the command line
    Then it ends in 0, saying "revoked"
    When the token of "Amal" is revoked on the command line
    Then it ends in 2, saying "AlreadyRevoked"

  Scenario: Only a token that exists is revoked
    When "casus token revoke 0123456789ab" is run
    Then it ends in 2, saying "NoSuchToken"

  Scenario: A token expires after it is created
    When "casus token create --owner Amal --role analyst --expires 2001-01-01" is run
    Then it ends in 2, saying "ExpiryInThePast"

  Scenario: Without a token, Casus is not served to others
    When "casus serve --host 0.0.0.0 --port 0" is run
    Then it ends in 2, saying "NotLocal"

  Scenario Outline: What a command does not take is used wrongly
    When "casus <command>" is run
    Then it ends in 2, saying "Usage"

    Examples:
      | command                                       |
      | conquer                                       |
      | demo --sooner                                 |
      | log show --limit 0                            |
      | token create --owner Amal --role general      |
