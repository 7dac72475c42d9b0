"""What an import brought that may be on record already, under another id."""

from collections.abc import Sequence
from uuid import UUID

from application.ledger import Ledger
from application.similar import Similar, SuspectedPair
from domain.alike_forces import FORCE_THRESHOLD
from domain.fact import Position
from domain.imports import Import, ImportBegun
from domain.similarity import THRESHOLD
from domain.value import Value

_MOST = 1_000
"""Pairs that are listed unless somebody asks for fewer."""


class SuspectedByImport(Value):
    """The pairs of incidents, and of forces, that may be the same, the most alike first, as of a position."""

    incidents: Sequence[SuspectedPair]
    forces: Sequence[SuspectedPair]
    position: int


def suspected(
    id: UUID, ledger: Ledger, similar: Similar, *, within_dataset: bool = False, limit: int = _MOST
) -> SuspectedByImport:
    """What may be the same of what an import brought so far; within its own dataset only if asked.

    Raises:
        Missing: no such import is on record.
        NotReadYet, ReadModelStopped: the read model has not come so far.
    """
    first, *later = ledger.history(Import, id)
    assert isinstance(first.fact, ImportBegun)
    begin = Position(first.position)
    end = Position(later[-1].position) if later else ledger.position_at(None)
    incidents = similar.brought(
        first.fact.dataset, begin, end, min_score=THRESHOLD, limit=limit, within_dataset=within_dataset
    )
    forces = similar.forces_brought(begin, end, min_score=FORCE_THRESHOLD, limit=limit)
    return SuspectedByImport(incidents=incidents, forces=forces, position=end)
