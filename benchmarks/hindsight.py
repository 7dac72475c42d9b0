"""What was known when, from whom, and what if not: over 400,000 incidents, a tenth of them revised three times.

The toll by country and month under each policy; and as of now, as known at, as published by, and without a source of a
tenth of all reports; each beside a flat Parquet file of the same answer; the difference of two moments a tenth of the
log apart; what flips without that source; the lineage of the world's sum. Each again over a log of half the length.
`CASUS_BENCH_DIR=... python -m benchmarks.hindsight`
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

from application.moments import LeftOut, LeftOutKind, Standpoint
from application.questions import LineageQuestion, OfTolls, Question, SourceQuestion, TollQuestion
from application.rows import SourceRow
from benchmarks.measure import Row, costs, milliseconds, show
from benchmarks.models import Reading, reading
from benchmarks.sums import beside
from benchmarks.syrian_log import syrian_data
from domain.fact import Position
from domain.moment import last_microsecond
from domain.policy import Policy
from infrastructure.read_model.keeper import Keeper

_PAGE = 50


def hindsight(directory: Path) -> Sequence[Row]:
    """How long each takes in milliseconds, beside a flat file and beside the same over half the log."""
    with reading(syrian_data()) as (ledger, model):
        found = [
            Row("entries", model.position, unit=""),
            *(
                beside(model, policy, at, f"{policy}, {name}", directory)
                for policy in Policy
                for name, at in _standpoints(model).items()
                if policy is Policy.HIGHEST_CREDIBILITY or name == "now"
            ),
        ]
        whole = {name: milliseconds(work) for name, work in _works(Reading(ledger, model)).items()}
        entries = model.position
    with reading(syrian_data(entries // 2)) as (ledger, model):
        half = {name: milliseconds(work) for name, work in _works(Reading(ledger, model)).items()}
    return [*found, *(costs(name, time, "over half the log", half[name]) for name, time in whole.items())]


def _standpoints(model: Keeper) -> Mapping[str, Standpoint]:
    now = Standpoint(model.position)
    return {
        "now": now,
        "known at half the log": Standpoint(Position(model.position // 2)),
        "published by 2008": now._replace(published=last_microsecond("2008-12-31")),
        "without a source": now._replace(without=(_tenth(model),)),
    }


def _tenth(model: Keeper) -> LeftOut:
    """The source whose reports are nearest to a tenth of all."""
    sources = cast("list[SourceRow]", [*model.rows(SourceQuestion(), Standpoint(model.position), None, 0)])
    reports = sum(it.reports for it in sources)
    nearest = min(sources, key=lambda it: abs(it.reports - reports / 10))
    print(f"Left out: {nearest.name}, {nearest.reports:,} of {reports:,} reports.")
    return LeftOut(LeftOutKind.SOURCE, nearest.id)


def _works(over: Reading) -> Mapping[str, Callable[[], object]]:
    model = over.model
    standpoints = _standpoints(model)
    now, without = standpoints["now"], standpoints["without a source"]
    before = now._replace(position=Position(now.position - now.position // 10))
    toll = TollQuestion(group_by=["country,month"])

    def rows(question: Question, at: Standpoint, limit: int | None) -> Callable[[], object]:
        return lambda: sum(1 for _ in model.rows(question, at, limit, 0))

    return {
        **{f"toll by country and month, {name}": rows(toll, at, None) for name, at in standpoints.items()},
        "diff over a tenth of the log, a page": lambda: model.compared(OfTolls(), before, now, _PAGE, 0),
        "flips without a source, a page": lambda: model.compared(OfTolls(), now, without, _PAGE, 0),
        "lineage of the world's sum, a page": lambda: list(model.rows(LineageQuestion(), now, _PAGE, 0)),
        "lineage of the world's sum, every casualty": lambda: sum(
            1 for _ in model.rows(LineageQuestion(), now, None, 0)
        ),
    }


if __name__ == "__main__":
    show(hindsight)
