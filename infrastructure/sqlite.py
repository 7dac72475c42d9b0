"""The log in one SQLite file: one writer, readers that never wait for it, durable when it says so."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import NotSupportedError, StoredEvent, Subscription

from application.recording import Answered, Changed, LogRecorder, Once, Receipt, StoredDraft, StoredEntry
from domain.fact import Position
from infrastructure.log_clock import LogClock
from infrastructure.merkle.entries import hash_of_draft
from infrastructure.sqlite_connections import Connections
from infrastructure.sqlite_rows import INSERT, SELECT, entry, row, written
from infrastructure.sqlite_tree import HASHES, grow


class SQLiteRecorder(LogRecorder):
    """Keeps the log in one SQLite file (WAL, synchronous FULL) that refuses by itself to be changed."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._clock = LogClock(clock)
        self._connections = Connections(path)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        unchanged: Mapping[UUID, int] | None = None,
        once: Once | None = None,
        **_: Any,
    ) -> Sequence[int]:
        drafts = cast("Sequence[StoredDraft]", stored_events)
        with self._connections.writing() as db:
            if once and (before := _answer(db.execute(_ANSWERED, (once.owner, once.key)))):
                raise before
            _must_be_unchanged(db, unchanged or {})
            position, instant = self._next(db)
            positions = range(position, position + len(drafts))
            recorded_at = written(instant)
            try:
                rows = [row(draft, at, recorded_at) for at, draft in zip(positions, drafts, strict=True)]
                db.executemany(INSERT, rows)
            except sqlite3.IntegrityError as error:
                raise Changed(*error.args) from error
            self._grow(db, positions, instant, drafts)
            if once:
                db.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", (*once, position))
        return positions

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEntry]:
        order = "DESC" if desc else "ASC"
        return self._select(
            f"WHERE stream = ? AND version > ? AND version <= ? ORDER BY version {order} LIMIT ?",
            (str(originator_id), gt or 0, _LAST if lte is None else lte, -1 if limit is None else limit),
        )

    def select_streams(self, originator_ids: Sequence[UUID]) -> Sequence[StoredEntry]:
        found: list[StoredEntry] = []
        for first in range(0, len(originator_ids), _AT_ONCE):
            ids = [str(id) for id in originator_ids[first : first + _AT_ONCE]]
            found += self._select(f"WHERE stream IN ({','.join('?' * len(ids))}) ORDER BY stream, version", ids)
        return found

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[StoredEntry]:
        after = (start or 0) - inclusive_of_start
        named = f"AND fact IN ({','.join('?' * len(topics))})" if topics else ""
        return self._select(
            f"WHERE position > ? AND position <= ? {named} ORDER BY position LIMIT ?",
            (after, _LAST if stop is None else stop, *topics, limit),
        )

    def max_notification_id(self) -> int | None:
        [(last,)] = self._ask("SELECT max(position) FROM entries")
        return cast("int | None", last)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[Any]:  # noqa: ARG002 - refused
        """Not this way: a Follower pulls in batches, and hears of other processes' entries too."""
        raise NotSupportedError("follow the log with application.follower.Follower")

    def answered(self, once: Once) -> Answered | None:
        return _answer(self._ask(_ANSWERED, (once.owner, once.key)))

    def recorded_at(self, position: Position) -> datetime:
        [(recorded_at,)] = self._ask("SELECT recorded_at FROM entries WHERE position = ?", (position,))
        return datetime.fromisoformat(recorded_at)

    def version_at(self, originator_id: UUID, position: Position) -> int:
        [(version,)] = self._ask(f"{_VERSION} AND position <= ?", (str(originator_id), position))
        return cast("int", version)

    def opened(self, fact: str, *, until: Position, about: UUID | None = None) -> Sequence[UUID]:
        # Each of the two conditions is, to the letter, that of an index in log.sql.
        if about is None:
            which, named = "version = 1 AND fact = ?", fact
        else:
            which, named = f"fact = '{fact}' AND content ->> 'incident_id' = ?", str(about)
        which = f"WHERE {which} AND position <= ? ORDER BY position"
        return [UUID(stream) for (stream,) in self._ask(f"SELECT stream FROM entries {which}", (named, until))]

    def opened_by(self, fact: str, cause: UUID, *, after: Position, limit: int) -> Sequence[tuple[Position, UUID]]:
        which = "WHERE version = 1 AND fact = ? AND position > ? AND cause = ? ORDER BY position LIMIT ?"
        rows = self._ask(f"SELECT position, stream FROM entries {which}", (fact, after, str(cause), limit))
        return [(Position(position), UUID(stream)) for position, stream in rows]

    def caused(self, cause: UUID, until: Position) -> bool:
        return bool(self._ask("SELECT 1 FROM entries WHERE cause = ? AND position <= ? LIMIT 1", (str(cause), until)))

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        return [hash for (hash,) in self._ask(HASHES, (level, first, first + count))]

    def close(self) -> None:
        """Closes every connection; what was acknowledged is in the file."""
        self._connections.close()

    def _select(self, which: str, values: Sequence[Any]) -> list[StoredEntry]:
        return [*map(entry, self._ask(SELECT + which, values))]

    def _ask(self, question: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connections.ask(question, values)

    @staticmethod
    def _grow(db: sqlite3.Connection, positions: range, instant: datetime, drafts: Sequence[StoredDraft]) -> None:
        """Adds the entries to the tree, in the transaction that adds them to the log."""
        leaves = [hash_of_draft(draft, position, instant) for position, draft in zip(positions, drafts, strict=True)]
        grow(db, positions.start - 1, leaves)

    def _next(self, db: sqlite3.Connection) -> tuple[int, datetime]:
        last = db.execute("SELECT position, recorded_at FROM entries ORDER BY position DESC LIMIT 1").fetchone()
        if last is None:
            return 1, self._clock.after(None)
        return last[0] + 1, self._clock.after(datetime.fromisoformat(last[1]))


_LAST = 2**63 - 1
_AT_ONCE = 1_000
"""Streams in one statement."""


_ANSWERED = (
    "SELECT digest, stream, version, position FROM answers JOIN entries USING (position) WHERE owner = ? AND key = ?"
)
_VERSION = "SELECT coalesce(max(version), 0) FROM entries WHERE stream = ?"


def _answer(rows: Iterable[tuple[Any, ...]]) -> Answered | None:
    for digest, stream, version, position in rows:
        return Answered(digest, Receipt(id=UUID(stream), version=version, position=position))
    return None


def _must_be_unchanged(db: sqlite3.Connection, versions: Mapping[UUID, int]) -> None:
    for stream, version in versions.items():
        (found,) = db.execute(_VERSION, (str(stream),)).fetchone()
        if found != version:
            raise Changed(f"{stream} is at version {found}, not {version}.")
