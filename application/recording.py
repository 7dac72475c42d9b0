"""What goes into the log and comes back, and what a recorder of it owes the ledger beyond eventsourcing's contract."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, Notification, PersistenceError, StoredEvent

from application.refusals import LogUnavailable
from domain.actor import Actor
from domain.fact import Fact, Position
from domain.value import Id, Value


class Receipt(Value):
    """That an entry is in the log: its stream, its version there, and its position in the whole log."""

    id: Id
    version: int
    position: int


class Once(NamedTuple):
    """An Idempotency-Key of one actor, and the digest of the command it stands for."""

    owner: str
    key: str
    digest: str


class Behalf(NamedTuple):
    """On whose behalf an entry is made: by whom, for which command or import, and perhaps once only."""

    actor: Actor
    cause: UUID
    once: Once | None = None


class Draft(NamedTuple):
    """An entry before it is in the log: the recorder gives it its position and its time."""

    originator_id: UUID
    originator_version: int
    recorded_by: str
    cause: UUID
    fact: Fact


@dataclass(frozen=True)
class StoredDraft(StoredEvent):
    """A draft as bytes: `topic` is the fact's name, `form` the version of its stored form."""

    form: int
    recorded_by: str
    cause: UUID


@dataclass(frozen=True)
class StoredEntry(Notification):
    """An entry as bytes: `id` is its position in the log."""

    form: int
    recorded_at: datetime
    recorded_by: str
    cause: UUID


class Changed(Exception):
    """A stream is no longer at the version that a decision was taken on."""


class Answered(Exception):
    """The Idempotency-Key was answered before."""

    def __init__(self, digest: str, receipt: Receipt) -> None:
        super().__init__(digest, receipt)
        self.digest = digest
        self.receipt = receipt


class LogRecorder(ApplicationRecorder, ABC):
    """Keeps the log: appends atomically, and reads it as it stood at any position."""

    @abstractmethod
    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        unchanged: Mapping[UUID, int] | None = None,
        once: Once | None = None,
        **kwargs: Any,
    ) -> Sequence[int]:
        """Appends drafts in one transaction, durably, and returns their positions, in order and without gaps.

        The answer to `once` is the first draft's receipt, kept in the same transaction. All drafts get one
        `recorded_at`, read under the write lock and later than every one before.

        Raises:
            Answered: `once` was answered before; nothing is appended.
            Changed: a stream is not at its version in `unchanged` (0 for one that must not exist); nothing is appended.
        """

    @abstractmethod
    def select_streams(self, originator_ids: Sequence[UUID]) -> Sequence[StoredEntry]:
        """The entries of many streams at once, each stream's together and oldest first."""

    @abstractmethod
    def answered(self, once: Once) -> Answered | None:
        """The answer that a key was given before, if it was."""

    @abstractmethod
    def recorded_at(self, position: Position) -> datetime:
        """When the entry at a position was recorded."""

    @abstractmethod
    def version_at(self, originator_id: UUID, position: Position) -> int:
        """The version of a stream once the log had reached a position; 0 if it had not begun."""

    @abstractmethod
    def opened(self, fact: str, *, until: Position, about: UUID | None = None) -> Sequence[UUID]:
        """The streams that begin with this fact, in log order; `about` an incident: those of its casualties."""

    @abstractmethod
    def opened_by(self, fact: str, cause: UUID, *, after: Position, limit: int) -> Sequence[tuple[Position, UUID]]:
        """The streams that begin with this fact for this cause, each with where it begins, in log order."""

    @abstractmethod
    def caused(self, cause: UUID, until: Position) -> bool:
        """Whether any entry up to a position was made for this cause."""

    @abstractmethod
    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """So many hashes of one level of the tree over the entries, from this number on; fewer where there are no more.

        Level 0 has an entry's leaf hash at its position less one, each further level the root of each complete 256 of
        the one below. They are written in the transaction that writes the entries (infrastructure/merkle/tree.py).
        """

    @abstractmethod
    def close(self) -> None:
        """Lets go of what it holds; what was acknowledged stays."""


@contextmanager
def available() -> Iterator[None]:
    """A recorder's failures as the refusal LogUnavailable."""
    try:
        yield
    except PersistenceError as error:
        raise LogUnavailable("The log can't be used just now; nothing was recorded. Try again.") from error
