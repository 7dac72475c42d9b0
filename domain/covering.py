"""What coverages say of where the record may hold too little: which part of a question none of them holds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, product
from typing import NamedTuple
from uuid import UUID

from domain.coverage import Box, Scope
from domain.edtf import Dated, parse
from domain.kinds import CODEBOOKS, IncidentKind
from domain.place import Country
from domain.verdict import Missing

Day = int
"""`CalendarDay.ordinal`."""


class Declared(NamedTuple):
    """A coverage that stands, and until which day it can hold: it says nothing of the day it was recorded, nor after.

    `dataset` is the one whose release declares it, where an import entered it: then it speaks of that dataset's rows.
    """

    id: UUID
    scope: Scope
    until: Day
    dataset: str | None = None

    @property
    def days(self) -> tuple[Day | None, Day]:
        """The first day that it certainly holds (none: without bound), and the last."""
        span = parse(self.scope.period)
        first, last = span.begin, span.end
        since = first.earliest.ordinal if isinstance(first, Dated) else None
        if first == "":  # an unknown begin may be as late as the end
            since = span.latest.ordinal if span.latest else None
        until = last.latest.ordinal if isinstance(last, Dated) else self.until
        if last == "":
            until = span.earliest.ordinal if span.earliest else self.until
        return since, min(until, self.until)

    @property
    def fewest(self) -> int:
        """How many must have been killed in an incident that it holds."""
        return self.scope.min_killed or 0


class Asked(NamedTuple):
    """Of which incidents the record would have to hold every one: without countries, a box or kinds, all."""

    countries: Sequence[Country]
    box: Box | None
    kinds: Sequence[IncidentKind]
    first: Day | None
    last: Day
    min_killed: int = 0


class Covering(NamedTuple):
    """How far coverages hold what is asked for."""

    complete: bool
    """Whether none but incidents with fewer killed than `fewest` can be wanting."""
    fewest: int
    """None that was asked for is wanting, where it is 0."""
    by: Sequence[UUID]
    """The coverages that this rests on."""
    missing: Sequence[Missing]
    """What would have to be declared, where it is not complete."""


def covering(asked: Asked, declared: Sequence[Declared]) -> Covering:
    """How far these coverages, taken together, hold every incident that is asked for.

    A part is held where one of them certainly holds it: by country, part of the box, kind and day. Of coverages that
    hold only incidents with some number of killed, those with the smallest number that will do are taken.
    """
    gaps: dict[_Cell, Sequence[_Days]] = {}
    for fewest in sorted({it.fewest for it in declared} or {0}):
        having = [it for it in declared if it.fewest <= fewest]
        gaps = dict(_gaps(asked, having))
        if not gaps:
            by = [it.id for it in having if _bears_on(asked, it)]
            return Covering(complete=True, fewest=0 if fewest <= asked.min_killed else fewest, by=by, missing=())
    return Covering(complete=False, fewest=0, by=(), missing=list(_missing(asked, gaps)))


class _Cell(NamedTuple):
    """A part of what is asked for, that coverages hold alike."""

    country: Country | None
    kind: IncidentKind
    box: Box


_Days = tuple[Day | None, Day]
_WORLD = Box(west=-180, south=-90, east=180, north=90)


def _gaps(asked: Asked, declared: Sequence[Declared]) -> Iterator[tuple[_Cell, Sequence[_Days]]]:
    """The parts that are not held, each with the days on which they aren't."""
    boxes = [*_cells(asked.box or _WORLD, [it.scope.area.box for it in declared if it.scope.area.box])]
    for country, kind, box in product(asked.countries or (None,), _kinds(asked), boxes):
        held = [it.days for it in declared if _holds(it.scope, country, kind, box)]
        if left := [*_left(asked.first, asked.last, held)]:
            yield _Cell(country, kind, box), left


def _kinds(asked: Asked) -> Sequence[IncidentKind]:
    """The kinds that an incident may be of, narrow ones with the broad."""
    return [
        kind
        for kind, book in CODEBOOKS.items()
        if not asked.kinds or kind in asked.kinds or book.broader in asked.kinds
    ]


