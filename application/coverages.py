"""What can be done with coverages."""

from uuid import UUID

from application.ledger import Ledger
from application.record import Record
from application.recording import Behalf, Receipt
from domain.coverage import Coverage, CoverageDeclared, Declaration
from domain.report import Report
from domain.value import Reason, Value


class DeclareCoverage(Declaration):
    """Declare that the record is complete for an area, a period and kinds of incident."""


class WithdrawCoverage(Value):
    """Say that the record is not complete there after all."""

    reason: Reason


class Coverages:
    """The coverages on record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def declare(self, command: DeclareCoverage, *, by: Behalf) -> Receipt:
        def decide(record: Record) -> CoverageDeclared:
            return Coverage.declare(command, record.named(Report, command.report_id, "report_id"), record.now)

        return self._ledger.open(decide, by=by)

    def withdraw(self, id: UUID, command: WithdrawCoverage, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Coverage, id, lambda it: it.withdraw(command.reason), by=by, expecting=expecting)
