"""Airwars' grading of civilian harm as a rule: the grade that follows from what the log holds, if any does.

Source: Airwars, Methodology ("Casualty standards" of airwars.org), whose words for each grade `Grading` has. The rule
reads only what is recorded; docs/stability.md tells what it takes for what, and what it can't decide.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from uuid import UUID

from domain.harm_told import (
    FigureTold,
    IncidentTold,
    PartTold,
    People,
    Saying,
    StanceTold,
    TollTold,
    is_credible,
    people,
    tells_of_somebody,
)
from domain.participation import ParticipationRole
from domain.scales import Grading
from domain.toll import Harm, Toll
from domain.value import Id, Value

TWO = 2
"""From so many credible originals on, harm is fairly evidenced."""


class OfEntry(Value):
    """An entry of the log, by its position."""

    position: int


class RestsOn(Value):
    """What a grade rests on: the reports, the forces, and the entries."""

    reports: tuple[Id, ...] = ()
    forces: tuple[Id, ...] = ()
    entries: tuple[OfEntry, ...] = ()


class ByRule(Value):
    """The grade that follows by Airwars' rule, or none where it gives none; why, in words; and what that rests on."""

    grading: Grading | None
    reason: str
    rests_on: RestsOn


_HARMS = {Harm.KILLED, Harm.INJURED}
"""Civilian harm, as Airwars counts it."""

_PASSIVE = {ParticipationRole.TARGET, ParticipationRole.CO_LOCATED}


def grade(told: IncidentTold) -> ByRule:
    """The grade by Airwars' rule: the first that applies of confirmed, discounted, contested, fair and weak."""
    if not told.stands:
        return _none("The incident does not stand.")
    parts = [it for it in told.parts if it.said.stands]
    alleged, standing, others = _harm(told.tolls)
    if accepted := _accepted(told.tolls, parts, harm_is_told=bool(standing)):
        return _by(Grading.CONFIRMED, "A force that took part has accepted responsibility.", accepted)
    if not standing:
        return _without_harm(alleged, others)
    if competing := _competing(parts) or _denied(told.tolls, parts):
        return _by(Grading.CONTESTED, "Different forces are said to be responsible.", competing)
    return _by_evidence(standing, parts)


def _harm(tolls: Iterable[TollTold]) -> tuple[Sequence[FigureTold], Sequence[FigureTold], Sequence[TollTold]]:
    """Figures that ever told of civilian harm, those of them that stand, and the other tolls that tell of somebody."""
    alleged: list[FigureTold] = []
    standing: list[FigureTold] = []
    others: list[TollTold] = []
    for toll in tolls:
        if toll.toll.harm not in _HARMS:
            continue
        telling = [it for it in toll.figures if tells_of_somebody(it.figure)]
        now = [it for it in telling if it.said.stands and not toll.retracted]
        if _whom(toll) is People.CIVILIANS:
            alleged += telling
            standing += now
        elif now:
            others.append(toll._replace(figures=now))
    return alleged, standing, others


def _without_harm(alleged: Sequence[FigureTold], others: Sequence[TollTold]) -> ByRule:
    unknown = [it for it in others if _whom(it) is People.UNKNOWN]
    if unknown:
        return _none("Whether those harmed were civilians is not told.", _sayings(unknown))
    if not alleged:
        return _none("No civilian harm is told of; the rule grades nothing else.")
    if others:
        reason = "Those harmed were combatants; what was told of civilians does not stand."
        return _by(Grading.DISCOUNTED, reason, [*_sayings(others), *(it.said for it in alleged)])
    return _none("What was told of civilian harm does not stand, and of nobody else.", [it.said for it in alleged])


def _accepted(tolls: Iterable[TollTold], parts: Sequence[PartTold], *, harm_is_told: bool) -> Sequence["_Said"]:
    """Concessions by forces that took part, and did not deny the harm later, of civilians or of everybody."""
    taking_part = {it.force for it in parts}
    return [it for it in _last_stances(tolls, everybody=harm_is_told) if it.accepts and it.force in taking_part]


