"""What rests on what: the one rule that docs/resting.md tells in plain words, and `published_by` by it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

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


class Publications:
    """The last publication that entries rest on, remembering that of each thing: for the life of one question."""

    def __init__(self, opening: Callable[[UUID], Entry | None]) -> None:
        self._opening = opening
        self._of_things: dict[UUID, int] = {}

    def last(self, entry: Entry) -> int:
        """The last microsecond of all publications that an entry rests on."""
        return last_publication(entry, self._of)

    def _of(self, id: UUID) -> int:
        """That of a thing: its opening entry's. Not by recursion: reports relay reports, as many as somebody enters."""
        known = self._of_things
        waiting = [] if id in known else [(id, self._opening(id))]
        while waiting:
            thing, opening = waiting[-1]
            further = [it for it in named(opening.fact) if it not in known] if opening else ()
            if further:
                waiting += [(it, self._opening(it)) for it in further]
            else:
                known[thing] = last_publication(opening, known.__getitem__) if opening else NEVER
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
