"""The copied log: entries at the positions and times of the original, or not at all."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from application.mirroring import CopyDamaged
from application.recording import StoredDraft, StoredEntry
from infrastructure.sqlite import SQLiteRecorder


class _Then:
    """A clock that stands where it is set."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class CopiedLog(SQLiteRecorder):
    """A log in one SQLite file that takes another's entries as they are."""

    def __init__(self, path: Path) -> None:
        self._then = _Then()
        self._position = 1
        super().__init__(path, self._then)

    def take(self, entries: Sequence[StoredEntry]) -> None:
        """Appends entries that follow what is there, each transaction of the original's in one of ours.

        Raises:
            Changed: an entry does not follow its stream's last; the transactions before are kept.
            CopyDamaged: somebody else has appended to the copy.
        """
        for time, transaction in groupby(entries, attrgetter("recorded_at")):
            those = [*transaction]
            self._position, self._then.now = those[0].id, time
            self.insert_events([*map(_draft, those)])

    def _next(self, db: sqlite3.Connection) -> tuple[int, datetime]:
        found = super()._next(db)
        if found != (self._position, self._then.now):
            raise CopyDamaged(f"It goes on at position {found[0]}, and the original at {self._position}.")
        return found


def _draft(entry: StoredEntry) -> StoredDraft:
    return StoredDraft(
        originator_id=entry.originator_id,
        originator_version=entry.originator_version,
        topic=entry.topic,
        state=entry.state,
        form=entry.form,
        recorded_by=entry.recorded_by,
        cause=entry.cause,
    )
