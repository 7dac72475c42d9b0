"""What the rows of every list have in common."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import from_json

from domain.attribution import OriginalSource
from domain.value import Code
from infrastructure.read_model.answers.sight import Sight

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ORIGINAL: TypeAdapter[OriginalSource] = TypeAdapter(OriginalSource)
_CODES: TypeAdapter[tuple[Code, ...]] = TypeAdapter(tuple[Code, ...])

HEAD = "t.id, e.version, e.last AS position, t.recorded_at"
"""The columns that every row begins with; `head` reads them."""


def heads(sight: Sight) -> str:
    """Joins that give HEAD for the keys in `chunk`, called `chunk`."""
    return f"""
        chunk JOIN thing t ON t.position = chunk.key
        JOIN (SELECT key, max(version) AS version, max(position) AS last
            FROM {sight.rows("entered", AMONG)} GROUP BY key) e ON e.key = chunk.key
    """


AMONG = "key IN (SELECT key FROM chunk)"
"""The condition that a row is of a thing in `chunk`."""


def head(id: UUID, version: int, position: int, recorded_at: int) -> Mapping[str, Any]:
    """What every row begins with."""
    when = EPOCH + timedelta(microseconds=recorded_at)
    return {"id": id, "version": version, "position": position, "recorded_at": when}


def original(text: str | None) -> OriginalSource | None:
    """An original source, as it was before it was kept as JSON."""
    return _ORIGINAL.validate_python(from_json(text)) if text else None


def codes(text: str | None) -> Sequence[Code]:
    """Codes, as they were before they were kept as JSON."""
    return _CODES.validate_json(text) if text else ()


def order(sort: str, columns: Mapping[str, str], key: str = "key") -> str:
    """An ORDER BY for `sort`, whose columns are these; equals, and what has none, follow in the order of entry."""
    name = sort.removeprefix("-")
    direction = "DESC" if sort.startswith("-") else "ASC"
    if name == "recorded":
        return f"{key} {direction}"
    return f"{columns[name]} {direction} NULLS LAST, {key}"
