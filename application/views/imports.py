"""An import as a reader sees it."""

from typing import ClassVar, Self, assert_never, cast

from application.views.view import View
from domain.fact import Entry
from domain.imports import Counts, Import, ImportBegun, ImportFinished, Release
from domain.value import Id


class ImportView(Release, View):
    """An import: which release of which dataset, from which file; and what came of it, once it was finished.

    `basis` has the entry that began it as `opened`, and the one that finished it as `counts`.
    """

    kind_of: ClassVar = Import
    counts: Counts | None = None
    coverage_id: Id | None = None

    @classmethod
    def opened(cls, entry: Entry) -> Self:
        return cls._first(entry, **dict(cast("ImportBegun", entry.fact)))

    def after(self, entry: Entry) -> Self:
        fact = cast("ImportFinished", entry.fact)
        match fact:
            case ImportFinished(counts=counts, coverage_id=coverage_id):
                return self._with(entry, counts=counts, coverage_id=coverage_id)
            case _:
                assert_never(fact)
