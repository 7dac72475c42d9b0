"""What the log holds of an incident's harm, as Airwars' rule reads it: who was harmed, on whose word, and by whom."""

from collections.abc import Hashable, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domain.figure import Figure
from domain.participation import Camp, ParticipationRole
from domain.reckoning import reckon
from domain.reconciling import HARDLY_CREDIBLE, HARDLY_RELIABLE
from domain.scales import Credibility, Reliability
from domain.toll import WIDER_STATUS, PersonStatus, Toll


class Saying(NamedTuple):
    """An entry that is on record, the report that it is on the word of, and whether that is held good."""

    entry: int
    report: UUID
    stands: bool


class FigureTold(NamedTuple):
    """A figure of some toll; `originals` are those that it comes from (domain/originals.py): at least one."""

    said: Saying
    figure: Figure
    originals: frozenset[Hashable]
    credibility: Credibility | None
    reliability: Reliability | None


class StanceTold(NamedTuple):
    """That a force accepts a harm, or denies it; `published` is when, as in `Candidate`. A denial may be nobody's."""

    said: Saying
    accepts: bool
    force: UUID | None
    published: int | None


class TollTold(NamedTuple):
    """A toll of the incident with everything said of it; `of_population`: its side is a civilian population."""

    toll: Toll
    of_population: bool
    retracted: bool
    figures: Sequence[FigureTold]
    stances: Sequence[StanceTold]


class PartTold(NamedTuple):
    """A force that is told of in the incident, where merged with others as the one that stands for it."""

    said: Saying
    force: UUID
    camp: Camp
    role: ParticipationRole | None
    is_population: bool


class IncidentTold(NamedTuple):
    """What is on record of an incident, as far as the rule reads it."""

    stands: bool
    tolls: Sequence[TollTold]
    parts: Sequence[PartTold]


class People(StrEnum):
    """Whom a toll counts, for the rule."""

    CIVILIANS = "civilians"
    COMBATANTS = "combatants"
    UNKNOWN = "unknown"


_FIGHTING = {
    PersonStatus.COMBATANT,
    PersonStatus.ARMED_FORCES,
    PersonStatus.DIRECT_PARTICIPANT,
    PersonStatus.HORS_DE_COMBAT,
}


def people(toll: Toll, *, of_population: bool) -> People:
    """Whom a toll counts: by their status; without one civilians by their side, and an armed force's as combatants."""
    status = toll.person_status
    if status is not None:
        if status in _FIGHTING:
            return People.COMBATANTS
        civilian = PersonStatus.CIVILIAN
        return People.CIVILIANS if civilian in {status, WIDER_STATUS.get(status)} else People.UNKNOWN
    if of_population or toll.side == "civilians":
        return People.CIVILIANS
    return People.COMBATANTS if isinstance(toll.side, UUID) else People.UNKNOWN


def is_credible(told: FigureTold) -> bool:
    """Whether nothing speaks against it: neither judged doubtful or improbable, nor of a source rated D or E.

    What was not judged, or can't be, counts: on the Admiralty scales that is *unknown*, not bad.
    """
    return told.credibility not in HARDLY_CREDIBLE and told.reliability not in HARDLY_RELIABLE


def tells_of_somebody(figure: Figure) -> bool:
    """Whether a figure speaks of anybody at all: words do, "none" does not."""
    adds = reckon(figure)
    return not adds.countable or adds.open_ended or max(adds.least, adds.likely, adds.most) > 0
