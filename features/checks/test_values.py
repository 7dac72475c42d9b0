"""Every value refuses what is not of its kind, from a request body and from stored JSON alike.

Longer than most, as every kind of value is looked at in one way.
"""

import json
import math
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from iso3166 import countries_by_alpha3
from pydantic import TypeAdapter, ValidationError

from application.claims import AuditClaim
from domain.assertion import Incidents
from domain.coverage import Area
from domain.fact import Aggregate, Entry, Fact
from domain.imports import Counts
from domain.place import Country, Place, Precision
from domain.value import Count, Flag, Id, Instant, Line, Sha256, Text, Url, Value
from features.checks import strategies
from features.checks.assertions import given_always
from infrastructure.codec import FACTS

ROOT = Path(__file__).parents[2]
COMMANDS = [
    f"application.{name}" for name in ("sources", "reports", "forces", "incidents", "casualties", "coverages", "claims")
]
ONLY_SAID = {"examples", "grading_rule", "policy", "verdict"}
"""Their values are answers, which nobody sends and nothing stores."""
DOMAIN = [f"domain.{it.stem}" for it in sorted((ROOT / "domain").glob("[a-z]*.py")) if it.stem not in ONLY_SAID]
HOLD_OTHERS = (Aggregate, Entry)  # made by us alone, from values that were read before


@cache
def values_of(module: str) -> list[type[Value]]:
    public = [it for name, it in vars(import_module(module)).items() if not name.startswith("_")]
    found = [it for it in public if isinstance(it, type) and it.__module__ == module]
    return [it for it in found if issubclass(it, Value) and not issubclass(it, HOLD_OTHERS) and it not in {Value, Fact}]


VALUES = [it for module in (*DOMAIN, *COMMANDS) for it in values_of(module)]
every_value = pytest.mark.parametrize("kind", VALUES)
few = settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.generate])  # shrinking takes minutes


def test_every_fact_and_every_command_is_looked_at() -> None:
    assert set(FACTS) <= set(VALUES)
    assert all(values_of(module) for module in COMMANDS)
    assert len(VALUES) == len(set(VALUES)) > 90


def refused(kind: Any, data: Any) -> bool:
    """Whether both ways of reading refuse; never one alone."""
    read = TypeAdapter(kind)
    answer = _refused(read.validate_python, data)
    assert _refused(read.validate_json, json.dumps(data)) == answer, data
    return answer


def _refused(read: Any, data: Any) -> bool:
    try:
        read(data)
    except ValidationError:
        return True
    return False


WITHOUT_DUTIES = [kind.model_fields.keys() for kind in (Area, Counts, Incidents, AuditClaim)]
"""The fields of what may be told with nothing: everywhere, and none."""


def wrong_for(it: Any) -> list[Any]:
    """What no field takes that takes `it`, of another kind in JSON."""
    never: list[Any] = [[], {}, [it], {"zz": it}, math.nan, math.inf, -math.inf, 10**400, "", " \t", "\ud800", "\x00"]
    if isinstance(it, bool):
        return [*never, 0, 1, 1.0, "true", "yes"]
    if isinstance(it, int):
        return [*never, True, False, it + 0.5, float(it), str(it), -(10**30)]
    if isinstance(it, float):
        return [*never, True, str(it), "0"]
    if isinstance(it, str):
        return [*never, True, 1, 1.5, 1518033600]
    if isinstance(it, list):
        return [*(wrong for wrong in never if wrong != []), True, 1, 1.5, "a", {"0": it}]
    wrongs = [*never, True, 1, 1.5, [[]], {**it, "zz": 1}, {**it, "\ud800": 1}]
    return [wrong for wrong in wrongs if wrong != {} or it.keys() not in WITHOUT_DUTIES]


