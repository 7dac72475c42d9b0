"""The same bytes through bare `sqlite3`, with the same settings: in the log's own tables, or in the plainest."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from application.recording import Draft, StoredDraft
from infrastructure.codec import Codec
from infrastructure.sqlite_file import connect, prepare

_PLAIN = (
    "CREATE TABLE entries (position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, recorded_at TEXT,"
    " recorded_by TEXT, cause TEXT, fact TEXT, form INTEGER, content TEXT)"
)
_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Raw:
    """A SQLite file that is written without anything of ours in between."""

    def __init__(self, path: Path, *, plain: bool = False) -> None:
        self.db: sqlite3.Connection = connect(path, writing=True, make=True)
        self._positions = count(1)
        self._began = datetime.now(UTC)
        if plain:
            self.db.execute(_PLAIN)
        else:
            prepare(self.db, path)

    def rows(self, drafts: Iterable[Draft]) -> Sequence[tuple[Any, ...]]:
        """What the recorder would bind."""
        codec = Codec()
        return [self._row(next(self._positions), codec.to_stored_event(draft)) for draft in drafts]

    def _row(self, position: int, draft: StoredDraft) -> tuple[Any, ...]:
        recorded_at = (self._began + timedelta(microseconds=position)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        stream, cause = str(draft.originator_id), str(draft.cause)
        fact = draft.topic, draft.form, draft.state.decode()
        return (position, stream, draft.originator_version, recorded_at, draft.recorded_by, cause, *fact)

    def insert(self, rows: Sequence[tuple[Any, ...]]) -> int:
        """One transaction each."""
        for row in rows:
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute(_INSERT, row)
            self.db.execute("COMMIT")
        return len(rows)

    def insert_many(self, rows: Sequence[tuple[Any, ...]]) -> int:
        """One transaction for all."""
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany(_INSERT, rows)
        self.db.execute("COMMIT")
        return len(rows)
