"""Who stood under whom, and when: allegiances have a time, and no force stands under itself at any."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domain.edtf import CalendarDay, Edtf, parse
from domain.value import Id, Value


class AllegianceKind(StrEnum):
    """How one force holds to another."""

    PART_OF = "part_of"
    """A component of the other's organisation."""
    UNDER_COMMAND_OF = "under_command_of"
    """Takes the other's orders without being a part of it."""
    LOYAL_TO = "loyal_to"
    """Fights for the other, as it or its sources say."""
    PARTNER_OF = "partner_of"
    """Fights beside the other; neither stands under the other."""

    @property
    def stands_under(self) -> bool:
        """Whether the force counts among the other's, in sums and in sides."""
        return self is not AllegianceKind.PARTNER_OF


class Days(NamedTuple):
    """The days from `first` to `last`, inclusive; None is without bound."""

    first: CalendarDay | None = None
    last: CalendarDay | None = None

    def meeting(self, other: "Days") -> "Days | None":
        """The days in both, or None where there are none."""
        first = max((day for day in (self.first, other.first) if day), default=None)
        last = min((day for day in (self.last, other.last) if day), default=None)
        return None if first and last and first > last else Days(first, last)


class Allegiance(Value):
    """A force holding to another, `during` an EDTF period, or for all the record knows."""

    to: Id
    kind: AllegianceKind
    during: Edtf | None = None

    @property
    def days(self) -> Days:
        """The days on which it may have held."""
        if self.during is None:
            return Days()
        span = parse(self.during)
        return Days(span.earliest, span.latest)


AllegiancesOf = Callable[[UUID], Iterable[Allegiance]]
"""The allegiances of a force, by its id: with those of forces merged into it, naming the force that stands."""


def superiors(force: UUID, during: Days, allegiances_of: AllegiancesOf) -> Iterator[tuple[UUID, Days]]:
    """The forces that a force stood under on some day of `during`, at any remove, and the days of each."""
    open_ends = [(force, during)]
    seen = set(open_ends)
    while open_ends:
        below, days = open_ends.pop()
        for allegiance in allegiances_of(below):
            meeting = days.meeting(allegiance.days) if allegiance.kind.stands_under else None
            if meeting and (allegiance.to, meeting) not in seen:
                seen.add((allegiance.to, meeting))
                open_ends.append((allegiance.to, meeting))
                yield allegiance.to, meeting
