"""The sources on record, a line each."""

from collections.abc import Iterator

from application.questions import SourceQuestion
from application.rows import SourceRow
from domain.scales import Reliability
from domain.source import SourceKind
from infrastructure.read_model.answers.lines import AMONG, HEAD, head, heads, order
from infrastructure.read_model.answers.scope import words_condition
from infrastructure.read_model.answers.sight import Sight


def keys(sight: Sight, question: SourceQuestion) -> str:
    """The keys of the sources that a question is about."""
    conditions = ["true"]
    if question.kind:
        conditions.append(sight.one_of("s.kind", question.kind))
    if question.q:
        conditions.append(words_condition(sight, question.q, "s.words"))
    if question.reliability:
        conditions.append(sight.one_of("r.reliability", question.reliability))
    by = order(question.sort, {"name": "words"})
    return f"""
        SELECT key, row_number() OVER (ORDER BY {by}) AS ordinal FROM (
            SELECT s.position AS key, s.words FROM {sight.rows("source")} s
            LEFT JOIN {sight.last("source_rating")} r ON r.key = s.position WHERE {" AND ".join(conditions)})
    """


def rows(sight: Sight, _: SourceQuestion) -> Iterator[SourceRow]:
    """The sources in `chunk`."""
    found = sight.fetch(
        f"""
        SELECT {HEAD}, s.name, s.kind, s.url, r.reliability, coalesce(reports.reports, 0)
        FROM {heads(sight)} JOIN source s ON s.position = chunk.key
        LEFT JOIN {sight.last("source_rating", "key", AMONG)} r ON r.key = chunk.key
        LEFT JOIN (SELECT source, count(*) AS reports FROM {sight.rows("report", "source IN (SELECT key FROM chunk)")}
            GROUP BY source) reports ON reports.source = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for id, version, position, recorded_at, name, kind, url, reliability, reports in found:
        yield SourceRow.model_construct(
            **head(id, version, position, recorded_at),
            name=name,
            kind=SourceKind(kind),
            url=url,
            reliability=reliability and Reliability(reliability),
            reports=reports,
        )
