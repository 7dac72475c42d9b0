"""An incident's whole dossier as known at any moment, and what came to be known of it between two."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from application.forces import allegiances_in, standing
from application.ledger import Ledger, Moment
from application.reading import Readings
from application.record import Record
from application.refusals import UnknownMoment
from application.views.casualty import CasualtyView
from application.views.change import Change
from application.views.incident import Dossier, IncidentView
from domain.addition import Belonging, add_up
from domain.allegiance import Days, superiors
from domain.casualty import Casualty
from domain.fact import Position
from domain.force_facts import ForceKind
from domain.incident import Incident
from domain.report import Report
from domain.toll import Side


class Dossiers:
    """The incidents on record, each with everything that belongs to it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._readings = Readings(ledger)

    def dossier(self, id: UUID, known_at: Moment | None = None) -> Dossier:
        """An incident with its casualties, and those of the incidents merged into it, as known at a moment.

        Raises:
            Missing: the incident was not on record.
            UnknownMoment: the moment has not come.
        """
        position = self._ledger.position_at(known_at)
        record = Record(self._ledger, position)
        incident = self._readings.one(IncidentView, id, position)
        casualties = [
            self._readings.one(CasualtyView, casualty, position)
            for each in (id, *_absorbed(id, record))
            for _, casualty in self._ledger.opened(Casualty, until=position, about=each)
        ]
        ids = {it.toll: it.id for it in casualties if not it.retracted}
        forces = {it.force_id for it in incident.participations} | {it.side for it in ids if isinstance(it.side, UUID)}
        days = Days(incident.occurred.earliest, incident.occurred.latest)
        counted_in = add_up(ids, _belonging(forces, days, record))
        return Dossier(
            **dict(incident),
            casualties=tuple(it.marking(_withdrawn(casualties, record)) for it in casualties),
            adds_up={
                harm: [ids[toll] for toll, wider in counted_in.items() if toll.harm is harm and wider is None]
                for harm in sorted({toll.harm for toll in ids})
            },
            counted_in={ids[toll]: ids[wider] for toll, wider in counted_in.items() if wider},
        )

    def diff(self, id: UUID, since: Moment | None, until: Moment | None) -> Sequence[Change]:
        """What came to be known of an incident and its casualties after one moment and up to another, in log order.

        Raises:
            Missing: the incident was not on record at `until`.
            UnknownMoment: a moment has not come, or `until` is before `since`.
        """
        first, last = Position(0) if since is None else self._ledger.position_at(since), self._ledger.position_at(until)
        if last < first:
            raise UnknownMoment(f"`to` is position {last}, before `from`, {first}.", "to")
        record = Record(self._ledger, last)
        incidents = (id, *_absorbed(id, record))
        changes = [
            *(it for each in incidents for it in self._changes(IncidentView, each, first, last)),
            *(
                it
                for each in incidents
                for _, casualty in self._ledger.opened(Casualty, until=last, about=each)
                for it in self._changes(CasualtyView, casualty, first, last)
            ),
        ]
        return sorted(changes, key=lambda it: it.position)

    def _changes(
        self, view: type[IncidentView | CasualtyView], id: UUID, first: Position, last: Position
    ) -> Iterator[Change]:
        before: IncidentView | CasualtyView | None = None
        for entry in self._ledger.history(view.kind_of, id, last):
            now = view.opened(entry) if before is None else before.after(entry)
            if entry.position > first:
                yield Change.between(before, now, entry)
            before = now


def _absorbed(id: UUID, record: Record) -> Iterator[UUID]:
    """The incidents merged into this one, and those merged into them before."""
    for each in sorted(record.get(Incident, id, "id").absorbed):
        yield each
        yield from _absorbed(each, record)


def _belonging(forces: Iterable[UUID], days: Days, record: Record) -> Belonging:
    """The sides that each of these forces belonged to on those days."""
    return {force: frozenset(_sides(force, days, record)) for force in forces}


def _sides(id: UUID, days: Days, record: Record) -> Iterator[Side]:
    force = standing(id, record, "side")
    yield from (id, force.id)
    if force.kind is ForceKind.CIVILIANS:
        yield "civilians"
    yield from (superior for superior, _ in superiors(id, days, allegiances_in(record)))


def _withdrawn(casualties: Iterable[CasualtyView], record: Record) -> frozenset[UUID]:
    reports = {figure.report_id for casualty in casualties for figure in casualty.figures}
    return frozenset(it for it in reports if record.get(Report, it, "report_id").withdrawn)
