"""What can be done with sources."""

from uuid import UUID

from application.ledger import Ledger
from application.recording import Behalf, Receipt
from domain.scales import Reliability
from domain.source import Outlet, Source
from domain.value import Reason, Value


class RegisterSource(Outlet):
    """Enter an outlet or organisation."""


class RateSource(Value):
    """Judge how reliable a source has proved (Admiralty code, A to F)."""

    reliability: Reliability
    reason: Reason


class Sources:
    """The sources on record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def register(self, command: RegisterSource, *, by: Behalf) -> Receipt:
        return self._ledger.open(lambda _: Source.register(command), by=by)

    def rate(self, id: UUID, command: RateSource, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(
            Source, id, lambda it: it.rate(command.reliability, command.reason), by=by, expecting=expecting
        )
