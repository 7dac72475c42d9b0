"""What can be done with incidents.

Longer than most, by one command for each verb.
"""

from uuid import UUID

from application.attribution import report_of
from application.ledger import Ledger
from application.record import Record
from application.recording import Behalf, Receipt
from domain.attribution import Attribution
from domain.coding import Coding
from domain.force import Force
from domain.incident import Incident
from domain.incident_facts import (
    IncidentCoded,
    IncidentDisputed,
    IncidentMerged,
    IncidentReported,
    IncidentSplit,
    LinkKind,
    Occurrence,
    ParticipationReported,
)
from domain.kinds import IncidentKind
from domain.participation import Participation
from domain.period import Period
from domain.place import Place
from domain.report import Report
from domain.scales import Grading
from domain.value import Id, Line, Reason, Text, Value, part_of


class ReportIncident(Occurrence):
    """Enter an incident, on the word of one report."""


class RelocateIncident(Value):
    """Say where it happened, better than before."""

    place: Place
    reason: Reason
    report_id: Id | None = None


class RedateIncident(Value):
    """Say when it happened, better than before."""

    occurred: Period
    reason: Reason
    report_id: Id | None = None


class ReclassifyIncident(Value):
    """Say what kind of occurrence it was."""

    kind: IncidentKind
    reason: Reason
    report_id: Id | None = None


class RetellIncident(Value):
    """Tell an incident in other words, its summary too: without one, it has none from then on."""

    title: Line
    summary: Text | None = None
    reason: Reason
    report_id: Id | None = None


class ReportParticipation(Participation, Attribution):
    """Enter what a report tells of a force in the incident."""


class RetractParticipation(Attribution):
    """Take back what a report was entered as telling of a force."""

    force_id: Id
    reason: Reason


class CodeIncident(Coding):
    """Enter how a row of a dataset codes an incident, in the release that the report is."""

    report_id: Id


class CorroborateIncident(Attribution):
    """Cite a further report that tells of the incident."""

    statement: Text | None = None


class DisputeIncident(Attribution):
    """Enter what a report contradicts."""

    statement: Text


class GradeIncident(Value):
    """Grade the evidence (Airwars); *confirmed* takes a reviewer who did not enter the incident."""

    grading: Grading
    reason: Reason


class LinkIncident(Value):
    """Relate an incident to another."""

    to: Id
    kind: LinkKind
    reason: Reason


class MergeIncident(Value):
    """Say that an incident is the same occurrence as another, which stands for both."""

    into: Id
    reason: Reason


class SplitIncident(Value):
    """Undo a merger."""

    reason: Reason


class RetractIncident(Value):
    """Take an incident back; its history stays."""

    reason: Reason


class ReinstateIncident(Value):
    """Undo a retraction."""

    reason: Reason


class Incidents:
    """The incidents on record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def report(self, command: ReportIncident, *, by: Behalf) -> Receipt:
        def decide(record: Record) -> IncidentReported:
            return Incident.report(command, record.get(Report, command.report_id, "report_id"), record.now)

        return self._ledger.open(decide, by=by)

    def relocate(self, id: UUID, command: RelocateIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Incident,
            id,
            lambda it, record: it.relocate(command.place, command.reason, _report(command.report_id, record)),
            by=by,
            expecting=expecting,
        )

    def redate(self, id: UUID, command: RedateIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Incident,
            id,
            lambda it, record: it.redate(
                command.occurred, command.reason, _report(command.report_id, record), record.now
            ),
            by=by,
            expecting=expecting,
        )

    def reclassify(self, id: UUID, command: ReclassifyIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Incident,
            id,
            lambda it, record: it.reclassify(command.kind, command.reason, _report(command.report_id, record)),
            by=by,
            expecting=expecting,
        )

    def retell(self, id: UUID, command: RetellIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Incident,
            id,
            lambda it, record: it.retell(
                command.title, command.summary, command.reason, _report(command.report_id, record)
            ),
            by=by,
            expecting=expecting,
        )

    def tell(self, id: UUID, command: ReportParticipation, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Incident, record: Record) -> ParticipationReported:
            force = record.get(Force, command.force_id, "force_id")
            return it.tell(
                part_of(Participation, command),
                part_of(Attribution, command),
                force=force,
                report=report_of(command, record),
                now=record.now,
            )

        return self._ledger.decide(Incident, id, decide, by=by, expecting=expecting)

    def retract_participation(self, id: UUID, command: RetractParticipation, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(
            Incident,
            id,
            lambda it: it.retract_participation(command.force_id, part_of(Attribution, command), command.reason),
            by=by,
            expecting=expecting,
        )

    def code(self, id: UUID, command: CodeIncident, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Incident, record: Record) -> IncidentCoded:
            return it.code(part_of(Coding, command), report=record.get(Report, command.report_id, "report_id"))

        return self._ledger.decide(Incident, id, decide, by=by, expecting=expecting)

    def corroborate(self, id: UUID, command: CorroborateIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Incident,
            id,
            lambda it, record: it.corroborate(
                part_of(Attribution, command), command.statement, report=report_of(command, record)
            ),
            by=by,
            expecting=expecting,
        )

    def dispute(self, id: UUID, command: DisputeIncident, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Incident, record: Record) -> IncidentDisputed:
            return it.dispute(part_of(Attribution, command), command.statement, report=report_of(command, record))

        return self._ledger.decide(Incident, id, decide, by=by, expecting=expecting)

    def grade(self, id: UUID, command: GradeIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Incident,
            id,
            lambda it, record: it.grade(
                command.grading, command.reason, by=by.actor, author=record.folded(Incident, id).author
            ),
            by=by,
            expecting=expecting,
        )

    def link(self, id: UUID, command: LinkIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Incident,
            id,
            lambda it, record: it.link(record.get(Incident, command.to, "to"), command.kind, command.reason),
            by=by,
            expecting=expecting,
        )

    def merge(self, id: UUID, command: MergeIncident, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Incident, record: Record) -> IncidentMerged:
            survivor = record.get(Incident, command.into, "into")
            merged, absorbed = it.merge(survivor, command.reason)
            record.also(survivor.id, absorbed)
            return merged

        return self._ledger.decide(Incident, id, decide, by=by, expecting=expecting)

    def split(self, id: UUID, command: SplitIncident, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Incident, record: Record) -> IncidentSplit:
            split, released = it.split(command.reason)
            record.also(record.get(Incident, it.merged_into or id, "id").id, released)
            return split

        return self._ledger.decide(Incident, id, decide, by=by, expecting=expecting)

    def retract(self, id: UUID, command: RetractIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Incident, id, lambda it: it.retract(command.reason), by=by, expecting=expecting)

    def reinstate(self, id: UUID, command: ReinstateIncident, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Incident, id, lambda it: it.reinstate(command.reason), by=by, expecting=expecting)


def _report(id: UUID | None, record: Record) -> Report | None:
    return record.named(Report, id, "report_id")
