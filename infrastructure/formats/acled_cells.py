"""When, where and of what kind an event of ACLED's was: its cells as values of the domain."""

import re
from datetime import date, timedelta
from functools import lru_cache

from domain.kinds import CODEBOOKS, IncidentKind
from domain.period import DatePrecision, Period
from domain.place import Division, Place
from infrastructure.formats.acled_codebook import DATE_PRECISIONS, KINDS, PRECISIONS, country_of
from infrastructure.formats.breach import Breach, made
from infrastructure.formats.cells import degrees, line

PLACE = ("location", "latitude", "longitude", "geo_precision", "iso", "country", "admin1", "admin2")
"""The columns that say where it was."""

_EVENT_TYPES = tuple(dict.fromkeys(book.acled_event_type for book in CODEBOOKS.values()))
_HALF_A_WEEK = timedelta(days=3)
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_WRITTEN = re.compile(r"(?P<day>[0-9]{1,2})[ -](?P<month>[A-Z][a-z]{2,8})[ -](?P<year>[0-9]{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def middle_of(occurred: Period) -> str:
    """The day that ACLED prints for a day or a week; of a month, the month."""
    begin, interval, _ = occurred.edtf.partition("/")
    return str(date.fromisoformat(begin) + _HALF_A_WEEK) if interval else begin


@lru_cache(2_048)
def period_of(cell: str, precision: str) -> Period:
    """When it was, as exactly as `time_precision` says."""
    if precision not in DATE_PRECISIONS:
        raise Breach("time_precision", "time_precision is 1 (a day), 2 (a week) or 3 (a month)")
    day = _date(cell)
    match DATE_PRECISIONS[precision]:
        case DatePrecision.WEEK:
            try:
                edtf = f"{day - _HALF_A_WEEK}/{day + _HALF_A_WEEK}"
            except OverflowError:
                raise Breach("event_date", "no week has such a middle") from None
        case DatePrecision.MONTH:
            edtf = f"{day}"[:7]
        case _:
            edtf = f"{day}"
    return Period(edtf=edtf, precision=DATE_PRECISIONS[precision])


def _date(cell: str) -> date:
    found = _ISO.fullmatch(cell) or _WRITTEN.fullmatch(cell)
    if found is None:
        raise Breach("event_date", "a date is written 2018-02-07, or 7 February 2018: else day and month are mixed up")
    month = found["month"]
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
        return date(int(found["year"]), number, int(found["day"]))
    except ValueError:
        raise Breach("event_date", "the calendar has no such day") from None


@lru_cache(256)
def kind_of(event_type: str, sub_event_type: str) -> IncidentKind:
    """Of what kind it was; a sub-event type may be missing."""
    found = KINDS.get((event_type.casefold(), sub_event_type.casefold()))
    if found is None and (event_type.casefold(), "") in KINDS:
        raise Breach("sub_event_type", f"ACLED's codebook has no such sub-event type of {event_type}")
    if found is None:
        raise Breach("event_type", f"ACLED's codebook has no such event type; it has {', '.join(_EVENT_TYPES)}")
    return found


@lru_cache(2_048)
def place_of(
    location: str, latitude: str, longitude: str, geo_precision: str, iso: str, country: str, admin1: str, admin2: str
) -> Place:
    """Where it was, as exactly as `geo_precision` says."""
    if geo_precision not in PRECISIONS:
        raise Breach("geo_precision", "geo_precision is 1 (a town), 2 (near it) or 3 (a region)")
    if iso and not (iso.isascii() and iso.isdigit()):
        raise Breach("iso", "a country's number in ISO 3166-1 has digits only")
    return made(
        lambda: Place(
            name=line("location", location),
            precision=PRECISIONS[geo_precision],
            latitude=degrees("latitude", latitude),
            longitude=degrees("longitude", longitude),
            country=country_of(iso, country) if iso else None,
            adm1=Division(name=line("admin1", admin1)) if admin1 else None,
            adm2=Division(name=line("admin2", admin2)) if admin2 else None,
        ),
        {"latitude": "latitude", "longitude": "longitude"},
        "latitude",
    )
