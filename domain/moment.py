"""Days and instants against the clock: nothing that is put on record lies in the future."""

from datetime import datetime, timedelta

from domain.edtf import CalendarDay
from domain.refusal import Refusal

EASTERNMOST = timedelta(hours=14)
"""How far local days run ahead of UTC: a day has begun somewhere on Earth once it has begun at UTC+14."""


class InTheFuture(Refusal):
    """What has not come yet can't be on record."""


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
