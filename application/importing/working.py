"""The streams that a batch of rows reads and adds to: as the log has them, and as the batch leaves them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import UUID

from application.ledger import Ledger
from application.record import Folded, fold
from application.recording import Behalf, Changed, Draft
from application.refusals import LogUnavailable
from domain.casualty import Casualty
from domain.fact import Aggregate, AggregateT, Entry, Fact, Position

_KEPT = 4_000
"""Streams of things that many rows name, kept from batch to batch."""
_ATTEMPTS = 8
_UNREAD: Folded[Any] = Folded(None, 0, "")
"""Of a stream that the batch has not read."""


class Working:
    """What a batch decides on, and what it has decided; nothing is in the log before `append`."""

    def __init__(self, ledger: Ledger, by: Behalf, *, rehearsed: bool = False) -> None:
        self.now = ledger.clock()
        self.recorded = 0
        """How many entries were put into the log; of a rehearsal, how many would have been."""
        self._rehearsed = rehearsed
        self._pretended: set[int] = set()
        """Of a rehearsal, what batches before have named, and so would have opened, by half of its id."""
        self._ledger = ledger
        self._by = by
        self._histories: dict[UUID, Sequence[Entry]] = {}
        self._states: dict[UUID, Folded[Any] | None] = {}
        self._shared: dict[UUID, Folded[Any]] = {}
        """What many rows name, as the log had it when it was read last."""
        self._held: set[UUID] = set()
        self._named: set[UUID] = set()
        self._casualties: dict[UUID, Sequence[UUID]] = {}
        self._read: dict[UUID, int] = {}
        """What the batch rests on, and the version that it found: it is looked at again under the write lock."""
        self._drafts: list[Draft] = []
        self._undo: list[tuple[UUID, Folded[Any] | None]] | None = None

    def fetch(self, ids: Iterable[UUID]) -> None:
        """Reads many streams at once, for `find` and `history` to answer from."""
        wanted = [id for id in dict.fromkeys(ids) if id not in self._histories and id not in self._shared]
        self._histories.update(dict.fromkeys(wanted, ()))
        self._histories.update(self._ledger.streams(wanted))

    def find(self, kind: type[AggregateT], id: UUID) -> AggregateT | None:
        """The state of a stream as it stands with what was added here; None where there is none of this kind."""
        found = self._states.get(id, _UNREAD)
        if found is _UNREAD:
            self._states[id] = found = self._shared.get(id) or fold(kind, id, iter(self.history(id)))
            if found:
                self._read[id] = found.version
        return found.state if found and isinstance(found.state, kind) else None

    def the(self, kind: type[AggregateT], id: UUID) -> AggregateT:
        """The state of a stream that is known to be there."""
        found = self.find(kind, id)
        assert found is not None, "it was entered before"
        return found

    def shared(self, kind: type[AggregateT], id: UUID) -> AggregateT:
        """The state of what many rows name, and is known to be there."""

        def missing() -> Fact:
            raise AssertionError("it was entered before")

        return self.opened(kind, id, missing)

    def casualties(self, incident: UUID) -> Sequence[UUID]:
        """The casualties of an incident that are in the log."""
        if incident not in self._casualties:
            until = self._ledger.position_at(None)
            self._casualties[incident] = self._ledger.opened(Casualty, until=until, about=incident)
        return self._casualties[incident]

    def hold(self, *ids: UUID) -> None:
        """Never lets go of these things that many rows name."""
        self._held.update(ids)

    def opened(self, kind: type[AggregateT], id: UUID, open: Callable[[], Fact]) -> AggregateT:
        """The state of what many rows name, which is opened if it is not on record."""
        state = self.find(kind, id)
        if state is None:
            fact = open()
            if half(id) in self._pretended:
                self._states[id] = Folded(kind.opened(id, fact), 1, self._by.actor.name)
            else:
                self.add(kind, id, fact)
            state = self.the(kind, id)
        self._named.add(id)
        return state

    def history(self, id: UUID) -> Sequence[Entry]:
        """The entries of a stream, as the log has them."""
        if id not in self._histories:
            self.fetch([id])
        return self._histories[id]

    def add(self, kind: type[Aggregate[Any, Any]], id: UUID, fact: Fact) -> None:
        """Adds a fact to a stream, or opens one with it."""
        known = self._states.get(id)
        if self._undo is not None:
            self._undo.append((id, known))
        version = 1 + (known.version if known else 0)
        state = known.state.after(fact) if known else kind.opened(id, fact)
        self._states[id] = Folded(state, version, known.author if known else self._by.actor.name)
        self._drafts.append(Draft(id, version, self._by.actor.name, self._by.cause, fact))

    def add_unread(self, id: UUID, fact: Fact) -> None:
        """Adds a fact to a stream that was opened here and that the batch does not look at again: it is not folded."""
        known = self._states.pop(id)
        assert known is not None, "it was entered before"
        if self._undo is not None:
            self._undo.append((id, known))
        self._drafts.append(Draft(id, known.version + 1, self._by.actor.name, self._by.cause, fact))

    def open_unread(self, id: UUID, fact: Fact) -> None:
        """Opens a stream that is not on record and that the batch does not look at again: its state is not folded."""
        self._drafts.append(Draft(id, 1, self._by.actor.name, self._by.cause, fact))

    @contextmanager
    def row(self) -> Iterator[None]:
        """All that a row adds, or nothing, where something of it is refused."""
        before, self._undo = len(self._drafts), []
        try:
            yield
        except BaseException:
            for id, known in reversed(self._undo):
                self._states[id] = known
            del self._drafts[before:]
            raise
        finally:
            self._undo = None

    def append(self) -> Position | None:
        """Puts what was added into the log, in one transaction, and begins anew; its last position.

        A rehearsal puts nothing there, and goes on as if it had.

        Raises:
            Changed: something that was read has changed since; nothing was recorded, and nothing is kept.
            LogUnavailable: the log can't be written just now; nothing was recorded.
        """
        written = {draft.originator_id for draft in self._drafts}
        unchanged = {id: version for id, version in self._read.items() if id not in written}
        added = len(self._drafts)
        if self._rehearsed:
            self.recorded += added
            self._pretended.update(map(half, self._named))
            self._keep()
            return None
        try:
            positions = self._ledger.append(self._drafts, unchanged=unchanged) if self._drafts else []
        except Changed:
            self._shared.clear()
            self._forget()
            raise
        self.recorded += added
        self._keep()
        return positions[-1] if positions else None

    def _keep(self) -> None:
        """Begins a batch anew, with what many rows name as it is now."""
        for id in self._named:
            if known := self._states.get(id):
                self._shared.pop(id, None)
                self._shared[id] = known
        for id in [*islice(self._shared, max(len(self._shared) - _KEPT, 0))]:
            if id not in self._held:
                del self._shared[id]
        self._forget()

    def _forget(self) -> None:
        """Begins a batch anew, without what it has decided."""
        self.now = self._ledger.clock()
        self._histories.clear()
        self._states.clear()
        self._read.clear()
        self._named.clear()
        self._casualties.clear()
        self._drafts = []


def half(id: UUID) -> int:
    """Half of an id: enough to know it again, in half the memory."""
    return id.int >> 64


def settled(decide: Callable[[], None], working: Working) -> Position | None:
    """Decides and appends; decides anew when something that was read has changed in between.

    Raises:
        LogUnavailable: the log can't be written just now, or what it rests on kept changing.
    """
    for _ in range(_ATTEMPTS):
        decide()
        try:
            return working.append()
        except Changed:
            continue
    raise LogUnavailable("What the import rests on kept changing.")
