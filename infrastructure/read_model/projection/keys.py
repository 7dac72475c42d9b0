"""Ids as the read model's keys, with the publication that each thing rests on."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from domain.fact import Entry, named


class Known(NamedTuple):
    """A thing's key, and the last publication that its first entry rests on."""

    key: int
    published: int


class NotOnRecord(Exception):
    """An entry is about something, or names something, that no entry before it opened."""


Look = Callable[[Sequence[UUID]], Mapping[UUID, Known]]
"""Looks up many ids at once."""


class Keys:
    """The keys at hand: of what was looked up, opened or named lately; memory stays bounded.

    What was not named since the last so many others were is forgotten: sources and forces, which are named again and
    again, stay.
    """

    def __init__(self, look: Look, at_hand: int = 40_000) -> None:
        self._look = look
        self._limit = at_hand // 2
        self._lately: dict[UUID, Known] = {}
        self._before: dict[UUID, Known] = {}

    def fetch(self, entries: Sequence[Entry]) -> None:
        """Looks up, at once, whatever these entries are about and name."""
        if len(self._lately) > self._limit:
            self._lately, self._before = {}, self._lately
        opened: set[UUID] = set()
        wanted: dict[UUID, None] = {}
        for entry in entries:
            if entry.originator_version == 1:
                opened.add(entry.originator_id)
            for id in (entry.originator_id, *named(entry.fact)):
                if id in self._lately:
                    continue
                if known := self._before.get(id):
                    self._lately[id] = known
                elif id not in opened:
                    wanted[id] = None
        if wanted:
            self._lately.update(self._look(list(wanted)))

    def learn(self, id: UUID, known: Known) -> None:
        """Remembers what was opened just now."""
        self._lately[id] = known

    def forget(self) -> None:
        """Forgets everything: what was learned last was not kept."""
        self._lately.clear()
        self._before.clear()

    def published(self, id: UUID) -> int:
        """The last publication that a thing rests on (application/resting.py)."""
        return self[id].published

    def __getitem__(self, id: UUID) -> Known:
        try:
            return self._lately[id]
        except KeyError:
            raise NotOnRecord(f"{id} is named, but no entry before opened it.") from None
