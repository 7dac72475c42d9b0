Feature: Audit with features
  An analyst writes what the record should say as a feature, in a published vocabulary of steps and without Python, and
  has it run against a data directory, a copy of it, or a server. Nothing is recorded but into copies that are thrown away.

  Background:
    Given a data directory with the first case and its later reports
    And the clash is named in every feature

  Rule: What the record says, and what it doesn't

    Scenario: All scenarios hold
      Given the feature "clash.feature":
        """
        Scenario: The policy's best figure
          Then the killed of "Pro-regime militia" in "the clash" are 100
        """
      When "casus audit clash.feature" is run there
      Then it ends in 0, saying "✓ The policy's best figure"
      And it also says "1 scenarios: 1 hold."

    Scenario: What was found instead is told
      Given the feature "clash.feature":
        """
        Scenario: Too many
          Then the killed of "Pro-regime militia" in "the clash" are from 80 to 100
          And "the clash" was in SYR
        """
      When "casus audit clash.feature" is run there
      Then it ends in 1, saying "✗ Then the killed of "Pro-regime militia" in "the clash" are from 80 to 100"
      And it also says "found: 100"
      And it also says "- And "the clash" was in SYR"

    Scenario: A scenario outline is a scenario for each of its examples
      Given the feature "clash.feature":
        """
        Rule: Under every policy

          Scenario Outline: Under <policy>
            Given under the policy <policy>
            Then the killed of "Pro-regime militia" in "the clash" are <sum>

            Examples:
              | policy             | sum            |
              | highest credibility | 100           |
              | airwars minmax     | from 55 to 101 |
        """
      When "casus audit clash.feature" is run there
      Then it ends in 0, saying "2 scenarios: 2 hold."

    Scenario: Keywords may be of any language that Gherkin knows
      Given the whole feature "bataille.feature":
        """
        # language: fr
        Fonctionnalité: La bataille
          Scénario: Le pays
            Alors "Clash between the US-led coalition and pro-regime militia" was in SYR
        """
      When "casus audit bataille.feature" is run there
      Then it ends in 0, saying "✓ Alors"

    Scenario: A step that nobody understands is answered with the nearest that exist
      Given the feature "clash.feature":
        """
        Scenario: In other words
          Then the killed of "Pro-regime militia" in "the clash" is 100
        """
      When "casus audit clash.feature" is run there
      Then it ends in 1, saying "not_understood"
      And it also says "the HARM of SIDE in "INCIDENT" are EXPECTED"

    Scenario: A scenario that checks nothing does not hold
      Given the feature "clash.feature":
        """
        Scenario: No question
          Given the record as known at "24"
        """
      When "casus audit clash.feature" is run there
      Then it ends in 1, saying "The scenario checks nothing"

    Scenario: A name that nothing, or more than one thing, is called by is told with those that there are
      Given the feature "clash.feature":
        """
        Scenario: Nothing
          Then the killed of "Militia" in "the clash" are 100
        """
      When "casus audit clash.feature" is run there
      Then it ends in 1, saying "No force on record is called "Militia". Alike: "Pro-regime militia""

    Scenario: What the record refuses to answer is told in its words
      Given the feature "clash.feature":
        """
        Scenario: The future
          Given the record as known at "2999-01-01T00:00:00Z"
          Then "the clash" was in SYR
        """
      When "casus audit clash.feature" is run there
      Then it ends in 1, saying "refused: UnknownMoment"

  Rule: From where it is looked at

    Background:
      Given the feature "clash.feature":
        """
        Scenario: Known, and placed
          Then "the clash" was at "Khasham", at precision 2
        """

    Scenario Outline: The command line says from where, unless a scenario does
      When "casus audit clash.feature <options>" is run there
      Then it ends in <code>, saying "<found>"

      Examples:
        | options                                     | code | found                         |
        |                                             | 0    | 1 hold                        |
        | --known-at 24                               | 1    | Middle Euphrates River Valley |
        | --published-by 2018-02-08                   | 1    | Middle Euphrates River Valley |
        | --without 'report:Later accounts, compiled' | 1    | Middle Euphrates River Valley |

    Scenario Outline: A scenario's own standpoint goes before
      Given the feature "own.feature":
        """
        Scenario: As it was known
          Given <standpoint>
          Then "the clash" was at "Middle Euphrates River Valley", at precision 5
        """
      When "casus audit own.feature" is run there
      Then it ends in 0, saying "1 hold"

      Examples:
        | standpoint                                       |
        | the record as known at "24"                      |
        | the record as published by "2018-02-08"          |
        | without the report "Later accounts, compiled"    |
        | without the source "Later accounts, compiled"    |

  Rule: Recording, into copies only

    Background:
      Given the feature "more.feature":
        """
        Scenario: A further figure
          Given the source "Agency"
          And the report "word" by "Agency", published "2018-02-10"
          And the report "word" gives exactly 70 killed of "Pro-regime militia" in "the clash"
            | person_status | combatant |
          Then 10 figures compete for the killed of "Pro-regime militia" in "the clash"
          And the killed of "Pro-regime militia" in "the clash" are 70

        Scenario: No scenario sees what another recorded
          Given the source "Other agency"
          Then 9 figures compete for the killed of "Pro-regime militia" in "the clash"
        """

    Scenario: Over the record itself, it is refused
      When "casus audit more.feature" is run there
      Then it ends in 1, saying "This step records, and the record is only read here: run it in a copy, with --scratch."
      And the log there has 61 entries

    Scenario: Into a copy, it is recorded, and thrown away
      When "casus audit more.feature --scratch" is run there
      Then it ends in 0, saying "2 scenarios: 2 hold."
      And the log there has 61 entries

    Scenario: Without a data directory, copies begin empty
      Given the whole feature "empty.feature":
        """
        Feature: From nothing
          Scenario: One ambush
            Given the source "Agency"
            And the report "word" by "Agency", published "2018-02-10"
            And the force "column"
            And the battle "the ambush" in SYR on "2018-02-03", by the report "word"
            And the report "word" gives at least 20 killed of "column" in "the ambush"
            Then it is supported that at least 20 were killed of "column" in "the ambush"
            And the verdict rests on the report "word"
            And it is not decidable whether at least 21 were killed of "column" in "the ambush"
            And it is contradicted that at most 19 were killed of "column" in "the ambush"
        """
      When "casus audit empty.feature --scratch" is run by itself
      Then it ends in 0, saying "1 hold"

    Scenario: A refusal of the record is told in its words
      Given the feature "twice.feature":
        """
        Scenario: Twice
          Given the report "SANA" is withdrawn because "A hoax."
          And the report "SANA" is withdrawn because "A hoax."
          Then "the clash" is on record
        """
      When "casus audit twice.feature --scratch" is run there
      Then it ends in 1, saying "refused: AlreadyWithdrawn"

  Rule: Where the record is

    Background:
      Given the feature "clash.feature":
        """
        Scenario: There
          Then "the clash" was in SYR
        """

    Scenario: A server is audited by its address; its data directory is open elsewhere meanwhile
      Given the data directory is served
      When "casus audit clash.feature --server ADDRESS" is run by itself
      Then it ends in 0, saying "1 hold"
      When "casus audit clash.feature" is run there
      Then it ends in 2, saying "OpenElsewhere"
      And it also says "--server"
      When "casus audit clash.feature --scratch" is run there
      Then it ends in 0, saying "1 hold"

    Scenario: A server that wants a token is asked with one
      Given a token for the data directory
      And the data directory is served
      When "casus audit clash.feature --server ADDRESS" is run by itself
      Then it ends in 2, saying "Unreachable"
      And it also says "Unauthenticated"
      When "casus audit clash.feature --server ADDRESS --token TOKEN" is run by itself
      Then it ends in 0, saying "1 hold"

    Scenario Outline: What can't be run at all is used wrongly
      When "casus audit <command>" is run there
      Then it ends in 2, saying "<why>"

      Examples:
        | command                                        | why             |
        |                                                | Name features   |
        | clash.feature --stored                         | Name features   |
        | clash.feature --conquer                        | No such option  |
        | clash.feature --known-at yesterday             | --known-at      |
        | clash.feature --without everything             | --without       |
        | clash.feature --without report:nobody          | --without       |
        | clash.feature --policy most                    | --policy        |
        | clash.feature --server ftp://127.0.0.1         | --server        |
        | clash.feature --server http://127.0.0.1:9      | --data          |
        | clash.feature --junit .                        | --junit         |
        | nowhere.feature                                | NotGherkin      |
        | --stored                                       | NothingToAudit  |
        | --stored nobody                                | --stored        |

    Scenario: Where there is no log, or no Casus, nothing is audited
      When "casus audit clash.feature --data nowhere" is run by itself
      Then it ends in 2, saying "has no log"
      When "casus audit clash.feature --server http://127.0.0.1:9" is run by itself
      Then it ends in 2, saying "Unreachable"
      When "casus audit clash.feature --server http://127.0.0.1:9 --scratch" is run by itself
      Then it ends in 2, saying "A server is only read"

  Rule: What is no feature

    Scenario Outline: It is refused with its line, and what was expected there
      Given the whole feature "wrong.feature":
        """
        <first>
          <second>
            Given the record as of now
            <third>
        """
      When "casus audit wrong.feature" is run there
      Then it ends in 2, saying "NotGherkin"
      And it also says "<where>"
      And it also says "<expected>"

      Examples:
        | first       | second      | third          | where           | expected         |
        | def test():         | assert True | pass         | wrong.feature:1 | FeatureLine |
        | Feature: x          | Scenario: y | Sometimes it | wrong.feature:4 | StepLine    |
        | Feature: x          | Scenario: y | """          | wrong.feature:  | end of file |
        | # language: klingon | Feature: x  | Scenario: y  | wrong.feature:1 | Language    |

    Scenario: A step without its keyword is no description
      Given the feature "clash.feature":
        """
        Scenario: As it was known
          Gven the record as known at "24"
          Then "the clash" was in SYR
        """
      When "casus audit clash.feature" is run there
      Then it ends in 1, saying "begins with no keyword: Gven the record as known at "24""

    Scenario: A directory is all its features; an empty one has nothing to audit
      Given the feature "audits/one.feature":
        """
        Scenario: One
          Then "the clash" was in SYR
        """
      And the feature "audits/more/two.feature":
        """
        Scenario: Two
          Then "the clash" was in SYR
        """
      When "casus audit audits" is run there
      Then it ends in 0, saying "2 scenarios: 2 hold."
      Given an empty directory "empty"
      When "casus audit empty" is run there
      Then it ends in 2, saying "NothingToAudit"

    Scenario: Another encoding than UTF-8 is refused
      Given a feature "latin.feature" in Latin-1
      When "casus audit latin.feature" is run there
      Then it ends in 2, saying "latin.feature:2: expected: text in UTF-8"

  Rule: For programs

    Background:
      Given the feature "clash.feature":
        """
        Scenario: Right
          Then "the clash" was in SYR

        Scenario: Wrong & <odd>
          Then "the clash" was in IRQ
        """

    Scenario: As JSON, a line for each scenario, and one for all
      When "casus audit clash.feature --json" is run there
      Then it ends in 1, saying ""outcome":"fails""
      And each line is JSON, and the last says:
        | scenarios | 2 |
        | holds     | 1 |
        | fails     | 1 |

    Scenario: As JUnit XML, which other tools read
      When "casus audit clash.feature --junit report.xml" is run there
      Then it ends in 1, saying "1 fail"
      And "report.xml" is JUnit XML of 2 tests with 1 failure, one of them "Wrong & <odd>"

  Rule: Features that are stored with claims

    Scenario: They are run again, of one claim or of all
      Given a claim with this feature stored:
        """
        Feature: As said
          Scenario: It holds
            Then the claim "About 100 of the militia were killed." is supported
            And the verdict rests on the report "Voice of America"
        """
      When "casus audit --stored" is run there
      Then it ends in 0, saying "1 hold"
      When "casus audit --stored CLAIM" is run there
      Then it ends in 0, saying "✓ It holds"
