"""Bulk: a thousand drafts in one transaction, through the ledger and through bare sqlite3."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from application.ledger import Ledger
from application.recording import Draft
from benchmarks.content import Record
from benchmarks.ledgers import BATCH, ledger_in
from benchmarks.measure import Contender, Row, Work, compare, show, side_by_side
from benchmarks.raw import Raw

_TRANSACTIONS, _ROUNDS = 3, 15


def bulk(directory: Path) -> Sequence[Row]:
    """What an entry costs in an import."""
    same, plain = "sqlite3 executemany, same tables", "sqlite3 executemany, plain table"
    contenders = {
        "ledger.append, 1,000 at once": _appending(ledger_in(directory / "log.sqlite"), _stream()),
        same: _inserting(Raw(directory / "same.sqlite"), _stream()),
        plain: _inserting(Raw(directory / "plain.sqlite", plain=True), _stream()),
    }
    rates = side_by_side(contenders, _ROUNDS)
    return [compare(rates, "ledger.append, 1,000 at once", other, 0.5) for other in (same, plain)]


def _stream() -> Iterator[Draft]:
    return Record().drafts(1_000_000)


def _batches(drafts: Iterator[Draft]) -> Sequence[Sequence[Draft]]:
    return [list(islice(drafts, BATCH)) for _ in range(_TRANSACTIONS)]


def _appending(ledger: Ledger, drafts: Iterator[Draft]) -> Contender:
    def prepare(_: int) -> Work:
        batches = _batches(drafts)
        return lambda: sum(len(ledger.append(batch)) for batch in batches)

    return prepare


def _inserting(raw: Raw, drafts: Iterator[Draft]) -> Contender:
    def prepare(_: int) -> Work:
        batches = [raw.rows(batch) for batch in _batches(drafts)]
        return lambda: sum(map(raw.insert_many, batches))

    return prepare


if __name__ == "__main__":
    show(bulk)
