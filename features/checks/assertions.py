"""Assertions of every kind: hypothesis strategies over the whole language, naming whatever things they are given."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from iso3166 import countries_by_alpha3

from domain.assertion import (
    AllAssertion,
    AnyAssertion,
    Asserted,
    Comparison,
    CountAssertion,
    DurationAssertion,
    Incidents,
    InitiatedAssertion,
    NotAssertion,
    OrderAssertion,
    Plain,
    RankAssertion,
    RatioAssertion,
    Relation,
    TimeUnit,
    TollAssertion,
    Tolled,
)
from domain.coverage import Box
from domain.kinds import IncidentKind
from domain.scales import Grading
from domain.toll import Harm, PersonStatus, PopulationGroup

Ids = st.SearchStrategy[UUID]
Numbers = st.SearchStrategy[Any]
Maybe = Callable[[st.SearchStrategy[Any]], st.SearchStrategy[Any]]


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Perhaps none."""
    return st.none() | strategy


def given_always(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Never none."""
    return strategy


_ids: Ids = st.uuids()
numbers: Numbers = st.integers(0, 1_000) | st.integers(0, 1_000_000_000_000) | st.floats(0, 1_000_000_000_000)
"""Numbers to compare with, whole and not."""
_SHARES = st.floats(0, 1)

_DAYS = st.dates().map(str)
_PERIODS = st.one_of(
    _DAYS,
    _DAYS.map(lambda it: it[:7]),
    _DAYS.map(lambda it: it[:4]),
    st.tuples(_DAYS, _DAYS).map(lambda it: "/".join(sorted(it))),
    _DAYS.map(lambda it: f"{it}/.."),
    _DAYS.map(lambda it: f"../{it}"),
)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """A part of the globe, perhaps across the antimeridian."""
    south, north = sorted(draw(st.tuples(st.floats(-90, 90), st.floats(-90, 90))))
    return Box(west=draw(_LONGITUDES), south=south, east=draw(_LONGITUDES), north=north)


_LONGITUDES = st.floats(-180, 180) | st.sampled_from([-180.0, 180.0])


@st.composite
def comparisons(draw: st.DrawFn, numbers: Numbers = numbers, least: float = 0) -> Comparison:
    """Any comparison, of which some number of at least so many holds."""
    relation, number = draw(st.sampled_from(Relation)), draw(numbers)
    if least and relation is not Relation.AT_LEAST:
        number = max(number, type(number)(least))
    further: Mapping[str, Any] = {}
    match relation:
        case Relation.BETWEEN:
            number, to = sorted([number, draw(numbers)])
            further = {"to": max(to, type(to)(least))}
        case Relation.ABOUT:
            further = {"tolerance": draw(_SHARES)}
    return Comparison(relation=relation, number=number, **further)


@st.composite
def several(draw: st.DrawFn, forces: Ids = _ids, maybe: Maybe = optional) -> Incidents:
    """Any incidents that are not one by its name."""
    return Incidents(
        occurred=draw(maybe(_PERIODS)),
        countries=draw(_some(sorted(countries_by_alpha3), maybe)),
        box=draw(maybe(boxes())),
        kinds=draw(_some(IncidentKind, maybe)),
        force=draw(maybe(forces)),
        between=draw(maybe(st.tuples(forces, forces).filter(lambda it: it[0] != it[1]))),
        grading=draw(_some(Grading, maybe)),
        min_killed=draw(maybe(st.integers(0, 1_000_000_000))),
    )


def _some(of: Any, maybe: Maybe) -> st.SearchStrategy[tuple[Any, ...]]:
    least = 1 if maybe is given_always else 0
    return st.lists(st.sampled_from(of), min_size=least, max_size=2, unique=True).map(tuple)


def incidents(ids: Ids = _ids, forces: Ids = _ids, maybe: Maybe = optional) -> st.SearchStrategy[Incidents]:
    """One incident, or any."""
    if maybe is given_always:
        return several(forces, maybe)
    return st.builds(Incidents, incident=ids) | several(forces, maybe)


def _harmed(forces: Ids, maybe: Maybe) -> Mapping[str, st.SearchStrategy[Any]]:
    return {
        "harm": st.sampled_from(Harm),
        "side": maybe(forces | st.sampled_from(["civilians", "unknown"])),
        "person_status": maybe(st.sampled_from(PersonStatus)),
        "group": maybe(st.sampled_from(PopulationGroup)),
    }


def tolled(ids: Ids = _ids, forces: Ids = _ids, maybe: Maybe = optional) -> st.SearchStrategy[Tolled]:
    """How many people, of some incidents."""
    return st.builds(Tolled, **_harmed(forces, maybe), incidents=incidents(ids, forces, maybe))


def plain(
    ids: Ids = _ids,
    forces: Ids = _ids,
    reports: Ids = _ids,
    *,
    numbers: Numbers = numbers,
    maybe: Maybe = optional,
) -> st.SearchStrategy[Plain]:
    """Any assertion without others inside; of incidents, forces and reports with ids that are drawn so."""
    return st.one_of(*_kinds(ids, forces, reports, numbers=numbers, maybe=maybe).values())


def _kinds(
    ids: Ids = _ids,
    forces: Ids = _ids,
    reports: Ids = _ids,
    *,
    numbers: Numbers = numbers,
    maybe: Maybe = optional,
) -> Mapping[type[Any], st.SearchStrategy[Any]]:
    tolls, compared = tolled(ids, forces, maybe), comparisons(numbers)
    two = st.tuples(ids, ids).filter(lambda it: it[0] != it[1])
    two_tolls = st.tuples(tolls, tolls).filter(lambda it: it[0] != it[1])
    return {
        TollAssertion: st.builds(TollAssertion, asserts=st.just("toll"), toll=tolls, compared=compared),
        CountAssertion: st.builds(
            CountAssertion, asserts=st.just("count"), incidents=incidents(ids, forces, maybe), compared=compared
        ),
        RankAssertion: st.builds(
            RankAssertion,
            asserts=st.just("rank"),
            incident=ids,
            **_harmed(forces, maybe),
            among=several(forces, maybe),
            compared=comparisons(numbers, least=1),
            tied=st.booleans(),
        ),
        RatioAssertion: st.builds(
            lambda it, compared: RatioAssertion(asserts="ratio", of=it[0], to=it[1], compared=compared),
            two_tolls,
            compared,
        ),
        OrderAssertion: st.builds(
            lambda it, days: OrderAssertion(asserts="order", first=it[0], then=it[1], days=days), two, maybe(compared)
        ),
        DurationAssertion: st.builds(
            DurationAssertion,
            asserts=st.just("duration"),
            incident=ids,
            force=maybe(forces),
            compared=compared,
            unit=st.sampled_from(TimeUnit),
        ),
        InitiatedAssertion: st.builds(
            InitiatedAssertion, asserts=st.just("initiated"), incident=ids, force=forces, report_id=maybe(reports)
        ),
    }


def assertions(
    ids: Ids = _ids,
    forces: Ids = _ids,
    reports: Ids = _ids,
    *,
    numbers: Numbers = numbers,
    maybe: Maybe = optional,
) -> st.SearchStrategy[Any]:
    """Any assertion, with others inside it or without."""
    return st.recursive(
        plain(ids, forces, reports, numbers=numbers, maybe=maybe),
        lambda inner: st.one_of(*_around(inner)),
        max_leaves=4,
    )


def _around(inner: st.SearchStrategy[Any]) -> list[st.SearchStrategy[Any]]:
    of = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return [
        st.builds(AllAssertion, asserts=st.just("all"), of=of),
        st.builds(AnyAssertion, asserts=st.just("any"), of=of),
        st.builds(NotAssertion, asserts=st.just("not"), of=inner),
    ]


def by_kind(maybe: Maybe, numbers: Numbers) -> Mapping[Any, st.SearchStrategy[Any]]:
    """A strategy for each kind of value that the language has."""
    whole = assertions(numbers=numbers, maybe=maybe)
    of_several = zip((AllAssertion, AnyAssertion, NotAssertion), _around(whole), strict=True)
    return {
        Asserted: whole,
        Comparison: comparisons(numbers),
        Incidents: incidents(maybe=maybe),
        Tolled: tolled(maybe=maybe),
        **_kinds(numbers=numbers, maybe=maybe),
        **dict(of_several),
    }
