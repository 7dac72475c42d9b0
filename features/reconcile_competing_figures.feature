Feature: Reconcile competing figures
  What competing figures come to is a matter of policy: a named rule that is chosen with the question, and changes no
  entry. Four are known, each after those who work by it; all of them are explained at /policies.

  Scenario: Policies are explained, each with its version, its sources and worked examples
    When "/policies" is asked
    Then the answer says:
      | items.#                             | 4                   |
      | items.0.name                        | highest_credibility |
      | items.0.version                     | 1                   |
      | items.1.name                        | ucdp_best           |
      | items.1.sources.0                   | UCDP Georeferenced Event Dataset Codebook: best, low and high estimates of deaths |
      | items.1.examples.0.outcome.best     | 55                  |
      | items.1.examples.0.outcome.high     | 101                 |
      | items.2.name                        | acled_conservative  |
      | items.2.examples.1.words            | Dozens count as 12. |
      | items.2.examples.1.outcome.low      | 12                  |
      | items.2.examples.1.outcome.low_from | 2                   |
      | items.3.name                        | airwars_minmax      |

  Scenario: What is asked of policies that is not known is refused
    When "/policies?policy=ours" is asked
    Then the request is refused as Invalid, naming policy

  Scenario Outline: The first case as the article told it, under each policy
    Given the first case is on record
    When "/toll?harm=killed&policy=<policy>" is asked
    Then the answer says:
      | policy               | <policy>    |
      | policy_version       | 1           |
      | items.0.low          | <low>       |
      | items.0.best         | <best>      |
      | items.0.high         | <high>      |
      | items.0.casualties   | 2           |

    Examples:
      | policy              | low | best | high |
      | highest_credibility | 100 | 100  | 100  |
      | ucdp_best           | 100 | 100  | 100  |
      | acled_conservative  | 100 | 100  | 100  |
      | airwars_minmax      | 100 | 100  | 100  |

  Scenario Outline: The first case as later reports contest it, under each policy
    Given the first case is on record
    And the later reports are on record
    When "/toll?harm=killed&policy=<policy>" is asked
    Then the answer says:
      | items.0.low        | <low>        |
      | items.0.best       | <best>       |
      | items.0.high       | <high>       |
      | items.0.open_ended | <open_ended> |
      | items.0.disordered | 0            |
    When "/incidents?policy=<policy>" is asked
    Then the answer says:
      | policy                   | <policy> |
      | policy_version           | 1        |
      | items.0.toll.killed.low  | <low>    |
      | items.0.toll.killed.best | <best>   |
      | items.0.toll.killed.high | <high>   |
    When "/casualties?harm=killed&sort=-best&policy=<policy>" is asked
    Then the answer says:
      | items.0.figures               | 9          |
      | items.0.figure.verbatim       | <verbatim> |
      | items.0.reconciled.low        | <low>      |
      | items.0.reconciled.best       | <best>     |
      | items.0.reconciled.high       | <high>     |
      | items.0.reconciled.open_ended | <open>     |
      | items.1.figure.best           | 0          |
      | items.1.reconciled.best       | 0          |

    Examples: Of figures that nobody judged, UCDP takes the lowest; the dozens of the state media count as 12 for ACLED
      | policy              | low | best | high | open_ended | open  | verbatim  |
      | highest_credibility | 100 | 100  | 100  | 0          | false | about 100 |
      | ucdp_best           | 55  | 55   | 101  | 1          | true  | "55"      |
      | acled_conservative  | 12  | 12   | 12   | 0          | false | dozens    |
      | airwars_minmax      | 55  | 55   | 101  | 1          | true  | "55"      |

  Scenario Outline: A made-up case of which some speak of dozens
    Given the source "Agency"
    And the source "Ministry"
    And the analyst rates "Agency":
      | reliability | B                   |
      | reason      | Its corrections held. |
    And the analyst rates "Ministry":
      | reliability | E                        |
      | reason      | It was contradicted often. |
    And the report "first word":
      | source_id    | Agency     |
      | published_at | 2018-02-08 |
    And the report "second word":
      | source_id    | Agency     |
      | published_at | 2018-02-09 |
    And the report "official word":
      | source_id    | Ministry   |
      | published_at | 2018-02-10 |
    And the incident "shelling"
    And the casualty "killed":
      | side             | all                       |
      | report_id        | first word                |
      | figure.qualifier | vague                     |
      | figure.verbatim  | Several DOZENS of people  |
    And the analyst reports a figure for "killed":
      | report_id        | second word |
      | figure.qualifier | at_least    |
      | figure.low       | 30          |
    And the analyst reports a figure for "killed":
      | report_id        | official word |
      | figure.qualifier | exact         |
      | figure.best      | 4             |
    And the analyst reports a figure for "killed":
      | report_id        | second word  |
      | original_source  | the hospital |
      | figure.qualifier | between      |
      | figure.low       | 33           |
      | figure.high      | 41           |
      | credibility      | 4            |
    And the casualty "injured":
      | side             | all        |
      | harm             | injured    |
      | report_id        | first word |
      | figure.qualifier | vague      |
      | figure.verbatim  | hundreds   |
    When "/toll?policy=<policy>" is asked
    Then the answer says:
      | items.0.harm          | injured         |
      | items.0.best          | <injured>       |
      | items.0.not_countable | <not_countable> |
      | items.1.low           | <low>           |
      | items.1.best          | <best>          |
      | items.1.high          | <high>          |
      | items.1.open_ended    | <open_ended>    |
    When "/incidents?policy=<policy>&min_killed=<best>&max_killed=<best>" is asked
    Then these incidents are answered: shelling

    Examples: The ministry is unreliable and the hospital's figure doubtful: they bound nothing for UCDP
      | policy              | low | best | high | open_ended | injured | not_countable |
      | highest_credibility | 30  | 30   | 30   | 1          | 0       | 1             |
      | ucdp_best           | 30  | 30   | 30   | 1          | 0       | 1             |
      | acled_conservative  | 4   | 4    | 4    | 0          | 100     | 0             |
      | airwars_minmax      | 4   | 4    | 41   | 0          | 0       | 1             |

  Scenario Outline: Words that are not a number under any policy
    Given the source "Agency"
    And the report "first word"
    And the incident "shelling"
    And the casualty "killed":
      | side             | all     |
      | figure.qualifier | vague   |
      | figure.verbatim  | <words> |
    When "/casualties?policy=acled_conservative" is asked
    Then the answer says:
      | items.0.figure.verbatim | <words> |
      | items.0.reconciled      | null    |
    When "/toll?policy=acled_conservative" is asked
    Then the answer says:
      | items.0.best          | 0 |
      | items.0.not_countable | 1 |

    Examples:
      | words                   |
      | scores                  |
      | tens of thousands       |
      | not hundreds            |
      | fewer than dozens       |

  Scenario Outline: A figure that its source prints out of order is added as printed, and said to be so
    Given the source "Agency"
    And the report "first word"
    And the incident "shelling"
    And the casualty "killed":
      | side              | all     |
      | figure.qualifier  | between |
      | figure.low        | 8       |
      | figure.best       | 3       |
      | figure.high       | 6       |
      | figure.disordered | true    |
    When "/toll?policy=<policy>" is asked
    Then the answer says:
      | items.0.low        | <low>  |
      | items.0.best       | <best> |
      | items.0.high       | <high> |
      | items.0.disordered | 1      |

    Examples:
      | policy              | low | best | high |
      | highest_credibility | 8   | 3    | 6    |
      | ucdp_best           | 8   | 3    | 6    |
      | acled_conservative  | 3   | 3    | 3    |
      | airwars_minmax      | 8   | 8    | 6    |

  Scenario Outline: The figure of a withdrawn report is out of every policy
    Given the source "Agency"
    And the report "first word"
    And the report "second word"
    And the incident "shelling"
    And the casualty "killed":
      | side        | all        |
      | report_id   | first word |
      | figure.best | 3          |
    And the analyst reports a figure for "killed":
      | report_id        | second word |
      | figure.qualifier | exact       |
      | figure.best      | 9           |
    And the analyst withdraws "first word" because "It was made up."
    When "/toll?policy=<policy>" is asked
    Then the answer says:
      | items.0.low  | 9 |
      | items.0.best | 9 |
      | items.0.high | 9 |

    Examples:
      | policy              |
      | highest_credibility |
      | ucdp_best           |
      | acled_conservative  |
      | airwars_minmax      |

  Scenario Outline: What is exported is what the policy makes of it
    Given the source "Agency"
    And the report "first word"
    And the report "second word"
    And the incident "shelling"
    And the casualty "killed":
      | side             | all        |
      | report_id        | first word |
      | figure.qualifier | between    |
      | figure.low       | 80         |
      | figure.best      | 90         |
      | figure.high      | 100        |
    And the analyst reports a figure for "killed":
      | report_id        | second word |
      | figure.qualifier | vague       |
      | figure.verbatim  | dozens      |
    When this is run: casus export ucdp-ged --output out.csv --policy <policy>
    Then the file "out.csv" says:
      | low   | best   | high   |
      | <low> | <best> | <high> |

    Examples:
      | policy              | low | best | high |
      | highest_credibility | 80  | 90   | 100  |
      | ucdp_best           | 80  | 90   | 100  |
      | acled_conservative  | 12  | 12   | 12   |
      | airwars_minmax      | 80  | 80   | 100  |
