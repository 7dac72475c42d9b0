"""The connections of one process to the log in PostgreSQL: one that writes, a few that read, made anew when lost."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock
from typing import Any

import psycopg
from eventsourcing.persistence import OperationalError
from psycopg.errors import LockNotAvailable, QueryCanceled
from psycopg.pq import TransactionStatus

from infrastructure.postgres_server import PATIENCE, Connection, begin, connect, translated

_READERS = 8
"""Connections that one process reads by, at most: each is a process of the server."""


class NotAcknowledged(Exception):
    """The connection was lost while a transaction was committed: it may have been."""


class Connections:
    """The connections to one address, for any number of threads; each failure is one of eventsourcing.persistence."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._one_writer = Lock()
        self._writer: Connection | None = None
        self._turns = BoundedSemaphore(_READERS)
        self._idle: SimpleQueue[Connection] = SimpleQueue()

    def ask(self, question: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows that answer one statement; asked again where the connection had been lost since its last use."""
        with translated(), self._turn():
            while True:
                try:
                    db, fresh = self._idle.get_nowait(), False
                except Empty:
                    db, fresh = connect(self._address), True
                try:
                    rows = db.execute(question.encode(), values).fetchall()
                except BaseException as error:
                    db.close()
                    if fresh or not _is_lost(error):
                        raise
                    self._forget_readers()
                else:
                    self._idle.put(db)
                    return rows

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of the one writer: it begins with the lock, so nothing it has read can have changed.

        Raises:
            NotAcknowledged: it was sent to be committed, and the connection was lost.
        """
        if not self._one_writer.acquire(timeout=PATIENCE):
            raise OperationalError("another write takes too long")
        try:
            with translated():
                try:
                    yield (db := self._begun())
                    _commit(db)
                finally:
                    self._end()
        finally:
            self._one_writer.release()

    def close(self) -> None:
        """Closes every connection."""
        with self._one_writer:
            if self._writer:
                self._writer.close()
            self._forget_readers()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=PATIENCE):
            raise OperationalError("too many ask at once")
        try:
            yield
        finally:
            self._turns.release()

    def _forget_readers(self) -> None:
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def _begun(self) -> Connection:
        if self._writer:
            try:
                begin(self._writer)
            except psycopg.OperationalError as error:
                if not _is_lost(error):
                    raise
                self._writer.close()  # nothing was sent by it yet
            else:
                return self._writer
        self._writer = connect(self._address, writing=True)
        begin(self._writer)
        return self._writer

    def _end(self) -> None:
        """Takes back what was not committed; a connection that does not come to rest then is not used again."""
        if self._writer and not _rests(self._writer):
            with suppress(psycopg.Error):
                self._writer.execute("ROLLBACK")
            if not _rests(self._writer):
                self._writer.close()
                self._writer = None


def _commit(db: Connection) -> None:
    try:
        ended = db.execute("COMMIT")
    except psycopg.OperationalError as error:
        raise NotAcknowledged from error
    if ended.statusmessage != "COMMIT":
        raise psycopg.OperationalError("the transaction was taken back")


def _rests(db: Connection) -> bool:
    return db.info.transaction_status == TransactionStatus.IDLE


def _is_lost(error: BaseException) -> bool:
    """Whether an error says that a connection is gone, rather than of what was asked by it."""
    return isinstance(error, psycopg.OperationalError) and not isinstance(error, LockNotAvailable | QueryCanceled)
