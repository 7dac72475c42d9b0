"""The rows of forces."""

from collections.abc import Iterator
from typing import assert_never

from domain.allegiance import Allegiance
from domain.force_facts import (
    AliasAdded,
    AllegianceDeclared,
    AllegianceWithdrawn,
    ForceAbsorbed,
    ForceMerged,
    ForceRegistered,
    ForceReleased,
    ForceRenamed,
    ForceSplit,
    LaterForceFact,
)
from infrastructure.read_model.projection.folding import folded
from infrastructure.read_model.projection.tables import Force, ForceAllegiance, ForceName, Merger, Row
from infrastructure.read_model.projection.writing import Place, ordinal, text_or_none


def force_rows(at: Place, fact: ForceRegistered | LaterForceFact) -> Iterator[Row]:
    """What an entry of a force sets."""
    match fact:
        case ForceRegistered():
            yield Force(at.position, at.published, fact.kind, fact.country, text_or_none(fact.codes))
            yield _name(at, fact.name, goes_by=True)
        case ForceRenamed():
            yield _name(at, fact.name, goes_by=True)
        case AliasAdded():
            yield _name(at, fact.alias, goes_by=False)
        case AllegianceDeclared():
            yield _allegiance(at, fact.allegiance, at.maybe(fact.report_id), withdrawn=False)
        case AllegianceWithdrawn():
            yield _allegiance(at, Allegiance(to=fact.to, kind=fact.kind), None, withdrawn=True)
        case ForceMerged():
            yield Merger(at.position, at.published, at.key, at.of(fact.into))
        case ForceSplit():
            yield Merger(at.position, at.published, at.key, None)
        case ForceAbsorbed() | ForceReleased():
            pass  # the other side of what the force that was merged, or split off, says itself
        case _:
            assert_never(fact)


def _name(at: Place, name: str, *, goes_by: bool) -> ForceName:
    return ForceName(at.position, at.published, at.key, name, goes_by, folded(name))


def _allegiance(at: Place, allegiance: Allegiance, report: int | None, *, withdrawn: bool) -> ForceAllegiance:
    days = allegiance.days
    return ForceAllegiance(
        position=at.position,
        published=at.published,
        report=report,
        key=at.key,
        superior=at.of(allegiance.to),
        kind=allegiance.kind,
        stands_under=allegiance.kind.stands_under,
        during=allegiance.during,
        first_day=ordinal(days.first),
        last_day=ordinal(days.last),
        withdrawn=withdrawn,
    )
