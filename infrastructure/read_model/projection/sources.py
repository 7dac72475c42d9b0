"""The rows of sources and reports."""

from collections.abc import Iterator
from typing import assert_never

from domain.edtf import parse
from domain.moment import last_microsecond
from domain.report import CopyArchived, LaterReportFact, ReportRecorded, ReportReinstated, ReportWithdrawn
from domain.source import SourceRated, SourceRegistered
from infrastructure.read_model.projection.folding import folded
from infrastructure.read_model.projection.tables import Report, ReportCopy, ReportStanding, Row, Source, SourceRating
from infrastructure.read_model.projection.writing import Place, day_of, instant, ordinal, text_or_none


def source_rows(at: Place, fact: SourceRegistered | SourceRated) -> Iterator[Row]:
    """What an entry of a source sets."""
    match fact:
        case SourceRegistered():
            yield Source(at.position, at.published, fact.name, fact.kind, fact.url, folded(fact.name))
        case SourceRated():
            yield SourceRating(at.position, at.published, at.key, fact.reliability)
        case _:
            assert_never(fact)


def report_rows(at: Place, fact: ReportRecorded | LaterReportFact) -> Iterator[Row]:
    """What an entry of a report sets."""
    match fact:
        case ReportRecorded():
            yield _report(at, fact)
        case CopyArchived():
            yield ReportCopy(at.position, at.published, at.key, fact.sha256)
        case ReportWithdrawn() | ReportReinstated():
            yield ReportStanding(at.position, at.published, at.key, isinstance(fact, ReportWithdrawn))
        case _:
            assert_never(fact)


def _report(at: Place, fact: ReportRecorded) -> Report:
    published = fact.published_at
    if isinstance(published, str):
        days = parse(published)
        first, last, written = ordinal(days.earliest), ordinal(days.latest), published
    else:
        first = last = day_of(published)
        written = instant(published)
    return Report(
        position=at.position,
        published=at.published,
        source=at.of(fact.source_id),
        headline=fact.headline,
        url=fact.url,
        published_at=written,
        first_day=first,
        last_day=last,
        last_microsecond=last_microsecond(published),
        original_source=text_or_none(fact.original_source),
        quote=fact.quote,
        words=folded(fact.headline, fact.quote),
    )
