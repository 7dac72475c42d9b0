"""The rows of an answer as bytes: JSON, GeoJSON (RFC 7946), CSV (RFC 4180), NDJSON; in pieces, in bounded memory."""

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic_core import to_json

from application.moments import LeftOut
from application.rows import Citation
from domain.policy import RULES, Policy
from domain.value import Value
from interface.accepting import Form
from interface.tables import lines, table

_PIECE = 200  # rows that are sent at once


class Heading(NamedTuple):
    """What is said of an answer beside its rows.

    `next` is the cursor of the rest, `lineage` where rows lead back, `flips` where it says what hangs on what is left
    out, `cite` how it is cited, where that is asked for.
    """

    row: type[Value]
    next: str | None
    position: int
    policy: Policy | None
    lineage: str | None = None
    without: Sequence[LeftOut] = ()
    flips: str | None = None
    cite: Citation | None = None


def as_json(rows: Iterable[Value], of: Heading) -> Iterator[bytes]:
    """One object, the rows its `items`."""
    yield b'{"items":['
    yield from _parted(map(to_json, rows))
    yield b"]," + _about(of)


def as_geojson(rows: Iterable[Value], of: Heading) -> Iterator[bytes]:
    """A FeatureCollection; a row without coordinates is a feature without a geometry."""
    yield b'{"type":"FeatureCollection","features":['
    yield from _parted(map(_feature, rows))
    yield b"]," + _about(of)


def as_csv(rows: Iterable[Value], of: Heading) -> Iterator[bytes]:
    """A table with its header, the rows' parts in columns of their own, safe to open in a spreadsheet."""
    return lines(table(of.row), rows)


def as_ndjson(rows: Iterable[Value], _: Heading) -> Iterator[bytes]:
    """An object a line."""
    return (to_json(row) + b"\n" for row in rows)


WRITERS: Mapping[Form, Callable[[Iterable[Value], Heading], Iterator[bytes]]] = MappingProxyType(
    {Form.JSON: as_json, Form.GEOJSON: as_geojson, Form.CSV: as_csv, Form.NDJSON: as_ndjson}
)


def pieces(parts: Iterator[bytes]) -> Generator[bytes, None, None]:
    """The bytes in larger pieces."""
    while piece := b"".join(islice(parts, _PIECE)):
        yield piece


def _parted(parts: Iterable[bytes]) -> Iterator[bytes]:
    parting = b"\n"
    for part in parts:
        yield parting + part
        parting = b",\n"


def _about(of: Heading) -> bytes:
    version = RULES[of.policy].version if of.policy else None
    about: Mapping[str, Any] = {
        "next": of.next,
        "position": of.position,
        "policy": of.policy,
        "policy_version": version,
        "lineage": of.lineage,
        "without": [*map(str, of.without)],
        "flips": of.flips,
    }
    cited = {"cite": of.cite} if of.cite else {}
    return to_json({**about, **cited})[1:] + b"\n"


def _feature(row: Any) -> bytes:
    place = row.place
    # Beside the row itself: tools for maps read flat properties, and must not take a representative point for exact.
    told = {"place_precision": place.precision, "place_exact": place.exact}
    point = None if place.latitude is None else {"type": "Point", "coordinates": (place.longitude, place.latitude)}
    opening = json.dumps({"type": "Feature", "id": str(row.id), "geometry": point, "properties": told})
    return opening[:-2].encode() + b"," + to_json(row)[1:] + b"}"
