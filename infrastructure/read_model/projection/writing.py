"""What the rows of one entry share, and the forms in which values are kept."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import to_json

from domain.attribution import OriginalSource
from domain.edtf import CalendarDay
from domain.moment import last_microsecond
from infrastructure.read_model.projection.keys import Keys

_EPOCH = CalendarDay(1970, 1, 1).ordinal
_DAY = 86_400_000_000


class Place(NamedTuple):
    """Where an entry stands: its position, what it rests on, the thing it is about; and the keys of others."""

    position: int
    published: int
    key: int
    keys: Keys

    def of(self, id: UUID) -> int:
        """The key of a thing that the entry names."""
        return self.keys[id].key

    def maybe(self, id: UUID | None) -> int | None:
        """The key of a thing that it may name."""
        return None if id is None else self.keys[id].key


def text_or_none(value: Any) -> str | None:
    """A value as JSON; nothing where it is none, or empty."""
    return to_json(value, exclude_none=True).decode() if value else None


def word(original: OriginalSource | None) -> str:
    """Whose word something is, as JSON; empty where it is the report's own."""
    return text_or_none(original) or ""


def instant(moment: datetime) -> str:
    """An instant as the API writes it."""
    return to_json(moment).decode()[1:-1]


def ordinal(day: CalendarDay | None) -> int | None:
    """A day as a number."""
    return None if day is None else day.ordinal


def microseconds(moment: datetime) -> int:
    """An instant as a number."""
    return last_microsecond(moment) or 0


def day_of(moment: datetime) -> int:
    """The day of an instant, in UTC, as a number."""
    return microseconds(moment) // _DAY + _EPOCH
