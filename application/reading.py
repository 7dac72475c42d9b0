"""What can be asked: each thing and its history, as known at any moment, by what was published by any."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from application.ledger import Ledger
from application.moments import Moment, Standpoint
from application.record import Folded, fold
from application.refusals import Missing
from application.resting import Publications, cut_off
from application.views.view import EntryView, View
from domain.fact import Aggregate, AggregateT, Entry

ViewT = TypeVar("ViewT", bound=View)


class Seen:
    """The log as it is seen from one standpoint: the entries that count there."""

    def __init__(self, ledger: Ledger, at: Standpoint) -> None:
        self._ledger = ledger
        self._at = at
        self._publications = Publications(ledger.opening)
        self.clock = ledger.clock

    def history(self, kind: type[Aggregate[Any, Any]], id: UUID) -> Sequence[Entry]:
        """The entries of a stream that count, oldest first; Missing where its first doesn't, or there is none."""
        entries = self._ledger.history(kind, id, self._at.position)
        cutoff = self._at.published
        if cutoff is not None:
            entries = [it for it in entries if self._publications.last(it) <= cutoff]
        if not entries:
            raise Missing(kind.__name__.lower(), id)
        return entries

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

    def seen(self, known_at: Moment | None = None, published_by: datetime | str | None = None) -> Seen:
        """The log as known at a moment, by what was published by another.

        Raises:
            UnknownMoment: one of them has not come.
        """
        position = self._ledger.position_at(known_at)
        return Seen(self._ledger, Standpoint(position, cut_off(published_by, self._ledger.clock())))

    def one(
        self,
        view: type[ViewT],
        id: UUID,
        known_at: Moment | None = None,
        published_by: datetime | str | None = None,
    ) -> ViewT:
        """One thing, as known at a moment, by what was published by another.

        Raises:
            Missing: nothing of this kind was on record under that id.
            UnknownMoment: one of the moments has not come.
        """
        return self.seen(known_at, published_by).one(view, id)

    def history(
        self,
        kind: type[Aggregate[Any, Any]],
        id: UUID,
        known_at: Moment | None = None,
        published_by: datetime | str | None = None,
    ) -> Sequence[EntryView]:
        """The entries of one stream, oldest first, as known at a moment, by what was published by another."""
        return [EntryView.of(it) for it in self.seen(known_at, published_by).history(kind, id)]
