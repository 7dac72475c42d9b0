"""A record of 400,000 incidents in some two million entries, made from UCDP's Syria file (benchmarks/copies.py).

The rows of all copies are entered in the file's order, mingled. What comes later comes 400 rows later: a tenth of the
incidents have their figure revised three times; a fortieth each have a second report with a figure of its own, another
place or another day; a sixth are graded, and a ninth of the figures assessed; here and there one is retracted, merged
into another, or its report withdrawn.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from application.recording import Draft
from benchmarks.copies import COUNTRIES, INSURGENTS, Copied, figure_of, id_of, source_id
from benchmarks.ucdp import Event, Numbers, Side
from domain.allegiance import Allegiance, AllegianceKind
from domain.casualty_facts import CasualtyRetracted, FigureAssessed, FigureReported, FigureRevised
from domain.fact import Fact
from domain.force_facts import AllegianceDeclared
from domain.incident_facts import (
    IncidentAbsorbed,
    IncidentGraded,
    IncidentMerged,
    IncidentRedated,
    IncidentRelocated,
    IncidentRetracted,
)
from domain.report import ReportWithdrawn
from domain.scales import Credibility, Grading, Reliability
from domain.source import SourceKind, SourceRated, SourceRegistered

INCIDENTS = 400_000
_LATER = 400
_WHO = "Import of UCDP's special release for Syria"
_WHY = "Made for measuring."

Streams = Iterator[tuple[UUID, int, Sequence[Fact]]]
"""Streams, the versions they are at, and the facts that are added to them."""


def drafts(rows: Sequence[Event], incidents: int = INCIDENTS) -> Iterator[Draft]:
    """The record, entry by entry: whatever an entry names was opened before."""
    cause = id_of("import")
    for id, version, facts in _record(rows, incidents):
        for at, fact in enumerate(facts, version + 1):
            yield Draft(id, at, _WHO, cause, fact)


def _record(rows: Sequence[Event], incidents: int) -> Streams:
    opened: set[UUID] = set()
    copies = [incidents // len(rows) + (number < incidents % len(rows)) for number in range(len(rows))]
    assert max(copies) <= len(COUNTRIES)
    for number in range(len(rows) + _LATER):
        if number < len(rows):
            for copy in range(copies[number]):
                yield from _entered(Copied(rows[number], copy), opened)
        if number >= _LATER:
            for copy in range(copies[number - _LATER]):
                yield from _corrected(rows, Copied(rows[number - _LATER], copy))


def _entered(it: Copied, opened: set[UUID]) -> Streams:
    """A row, after the sources, reports and forces that it is the first to name."""
    for article in it.event.articles:
        if (source := source_id(article.office)) not in opened:
            opened.add(source)
            registered = SourceRegistered(name=article.office, kind=SourceKind.MONITOR)
            yield source, 0, [registered, SourceRated(reliability=[*Reliability][len(opened) % 6], reason=_WHY)]
    for id, report in it.reports():
        yield id, 0, [report]
    for side in it.event.sides:
        if (force := it.force_id(side)) not in opened:
            opened.add(force)
            yield force, 0, [it.force(side), *_allegiances(it, side)]
    yield it.incident, 0, it.happened()
    yield it.casualty, 0, [it.killed()]


def _allegiances(it: Copied, side: Side) -> Iterator[Fact]:
    """The loyal groups are so until the year after they are first heard of."""
    if it.is_loyal(side):
        insurgents, until = it.force_id(Side(INSURGENTS, "")), it.day(it.event.first_day).year + 1
        loyal = Allegiance(to=insurgents, kind=AllegianceKind.LOYAL_TO, during=f"../{until}")
        yield AllegianceDeclared(allegiance=loyal, report_id=it.first_report)


def _corrected(rows: Sequence[Event], it: Copied) -> Streams:
    """What comes later of a row, by its turn."""
    further, report = it.further_report()
    if it.turn % 40 in {10, 20}:
        yield further, 0, [report]
    if it.turn % 1000 == 5 and it.event.first_cited:
        yield it.report_id(it.event.first_cited[0]), 1, [ReportWithdrawn(reason=_WHY)]
    yield it.casualty, 1, [*_of_the_toll(it)]
    yield it.incident, len(it.happened()), [*_of_the_incident(it)]
    if it.turn % 500 == 4 and it.event.number:
        whole = Copied(rows[it.event.number - 1], it.copy)
        for one, fact in (
            (it, IncidentMerged(into=whole.incident, reason=_WHY)),
            (whole, IncidentAbsorbed(absorbed=it.incident, reason=_WHY)),
        ):
            yield one.incident, len(one.happened()) + len([*_of_the_incident(one)]), [fact]


def _of_the_toll(it: Copied) -> Iterator[Fact]:
    low, best, high = sorted(it.event.killed)
    if it.turn % 10 == 0:
        for more in (2, 1, 3):
            figure = figure_of(Numbers(low, best, high + more))
            yield FigureRevised(report_id=it.first_report, figure=figure, reason=_WHY)
    if it.turn % 40 == 10:
        fewer = figure_of(Numbers(low, low, max(low, best)))
        yield FigureReported(report_id=it.further_report()[0], figure=fewer)
    if it.turn % 9 == 2:
        credibility = Credibility(it.turn // 9 % 6 + 1)
        yield FigureAssessed(report_id=it.first_report, credibility=credibility, reason=_WHY)
    if it.turn % 200 == 53:
        yield CasualtyRetracted(reason=_WHY)


def _of_the_incident(it: Copied) -> Iterator[Fact]:
    if it.turn % 40 == 20:
        yield IncidentRelocated(place=it.place(aside=0.05), reason=_WHY, report_id=it.further_report()[0])
    if it.turn % 40 == 30:
        yield IncidentRedated(occurred=it.period(later=1), reason=_WHY, report_id=it.first_report)
    if it.turn % 6 == 1:
        yield IncidentGraded(grading=[*Grading][it.turn // 6 % 5], reason=_WHY)
    if it.turn % 200 == 3:
        yield IncidentRetracted(reason=_WHY)
