"""Dates as sources give them: EDTF, the Extended Date/Time Format, levels 0 and 1, read strictly.

Source: ISO 8601-2:2019, as profiled by the Library of Congress (https://www.loc.gov/standards/datetime/, 2019).
A qualifier stands at the end of the whole date. Years reach from -999999999 to 999999999, in the proleptic Gregorian
calendar with a year 0. A date-time is refused: instants are kept beside the dates.
"""

import re
from calendar import isleap
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field, StringConstraints

MAX_LENGTH = 32
"""Longer than any value of levels 0 and 1 whose years have at most nine digits."""


class NotEdtf(ValueError):
    """The text is not EDTF of level 0 or 1, or names dates that can't be; the words say which rule it breaks."""


class CalendarDay(NamedTuple):
    """A day in the proleptic Gregorian calendar, of any year: before year 1 and after 9999 too, unlike `date`."""

    year: int
    month: int
    day: int

    @property
    def ordinal(self) -> int:
        """The count of days that `date.toordinal` gives: 1 for 0001-01-01."""
        past = self.year - 1
        months = sum(_month_length(self.year, month) for month in range(1, self.month))
        return past * 365 + past // 4 - past // 100 + past // 400 + months + self.day


class Dated(NamedTuple):
    """One date, or one dated end of an interval: the days it may mean, and what its source was unsure of."""

    text: str
    earliest: CalendarDay
    latest: CalendarDay
    uncertain: bool
    approximate: bool
    unspecified: bool


class Undated(StrEnum):
    """An end of an interval that has no date: without limit, or with one that isn't known."""

    OPEN = ".."
    UNKNOWN = ""


class Span(NamedTuple):
    """What a text says: from its begin to its end; a single date is both."""

    text: str
    begin: Dated | Undated
    end: Dated | Undated

    @property
    def earliest(self) -> CalendarDay | None:
        """The first day it may mean; None where the begin is open or unknown. A qualifier doesn't widen."""
        return self.begin.earliest if isinstance(self.begin, Dated) else None

    @property
    def latest(self) -> CalendarDay | None:
        """The last day it may mean; None where the end is open or unknown. A qualifier doesn't widen."""
        return self.end.latest if isinstance(self.end, Dated) else None

    @property
    def dated(self) -> tuple[Dated, ...]:
        """The ends that have a date."""
        return tuple(end for end in (self.begin, self.end) if isinstance(end, Dated))

    @property
    def uncertain(self) -> bool:
        """Whether either end carries `?` or `%`."""
        return any(end.uncertain for end in self.dated)

    @property
    def approximate(self) -> bool:
        """Whether either end carries `~` or `%`."""
        return any(end.approximate for end in self.dated)

    @property
    def unspecified(self) -> bool:
        """Whether digits are left out with `X`."""
        return any(end.unspecified for end in self.dated)


@lru_cache(maxsize=4_096)  # the files of one import repeat their dates
def parse(text: str) -> Span:
    """The dates that an EDTF text of level 0 or 1 says, or NotEdtf, naming the rule it breaks."""
    if len(text) > MAX_LENGTH:
        raise NotEdtf(f"A date or an interval has at most {MAX_LENGTH} characters.")
    first, slash, last = text.partition("/")
    if not slash:
        date = _date(text)
        return Span(text, date, date)
    if "/" in last:
        raise NotEdtf("An interval has one slash, between its begin and its end.")
    span = Span(text, _interval_end(first), _interval_end(last))
    if span.earliest is None and span.latest is None:
        raise NotEdtf("An interval whose ends are both open or unknown says nothing.")
    if not _in_order(span.earliest, span.latest):
        raise NotEdtf("The interval ends before it begins.")
    return span


def possibly_within(inner: Span, outer: Span) -> bool:
    """Whether something of `inner` may have been in `outer`: the stretches of days they may mean share one."""
    return _in_order(inner.earliest, outer.latest) and _in_order(outer.earliest, inner.latest)


def certainly_within(inner: Span, outer: Span) -> bool:
    """Whether every day that `inner` may mean is in `outer`, taken as the stretch from its earliest to its latest day.

    An open end of `outer` has no limit; an unknown one may be as near as the dated end allows.
    """
    since = outer.begin is Undated.OPEN or _not_before(inner.earliest, outer.earliest or outer.latest)
    until = outer.end is Undated.OPEN or _not_before(outer.latest or outer.earliest, inner.latest)
    return since and until


def _in_order(first: CalendarDay | None, last: CalendarDay | None) -> bool:
    return first is None or last is None or first <= last


def _not_before(later: CalendarDay | None, earlier: CalendarDay | None) -> bool:
    return later is not None and earlier is not None and later >= earlier


