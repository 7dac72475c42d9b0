"""A casualty as a reader sees it: every competing figure, with its report."""

from collections.abc import Set as AbstractSet
from typing import ClassVar, Self, assert_never, cast
from uuid import UUID

from pydantic import computed_field

from application.views.view import Based, Basis, View
from domain.attribution import Attribution
from domain.casualty import Casualty
from domain.casualty_facts import (
    CasualtyConceded,
    CasualtyDenied,
    CasualtyReinstated,
    CasualtyReported,
    CasualtyRetracted,
    FigureAssessed,
    FigureDisputed,
    FigureReported,
    FigureRetracted,
    FigureRevised,
    LaterCasualtyFact,
    Statement,
)
from domain.fact import Entry
from domain.figure import Figure
from domain.toll import Toll
from domain.value import Id, part_of


class FigureView(Based, Statement):
    """What one report says, whether that report is still held good, and what a later credibility rests on.

    `corrected_by` is the report by which it was revised, where that is known.
    """

    corrected_by: Id | None = None
    report_withdrawn: bool = False
    assessment: Basis | None = None

    @computed_field  # type: ignore[prop-decorator]  # pydantic's documented form
    @property
    def inferred(self) -> bool:
        """Whether the report does not state it: `inference` says how it follows."""
        return self.inference is not None

    @classmethod
    def told(cls, entry: Entry) -> Self:
        """The figure that an entry tells."""
        correcting = entry.fact.corrected_by if isinstance(entry.fact, FigureRevised) else None
        return cls(**dict(part_of(Statement, entry.fact)), corrected_by=correcting, basis=Basis.of(entry))


class FigureDisputeView(Based, Attribution):
    """That one report contradicts the figure of another."""

    disputed_by: Id
    statement: str


class ConcessionView(Based, Attribution):
    """That a force accepted responsibility, for as many as it says."""

    force_id: Id
    figure: Figure
    statement: str | None = None


class DenialView(Based, Attribution):
    """That the harm is denied, and in whose name."""

    force_id: Id | None = None
    statement: str


class CasualtyView(Toll, View):
    """A casualty: what it counts, and the competing figures of every report."""

    kind_of: ClassVar = Casualty
    figures: tuple[FigureView, ...]
    disputes: tuple[FigureDisputeView, ...] = ()
    concessions: tuple[ConcessionView, ...] = ()
    denials: tuple[DenialView, ...] = ()
    retracted: bool = False

    @classmethod
    def opened(cls, entry: Entry) -> Self:
        fact = cast("CasualtyReported", entry.fact)
        return cls._first(entry, **dict(part_of(Toll, fact)), figures=(FigureView.told(entry),))

    def after(self, entry: Entry) -> Self:
        fact = cast("LaterCasualtyFact", entry.fact)
        match fact:
            case FigureReported():
                return self._with(entry, figures=(*self.figures, FigureView.told(entry)))
            case FigureRevised():
                return self._with(entry, figures=(*self._figures_but(fact), FigureView.told(entry)))
            case FigureRetracted():
                return self._with(entry, figures=self._figures_but(fact))
            case FigureDisputed():
                dispute = FigureDisputeView(**dict(fact), basis=Basis.of(entry))
                return self._with(entry, disputes=(*self.disputes, dispute))
            case CasualtyConceded():
                concession = ConcessionView(**dict(fact), basis=Basis.of(entry))
                return self._with(entry, concessions=(*self.concessions, concession))
            case CasualtyDenied():
                denial = DenialView(**dict(fact), basis=Basis.of(entry))
                return self._with(entry, denials=(*self.denials, denial))
            case FigureAssessed(credibility=credibility):
                judged = {"credibility": credibility, "assessment": Basis.of(entry)}
                figures = (it.model_copy(update=judged) if it.same_word(fact) else it for it in self.figures)
                return self._with(entry, figures=tuple(figures))
            case CasualtyRetracted():
                return self._with(entry, retracted=True)
            case CasualtyReinstated():
                return self._with(entry, retracted=False)
            case _:
                assert_never(fact)

    @property
    def toll(self) -> Toll:
        """What it counts."""
        return part_of(Toll, self)

    def marking(self, withdrawn: AbstractSet[UUID]) -> Self:
        """The same, its figures marked that rest on withdrawn reports."""
        figures = (it.model_copy(update={"report_withdrawn": it.report_id in withdrawn}) for it in self.figures)
        return self.model_copy(update={"figures": tuple(figures)})

    def _figures_but(self, by: Attribution) -> tuple[FigureView, ...]:
        return tuple(it for it in self.figures if not it.same_word(by))
