"""Entries of the log as CloudEvents 1.0, a line of JSON each: what leaves the log, and comes into a copy of it.

The stored bytes stand in the line as they are, as its last member: whoever re-computes a hash takes them from there.
"""

import json
import re
from datetime import datetime
from typing import Any, NoReturn, cast
from uuid import UUID

from application.recording import StoredEntry

SOURCE = "/log"
"""CloudEvents' `source`: together with `id`, the position, it names one entry of a log."""
TYPE = "casus."
_DATA = b',"data":'
_FACT = re.compile(r"[A-Za-z0-9_]+")


class NotAnEntry(ValueError):
    """A line is not what Casus writes of an entry."""


def event(entry: StoredEntry) -> bytes:
    """An entry as one line of JSON, UTF-8, without its end: the same bytes for the same entry, always."""
    attributes = {
        "specversion": "1.0",
        "id": str(entry.id),
        "source": SOURCE,
        "type": TYPE + entry.topic,
        "subject": str(entry.originator_id),
        "time": entry.recorded_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "streamversion": entry.originator_version,
        "form": entry.form,
        "recordedby": entry.recorded_by,
        "cause": str(entry.cause),
    }
    head = json.dumps(attributes, ensure_ascii=False, separators=(",", ":")).encode()
    return head[:-1] + _DATA + entry.state + b"}"


def entry_of(line: bytes) -> StoredEntry:
    """The entry that a line tells of.

    Raises:
        NotAnEntry: Casus would have written it otherwise, be it by a blank: then two readers might see two things.
    """
    try:
        told, state = json.loads(line.decode()), line.partition(_DATA)[2][:-1]
        fact = json.loads(state.decode(), parse_constant=_no_number)  # by itself, or it would run on
        entry = _entry(told, state)
        written = event(entry)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise NotAnEntry(f"It is no CloudEvent of a Casus: {type(error).__name__}.") from error
    # Where JSON has two spellings of one value (true and 1, an instant in two zones), only that of Casus is an entry.
    numbers = {type(entry.originator_version), type(entry.form)}
    right = numbers == {int} and entry.form > 0 and isinstance(entry.recorded_by, str) and _FACT.fullmatch(entry.topic)
    bare = isinstance(fact, dict) and state.startswith(b"{") and state.endswith(b"}")
    if written != line or not right or not bare or not told["time"].endswith("Z"):
        raise NotAnEntry("Casus writes it otherwise.")
    return entry


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _entry(told: dict[str, Any], state: bytes) -> StoredEntry:
    return StoredEntry(
        UUID(told["subject"]),
        cast("int", told["streamversion"]),
        told["type"].removeprefix(TYPE),
        state,
        int(told["id"]),
        told["form"],
        datetime.fromisoformat(told["time"]),
        told["recordedby"],
        UUID(told["cause"]),
    )
