"""Commands that meet or come twice: what was true of one alone is true of all, and each is recorded once."""

from functools import partial
from uuid import UUID

import pytest

from application.casualties import ReportCasualty
from application.forces import DeclareAllegiance, RegisterForce, allegiances_in
from application.incidents import MergeIncident, ReclassifyIncident, ReportIncident
from application.ledger import Ledger
from application.record import Record
from application.recording import Once, Receipt
from application.refusals import KeyReused, Stale
from application.reports import RecordReport
from application.services import Services
from domain.allegiance import Allegiance, AllegianceKind
from domain.casualty import AlreadyCounted, Casualty
from domain.fact import Position
from domain.figure import Figure, Qualifier
from domain.force import Force, StandsUnderItself
from domain.force_facts import AllegianceDeclared, ForceKind
from domain.incident import Incident
from domain.kinds import IncidentKind
from domain.period import Period
from domain.place import Place, Precision
from domain.refusal import NothingChanges, Refusal
from domain.scales import Reliability
from domain.toll import Harm
from features.checks.logs import RIMA, Clock, Logs, at_once, everywhere, rate, register

pytestmark = everywhere

A, B = Reliability("A"), Reliability("B")
ONCE = Once("Rima", "key", "digest")
UNDER = AllegianceKind.UNDER_COMMAND_OF


@pytest.fixture
def desks(logs: Logs) -> tuple[Services, Services]:
    """Two processes on one log."""
    return logs.services(), logs.services()


def force(desk: Services, name: str) -> UUID:
    return desk.forces.register(RegisterForce(name=name, kind=ForceKind.REBEL_GROUP), by=RIMA).id


def report(desk: Services) -> UUID:
    source = register(desk.ledger).id
    command = RecordReport(source_id=source, headline="Clash at Khasham", published_at="2018-02-08")
    return desk.reports.record(command, by=RIMA).id


def incident(desk: Services, report: UUID) -> UUID:
    command = ReportIncident(
        title="Clash", kind=IncidentKind.ARMED_CLASH, occurred=Period(edtf="2018-02-07"), report_id=report,
        place=Place(name="Khasham", precision=Precision.WITHIN_25_KM),
    )  # fmt: skip
    return desk.incidents.report(command, by=RIMA).id


def test_of_two_allegiances_that_would_close_a_circle_one_is_recorded(desks: tuple[Services, Services]) -> None:
    for turn in range(10):
        ids = [force(desks[0], f"{turn} {side}") for side in "ab"]
        tasks = [
            partial(desk.forces.declare_allegiance, id, DeclareAllegiance(to=to, kind=UNDER), by=RIMA, expecting=1)
            for desk, id, to in zip(desks, ids, reversed(ids), strict=True)
        ]
        refused = [end.exception() for end in at_once(*tasks)]
        assert [type(it) for it in refused if it] == [StandsUnderItself]
        assert sum(len(desks[0].ledger.load(Force, id).allegiances) for id in ids) == 1


def test_a_circle_that_another_process_closes_during_the_decision_is_refused(desks: tuple[Services, Services]) -> None:
    here, there = desks
    below, between, above = (force(here, name) for name in ("below", "between", "above"))
    there.forces.declare_allegiance(between, DeclareAllegiance(to=above, kind=UNDER), by=RIMA, expecting=1)
    decided = list[AllegianceDeclared]()

    def decide(it: Force, record: Record) -> AllegianceDeclared:
        superior = record.get(Force, between, "to")
        allegiance = Allegiance(to=between, kind=UNDER)
        fact = it.declare_allegiance(allegiance, allegiances_in(record), superior=superior, report=None)
        if not decided:
            there.forces.declare_allegiance(above, DeclareAllegiance(to=below, kind=UNDER), by=RIMA, expecting=1)
        decided.append(fact)
        return fact

    with pytest.raises(StandsUnderItself):
        here.ledger.decide(Force, below, decide, by=RIMA, expecting=1)
    assert len(decided) == 1
    assert not here.ledger.load(Force, below).allegiances


def test_a_merger_is_two_entries_in_one_transaction(logs: Logs, desks: tuple[Services, Services]) -> None:
    here, there = desks
    word = report(here)
    merged, survivor = incident(here, word), incident(here, word)
    command = ReclassifyIncident(kind=IncidentKind.BATTLE, reason="Heavier than thought.")
    there.incidents.reclassify(survivor, command, by=RIMA, expecting=1)
    logs.clock.now = logs.clock.now.replace(year=2027)
    receipt = here.incidents.merge(merged, MergeIncident(into=survivor, reason="The same."), by=RIMA, expecting=1)
    entries = there.ledger.entries(Position(receipt.position - 1), 10)
    assert [(it.originator_id, it.originator_version, type(it.fact).__name__) for it in entries] == [
        (merged, 2, "IncidentMerged"),
        (survivor, 3, "IncidentAbsorbed"),
    ]
    assert {(it.recorded_at, it.cause) for it in entries} == {(logs.clock.now, RIMA.cause)}


