Feature: Mirror the log
  Whoever wants the record to outlast us keeps a copy of its log. They trust the log's key, and neither our server nor the
  way to it: what is not proved to be what that key has signed is not kept, and where we sign two logs they hold the proof.

  Background:
    Given the source "Agency"
    And the report "dispatch":
      | published_at | 2018-02-08 |
    And the incident "clash":
      | title     | Clash at Khasham |
      | report_id | dispatch         |
    And the log was signed
    And the log is served to others

  Scenario: A mirror has every entry as it was recorded, and the checkpoint that was signed
    When somebody mirrors the log
    Then it ends in 0, saying "The copy has 3 entries, each proved to be what was signed."
    And it ends in 0, saying "Compare it with what the log's keeper has published"
    And the mirror's log is the same, byte for byte
    And the mirror answers the same checkpoint, and the same key

  Scenario: A mirror goes on where it was
    Given somebody mirrors the log
    And the analyst retracts "clash" because "It never happened."
    And the log was signed
    When somebody mirrors the log
    Then it ends in 0, saying "The copy has 4 entries"
    And the mirror's log is the same, byte for byte

  Scenario: What is not signed yet is left for the next time
    Given the analyst retracts "clash" because "It never happened."
    When somebody mirrors the log
    Then it ends in 0, saying "The copy has 3 entries"

  Scenario: A mirror answers what the original answers
    Given somebody mirrors the log
    When the mirror is asked for "clash"
    Then it answers what the original does

  Scenario: A mirror is asked as of then, too
    Given somebody mirrors the log
    When the mirror is asked for "clash" as known at 2
    Then the request is refused as Missing

  Scenario Outline: A mirror takes nothing, and says where the original is
    Given somebody mirrors the log
    When the mirror is told to record <what>
    Then the request is refused as Mirrored
    And the refusal says where the original is

    Examples:
      | what                      |
      | a source                  |
      | a rating                  |
      | the retraction of "clash" |
      | a claim                   |
      | a coverage                |
      | an import                 |

  Scenario: Nor does it on the command line
    Given somebody mirrors the log
    When "casus demo" is run in the mirror
    Then it ends in 2, saying "Mirrored: This is a copy of the log at http://127.0.0.1"

  Scenario: A mirror signs nothing, and has no key of its own
    Given somebody mirrors the log
    When the mirror is to sign its log
    Then nothing is signed, and no key is made

  Scenario: A mirror can be mirrored, under the same key
    Given somebody mirrors the log
    When somebody mirrors the mirror, trusting the original's key
    Then it ends in 0, saying "The copy has 3 entries"
    And the further mirror's log is the same, byte for byte

  Scenario: A fork is refused, and the proof of it kept
    Given somebody mirrors the log
    And somebody who has the key has put another log of 5 entries in its place
    When somebody mirrors the log
    Then it ends in 1, saying "ForkFound: The log was forked. Nothing of it was copied"
    And the mirror still has 3 entries
    And an outsider finds, with what the mirror kept alone, that the key has signed two logs
    When somebody mirrors the log
    Then it ends in 1, saying "ForkFound: The log was forked. "

  Scenario: A mirror tells whose copy it is, and how far that was signed
    Given somebody mirrors the log
    When the mirror is asked how it is
    Then the answer says:
      | of            | 3 |
      | mirror.signed | 3 |
    And it names the original's key, and no alarm is raised

  Scenario: A mirror that stands still because of a fork says so, and raises the alarm
    Given somebody mirrors the log
    And somebody who has the key has put another log of 5 entries in its place
    And somebody mirrors the log
    When the mirror is asked how it is
    Then the answer says:
      | of                | 3                   |
      | mirror.signed     | 3                   |
      | mirror.fork.found | The log was forked. |
      | mirror.fork.proof | forks/3-5           |
      | alarm             | The log was forked. Nothing is copied any more: forks/3-5 shows why. |
    And it says since when, by the time that the proof was kept

  Scenario: A log that was rolled back is not followed
    Given somebody mirrors the log
    And somebody who has the key has put the log back to 2 entries
    When somebody mirrors the log
    Then it ends in 1, saying "RolledBack: It offers 2 entries; 3 were signed before."
    And the mirror still has 3 entries

  Scenario: Who trusts another key is told that this is another log
    When somebody mirrors the log, trusting another key
    Then it ends in 1, saying "AnotherLog: "
    And the mirror still has 0 entries

  Scenario: Where nothing was signed there is nothing to copy
    Given nothing was signed yet
    When somebody mirrors the log
    Then it ends in 2, saying "NotSignedYet: "

  Scenario: Where nobody answers nothing is copied
    Given the log is no longer served
    When somebody mirrors the log
    Then it ends in 2, saying "NoAnswer: "

  Scenario: A directory with a log of its own becomes no mirror
    Given somebody has a log of their own
    When somebody mirrors the log
    Then it ends in 2, saying "NotAMirror: "

  Scenario: Two don't copy into one directory at a time
    Given another process follows the log into the same mirror
    When somebody mirrors the log
    Then it ends in 2, saying "BeingFollowed: "

  Scenario: A copy that was changed is said to be
    Given somebody mirrors the log
    And somebody has cut the mirror's log short
    When somebody mirrors the log
    Then it ends in 1, saying "CopyDamaged: "
