"""The tree's hashes in the log's SQLite file, beside the entries."""

import logging
import sqlite3
from collections.abc import Iterator, Sequence

from application.recording import StoredEntry
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.tree import grown
from infrastructure.sqlite_rows import SELECT, entry

_log = logging.getLogger(__name__)

_AT_ONCE = 8_192

HASHES = "SELECT hash FROM hashes WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
"""Of one level, from one number up to another."""


class StoredHashes:
    """The hashes that a connection reads."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """So many hashes of one level, from this number on; fewer where there are no more."""
        return [hash for (hash,) in self._db.execute(HASHES, (level, first, first + count))]


def grow(db: sqlite3.Connection, before: int, leaf_hashes: Sequence[bytes]) -> None:
    """Adds these leaves to the tree of so many."""
    added = list(grown(StoredHashes(db), before, leaf_hashes))
    db.executemany("INSERT INTO hashes VALUES (?, ?, ?)", added)


def fill(db: sqlite3.Connection) -> None:
    """Makes the tree of the entries that are there: of a log that was begun when Casus kept none."""
    (of,) = db.execute("SELECT coalesce(max(position), 0) FROM entries").fetchone()
    if of:
        _log.info("The log gets its Merkle tree, over %s entries.", f"{of:,}")
    for before in range(0, of, _AT_ONCE):
        grow(db, before, [hash_of(it) for it in _entries(db, before)])


def _entries(db: sqlite3.Connection, after: int) -> Iterator[StoredEntry]:
    return map(entry, db.execute(f"{SELECT} WHERE position > ? ORDER BY position LIMIT {_AT_ONCE}", (after,)))
