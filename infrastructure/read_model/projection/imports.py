"""The rows of imports."""

from collections.abc import Iterator
from typing import assert_never

from domain.imports import ImportBegun, ImportFinished
from infrastructure.read_model.projection.tables import Import, ImportOutcome, Row
from infrastructure.read_model.projection.writing import Place


def import_rows(at: Place, fact: ImportBegun | ImportFinished) -> Iterator[Row]:
    """What an entry of an import sets."""
    match fact:
        case ImportBegun():
            report = at.of(fact.report_id)
            yield Import(at.position, at.published, report, fact.dataset, fact.release, fact.format, fact.sha256)
        case ImportFinished():
            coverage = at.maybe(fact.coverage_id)
            yield ImportOutcome(at.position, at.published, at.key, coverage, **dict(fact.counts))
        case _:
            assert_never(fact)
