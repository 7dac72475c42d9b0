"""Keeps something up with the log, whoever appends to it."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Lock, Thread

from application.ledger import Ledger
from application.refusals import LogUnavailable
from domain.fact import Entry, Position

_log = logging.getLogger(__name__)


class Follower:
    """Hands the entries of the log to `consume`, in log order, in batches, none twice and none left out.

    Woken at once by this process's own appends; it looks for those of others every `poll` seconds. When `consume`
    fails, the batch is not passed over: the follower stops, says so in the log of the process and keeps the failure.
    When the log can't be read for a time, the follower waits and tries again.
    """

    def __init__(
        self,
        ledger: Ledger,
        consume: Callable[[Sequence[Entry]], None],
        *,
        after: Position = Position(0),
        batch: int = 1_000,
        poll: float = 1.0,
    ) -> None:
        self._ledger = ledger
        self._consume = consume
        self._batch = batch
        self._poll = poll
        self._one_puller = Lock()
        self._woken = Event()
        self._stopping = False
        self._thread: Thread | None = None
        self.position = after
        """The last position that was consumed."""
        self.failure: Exception | None = None
        """What stopped it, if anything did."""

    def catch_up(self) -> Position:
        """Consumes every entry there is by now, and returns the position reached."""
        with self._one_puller:
            while entries := self._ledger.entries(self.position, self._batch):
                self._consume(entries)
                self.position = Position(entries[-1].position)
            return self.position

    def start(self) -> None:
        """Follows in a thread of its own, until it is stopped."""
        self._ledger.watch(self._woken)
        self._thread = Thread(target=self._follow, name="follower", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops after the batch at hand."""
        self._stopping = True
        self._woken.set()
        if self._thread:
            self._thread.join()
        self._ledger.unwatch(self._woken)

    def _follow(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                self.catch_up()
            except LogUnavailable:
                _log.warning("The log can't be read just now; the follower waits at position %d.", self.position)
            except Exception as failure:  # noqa: BLE001 - whatever it was, it must be seen and nothing passed over
                self.failure = failure
                _log.exception("The follower stopped after position %d.", self.position)
                return
            self._woken.wait(self._poll)
