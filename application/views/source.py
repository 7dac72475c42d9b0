"""A source as a reader sees it."""

from typing import ClassVar, Self, assert_never, cast

from application.views.view import Based, Basis, View
from domain.fact import Entry
from domain.scales import Reliability
from domain.source import Outlet, Source, SourceRated, SourceRegistered


class RatingView(Based):
    """How reliable the source was judged at one time; the reason is in the basis."""

    reliability: Reliability


class SourceView(Outlet, View):
    """A source: its reliability now, and every rating before."""

    kind_of: ClassVar = Source
    reliability: Reliability | None = None
    ratings: tuple[RatingView, ...] = ()

    @classmethod
    def opened(cls, entry: Entry) -> Self:
        return cls._first(entry, **dict(cast("SourceRegistered", entry.fact)))

    def after(self, entry: Entry) -> Self:
        fact = cast("SourceRated", entry.fact)
        match fact:
            case SourceRated(reliability=reliability):
                rating = RatingView(reliability=reliability, basis=Basis.of(entry))
                return self._with(entry, reliability=reliability, ratings=(*self.ratings, rating))
            case _:
                assert_never(fact)
