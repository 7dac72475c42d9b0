"""What can be done with forces."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from application.ledger import Ledger
from application.record import Record
from application.recording import Behalf, Receipt
from domain.allegiance import Allegiance, AllegianceKind, AllegiancesOf
from domain.force import Force
from domain.force_facts import Actorhood, AllegianceDeclared, ForceMerged, ForceSplit
from domain.report import Report
from domain.value import Id, Line, Reason, Value


class RegisterForce(Actorhood):
    """Enter an armed actor, or a population when it is the one harmed."""


class RenameForce(Value):
    """Give a force another name; the old one stays as an alias."""

    name: Line
    reason: Reason


class AddAlias(Value):
    """Add a name that a force is also known by."""

    alias: Line


class DeclareAllegiance(Allegiance):
    """Say that a force held to another, and during which EDTF period."""

    report_id: Id | None = None


class WithdrawAllegiance(Value):
    """Take back that a force held to another in this way."""

    to: Id
    kind: AllegianceKind
    reason: Reason


class MergeForce(Value):
    """Say that a force is the same as another, which stands for both."""

    into: Id
    reason: Reason


class SplitForce(Value):
    """Undo a merger."""

    reason: Reason


class Forces:
    """The forces on record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def register(self, command: RegisterForce, *, by: Behalf) -> Receipt:
        return self._ledger.open(lambda _: Force.register(command), by=by)

    def rename(self, id: UUID, command: RenameForce, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(
            Force, id, lambda it: it.rename(command.name, command.reason), by=by, expecting=expecting
        )

    def add_alias(self, id: UUID, command: AddAlias, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Force, id, lambda it: it.add_alias(command.alias), by=by, expecting=expecting)

    def declare_allegiance(self, id: UUID, command: DeclareAllegiance, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Force, record: Record) -> AllegianceDeclared:
            superior = record.get(Force, command.to, "to")
            report = record.named(Report, command.report_id, "report_id")
            allegiance = Allegiance(to=command.to, kind=command.kind, during=command.during)
            return it.declare_allegiance(allegiance, allegiances_in(record), superior=superior, report=report)

        return self._ledger.decide(Force, id, decide, by=by, expecting=expecting)

    def withdraw_allegiance(self, id: UUID, command: WithdrawAllegiance, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(
            Force,
            id,
            lambda it: it.withdraw_allegiance(command.to, command.kind, command.reason),
            by=by,
            expecting=expecting,
        )

    def merge(self, id: UUID, command: MergeForce, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Force, record: Record) -> ForceMerged:
            survivor = record.get(Force, command.into, "into")
            merged, absorbed = it.merge(survivor, allegiances_in(record), command.reason)
            record.also(survivor.id, absorbed)
            return merged

        return self._ledger.decide(Force, id, decide, by=by, expecting=expecting)

    def split(self, id: UUID, command: SplitForce, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Force, record: Record) -> ForceSplit:
            split, released = it.split(command.reason)
            record.also(record.get(Force, it.merged_into or id, "id").id, released)
            return split

        return self._ledger.decide(Force, id, decide, by=by, expecting=expecting)


def allegiances_in(record: Record) -> AllegiancesOf:
    """The allegiances of each force on record: as of the force that stands for it, and with those merged into it."""

    def of(id: UUID) -> Sequence[Allegiance]:
        force = standing(id, record, "to")
        return [
            allegiance.model_copy(update={"to": standing(allegiance.to, record, "to").id})
            for one in (force, *absorbed_by(force, record))
            for allegiance in one.allegiances
        ]

    return of


def standing(id: UUID, record: Record, field: str) -> Force:
    """The force that stands for this one: itself, unless it was merged."""
    force = record.get(Force, id, field)
    while force.merged_into is not None:
        force = record.get(Force, force.merged_into, field)
    return force


def absorbed_by(force: Force, record: Record) -> Iterator[Force]:
    """The forces merged into this one, and those merged into them before."""
    waiting = sorted(force.absorbed, reverse=True)
    while waiting:
        absorbed = record.get(Force, waiting.pop(), "to")
        yield absorbed
        waiting += sorted(absorbed.absorbed, reverse=True)
