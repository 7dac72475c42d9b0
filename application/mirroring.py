"""Mirrors: copies of another Casus's log, made by whoever trusts its key and nothing else that it says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID, uuid4

from eventsourcing.persistence import Mapper

from application.ledger import Ledger
from application.record import Record
from application.recording import Draft, LogRecorder, Once, Receipt
from domain.fact import Position
from domain.refusal import Refusal
from domain.value import Instant, Value


class Mirrored(Refusal):
    """This is a copy of another log, and takes nothing by itself; record it where the original is kept."""


class NotAMirror(Refusal):
    """The directory holds a log of its own, or what belongs to one; a mirror begins in an empty directory."""


class AnotherLog(Refusal):
    """What answers there is not signed by the key that is trusted: it is another log, or somebody between."""


class BeingFollowed(Refusal):
    """Another process copies into this directory already."""


class ForkFound(Refusal):
    """What was signed contradicts itself; nothing more is copied until somebody has looked at the proof of it."""


class CopyDamaged(Refusal):
    """The copy is no longer what was proved when it was made; begin it anew in an empty directory."""


class RolledBack(Refusal):
    """What is signed there is older than what was signed before: the log was rolled back, or the answer is old."""


class NoAnswer(Refusal):
    """There was no answer that can be used; nothing of it was kept, and the same may work later."""


class Upstream(Protocol):
    """Another Casus, or a copy of it, as it answers: nothing that it says is believed.

    Every one of these may raise NoAnswer; of entries, at any line.
    """

    address: str

    def key(self) -> str:
        """The vkey that it says its checkpoints are signed with."""

    def checkpoint(self) -> bytes:
        """The last signed checkpoint.

        Raises:
            NotSignedYet: it has signed none.
        """

    def consistency(self, size1: int, size2: int) -> bytes:
        """The proof that the tree of one size is the beginning of that of another, as JSON."""

    def entries(self, after: Position) -> AbstractContextManager[Iterator[bytes]]:
        """The entries after a position, a line each, for as long as it goes on."""


class Advance(NamedTuple):
    """How far a copy is, and how far it can be: up to what was signed."""

    position: int
    of: int


class Mirroring(Protocol):
    """A directory that another log is copied into, by this process alone."""

    key: str
    """The vkey that is trusted."""
    on_trust: bool
    """Whether it was taken from the server itself, just now."""

    def round(self, tell: Callable[[Advance], None]) -> Advance:
        """Copies what was signed since the last time; all of it is proved before it is kept.

        Raises:
            NotSignedYet: nothing was signed there yet.
            NoAnswer, RolledBack: not now; another time perhaps.
            LogUnavailable: the copy can't be written just now.
            AnotherLog: the trusted key has not signed what is there.
            ForkFound: it is not one log, or was not: the proof of it is kept.
            CopyDamaged: the copy is not what it was.
        """


class Fork(Value):
    """What was found where a log contradicts itself: from then on the copy of it stands still."""

    found: str
    """In a sentence."""
    proof: str
    """Where its proof lies in the data directory; until that is moved, nothing is copied."""
    since: Instant


class Standing(Value):
    """How a copy stands: up to which position it is proved to be what the key (a vkey) has signed."""

    key: str
    signed: int
    fork: Fork | None


class Copy(NamedTuple):
    """Whose copy a log is: where the original was last asked for, and how the copy stands."""

    original: str
    standing: Standing


class GuardedLedger(Ledger):
    """A ledger that takes nothing for as long as its log is a copy of another."""

    def __init__(
        self,
        recorder: LogRecorder,
        codec: Mapper[UUID],
        *,
        clock: Callable[[], datetime],
        original: Callable[[], str | None],
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        """`original` answers where the original is, if there is one: asked anew each time, as a copy may be begun."""
        self._original = original
        super().__init__(recorder, codec, clock=clock, new_id=new_id)

    def append(
        self, drafts: Sequence[Draft], *, unchanged: Mapping[UUID, int] | None = None, once: Once | None = None
    ) -> Sequence[Position]:
        self._must_take()
        return super().append(drafts, unchanged=unchanged, once=once)

    def _settle(self, decide: Callable[[Record], list[Draft]], once: Once | None) -> Receipt:
        self._must_take()
        return super()._settle(decide, once)

    def _must_take(self) -> None:
        if original := self._original():
            raise Mirrored(f"This is a copy of the log at {original}; record it there.")
