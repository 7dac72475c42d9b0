"""The connections of one process to the log's SQLite file: one writes, some read, all are made anew where one fails."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Condition, Lock
from typing import Any

from application.refusals import LogUnavailable
from infrastructure.sqlite_file import FAILURES, PATIENCE, UnsafeLog, code_of, connect, prepare, translated

_REFUSALS = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_FSYNC}
_USED_AT_MOST = 15.0
"""Seconds: where nobody has a lock that is held all the same, SQLite tries ten to read."""
_NOT_THERE = (
    "The log's file, or its -wal, was taken away or replaced while Casus has it open. Nothing was recorded. "
    "Put it back, or stop Casus and start it again."
)


class Connections:
    """The connections to one file, for any number of threads; each failure is one of eventsourcing.persistence.

    SQLite keeps the locks of all connections of a process together. Where a call fails that lets one go, it is held
    until the last of them is closed: so after a failure all are, once nobody uses one, and opened when next needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._one_writer = Lock()
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._uses = Condition()
        self._used = 0
        self._failed = False
        try:
            self._writer = connect(path, writing=True, make=True)
            try:
                prepare(self._writer, path)
            except BaseException:
                self._writer.close()
                raise
        except FAILURES as error:
            raise UnsafeLog(f"{path} can't be opened: {error}.") from error
        self._files = _files(path)

    def ask(self, question: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that answer one statement, which waits for no write."""
        with translated(), self._used_safely():
            db = self._reader()
            try:
                return db.execute(question, values).fetchall()
            finally:
                self._idle.put(db)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction of the one writer: it begins with the lock, so nothing it has read can have changed.

        Raises:
            LogUnavailable: the disk failed as the transaction was committed, so that it may have been; or the file is
                not there any more.
        """
        with translated():
            if not self._one_writer.acquire(timeout=PATIENCE):
                raise sqlite3.OperationalError("another write takes too long")
            try:
                with self._used_safely(), self._transaction() as db:
                    yield db
            finally:
                self._one_writer.release()

    def close(self) -> None:
        """Closes every connection; what was acknowledged is in the file."""
        with self._one_writer, self._uses:
            self._close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            yield self._writer
            self._must_be_there()
            self._writer.execute("COMMIT")
        finally:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")

    @contextmanager
    def _used_safely(self) -> Iterator[None]:
        """While a connection is used; before that, all are closed if one has failed."""
        with self._uses:
            if not self._uses.wait_for(lambda: not (self._failed and self._used), _USED_AT_MOST):
                raise sqlite3.OperationalError("what was asked before takes too long")
            if self._failed:
                self._close()
                self._open()
                self._failed = False
            self._used += 1
        failed = False
        try:
            yield
        except FAILURES as error:
            failed = not _is_refusal(error)
            raise
        finally:
            with self._uses:
                self._failed |= failed
                self._used -= 1
                self._uses.notify_all()

    def _reader(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._opened()

    def _open(self) -> None:
        """Opens the file anew: first to write, which syncs what it finds unsynced."""
        main, _ = self._files
        self._files = main, None
        self._must_be_there()
        self._writer = self._opened(writing=True)
        self._files = main, _files(self._path)[1]

    def _must_be_there(self) -> None:
        """SQLite would go on writing into files that nobody finds any more."""
        if any(one not in (None, other) for one, other in zip(self._files, _files(self._path), strict=True)):
            raise LogUnavailable(_NOT_THERE)

    def _opened(self, *, writing: bool = False) -> sqlite3.Connection:
        try:
            return connect(self._path, writing=writing)
        except UnsafeLog as error:
            raise sqlite3.OperationalError(*error.args) from error

    def _close(self) -> None:
        self._writer.close()
        while not self._idle.empty():
            self._idle.get().close()


def _files(path: Path) -> tuple[int | None, int | None]:
    """Which files the log and its write-ahead log are."""
    return _file(path), _file(path.with_name(f"{path.name}-wal"))


def _file(path: Path) -> int | None:
    with suppress(FileNotFoundError):
        return path.stat().st_ino
    return None


def _is_refusal(error: Exception) -> bool:
    """Whether SQLite did what it must, and its connections are as good as before.

    They are where a sync failed, too: what was not synced is written over. Opened anew, it would be found.
    """
    return isinstance(error, sqlite3.IntegrityError) or code_of(error) in _REFUSALS