def _holds(scope: Scope, country: Country | None, kind: IncidentKind, box: Box) -> bool:
    return (
        (not scope.area.countries or country in scope.area.countries)
        and (not scope.kinds or kind in scope.kinds or CODEBOOKS[kind].broader in scope.kinds)
        and (scope.area.box is None or any(_inside(box, it) for it in _upright(scope.area.box)))
    )


def _left(first: Day | None, last: Day, held: Sequence[_Days]) -> Iterator[_Days]:
    """The days that none of these stretches holds."""
    after = first
    for since, until in sorted(held, key=lambda it: (it[0] is not None, it[0] or 0)):
        if since is not None and (after is None or since > after):
            if since > last:
                break
            yield after, since - 1
        after = until + 1 if after is None else max(after, until + 1)
    if after is None or after <= last:
        yield after, last


def _bears_on(asked: Asked, it: Declared) -> bool:
    first, last = it.days
    return (
        last >= (asked.first or last)
        and (first is None or first <= asked.last)
        and any(
            _holds(it.scope, country, kind, box)
            for country, kind in product(asked.countries or (None,), _kinds(asked))
            for box in _cells(asked.box or _WORLD, [it.scope.area.box] if it.scope.area.box else [])
        )
    )


def _upright(box: Box) -> Sequence[Box]:
    """The same as boxes none of which lies across the antimeridian."""
    if box.west <= box.east:
        return (box,)
    return (box.model_copy(update={"east": 180.0}), box.model_copy(update={"west": -180.0}))


def _cells(whole: Box, others: Sequence[Box]) -> Iterator[Box]:
    """A box cut along the edges of others."""
    parts = [part for other in others for part in _upright(other)]
    for box in _upright(whole):
        across = _cuts(box.west, box.east, [it for part in parts for it in (part.west, part.east)])
        along = _cuts(box.south, box.north, [it for part in parts for it in (part.south, part.north)])
        for (west, east), (south, north) in product(across, along):
            yield Box.model_construct(west=west, south=south, east=east, north=north)


def _cuts(low: float, high: float, edges: Sequence[float]) -> Sequence[tuple[float, float]]:
    inner = sorted({it for it in edges if low < it < high})
    return [*pairwise([low, *inner, high])]


def _inside(inner: Box, outer: Box) -> bool:
    return (
        outer.west <= inner.west
        and inner.east <= outer.east
        and outer.south <= inner.south
        and inner.north <= outer.north
    )


def _missing(asked: Asked, gaps: dict[_Cell, Sequence[_Days]]) -> Iterator[Missing]:
    """The gaps as declarations that would close them: the same days of several countries and kinds together."""
    kinds_of: defaultdict[tuple[_Days, Country | None], set[IncidentKind]] = defaultdict(set)
    for cell, every in gaps.items():
        for days in every:
            kinds_of[days, cell.country].add(cell.kind)
    countries_of: defaultdict[tuple[_Days, frozenset[IncidentKind]], list[Country]] = defaultdict(list)
    for (days, country), of_kinds in kinds_of.items():
        countries_of[days, frozenset(of_kinds)] += [country] if country else []
    for ((first, last), kinds), countries in countries_of.items():
        listed = () if len(kinds) == len(CODEBOOKS) else tuple(_broadest(kinds))
        period = f"{'..' if first is None else _day(first)}/{_day(last)}"
        of = ", ".join(it.replace("_", " ") for it in listed) or "every kind"
        where = ", ".join(sorted(countries)) or "everywhere"
        where += f", or a part of the box {_edges(asked.box)}" if asked.box else ""
        yield Missing(
            countries=sorted(countries),
            box=asked.box,
            kinds=listed,
            period=period,
            words=f"Incidents of {of}; {where}; {period}.",
        )


def _broadest(kinds: frozenset[IncidentKind]) -> Iterator[IncidentKind]:
    for kind, book in CODEBOOKS.items():
        if kind in kinds and book.broader not in kinds:
            yield kind


def _day(ordinal: Day) -> str:
    return date.fromordinal(ordinal).isoformat() if 1 <= ordinal <= date.max.toordinal() else ".."


def _edges(box: Box) -> str:
    return f"{box.west},{box.south},{box.east},{box.north}"