def spoilt(whole: Any) -> Iterator[Any]:
    """A document with one of its parts replaced by something of another kind: every part, each in turn."""
    if whole is None:
        return
    yield from wrong_for(whole)
    members = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    for name, part in members:
        for other in spoilt(part):
            copy = whole.copy()
            copy[name] = other
            yield copy


def is_short(value: Value) -> bool:
    return len(value.model_dump_json()) < 4_000  # the longest texts, copied for each of their parts, take minutes


@every_value
def test_every_part_of_every_value_is_of_its_kind(kind: type[Value]) -> None:
    python, stored = kind.__pydantic_validator__.validate_python, kind.__pydantic_validator__.validate_json

    @given(strategies.of(kind, given_always).filter(is_short))
    @few
    def strict(value: Value) -> None:
        whole = value.model_dump(mode="json")
        assert kind.model_validate(whole) == kind.model_validate_json(json.dumps(whole)) == value
        for document in spoilt(whole):
            assert _refused(python, document), document
            assert _refused(stored, json.dumps(document)), document

    strict()


@every_value
def test_what_a_value_must_have_can_neither_be_none_nor_left_out(kind: type[Value]) -> None:
    @given(strategies.of(kind))
    @few
    def complete(value: Value) -> None:
        whole = value.model_dump(mode="json", exclude_none=True)
        for name, field in kind.model_fields.items():
            if field.is_required():
                assert refused(kind, {**whole, name: None})
                assert refused(kind, {other: it for other, it in whole.items() if other != name})

    complete()


@every_value
def test_a_value_never_changes(kind: type[Value]) -> None:
    @given(strategies.of(kind))
    @few
    def frozen(value: Value) -> None:
        same = kind.model_validate_json(value.model_dump_json())
        assert (same, hash(same)) == (value, hash(value))
        for name in (*kind.model_fields, "zz"):
            with pytest.raises(ValidationError, match=r"Instance is frozen|no field"):
                setattr(value, name, None)
        for name in kind.model_fields:
            with pytest.raises(ValidationError, match="Instance is frozen"):
                delattr(value, name)
        assert same == value

    frozen()


def line_breaks() -> list[str]:
    return [it for it in map(chr, range(0x10000)) if len(f"a{it}b".splitlines()) > 1]


CONTROLS = [chr(it) for it in (*range(0x20), *range(0x7F, 0xA0))]
SPACES = [chr(it) for it in range(0x10000) if chr(it).isspace()]


@pytest.mark.parametrize("kind", [Line, Text])
def test_text_says_something(kind: Any) -> None:
    assert refused(kind, "")
    for space in SPACES:
        assert refused(kind, space * 3)
        assert refused(kind, f"{space}a") == (space in CONTROLS and (kind is Line or space not in "\t\r\n")) or (
            kind is Line and space in line_breaks()
        )


def test_text_has_no_controls_and_a_line_no_breaks() -> None:
    for control in {*CONTROLS, *line_breaks()}:
        assert refused(Line, f"a{control}b"), repr(control)
        assert refused(Text, f"a{control}b") == (control in CONTROLS and control not in "\t\r\n"), repr(control)
        assert refused(Url, f"https://a/{control}b"), repr(control)
        assert refused(Url, f"https://a{control}/b"), repr(control)
        assert refused(Url, f"https://a/b{control}"), repr(control)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=500))
@settings(deadline=None)
def test_text_is_of_any_script_and_kept_as_it_is(text: str) -> None:
    for kind in (Line, Text):
        assert refused(kind, text) == text.isspace()
        if not text.isspace():
            assert TypeAdapter(kind).validate_json(json.dumps(text)) == text


