"""What can be done with reports."""

from uuid import UUID

from application.attribution import relayed_by
from application.ledger import Ledger
from application.record import Record
from application.recording import Behalf, Receipt
from domain.report import Copy, Publication, Report, ReportRecorded
from domain.source import Source
from domain.value import Reason, Value


class RecordReport(Publication):
    """Enter one item that a source published."""


class ArchiveCopy(Copy):
    """Enter an archived copy of a report."""


class WithdrawReport(Value):
    """Hold a report no longer good."""

    reason: Reason


class ReinstateReport(Value):
    """Undo a report's withdrawal."""

    reason: Reason


class Reports:
    """The reports on record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def record(self, command: RecordReport, *, by: Behalf) -> Receipt:
        def decide(record: Record) -> ReportRecorded:
            record.get(Source, command.source_id, "source_id")
            return Report.record(command, relayed_by(command.original_source, record), record.now)

        return self._ledger.open(decide, by=by)

    def archive(self, id: UUID, command: ArchiveCopy, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.decide(
            Report, id, lambda it, record: it.archive(command, record.now), by=by, expecting=expecting
        )

    def withdraw(self, id: UUID, command: WithdrawReport, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Report, id, lambda it: it.withdraw(command.reason), by=by, expecting=expecting)

    def reinstate(self, id: UUID, command: ReinstateReport, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Report, id, lambda it: it.reinstate(command.reason), by=by, expecting=expecting)
