"""Logs on disk for the checks: ledgers over one file, as several processes open it, with clocks that a check sets."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar
from uuid import UUID

import pytest

from application.ledger import Ledger
from application.recording import Behalf, Draft, Once, Receipt
from application.services import Services
from domain.actor import Actor, Role
from domain.fact import Fact
from domain.scales import Reliability
from domain.source import Source, SourceKind, SourceRated, SourceRegistered
from infrastructure.codec import Codec
from infrastructure.read_model.keeper import Keeper
from infrastructure.sqlite import SQLiteRecorder
from infrastructure.uploads import UploadedFiles
from interface.main import formats, tree_of

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RIMA = Behalf(Actor(name="Rima", role=Role.ANALYST), UUID(int=7))
T = TypeVar("T")

everywhere = pytest.mark.parametrize("new_logs", ["sqlite", "postgres"], indirect=True)
"""Of a check: what it finds is true of every recorder."""


class Clock:
    """A clock that a check sets; with `meanwhile`, something happens once at the next look at it."""

    def __init__(self) -> None:
        self.now = NOON
        self.meanwhile: Callable[[], object] | None = None

    def __call__(self) -> datetime:
        happening, self.meanwhile = self.meanwhile, None
        if happening:
            happening()
        return self.now


class Logs:
    """One log file, opened as often as a check asks; every ledger stands for a process of its own."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "log.sqlite"
        self.address = str(directory)
        """Where another process finds the log (`postgres.logs_at`)."""
        self.clock = Clock()
        self.models: list[Keeper] = []
        self._opened = ExitStack()

    def open(self, *, deciding: Clock | None = None, writing: Clock | None = None) -> Ledger:
        """A ledger; `deciding` is the clock that decisions see, `writing` the one that entries are timed by."""
        recorder = SQLiteRecorder(self.path, writing or self.clock)
        return self._opened.enter_context(closing(Ledger(recorder, Codec(), clock=deciding or self.clock)))

    def services(self, ledger: Ledger | None = None) -> Services:
        """Everything that can be done on a ledger; its read model does not follow until it is started."""
        ledger = ledger or self.open()
        model = Keeper(ledger, self.path.with_name(f"read-{len(self.models)}.duckdb"), poll=0.05)
        self.models.append(self._opened.enter_context(closing(model)))
        uploads = UploadedFiles(self.path.parent / "uploads")
        return Services(ledger, model, formats(self.clock), uploads, tree_of(ledger, self.path.parent))

    def plain(self) -> sqlite3.Connection:
        """The file as any other program opens it, with none of our settings."""
        db = sqlite3.connect(self.path, timeout=0, isolation_level=None, check_same_thread=False)
        return self._opened.enter_context(closing(db))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Another program appends to the log, and takes its time."""
        other = self.plain()
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")

    def sound(self) -> bool:
        """Whether what keeps the log finds nothing wrong with it."""
        return self.plain().execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    def rows(self) -> Sequence[tuple[Any, ...]]:
        """All that the file holds."""
        with closing(sqlite3.connect(self.path)) as db:
            return [row for name in ("entries", "answers") for row in db.execute(f"SELECT * FROM {name} ORDER BY 1, 2")]

    def close(self) -> None:
        self._opened.close()


def registered(name: str = "SANA") -> SourceRegistered:
    return SourceRegistered(name=name, kind=SourceKind.NEWS_AGENCY)


def rated(reliability: Reliability, reason: str = "Proved so.") -> SourceRated:
    return SourceRated(reliability=reliability, reason=reason)


def register(ledger: Ledger, name: str = "SANA", once: Once | None = None) -> Receipt:
    return ledger.open(lambda _: registered(name), by=RIMA._replace(once=once))


def rate(ledger: Ledger, id: UUID, reliability: Reliability, *, expecting: int, once: Once | None = None) -> Receipt:
    by = RIMA._replace(once=once)
    return ledger.change(Source, id, lambda it: it.rate(reliability, "Proved so."), by=by, expecting=expecting)


def draft(stream: int | UUID, version: int = 1, fact: Fact | None = None) -> Draft:
    id = stream if isinstance(stream, UUID) else UUID(int=stream)
    return Draft(id, version, RIMA.actor.name, RIMA.cause, fact or registered(f"Source {stream}"))


def at_once(*tasks: Callable[[], T]) -> Sequence[Future[T]]:
    """The tasks' ends, each in a thread of its own; they begin together."""
    start = Barrier(len(tasks))

    def begin(task: Callable[[], T]) -> T:
        start.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return [threads.submit(begin, task) for task in tasks]
