"""What can be asked: each thing and its history, as known at any moment."""

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from application.ledger import Ledger, Moment
from application.views.view import EntryView, View
from domain.fact import Aggregate, Position

ViewT = TypeVar("ViewT", bound=View)


class Page(NamedTuple, Generic[ViewT]):
    """Things of a kind in the order they were entered, the position that the rest begins after, and the moment."""

    items: Sequence[ViewT]
    next: Position | None
    position: Position


class Readings:
    """The record as readers see it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def one(self, view: type[ViewT], id: UUID, known_at: Moment | None = None) -> ViewT:
        """One thing, as known at a moment.

        Raises:
            Missing: nothing of this kind was on record under that id.
            UnknownMoment: the moment has not come.
        """
        return view.of(self._ledger.history(view.kind_of, id, self._ledger.position_at(known_at)))

    def page(self, view: type[ViewT], known_at: Moment | None, after: Position, limit: int) -> Page[ViewT]:
        """At most `limit` things of a kind, entered after a position, as known at a moment."""
        position = self._ledger.position_at(known_at)
        found = self._ledger.opened(view.kind_of, until=position, after=after, limit=limit + 1)
        items = [self.one(view, id, position) for _, id in found[:limit]]
        return Page(items, found[limit - 1][0] if len(found) > limit else None, position)

    def history(self, kind: type[Aggregate[Any, Any]], id: UUID, known_at: Moment | None = None) -> Sequence[EntryView]:
        """The entries of one stream, oldest first, as known at a moment."""
        return [EntryView.of(it) for it in self._ledger.history(kind, id, self._ledger.position_at(known_at))]
