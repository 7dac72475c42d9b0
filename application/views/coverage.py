"""A coverage as a reader sees it."""

from typing import ClassVar, Self, assert_never, cast

from application.views.view import View
from domain.coverage import Coverage, CoverageDeclared, CoverageWithdrawn, Scope
from domain.fact import Entry
from domain.value import Id, Text, part_of


class CoverageView(Scope, View):
    """A coverage: what the record was declared complete for, on what grounds, and whether that was withdrawn.

    What was declared as its basis in words is `grounds`: `basis` names entries here, as in whatever is read.
    """

    kind_of: ClassVar = Coverage
    grounds: Text
    report_id: Id | None = None
    withdrawn: bool = False

    @classmethod
    def opened(cls, entry: Entry) -> Self:
        fact = cast("CoverageDeclared", entry.fact)
        return cls._first(entry, **dict(part_of(Scope, fact)), grounds=fact.basis, report_id=fact.report_id)

    def after(self, entry: Entry) -> Self:
        fact = cast("CoverageWithdrawn", entry.fact)
        match fact:
            case CoverageWithdrawn():
                return self._with(entry, withdrawn=True)
            case _:
                assert_never(fact)
