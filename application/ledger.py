"""The one way to the log: decisions go in, states and entries come out, as of now or of any moment.

Longer than most, as nothing else reads or writes the log.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from threading import Event
from typing import Any, cast
from uuid import UUID, uuid4

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import Mapper
from eventsourcing.utils import Environment, EnvType

from application.moments import Moment
from application.record import Folded, Record, fold
from application.recording import Answered, Behalf, Changed, Draft, LogRecorder, Once, Receipt, StoredEntry, available
from application.refusals import KeyReused, LogUnavailable, Missing, Stale, UnknownMoment
from domain.fact import Aggregate, AggregateT, Entry, Fact, Position
from domain.refusal import Refusal

_ATTEMPTS = 8
_AT_ONCE = 500


class Ledger(Application[UUID]):
    """The log of facts: append-only, every past state of it readable."""

    recorder: LogRecorder

    def __init__(
        self,
        recorder: LogRecorder,
        codec: Mapper[UUID],
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self._recorder = recorder
        self._codec = codec
        self.clock = clock
        self._new_id = new_id
        self._watchers: list[Event] = []
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Nothing of the process's environment configures the log; states, which are immutable, are kept folded."""
        return Environment(
            name, {"AGGREGATE_CACHE_MAXSIZE": "4096", "DEEPCOPY_FROM_AGGREGATE_CACHE": "n", **(env or {})}
        )

    def construct_recorder(self) -> LogRecorder:
        return self._recorder

    def construct_mapper(self) -> Mapper[UUID]:
        return self._codec

    def close(self) -> None:
        super().close()
        self._recorder.close()

    def open(self, decide: Callable[[Record], Fact], *, by: Behalf, id: UUID | None = None) -> Receipt:
        """Begins a stream with the fact that a decision gives, under a new id unless the thing brings its own.

        Raises:
            Refusal: whatever the decision refuses.
            KeyReused, LogUnavailable: as for `change`.
        """
        stream = id or self._new_id()

        def drafts(record: Record) -> list[Draft]:
            record.read[stream] = 0
            return self._drafts(stream, 0, decide(record), record, by)

        return self._settle(drafts, by.once)

    def change(
        self, kind: type[AggregateT], id: UUID, decide: Callable[[AggregateT], Fact], *, by: Behalf, expecting: int
    ) -> Receipt:
        """Adds the fact that a decision on the present state gives.

        Raises:
            Refusal: whatever the decision refuses.
            Missing: there is no such stream of this kind.
            Stale: it is not at the version `expecting`.
            KeyReused: the key was used for another command.
            LogUnavailable: the log can't be written just now; nothing was recorded.
        """
        return self.decide(kind, id, lambda state, _: decide(state), by=by, expecting=expecting)

    def decide(
        self,
        kind: type[AggregateT],
        id: UUID,
        decide: Callable[[AggregateT, Record], Fact],
        *,
        by: Behalf,
        expecting: int,
    ) -> Receipt:
        """Like `change`, for a decision that also consults other streams, or adds facts to them."""

        def drafts(record: Record) -> list[Draft]:
            found = record.folded(kind, id)
            if found.version != expecting:
                raise Stale(expecting, found.version)
            return self._drafts(id, found.version, decide(found.state, record), record, by)

        return self._settle(drafts, by.once)

    def append(
        self, drafts: Sequence[Draft], *, unchanged: Mapping[UUID, int] | None = None, once: Once | None = None
    ) -> Sequence[Position]:
        """Appends many drafts in one transaction, all or none, and returns their positions.

        Raises:
            Changed: a stream is not at its version in `unchanged`, or a draft does not follow its stream's last.
            Answered: `once` was answered before.
            LogUnavailable: the log can't be written just now; nothing was recorded.
        """
        with available():
            stored = [self.mapper.to_stored_event(draft) for draft in drafts]
            positions = self.recorder.insert_events(stored, unchanged=unchanged, once=once)
        for watcher in self._watchers:
            watcher.set()
        return [Position(position) for position in positions]

    def folded(
        self, kind: type[AggregateT], id: UUID, *, version: int | None = None, until: Position | None = None
    ) -> Folded[AggregateT]:
        """The state of a stream: now, as of a version of it, or as of a position; Missing where there is none."""

        def project(known: Any, entries: Iterable[Any]) -> Any:
            return fold(kind, id, iter(entries), known)

        with available():
            at = version if until is None else self.recorder.version_at(id, until)
            try:
                folded = cast("Folded[AggregateT]", self.repository.get(id, version=at, projector_func=project))
            except AggregateNotFoundError:
                raise Missing(kind.__name__.lower(), id) from None
        if at is None and self.repository.cache:
            self.repository.cache.put(id, cast("Any", folded))  # it keeps what it was given first, not what came after
        return folded

    def load(
        self, kind: type[AggregateT], id: UUID, *, version: int | None = None, known_at: Moment | None = None
    ) -> AggregateT:
        """The state of a stream: now, as of a version of it, or as known at a moment.

        Raises:
            Missing: nothing of this kind was on record under that id.
            UnknownMoment: the moment, or the version, has not come.
        """
        folded = self.folded(kind, id, version=version, until=None if known_at is None else self.position_at(known_at))
        if version is not None and folded.version < version:
            raise UnknownMoment(f"It is at version {folded.version}.", "version")
        return folded.state

    def position_at(self, known_at: Moment | None) -> Position:
        """The last position known at a moment; 0 before the first entry.

        Raises:
            UnknownMoment: it lies in the future, or past the end of the log.
        """
        with available():
            last = Position(self.recorder.max_notification_id() or 0)
            if known_at is None:
                return last
            if not isinstance(known_at, datetime):
                if not 0 <= known_at <= last:
                    raise UnknownMoment(f"The log ends at position {last}.", "known_at")
                return known_at
            # Where the clock was set back, the log itself is ahead of it.
            if known_at > self.clock() and not (last and known_at <= self.recorder.recorded_at(last)):
                raise UnknownMoment("What will be known in the future is not on record.", "known_at")
            # Times never go back, so the log is its own index of them.
            positions = cast("Sequence[Position]", range(1, last + 1))
            return Position(bisect_right(positions, known_at, key=self.recorder.recorded_at))

    def history(self, kind: type[AggregateT], id: UUID, until: Position | None = None) -> Sequence[Entry]:
        """The entries of a stream, oldest first, as far as a position of the log; Missing where there are none."""
        with available():
            version = None if until is None else self.recorder.version_at(id, until)
            entries = cast("list[Entry]", [] if version == 0 else list(self.events.get(id, lte=version)))
        if not entries or not isinstance(entries[0].fact, kind.opening):
            raise Missing(kind.__name__.lower(), id)
        return entries

    def streams(self, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Entry]]:
        """The entries of those of these streams that there are, each oldest first."""
        found: defaultdict[UUID, list[Entry]] = defaultdict(list)
        with available():
            for stored in self.recorder.select_streams(ids):
                entry = cast("Entry", self.mapper.to_domain_event(stored))
                found[entry.originator_id].append(entry)
        return found

    def opening(self, id: UUID) -> Entry | None:
        """The entry that opened a stream, of whatever kind, if there is one."""
        with available():
            return cast("Entry | None", next(iter(self.events.get(id, lte=1)), None))

    def entries(self, after: Position, limit: int) -> Sequence[Entry]:
        """The entries that follow a position, in log order, at most `limit`."""
        with available():
            return cast("list[Entry]", [self.mapper.to_domain_event(it) for it in self.stored(after, limit)])

    def stored(self, after: Position, limit: int) -> Sequence[StoredEntry]:
        """The entries that follow a position, as they are stored."""
        with available():
            found = self.recorder.select_notifications(after, limit, inclusive_of_start=False)
            return cast("Sequence[StoredEntry]", found)

    def opened(self, kind: type[Aggregate[Any, Any]], *, until: Position, about: UUID | None = None) -> Sequence[UUID]:
        """The streams of a kind that had begun by a position, in log order; `about` an incident: its own."""
        with available():
            return self.recorder.opened(kind.opening.__name__, until=until, about=about)

    def opened_by(self, kind: type[Aggregate[Any, Any]], cause: UUID) -> Iterator[Sequence[UUID]]:
        """The streams of a kind that were opened for one cause, in log order, some at a time."""
        after = Position(0)
        while True:
            with available():
                found = self.recorder.opened_by(kind.opening.__name__, cause, after=after, limit=_AT_ONCE)
            if not found:
                return
            yield [stream for _, stream in found]
            after = found[-1][0]

    def caused(self, cause: UUID, until: Position) -> bool:
        """Whether anything was recorded for a cause, up to a position; it may read the whole log to tell."""
        with available():
            return self.recorder.caused(cause, until)

    def watch(self, watcher: Event) -> None:
        """Sets the event at every append of this process from now on."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Event) -> None:
        """No longer sets the event."""
        self._watchers = [each for each in self._watchers if each is not watcher]

    def _settle(self, decide: Callable[[Record], list[Draft]], once: Once | None) -> Receipt:
        """Decides and appends; decides anew when something that was read has changed in between."""
        try:
            self._must_be_new(once)
            for _ in range(_ATTEMPTS):
                record = Record(self)
                try:
                    drafts = decide(record)
                    position = self.append(drafts, unchanged=record.read, once=once)[0]
                except Changed:
                    continue
                except Refusal:
                    self._must_be_new(once)  # it may be refused for what this very command did, sent twice at a time
                    raise
                return Receipt(id=drafts[0].originator_id, version=drafts[0].originator_version, position=position)
        except Answered as before:
            if once is None or before.digest != once.digest:
                raise KeyReused("The Idempotency-Key was used before, for another command.") from None
            return before.receipt
        raise LogUnavailable("What the command rests on kept changing.")

    def _must_be_new(self, once: Once | None) -> None:
        with available():
            if once and (before := self.recorder.answered(once)):
                raise before

    @staticmethod
    def _drafts(id: UUID, version: int, fact: Fact, record: Record, by: Behalf) -> list[Draft]:
        facts = [(id, version, fact), *((other, record.read[other], further) for other, further in record.further)]
        return [Draft(stream, at + 1, by.actor.name, by.cause, it) for stream, at, it in facts]
