"""Entries as rows of the log's SQLite file."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from application.recording import StoredDraft, StoredEntry

SELECT = "SELECT stream, version, fact, content, position, form, recorded_at, recorded_by, cause FROM entries "
"""What `entry` reads."""

INSERT = (
    "INSERT INTO entries (position, stream, version, recorded_at, recorded_by, cause, fact, form, content)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
"""What takes a row."""

_uuid = lru_cache(4096)(UUID)  # the entries of a stream, and those of a cause, lie together


def entry(row: tuple[Any, ...]) -> StoredEntry:
    """The entry in a row."""
    stream, version, fact, content, position, form, recorded_at, recorded_by, cause = row
    return StoredEntry(
        _uuid(stream),
        version,
        fact,
        content.encode(),
        position,
        form,
        datetime.fromisoformat(recorded_at),
        recorded_by,
        _uuid(cause),
    )


def row(entry: StoredDraft | StoredEntry, position: int, recorded_at: str) -> tuple[Any, ...]:
    """The row of an entry at a position, recorded at a `written` time: what `INSERT` takes."""
    return (
        position,
        str(entry.originator_id),
        entry.originator_version,
        recorded_at,
        entry.recorded_by,
        str(entry.cause),
        entry.topic,
        entry.form,
        entry.state.decode(),
    )


def written(instant: datetime) -> str:
    """A time as text: of one length, so that text sorts as time."""
    return instant.isoformat(timespec="microseconds").replace("+00:00", "Z")
