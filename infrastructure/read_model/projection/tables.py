"""The tables of the read model: one for each thing that changes by itself, one row for each entry that sets it.

Longer than most, by one class for each table.

Rows are only ever inserted, in log order. Each has the position of its entry; `report`, the one that the entry rests
on; and `published`, the last publication of all that it rests on (application/resting.py). A thing is named by its
`key`: the position of the entry that opened its stream. An original source is JSON, or empty. Days are counted as
`CalendarDay.ordinal` counts them, instants in microseconds since 1970, UTC.
"""

from types import UnionType
from typing import Any, NamedTuple, get_args, get_type_hints
from uuid import UUID


class Thing(NamedTuple):
    """Everything on record: its id and its key, which is the position of its first entry."""

    position: int
    published: int
    id: UUID
    kind: str
    recorded_at: int


class Entered(NamedTuple):
    """Each entry: the thing it is about, the version it made, what it was made for, and which fact it holds."""

    position: int
    published: int
    key: int
    version: int
    cause: UUID
    fact: str


class Naming(NamedTuple):
    """What an entry about a thing names, and so rests on: each once."""

    position: int
    published: int
    key: int
    named: int


class Source(NamedTuple):
    """What a source is."""

    position: int
    published: int
    name: str
    kind: str
    url: str | None
    words: str


class SourceRating(NamedTuple):
    """How reliable a source was judged."""

    position: int
    published: int
    key: int
    reliability: str


class Report(NamedTuple):
    """What a source published; the days and the microsecond are those it may have been published at."""

    position: int
    published: int
    source: int
    headline: str | None
    url: str | None
    published_at: str
    first_day: int | None
    last_day: int | None
    last_microsecond: int | None
    original_source: str | None
    quote: str | None
    words: str


class ReportStanding(NamedTuple):
    """Whether a report is held good."""

    position: int
    published: int
    key: int
    withdrawn: bool


class ReportCopy(NamedTuple):
    """An archived copy of a report."""

    position: int
    published: int
    key: int
    sha256: str


class Force(NamedTuple):
    """What a force is."""

    position: int
    published: int
    kind: str
    country: str | None
    codes: str | None


class ForceName(NamedTuple):
    """A name that the force bears; `goes_by` where it is the one that it goes by from then on."""

    position: int
    published: int
    key: int
    name: str
    goes_by: bool
    words: str


class ForceAllegiance(NamedTuple):
    """By force, superior and kind."""

    position: int
    published: int
    report: int | None
    key: int
    superior: int
    kind: str
    stands_under: bool
    during: str | None
    first_day: int | None
    last_day: int | None
    withdrawn: bool


class Merger(NamedTuple):
    """Of a force or an incident: what stands for it; nothing once it was split off again."""

    position: int
    published: int
    key: int
    survivor: int | None


class Incident(NamedTuple):
    """An incident, with the report that it was entered on, and the codes that this gives it."""

    position: int
    published: int
    report: int
    codes: str | None


class IncidentTelling(NamedTuple):
    """In which words it is told."""

    position: int
    published: int
    report: int | None
    key: int
    title: str
    summary: str | None
    words: str


class IncidentKind(NamedTuple):
    """What kind of occurrence it was."""

    position: int
    published: int
    report: int | None
    key: int
    kind: str


class IncidentPeriod(NamedTuple):
    """When it happened."""

    position: int
    published: int
    report: int | None
    key: int
    edtf: str
    precision: int | None
    first_day: int | None
    last_day: int | None
    month: str
    year: str
    began_at: str | None
    ended_at: str | None
    duration: str | None


class IncidentPlace(NamedTuple):
    """Where it happened."""

    position: int
    published: int
    report: int | None
    key: int
    name: str
    precision: int
    latitude: float | None
    longitude: float | None
    country: str | None
    adm1: str | None
    adm2: str | None
    words: str


class IncidentGrading(NamedTuple):
    """How the evidence for it was graded."""

    position: int
    published: int
    key: int
    grading: str


class Standing(NamedTuple):
    """Of an incident or a casualty: whether it is retracted."""

    position: int
    published: int
    key: int
    retracted: bool


class IncidentCoding(NamedTuple):
    """By incident, dataset and row: the codes that the row gives it, as JSON."""

    position: int
    published: int
    report: int
    key: int
    dataset: str
    row: str
    codes: str | None


class Citation(NamedTuple):
    """A report that is cited for an incident, or against it."""

    position: int
    published: int
    report: int
    key: int
    disputes: bool


class Participation(NamedTuple):
    """By incident, force, report and original source."""

    position: int
    published: int
    report: int
    key: int
    force: int
    original_source: str
    retracted: bool
    camp: str | None = None
    role: str | None = None


class Casualty(NamedTuple):
    """`side` is a force's key; or nothing, and then `side_name` is civilians, unknown or all."""

    position: int
    published: int
    report: int
    incident: int
    side: int | None
    side_name: str | None
    harm: str
    person_status: str | None
    population_group: str | None


