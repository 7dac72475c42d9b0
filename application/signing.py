"""Signs the log as it grows: a job of its own, which stops with an alarm where the log is not what was signed."""

import logging
from threading import Event, Thread

from application.proving import Forked, Proving
from application.refusals import LogUnavailable

_log = logging.getLogger(__name__)


class Signing:
    """Signs a checkpoint every so many seconds, if the log has grown."""

    def __init__(self, proving: Proving) -> None:
        self._proving = proving
        self._stopping = Event()
        self._thread: Thread | None = None
        self.alarm: str | None = None
        """Why nothing is signed any more, if it is so: the log is not the one that was signed before."""

    def start(self, every: float) -> None:
        """Signs from now on, until it is closed."""
        self._thread = Thread(target=self._sign_on, args=(every,), name="signing", daemon=True)
        self._thread.start()

    def once(self) -> None:
        """Signs what the log holds now, unless it can't be read for a time."""
        try:
            self._proving.sign()
        except LogUnavailable:
            return
        except Forked as forked:
            self.alarm = str(forked)
            _log.critical("The log is not the one that was signed; nothing more is signed. %s", forked)

    def close(self) -> None:
        """Signs a last time, and stops."""
        if self._thread:
            self._stopping.set()
            self._thread.join()
            self._thread = None

    def _sign_on(self, every: float) -> None:
        while not self.alarm:
            stopping = self._stopping.is_set()  # before it signs: what was recorded until then is signed
            self.once()
            if stopping:
                return
            self._stopping.wait(every)
