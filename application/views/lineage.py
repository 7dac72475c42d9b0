"""What a casualty's figure rests on, as a reader sees it."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Self

from application.views.casualty import FigureDisputeView
from application.views.imports import ImportView
from application.views.report import ReportView
from application.views.source import SourceView
from application.views.view import Based, Basis
from domain.attribution import Attribution
from domain.competing import Reconciled
from domain.figure import Figure
from domain.kinds import IncidentKind
from domain.policy import Policy
from domain.report import Publication
from domain.scales import Credibility, Grading, Reliability
from domain.source import SourceKind
from domain.toll import Toll
from domain.value import Id, Sha256, Value, part_of


class StepKind(StrEnum):
    """What somebody who is relayed is."""

    REPORT = "report"
    SOURCE = "source"
    """A source that is relayed, no report of it being named."""
    OWN_WORD = "own_word"
    """What a source says by itself."""
    WORDS = "words"
    """Somebody who is not on record, by the words that name them."""


class StepView(Value):
    """A step on the way from a figure back to an original: a report's or a source's id, or words."""

    kind: StepKind
    id: Id | None = None
    words: str | None = None


class OriginalView(Value):
    """An independent original, and the reports held good that come from it.

    It is the last step of their chains, or every step of a circle: those who relay each other, and nobody else.
    """

    steps: Sequence[StepView]
    reports: Sequence[Id]


class TakenFor(StrEnum):
    """What a policy takes a figure for."""

    LOW = "low"
    BEST = "best"
    HIGH = "high"


class FigureLineage(Based, Attribution):
    """A figure that competes: what the policy makes of it, who says so and from whom, and how that was judged.

    `passed_over` says why nothing is taken of it. `chains` are the shortest ways to its originals. `judged` is the
    entry that its credibility rests on, `corrected_by` the report by which it was revised, and `revises` are the
    entries by which the report was on record as saying something else, oldest first.
    """

    figure: Figure
    taken_for: Sequence[TakenFor]
    passed_over: str | None
    inference: str | None
    credibility: Credibility | None
    judged: Basis | None
    corrected_by: Id | None
    revises: Sequence[Basis]
    chains: Sequence[Sequence[StepView]]
    disputes: Sequence[FigureDisputeView]


class ReconciledLineage(Value):
    """What the policy makes of the figures, and the positions of the entries that it takes each number from.

    `disordered` where one of those figures has numbers that contradict each other; not `countable` where there is no
    number to add.
    """

    low: int
    best: int
    high: int
    open_ended: bool
    countable: bool
    disordered: bool
    low_from: int
    best_from: int
    high_from: int

    @classmethod
    def of(cls, made: Reconciled) -> Self:
        """What a policy made of the figures."""
        adds = made.reckoning
        return cls(
            low=adds.least,
            best=adds.likely,
            high=adds.most,
            open_ended=adds.open_ended,
            countable=adds.countable,
            disordered=made.disordered,
            low_from=made.low_from.position,
            best_from=made.best_from.position,
            high_from=made.high_from.position,
        )


class PolicyInWords(Value):
    """The rule that reconciles the figures."""

    name: Policy
    version: int
    words: str


class MergerStep(Based):
    """That one thing stands for another."""

    id: Id
    into: Id


class IncidentLineage(Based):
    """The incident that a casualty was entered for; `graded` and `taken_back` are the entries that say so.

    `counts_through` is the incident whose sums it is a part of: itself, or the one that stands for it by the mergers.
    """

    id: Id
    title: str
    kind: IncidentKind
    grading: Grading | None
    graded: Basis | None
    retracted: bool
    taken_back: Basis | None
    counts_through: Id
    mergers: Sequence[MergerStep]


class ForceLineage(Based):
    """The force whose toll it is, and the one that stands for it by the mergers."""

    id: Id
    name: str
    stands_for_it: Id
    mergers: Sequence[MergerStep]


class ReportLineage(Based, Publication):
    """A report that something rests on; `withdrawal` is the entry by which it is not held good any more."""

    withdrawn: bool
    withdrawal: Basis | None
    copies: Sequence[Sha256]

    @classmethod
    def of(cls, it: ReportView) -> Self:
        """A report that something rests on."""
        return cls(
            **dict(part_of(Publication, it)),
            basis=it.basis["opened"],
            withdrawn=it.withdrawn,
            withdrawal=it.basis["withdrawn"] if it.withdrawn else None,
            copies=[copy.sha256 for copy in it.copies],
        )


class SourceLineage(Based):
    """A source that something comes from; `rated` is the entry that its reliability rests on."""

    name: str
    kind: SourceKind
    reliability: Reliability | None
    rated: Basis | None

    @classmethod
    def of(cls, it: SourceView) -> Self:
        """A source that something comes from."""
        rated = it.ratings[-1].basis if it.ratings else None
        return cls(name=it.name, kind=it.kind, reliability=it.reliability, rated=rated, basis=it.basis["opened"])


class ImportLineage(Based):
    """The release of a dataset by whose import something was recorded."""

    dataset: str
    release: str
    sha256: Sha256
    report_id: Id

    @classmethod
    def of(cls, it: ImportView) -> Self:
        """An import by which something was recorded."""
        told = {name: getattr(it, name) for name in ("dataset", "release", "sha256", "report_id")}
        return cls(**told, basis=it.basis["opened"])


class Lineage(Toll, Based):
    """What a casualty's figure rests on, as of a position and under a policy.

    `reports` is how many reports that are held good give a figure, `originals` how many independent ones those come
    from. Every `basis` is an entry of the log: its position, who recorded it when, why, and for which cause; `imports`
    tells, by cause, which of those are imports. `cited` and `sources` tell of everything that is named, by id.
    """

    id: Id
    position: int
    policy: PolicyInWords
    reconciled: ReconciledLineage | None
    retracted: bool
    taken_back: Basis | None
    reports: int
    originals: int
    figures: Sequence[FigureLineage]
    come_from: Sequence[OriginalView]
    incident: IncidentLineage
    force: ForceLineage | None
    cited: Mapping[Id, ReportLineage]
    sources: Mapping[Id, SourceLineage]
    imports: Mapping[Id, ImportLineage]


def bases(part: object) -> Iterator[Basis]:
    """Every entry that a lineage, or a part of it, names as what something rests on."""
    waiting = [part]
    while waiting:
        match waiting.pop():
            case Basis() as basis:
                yield basis
            case Value() as value:
                waiting += [getattr(value, name) for name in type(value).model_fields]
            case Mapping() as parts:
                waiting += parts.values()
            case list() | tuple() as parts:
                waiting += parts
