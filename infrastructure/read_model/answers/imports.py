"""The imports on record, a line each."""

from collections.abc import Iterator

from application.questions import ImportQuestion
from application.rows import ImportRow
from domain.imports import Counts
from infrastructure.read_model.answers.lines import AMONG, HEAD, head, heads, order
from infrastructure.read_model.answers.sight import Sight


def keys(sight: Sight, question: ImportQuestion) -> str:
    """The keys of the imports that a question is about."""
    conditions = ["true"]
    if question.dataset:
        conditions.append(sight.one_of("i.dataset", question.dataset))
    if question.format:
        conditions.append(sight.one_of("i.format", question.format))
    if question.finished:
        conditions.append(sight.one_of("(o.key IS NOT NULL)", [each == "true" for each in question.finished]))
    return f"""
        SELECT key, row_number() OVER (ORDER BY {order(question.sort, {})}) AS ordinal FROM (
            SELECT i.position AS key FROM {sight.rows("import")} i
            LEFT JOIN {sight.rows("import_outcome")} o ON o.key = i.position WHERE {" AND ".join(conditions)})
    """


def rows(sight: Sight, _: ImportQuestion) -> Iterator[ImportRow]:
    """The imports in `chunk`."""
    counted = ", ".join(f"o.{name}" for name in Counts.model_fields)
    found = sight.fetch(
        f"""
        SELECT {HEAD}, i.dataset, i.release, i.format, i.sha256, (SELECT id FROM thing WHERE position = i.report),
            o.key IS NOT NULL, (SELECT id FROM thing WHERE position = o.coverage), {counted}
        FROM {heads(sight)} JOIN import i ON i.position = chunk.key
        LEFT JOIN {sight.rows("import_outcome", AMONG)} o ON o.key = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for row in found:
        dataset, release, form, sha256, report_id, finished, coverage_id = row[4:11]
        counts = dict(zip(Counts.model_fields, row[11:], strict=True))
        yield ImportRow.model_construct(
            **head(*row[:4]),
            dataset=dataset,
            release=release,
            format=form,
            sha256=sha256,
            report_id=report_id,
            finished=finished,
            counts=Counts.model_construct(**counts) if finished else None,
            coverage_id=coverage_id,
        )
