Feature: Suspect duplicates, and leave it to people to merge them
  Whatever is near another thing in time, place, sides and toll is listed, with a score and the reasons for it. It stays a
  suspicion until somebody merges the two.

  Background:
    Given the source "Agency"
    And the source "Observatory"
    And the report "first word"
    And the report "second word"
    And the force "militia"
    And the force "coalition"
    And the incident "clash":
      | title              | Clash at Khasham |
      | report_id          | first word       |
    And "militia" and "coalition" fought in "clash", by the "first word", and 100 were killed
    And this moment is called "entered once"

  Scenario: The same clash, entered by two analysts from two reports
    Given "Rima" holds a token as analyst
    And "Yusuf" holds a token as analyst
    And "Yusuf" is asking
    And the incident "the same clash":
      | title           | Fighting near Khasham |
      | report_id       | second word           |
      | place.name      | Tabiyah               |
      | place.precision | 1                     |
      | place.latitude  | 35.312                |
      | place.longitude | 40.289                |
    And "militia" and "coalition" fought in "the same clash", by the "second word", and 80 were killed
    When what is similar to "clash" is asked
    Then these are suspected to be the same: the same clash
    And the reasons are:
      | when    | the same day                                   |
      | where   | 3.23 km apart, both known to the place         |
      | sides   | the same took part: coalition, militia         |
      | toll    | 80 and 100 killed                              |
      | kind    | both battle                                    |
      | reports | cite no report in common                       |
    And the score is the product of the reasons' scores
    And nothing is recorded
    When what is similar to "the same clash" is asked
    Then these are suspected to be the same: clash

  Scenario: Another day and another town is another clash
    Given the incident "elsewhere":
      | report_id       | second word |
      | occurred        | 2018-02-11  |
      | place.name      | Raqqa       |
      | place.precision | 1           |
      | place.latitude  | 35.95       |
      | place.longitude | 39.01       |
    And "militia" and "coalition" fought in "elsewhere", by the "second word", and 100 were killed
    When what is similar to "clash" is asked
    Then nothing is suspected to be the same

  Scenario: What was merged, or taken back, is suspected no more
    Given the incident "the same clash"
    And the incident "a double entry"
    When what is similar to "clash" is asked
    Then these are suspected to be the same: a double entry, the same clash
    Given the analyst merges "the same clash" into "clash"
    And the analyst retracts "a double entry" because "It was an exercise."
    When what is similar to "clash" is asked
    Then nothing is suspected to be the same
    When what is similar to "the same clash" is asked
    Then nothing is suspected to be the same

  Scenario: As known before the second was entered, there is nothing to suspect
    Given the incident "the same clash"
    When what is similar to "clash" as known at "entered once" is asked
    Then nothing is suspected to be the same
    When what is similar to "clash" is asked
    Then these are suspected to be the same: the same clash

  Scenario: By what was published before the second was told of, there is nothing to suspect
    Given the report "late word":
      | source_id    | Observatory |
      | published_at | 2018-02-20  |
    And the incident "the same clash":
      | report_id | late word |
    When what is similar to "clash" by what was published by 2018-02-10 is asked
    Then nothing is suspected to be the same
    When what is similar to "clash" by what was published by 2018-02-20 is asked
    Then these are suspected to be the same: the same clash

  Scenario: What is known roughly is suspected less
    Given the incident "some day that month":
      | occurred  | 2018-02     |
      | report_id | second word |
    When what is similar to "clash" is asked
    Then nothing is suspected to be the same

  Scenario: As many killed of another side are other people
    Given the incident "shelling":
      | report_id | first word |
    And the incident "ambush":
      | report_id | second word |
    And "militia" and "coalition" fought in "shelling", by the "second word", and 100 were killed
    And "militia" and "coalition" fought in "ambush", by the "second word", and 100 were killed
    And the casualty "coalition killed":
      | incident_id | shelling  |
      | side        | coalition |
      | figure.best | 100       |
    And the casualty "militia killed":
      | incident_id | ambush  |
      | side        | militia |
      | figure.best | 100     |
    And the casualty "militia killed too":
      | incident_id | clash   |
      | side        | militia |
      | figure.best | 100     |
    When what is similar to "clash" is asked
    Then these are suspected to be the same: ambush
    When what is similar to "clash" with min_score=0.1 is asked
    Then "shelling" is suspected because of toll: "100 killed in both, of other sides"
    And "ambush" is suspected because of toll: "100 killed in both"

  Scenario: Rows that a dataset has told apart are suspected less
    Given the incident "the same clash":
      | report_id | first word |
    And "militia" and "coalition" fought in "the same clash", by the "first word", and 100 were killed
    And row "1" of "other-dataset" codes "clash"
    And row "2" of "other-dataset" codes "the same clash"
    When what is similar to "clash" with min_score=0.2 is asked
    Then these are suspected to be the same: the same clash
    And it is coded by the same dataset
    And the reasons are:
      | reports | other-dataset codes both, told apart, from the same report |

  Scenario Outline: A force is found by another way to write its name
    Given the force "<one>"
    And the force "<other>"
    When what is similar to "<one>" is asked
    Then these are suspected to be the same: <other>
    And nothing is recorded

    Examples:
      | one                      | other                    |
      | Syrian Democratic Forces | SDF                      |
      | Ahrar al-Sham            | Ахрар аш-Шам             |
      | Jabhat al-Nusra          | جبهة النصرة                |
      | Hezbollah                | حزب الله                   |
      | Government of Syria      | Syrian Government        |

  Scenario: A force is found by any of its names, and not by generic words
    Given the force "Syrian Democratic Forces"
    And the force "Democratic Union"
    And the force "Syrian Armed Forces"
    And the force "Kurdish-led alliance"
    And the analyst adds an alias to "Kurdish-led alliance":
      | alias | QSD (Syrian Democratic Forces) |
    When what is similar to "Syrian Democratic Forces" is asked
    Then nothing is suspected to be the same
    Given the analyst adds an alias to "Kurdish-led alliance":
      | alias | Syrian Democratic Force |
    When what is similar to "Syrian Democratic Forces" is asked
    Then these are suspected to be the same: Kurdish-led alliance
    Given the analyst merges "Kurdish-led alliance" into "Syrian Democratic Forces"
    When what is similar to "Syrian Democratic Forces" is asked
    Then nothing is suspected to be the same
    When what is similar to "Kurdish-led alliance" is asked
    Then nothing is suspected to be the same

  Scenario Outline: What can't be asked so is refused
    When <address> is asked
    Then the request is refused as <refusal>

    Examples:
      | address                                                          | refusal |
      | "/incidents/00000000-0000-4000-8000-000000000000/similar"        | Missing |
      | "/forces/00000000-0000-4000-8000-000000000000/similar"           | Missing |
      | the address of "clash"/similar?min_score=0                       | Invalid |
      | the address of "clash"/similar?min_score=1.1                     | Invalid |
      | the address of "clash"/similar?min_score=NaN                     | Invalid |
      | the address of "clash"/similar?limit=0                           | Invalid |
      | the address of "clash"/similar?score=1                           | Invalid |
      | the address of "militia"/similar?known_at=999999                 | UnknownMoment |

  Scenario: Read again only what has changed
    When the address of "clash"/similar is asked
    And it is asked again, unless it changed
    Then nothing has changed
    Given others meanwhile enter "ambush" and retract "clash"
    When it is asked again, unless it changed
    Then it is answered anew
