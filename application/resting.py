"""What rests on what: the one rule that docs/resting.md tells in plain words; `published_by` and `without` by it."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from application.moments import LeftOutKind, Standpoint
from application.refusals import UnknownMoment
from domain.fact import Entry, named
from domain.moment import EASTERNMOST, last_microsecond
from domain.report import ReportRecorded

ALWAYS = -(2**62) - 1
"""The publication of what rests on no report: before every cut-off."""
NEVER = 2**62 + 1
"""A publication whose end is not known: after every cut-off."""


def last_publication(entry: Entry, of: Callable[[UUID], int]) -> int:
    """The last microsecond (since 1970, UTC) of all publications that an entry rests on: the latest of them all.

    That is its own, if it enters a report, and those of the things that it is about and names; `of` gives a thing's.
    """
    own, fact = ALWAYS, entry.fact
    if isinstance(fact, ReportRecorded):
        end = last_microsecond(fact.published_at)
        own = NEVER if end is None else end
    about = () if entry.originator_version == 1 else (entry.originator_id,)
    return max([own, *map(of, about), *map(of, named(fact))])


PartT = TypeVar("PartT")

Opening = Callable[[UUID], Entry | None]
"""Gives the entry that opened a thing, if there is one."""


class Counting:
    """Which entries count from a standpoint, remembering what each thing rests on: for the life of one question."""

    def __init__(self, opening: Opening, at: Standpoint) -> None:
        self._at = at
        self._causes = frozenset(it.id for it in at.without if it.kind is LeftOutKind.CAUSE)
        self._things = frozenset(it.id for it in at.without if it.kind is not LeftOutKind.CAUSE)
        self._published = _OfThings(opening, self._publication)
        self._gone = _OfThings(opening, self._is_gone)

    def counts(self, entry: Entry) -> bool:
        """Whether an entry counts: it was known, published, and does not rest on what is left out."""
        at = self._at
        return (
            entry.position <= at.position
            and (at.published is None or self.last_publication(entry) <= at.published)
            and not (at.without and self._is_left_out(entry))
        )

    def last_publication(self, entry: Entry) -> int:
        """The last microsecond (since 1970, UTC) of all publications that an entry rests on."""
        return last_publication(entry, self._published)

    def _is_left_out(self, entry: Entry) -> bool:
        return entry.cause in self._causes or any(map(self._gone, (entry.originator_id, *named(entry.fact))))

    def _is_gone(self, id: UUID, opening: Entry | None, gone: Callable[[UUID], bool]) -> bool:
        if id in self._things or opening is None:
            return True
        return opening.cause in self._causes or any(map(gone, named(opening.fact)))

    @staticmethod
    def _publication(_: UUID, opening: Entry | None, of: Callable[[UUID], int]) -> int:
        return NEVER if opening is None else last_publication(opening, of)


class _OfThings(Generic[PartT]):
    """Something that is known of each thing by the entry that opened it, and by the things which that names."""

    def __init__(self, opening: Opening, tell: Callable[[UUID, Entry | None, Callable[[UUID], PartT]], PartT]) -> None:
        self._opening = opening
        self._tell = tell
        self._known: dict[UUID, PartT] = {}

    def __call__(self, id: UUID) -> PartT:
        """What is known of a thing. Not by recursion: reports relay reports, as many as somebody enters."""
        known = self._known
        waiting = [] if id in known else [(id, self._opening(id))]
        while waiting:
            thing, opening = waiting[-1]
            further = [it for it in named(opening.fact) if it not in known] if opening else ()
            if further:
                waiting += [(it, self._opening(it)) for it in further]
            else:
                known[thing] = self._tell(thing, opening, known.__getitem__)
                waiting.pop()
        return known[id]


def cut_off(published_by: datetime | str | None, now: datetime) -> int | None:
    """The last microsecond of publication that counts; None where all do.

    Raises:
        UnknownMoment: it lies after today, wherever on Earth it is today.
    """
    if published_by is None:
        return None
    cutoff, today = last_microsecond(published_by), last_microsecond((now + EASTERNMOST).date().isoformat())
    assert cutoff is not None, "a Cutoff has an end"
    assert today is not None
    if cutoff > today:
        raise UnknownMoment("What will be published in the future is not on record.", "published_by")
    return cutoff
