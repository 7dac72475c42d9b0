"""What can be done with casualties."""

from uuid import UUID

from application.attribution import report_of
from application.forces import absorbed_by
from application.ledger import Ledger
from application.record import Record
from application.recording import Behalf, Receipt
from domain.attribution import Attribution
from domain.casualty import Casualty
from domain.casualty_facts import (
    CasualtyConceded,
    CasualtyDenied,
    CasualtyReported,
    FigureDisputed,
    Judged,
    Statement,
)
from domain.figure import Figure
from domain.force import Force
from domain.incident import Incident
from domain.report import Report
from domain.toll import Toll
from domain.value import Id, Reason, Text, Value, part_of


class ReportCasualty(Toll, Statement):
    """Enter a toll, with the first figure and its report."""


class ReportFigure(Statement):
    """Enter the figure of a further report."""


class ReviseFigure(Statement):
    """Say that a report gives another figure than is on record."""

    reason: Reason
    corrected_by: Id | None = None


class DisputeFigure(Attribution):
    """Enter that one report contradicts the figure of another."""

    disputed_by: Id
    statement: Text


class ConcedeCasualty(Attribution):
    """Enter that a force accepted responsibility, for as many as it says."""

    force_id: Id
    figure: Figure
    statement: Text | None = None


class DenyCasualty(Attribution):
    """Enter that a report denies the harm, perhaps in a force's name."""

    force_id: Id | None = None
    statement: Text


class AssessFigure(Attribution):
    """Judge how credible one report's figure is (Admiralty code, 1 to 6)."""

    credibility: Judged
    reason: Reason


class RetractCasualty(Value):
    """Take a casualty back; or, where one is named, the figure of one report."""

    reason: Reason
    figure: Attribution | None = None


class ReinstateCasualty(Value):
    """Undo a casualty's retraction."""

    reason: Reason


class Casualties:
    """The casualties on record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def report(self, command: ReportCasualty, *, by: Behalf) -> Receipt:
        toll = part_of(Toll, command)

        def decide(record: Record) -> CasualtyReported:
            return Casualty.report(
                toll,
                part_of(Statement, command),
                known=record.find(Casualty, toll.casualty_id),
                incident=record.get(Incident, command.incident_id, "incident_id"),
                side=record.get(Force, command.side, "side") if isinstance(command.side, UUID) else None,
                report=report_of(command, record),
            )

        return self._ledger.open(decide, by=by, id=toll.casualty_id)

    def report_figure(self, id: UUID, command: ReportFigure, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Casualty,
            id,
            lambda it, record: it.report_figure(
                part_of(Statement, command), incident=_incident(it, record), report=report_of(command, record)
            ),
            by=by,
            expecting=expecting,
        )

    def revise(self, id: UUID, command: ReviseFigure, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Casualty,
            id,
            lambda it, record: it.revise(
                part_of(Statement, command),
                command.reason,
                incident=_incident(it, record),
                report=report_of(command, record),
                corrected_by=record.named(Report, command.corrected_by, "corrected_by"),
            ),
            by=by,
            expecting=expecting,
        )

    def dispute(self, id: UUID, command: DisputeFigure, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Casualty, record: Record) -> FigureDisputed:
            disputing = record.get(Report, command.disputed_by, "disputed_by")
            return it.dispute(
                part_of(Attribution, command), command.statement, incident=_incident(it, record), by=disputing
            )

        return self._ledger.decide(Casualty, id, decide, by=by, expecting=expecting)

    def concede(self, id: UUID, command: ConcedeCasualty, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Casualty, record: Record) -> CasualtyConceded:
            force = record.get(Force, command.force_id, "force_id")
            return it.concede(
                command.figure,
                command.statement,
                part_of(Attribution, command),
                incident=_incident(it, record),
                by=force,
                standing_for=[merged.id for merged in absorbed_by(force, record)],
                report=report_of(command, record),
            )

        return self._ledger.decide(Casualty, id, decide, by=by, expecting=expecting)

    def deny(self, id: UUID, command: DenyCasualty, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Casualty, record: Record) -> CasualtyDenied:
            return it.deny(
                command.statement,
                part_of(Attribution, command),
                incident=_incident(it, record),
                by=record.named(Force, command.force_id, "force_id"),
                report=report_of(command, record),
            )

        return self._ledger.decide(Casualty, id, decide, by=by, expecting=expecting)

    def assess(self, id: UUID, command: AssessFigure, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Casualty,
            id,
            lambda it, record: it.assess(
                part_of(Attribution, command), command.credibility, command.reason, incident=_incident(it, record)
            ),
            by=by,
            expecting=expecting,
        )

    def retract(self, id: UUID, command: RetractCasualty, *, by: Behalf, expecting: int) -> Receipt:
        if (figure := command.figure) is None:
            return self._ledger.change(Casualty, id, lambda it: it.retract(command.reason), by=by, expecting=expecting)
        return self._ledger.decide(
            Casualty,
            id,
            lambda it, record: it.retract_figure(figure, command.reason, incident=_incident(it, record)),
            by=by,
            expecting=expecting,
        )

    def reinstate(self, id: UUID, command: ReinstateCasualty, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Casualty, id, lambda it: it.reinstate(command.reason), by=by, expecting=expecting)


def _incident(casualty: Casualty, record: Record) -> Incident:
    return record.get(Incident, casualty.toll.incident_id, "incident_id")
