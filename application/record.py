"""States as they are folded from the log, and the log as one decision reads it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Generic, NamedTuple, Protocol
from uuid import UUID

from application.refusals import Missing, UnknownReference
from domain.fact import AggregateT, Entry, Fact


class Folded(NamedTuple, Generic[AggregateT]):
    """A state, the version it is at, and who opened its stream."""

    state: AggregateT
    version: int
    author: str


def fold(
    kind: type[AggregateT], id: UUID, entries: Iterator[Entry], known: Folded[AggregateT] | None = None
) -> Folded[AggregateT] | None:
    """The state after all these entries, which follow what is `known`; None where the stream is not of this kind."""
    if known is None:
        first = next(entries, None)
        if first is None or not isinstance(first.fact, kind.opening):
            return None
        known = Folded(kind.opened(id, first.fact), first.originator_version, first.recorded_by)
    elif not isinstance(known.state, kind):
        return None
    state, version, author = known
    for entry in entries:
        state, version = state.after(entry.fact), entry.originator_version
    return Folded(state, version, author)


class Reading(Protocol):
    """What a decision reads states from."""

    clock: Callable[[], datetime]

    def folded(self, kind: type[AggregateT], id: UUID) -> Folded[AggregateT]:
        """The state of a stream; Missing where there is none of this kind."""


class Record:
    """The log as one decision reads it, now or from a standpoint; it remembers what it read, for the append."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.now = reading.clock()
        self.read: dict[UUID, int] = {}
        self._folded: dict[tuple[type, UUID], Folded[Any]] = {}
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
        """The state with its version and author, the same however often it is read; Missing where there is none."""
        if (kind, id) not in self._folded:
            self.read[id] = 0
            self._folded[kind, id] = folded = self._reading.folded(kind, id)
            self.read[id] = folded.version
        return self._folded[kind, id]

    def also(self, id: UUID, fact: Fact) -> None:
        """Enters a further fact, of another stream that was read here, in the same transaction."""
        self.further.append((id, fact))
