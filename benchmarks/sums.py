"""The toll by country and month, beside DuckDB adding up a flat file of the same answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, cast
from uuid import UUID

import duckdb
from arro3.core import Array, DataType, Table

from application.moments import Standpoint
from application.questions import CasualtyQuestion, IncidentQuestion, Status, TollQuestion
from application.rows import CasualtyRow, IncidentRow, PeriodRow, ReconciledFigure, TollRow
from benchmarks.measure import Contender, Row, Skipped, compare, costs, show, side_by_side
from benchmarks.models import reading
from benchmarks.syrian_log import syrian_data
from domain.edtf import parse
from domain.fact import Position
from domain.policy import Policy
from infrastructure.read_model.keeper import Keeper

_ROUNDS = 9
_FLAT = (
    "SELECT country, month, sum(low), sum(best), sum(high), count(*) FROM '{}' GROUP BY country, month"
    " ORDER BY country, month"
)

Key = tuple[str | None, str | None]
Sums = Mapping[Key, tuple[int, int, int, int]]
"""By country and month: low, best and high, and how many casualties were added."""


class Flat(NamedTuple):
    """A casualty that is added up."""

    country: str | None
    month: str | None
    low: int
    best: int
    high: int


def sums(directory: Path) -> Sequence[Row]:
    """How much more than adding up it costs to know what to add up."""
    with reading(syrian_data()) as (_, model):
        standpoints = {"now": model.position, "at half the log": Position(model.position // 2)}
        default = Policy.HIGHEST_CREDIBILITY
        return [beside(model, default, Standpoint(at), name, directory) for name, at in standpoints.items()]


def beside(model: Keeper, policy: Policy, at: Standpoint, name: str, directory: Path) -> Row:
    """What the toll by country and month takes under a policy, beside adding up a flat file of the same answer."""
    path = directory / "flat.parquet"
    _write(path, [*_flat(model, policy, at)])
    ours, flat = f"toll by country and month, {name}", "DuckDB over a flat Parquet file"
    question = TollQuestion(group_by=["country,month"], policy=policy)
    with duckdb.connect() as db:
        _must_be_same(_asked(model, question, at), _added_up(db, path))
        works: Mapping[str, Callable[[], Sums]] = {
            ours: lambda: _asked(model, question, at),
            flat: lambda: _added_up(db, path),
        }
        rates = side_by_side({name: _counting(work) for name, work in works.items()}, _ROUNDS)
    row = compare(rates, ours, flat)
    assert row.reference
    return costs(ours, 1_000 / row.figure, flat, 1_000 / row.reference, 3)


def _counting(work: Callable[[], Sums]) -> Contender:
    return lambda _: lambda: bool(work())


def _asked(model: Keeper, question: TollQuestion, at: Standpoint) -> Sums:
    rows = cast("Iterator[TollRow]", model.rows(question, at, None, 0))
    return {(row.country, row.month): (row.low, row.best, row.high, row.casualties) for row in rows}


def _added_up(db: duckdb.DuckDBPyConnection, path: Path) -> Sums:
    rows = db.execute(_FLAT.format(path)).fetchall()
    return {(country, month): (low, best, high, count) for country, month, low, best, high, count in rows}


def _must_be_same(asked: Sums, added_up: Sums) -> None:
    """Where one side has no casualties to add in a group, the other need not have the group."""
    differing = {
        key: (asked.get(key), added_up.get(key))
        for key in asked.keys() | added_up.keys()
        if asked.get(key, (0, 0, 0, 0)) != added_up.get(key, (0, 0, 0, 0))
    }
    if differing:
        raise Skipped(f"{len(differing)} of {len(asked)} sums differ, such as {dict(islice(differing.items(), 3))}")


def _flat(model: Keeper, policy: Policy, at: Standpoint) -> Iterator[Flat]:
    """The casualties that are added up, in Python: of an incident and one merged into it, the same toll counts once."""
    survivors, groups = dict[UUID, UUID](), dict[UUID, Key]()
    for it in cast("Iterator[IncidentRow]", model.rows(IncidentQuestion(status=Status.ANY), at, None, 0)):
        if it.merged_into:
            survivors[it.id] = it.merged_into
        elif it.status is Status.STANDING:
            groups[it.id] = it.place.country, _month(it.occurred)
    counted: dict[UUID, ReconciledFigure] = {}
    for casualty in cast("Iterator[CasualtyRow]", model.rows(CasualtyQuestion(policy=policy), at, None, 0)):
        incident = survivors.get(casualty.incident_id, casualty.incident_id)
        own = incident == casualty.incident_id
        if incident in groups and (own or incident not in counted) and casualty.reconciled:
            counted[incident] = casualty.reconciled
    for incident, adds in counted.items():
        yield Flat(*groups[incident], adds.low, adds.best, adds.high)


def _month(period: PeriodRow) -> str | None:
    """As EDTF: an interval where it may have been in several."""
    days = parse(period.edtf)
    first, last = (day and f"{day.year:04}-{day.month:02}" for day in (days.earliest, days.latest))
    return first if first == last else f"{first or '..'}/{last or '..'}"


def _write(path: Path, rows: Sequence[Flat]) -> None:
    columns = zip(*rows, strict=True)
    types = (DataType.string(), DataType.string(), DataType.int64(), DataType.int64(), DataType.int64())
    flat = Table.from_pydict(
        {name: Array(values, type=kind) for name, values, kind in zip(Flat._fields, columns, types, strict=True)}
    )
    with duckdb.connect() as db:
        db.register("flat", flat).execute(f"COPY flat TO '{path}' (FORMAT parquet)")


if __name__ == "__main__":
    show(sums)