def _last_stances(tolls: Iterable[TollTold], *, everybody: bool) -> Iterable[StanceTold]:
    """Of each force the stance that was published last on civilian harm; of equals the one recorded last."""
    last: dict[tuple[Toll, UUID], StanceTold] = {}
    for toll in tolls:
        meant = _whom(toll) is People.CIVILIANS or (
            everybody and toll.toll.side == "all" and _whom(toll) is People.UNKNOWN
        )
        if toll.retracted or toll.toll.harm not in _HARMS or not meant:
            continue
        for it in sorted(toll.stances, key=_when):
            if it.said.stands and it.force:
                last[toll.toll, it.force] = it
    return last.values()


def _when(it: StanceTold) -> tuple[bool, int, int]:
    return it.published is not None, it.published or 0, it.said.entry


def _competing(parts: Sequence[PartTold]) -> Sequence["_Said"]:
    """Forces of different camps that are each said to have begun it."""
    initiators = [it for it in parts if it.role is ParticipationRole.INITIATOR]
    return [it for pair in combinations(initiators, 2) if _are_apart(*pair) for it in pair]


def _denied(tolls: Iterable[TollTold], parts: Sequence[PartTold]) -> Sequence["_Said"]:
    """A force that was in action denies the harm, while one of another camp was in action too."""
    active = [it for it in parts if _is_active(it)]
    initiators = {it.force for it in parts if it.role is ParticipationRole.INITIATOR}
    found: list[_Said] = []
    for denial in _last_stances(tolls, everybody=True):
        if denial.accepts or (initiators and denial.force not in initiators):
            continue  # where reports name who began it, the harm is laid to those
        blamed = [it for it in active if it.force == denial.force]
        pairs = [it for it in product(blamed, active) if _are_apart(*it)]
        found += [denial, *(it for pair in pairs for it in pair)] if pairs else []
    return found


def _are_apart(one: PartTold, other: PartTold) -> bool:
    return one.force != other.force and one.camp != other.camp


def _is_active(it: PartTold) -> bool:
    return it.role not in _PASSIVE and not it.is_population


def _by_evidence(standing: Sequence[FigureTold], parts: Sequence[PartTold]) -> ByRule:
    credible = [it for it in standing if is_credible(it)]
    originals = len({original for it in credible for original in it.originals})
    if originals < TWO:
        others = originals < len({original for it in standing for original in it.originals})
        reason = f"{('No', 'A single')[originals]} credible original source tells of it"
        reason += ", and others that are not credible." if others else "."
        return _by(Grading.WEAK, reason, [it.said for it in standing])
    active = [it for it in parts if _is_active(it)]
    if not active:
        reason = f"{originals} credible original sources tell of it, but nothing of a force that was in action there."
        return _none(reason, [it.said for it in credible])
    reason = f"{originals} credible original sources tell of it, and a force was in action there."
    return _by(Grading.FAIR, reason, [*(it.said for it in credible), *active])


_Said = Saying | StanceTold | PartTold


def _whom(toll: TollTold) -> People:
    return people(toll.toll, of_population=toll.of_population)


def _sayings(tolls: Iterable[TollTold]) -> Sequence[Saying]:
    return [it.said for toll in tolls for it in toll.figures]


def _none(reason: str, said: Iterable[_Said] = ()) -> ByRule:
    return _by(None, reason, said)


def _by(grading: Grading | None, reason: str, said: Iterable[_Said]) -> ByRule:
    said = [*said]
    sayings = [it if isinstance(it, Saying) else it.said for it in said]
    forces = {it.force for it in said if not isinstance(it, Saying) and it.force}
    rests_on = RestsOn(
        reports=tuple(sorted({it.report for it in sayings})),
        forces=tuple(sorted(forces)),
        entries=tuple(OfEntry(position=it) for it in sorted({it.entry for it in sayings})),
    )
    return ByRule(grading=grading, reason=reason, rests_on=rests_on)
