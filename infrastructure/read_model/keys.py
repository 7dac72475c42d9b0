"""Ids as the read model's keys, with the publication that each thing rests on."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from domain.fact import Entry, named


class Known(NamedTuple):
    """A thing's key, and its first entry's `published`."""

    key: int
    published: int


class NotOnRecord(Exception):
    """An entry is about something, or names something, that no entry before it opened."""


Look = Callable[[Sequence[UUID]], Mapping[UUID, Known]]
"""Looks up many ids at once."""


class Keys:
    """The keys at hand: of what was looked up or opened lately; memory stays bounded."""

    def __init__(self, look: Look, at_hand: int = 200_000) -> None:
        self._look = look
        self._limit = at_hand
        self._at_hand: dict[UUID, Known] = {}

    def fetch(self, entries: Sequence[Entry]) -> None:
        """Looks up, at once, whatever these entries are about and name."""
        for id in list(self._at_hand)[: max(0, len(self._at_hand) - self._limit)]:
            del self._at_hand[id]
        opened: set[UUID] = set()
        wanted: dict[UUID, None] = {}
        for entry in entries:
            if entry.originator_version == 1:
                opened.add(entry.originator_id)
            for id in (entry.originator_id, *named(entry.fact)):
                if id not in self._at_hand and id not in opened:
                    wanted[id] = None
        if wanted:
            self._at_hand.update(self._look(list(wanted)))

    def learn(self, id: UUID, known: Known) -> None:
        """Remembers what was opened just now."""
        self._at_hand[id] = known

    def forget(self) -> None:
        """Forgets everything: what was learned last was not kept."""
        self._at_hand.clear()

    def __getitem__(self, id: UUID) -> Known:
        try:
            return self._at_hand[id]
        except KeyError:
            raise NotOnRecord(f"{id} is named, but no entry before opened it.") from None

    def published(self, id: UUID) -> int:
        """The last publication that a thing rests on (application/resting.py)."""
        return self[id].published
