"""The log's own clock: the machine's, as long as that goes forward."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_log = logging.getLogger(__name__)

_STEP = timedelta(microseconds=1)
_BEHIND = timedelta(seconds=1)
"""So far behind the log a clock may be before it is said to have been set back; several machines differ by less."""


class LogClock:
    """Gives the time of what is recorded next: always later than what was recorded last.

    Where the machine's clock stands behind the log, the time is the last one and a microsecond, which says so to
    whoever reads the log; the process says it in its own log, once until the clock has caught up.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._behind = False

    def after(self, last: datetime | None) -> datetime:
        """The time of what follows an entry of that time, or of the first entry."""
        now = self._clock().astimezone(UTC)
        if last is None:
            return now
        behind = last - now > _BEHIND
        if behind and not self._behind:
            _log.warning(
                "The clock stands at %s, behind the log's last entry, of %s: until it has caught up, each time in the "
                "log is a microsecond after the one before.",
                now.isoformat(timespec="seconds"),
                last.isoformat(timespec="seconds"),
            )
        self._behind = behind
        return max(now, last + _STEP)
