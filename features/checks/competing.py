"""Competing figures drawn at random: as entries of a log, and as the candidates that those amount to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from hypothesis import strategies as st

from domain.attribution import Attribution
from domain.casualty_facts import CasualtyReported, FigureAssessed, FigureReported, FigureRetracted, FigureRevised
from domain.fact import Entry, Fact
from domain.figure import Figure, Qualifier
from domain.incident_facts import IncidentReported
from domain.kinds import IncidentKind
from domain.moment import last_microsecond
from domain.period import Period
from domain.place import Place, Precision
from domain.policy import Candidate
from domain.report import ReportRecorded, ReportWithdrawn
from domain.scales import Credibility, Reliability
from domain.source import SourceRated
from domain.toll import Harm
from features.checks.deeds import PUBLISHED
from features.checks.logs import NOON, RIMA, registered
from features.checks.strategies import figures, of

_WORDS = ["dozens", "Hundreds of fighters", "tens or hundreds", "scores", "not dozens", "tens of thousands"]
_CLOSE = [
    Figure(best=4, qualifier=Qualifier.EXACT),
    Figure(low=4, qualifier=Qualifier.AT_LEAST),
    Figure(low=3, qualifier=Qualifier.MORE_THAN),
    Figure(low=2, high=5, qualifier=Qualifier.BETWEEN),
    Figure(low=5, best=3, high=4, qualifier=Qualifier.BETWEEN, disordered=True),
]
said = (
    figures()
    | st.sampled_from(_CLOSE)
    | st.builds(
        Figure,
        best=st.none() | st.integers(0, 12),
        qualifier=st.just(Qualifier.VAGUE),
        verbatim=st.sampled_from(_WORDS),
    )
)
"""A figure of any kind, and more often than else numbers that meet, and words that a policy may take for a number."""

_credibility = of(Credibility | None)


class Told(NamedTuple):
    """What one report says of a toll, and what became of that."""

    report: int
    word: str | None
    figure: Figure
    credibility: Credibility | None
    revised: tuple[Figure, Credibility | None] | None
    assessed: Credibility | None
    retracted: bool


class Drawn(NamedTuple):
    """Sources with their ratings, reports of theirs with their dates and whether they stand, and casualties."""

    ratings: Sequence[Reliability | None]
    reports: Sequence[tuple[int, str, bool]]
    casualties: Sequence[Sequence[Told]]


_told = st.builds(
    Told,
    st.integers(0, 4),
    st.sampled_from([None, None, "An officer."]),
    said,
    _credibility,
    st.none() | st.none() | st.tuples(said, _credibility),
    st.none() | st.none() | _credibility,
    st.sampled_from([False, False, False, False, True]),
)
drawn = st.builds(
    Drawn,
    st.tuples(*[of(Reliability | None)] * 3),
    st.tuples(
        *[st.tuples(st.integers(0, 2), st.sampled_from([*PUBLISHED]), st.sampled_from([False, False, True]))] * 5
    ),
    st.lists(
        st.lists(_told, min_size=1, max_size=6, unique_by=lambda it: (it.report, it.word)), min_size=1, max_size=12
    ),
)

_SOURCE, _REPORT, _INCIDENT, _CASUALTY = (UUID(int=number << 64) for number in (1, 2, 3, 4))


def _each(kind: UUID, number: int) -> UUID:
    return UUID(int=kind.int + number)


def casualty(number: int) -> UUID:
    """The id of a casualty that was drawn, by its number."""
    return _each(_CASUALTY, number)


def entries(record: Drawn) -> tuple[Sequence[Entry], Mapping[UUID, Sequence[Candidate]]]:
    """The entries of a log that holds this, and the figures that compete after them, by casualty."""
    made: list[Entry] = []
    versions: dict[UUID, int] = {}

    def enter(id: UUID, fact: Fact) -> int:
        versions[id] = versions.get(id, 0) + 1
        position = len(made) + 1
        entry = Entry(
            position=position,
            originator_id=id,
            originator_version=versions[id],
            recorded_at=NOON,
            recorded_by=RIMA.actor.name,
            cause=RIMA.cause,
            fact=fact,
        )
        made.append(entry)
        return position

    for number, _ in enumerate(record.ratings):
        enter(_each(_SOURCE, number), registered())
    for number, (source, published, _) in enumerate(record.reports):
        said = {"source_id": _each(_SOURCE, source), "published_at": published}
        enter(_each(_REPORT, number), ReportRecorded.model_validate(said))
    enter(_INCIDENT, _clash())
    competing: dict[UUID, list[Candidate]] = {}
    for number, every in enumerate(record.casualties):
        id = casualty(number)
        positions = [enter(id, _first(told) if not nth else _further(told)) for nth, told in enumerate(every)]
        competing[id] = []
        for told, position in zip(every, positions, strict=True):
            figure, credibility, last = told.figure, told.credibility, position
            for later in _later(told):
                entered = enter(id, later)
                if isinstance(later, FigureRevised):
                    figure, credibility, last = later.figure, later.credibility, entered
                elif isinstance(later, FigureAssessed):
                    credibility = later.credibility
            if not told.retracted:
                source, published, withdrawn = record.reports[told.report]
                candidate = Candidate(
                    figure, credibility, record.ratings[source], _microsecond(published), last, withdrawn
                )
                competing[id].append(candidate)
    for number, rating in enumerate(record.ratings):
        if rating:
            enter(_each(_SOURCE, number), SourceRated(reliability=rating, reason="Proved so."))
    for number, (_, _, withdrawn) in enumerate(record.reports):
        if withdrawn:
            enter(_each(_REPORT, number), ReportWithdrawn(reason="It was made up."))
    return made, competing


def _microsecond(published: str) -> int | None:
    end = PUBLISHED[published]
    return None if end is None else last_microsecond(datetime.fromisoformat(end))


def _clash() -> IncidentReported:
    return IncidentReported(
        title="Clash",
        kind=IncidentKind.BATTLE,
        occurred=Period(edtf="2018-02-07"),
        place=Place(name="Khasham", precision=Precision.EXACT, country="SYR"),
        report_id=_each(_REPORT, 0),
    )


def _by(told: Told) -> Attribution:
    return Attribution(report_id=_each(_REPORT, told.report), original_source=told.word)


def _first(told: Told) -> CasualtyReported:
    return CasualtyReported(
        incident_id=_INCIDENT,
        side="all",
        harm=Harm.KILLED,
        **dict(_by(told)),
        figure=told.figure,
        credibility=told.credibility,
    )


def _further(told: Told) -> FigureReported:
    return FigureReported(**dict(_by(told)), figure=told.figure, credibility=told.credibility)


def _later(told: Told) -> Iterator[FigureRevised | FigureAssessed | FigureRetracted]:
    """What is done to it afterwards: judged, revised, judged again, taken back."""
    said, why = dict(_by(told)), "So it is."
    if told.assessed:
        yield FigureAssessed(**said, credibility=told.assessed, reason=why)
    if told.revised:
        figure, credibility = told.revised
        yield FigureRevised(**said, figure=figure, credibility=credibility, reason=why)
        if told.assessed and figure.best:
            yield FigureAssessed(**said, credibility=told.assessed, reason=why)
    if told.retracted:
        yield FigureRetracted(**said, reason=why)
