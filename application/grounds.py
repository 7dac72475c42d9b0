"""Everything that a thing on record rests on, as entries: what goes with it where it is handed on (docs/resting.md).

Streams go whole, as an entry says nothing without those before it. So whoever folds no more than these entries gets
the same dossier of an incident, and the same lineage of a figure, as from the whole log.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from application.assertion_names import references
from application.deciding import Deciding
from application.ledger import Ledger
from application.moments import AsOf
from application.refusals import UnknownReference
from domain.casualty import Casualty
from domain.claim import Claim, ClaimAudited
from domain.fact import Aggregate, Entry, Position, named
from domain.incident import Incident
from domain.incident_facts import IncidentAbsorbed
from domain.policy import Policy


class Grounds:
    """What things rest on, as the log had it at a position."""

    def __init__(self, ledger: Ledger, deciding: Deciding) -> None:
        self._ledger = ledger
        self._deciding = deciding

    def of_incident(self, id: UUID, until: Position) -> Sequence[Position]:
        """An incident, those that were ever merged into it, their casualties, and what all that rests on.

        Raises:
            Missing: it was not on record.
        """
        self._must_be(Incident, id, until)
        return self._positions(self._incident(id, until), until)

    def of_figure(self, id: UUID, until: Position) -> Sequence[Position]:
        """A casualty with all its figures, and what they rest on.

        Raises:
            Missing: it was not on record.
        """
        self._must_be(Casualty, id, until)
        return self._positions([id], until)

    def of_claim(self, id: UUID, until: Position) -> Sequence[Position]:
        """A claim, what it asserts something of, and what the verdict on it rests on, now and in its recorded audits.

        The verdict is that of the policy which is used unless one is named.

        Raises:
            Missing: it was not on record.
            NotReadYet, ReadModelStopped, TookTooLong: it can't be decided just now.
        """
        claim = self._must_be(Claim, id, until)
        return self._positions([id, *self._asked(claim, until)], until)

    def _must_be(self, kind: type[Aggregate[Any, Any]], id: UUID, until: Position) -> Sequence[Entry]:
        return self._ledger.history(kind, id, until)

    def _incident(self, id: UUID, until: Position) -> Iterator[UUID]:
        """It and those merged into it, before or since split off again, each with its casualties."""
        waiting, known = [id], {id}
        while waiting:
            incident = waiting.pop()
            yield incident
            yield from self._ledger.opened(Casualty, until=until, about=incident)
            for entry in self._ledger.streams([incident]).get(incident, ()):
                if isinstance(entry.fact, IncidentAbsorbed) and entry.position <= until:
                    further = {*named(entry.fact)} - known
                    known |= further
                    waiting += sorted(further)

    def _asked(self, claim: Sequence[Entry], until: Position) -> Iterator[UUID]:
        """What a claim only asks of, and rests on none the less once it is audited."""
        assertion = claim[0].fact.assertion  # type: ignore[attr-defined]  # every claim begins with one
        yield from (it.id for it in references(assertion))
        for entry in claim:
            if isinstance(entry.fact, ClaimAudited):
                for told in entry.fact.witnesses:
                    yield from (told.incident_id, *told.report_ids, *([told.casualty_id] if told.casualty_id else ()))
        with suppress(UnknownReference):  # what it names is not on record: nothing to rest on
            verdict = self._deciding.verdict(assertion, Policy.HIGHEST_CREDIBILITY, AsOf(known_at=until))
            yield from verdict.coverages
            for witness in verdict.witnesses:
                yield from witness.report_ids
                yield from self._incident(witness.incident_id, until)

    def _positions(self, seeds: Iterable[UUID], until: Position) -> Sequence[Position]:
        """The entries of these streams, of all that they name, and of the imports that made them; in log order."""
        known: set[UUID] = set()
        waiting, found = {*seeds}, set[int]()
        while waiting:
            known |= waiting
            streams, waiting = self._ledger.streams(sorted(waiting)), set()
            for entries in streams.values():
                for it in entries:
                    if it.position <= until:
                        found.add(it.position)
                        waiting |= {it.cause, *named(it.fact)}
            waiting -= known
        return [Position(it) for it in sorted(found)]
