"""What can be asked: each thing and its history, as seen from any standpoint."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar
from uuid import UUID

from application.ledger import Ledger
from application.mergers import gives_way
from application.moments import NOW, AsOf, Standpoint
from application.record import Folded, fold
from application.refusals import Missing
from application.resting import Counting
from application.standpoints import standpoint
from application.views.view import EntryView, View
from domain.fact import Aggregate, AggregateT, Entry
from domain.force_facts import ForceAbsorbed, ForceMerged, ForceSplit
from domain.incident_facts import IncidentAbsorbed, IncidentMerged, IncidentSplit

ViewT = TypeVar("ViewT", bound=View)

_MERGERS = (IncidentMerged, IncidentAbsorbed, ForceMerged, ForceAbsorbed)


class Seen:
    """The log as it is seen from one standpoint: the entries that count there."""

    def __init__(self, ledger: Ledger, at: Standpoint) -> None:
        self._ledger = ledger
        self._at = at
        self._counting = Counting(ledger.opening, at)
        self.clock = ledger.clock

    def history(self, kind: type[Aggregate[Any, Any]], id: UUID) -> Sequence[Entry]:
        """The entries of a stream that count, oldest first; Missing where its first doesn't, or there is none."""
        entries = self._counted(kind, id)
        if not entries:
            raise Missing(kind.__name__.lower(), id)
        if self._at.without and any(isinstance(it.fact, _MERGERS) for it in entries):
            return [it for it in entries if it.cause not in self._given_way(kind, id)]
        return entries

    def _counted(self, kind: type[Aggregate[Any, Any]], id: UUID) -> Sequence[Entry]:
        return [it for it in self._ledger.history(kind, id, self._at.position) if self._counting.counts(it)]

    def _given_way(self, kind: type[Aggregate[Any, Any]], id: UUID) -> Collection[UUID]:
        """The commands whose mergers give way to later ones, as far as they bear on a thing."""
        causes: dict[int, UUID] = {}
        given_way: set[UUID] = set()

        def merged(thing: UUID) -> tuple[UUID, int] | None:
            into = None
            for it in self._counted(kind, thing):
                match it.fact:
                    case IncidentMerged() | ForceMerged() if it.cause not in given_way:
                        into = it.fact.into, it.position
                        causes[it.position] = it.cause
                    case IncidentSplit() | ForceSplit():
                        into = None
            return into

        while (position := gives_way(id, merged)) is not None:
            given_way.add(causes[position])
        return given_way

    def folded(self, kind: type[AggregateT], id: UUID) -> Folded[AggregateT]:
        """The state of a stream after the entries that count; Missing where there are none."""
        folded = fold(kind, id, iter(self.history(kind, id)))
        assert folded is not None, "a history is of its kind"
        return folded

    def one(self, view: type[ViewT], id: UUID) -> ViewT:
        """A thing as a reader sees it; Missing where it is not on record."""
        return view.of(self.history(view.kind_of, id))

    def all_about(self, view: type[ViewT], incident: UUID) -> Iterator[ViewT]:
        """The things of a kind that are about an incident, in the order they were entered."""
        for id in self._ledger.opened(view.kind_of, until=self._at.position, about=incident):
            with suppress(Missing):  # it may rest on what doesn't count
                yield self.one(view, id)


class Readings:
    """The record as readers see it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def seen(self, as_of: AsOf = NOW) -> Seen:
        """The log as it is seen from where somebody asks to look.

        Raises:
            UnknownMoment: a moment has not come.
            UnknownReference: what is to be left out was not on record.
        """
        return Seen(self._ledger, standpoint(as_of, self._ledger))

    def one(self, view: type[ViewT], id: UUID, as_of: AsOf = NOW) -> ViewT:
        """One thing, as it is seen from there.

        Raises:
            Missing: nothing of this kind was on record under that id.
            UnknownMoment, UnknownReference: as for `seen`.
        """
        return self.seen(as_of).one(view, id)

    def history(self, kind: type[Aggregate[Any, Any]], id: UUID, as_of: AsOf = NOW) -> Sequence[EntryView]:
        """The entries of one stream, oldest first, as it is seen from there."""
        return [EntryView.of(it) for it in self.seen(as_of).history(kind, id)]
