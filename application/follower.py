"""Keeps something up with the log, whoever appends to it."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Lock, Thread

from application.ledger import Ledger
from application.refusals import LogUnavailable
from domain.fact import Entry, Position

_log = logging.getLogger(__name__)


class TryAgain(Exception):
    """What follows the log can't take its entries just now."""


class Follower:
    """Hands the entries of the log to `consume`, in log order, in batches, none twice and none left out.

    Woken at once by this process's own appends; it looks for those of others every `poll` seconds. When `consume`
    fails, nothing is passed over: the follower goes on one by one, stops before the entry that can't be taken, says so
    in the log of the process and keeps the failure.
    When the log can't be read for a time, or `consume` says TryAgain, the follower waits and tries again. Where what it
    hands its entries to may lose them, or take many at once in a way of its own, `resume` says before each look at the
    log, and after each full batch, which of them it has.
    """

    def __init__(
        self,
        ledger: Ledger,
        consume: Callable[[Sequence[Entry]], None],
        *,
        after: Position = Position(0),
        resume: Callable[[], Position] | None = None,
        batch: int = 1_000,
        poll: float = 1.0,
    ) -> None:
        self._ledger = ledger
        self._consume = consume
        self._resume = resume
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
        """Consumes every entry there is by now, unless it is stopped, and returns the position reached."""
        with self._one_puller:
            if self._resume:
                self.position = self._resume()
            batch = self._batch
            while not self._stopping:
                try:
                    entries = self._ledger.entries(self.position, batch)
                    if not entries:
                        break
                    self._consume(entries)
                except (LogUnavailable, TryAgain):
                    raise
                except Exception:
                    if batch == 1:
                        raise
                    batch = 1  # up to the one entry that it can't take
                else:
                    self.position = Position(entries[-1].position)
                    if self._resume and len(entries) == self._batch:  # there is more, perhaps much more
                        self.position = self._resume()
            return self.position

    def start(self) -> None:
        """Follows in a thread of its own, until it is stopped."""
        self._ledger.watch(self._woken)
        self._thread = Thread(target=self._follow, name="follower", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Has it look at once."""
        self._woken.set()

    def stop(self) -> None:
        """Stops after the batch at hand."""
        self._stopping = True
        self._woken.set()
        if self._thread:
            self._thread.join()
        self._stopping = False
        self._ledger.unwatch(self._woken)

    def _follow(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                self.catch_up()
            except (LogUnavailable, TryAgain) as why:
                _log.warning("The follower waits at position %d: %s", self.position, why)
            except Exception as failure:  # noqa: BLE001 - whatever it was, it must be seen and nothing passed over
                self.failure = failure
                _log.exception("The follower stopped after position %d.", self.position)
                return
            self._woken.wait(self._poll)
