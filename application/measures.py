"""What the read model tells of an assertion's parts: which incidents they are of, and how many people may be meant."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domain.assertion import Incidents, Tolled
from domain.covering import Declared


class Measure(NamedTuple):
    """What is measured: the incidents, and of each the toll, if any; `apart` is told by itself, not among the others.

    `path` is where the assertion says it: refusals name it.
    """

    incidents: Incidents
    toll: Tolled | None
    apart: UUID | None
    path: str


class Told(NamedTuple):
    """A casualty that is counted: the numbers that its figures admit, and those figures, with their reports."""

    casualty_id: UUID
    least: int
    most: int | None
    figures: Sequence[int]
    report_id: UUID | None


class Member(NamedTuple):
    """An incident that is meant for certain, or perhaps: how many people, from the least to the most that may be."""

    incident_id: UUID
    certain: bool
    least: int
    most: int | None
    counted: Sequence[Told]
    bounded_by: str
    """What gives the upper bound: `own` figures, those of `all` sides or of all `camps`, a `coverage`, or `nothing`."""


class Tally(NamedTuple):
    """So many incidents of which the same is known."""

    certain: bool
    least: int
    most: int | None
    incidents: int


class Measured(NamedTuple):
    """What was measured: tallies of all incidents but the one apart; each of them, or the largest, by itself."""

    tallies: Sequence[Tally]
    members: Sequence[Member]
    every: bool
    """Whether `members` are all there are."""
    apart: Member | None
    suspected: Sequence[tuple[UUID, UUID]]
    """Forces that are meant, each with another that may be the same, though nobody merged or linked them."""
    lacking: Mapping[UUID, Sequence[UUID]]
    """Coverages that a dataset's release declares, though it has no row for these incidents, which they should hold."""


class Measurements(NamedTuple):
    """The answer to several measures, as seen from one standpoint: in their order; with the coverages that stand."""

    measured: Sequence[Measured]
    coverages: Sequence[Declared]
    last_recorded: datetime | None
    """When the last entry was recorded that counts there."""
