"""Rows as lines of a table (CSV, RFC 4180): nested parts in columns of their own, no cell a formula."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from operator import attrgetter, methodcaller
from types import MappingProxyType, NoneType
from typing import Any, NamedTuple, get_args, get_origin
from uuid import UUID

from pydantic_core import to_json

from application.harmless import harmless
from domain.value import Value


class Column(NamedTuple):
    """A part of a row, and how it is read: one column, or those of the parts that it has itself."""

    read: Callable[[Any], Any]
    names: Sequence[str]
    parts: "Sequence[Column]"
    nothing: str
    """What stands in its cells where a row has no such part."""


Table = Sequence[Column]
"""The parts of a row, in their order."""


def table(row: type[Value], prefix: str = "") -> Table:
    """The table of a kind of row: what it holds is told by the model, so that an empty answer has a header too."""
    fields = row.model_fields.items()
    return [_column(attrgetter(part), field.annotation, f"{prefix}{part}") for part, field in fields]


def _column(read: Callable[[Any], Any], annotation: Any, name: str) -> Column:
    kind, *further = (
        [it for it in get_args(annotation) if it is not NoneType] if _optional(annotation) else [annotation]
    )
    parts: Table = ()
    if isinstance(kind, type) and issubclass(kind, Value) and not further:
        parts = table(kind, f"{name}_")
    elif get_origin(kind) is Mapping:
        key, value = get_args(kind)
        assert issubclass(key, StrEnum), "only a mapping by known keys has known columns"
        # Called by the key alone: `killed_best`, not `toll_killed_best`.
        parts = [_column(methodcaller("get", each), value, each) for each in key]
    names = [below for each in parts for below in each.names] if parts else [name]
    return Column(read, names, parts, "," * (len(names) - 1))


def _optional(annotation: Any) -> bool:
    return NoneType in get_args(annotation)


def lines(table: Table, rows: Iterable[Value]) -> Iterator[bytes]:
    """The names of the columns, and each row, as lines."""
    yield _line([name for column in table for name in column.names])
    for row in rows:
        cells: list[str] = []
        _fill(cells, table, row)
        yield _line(cells)


def _line(cells: Iterable[str]) -> bytes:
    return f"{','.join(cells)}\r\n".encode()


def _fill(cells: list[str], table: Table, whole: Any) -> None:
    for read, _, parts, nothing in table:
        part = read(whole)
        if part is None:
            cells.append(nothing)
        elif parts:
            _fill(cells, parts, part)
        else:
            cells.append(_CELLS.get(type(part), _other)(part))


_SPECIAL = re.compile('[",\r\n]')


def _text(text: str) -> str:
    if not text[:1].isalnum():
        text = harmless(text)
    return '"{}"'.format(text.replace('"', '""')) if _SPECIAL.search(text) else text


def _instant(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def _other(part: Any) -> str:
    match part:
        case StrEnum():
            return str(part)
        case [*items] if all(isinstance(it, str | UUID) for it in items):
            return _text("; ".join(map(str, items)))
        case _:
            return _text(to_json(part).decode())


_CELLS: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {str: _text, int: str, float: str, bool: lambda it: "true" if it else "false", UUID: str, datetime: _instant}
)
"""What stands in a cell for a part of this type; a number as the number that it is, be it below zero."""
