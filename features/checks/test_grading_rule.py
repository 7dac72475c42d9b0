"""Airwars' rule, case by case: which grade follows from what is told, and what it rests on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figure import Figure, Qualifier
from domain.grading_rule import ByRule, grade
from domain.harm_told import FigureTold, IncidentTold, PartTold, Saying, StanceTold, TollTold
from domain.participation import ParticipationRole
from domain.scales import Credibility, Grading, Reliability
from domain.toll import Harm, PersonStatus, Toll

INCIDENT, COALITION, MILITIA, OTHER = (UUID(int=it) for it in range(1, 5))
THREE = Figure(best=3, qualifier=Qualifier.EXACT)
NONE = Figure(best=0, qualifier=Qualifier.EXACT)
DOZENS = Figure(qualifier=Qualifier.VAGUE, verbatim="dozens")


def report(number: int) -> UUID:
    return UUID(int=100 + number)


def said(number: int, *, stands: bool = True) -> Saying:
    """The entry of a number, on the word of the report of that number."""
    return Saying(number, report(number), stands)


def figure(number: int, original: str = "", *, stands: bool = True, of: Figure = THREE, **judged: Any) -> FigureTold:
    judged = {"credibility": None, "reliability": None, **judged}
    return FigureTold(said(number, stands=stands), of, frozenset({original or str(number)}), **judged)


def toll(*figures: FigureTold, stances: Sequence[StanceTold] = (), retracted: bool = False, **whose: Any) -> TollTold:
    of_population = whose.pop("of_population", False)
    counted = Toll(**{"incident_id": INCIDENT, "side": "civilians", "harm": Harm.KILLED, **whose})
    return TollTold(counted, of_population, retracted, figures, stances)


def part(number: int, force: UUID, camp: str, role: str | None = None, **further: Any) -> PartTold:
    stands, population = further.get("stands", True), further.get("is_population", False)
    return PartTold(said(number, stands=stands), force, camp, ParticipationRole(role) if role else None, population)


def stance(
    number: int, force: UUID | None, *, accepts: bool, published: int | None = 0, stands: bool = True
) -> StanceTold:
    return StanceTold(said(number, stands=stands), accepts, force, published)


def judged(tolls: Sequence[TollTold], parts: Sequence[PartTold] = (), *, stands: bool = True) -> ByRule:
    return grade(IncidentTold(stands, tolls, parts))


ACTING = [part(50, COALITION, "b")]
TWO_WORDS = (figure(1), figure(2))
CONCEDED, DENIED = stance(9, COALITION, accepts=True), stance(9, COALITION, accepts=False)
COMBATANTS = toll(figure(3), side="all", person_status=PersonStatus.COMBATANT)
BOTH_BEGAN = [part(50, COALITION, "b", "initiator"), part(51, MILITIA, "a", "initiator")]

CASES: dict[str, tuple[Sequence[TollTold], Sequence[PartTold], Grading | None]] = {
    "one report": ([toll(figure(1))], ACTING, Grading.WEAK),
    "two reports of one original": ([toll(figure(1, "a"), figure(2, "a"))], ACTING, Grading.WEAK),
    "two originals and action": ([toll(*TWO_WORDS)], ACTING, Grading.FAIR),
    "words tell of somebody": ([toll(figure(1), figure(2, of=DOZENS))], ACTING, Grading.FAIR),
    "of two tolls": ([toll(figure(1)), toll(figure(2), harm=Harm.INJURED)], ACTING, Grading.FAIR),
    "one of two withdrawn": ([toll(figure(1), figure(2, stands=False))], ACTING, Grading.WEAK),
    "one of two improbable": (
        [toll(figure(1), figure(2, credibility=Credibility.IMPROBABLE))],
        ACTING,
        Grading.WEAK,
    ),
    "one of two unreliable": (
        [toll(figure(1), figure(2, reliability=Reliability.UNRELIABLE))],
        ACTING,
        Grading.WEAK,
    ),
    "not to be judged is not bad": (
        [
            toll(
                figure(1), figure(2, credibility=Credibility.CANNOT_BE_JUDGED, reliability=Reliability.CANNOT_BE_JUDGED)
            )
        ],
        ACTING,
        Grading.FAIR,
    ),
    "one says that there was nobody": ([toll(figure(1), figure(2, of=NONE))], ACTING, Grading.WEAK),
    "no force told of": ([toll(*TWO_WORDS)], [], None),
    "only a target told of": ([toll(*TWO_WORDS)], [part(50, COALITION, "b", "target")], None),
    "only those harmed told of": ([toll(*TWO_WORDS)], [part(50, OTHER, "b", is_population=True)], None),
    "only by a withdrawn report": ([toll(*TWO_WORDS)], [part(50, COALITION, "b", stands=False)], None),
    "a population is civilian": ([toll(figure(1), side=OTHER, of_population=True)], ACTING, Grading.WEAK),
    "a journalist is civilian": (
        [toll(figure(1), side="all", person_status=PersonStatus.JOURNALIST)],
        [],
        Grading.WEAK,
    ),
    "combatants only": ([COMBATANTS], ACTING, None),
    "a force's own people": ([toll(figure(1), side=COALITION)], ACTING, None),
    "displaced only": ([toll(*TWO_WORDS, harm=Harm.DISPLACED)], ACTING, None),
    "nobody knows whom": ([toll(figure(1), side="unknown")], ACTING, None),
    "civilians no more": ([toll(figure(1, stands=False)), COMBATANTS], ACTING, Grading.DISCOUNTED),
    "civilians taken back": ([toll(figure(1), retracted=True), COMBATANTS], ACTING, Grading.DISCOUNTED),
    "there were none": ([toll(figure(1, stands=False), figure(2, of=NONE)), COMBATANTS], ACTING, Grading.DISCOUNTED),
    "civilians no more, and perhaps": (
        [toll(figure(1, stands=False)), COMBATANTS, toll(figure(4), side="unknown")],
        ACTING,
        None,
    ),
    "nobody any more": ([toll(figure(1, stands=False))], ACTING, None),
    "accepted": ([toll(figure(1), stances=[CONCEDED])], ACTING, Grading.CONFIRMED),
    "accepted by who did not take part": ([toll(figure(1), stances=[CONCEDED])], [], Grading.WEAK),
    "accepted, in a withdrawn report": (
        [toll(figure(1), stances=[stance(9, COALITION, accepts=True, stands=False)])],
        ACTING,
        Grading.WEAK,
    ),
    "accepted, and denied later": (
        [toll(figure(1), stances=[CONCEDED, stance(8, COALITION, accepts=False, published=1)])],
        ACTING,
        Grading.WEAK,
    ),
    "denied, and accepted later": (
        [toll(figure(1), stances=[stance(10, COALITION, accepts=False, published=-1), CONCEDED])],
        ACTING,
        Grading.CONFIRMED,
    ),
    "accepted, another denies": (
        [toll(figure(1), stances=[CONCEDED, stance(10, MILITIA, accepts=False, published=1)])],
        [*ACTING, part(51, MILITIA, "a")],
        Grading.CONFIRMED,
    ),
    "accepted for combatants": (
        [toll(figure(1)), toll(figure(3), side="all", person_status=PersonStatus.COMBATANT, stances=[CONCEDED])],
        ACTING,
        Grading.WEAK,
    ),
    "accepted for all": ([toll(figure(1)), toll(figure(3), side="all", stances=[CONCEDED])], ACTING, Grading.CONFIRMED),
    "accepted for all, of whom none is told a civilian": (
        [toll(figure(3), side="all", stances=[CONCEDED])],
        ACTING,
        None,
    ),
    "both began it": ([toll(*TWO_WORDS)], BOTH_BEGAN, Grading.CONTESTED),
    "both began it, on one side": (
        [toll(*TWO_WORDS)],
        [part(50, COALITION, "b", "initiator"), part(51, OTHER, "b", "initiator")],
        Grading.FAIR,
    ),
    "both began it, one word of it withdrawn": (
        [toll(*TWO_WORDS)],
        [BOTH_BEGAN[0], part(51, MILITIA, "a", "initiator", stands=False)],
        Grading.FAIR,
    ),
    "both began it, one accepts": ([toll(figure(1), stances=[CONCEDED])], BOTH_BEGAN, Grading.CONFIRMED),
    "denied, and another was there": (
        [toll(figure(1), stances=[DENIED])],
        [*ACTING, part(51, MILITIA, "a")],
        Grading.CONTESTED,
    ),
    "denied, and the other was the target": (
        [toll(figure(1), stances=[DENIED])],
        [*ACTING, part(51, MILITIA, "a", "target")],
        Grading.WEAK,
    ),
    "denied by who is not said to have begun it": (
        [toll(figure(1), stances=[DENIED])],
        [*ACTING, part(51, MILITIA, "a", "initiator")],
        Grading.WEAK,
    ),
    "denied in nobody's name": (
        [toll(figure(1), stances=[stance(9, None, accepts=False)])],
        [*ACTING, part(51, MILITIA, "a")],
        Grading.WEAK,
    ),
    "nothing": ([], [], None),
}


@pytest.mark.parametrize("case", CASES)
def test_the_grade_that_follows(case: str) -> None:
    tolls, parts, expected = CASES[case]
    assert judged(tolls, parts).grading is expected


def test_what_does_not_stand_is_not_graded() -> None:
    assert judged([toll(*TWO_WORDS)], ACTING, stands=False).grading is None


def test_a_grade_says_what_it_rests_on() -> None:
    fair = judged([toll(*TWO_WORDS, figure(3, credibility=Credibility.DOUBTFUL))], ACTING)
    assert fair.reason == "2 credible original sources tell of it, and a force was in action there."
    assert fair.rests_on.reports == (report(1), report(2), report(50))
    assert fair.rests_on.forces == (COALITION,)
    assert [it.position for it in fair.rests_on.entries] == [1, 2, 50]
    contested = judged([toll(figure(1), stances=[DENIED])], [*ACTING, part(51, MILITIA, "a")])
    assert contested.rests_on.forces == (COALITION, MILITIA)
    assert [it.position for it in contested.rests_on.entries] == [9, 50, 51]


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ([figure(1)], "A single credible original source tells of it."),
        (
            [figure(1), figure(2, credibility=Credibility.DOUBTFUL)],
            "A single credible original source tells of it, and others that are not credible.",
        ),
        (
            [figure(1, reliability=Reliability.UNRELIABLE)],
            "No credible original source tells of it, and others that are not credible.",
        ),
    ],
)
def test_a_weak_grade_says_why(figures: Sequence[FigureTold], reason: str) -> None:
    assert judged([toll(*figures)], ACTING).reason == reason


@given(st.sampled_from([*CASES]), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_told_makes_no_difference(case: str, random: Any) -> None:
    tolls, parts, _ = CASES[case]
    shuffled = [it._replace(figures=random.sample(it.figures, len(it.figures))) for it in tolls]
    shuffled = [it._replace(stances=random.sample(it.stances, len(it.stances))) for it in shuffled]
    again = judged(random.sample(shuffled, len(shuffled)), random.sample(parts, len(parts)))
    assert again == judged(tolls, parts)
