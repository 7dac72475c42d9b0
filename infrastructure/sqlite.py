"""The log in one SQLite file: one writer, readers that never wait for it, durable when it says so.

Longer than most: one class that keeps the whole contract of a recorder, a statement for each question.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import NotSupportedError, StoredEvent, Subscription

from application.recording import Answered, Changed, LogRecorder, Once, Receipt, StoredDraft, StoredEntry
from application.refusals import LogUnavailable
from domain.fact import Position
from infrastructure.log_clock import LogClock
from infrastructure.merkle.entries import hash_of_draft
from infrastructure.sqlite_file import PATIENCE, UnsafeLog, connect, prepare, translated
from infrastructure.sqlite_rows import SELECT, entry, written
from infrastructure.sqlite_tree import StoredHashes, grow

_INSERT = (
    "INSERT INTO entries (position, stream, version, recorded_at, recorded_by, cause, fact, form, content)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class SQLiteRecorder(LogRecorder):
    """Keeps the log in one SQLite file (WAL, synchronous FULL) that refuses by itself to be changed."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = LogClock(clock)
        self._one_writer = Lock()
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        try:
            self._writer = connect(path, writing=True)
            try:
                prepare(self._writer, path)
            except BaseException:
                self._writer.close()
                raise
        except sqlite3.Error as error:
            raise UnsafeLog(f"{path} can't be opened: {error}.") from error

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        unchanged: Mapping[UUID, int] | None = None,
        once: Once | None = None,
        **_: Any,
    ) -> Sequence[int]:
        drafts = cast("Sequence[StoredDraft]", stored_events)
        with self._writing() as db:
            if once and (before := _answered(db, once)):
                raise before
            _must_be_unchanged(db, unchanged or {})
            position, instant = self._next(db)
            positions = range(position, position + len(drafts))
            recorded_at = written(instant)
            try:
                db.executemany(
                    _INSERT,
                    [
                        (
                            position,
                            str(draft.originator_id),
                            draft.originator_version,
                            recorded_at,
                            draft.recorded_by,
                            str(draft.cause),
                            draft.topic,
                            draft.form,
                            draft.state.decode(),
                        )
                        for position, draft in zip(positions, drafts, strict=True)
                    ],
                )
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
        with self._reading() as db:
            return cast("int | None", db.execute("SELECT max(position) FROM entries").fetchone()[0])

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[Any]:  # noqa: ARG002 - refused
        """Not this way: a Follower pulls in batches, and hears of other processes' entries too."""
        raise NotSupportedError("follow the log with application.follower.Follower")

    def answered(self, once: Once) -> Answered | None:
        with self._reading() as db:
            return _answered(db, once)

    def recorded_at(self, position: Position) -> datetime:
        with self._reading() as db:
            row = db.execute("SELECT recorded_at FROM entries WHERE position = ?", (position,)).fetchone()
        return datetime.fromisoformat(row[0])

    def version_at(self, originator_id: UUID, position: Position) -> int:
        with self._reading() as db:
            return cast(
                "int",
                db.execute(
                    "SELECT coalesce(max(version), 0) FROM entries WHERE stream = ? AND position <= ?",
                    (str(originator_id), position),
                ).fetchone()[0],
            )

    def opened(self, fact: str, *, until: Position, about: UUID | None = None) -> Sequence[UUID]:
        # Each of the two conditions is, to the letter, that of an index in log.sql.
        if about is None:
            which, named = "version = 1 AND fact = ?", fact
        else:
            which, named = f"fact = '{fact}' AND content ->> 'incident_id' = ?", str(about)
        with self._reading() as db:
            rows = db.execute(
                f"SELECT stream FROM entries WHERE {which} AND position <= ? ORDER BY position", (named, until)
            )
            return [UUID(stream) for (stream,) in rows]

    def opened_by(self, fact: str, cause: UUID, *, after: Position, limit: int) -> Sequence[tuple[Position, UUID]]:
        with self._reading() as db:
            rows = db.execute(
                "SELECT position, stream FROM entries WHERE version = 1 AND fact = ? AND position > ? AND cause = ?"
                " ORDER BY position LIMIT ?",
                (fact, after, str(cause), limit),
            )
            return [(Position(position), UUID(stream)) for position, stream in rows]

    def caused(self, cause: UUID, until: Position) -> bool:
        with self._reading() as db:
            found = db.execute("SELECT 1 FROM entries WHERE cause = ? AND position <= ? LIMIT 1", (str(cause), until))
            return found.fetchone() is not None

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        with self._reading() as db:
            return StoredHashes(db).hashes(level, first, count)

    def close(self) -> None:
        """Closes every connection; what was acknowledged is in the file."""
        with self._one_writer:
            self._writer.close()
            while not self._idle.empty():
                self._idle.get().close()

    def _select(self, which: str, values: Sequence[Any]) -> list[StoredEntry]:
        with self._reading() as db:
            rows = db.execute(SELECT + which, values).fetchall()
        return [*map(entry, rows)]

    @staticmethod
    def _grow(db: sqlite3.Connection, positions: range, instant: datetime, drafts: Sequence[StoredDraft]) -> None:
        """Adds the entries to the tree, in the transaction that adds them to the log."""
        leaves = [hash_of_draft(draft, position, instant) for position, draft in zip(positions, drafts, strict=True)]
        grow(db, positions.start - 1, leaves)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction of the one writer: it begins with the lock, so nothing it has read can have changed."""
        if not self._one_writer.acquire(timeout=PATIENCE):
            with translated():
                raise sqlite3.OperationalError("another write takes too long")
        try:
            with translated():
                self._writer.execute("BEGIN IMMEDIATE")
                try:
                    yield self._writer
                    self._commit()
                finally:
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
        finally:
            self._one_writer.release()

    def _commit(self) -> None:
        try:
            self._writer.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_IOERR_FSYNC:  # what is written may be found after a crash
                raise LogUnavailable(
                    "The disk failed as it was to keep this, and it can't be told whether it has. Send the same again, "
                    "with the same Idempotency-Key: it is recorded once."
                ) from error
            raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with translated():
            try:
                db = self._idle.get_nowait()
            except Empty:
                db = connect(self._path)
            try:
                yield db
            finally:
                self._idle.put(db)

    def _next(self, db: sqlite3.Connection) -> tuple[int, datetime]:
        last = db.execute("SELECT position, recorded_at FROM entries ORDER BY position DESC LIMIT 1").fetchone()
        if last is None:
            return 1, self._clock.after(None)
        return last[0] + 1, self._clock.after(datetime.fromisoformat(last[1]))


_LAST = 2**63 - 1
_AT_ONCE = 1_000
"""Streams in one statement."""


def _answered(db: sqlite3.Connection, once: Once) -> Answered | None:
    row = db.execute(
        "SELECT digest, stream, version, position FROM answers JOIN entries USING (position)"
        " WHERE owner = ? AND key = ?",
        (once.owner, once.key),
    ).fetchone()
    return row and Answered(row[0], Receipt(id=UUID(row[1]), version=row[2], position=row[3]))


def _must_be_unchanged(db: sqlite3.Connection, versions: Mapping[UUID, int]) -> None:
    for stream, version in versions.items():
        (found,) = db.execute(
            "SELECT coalesce(max(version), 0) FROM entries WHERE stream = ?", (str(stream),)
        ).fetchone()
        if found != version:
            raise Changed(f"{stream} is at version {found}, not {version}.")