_DATE = re.compile(
    r"""(?: (-?[0-9]{4}) (?: -([0-9]{2}|XX) (?: -([0-9]{2}|XX) )? )?  # a year; a month or season; a day
          | (-?) ([0-9]{3}X | [0-9]{2}XX)                             # a year of some decade or century
          | Y (-?[1-9][0-9]{4,8})                                     # a year of more than four digits
        ) ([?~%]?)""",
    re.VERBOSE,
)

_FEBRUARY, _DECEMBER = 2, 12
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_SEASONS = {21: (3, 11), 22: (6, 14), 23: (3, 11), 24: (6, 14)}
"""First and last month; above 12, of the next year. A season belongs to the year in which it begins; the hemisphere
isn't told, so both are allowed."""

_WHY_NOT = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^$", "A text without a date says nothing."),
        (r"[^\x20-\x7e]", "A date is written in ASCII digits and marks."),
        (r"\s", "A date has no spaces."),
        (r"[0-9X]T|:", "A date has no time of day: instants are kept beside the dates."),
        (r"[\[\]{},]", "Sets of dates are EDTF level 2; only levels 0 and 1 are read."),
        (r"\.\.", "An open end stands alone on its side of an interval, as in 2018/.. ."),
        (r"[0-9][ES]", "Exponents and significant digits are EDTF level 2; only levels 0 and 1 are read."),
        (r"^Y", "Y stands before a year alone, of five to nine digits without a leading zero."),
        (r"[?~%].", "A qualifier (? ~ %) stands once, at the end of the whole date."),
        (
            r"X",
            "X stands for the last one or two digits of a year alone, for a day, or for a month with or without a day.",
        ),
        (r"", "A date is YYYY, YYYY-MM or YYYY-MM-DD, or another form of EDTF levels 0 and 1."),
    )
)


def _interval_end(text: str) -> Dated | Undated:
    if text in {"..", ""}:
        return Undated(text)
    date = _date(text)
    if date.unspecified:
        raise NotEdtf("Unspecified digits inside an interval are EDTF level 2; name its outer days instead.")
    return date


def _date(text: str) -> Dated:
    found = _DATE.fullmatch(text)
    if found is None:
        raise NotEdtf(next(words for rule, words in _WHY_NOT if rule.search(text)))
    year, month, day, sign, digits, long, mark = found.groups()
    if digits:
        earliest, latest = _some_years(sign, digits)
    elif year == "-0000":
        raise NotEdtf("The year 0000 has no sign.")
    else:
        earliest, latest = _bounds(int(year or long), month, day)
    unspecified = bool(digits) or month == "XX" or day == "XX"
    return Dated(text, earliest, latest, mark in {"?", "%"}, mark in {"~", "%"}, unspecified)


def _some_years(sign: str, digits: str) -> tuple[CalendarDay, CalendarDay]:
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    if sign:
        low, high = -high, -max(low, 1)  # -000X leaves out -0000, which is no year
    return CalendarDay(low, 1, 1), CalendarDay(high, 12, 31)


def _bounds(year: int, month: str | None, day: str | None) -> tuple[CalendarDay, CalendarDay]:
    if month is None or month == "XX":
        if day not in {None, "XX"}:
            raise NotEdtf("A day in an unspecified month is EDTF level 2; only levels 0 and 1 are read.")
        return CalendarDay(year, 1, 1), CalendarDay(year, 12, 31)
    number = int(month)
    if season := _SEASONS.get(number):
        if day is not None:
            raise NotEdtf("A season has no days.")
        return CalendarDay(year, season[0], 1), _month_end(year, season[1])
    if not 1 <= number <= _DECEMBER:
        raise NotEdtf("A month is 01 to 12, a season 21 to 24.")
    if day is None or day == "XX":
        return CalendarDay(year, number, 1), _month_end(year, number)
    only = CalendarDay(year, number, int(day))
    if not 1 <= only.day <= _month_length(year, number):
        raise NotEdtf("The calendar has no such day.")
    return only, only


def _month_end(year: int, month: int) -> CalendarDay:
    if month > _DECEMBER:
        year, month = year + 1, month - _DECEMBER
    return CalendarDay(year, month, _month_length(year, month))


def _month_length(year: int, month: int) -> int:
    return 29 if month == _FEBRUARY and isleap(year) else _LENGTHS[month - 1]


def _valid(text: str) -> str:
    parse(text)
    return text


Edtf = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=MAX_LENGTH),
    AfterValidator(_valid),
    Field(
        description="A date or an interval of dates, EDTF level 0 or 1 (ISO 8601-2:2019): ? uncertain, ~ approximate, "
        "% both, X an unspecified digit, 21 to 24 the seasons, .. an open end, nothing for an unknown end.",
        examples=["2018-02-07", "2018-02", "2018?", "2018-02-XX", "2018-02-07/2018-02-09", "2018-02-07/.."],
    ),
]
"""Text that says when, kept exactly as it was read."""