class Figure(NamedTuple):
    """By casualty, report and original source; its credibility is as it came, `least` to `conservative` what it adds.

    `conservative` is the number that is added where vague words are taken for one, if there is any; `fewest` and
    `greatest` bound the numbers that it admits (domain/readings.py), the latter empty where nothing does.
    """

    position: int
    published: int
    report: int
    key: int
    original_source: str
    retracted: bool
    credibility: int | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    qualifier: str | None = None
    verbatim: str | None = None
    disordered: bool | None = None
    inferred: bool | None = None
    least: int | None = None
    likely: int | None = None
    most: int | None = None
    open_ended: bool | None = None
    countable: bool | None = None
    conservative: int | None = None
    fewest: int | None = None
    greatest: int | None = None


class FigureAssessment(NamedTuple):
    """By casualty, report and original source: the credibility that a figure was given after it was entered."""

    position: int
    published: int
    report: int
    key: int
    original_source: str
    credibility: int


class Stance(NamedTuple):
    """A report that contradicts a figure (`disputed`), or a force that accepts or denies the harm."""

    position: int
    published: int
    report: int
    key: int
    stance: str
    force: int | None


class Coverage(NamedTuple):
    """What the record was declared complete for; countries, kinds and harms are JSON, or nothing where none are."""

    position: int
    published: int
    report: int | None
    countries: str | None
    west: float | None
    south: float | None
    east: float | None
    north: float | None
    edtf: str
    first_day: int | None
    last_day: int | None
    kinds: str | None
    min_killed: int | None
    harms: str | None
    basis: str
    words: str


class CoverageWithdrawal(NamedTuple):
    """That the record is not held complete there any more."""

    position: int
    published: int
    key: int


class Import(NamedTuple):
    """Which release of a dataset was begun to be imported, from which file."""

    position: int
    published: int
    report: int
    dataset: str
    release: str
    format: str
    sha256: str


class ImportOutcome(NamedTuple):
    """What came of the rows of an import that was finished, and the coverage that was declared by it."""

    position: int
    published: int
    key: int
    coverage: int | None
    rows: int
    new: int
    changed: int
    recoded: int
    unchanged: int
    contested: int
    rejected: int
    retracted: int


class Claim(NamedTuple):
    """What was said on the word of a report, and what that asserts, as JSON."""

    position: int
    published: int
    report: int
    statement: str
    assertion: str
    words: str


class ClaimAudit(NamedTuple):
    """The verdict on a claim that was recorded, and from where it was asked; what was left out is JSON, or nothing."""

    position: int
    published: int
    key: int
    verdict: str
    policy: str
    policy_version: int
    as_of: int
    published_by: str | None
    left_out: str | None


class ClaimWithdrawal(NamedTuple):
    """That a claim was withdrawn."""

    position: int
    published: int
    key: int


class ClaimFeature(NamedTuple):
    """That a feature was stored with a claim, under a name."""

    position: int
    published: int
    key: int
    name: str


Row = (
    Thing
    | Entered
    | Naming
    | Source
    | SourceRating
    | Report
    | ReportStanding
    | ReportCopy
    | Force
    | ForceName
    | ForceAllegiance
    | Merger
    | Incident
    | IncidentTelling
    | IncidentKind
    | IncidentPeriod
    | IncidentPlace
    | IncidentGrading
    | Standing
    | IncidentCoding
    | Citation
    | Participation
    | Casualty
    | Figure
    | FigureAssessment
    | Stance
    | Coverage
    | CoverageWithdrawal
    | Import
    | ImportOutcome
    | Claim
    | ClaimAudit
    | ClaimWithdrawal
    | ClaimFeature
)

TABLES: tuple[type[Row], ...] = get_args(Row)

_TYPES = {int: "BIGINT", str: "VARCHAR", float: "DOUBLE", bool: "BOOLEAN", UUID: "UUID"}


def name_of(table: type[Row]) -> str:
    """The table's name in SQL: `incident_place` for IncidentPlace."""
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in table.__name__).lstrip("_")


def columns_of(table: type[Row]) -> dict[str, tuple[str, bool]]:
    """Each column's SQL type, and whether it may be null, in order."""
    return {name: _column(hint) for name, hint in get_type_hints(table).items()}


def definition() -> str:
    """The SQL that makes every table."""
    return "".join(f"CREATE TABLE {name_of(table)} ({_columns(table)});\n" for table in TABLES)


def _columns(table: type[Row]) -> str:
    columns = columns_of(table).items()
    return ", ".join(f"{name} {kind}{'' if nullable else ' NOT NULL'}" for name, (kind, nullable) in columns)


def _column(hint: Any) -> tuple[str, bool]:
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return _TYPES[kinds[0]], type(None) in kinds