def test_of_two_incidents_merged_into_each_other_one_is(desks: tuple[Services, Services]) -> None:
    word = report(desks[0])
    for _ in range(10):
        ids = [incident(desks[0], word) for _ in range(2)]
        tasks = [
            partial(desk.incidents.merge, id, MergeIncident(into=into, reason="The same."), by=RIMA, expecting=1)
            for desk, id, into in zip(desks, ids, reversed(ids), strict=True)
        ]
        refused = [end.exception() for end in at_once(*tasks)]
        assert len([it for it in refused if it is None]) == 1
        states = [desks[0].ledger.load(Incident, id) for id in ids]
        assert [it.merged_into for it in states if it.merged_into] == [it.id for it in states if it.absorbed]


def test_a_toll_that_many_report_at_once_is_counted_once(desks: tuple[Services, Services]) -> None:
    word = report(desks[0])
    for _ in range(5):
        command = ReportCasualty(
            incident_id=incident(desks[0], word), side="all", harm=Harm.KILLED, report_id=word,
            figure=Figure(best=35, qualifier=Qualifier.EXACT),
        )  # fmt: skip
        ends = at_once(*[partial(desk.casualties.report, command, by=RIMA) for desk in desks * 2])
        assert [type(end.exception()) for end in ends if end.exception()] == [AlreadyCounted] * 3
        (receipt,) = [end.result() for end in ends if not end.exception()]
        assert (receipt.id, receipt.version) == (command.casualty_id, 1)
        assert len(desks[0].ledger.history(Casualty, command.casualty_id)) == 1


def test_a_command_sent_again_is_answered_again(logs: Logs, ledger: Ledger) -> None:
    first = register(ledger, once=ONCE)
    again = rate(ledger, first.id, A, expecting=1, once=ONCE._replace(key="another"))
    assert register(ledger, once=ONCE._replace(owner="Sami")).position == 3
    before = logs.rows()
    ledger.close()
    for later in (logs.open(), logs.open()):
        assert register(later, once=ONCE) == first
        assert rate(later, first.id, A, expecting=1, once=ONCE._replace(key="another")) == again
    assert logs.rows() == before
    with pytest.raises(KeyReused):
        register(later, once=ONCE._replace(digest="another"))
    assert logs.rows() == before


def test_a_refused_command_leaves_its_key_free(ledger: Ledger) -> None:
    id = register(ledger).id
    rate(ledger, id, A, expecting=1)
    for refused, expecting in ((Stale, 1), (NothingChanges, 2)):
        with pytest.raises(refused):
            rate(ledger, id, A, expecting=expecting, once=ONCE)
    assert rate(ledger, id, B, expecting=2, once=ONCE._replace(digest="another")).position == 3


def test_a_command_sent_many_times_at_once_is_recorded_once(logs: Logs) -> None:
    ledgers = [logs.open(), logs.open()]
    id = register(ledgers[0]).id
    for turn in range(1, 11):
        once = ONCE._replace(key=f"{turn}")
        tasks = [partial(rate, each, id, A if turn % 2 else B, expecting=turn, once=once) for each in ledgers * 3]
        assert {end.result() for end in at_once(*tasks)} == {Receipt(id=id, version=turn + 1, position=turn + 1)}


@pytest.mark.parametrize(("digest", "refused"), [("digest", None), ("another", KeyReused)])
def test_a_command_is_not_refused_for_what_it_did_itself(
    logs: Logs, digest: str, refused: type[Refusal] | None
) -> None:
    clock, other, receipts = Clock(), logs.open(), list[Receipt]()
    ledger = logs.open(deciding=clock)
    id = register(ledger).id
    # As this one begins to decide, its twin is recorded.
    clock.meanwhile = lambda: receipts.append(rate(other, id, A, expecting=1, once=ONCE._replace(digest=digest)))
    if refused:
        with pytest.raises(refused):
            rate(ledger, id, A, expecting=1, once=ONCE)
    else:
        receipts.append(rate(ledger, id, A, expecting=1, once=ONCE))
    assert set(receipts) == {Receipt(id=id, version=2, position=2)}
