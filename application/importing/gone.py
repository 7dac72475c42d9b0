"""Retracts what a release does not hold any more, within the scope that it declares itself complete for."""

from collections.abc import Callable, Iterator
from uuid import UUID

from application.importing.entering import Outcome, What
from application.importing.release import ReleaseAtHand
from application.importing.working import Working, settled
from application.ledger import Ledger
from application.record import fold
from domain.coverage import Scope
from domain.incident import Incident
from domain.incident_facts import IncidentRetracted


def retract_gone(
    scope: Scope, holds: Callable[[UUID], bool], working: Working, ledger: Ledger, release: ReleaseAtHand
) -> Iterator[tuple[str, Outcome]]:
    """Retracts the incidents of earlier releases that this one covers and does not hold; each with its row's id."""
    for cause in sorted(release.earlier):
        for ids in ledger.opened_by(Incident, cause):
            gone = [id for id in ids if not holds(id)]
            found: list[tuple[str, Outcome]] = []

            def decide(gone: list[UUID] = gone, found: list[tuple[str, Outcome]] = found) -> None:
                found.clear()
                working.fetch(gone)
                found += [each for id in gone if (each := _retract(id, scope, working, release))]

            settled(decide, working)
            yield from found


def _retract(id: UUID, scope: Scope, working: Working, release: ReleaseAtHand) -> tuple[str, Outcome] | None:
    history = working.history(id)
    before = fold(Incident, id, iter(release.said_before(history)))
    assert before is not None, "earlier releases opened it"
    said = before.state
    if said.retracted or not scope.holds(said.kind, said.occurred, said.place):
        return None
    row = next((it.row for it in said.codings if it.dataset == release.dataset), "")
    if any(it.cause == release.cause and isinstance(it.fact, IncidentRetracted) for it in history):
        return row, Outcome(What.RETRACTED, id)
    now = working.the(Incident, id)
    if now.retracted or now.merged_into:
        return None
    working.add(Incident, id, now.retract(f"{release.reason[:-1]} by holding it no more, within what it covers."))
    return row, Outcome(What.RETRACTED, id)
