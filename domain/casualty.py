"""The toll of one kind of harm to one side in one incident: what may be decided of its competing figures.

Longer than most, by one method and one case for each verb that a casualty knows.
"""

from collections.abc import Iterable
from typing import ClassVar, Self, TypeVar, assert_never
from uuid import UUID

from domain.attribution import Attribution
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
from domain.fact import Aggregate
from domain.figure import Figure
from domain.force import Force
from domain.incident import Incident
from domain.refusal import AlreadyRetracted, NothingChanges, NotRetracted, Refusal
from domain.report import Report
from domain.scales import Credibility
from domain.toll import Toll
from domain.value import Id, part_of

PositionT = TypeVar("PositionT", CasualtyConceded, CasualtyDenied)


class AlreadyCounted(Refusal):
    """This toll is on record; give the report's figure to the casualty that holds it."""


class AlreadyReported(Refusal):
    """The report gives a figure on this word already; revise that one."""


class NoSuchFigure(Refusal):
    """The report gives no such figure for this casualty; a figure it has from somebody else is named with them."""


class NotAParticipant(Refusal):
    """Only a force that takes part in the incident can concede its harm."""


class DisputesItself(Refusal):
    """A report does not contradict its own figure; revise the figure."""


class Casualty(Aggregate[CasualtyReported, LaterCasualtyFact]):
    """A casualty, as far as decisions need it: what it counts, and what each report says."""

    opening: ClassVar = CasualtyReported
    later: ClassVar = LaterCasualtyFact
    id: Id
    toll: Toll
    statements: tuple[Statement, ...]
    disputes: frozenset[FigureDisputed] = frozenset()
    positions: frozenset[CasualtyConceded | CasualtyDenied] = frozenset()
    retracted: bool = False

    @classmethod
    def report(
        cls,
        toll: Toll,
        statement: Statement,
        *,
        known: Self | None,
        incident: Incident,
        side: Force | None,
        report: Report,
    ) -> CasualtyReported:
        """Enter a toll, with the first figure and its report; `side` is the force, where the side is one.

        Raises:
            AlreadyCounted: it is on record: `known`.
            AlreadyRetracted, AlreadyMerged: the incident or the force does not stand.
            AlreadyWithdrawn: the report was withdrawn.
        """
        incident.must_stand("incident_id")
        if side:
            side.must_stand("side")
        report.must_stand("report_id")
        if known:
            raise AlreadyCounted(f"Casualty {known.id} holds this toll; give the report's figure to it.")
        return CasualtyReported(**dict(toll), **dict(statement))

    def report_figure(self, statement: Statement, *, incident: Incident, report: Report) -> FigureReported:
        """Enter the figure of a further report.

        Raises:
            AlreadyRetracted, AlreadyMerged: the casualty or its incident does not stand.
            AlreadyWithdrawn: the report was withdrawn.
            AlreadyReported: it gives a figure already.
        """
        self._may_rest_on(report, incident)
        if self._statement_by(statement):
            raise AlreadyReported(f"Report {report.id} gives a figure already.", "report_id")
        return FigureReported(**dict(statement))

    def revise(
        self,
        statement: Statement,
        reason: str,
        *,
        incident: Incident,
        report: Report,
        corrected_by: Report | None = None,
    ) -> FigureRevised:
        """Say that a report gives another figure than is on record, perhaps since another corrects it.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn: as for `report_figure`.
            NoSuchFigure: the report gives none.
            NothingChanges: it gives exactly this.
        """
        self._may_rest_on(report, incident)
        if corrected_by:
            corrected_by.must_stand("corrected_by")
        if statement == self._must_have(statement):
            raise NothingChanges("The report is on record as saying exactly this.")
        return FigureRevised(**dict(statement), reason=reason, corrected_by=corrected_by and corrected_by.id)

    def retract_figure(self, of: Attribution, reason: str, *, incident: Incident) -> FigureRetracted:
        """Take back that a report gives a figure.

        Raises:
            AlreadyRetracted, AlreadyMerged: as for `report_figure`.
            NoSuchFigure: it gives none.
        """
        self._may_rest_on(None, incident)
        self._must_have(of)
        return FigureRetracted(**dict(of), reason=reason)

    def dispute(self, of: Attribution, statement: str, *, incident: Incident, by: Report) -> FigureDisputed:
        """Enter that one report contradicts the figure of another.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn: as for `report_figure`.
            NoSuchFigure: the report disputed gives none.
            DisputesItself: it is the report's own.
            NothingChanges: the dispute is on record.
        """
        self._may_rest_on(by, incident, "disputed_by")
        self._must_have(of)
        if by.id == of.report_id:
            raise DisputesItself(field="disputed_by")
        fact = FigureDisputed(**dict(of), disputed_by=by.id, statement=statement)
        if fact in self.disputes:
            raise NothingChanges("The dispute is on record.")
        return fact

    def concede(
        self,
        figure: Figure,
        statement: str | None,
        on_word_of: Attribution,
        *,
        incident: Incident,
        by: Force,
        standing_for: Iterable[UUID],
        report: Report,
    ) -> CasualtyConceded:
        """Enter that a force accepted responsibility, for as many as it says; it may be `standing_for` merged ones.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn: as for `report_figure`.
            NotAParticipant: the force does not take part in the incident.
            NothingChanges: the concession is on record.
        """
        self._may_rest_on(report, incident)
        by.must_stand("force_id")
        if not any(map(incident.takes_part, (by.id, *standing_for))):
            raise NotAParticipant(f"Force {by.id} does not take part in incident {incident.id}.", "force_id")
        return self._new(CasualtyConceded(**dict(on_word_of), force_id=by.id, figure=figure, statement=statement))

    def deny(
        self, statement: str, on_word_of: Attribution, *, incident: Incident, by: Force | None, report: Report
    ) -> CasualtyDenied:
        """Enter that a report denies the harm; whoever denies need not have taken part, and may say just that.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn, NothingChanges: as for `concede`.
        """
        self._may_rest_on(report, incident)
        if by:
            by.must_stand("force_id")
        return self._new(CasualtyDenied(**dict(on_word_of), force_id=by and by.id, statement=statement))

    def assess(self, of: Attribution, credibility: Credibility, reason: str, *, incident: Incident) -> FigureAssessed:
        """Judge how credible one report's figure is, whatever the reliability of its source.

        Raises:
            AlreadyRetracted, AlreadyMerged: as for `report_figure`.
            NoSuchFigure: the report gives none.
            NothingChanges: it is judged so.
        """
        self._may_rest_on(None, incident)
        if self._must_have(of).credibility is credibility:
            raise NothingChanges(f"The figure is assessed as {credibility}.", "credibility")
        return FigureAssessed(**dict(of), credibility=credibility, reason=reason)

    def retract(self, reason: str) -> CasualtyRetracted:
        """Take the casualty back; its history stays.

        Raises:
            AlreadyRetracted: it was retracted.
        """
        self.must_stand()
        return CasualtyRetracted(reason=reason)

    def reinstate(self, reason: str) -> CasualtyReinstated:
        """Undo a retraction.

        Raises:
            NotRetracted: it was not retracted.
        """
        if not self.retracted:
            raise NotRetracted
        return CasualtyReinstated(reason=reason)

    @classmethod
    def opened(cls, id: UUID, fact: CasualtyReported) -> Self:
        return cls(id=id, toll=part_of(Toll, fact), statements=(part_of(Statement, fact),))

    def after(self, fact: LaterCasualtyFact) -> Self:
        match fact:
            case FigureReported():
                return self._with(statements=(*self.statements, part_of(Statement, fact)))
            case FigureRevised():
                return self._with(statements=(*self._statements_but(fact), part_of(Statement, fact)))
            case FigureRetracted():
                return self._with(statements=self._statements_but(fact))
            case FigureDisputed():
                return self._with(disputes=self.disputes | {fact})
            case CasualtyConceded() | CasualtyDenied():
                return self._with(positions=self.positions | {fact})
            case FigureAssessed(credibility=credibility):
                assessed = self._must_have(fact).model_copy(update={"credibility": credibility})
                return self._with(statements=(*self._statements_but(fact), assessed))
            case CasualtyRetracted():
                return self._with(retracted=True)
            case CasualtyReinstated():
                return self._with(retracted=False)
            case _:
                assert_never(fact)

    def must_stand(self, field: str | None = None) -> None:
        if self.retracted:
            raise AlreadyRetracted(f"Casualty {self.id} was retracted.", field)

    def _may_rest_on(self, report: Report | None, incident: Incident, field: str = "report_id") -> None:
        self.must_stand()
        incident.must_stand("incident_id")
        if report:
            report.must_stand(field)

    def _statement_by(self, by: Attribution) -> Statement | None:
        return next((it for it in self.statements if it.same_word(by)), None)

    def _statements_but(self, by: Attribution) -> tuple[Statement, ...]:
        return tuple(it for it in self.statements if not it.same_word(by))

    def _must_have(self, by: Attribution) -> Statement:
        statement = self._statement_by(by)
        if statement is None:
            raise NoSuchFigure(f"Report {by.report_id} gives no such figure for this casualty.", "report_id")
        return statement

    def _new(self, position: PositionT) -> PositionT:
        if position in self.positions:
            raise NothingChanges("Exactly this is on record.")
        return position
