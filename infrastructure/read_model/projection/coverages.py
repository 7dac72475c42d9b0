"""The rows of coverages."""

from collections.abc import Iterator
from typing import assert_never

from domain.coverage import CoverageDeclared, CoverageWithdrawn
from domain.edtf import parse
from infrastructure.read_model.projection.folding import folded
from infrastructure.read_model.projection.tables import Coverage, CoverageWithdrawal, Row
from infrastructure.read_model.projection.writing import Place, ordinal, text_or_none


def coverage_rows(at: Place, fact: CoverageDeclared | CoverageWithdrawn) -> Iterator[Row]:
    """What an entry of a coverage sets."""
    match fact:
        case CoverageDeclared():
            yield _coverage(at, fact)
        case CoverageWithdrawn():
            yield CoverageWithdrawal(at.position, at.published, at.key)
        case _:
            assert_never(fact)


def _coverage(at: Place, fact: CoverageDeclared) -> Coverage:
    box, days = fact.area.box, parse(fact.period)
    west, south, east, north = (box.west, box.south, box.east, box.north) if box else (None, None, None, None)
    return Coverage(
        position=at.position,
        published=at.published,
        report=at.maybe(fact.report_id),
        countries=text_or_none(fact.area.countries),
        west=west,
        south=south,
        east=east,
        north=north,
        edtf=fact.period,
        first_day=ordinal(days.earliest),
        last_day=ordinal(days.latest),
        kinds=text_or_none(fact.kinds),
        min_killed=fact.min_killed,
        harms=text_or_none(fact.harms),
        basis=fact.basis,
        words=folded(fact.basis),
    )
