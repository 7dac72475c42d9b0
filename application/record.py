"""States as they are folded from the log, and the log as one decision reads it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Generic, NamedTuple, Protocol
from uuid import UUID

from application.refusals import Missing, UnknownReference
from domain.fact import AggregateT, Entry, Fact, Position


class Folded(NamedTuple, Generic[AggregateT]):
    """A state, the version it is at, and who opened its stream."""

    state: AggregateT
    version: int
    author: str


def fold(kind: type[AggregateT], id: UUID, entries: Iterator[Entry]) -> Folded[AggregateT] | None:
    """The state after all the entries of a stream; None where there are none, or they are of another kind."""
    first = next(entries, None)
    if first is None or not isinstance(first.fact, kind.opening):
        return None
    state, version = kind.opened(id, first.fact), first.originator_version
    for entry in entries:
        state, version = state.after(entry.fact), entry.originator_version
    return Folded(state, version, first.recorded_by)


class Reading(Protocol):
    """What a decision reads states from."""

    clock: Callable[[], datetime]

    def folded(self, kind: type[AggregateT], id: UUID, *, until: Position | None = None) -> Folded[AggregateT]:
        """The state of a stream, now or as of a position; Missing where there is none of this kind."""


class Record:
    """The log as one decision reads it, now or as of a position; it remembers what it read, for the append."""

    def __init__(self, ledger: Reading, until: Position | None = None) -> None:
        self._ledger = ledger
        self._until = until
        self.now = ledger.clock()
        self.read: dict[UUID, int] = {}
        self.further: list[tuple[UUID, Fact]] = []

    def find(self, kind: type[AggregateT], id: UUID) -> AggregateT | None:
        """The state of a stream of this kind, or None where there is no such stream."""
        try:
            return self.folded(kind, id).state
        except Missing:
            return None

    def get(self, kind: type[AggregateT], id: UUID, field: str) -> AggregateT:
        """The state of what a field of the command names.

        Raises:
            UnknownReference: it is not on record, or is of another kind.
        """
        state = self.find(kind, id)
        if state is None:
            raise UnknownReference(kind.__name__.lower(), id, field)
        return state

    def named(self, kind: type[AggregateT], id: UUID | None, field: str) -> AggregateT | None:
        """The state of what an optional field names, as `get` gives it; None where it names nothing."""
        return None if id is None else self.get(kind, id, field)

    def folded(self, kind: type[AggregateT], id: UUID) -> Folded[AggregateT]:
        """The state with its version and author; Missing where there is none."""
        self.read[id] = 0
        folded = self._ledger.folded(kind, id, until=self._until)
        self.read[id] = folded.version
        return folded

    def also(self, id: UUID, fact: Fact) -> None:
        """Enters a further fact, of another stream that was read here, in the same transaction."""
        self.further.append((id, fact))
