"""The rows that questions of a whole collection are answered with: each thing in a line, its lists as counts.

Longer than most, by one class for each row.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from application.questions import Status
from domain.assertion import Asserted
from domain.attribution import OriginalSource
from domain.coverage import Area
from domain.force_facts import ForceKind
from domain.imports import Counts
from domain.kinds import IncidentKind
from domain.policy import Policy
from domain.report import PublishedAt
from domain.scales import Credibility, Grading, Reliability
from domain.source import SourceKind
from domain.toll import Harm, PersonStatus, PopulationGroup, Side
from domain.value import Code, Id, Instant, Value
from domain.verdict import Outcome


class Row(Value):
    """A thing in a line: its version, the position it was last changed at, and when it was first entered."""

    collection: ClassVar[str]
    """The name of its collection, as in `/incidents`."""
    id: Id
    version: int
    position: int
    recorded_at: Instant


class SourceRow(Row):
    """A source, its reliability, and how many reports of it are on record."""

    collection: ClassVar = "sources"
    name: str
    kind: SourceKind
    url: str | None
    reliability: Reliability | None
    reports: int


class ReportRow(Row):
    """A report, and how many copies of it are archived."""

    collection: ClassVar = "reports"
    source_id: Id
    source: str
    headline: str | None
    url: str | None
    published_at: PublishedAt
    original_source: OriginalSource | None
    quote: str | None
    status: Status
    copies: int


class ForceRow(Row):
    """A force and every name that it bears."""

    collection: ClassVar = "forces"
    name: str
    aliases: Sequence[str]
    kind: ForceKind
    country: str | None
    codes: Sequence[Code]
    status: Status
    merged_into: Id | None


class PeriodRow(Value):
    """When it happened: EDTF text, UCDP's `date_prec`, and what EDTF can't carry."""

    edtf: str
    precision: int | None
    began_at: str | None
    ended_at: str | None
    duration: str | None


class PlaceRow(Value):
    """Where it happened; beyond precision 1 the point only represents the place."""

    name: str
    precision: int
    exact: bool
    latitude: float | None
    longitude: float | None
    country: str | None
    adm1: str | None
    adm2: str | None


class TollSum(Value):
    """A sum of figures: the fewest, the likeliest and the most people that they speak of, and what it contains.

    `low`, `best` and `high` add up what the policy makes of the figures of each casualty. `casualties` is how many were
    added; `open_ended`, how many of those have no upper bound, so that `high` is only the highest number they name;
    `disordered`, how many rest on numbers that contradict each other, and are added as their sources print them.
    `not_countable` is how many have no number to add, or no report that is held good; `counted_in_others`, how many are
    left out because another one that is added counts their people already.
    """

    low: int
    best: int
    high: int
    casualties: int
    open_ended: int
    disordered: int
    not_countable: int
    counted_in_others: int


class IncidentRow(Row):
    """An incident: what, when and where, how it is graded, who took part, and its toll by harm under the policy."""

    collection: ClassVar = "incidents"
    title: str
    summary: str | None
    kind: IncidentKind
    status: Status
    merged_into: Id | None
    grading: Grading | None
    occurred: PeriodRow
    place: PlaceRow
    codes: Sequence[Code]
    report_id: Id
    reports: int
    disputes: int
    forces: Sequence[Id]
    toll: Mapping[Harm, TollSum]


class PickedFigure(Value):
    """The figure that gives the policy's best number, as its report gives it."""

    low: int | None
    best: int | None
    high: int | None
    qualifier: str
    verbatim: str | None
    disordered: bool
    inferred: bool
    credibility: Credibility | None
    report_id: Id
    original_source: OriginalSource | None


class ReconciledFigure(Value):
    """What the policy makes of the figures that compete: what it adds to a sum, where nobody is counted twice."""

    low: int
    best: int
    high: int
    open_ended: bool


class CasualtyRow(Row):
    """A casualty: whose toll, the figure that gives the policy's best number, and how many compete and contest it.

    `reconciled` is none where there is no number to add, or no report that is held good.
    """

    collection: ClassVar = "casualties"
    incident_id: Id
    side: Side
    harm: Harm
    person_status: PersonStatus | None
    group: PopulationGroup | None
    status: Status
    figure: PickedFigure | None
    reconciled: ReconciledFigure | None
    figures: int
    disputes: int
    concessions: int
    denials: int


class TollRow(TollSum):
    """The sum of one harm in one group; what is not grouped by is none.

    `month` and `year` are EDTF: an interval where the incidents may have been in several (2018-02/2018-03).
    """

    collection: ClassVar = "toll"
    country: str | None = None
    month: str | None = None
    year: str | None = None
    force_id: Id | None = None
    force: str | None = None
    kind: IncidentKind | None = None
    side: Side | None = None
    harm: Harm
    incidents: int


class CoverageRow(Row):
    """A coverage: where, when and for which kinds of incident the record was declared complete, and on what grounds."""

    collection: ClassVar = "coverages"
    area: Area
    period: str
    kinds: Sequence[IncidentKind]
    min_killed: int | None
    harms: Sequence[Harm]
    grounds: str
    report_id: Id | None
    status: Status


class ImportRow(Row):
    """An import: which release, from which file; and how many rows became what, once it was finished."""

    collection: ClassVar = "imports"
    dataset: str
    release: str
    format: str
    sha256: str
    report_id: Id
    finished: bool
    counts: Counts | None
    coverage_id: Id | None


class RecordedVerdict(Value):
    """The verdict that was recorded last: under which policy, as of which position, and from which standpoint else."""

    verdict: Outcome
    policy: Policy
    policy_version: int
    position: int
    published_by: str | None
    without: Sequence[str]


class ClaimRow(Row):
    """A claim: what was said, what that asserts, as JSON and in plain words, and the verdict that was recorded last.

    `now` is the verdict by now, where it is asked which claims drifted.
    """

    collection: ClassVar = "claims"
    statement: str
    assertion: Asserted
    words: str
    report_id: Id
    status: Status
    recorded: RecordedVerdict | None
    audits: int
    features: int
    now: Outcome | None


RowT = TypeVar("RowT", bound=Value)


class Citation(Value):
    """How an answer is cited: the position that it is as of, and the signed note over the log that covers it."""

    position: int
    checkpoint: str


class Answer(Value, Generic[RowT]):
    """What a question is answered: the rows of this page, the cursor of the next, the position, and the policy.

    `lineage` is where the figures of each row can be followed back: a URI template (RFC 6570) over the fields of the
    row; none where rows have no figures. `policy_version` goes up whenever the same figures may come to another outcome
    under it. `without` is what is left out, and `flips` where it is told what hangs on that. `cite` is there if it is
    asked for.
    """

    items: Sequence[RowT]
    next: str | None
    position: int
    policy: Policy | None
    policy_version: int | None
    lineage: str | None
    without: Sequence[str]
    flips: str | None
    cite: Citation | None = None
