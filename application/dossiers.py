"""An incident's whole dossier as seen from any standpoint, and what came to be known of it between two moments."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from application.forces import absorbed_by, allegiances_in, standing
from application.grading import graded
from application.ledger import Ledger
from application.moments import NOW, AsOf, Moment, Standpoint
from application.reading import Readings, Seen
from application.record import Record
from application.refusals import Missing
from application.standpoints import between
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
from domain.fact import Position
from domain.force_facts import ForceKind
from domain.incident import Incident
from domain.report import Publication
from domain.scales import Grading
from domain.toll import Side
from domain.value import part_of


class Dossiers:
    """The incidents on record, each with everything that belongs to it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._readings = Readings(ledger)

    def dossier(self, id: UUID, as_of: AsOf = NOW) -> Dossier:
        """An incident with its casualties, and those of the incidents merged into it, as seen from a standpoint.

        Raises:
            Missing: the incident was not on record.
            UnknownMoment, UnknownReference: as for `Readings.seen`.
        """
        seen = self._readings.seen(as_of)
        record = Record(seen)
        incident = seen.one(IncidentView, id)
        casualties = _casualties(id, record, seen)
        reports = {it: seen.one(ReportView, it) for it in _reports(incident, casualties)}
        forces = forces_in(incident, casualties)
        named = {it.source_id for it in reports.values()} | set(_relayed(incident, casualties, reports.values()))
        sources = {it: seen.one(SourceView, it) for it in sorted(named)}
        ids = {it.toll: it.id for it in casualties if not it.retracted}
        days = Days(incident.occurred.earliest, incident.occurred.latest)
        counted_in = add_up(ids, belonging(forces, days, record), of=id)
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
            forces={it: seen.one(ForceView, it).name for it in sorted(forces)},
            sources={id: it.name for id, it in sources.items()},
            grading_by_rule=graded(incident, casualties, seen, record, [*reports.values(), *sources.values()]),
        )

    def grade_by_rule(self, id: UUID, at: Standpoint) -> Grading | None:
        """The grade of an incident that follows by Airwars' rule, if any, as seen from a standpoint."""
        seen = Seen(self._ledger, at)
        record = Record(seen)
        try:
            return graded(seen.one(IncidentView, id), _casualties(id, record, seen), seen, record).grading
        except Missing:
            return None

    def diff(self, id: UUID, since: Moment | None, as_of: AsOf = NOW) -> Sequence[Change]:
        """What came to be known of an incident, its casualties and the reports it rests on, between two moments.

        After `since`, or from the beginning, and up to the moment that it is seen from; in log order.

        Raises:
            Missing: the incident was not on record at the later moment.
            UnknownMoment: a moment has not come, or the later one is before the earlier.
            UnknownReference: as for `Readings.seen`.
        """
        first, last = between(since, as_of.known_at, self._ledger)
        seen = self._readings.seen(as_of._replace(known_at=last))
        incident, record = seen.one(IncidentView, id), Record(seen)
        incidents = [incident, *(seen.one(IncidentView, it) for it in _absorbed(id, record))]
        casualties = _casualties(id, record, seen)
        reports = {report for each in incidents for report in _reports(each, casualties)}
        changes = [
            *(it for each in incidents for it in _changes(IncidentView, each.id, first, seen)),
            *(it for each in casualties for it in _changes(CasualtyView, each.id, first, seen)),
            *(it for each in reports for it in _changes(ReportView, each, first, seen) if it.was),
        ]
        return sorted(changes, key=lambda it: it.position)


def _casualties(id: UUID, record: Record, seen: Seen) -> Sequence[CasualtyView]:
    return [it for each in (id, *_absorbed(id, record)) for it in seen.all_about(CasualtyView, each)]


def _changes(view: type[View], id: UUID, after: Position, seen: Seen) -> Iterator[Change]:
    before: View | None = None
    for entry in seen.history(view.kind_of, id):
        now = view.opened(entry) if before is None else before.after(entry)
        if entry.position > after:
            yield Change.between(before, now, entry)
        before = now


def _absorbed(id: UUID, record: Record) -> Iterator[UUID]:
    """The incidents merged into this one, and those merged into them before."""
    waiting = [id]  # not by recursion: one incident after another may be merged, as many as there are
    while waiting:
        merged = waiting.pop()
        if merged != id:
            yield merged
        waiting += sorted(record.get(Incident, merged, "id").absorbed, reverse=True)


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
    revising = {it.corrected_by for casualty in casualties for it in casualty.figures if it.corrected_by}
    coding = {it.report_id for it in incident.codings}
    return sorted(told | disputing | correcting | revising | coding)


def forces_in(incident: IncidentView, casualties: Iterable[CasualtyView]) -> frozenset[UUID]:
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


def belonging(forces: Iterable[UUID], days: Days, record: Record) -> Belonging:
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
