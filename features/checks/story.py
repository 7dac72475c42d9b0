"""A history as it comes about: few things, so that what is said of them competes and corrects."""

from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from random import Random
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from application.assertion_names import must_be_on_record
from application.casualties import Casualties
from application.claims import MakeClaim, StoreFeature, WithdrawClaim
from application.coverages import Coverages
from application.forces import Forces
from application.incidents import Incidents
from application.ledger import Ledger
from application.record import Record
from application.recording import Behalf, Receipt
from application.reports import Reports
from application.sources import Sources
from domain.actor import Actor, Role
from domain.attribution import Attribution, OriginalSource, RelayedSource
from domain.casualty import Casualty
from domain.claim import Audit, Claim, ClaimMade
from domain.coverage import Coverage
from domain.fact import Aggregate
from domain.force import Force
from domain.imports import Counts, Import, ImportBegun, ImportFinished, Release
from domain.incident import Incident
from domain.report import Report
from domain.source import Source
from domain.value import Id, Value
from features.checks.logs import Logs

T = TypeVar("T")
Kind = type[Aggregate[Any, Any]]


class FinishImport(Value):
    """Say that every row was looked at."""

    counts: Counts
    coverage_id: Id | None = None


class Imports:
    """Imports as the importer enters them, without their rows."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def begin(self, command: Release, *, by: Behalf) -> Receipt:
        def decide(record: Record) -> ImportBegun:
            return Import.begin(command, record.get(Report, command.report_id, "report_id"))

        return self._ledger.open(decide, by=by)

    def finish(self, id: UUID, command: FinishImport, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Import, record: Record) -> ImportFinished:
            record.named(Coverage, command.coverage_id, "coverage_id")
            return it.finish(command.counts, command.coverage_id)

        return self._ledger.decide(Import, id, decide, by=by, expecting=expecting)


class Claims:
    """Claims as they are entered, audited with whatever verdict: what follows from it is the same for all."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def make(self, command: MakeClaim, *, by: Behalf) -> Receipt:
        def decide(record: Record) -> ClaimMade:
            report = record.get(Report, command.report_id, "report_id")
            must_be_on_record(command.assertion, record)
            return Claim.make(command, report)

        return self._ledger.open(decide, by=by)

    def audit(self, id: UUID, command: Audit, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Claim, id, lambda it: it.audit(command), by=by, expecting=expecting)

    def withdraw(self, id: UUID, command: WithdrawClaim, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Claim, id, lambda it: it.withdraw(command.reason), by=by, expecting=expecting)

    def store_feature(self, id: UUID, command: StoreFeature, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Claim, id, lambda it: it.store_feature(command), by=by, expecting=expecting)


_SERVICES: Mapping[Kind, Callable[[Ledger], Any]] = {
    Source: Sources,
    Report: Reports,
    Force: Forces,
    Incident: Incidents,
    Casualty: Casualties,
    Coverage: Coverages,
    Import: Imports,
    Claim: Claims,
}


_WORDS = ["So it is.", "Not so.", "It was another one."]
_ACTORS = [Actor(name="Rima", role=Role.ANALYST), Actor(name="Noor", role=Role.REVIEWER)]


class Story:
    """A history as it comes about: what is on record so far, and what is said next of it."""

    def __init__(self, logs: Logs, random: Random) -> None:
        self.random = random
        self.ledger = logs.open()
        self.ledger._new_id = self.new_id  # the ids too follow from the seed
        self._services = {kind: service(self.ledger) for kind, service in _SERVICES.items()}
        self._ids: dict[Kind, list[UUID]] = {kind: [] for kind in _SERVICES}

    def new_id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def do(self, deed: "Deed") -> None:
        """Does it, to something that it fits if there is any; Refusal where that can't be."""
        method = getattr(self._services[deed.kind], deed.name)
        by = Behalf(self.one(_ACTORS), self.new_id())
        if "id" not in signature(method).parameters:
            self._ids[deed.kind].append(method(deed.command(self, None), by=by).id)
            return
        fitting = [it for it in (self.state(deed.kind, id) for id in self._ids[deed.kind]) if deed.fits(it)]
        if fitting:
            state = self.one(fitting)
            version = self.ledger.folded(deed.kind, state.id).version
            method(state.id, deed.command(self, state), by=by, expecting=version)

    def state(self, kind: type[Any], id: UUID) -> Any:
        """The present state of a thing."""
        return self.ledger.folded(kind, id).state

    def one(self, some: Sequence[T]) -> T:
        """One of several."""
        return self.random.choice(some)

    def word(self) -> str:
        """Some reason or statement."""
        return self.one(_WORDS)

    def an(self, kind: Kind) -> UUID:
        """Something of a kind."""
        return self.one(self._ids[kind])

    def perhaps(self, kind: Kind) -> UUID | None:
        """Something of a kind, or nothing."""
        return self.one([self.an(kind), None])

    def said(self) -> Attribution:
        """On the word of some report, which may have it from somebody else."""
        return Attribution(report_id=self.an(Report), original_source=self.original())

    def original(self) -> OriginalSource | None:
        """Whom something comes from: mostly the report itself."""
        report = self.perhaps(Report) if self._ids[Report] else None
        source = self.state(Report, report).source_id if report else self.an(Source)
        return self.one([*[None] * 6, "An officer.", RelayedSource(source_id=source, report_id=report)])


class Deed(NamedTuple):
    """One thing that an analyst may do: how often, to what, by which use case, and the command."""

    often: int
    kind: Kind
    name: str
    command: Callable[[Story, Any], Value]
    fits: Callable[[Any], object] = bool
