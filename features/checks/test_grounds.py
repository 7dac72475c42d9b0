"""Whoever has no more than the entries of a bundle is told the same of what it is of, as from the whole log."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from hypothesis import given, settings

from application.cloud_events import entry_of
from application.dossiers import Dossiers
from application.ledger import Ledger
from application.lineage import Lineages
from application.moments import AsOf
from application.services import Services
from domain.casualty import Casualty
from domain.claim import Claim
from domain.fact import Aggregate, Position
from domain.incident import Incident
from domain.refusal import Refusal
from features.checks.bundles import found
from features.checks.histories import Program, histories, played
from features.checks.logs import Logs
from interface.first_case import tell_first_case
from interface.first_claims import tell_first_claims

Kind = type[Aggregate[Any, Any]]


def bundled(services: Services, kind: Kind, id: UUID) -> Sequence[int]:
    """The positions of the entries in a bundle, which both verifiers find right."""
    bundle = b"".join(services.bundles.of(kind, id))
    it = found(bundle)
    assert it.right, it.words
    lines = [line for line in bundle.splitlines()[1:] if not line.startswith(b'{"position"')]
    return [entry_of(line).id for line in lines]


def only(logs: Logs, positions: Sequence[int], directory: Path) -> Ledger:
    """A log that has only these entries, at their positions."""
    rest = Logs(directory)
    with closing(sqlite3.connect(rest.path)) as copy:
        logs.plain().backup(copy)
        for (name,) in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            copy.execute(f"DROP TRIGGER {name}")
        kept = json.dumps([*positions])
        copy.execute("DELETE FROM entries WHERE position NOT IN (SELECT value FROM json_each(?))", (kept,))
        copy.commit()
    rest.clock.now = logs.clock.now
    return rest.open()


def is_told_the_same(logs: Logs, kind: Kind, id: UUID, ledger: Ledger, services: Services) -> None:
    with TemporaryDirectory() as directory:
        positions = bundled(services, kind, id)
        with closing(only(logs, positions, Path(directory))) as rest:
            last = positions[-1]
            for known_at in {last, *positions[:: max(1, len(positions) // 5)]}:
                at = AsOf(known_at=Position(known_at))
                assert answer(kind, id, at, rest) == answer(kind, id, at, ledger)


def answer(kind: Kind, id: UUID, at: AsOf, ledger: Ledger) -> object:
    """What is told of a thing, or why nothing is."""
    try:
        return Dossiers(ledger).dossier(id, at) if kind is Incident else Lineages(ledger).lineage(id, as_of=at)
    except Refusal as refusal:
        return type(refusal)


@settings(max_examples=10)
@given(histories)
def test_dossiers_and_lineages_need_no_more_than_their_bundle(program: Program) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs:
        ledger = logs.open()
        services = logs.services(ledger)
        services.proving.sign()
        end = ledger.position_at(None)
        for kind in (Incident, Casualty):
            for id in ledger.opened(kind, until=end)[:4]:
                is_told_the_same(logs, kind, id, ledger, services)


def test_a_claim_goes_with_what_its_verdict_rests_on(logs: Logs) -> None:
    ledger = logs.open()
    services = logs.services(ledger)
    case = tell_first_case(services)
    tell_first_claims(services, case)
    services.proving.sign()
    model = logs.models[-1]
    with suppress(Refusal):
        model.start()
    end = ledger.position_at(None)
    assert model.reach(end, 60)
    about = []
    for id in ledger.opened(Claim, until=end):
        positions = bundled(services, Claim, id)
        streams = {it.originator_id for it in ledger.entries(Position(0), end) if it.position in positions}
        assert id in streams
        about += [id] if {case.incident, case.militia_killed} <= streams else []
    assert about


def test_what_a_bundle_leaves_out_rests_on_nothing_in_it(logs: Logs) -> None:
    ledger = logs.open()
    services = logs.services(ledger)
    case = tell_first_case(services)
    tell_first_claims(services, case)
    services.proving.sign()
    positions = bundled(services, Incident, case.incident)
    assert 0 < len(positions) < ledger.position_at(None)  # the claims are not in it
    assert not [
        it
        for it in ledger.entries(Position(0), 1_000)
        if it.position in positions and "Claim" in type(it.fact).__name__
    ]
