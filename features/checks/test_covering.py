"""What coverages hold, taken together: held equal to asking of every country, kind, day and place by itself."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.coverage import Area, Box, Scope
from domain.covering import Asked, Declared, covering
from domain.edtf import Dated, Undated, parse
from domain.kinds import CODEBOOKS, IncidentKind
from domain.verdict import Missing

_FIRST, _LAST = date(2018, 2, 1).toordinal(), date(2018, 2, 8).toordinal()
_LONG_AGO, _LATER = _FIRST - 400, _LAST + 400
_COUNTRIES = ["SYR", "IRQ", "FJI"]
_ELSEWHERE = "YEM"
"""A country that nobody asks for by name, and no coverage names."""
_KINDS = [IncidentKind.BATTLE, IncidentKind.ARMED_CLASH, IncidentKind.ATTACK]
_LONGITUDES = [-180.0, -170.0, 40.0, 50.0, 180.0]
_LATITUDES = [-90.0, 0.0, 30.0, 90.0]


class Point(NamedTuple):
    """Where and when an incident might be, of what kind."""

    country: str
    kind: IncidentKind
    day: int
    longitude: float
    latitude: float


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """A box of some width, perhaps across the antimeridian."""
    south, north = sorted(draw(st.lists(st.sampled_from(_LATITUDES), min_size=2, max_size=2, unique=True)))
    west, east = draw(st.lists(st.sampled_from(_LONGITUDES), min_size=2, max_size=2, unique=True))
    if (west, east) == (180.0, -180.0):
        west = 50.0  # the antimeridian by itself is no part where anything is asked of
    return Box(west=west, south=south, east=east, north=north)


_days = st.integers(_FIRST - 1, _LAST + 1)
_few: Any = [st.lists(st.sampled_from(each), unique=True, max_size=2).map(tuple) for each in (_COUNTRIES, _KINDS)]
_places = st.one_of(
    st.builds(lambda it: (it, None), _few[0]), st.builds(lambda it, box: (it, box), _few[0], st.none() | boxes())
)


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@st.composite
def periods(draw: st.DrawFn) -> str:
    """Some days, perhaps without end or begin, or with one that is not known."""
    first, last = sorted(draw(st.tuples(_days, _days)))
    forms = [f"{_day(first)}/{_day(last)}", _day(first), "2018-02", f"{_day(first)}/..", f"../{_day(last)}"]
    return draw(st.sampled_from([*forms, f"{_day(first)}/", f"/{_day(last)}", "2018"]))


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """What a coverage may declare."""
    countries, box = draw(_places)
    area = Area(countries=countries, box=box)
    fewest = draw(st.sampled_from([None, None, None, 0, 1, 25]))
    return Scope(area=area, period=draw(periods()), kinds=draw(_few[1]), min_killed=fewest)


declared = st.lists(st.tuples(scopes(), st.integers(_FIRST, _LAST + 30)), max_size=4).map(
    lambda every: [Declared(UUID(int=number), *it) for number, it in enumerate(every)]
)


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """What may be asked for."""
    (countries, box), (first, last) = draw(_places), sorted(draw(st.tuples(_days, _days)))
    fewest = draw(st.sampled_from([0, 0, 1, 25]))
    return Asked(countries, box, draw(_few[1]), draw(st.sampled_from([None, first, first])), last, fewest)


def _asked_for(it: Asked) -> Iterator[Point]:
    """An incident of each sort that is asked for."""
    kinds = [each for each in _kinds_of(it) if each in _KINDS or each in {IncidentKind.RIOT, IncidentKind.OTHER}]
    days = range(max(it.first or _LONG_AGO, _FIRST - 2), it.last + 1)
    beyond = [_LONG_AGO] if it.first is None else []
    for country, kind, day in product(it.countries or [*_COUNTRIES, _ELSEWHERE], kinds, [*beyond, *days]):
        for longitude, latitude in product((-175.0, 0.0, 45.0, 100.0), (-45.0, 15.0, 60.0)):
            if it.box is None or it.box.holds(latitude, longitude):
                yield Point(country, kind, day, longitude, latitude)


def _kinds_of(it: Asked) -> Sequence[IncidentKind]:
    return [each for each in CODEBOOKS if not it.kinds or each in it.kinds or CODEBOOKS[each].broader in it.kinds]


def _held(declared: Sequence[Declared], point: Point) -> bool:
    return any(_holds(it, point) for it in declared)


def _holds(it: Declared, point: Point) -> bool:
    """Whether a coverage certainly holds such an incident."""
    scope, span = it.scope, parse(it.scope.period)
    since = span.begin.earliest.ordinal if isinstance(span.begin, Dated) else _LONG_AGO - 1
    until = span.end.latest.ordinal if isinstance(span.end, Dated) else _LATER
    if span.begin is Undated.UNKNOWN:
        since = until  # it may have begun on the last day
    if span.end is Undated.UNKNOWN:
        until = since
        assert isinstance(span.begin, Dated)
    return (
        since <= point.day <= until
        and point.day <= it.until
        and (not scope.area.countries or point.country in scope.area.countries)
        and (not scope.kinds or point.kind in scope.kinds or CODEBOOKS[point.kind].broader in scope.kinds)
        and (scope.area.box is None or scope.area.box.holds(point.latitude, point.longitude))
    )


def _fewest(asked: Asked, declared: Sequence[Declared]) -> int | None:
    """The smallest number of killed above which each incident that is asked for is held; None where some are not."""
    needed = 0
    for point in _asked_for(asked):
        holding = [it.scope.min_killed or 0 for it in declared if _holds(it, point)]
        if not holding:
            return None
        needed = max(needed, min(holding))
    return needed


@settings(max_examples=250)
@given(asked(), declared)
def test_what_is_asked_for_is_held_where_each_part_of_it_is(asked: Asked, declared: Sequence[Declared]) -> None:
    found, fewest = covering(asked, declared), _fewest(asked, declared)
    assert found.complete == (fewest is not None)
    if fewest is not None:
        assert found.fewest == (0 if fewest <= asked.min_killed else fewest)
        assert not found.missing
        resting = [it for it in declared if it.id in found.by]
        assert _fewest(asked, resting) == fewest, "it rests on nothing else"


@settings(max_examples=250)
@given(asked(), declared)
def test_what_is_missing_is_what_nothing_holds(asked: Asked, declared: Sequence[Declared]) -> None:
    missing = covering(asked, declared).missing
    for point in _asked_for(asked):
        held = _held(declared, point)
        named = any(_names(it, point) for it in missing)
        if asked.countries and asked.box is None and not any(it.scope.area.box for it in declared):
            broad = CODEBOOKS[point.kind].broader
            broadly = broad and broad in _kinds_of(asked) and not _held(declared, point._replace(kind=broad))
            assert named == (not held or bool(broadly)), point
        else:
            assert named or held, point


@settings(max_examples=150)
@given(asked(), declared)
def test_once_declared_nothing_is_missing(asked: Asked, declared: Sequence[Declared]) -> None:
    also = [
        Declared(UUID(int=100 + n), _declaration(it), _LATER) for n, it in enumerate(covering(asked, declared).missing)
    ]
    assert covering(asked, [*declared, *also]).complete


def _declaration(it: Missing) -> Scope:
    return Scope(area=Area(countries=tuple(it.countries), box=it.box), period=it.period or "", kinds=tuple(it.kinds))


def _names(it: Missing, point: Point) -> bool:
    return _holds(Declared(UUID(int=0), _declaration(it), _LATER), point)
