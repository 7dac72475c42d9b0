"""When something happened: the dates as they were given, and beside them what EDTF can't carry."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Annotated, Any, Self

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from domain.edtf import CalendarDay, Edtf, parse
from domain.value import FromNumber, FromText, Instant, Value, text_or


class DatePrecision(IntEnum):
    """How precisely the date is known: `date_prec` of the UCDP GED codebook."""

    DAY = 1
    """The exact day."""
    DAYS = 2
    """A range of two to six days."""
    WEEK = 3
    MONTH = 4
    YEAR = 5


def _iso_duration(duration: timedelta) -> str:
    minutes, seconds = divmod(duration.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{duration.microseconds:06}".rstrip("0") if duration.microseconds else ""
    clock = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count)
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    return "P" + (f"{duration.days}D" if duration.days else "") + (f"T{clock}" if clock else "")


_CLOCK = r"T([0-9]{1,9}H([0-9]{1,9}M)?(_S)?|[0-9]{1,9}M(_S)?|_S)".replace("_S", r"[0-9]{1,10}(\.[0-9]{1,6})?S")
_DURATION = rf"^P([0-9]{{1,4}}W|[0-9]{{1,5}}D({_CLOCK})?|{_CLOCK})$"

Duration = Annotated[
    timedelta,
    Field(gt=timedelta(0), le=timedelta(days=36_525)),
    FromText(
        timedelta,
        _DURATION,
        "an ISO 8601 duration such as PT3H, more than nothing and at most 100 years (36525 days), in weeks or in days, "
        "hours, minutes and seconds: years and months have no fixed length",
    ),
    # pydantic's own text counts a year as 365 days (P1Y35D), which we don't read
    PlainSerializer(_iso_duration, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "format": "duration",
            "pattern": _DURATION,
            "description": "An ISO 8601 duration without years and months, at most 100 years (36525 days).",
            "examples": ["PT3H", "P2D", "P1DT12H30M"],
        }
    ),
]
"""A length of time, ISO 8601; equal lengths are equal, however they were written (PT90M is PT1H30M)."""


class Period(Value):
    """When something happened: its dates as EDTF text, and beside them the instants and the duration, where known.

    The dates are days of the place. An instant, taken as its day in UTC, may be a day before the earliest or after the
    latest of them, since the local day can be one off. Plain text is read as the dates alone.
    """

    edtf: Edtf
    precision: Annotated[DatePrecision, FromNumber()] | None = None
    began_at: Instant | None = None
    ended_at: Instant | None = None
    duration: Duration | None = None

    @property
    def earliest(self) -> CalendarDay | None:
        """The first day it may mean; None where that isn't limited or known."""
        return parse(self.edtf).earliest

    @property
    def latest(self) -> CalendarDay | None:
        """The last day it may mean; None where that isn't limited or known."""
        return parse(self.edtf).latest

    @property
    def month(self) -> str:
        """The month that it was in, as EDTF; an interval where it may have been in several."""
        return self._within(_month)

    @property
    def year(self) -> str:
        """The year that it was in, as EDTF; an interval where it may have been in several."""
        return self._within(_year)

    def _within(self, name: Callable[[CalendarDay], str]) -> str:
        span = parse(self.edtf)
        first, last = (
            name(day) if day else str(end) for day, end in ((span.earliest, span.begin), (span.latest, span.end))
        )
        return first if first == last else f"{first}/{last}"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"edtf": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.began_at is not None and self.ended_at is not None and self.ended_at < self.began_at:
            raise ValueError("It ended before it began.")
        for instant in (self.began_at, self.ended_at):
            if instant is not None and not self._has_around(_utc_ordinal(instant)):
                raise ValueError("An instant lies more than a day outside the dates.")
        return self

    def _has_around(self, ordinal: int) -> bool:
        earliest, latest = self.earliest, self.latest
        return (earliest is None or earliest.ordinal - 1 <= ordinal) and (
            latest is None or ordinal <= latest.ordinal + 1
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return text_or(handler(schema), _EDTF.json_schema(), handler.mode)


_EDTF: TypeAdapter[str] = TypeAdapter(Edtf)


def _year(day: CalendarDay) -> str:
    """A year as EDTF: of four digits, or of more behind a `Y`."""
    sign, digits = "-" * (day.year < 0), f"{abs(day.year):04}"
    return f"{sign}{digits}" if len(digits) == len("0001") else f"Y{sign}{digits}"


def _month(day: CalendarDay) -> str:
    """A month as EDTF; of a year with more than four digits, EDTF of level 1 has none."""
    year = _year(day)
    return year if year.startswith("Y") else f"{year}-{day.month:02}"


def _utc_ordinal(instant: datetime) -> int:
    # Not astimezone: it overflows near the years 1 and 9999.
    since = instant.replace(tzinfo=None) - datetime.min - (instant.utcoffset() or timedelta())  # noqa: DTZ901
    return 1 + since // timedelta(days=1)
