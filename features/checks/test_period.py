"""A period keeps its dates with what stands beside them, and answers whether it lies within another."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.edtf import certainly_within, parse, possibly_within
from domain.period import DatePrecision, Duration, Period
from domain.value import Value

DURATION: TypeAdapter[timedelta] = TypeAdapter(Duration)
CENTURY = timedelta(days=36_525)


class Held(Value):
    """Something that holds periods, as a fact does."""

    happened: Period
    reported: Period | None = None


def read(data: Any) -> Period:
    """The period as a request body gives it, which must be the one that stored JSON gives."""
    body = json.dumps(data)
    parsed = Period.model_validate(json.loads(body))
    assert Period.model_validate_json(body) == parsed
    return parsed


def refused(data: Any) -> str:
    """The words of the refusal, once both ways of reading refuse."""
    body = json.dumps(data)
    with pytest.raises(ValidationError):
        Period.model_validate_json(body)
    with pytest.raises(ValidationError) as caught:
        Period.model_validate(json.loads(body))
    return str(caught.value)


def test_plain_text_is_the_dates_alone() -> None:
    assert read("2018-02-07") == read({"edtf": "2018-02-07"}) == Period(edtf="2018-02-07")
    assert Held.model_validate_json('{"happened": "2018", "reported": "2019"}').reported == Period(edtf="2019")
    assert Held.model_validate({"happened": "2018"}).happened == Period(edtf="2018")
    assert "no such day" in refused("2018-02-30")


def test_the_json_schema_shows_both_forms() -> None:
    schema = Held.model_json_schema()["$defs"]["Period"]
    text, whole = schema["anyOf"]
    assert (text["type"], whole["type"]) == ("string", "object")
    assert whole["properties"]["duration"]["anyOf"][0]["format"] == "duration"
    assert Held.model_json_schema(mode="serialization")["$defs"]["Period"]["type"] == "object"


def test_bounds_are_those_of_the_dates() -> None:
    period = read("2018-02/..")
    assert (period.earliest, period.latest) == ((2018, 2, 1), None)


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(st.dates(date(1, 1, 3), date(9999, 12, 29)))
    last = draw(st.dates(first, date(9999, 12, 29)))
    times = st.datetimes(datetime.combine(first, time.min), datetime.combine(last, time.min), timezones=offsets)
    began, ended = sorted((draw(times), draw(times)))
    return Period(
        edtf=draw(st.sampled_from([f"{first}/{last}", f"{first}~/{last}%", f"{first}/..", f"/{last}"])),
        precision=draw(st.sampled_from([None, *DatePrecision])),
        began_at=draw(st.sampled_from([None, began])),
        ended_at=draw(st.sampled_from([None, ended])),
        duration=draw(st.none() | st.timedeltas(timedelta(microseconds=1), CENTURY)),
    )


@given(periods())
def test_a_stored_period_is_read_back_equal(period: Period) -> None:
    stored = period.model_dump_json()
    assert Period.model_validate_json(stored) == period
    assert Period.model_validate(json.loads(stored)) == period
    assert Period.model_validate_json(stored).model_dump_json() == stored
    assert Period.model_validate(period.model_dump()) == period


@pytest.mark.parametrize("precision", [0, 6, -1, 1.0, 1.5, "1", "DAY", True, [1], 10**30])
def test_a_precision_is_one_of_five_whole_numbers(precision: object) -> None:
    assert read({"edtf": "2018", "precision": 5}).precision is DatePrecision.YEAR
    assert "precision" in refused({"edtf": "2018", "precision": precision})


@pytest.mark.parametrize(
    "data",
    [
        *(None, 2018, 2018.5, True, [], ["2018"], {}, "", {"edtf": None}, {"edtf": 2018}, {"edtf": "2018-13"}),
        *({"edtf": {"edtf": "2018"}}, {"edtf": "2018", "began": "2018"}, {"edtf": "2018-02-07T10:00:00Z"}),
        *({"edtf": "2018", "began_at": 1518033600}, {"edtf": "2018", "began_at": "2018-02-07T20:00:00"}),
        *({"edtf": "2018", "ended_at": "2018-02-07"}, {"edtf": "2018", "duration": {"hours": 3}}),
    ],
)
def test_nothing_else_is_a_period(data: Any) -> None:
    refused(data)


@pytest.mark.parametrize(
    ("text", "length", "written"),
    [
        ("PT3H", timedelta(hours=3), "PT3H"),
        ("PT180M", timedelta(hours=3), "PT3H"),
        ("P2W", timedelta(weeks=2), "P14D"),
        ("P1DT12H30M0.5S", timedelta(days=1, hours=12, minutes=30, seconds=0.5), "P1DT12H30M0.5S"),
        ("P400D", timedelta(days=400), "P400D"),  # pydantic by itself writes P1Y35D
        ("PT0.000001S", timedelta(microseconds=1), "PT0.000001S"),
        ("PT10S", timedelta(seconds=10), "PT10S"),
        ("P36525D", CENTURY, "P36525D"),
    ],
)
def test_a_duration_is_iso_text(text: str, length: timedelta, written: str) -> None:
    assert DURATION.validate_python(text) == DURATION.validate_json(f'"{text}"') == length
    assert DURATION.dump_json(length) == f'"{written}"'.encode()


@pytest.mark.parametrize(
    "value",
    [
        *(
            3,
            3.5,
            True,
            0,
            "",
            "3",
            "3h",
            "3:00:00",
            "1 day, 3:00:00",
            "P",
            "PT",
            "P1DT",
            "P1Y",
            "P1M",
            "P1Y2D",
            "P2W3D",
        ),
        *("-PT3H", "+PT3H", "PT-3H", "PT1.5H", "PT0.0000001S", "pt3h", "PT3H\n", " PT3H", "PT３H", "P0001-00-00T03"),
        *("PT0S", "P0D", "P36525DT0.000001S", "P36526D", "P9999W", "PT9999999999S", "P" + "9" * 9999 + "D", "PT3H4H"),
    ],
)
def test_no_other_duration_is_read(value: object) -> None:
    assert "duration" in refused({"edtf": "2018", "duration": value})


def test_it_cannot_end_before_it_began() -> None:
    began = "2018-02-07T10:00:00+02:00"
    assert read({"edtf": "2018-02-07", "began_at": began, "ended_at": "2018-02-07T08:00:00Z"})
    assert "before it began" in refused({"edtf": "2018-02-07", "began_at": began, "ended_at": "2018-02-07T07:59:59Z"})


@given(
    st.datetimes(*(datetime.combine(date(2018, 2, day), time.min) for day in (1, 14)), timezones=offsets),
    st.sampled_from(["2018-02-07", "2018-02-06/2018-02-08", "../2018-02-07", "2018-02-07/", "2018-01", "2018-03?"]),
    st.sampled_from(["began_at", "ended_at"]),
)
def test_an_instant_is_at_most_a_day_off_the_dates(instant: datetime, edtf: str, name: str) -> None:
    span, day = parse(edtf), instant.astimezone(UTC).date()
    around = {(day + timedelta(days=off)).timetuple()[:3] for off in (-1, 0, 1)}
    fits = any((span.earliest or (0, 0, 0)) <= near <= (span.latest or (9999, 0, 0)) for near in around)
    data = {"edtf": edtf, name: instant.isoformat()}
    assert read(data) if fits else "outside the dates" in refused(data)


def test_the_ends_of_the_calendar_are_no_trap() -> None:
    assert read({"edtf": "0001-01-01", "began_at": "0001-01-01T00:00:00+14:00"})
    assert read({"edtf": "9999-12-31", "ended_at": "9999-12-31T23:59:59-12:00"})
    assert read({"edtf": "-0044/Y10000", "began_at": "2018-02-07T20:00:00Z"})
    assert "outside the dates" in refused({"edtf": "Y-170000002", "began_at": "0001-01-01T00:00:00Z"})


# Day by day: a small universe, whose first and last days stand for "without limit".

UNIVERSE = [date(2017, 12, 25) + timedelta(days=n) for n in range(70)]
SIDES = ["2018-01", "2018-02", *(day.isoformat() for day in UNIVERSE[34:42])]


def days_of(side: str) -> list[date]:
    return [day for day in UNIVERSE if day.isoformat().startswith(side)]


def stretch(first: date, last: date) -> set[date]:
    return {day for day in UNIVERSE if first <= day <= last}


@cache
def readings(text: str) -> list[set[date]]:
    """Every stretch that the text may mean: one, unless an end is unknown."""
    begin, _, end = text.partition("/") if "/" in text else (text, "", text)
    if begin in {"", ".."}:
        firsts = UNIVERSE if begin == "" else UNIVERSE[:1]
        return [stretch(first, days_of(end)[-1]) for first in firsts if first <= days_of(end)[-1]]
    if end in {"", ".."}:
        lasts = UNIVERSE if end == "" else UNIVERSE[-1:]
        return [stretch(days_of(begin)[0], last) for last in lasts if last >= days_of(begin)[0]]
    return [stretch(days_of(begin)[0], days_of(end)[-1])]


small = st.one_of(
    st.sampled_from(SIDES),
    st.builds("{}/{}".format, st.sampled_from(SIDES), st.sampled_from([*SIDES, "", ".."])),
    st.builds("{}/{}".format, st.sampled_from(["", ".."]), st.sampled_from(SIDES)),
)


def readable(text: str) -> bool:
    try:
        Period.model_validate(text)
    except ValidationError:
        return False
    return True


@given(small)
def test_an_interval_is_refused_only_where_no_day_is_left(text: str) -> None:
    assert readable(text) == any(readings(text))


@given(small.filter(readable), small.filter(readable))
@settings(max_examples=500)
def test_within_is_what_day_by_day_says(inner: str, outer: str) -> None:
    possible = any(one & other for one in readings(inner) for other in readings(outer))
    certain = all(one <= other for one in readings(inner) for other in readings(outer))
    assert possibly_within(parse(inner), parse(outer)) == possible
    assert certainly_within(parse(inner), parse(outer)) == certain