@pytest.mark.parametrize(("kind", "longest"), [(Line, 500), (Text, 20_000)])
def test_text_has_an_end(kind: Any, longest: int) -> None:
    assert not refused(kind, "𐎠" * longest)
    assert refused(kind, "𐎠" * (longest + 1))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            Url,
            ["http://a", "https://a.b:8080/c?d#e", "https://حلب.سوريا/é"],
            ["a", "//a", "ftp://a", "HTTP://a", "https:a"],
        ),
        (
            Url,
            ["https://a/" + "b" * 1_990],
            ["https://", "https:///b", "https://a b", " https://a", "https://a/" + "b" * 1_991],
        ),
        (Sha256, ["0f" * 32], ["0F" * 32, "0f" * 31, "0f" * 33, "0g" * 32, "０" * 64, "0f" * 32 + "\n"]),
        (Count, [0, 1_000_000_000], [-1, 1_000_000_001, 1.0, "1", True]),
        (Flag, [True, False], [0, 1, "true", None]),
        (Id, ["5c017e1a-0d2b-4f6e-9a31-000000000001"], ["5c017e1a0d2b4f6e9a31000000000001", "", "0", 0]),
        (Id, ["5C017E1A-0D2B-4F6E-9A31-000000000001"], ["{5c017e1a-0d2b-4f6e-9a31-000000000001}"]),
        (Id, [], ["urn:uuid:5c017e1a-0d2b-4f6e-9a31-000000000001", "5c017e1a-0d2b-4f6e-9a31-000000000001\n"]),
        (Instant, ["2018-02-07T20:00:00Z", "2018-02-07T20:00:00.000001+14:00"], ["2018-02-07T20:00:00", "2018-02-07"]),
        (Instant, ["0001-01-01T00:00:00+23:59"], ["2018-02-07T20:00Z", "2018-02-07 20:00:00Z", "2018-02-07t20:00:00z"]),
        (Instant, [], ["2018-02-30T20:00:00Z", "2018-02-07T24:00:00Z", "2018-02-07T20:00:60Z", "0000-01-01T00:00:00Z"]),
        (Instant, [], ["2018-02-07T20:00:00+24:00", "2018-02-07T20:00:00.0000001Z", "1518033600", 1518033600, 0.5]),
        (Country, sorted(countries_by_alpha3), ["ZZZ", "syr", "SY", "760", "SYR ", "", "Syria", "SYR\n"]),
    ],
)
def test_a_scalar_has_one_form(kind: Any, good: list[Any], bad: list[Any]) -> None:
    assert [it for it in good if refused(kind, it)] == []
    assert [it for it in bad if not refused(kind, it)] == []


HERE = {"name": "Alwa", "precision": 1}


EDGES = [sign * it for it in (90, math.nextafter(90, 91), 180, math.nextafter(180, 181), 0) for sign in (1, -1)]
degrees = st.none() | st.sampled_from(EDGES) | st.floats(-400, 400)


@given(degrees, degrees)
@settings(deadline=None, max_examples=300)
def test_a_point_has_a_latitude_and_a_longitude_on_the_globe(latitude: float | None, longitude: float | None) -> None:
    given = {**HERE, "latitude": latitude, "longitude": longitude}
    both = latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180
    assert refused(Place, given) == (not both and (latitude, longitude) != (None, None))


@pytest.mark.parametrize("precision", Precision)
def test_a_place_known_to_its_country_names_it_and_only_an_exact_point_is_the_place(precision: Precision) -> None:
    nowhere, pointed = {**HERE, "precision": precision}, {"country": "SYR", "latitude": 0, "longitude": -0.0}
    assert refused(Place, nowhere) == (precision is Precision.COUNTRY)
    assert not Place.model_validate({**nowhere, "country": "SYR"}).exact
    assert Place.model_validate({**nowhere, **pointed}).exact == (precision is Precision.EXACT)


def test_a_place_has_as_many_codes_as_a_place_has() -> None:
    codes = [{"scheme": "s", "value": str(n)} for n in range(21)]
    for many in ({"codes": codes}, {"adm1": {"name": "a", "codes": codes}}):
        assert refused(Place, {**HERE, **many})
    assert not refused(Place, {**HERE, "codes": codes[:20], "adm2": {"name": "a", "codes": codes[:20]}})
