"""How stable knowledge of an incident, a source or an import is, as a reader sees it; docs/stability.md explains it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from application.views.source import RatingView
from application.views.view import Based
from domain.fact import Verb
from domain.figure import Figure
from domain.policy import Policy
from domain.scales import Reliability
from domain.toll import Harm, Toll
from domain.value import Id, Instant, Value


class NumbersView(Value):
    """A number as the policy has it: the fewest, the likeliest and the most people, and whether it has no bound."""

    low: int
    best: int
    high: int
    open_ended: bool


class DifferenceView(Value):
    """By how many people the lowest, the best and the highest number differ."""

    low: int
    best: int
    high: int


class SteppedView(Based):
    """What an entry made of a number: which fact about which thing, and the last publication that it rests on.

    `published` is none where it rests on none, or on one whose day is not known.
    """

    verb: Verb
    fact: str
    of: str
    """What kind of thing the entry is about."""
    id: Id
    published: Instant | None
    now: NumbersView | None


class MovementView(SteppedView):
    """That an entry made a number another one; none is that there was, or is, no number to add."""

    was: NumbersView | None
    by: DifferenceView | None


class Settling(Value):
    """On one clock: when a number was first told, since when it stands as it does, how long that took and how long ago.

    None where a moment is not known.
    """

    began: Instant | None
    settled: Instant | None
    took: timedelta | None
    since: timedelta | None


class CourseView(Value):
    """How a number went: as it was first told, as it stands, and every movement between, as they were recorded.

    `largest` and `total` are how far it moved at most at once, and altogether, up and down; none where nothing can be
    compared. `recorded` and `published` are on these two clocks.
    """

    first: SteppedView
    stands: NumbersView | None
    movements: Sequence[MovementView]
    moved: int
    largest: DifferenceView | None
    total: DifferenceView | None
    recorded: Settling
    published: Settling


class CasualtyCourse(Toll, CourseView):
    """How the figure of one casualty went; `first_figure` as its report told it."""

    id: Id
    first_figure: Figure
    report_id: Id
    figures: int
    disputes: int
    retracted: bool


class Corrections(Value):
    """How often an incident was told to be elsewhere, at another time, of another kind, in other words, or regraded."""

    relocated: int
    redated: int
    reclassified: int
    retold: int
    graded: int
    retracted: int
    reinstated: int


class IncidentStability(Value):
    """How often and how far the figures of an incident moved since its first report, and how long they took to settle.

    `asked_at` is the moment that `since` is counted to. Of one that was merged, the figures are told of the one that
    stands for both.
    """

    id: Id
    merged_into: Id | None
    position: int
    asked_at: Instant
    policy: Policy
    policy_version: int
    corrections: Corrections
    casualties: Sequence[CasualtyCourse]
    sums: Mapping[Harm, CourseView]


class Quartiles(Value):
    """The lower quartile, the median and the upper quartile of several distances."""

    lower: float
    median: float
    upper: float


class SourceStabilityRow(Value):
    """What became of what a source reported, counted by its figures; docs/stability.md says what each number is.

    `absolute` and `relative` are how far its first figures were from those that stand, over `compared` casualties.
    """

    reports: int
    withdrawn_reports: int
    figures: int
    casualties: int
    incidents: int
    revised: int
    disputed: int
    retracted: int
    standing: int
    confirmed: int
    compared: int
    absolute: Quartiles | None
    relative: Quartiles | None


class Corrected(Value):
    """How many incidents were corrected in some way: by a later release, and by analysts; one may be both."""

    by_releases: int
    by_analysts: int


class SumOfNumbers(Value):
    """The fewest, the likeliest and the most people, added up."""

    low: int
    best: int
    high: int


class SumSince(Value):
    """A sum as it was, as it is, and by how much it moved."""

    was: SumOfNumbers
    now: SumOfNumbers
    by: SumOfNumbers


class ImportStabilityRow(Value):
    """What became of the incidents that an import entered: how many of them were corrected, and how their sums moved.

    `sums` are of the incidents that stand, by harm, since the import was finished; none before it was.
    """

    incidents: int
    relocated: Corrected
    redated: Corrected
    reclassified: Corrected
    retracted: Corrected
    merged: Corrected
    figures_revised: Corrected
    disputed: Corrected
    sums: Mapping[Harm, SumSince] | None


class SourceStability(SourceStabilityRow):
    """What became of what a source reported: the evidence beside its reliability letter, and every letter it had.

    `absolute` and `relative` are how far its first figures were from those that stand, over `compared` casualties.
    """

    id: Id
    position: int
    policy: Policy
    policy_version: int
    reliability: Reliability | None
    ratings: Sequence[RatingView]


class ImportStability(ImportStabilityRow):
    """What became of the incidents that an import entered: how many of them were corrected, and how their sums moved.

    `sums` are of the incidents that stand, by harm, since the import was finished; none before it was.
    """

    id: Id
    position: int
    policy: Policy
    policy_version: int
