"""A ledger on a SQLite file, put together as interface/main.py does."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from application.ledger import Ledger
from benchmarks.content import Record
from infrastructure.codec import Codec
from infrastructure.sqlite import SQLiteRecorder

BATCH = 1_000


def ledger_in(path: Path, kind: type[SQLiteRecorder] = SQLiteRecorder) -> Ledger:
    """A new ledger, empty, kept by a recorder of this kind."""

    def now() -> datetime:
        return datetime.now(UTC)

    return Ledger(kind(path, now), Codec(), clock=now)


def fill(ledger: Ledger, record: Record, entries: int) -> None:
    """Appends this many entries of a record, batch by batch."""
    drafts = record.drafts(entries)
    while batch := list(islice(drafts, BATCH)):
        ledger.append(batch)
