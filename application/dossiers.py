"""An incident's whole dossier as known at any moment, and what came to be known of it between two."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from application.forces import absorbed_by, allegiances_in, standing
from application.ledger import Ledger, Moment
from application.reading import Readings
from application.record import Record
from application.refusals import UnknownMoment
from application.views.casualty import CasualtyView
from application.views.change import Change
from application.views.force import ForceView
from application.views.incident import CitedReport, Dossier, IncidentView
from application.views.report import ReportView
from application.views.source import SourceView
from application.views.view import View
from domain.addition import Belonging, add_up
from domain.allegiance import Days, superiors
from domain.attribution import Attribution, RelayedSource
from domain.casualty import Casualty
from domain.fact import Position
from domain.force_facts import ForceKind
from domain.incident import Incident
from domain.report import Publication
from domain.toll import Side
from domain.value import part_of


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
        casualties = self._casualties(id, record, position)
        reports = {it: self._readings.one(ReportView, it, position) for it in _reports(incident, casualties)}
        forces = _forces(incident, casualties)
        sources = {it.source_id for it in reports.values()} | set(_relayed(incident, casualties, reports.values()))
        ids = {it.toll: it.id for it in casualties if not it.retracted}
        days = Days(incident.occurred.earliest, incident.occurred.latest)
        counted_in = add_up(ids, _belonging(forces, days, record), of=id)
        withdrawn = {it.id for it in reports.values() if it.withdrawn}
        return Dossier(
            **dict(incident),
            casualties=tuple(it.marking(withdrawn) for it in casualties),
            adds_up={
                harm: [ids[toll] for toll, wider in counted_in.items() if toll.harm is harm and wider is None]
                for harm in sorted({toll.harm for toll in ids})
            },
            counted_in={ids[toll]: ids[wider] for toll, wider in counted_in.items() if wider},
            cited={
                it.id: CitedReport(**dict(part_of(Publication, it)), withdrawn=it.withdrawn) for it in reports.values()
            },
            forces={it: self._readings.one(ForceView, it, position).name for it in sorted(forces)},
            sources={it: self._readings.one(SourceView, it, position).name for it in sorted(sources)},
        )

    def diff(self, id: UUID, since: Moment | None, until: Moment | None) -> Sequence[Change]:
        """What came to be known of an incident, its casualties and the reports it rests on, between two moments.

        After `since`, or from the beginning, and up to `until`, or by now; in log order.

        Raises:
            Missing: the incident was not on record at `until`.
            UnknownMoment: a moment has not come, or `until` is before `since`.
        """
        first, last = Position(0) if since is None else self._ledger.position_at(since), self._ledger.position_at(until)
        if last < first:
            raise UnknownMoment(f"`to` is position {last}, before `from`, {first}.", "to")
        incident = self._readings.one(IncidentView, id, last)
        record = Record(self._ledger, last)
        incidents = [incident, *(self._readings.one(IncidentView, it, last) for it in _absorbed(id, record))]
        casualties = self._casualties(id, record, last)
        reports = {report for each in incidents for report in _reports(each, casualties)}
        changes = [
            *(it for each in incidents for it in self._changes(IncidentView, each.id, first, last)),
            *(it for each in casualties for it in self._changes(CasualtyView, each.id, first, last)),
            *(it for each in reports for it in self._changes(ReportView, each, first, last) if it.was),
        ]
        return sorted(changes, key=lambda it: it.position)

    def _casualties(self, id: UUID, record: Record, position: Position) -> Sequence[CasualtyView]:
        return [
            self._readings.one(CasualtyView, casualty, position)
            for each in (id, *_absorbed(id, record))
            for _, casualty in self._ledger.opened(Casualty, until=position, about=each)
        ]

    def _changes(self, view: type[View], id: UUID, first: Position, last: Position) -> Iterator[Change]:
        before: View | None = None
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


def _attributions(incident: IncidentView, casualties: Iterable[CasualtyView]) -> Iterator[Attribution]:
    yield from incident.reports
    yield from incident.participations
    yield from incident.disputes
    for casualty in casualties:
        yield from casualty.figures
        yield from casualty.disputes
        yield from casualty.concessions
        yield from casualty.denials


def _reports(incident: IncidentView, casualties: Sequence[CasualtyView]) -> Sequence[UUID]:
    """Every report that something of the incident or its casualties rests on."""
    told = {it.report_id for it in _attributions(incident, casualties)}
    disputing = {it.disputed_by for casualty in casualties for it in casualty.disputes}
    correcting = {it.report_id for it in incident.basis.values() if it.report_id}
    return sorted(told | disputing | correcting)


def _forces(incident: IncidentView, casualties: Iterable[CasualtyView]) -> frozenset[UUID]:
    """Every force that takes part, is harmed, concedes or denies."""
    taking_part = {it.force_id for it in incident.participations}
    harmed = {it.side for it in casualties if isinstance(it.side, UUID)}
    conceding = {it.force_id for casualty in casualties for it in casualty.concessions}
    denying = {it.force_id for casualty in casualties for it in casualty.denials if it.force_id}
    return frozenset(taking_part | harmed | conceding | denying)


def _relayed(
    incident: IncidentView, casualties: Iterable[CasualtyView], reports: Iterable[ReportView]
) -> Iterator[UUID]:
    """Every source on record that something is said to come from."""
    originals = {it.original_source for it in _attributions(incident, casualties)}
    for original in originals | {it.original_source for it in reports}:
        if isinstance(original, RelayedSource):
            yield original.source_id


def _belonging(forces: Iterable[UUID], days: Days, record: Record) -> Belonging:
    """The sides that each of these forces belonged to on those days."""
    return {force: frozenset(_sides(force, days, record)) for force in forces}


def _sides(id: UUID, days: Days, record: Record) -> Iterator[Side]:
    """The force and those it stood under, each with those merged with it; whichever stands is the widest."""
    yield id
    for one in (id, *(superior for superior, _ in superiors(id, days, allegiances_in(record)))):
        force = standing(one, record, "side")
        yield force.id
        if force.id != id:
            yield from (it.id for it in absorbed_by(force, record))
        if force.kind is ForceKind.CIVILIANS:
            yield "civilians"
