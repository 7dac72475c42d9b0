"""EDTF levels 0 and 1 are read strictly and bounded by the calendar, and nothing else is read."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.edtf import CalendarDay, Edtf, NotEdtf, Undated, parse

EDTF: TypeAdapter[str] = TypeAdapter(Edtf)
MARKS = st.sampled_from(["", "", "?", "~", "%"])


def year_text(year: int) -> str:
    return f"{year:05}" if year < 0 else f"{year:04}"


def day_of(day: date) -> CalendarDay:
    return CalendarDay(day.year, day.month, day.day)


years = st.integers(-9999, 9999).map(year_text)
months = st.integers(1, 12).map(lambda month: f"{month:02}")
days = st.dates().map(date.isoformat)
plain = st.one_of(years, st.builds("{}-{}".format, years, months), days)
seasons = st.builds("{}-{}".format, years, st.sampled_from(["21", "22", "23", "24"]))
long_years = st.builds("Y{}{}".format, st.sampled_from(["", "-"]), st.integers(10_000, 999_999_999))
unspecified = st.one_of(
    st.builds("{}X".format, st.integers(0, 999).map("{:03}".format)),
    st.builds("{}XX".format, st.integers(0, 99).map("{:02}".format)),
    st.builds("-{}X".format, st.integers(0, 999).map("{:03}".format)),
    years.map("{}-XX".format),
    years.map("{}-XX-XX".format),
    st.builds("{}-{}-XX".format, years, months),
)


def marked(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, texts, MARKS)


@st.composite
def intervals(draw: st.DrawFn, ends: st.SearchStrategy[str]) -> str:
    if draw(st.booleans()):
        dated, undated = draw(ends), draw(st.sampled_from(["..", ""]))
        return draw(st.sampled_from([f"{dated}/{undated}", f"{undated}/{dated}"]))
    first, last = sorted((draw(ends), draw(ends)), key=lambda text: parse(text).earliest or ())
    return f"{first}/{last}"


dates = marked(st.one_of(plain, seasons, long_years, unspecified))
values = st.one_of(dates, intervals(marked(st.one_of(plain, seasons, long_years))))


@given(values)
def test_every_value_is_kept_as_it_was_read_and_begins_before_it_ends(text: str) -> None:
    span = parse(text)
    assert span.text == EDTF.validate_python(text) == text
    assert EDTF.validate_json(EDTF.dump_json(text)) == text
    if span.earliest is not None and span.latest is not None:
        assert span.earliest <= span.latest
        assert span.earliest.ordinal <= span.latest.ordinal
    assert span.dated
    assert span.uncertain == ("?" in text or "%" in text)
    assert span.approximate == ("~" in text or "%" in text)
    assert span.unspecified == ("X" in text)


FORMS: dict[str, tuple[Callable[[date], str], Callable[[date], object]]] = {
    "day": (lambda day: f"{day:%Y-%m-%d}", lambda day: day),
    "month": (lambda day: f"{day:%Y-%m}", lambda day: (day.year, day.month)),
    "a day of the month": (lambda day: f"{day:%Y-%m}-XX", lambda day: (day.year, day.month)),
    "year": (lambda day: f"{day:%Y}", lambda day: day.year),
    "a month of the year": (lambda day: f"{day:%Y}-XX", lambda day: day.year),
    "a day of the year": (lambda day: f"{day:%Y}-XX-XX", lambda day: day.year),
    "a year of the decade": (lambda day: f"{day:%Y}"[:3] + "X", lambda day: day.year // 10),
    "a year of the century": (lambda day: f"{day:%Y}"[:2] + "XX", lambda day: day.year // 100),
}


@given(st.dates(date(1000, 1, 1), date(9899, 12, 31)), st.sampled_from(sorted(FORMS)), MARKS)
def test_a_date_reaches_exactly_over_the_days_that_share_its_digits(day: date, form: str, mark: str) -> None:
    write, digits = FORMS[form]
    span = parse(write(day) + mark)
    first, last = date(*span.earliest or ()), date(*span.latest or ())
    assert first <= day <= last
    assert digits(first) == digits(last) == digits(day)
    assert digits(first - timedelta(days=1)) != digits(day) != digits(last + timedelta(days=1))


@given(st.dates(), st.integers(-1000, 1000))
def test_a_day_counts_as_the_calendar_does_in_every_year(day: date, cycles: int) -> None:
    assert day_of(day).ordinal == day.toordinal()
    # the Gregorian calendar repeats itself after 400 years, which are 146,097 days
    assert day_of(day)._replace(year=day.year + 400 * cycles).ordinal == day.toordinal() + 146_097 * cycles


BOUNDS = """
2018-21          2018 3 1         2018 11 30
2018-22          2018 6 1         2019 2 28
2018-23~         2018 3 1         2018 11 30
2019-24          2019 6 1         2020 2 29
9999-24          9999 6 1         10000 2 29
0000-02-29       0 2 29           0 2 29
-0004-02         -4 2 1           -4 2 29
-201X            -2019 1 1        -2010 12 31
-000X            -9 1 1           -1 12 31
Y-170000002?     -170000002 1 1   -170000002 12 31
1984~/2004-06?   1984 1 1         2004 6 30
2018/2018-03     2018 1 1         2018 3 31
2018-12/2018     2018 12 1        2018 12 31
2018-22/2018-06  2018 6 1         2018 6 30
"""


@pytest.mark.parametrize("row", BOUNDS.strip().splitlines())
def test_bounds_by_example(row: str) -> None:
    text, *numbers = row.split()
    assert [*(parse(text).earliest or ()), *(parse(text).latest or ())] == [int(number) for number in numbers]


def test_an_open_end_and_an_unknown_end_differ() -> None:
    assert (parse("2018/..").end, parse("2018/").end) == (Undated.OPEN, Undated.UNKNOWN)
    assert (parse("../2018").begin, parse("/2018").begin) == (Undated.OPEN, Undated.UNKNOWN)
    assert {parse(text).latest for text in ("2018/..", "2018/")} == {None}
    assert {parse(text).earliest for text in ("../2018", "/2018")} == {None}


HOSTILE = """
2018-13 2018-00 2018-20 2018-25 2018-41 2018-02-30 2018-02-29 1900-02-29 2018-04-31 2018-02-00 2018-02-32 2018-2-7
2018-2 18 201 20180207 201802 02018 ２０１８ 2018-０2 ٢٠١٨ 2018‐02 2018–02 −2018 +2018 -0000 -0000-01
--2018 2018- 2018--02
2018-02-07T10:00:00Z 2018-02-07T10:00:00 2018-02-07T10:00 2018-02-07T 10:00 2018-02-07/2018-02-08T10:00:00Z
2018-02-07/PT3H P1D R5/2018 2018-W05 2018-038 2018-02-07Z
2018-02-07/2018-02-06 2018-03/2018-02 2019/2018 2018-22/2018-05 Y10000/2018 -0001/-0002
../.. / ../ /.. .. ... ../... 2018/2019/2020 2018//2019 //2018 2018/../2019 ..2018 2018.. 2018..2019
2018-XX-07 XXXX 2XXX XXXX-XX 201X-02 20XX-XX 201x 2018-1X 2018-X1 2018-02-1X 2018-02-X7 2018-xx X018 20X8 2018-XX-XX-XX
2018-02-XX/2018-03 2018/202X XXXX-02-07 -XXXX -2XXX
2018-21-05 2018-21-XX 2018-XX-21-01 2018-21/2018-02
2018?~ 2018~? 2018?? ?2018 2018?-02 2018-?02 2018-02-~07 ~2018 %2018 2018* 2018?/?2019 ? ~ % ?/2018
Y Y2018 Y-2018 Y02018 Y-0 Y17E7 Y1234567890 Y17000-01 Y17000X Y17000S3 y17000 Y+17000 YY17000 1950S2 2018S
[2018] {2018} [2018,2019] {..2018} (2018) 2018,2019 2018|2019 2018/02 2018.02.07 unknown open null NaN 1e3 0x7E2
""".split()  # noqa: SIM905, split at spaces, as nobody would quote them all


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        *("", " ", "\t", "\n", "\0", " 2018", "2018 ", "2018\n", "2018-02-07\n", "2018\0", "\0002018", "2018 / 2019"),
        *("2018-02-07 10:00:00", "2018 -02", "2018\u200b", "\ufeff2018", "2018\u2028", "\ud800", "2018\ud800"),
        *("2" * 33, "X" * 100_000, "2018/" * 50_000, "9" * 5_000, "Y" + "9" * 5_000),
    ],
)
def test_everything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotEdtf, match=r"^[A-Z?].{15,}\.$"):
        parse(text)
    with pytest.raises(ValidationError):
        EDTF.validate_python(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2018-02-30", "no such day"),
        ("2018-02-07/2018-02-06", "ends before it begins"),
        ("../", "says nothing"),
        ("2018/2019/2020", "one slash"),
        ("2" * 33, "at most 32 characters"),
        ("2018-02-07T10:00:00Z", "instants are kept beside the dates"),
        ("2018-02-XX/2018-03", "level 2"),
        ("2018-41", "season 21 to 24"),
    ],
)
def test_a_refusal_names_its_rule(text: str, rule: str) -> None:
    with pytest.raises(NotEdtf, match=rule):
        parse(text)


@given(st.one_of(st.text(), st.text(alphabet="0123456789-/.?~%XYTE[", max_size=24)))
@settings(max_examples=300)
def test_no_text_gets_another_answer(text: str) -> None:
    try:
        assert parse(text).text == text
    except NotEdtf:
        return


def test_only_text_is_edtf_and_the_json_schema_says_so() -> None:
    for value in (2018, 2018.5, True, None, b"2018", date(2018, 2, 7), ["2018"]):
        with pytest.raises(ValidationError):
            EDTF.validate_python(value)
    schema = EDTF.json_schema()
    assert "EDTF" in schema["description"]
    assert [EDTF.validate_python(text) for text in schema["examples"]] == schema["examples"]


def readable(text: str) -> bool:
    try:
        parse(text)
    except NotEdtf:
        return False
    return True


# The second opinion: the edtf package, on what it has right.

second = st.one_of(
    # An unspecified month of a year before 0000 begins in December there, and -000X takes in -0000, which it refuses.
    marked(st.one_of(plain, unspecified.filter(lambda text: not re.match("-000X|-.*-XX", text)))),
    long_years,  # it reads no qualifier after a long year, and no long year in an interval
    intervals(marked(plain)),  # it bounds seasons by the northern hemisphere alone, and reads no qualifier after one
)


@given(second)
@settings(max_examples=60, deadline=None)  # it takes 8 ms and more for a value
def test_the_edtf_package_agrees(text: str) -> None:
    theirs, ours = parse_edtf(text), parse(text)
    # An open end has no day there, and an unknown one is set ten years off.
    if ours.earliest is not None:
        assert tuple(theirs.lower_strict())[:3] == ours.earliest
    if ours.latest is not None:
        assert tuple(theirs.upper_strict())[:3] == ours.latest
    if "/" not in text and "%" not in text:  # is_uncertain is False for %, and doesn't look into an interval
        assert (theirs.is_uncertain, theirs.is_approximate) == (ours.uncertain, ours.approximate)


@given(second, st.data())
@settings(max_examples=60, deadline=None)
def test_what_the_edtf_package_refuses_is_refused(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.sampled_from(["", *"0123456789-/?~%X.YT "])) + text[at + 1 :]
    # Seasons and long years again; and it strips spaces, which can't make it refuse.
    if readable(changed) and "Y" not in changed and not any(f"-{n}" in changed for n in (21, 22, 23, 24)):
        assert parse_edtf(changed) is not None
