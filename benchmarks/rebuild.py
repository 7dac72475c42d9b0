"""Rebuilding: the read model made anew from half a million entries, against the stock runner with a stock view."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from application.ledger import Ledger
from benchmarks import syria, ucdp
from benchmarks.ledgers import ledger_in
from benchmarks.measure import Contender, Row, Work, compare, show, side_by_side
from benchmarks.stock_view import StockLog
from benchmarks.syrian_log import syrian_data
from infrastructure.read_model.building import build
from infrastructure.read_model.store import Store

_ENTRIES, _STOCK, _ROUNDS = 500_000, 10_000, 2
_AIM = 20_000


def rebuild(directory: Path) -> Sequence[Row]:
    """How fast the record becomes answerable again."""
    ours, stock = f"rebuild {_ENTRIES:,} entries", f"eventsourcing's runner, SQLite view, {_STOCK:,} events"
    log = StockLog(islice(syria.drafts(ucdp.events()), _STOCK))
    ledger = ledger_in(syrian_data(_ENTRIES) / "log.sqlite")
    contenders = {ours: _building(ledger, directory), stock: _running(log, directory)}
    rates = side_by_side(contenders, _ROUNDS)
    ledger.close()
    against = compare(rates, ours, stock, 10)
    return [against, Row(ours, against.figure, "the aim", _AIM, against.figure / _AIM, 1)]


def _building(ledger: Ledger, directory: Path) -> Contender:
    def prepare(number: int) -> Work:
        path = directory / f"{number}.duckdb"

        def work() -> int:
            store = Store(path, new=True)
            build(ledger, store, ledger.position_at(None), lambda: True)
            store.close()
            return store.position

        return work

    return prepare


def _running(log: StockLog, directory: Path) -> Contender:
    return lambda number: lambda: log.project(directory / f"{number}.sqlite")


if __name__ == "__main__":
    show(rebuild)
