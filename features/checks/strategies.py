"""Hypothesis strategies for every value, found by its type: `of(Place)`, `of(IncidentRelocated)`, `facts()`."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st
from iso3166 import countries_by_alpha3

from application.claims import Moment
from application.moments import Cutoff, LeftOut, LeftOutKind, Without
from domain.claim import Numbered
from domain.coding import Variable
from domain.coverage import Box
from domain.edtf import Edtf, parse
from domain.fact import Fact
from domain.figure import Figure, Qualifier
from domain.imports import Name, Number
from domain.participation import Camp
from domain.period import DatePrecision, Duration, Period
from domain.place import Country, Division, Place, Precision
from domain.report import Copy
from domain.value import Code, Count, Document, Flag, Id, Instant, Line, Sha256, Text, Url, Value
from features.checks.assertions import Maybe, boxes, by_kind, given_always, optional
from infrastructure.codec import FACTS

ValueT = TypeVar("ValueT", bound=Value)
Given = Mapping[Any, st.SearchStrategy[Any]]

_WRITTEN = st.characters(exclude_categories=["Cs", "Cc"])
"""Every character of every script; what no line holds is surrogates and controls."""


def _something(text: str) -> bool:
    return bool(text) and not text.isspace()


lines = st.text(_WRITTEN, min_size=1, max_size=40).filter(_something) | st.sampled_from(
    ["x" * 500, "دير الزور", "Дейр-эз-Зор", "𐎠𐎡", "e\u0301", "a\u200fb", " x "]
)
_SHORT = st.text(_WRITTEN | st.sampled_from("\t\r\n"), min_size=1, max_size=60).filter(_something)
_CONTROLS = st.characters(categories=["Cc"])
_LONGEST = st.just("é").map(lambda it: it * 20_000)
texts = st.integers(0, 19).flatmap(lambda rarely: _LONGEST if rarely == 19 else _SHORT)
_PATHS = st.text(_WRITTEN.filter(lambda it: not it.isspace()), max_size=20)
urls = st.builds("{}://{}/{}".format, st.sampled_from(["http", "https"]), st.sampled_from(["a", "حلب.سوريا"]), _PATHS)
counts = st.integers(0, 12) | st.integers(0, 1_000_000_000)
offsets = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(timezones=st.just(UTC) | offsets)
durations = st.timedeltas(timedelta(microseconds=1), timedelta(days=36_525))
media_types = st.sampled_from(["text/html", "application/pdf", "image/svg+xml", "application/vnd.ms-excel"])

_YEARS = st.integers(-9999, 9999).map(lambda year: f"-{-year:04}" if year < 0 else f"{year:04}")
_MONTHS = st.integers(1, 12).map("{:02}".format)
_DATES = st.one_of(
    _YEARS,
    st.builds("{}-{}".format, _YEARS, _MONTHS),
    st.builds("{}-{}".format, _YEARS, st.integers(21, 24)),
    st.dates().map(str),
    st.builds("Y{}".format, st.integers(10_000, 999_999_999) | st.integers(-999_999_999, -10_000)),
)
_UNSPECIFIED = st.one_of(
    st.integers(0, 999).map("{:03}X".format),
    st.integers(0, 99).map("{:02}XX".format),
    st.builds("{}-{}-XX".format, _YEARS, _MONTHS),
    st.builds("{}-XX-XX".format, _YEARS),
)
_MARKS = st.sampled_from(["", "?", "~", "%"])


@st.composite
def edtfs(draw: st.DrawFn) -> str:
    """Any EDTF text of level 0 or 1: a date, an interval, an open or an unknown end."""
    one, other = (f"{draw(_DATES)}{draw(_MARKS)}" for _ in range(2))
    undated = draw(st.sampled_from(["..", ""]))
    begin, end = sorted((one, other), key=lambda it: parse(it).earliest or ())
    forms = [one, f"{draw(_UNSPECIFIED)}{draw(_MARKS)}", f"{begin}/{end}", f"{one}/{undated}", f"{undated}/{one}"]
    return draw(st.sampled_from(forms))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """When something happened; the instants, where there are any, lie within the dates."""
    precision, duration = draw(st.none() | st.sampled_from(DatePrecision)), draw(st.none() | durations)
    if draw(st.booleans()):
        return Period(edtf=draw(edtfs()), precision=precision, duration=duration)
    began, ended = sorted(draw(st.tuples(instants, instants)))
    first, last = (f"{it.year:04}-{it.month:02}-{it.day:02}" for it in (began.replace(tzinfo=None), ended))
    return Period(
        edtf=f"{first}~/{last}?" if first <= last else f"{last}/..",
        precision=precision,
        duration=duration,
        began_at=draw(st.sampled_from([None, began])),
        ended_at=draw(st.sampled_from([None, ended])),
    )


@st.composite
def places(draw: st.DrawFn) -> Place:
    """A place of any precision, with or without its point."""
    precision, pointed = draw(st.sampled_from(Precision)), draw(st.booleans())
    country = of(Country) if precision is Precision.COUNTRY else st.none() | of(Country)
    return Place(
        name=draw(lines),
        precision=precision,
        latitude=draw(_LATITUDES) if pointed else None,
        longitude=draw(_LONGITUDES) if pointed else None,
        country=draw(country),
        adm1=draw(st.none() | of(Division)),
        adm2=draw(st.none() | of(Division)),
        codes=draw(of(tuple[Code, ...])),
        description=draw(st.none() | texts),
    )


@st.composite
def figures(draw: st.DrawFn, disordered: st.SearchStrategy[bool] = st.booleans()) -> Figure:
    """A figure with any qualifier, whatever numbers that admits, in order or as a source has misprinted them."""
    qualifier = draw(st.sampled_from(Qualifier))
    names = draw(st.sampled_from(_NUMBERS[qualifier]))
    numbers = sorted(draw(st.lists(counts, min_size=len(names), max_size=len(names))))
    if qualifier is Qualifier.EXACT:
        numbers = numbers[:1] * len(names)
    if qualifier in {Qualifier.MORE_THAN, Qualifier.FEWER_THAN} and numbers[0] == numbers[-1]:
        names = ["best"]
        numbers = [max(numbers[0], 1)]
    odd = len(set(numbers)) > 1 and draw(disordered)
    return Figure(
        **dict(zip(names, reversed(numbers) if odd else numbers, strict=True)),
        qualifier=qualifier,
        verbatim=draw(lines if qualifier is Qualifier.VAGUE else st.none() | lines),
        disordered=odd,
    )


_LATITUDES = st.floats(-90, 90)
_LONGITUDES = st.floats(-180, 180) | st.sampled_from([-180.0, 180.0])

_ANY = [["low", "best", "high"], ["low", "best"], ["best", "high"], ["low", "high"], ["low"], ["best"], ["high"]]
_NUMBERS: Mapping[Qualifier, list[list[str]]] = {
    Qualifier.EXACT: [it for it in _ANY if "best" in it],
    Qualifier.ABOUT: _ANY,
    Qualifier.AT_LEAST: [it for it in _ANY if it != ["high"]],
    Qualifier.MORE_THAN: [it for it in _ANY if it != ["high"]],
    Qualifier.AT_MOST: [it for it in _ANY if it != ["low"]],
    Qualifier.FEWER_THAN: [it for it in _ANY if it != ["low"]],
    Qualifier.BETWEEN: [it for it in _ANY if {"low", "high"} <= {*it}],
    Qualifier.VAGUE: [[], *_ANY],
}

_OWN: Mapping[Any, Callable[[], st.SearchStrategy[Any]]] = {
    Line: lambda: lines,
    Text: lambda: texts,
    Url: lambda: urls,
    Document: lambda: texts,
    Numbered: lambda: counts,
    Moment: lambda: counts.map(str) | instants.map(datetime.isoformat),
    Cutoff: lambda: instants | _DATES,
    Without: lambda: st.lists(st.builds(LeftOut, st.sampled_from(LeftOutKind), st.uuids()), min_size=1, max_size=2).map(
        lambda it: tuple(sorted(set(it)))
    ),
    Sha256: lambda: st.binary(min_size=32, max_size=32).map(bytes.hex),
    Count: lambda: counts,
    Number: lambda: counts,
    Name: lambda: st.from_regex(r"[a-z0-9]{1,9}([._-][a-z0-9]{1,9}){0,3}", fullmatch=True),
    Id: st.uuids,
    UUID: st.uuids,
    Instant: lambda: instants,
    datetime: lambda: instants,
    Duration: lambda: durations,
    Flag: st.booleans,
    Edtf: edtfs,
    Box: boxes,
    Variable: lambda: st.builds(Variable.of, lines, st.just("") | _SHORT | st.builds("{}{}".format, _SHORT, _CONTROLS)),
    Camp: lambda: st.sampled_from("abcz"),
    Country: lambda: st.sampled_from(sorted(countries_by_alpha3)),
    Period: periods,
    Place: places,
    Figure: figures,
    get_type_hints(Copy, include_extras=True)["media_type"]: lambda: media_types,
}


@cache
def _asserting(maybe: Maybe) -> Given:
    # Whole numbers are drawn elsewhere: where a number may be whole or not, one that is whole can be written as either.
    return by_kind(maybe, st.floats(0, 1_000_000_000_000))


@cache
def of(hint: Any, maybe: Maybe = optional) -> st.SearchStrategy[Any]:
    """Whatever a type admits; `maybe` says what becomes of what need not be given.

    Raises:
        LookupError: the type has no strategy.
    """
    if own := _OWN.get(hint):
        return own()
    if (asserting := _asserting(maybe).get(hint)) is not None:
        return asserting
    if get_origin(hint) in {Union, UnionType}:
        some = st.one_of(*(of(it, maybe) for it in get_args(hint) if it is not NoneType))
        return maybe(some) if NoneType in get_args(hint) else some
    if get_origin(hint) is Annotated:
        return of(get_args(hint)[0], maybe)
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        least = 1 if maybe is given_always else 0
        return st.lists(of(get_args(hint)[0], maybe), min_size=least, max_size=2).map(tuple)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if isinstance(hint, type) and issubclass(hint, Value):
        return built(hint, {}, maybe)
    raise LookupError(f"{hint} has no strategy")


def built(kind: type[ValueT], given: Given, maybe: Maybe = optional) -> st.SearchStrategy[ValueT]:
    """Values of a kind: the fields given as they are, every other by its type."""
    hints = get_type_hints(kind, include_extras=True)
    fields = {name: given[name] if name in given else of(hints[name], maybe) for name in kind.model_fields}
    return st.builds(kind, **fields)


def facts() -> st.SearchStrategy[Fact]:
    """Any fact that can be in a log."""
    return st.one_of(*map(of, FACTS))
