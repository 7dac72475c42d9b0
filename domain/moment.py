"""Days and instants against the clock: nothing that is put on record lies in the future."""

from datetime import UTC, datetime, timedelta

from domain.edtf import CalendarDay, parse
from domain.refusal import Refusal

EASTERNMOST = timedelta(hours=14)
"""How far local days run ahead of UTC: a day has begun somewhere on Earth once it has begun at UTC+14."""

MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1) // MICROSECOND
_EPOCH = CalendarDay(1970, 1, 1).ordinal
_LIMIT = 2**62
"""Some 146,000 years: more than that before or after 1970 is as early or as late as can be."""


class InTheFuture(Refusal):
    """What has not come yet can't be on record."""


def last_microsecond(published: datetime | str) -> int | None:
    """The last microsecond since 1970 (UTC) that may be meant; None where an end is open or unknown.

    A day ends as it ends in UTC.
    """
    if isinstance(published, datetime):
        return (published - datetime.fromtimestamp(0, UTC)) // MICROSECOND
    latest = parse(published).latest
    return None if latest is None else max(-_LIMIT, min((latest.ordinal - _EPOCH + 1) * _DAY - 1, _LIMIT))


def must_have_come(moment: CalendarDay | datetime | None, now: datetime, field: str) -> None:
    """Refuses a day that has begun nowhere on Earth yet, or an instant after now.

    Raises:
        InTheFuture: it has not come.
    """
    if moment is None:
        return
    if isinstance(moment, datetime):
        ahead = moment > now
    else:
        latest = (now + EASTERNMOST).date()
        ahead = moment > CalendarDay(latest.year, latest.month, latest.day)
    if ahead:
        raise InTheFuture(f"{field} has not come yet: it is {now.isoformat(timespec='seconds')}.", field)
