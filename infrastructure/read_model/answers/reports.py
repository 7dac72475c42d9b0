"""The reports on record, a line each."""

from collections.abc import Iterator
from datetime import datetime

from application.questions import ReportQuestion, Status
from application.rows import ReportRow
from infrastructure.read_model.answers.lines import AMONG, HEAD, head, heads, order, original
from infrastructure.read_model.answers.scope import period_condition, words_condition
from infrastructure.read_model.answers.sight import Sight


def keys(sight: Sight, question: ReportQuestion) -> str:
    """The keys of the reports that a question is about."""
    conditions = ["true"]
    if question.q:
        conditions.append(words_condition(sight, question.q, "r.words"))
    if question.source:
        conditions.append(f"r.source = {sight.key_of('source', question.source, 'source')}")
    if question.published:
        conditions.append(period_condition(question.published, question.within, "r"))
    match question.status:
        case Status.STANDING:
            conditions.append("w.key IS NULL")
        case Status.RETRACTED:
            conditions.append("w.key IS NOT NULL")
        case Status.MERGED:
            conditions.append("false")
        case Status.ANY:
            pass
    by = order(question.sort, {"published": "coalesce(first_day, last_day)"})
    return f"""
        SELECT key, row_number() OVER (ORDER BY {by}) AS ordinal FROM (
            SELECT r.position AS key, r.first_day, r.last_day FROM {sight.rows("report")} r
            LEFT JOIN (SELECT key FROM {sight.last("report_standing")} WHERE withdrawn) w ON w.key = r.position
            WHERE {" AND ".join(conditions)})
    """


def rows(sight: Sight, _: ReportQuestion) -> Iterator[ReportRow]:
    """The reports in `chunk`."""
    found = sight.fetch(
        f"""
        SELECT {HEAD}, (SELECT id FROM thing WHERE position = r.source),
            (SELECT name FROM source WHERE position = r.source), r.headline, r.url, r.published_at, r.original_source,
            r.quote, w.withdrawn, coalesce(copies.copies, 0)
        FROM {heads(sight)} JOIN report r ON r.position = chunk.key
        LEFT JOIN {sight.last("report_standing", "key", AMONG)} w ON w.key = chunk.key
        LEFT JOIN (SELECT key, count(*) AS copies FROM {sight.rows("report_copy", AMONG)} GROUP BY key) copies
            ON copies.key = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for id, version, position, recorded_at, source_id, source, headline, url, when, word, quote, gone, copies in found:
        yield ReportRow.model_construct(
            **head(id, version, position, recorded_at),
            source_id=source_id,
            source=source,
            headline=headline,
            url=url,
            published_at=datetime.fromisoformat(when) if "T" in when else when,
            original_source=original(word),
            quote=quote,
            status=Status.RETRACTED if gone else Status.STANDING,
            copies=copies,
        )
