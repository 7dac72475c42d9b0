"""The entries of the log as they are stored, for whoever reads it from its beginning, and stays for what comes."""

from collections.abc import Generator, Sequence
from time import monotonic

from application.ledger import Ledger
from application.recording import StoredEntry
from domain.fact import Position
from domain.refusal import Refusal

AT_ONCE = 500
"""Entries that are read at once, at most."""
MOST_LISTENERS = 200
_LOOK = 0.2


class TooManyListeners(Refusal):
    """As many follow the log already as this Casus serves at a time; try again later, or ask for pages of it."""


class Listener:
    """Somebody who follows the log: what they have not heard yet is read when they ask, and kept for nobody."""

    def __init__(self, log: "LogEntries", after: Position) -> None:
        self._log = log
        self._after = after

    @property
    def over(self) -> bool:
        """Whether nothing more is told: Casus is being stopped."""
        return self._log.closed

    def next(self, limit: int) -> Sequence[StoredEntry]:
        """What they have not heard yet, oldest first, at most `limit` entries."""
        if self._log.end <= self._after:
            return ()
        entries = self._log.some(self._after, limit)
        self._after = Position(entries[-1].id)
        return entries

    def leave(self) -> None:
        """Follows no more."""
        self._log.left(self)


class LogEntries:
    """The log, as it is stored."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._listeners: set[Listener] = set()
        self._end, self._looked = Position(0), 0.0
        self.closed = False

    @property
    def end(self) -> Position:
        """The last position, as it was a fifth of a second ago at most: looking costs the same for all listeners."""
        if monotonic() - self._looked > _LOOK:
            self._end, self._looked = self._ledger.position_at(None), monotonic()
        return self._end

    def some(self, after: Position, limit: int) -> Sequence[StoredEntry]:
        """The entries that follow a position, in log order, at most `limit`, and never more than AT_ONCE.

        Raises:
            LogUnavailable: the log can't be read just now.
        """
        return self._ledger.stored(after, min(limit, AT_ONCE))

    def between(self, after: Position, to: Position) -> Generator[StoredEntry, None, None]:
        """The entries after one position, up to another."""
        while after < to and (entries := self.some(after, to - after)):
            yield from entries
            after = Position(entries[-1].id)

    def listen(self, after: Position) -> Listener:
        """Somebody who follows the log from a position on, until they leave.

        Raises:
            TooManyListeners: there are too many already.
        """
        if len(self._listeners) >= MOST_LISTENERS:
            raise TooManyListeners
        listener = Listener(self, after)
        self._listeners.add(listener)
        return listener

    def left(self, listener: Listener) -> None:
        """Somebody follows no more."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """Tells nothing more to whoever follows."""
        self.closed = True
