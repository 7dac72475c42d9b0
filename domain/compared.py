"""An incident as it is compared with others: when, where, who took part, how many were killed, and on whose word."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple
from uuid import UUID

from domain.alike_forces import Named
from domain.kinds import IncidentKind
from domain.period import DatePrecision
from domain.place import Precision
from domain.toll import Side

EARTH_KM = 6371.0088
"""The mean radius of the Earth (IUGG; Moritz 2000, Geodetic Reference System 1980)."""


class Days(NamedTuple):
    """The days that it may have been, counted as CalendarDay.ordinal does; None is open or unknown."""

    first: int | None
    last: int | None
    precision: DatePrecision | None = None


class Spot(NamedTuple):
    """A place as it is compared: degrees (WGS 84), where it has a point."""

    name: str
    precision: Precision
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None


class Killed(NamedTuple):
    """How many were killed, on all sides together; `high` is None where nothing bounds it."""

    low: int
    best: int
    high: int | None
    by_side: frozenset[tuple[Side, int]] = frozenset()
    """Of each side, where that is told."""


class Compared(NamedTuple):
    """An incident as it is compared."""

    days: Days
    spot: Spot
    kind: IncidentKind
    sides: frozenset[tuple[Named, str]] = frozenset()
    """The forces that took part, as those that stand for them, each with its camp."""
    killed: Killed | None = None
    rows: frozenset[tuple[str, str]] = frozenset()
    """The rows of datasets that code it: dataset, and row."""
    reports: frozenset[UUID] = frozenset()


def kilometres(one: Spot, other: Spot) -> float | None:
    """The great circle distance of two points on a sphere, by the haversine formula; None where one has no point.

    R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (2), 1984, p. 159.
    """
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north = sin(radians(one.latitude - other.latitude) / 2) ** 2
    east = sin(radians(one.longitude - other.longitude) / 2) ** 2
    chord = north + cos(radians(one.latitude)) * cos(radians(other.latitude)) * east
    return 2 * EARTH_KM * asin(sqrt(min(1.0, chord)))
