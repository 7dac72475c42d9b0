"""Looks up whose word something is, and that everybody named is on record."""

from application.record import Record
from domain.attribution import Attribution, OriginalSource, RelayedSource
from domain.report import Report
from domain.source import Source


def report_of(attribution: Attribution, record: Record) -> Report:
    """The report whose word it is.

    Raises:
        UnknownReference: the report, or a source or report that it has it from, is not on record.
    """
    relayed_by(attribution.original_source, record)
    return record.get(Report, attribution.report_id, "report_id")


def relayed_by(original: OriginalSource | None, record: Record) -> Report | None:
    """The report on record that an original source names, if it names one.

    Raises:
        UnknownReference: it names a source or a report that is not on record.
    """
    if not isinstance(original, RelayedSource):
        return None
    record.get(Source, original.source_id, "original_source.source_id")
    return record.named(Report, original.report_id, "original_source.report_id")
