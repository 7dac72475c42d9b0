"""What two standpoints differ in, as a read model tells it: sums that moved, incidents, figures and gradings."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from application.rows import ReconciledFigure, TollSum
from domain.fact import Position, Verb
from domain.scales import Grading
from domain.toll import Harm, PersonStatus, PopulationGroup, Side
from domain.value import Id, Value


class What(StrEnum):
    """What became of an incident in the answer."""

    APPEARED = "appeared"
    CHANGED = "changed"
    WENT = "went"


class OfImport(Value):
    """The import that something was recorded by."""

    id: Id
    dataset: str
    release: str


class Reckoned(ReconciledFigure):
    """What a casualty adds to a sum by the policy, and the report whose figure gives its best number.

    `counted` is whether it is added up, or another one counts its people already.
    """

    counted: bool
    report_id: Id


class FigureMoved(Value):
    """A casualty whose figure is another from one standpoint than from the other; none is that it has none there."""

    casualty_id: Id
    side: Side
    harm: Harm
    person_status: PersonStatus | None
    group: PopulationGroup | None
    was: Reckoned | None
    now: Reckoned | None


class TollMoved(Value):
    """A sum as it is from both standpoints, and by how much it moved; none is that there is nothing to add there."""

    was: TollSum | None
    now: TollSum | None
    low: int
    best: int
    high: int


class GradingMoved(Value):
    """A grading that is another from one standpoint than from the other."""

    was: Grading | None
    now: Grading | None


class Because(Value):
    """A part of a sum's movement: of the incidents of which the same became, through the same verbs and import.

    The parts of one sum add up to its movement.
    """

    what: What
    verbs: Sequence[Verb]
    facts: Sequence[str]
    of_imports: Sequence[OfImport]
    incidents: int
    low: int
    best: int
    high: int


class SumMoved(TollMoved):
    """How the sum of one harm moved, and because of what."""

    harm: Harm
    because: Sequence[Because]


class Touch(NamedTuple):
    """Where an entry is that moved something, and the import that it belongs to."""

    position: Position
    of_import: OfImport | None


class Moved(NamedTuple):
    """An incident of a difference, before its entries are read."""

    id: UUID
    title: str
    what: What
    touches: Sequence[Touch]
    more: int
    figures: Sequence[FigureMoved]
    tolls: Mapping[Harm, TollMoved]
    grading: GradingMoved | None


class Movement(NamedTuple):
    """What two standpoints differ in: the sums whole, and a part of the incidents."""

    sums: Sequence[SumMoved]
    incidents: Sequence[Moved]
