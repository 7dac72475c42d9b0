"""Reads the log in bulk: entries are decoded while the rows of those before are inserted."""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from application.ledger import Ledger
from domain.fact import Position
from infrastructure.read_model.projection.tables import Row
from infrastructure.read_model.store import Store

_PAGE, _TRANSACTION = 200, 10_000


def build(ledger: Ledger, store: Store, until: Position, going_on: Callable[[], bool]) -> None:
    """Brings the store up to a position of the log in large transactions; after each it asks whether to go on.

    Raises:
        UnreadableEntry, NotOnRecord: an entry can't be read; the pages before it are inserted.
        duckdb.Error: what was inserted before stays.
    """
    after = store.position
    inserted: Future[None] | None = None
    with ThreadPoolExecutor(1, "read model") as inserting:
        while after < until and going_on():
            rows: defaultdict[type[Row], list[Row]] = defaultdict(list)
            stop = Position(min(after + _TRANSACTION, until))
            try:
                while after < stop:
                    entries = ledger.entries(after, min(_PAGE, stop - after))
                    for table, each in store.project(entries).items():
                        rows[table] += each
                    after = Position(entries[-1].position)
            except Exception:
                _settle(inserted)
                store.insert(rows, after)
                raise
            _settle(inserted)
            inserted = inserting.submit(store.insert, rows, after)
        _settle(inserted)
        going_on()


def _settle(inserted: Future[None] | None) -> None:
    if inserted:
        inserted.result()
