"""Copies a log into another, whatever keeps either: the same entries at the same positions, with the same times."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from application.recording import LogRecorder, StoredDraft, StoredEntry

_AT_ONCE = 5_000


class _Then:
    """A clock that stands where it is set."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def copy(log: LogRecorder, begin: Callable[[Callable[[], datetime]], LogRecorder]) -> None:
    """Copies the entries of a log, as far as it goes now, into an empty one that is begun; no Idempotency-Keys.

    Each transaction, whose entries have one time, is one again.

    Raises:
        eventsourcing.persistence.PersistenceError: one of the two can't be used just now.
    """
    then = _Then()
    into = begin(then)
    try:
        for then.now, entries in groupby(_entries(log, log.max_notification_id() or 0), attrgetter("recorded_at")):
            into.insert_events(
                [
                    StoredDraft(
                        originator_id=it.originator_id,
                        originator_version=it.originator_version,
                        topic=it.topic,
                        state=it.state,
                        form=it.form,
                        recorded_by=it.recorded_by,
                        cause=it.cause,
                    )
                    for it in entries
                ]
            )
    finally:
        into.close()


def _entries(log: LogRecorder, until: int) -> Iterator[StoredEntry]:
    after = 0
    while after < until:
        found = log.select_notifications(after, _AT_ONCE, until, inclusive_of_start=False)
        for each in found:
            assert isinstance(each, StoredEntry)
            yield each
        after = found[-1].id
