"""Signs the log as it grows: a job of its own, which says so while it can't.

It stops with an alarm where the log is not what was signed.
"""

import logging
from threading import Event, Thread

from application.proving import Forked, Proving
from domain.refusal import Refusal

_log = logging.getLogger(__name__)


class Signing:
    """Signs a checkpoint every so many seconds, if the log has grown."""

    def __init__(self, proving: Proving) -> None:
        self._proving = proving
        self._stopping = Event()
        self._thread: Thread | None = None
        self.alarm: str | None = None
        """Why nothing is signed, if so: just now; or any more, as the log is not the one that was signed before."""
        self._forked = False

    def start(self, every: float) -> None:
        """Signs from now on, until it is closed."""
        self._thread = Thread(target=self._sign_on, args=(every,), name="signing", daemon=True)
        self._thread.start()

    def once(self) -> None:
        """Signs what the log holds now; where that can't be done, says why until it can."""
        try:
            self._proving.sign()
        except Forked as forked:
            self.alarm, self._forked = str(forked), True
            _log.critical("The log is not the one that was signed; nothing more is signed. %s", forked)
        except Exception as why:  # noqa: BLE001 - whatever it was, it is tried again, and whoever looks must be told
            if self.alarm is None:
                _log.error("Nothing is signed just now: %s", why)
            told = str(why) if isinstance(why, Refusal) else "Casus's own log tells why."  # not to everybody
            self.alarm = f"Nothing is signed just now. {told}"
        else:
            self.alarm = None

    def close(self) -> None:
        """Signs a last time, and stops."""
        if self._thread:
            self._stopping.set()
            self._thread.join()
            self._thread = None

    def _sign_on(self, every: float) -> None:
        while not self._forked:
            stopping = self._stopping.is_set()  # before it signs: what was recorded until then is signed
            self.once()
            if stopping:
                return
            self._stopping.wait(every)
