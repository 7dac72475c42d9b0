"""A report as a reader sees it."""

from typing import ClassVar, Self, assert_never, cast

from application.views.view import Based, Basis, View
from domain.fact import Entry
from domain.report import (
    Copy,
    CopyArchived,
    LaterReportFact,
    Publication,
    Report,
    ReportRecorded,
    ReportReinstated,
    ReportWithdrawn,
)


class CopyView(Based, Copy):
    """An archived copy."""


class ReportView(Publication, View):
    """A report, its archived copies, and whether it is still held good."""

    kind_of: ClassVar = Report
    withdrawn: bool = False
    copies: tuple[CopyView, ...] = ()

    @classmethod
    def opened(cls, entry: Entry) -> Self:
        return cls._first(entry, **dict(cast("ReportRecorded", entry.fact)))

    def after(self, entry: Entry) -> Self:
        fact = cast("LaterReportFact", entry.fact)
        match fact:
            case CopyArchived():
                return self._with(entry, copies=(*self.copies, CopyView(**dict(fact), basis=Basis.of(entry))))
            case ReportWithdrawn():
                return self._with(entry, withdrawn=True)
            case ReportReinstated():
                return self._with(entry, withdrawn=False)
            case _:
                assert_never(fact)
