"""The copied log: entries at the positions and times of the original, or not at all."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from application.mirroring import CopyDamaged
from application.recording import Changed, StoredEntry
from infrastructure.merkle.entries import hash_of
from infrastructure.sqlite import SQLiteRecorder
from infrastructure.sqlite_rows import INSERT, row, written
from infrastructure.sqlite_tree import grow


class CopiedLog(SQLiteRecorder):
    """A log in one SQLite file that takes another's entries as they are, and gives none a time of its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _no_time)

    def take(self, entries: Sequence[StoredEntry]) -> None:
        """Appends entries that follow what is there, and their hashes to the tree: in one transaction, all or none.

        Raises:
            Changed: an entry does not follow its stream's last.
            CopyDamaged: somebody else has appended to the copy.
        """
        before = entries[0].id - 1
        with self._connections.writing() as db:
            [(end,)] = db.execute("SELECT coalesce(max(position), 0) FROM entries")
            if end != before:
                raise CopyDamaged(f"It goes on at position {end + 1}, and the original at {before + 1}.")
            try:
                db.executemany(INSERT, [row(it, it.id, written(it.recorded_at)) for it in entries])
            except sqlite3.IntegrityError as error:
                raise Changed(*error.args) from error
            grow(db, before, [*map(hash_of, entries)])


def _no_time() -> NoReturn:
    raise AssertionError("A copy gives no entry a time of its own.")
