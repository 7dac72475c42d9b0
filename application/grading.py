"""An incident as Airwars' grading rule reads it, from what is seen of it from some standpoint."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from application.forces import standing
from application.reading import Seen
from application.record import Record
from application.views.casualty import CasualtyView, ConcessionView, DenialView, FigureView
from application.views.incident import GradingByRule, IncidentView, ParticipationView
from application.views.report import ReportView
from application.views.source import SourceView
from application.views.view import Basis
from domain.attribution import Attribution, OriginalSource, RelayedSource
from domain.force_facts import ForceKind
from domain.grading_rule import grade
from domain.harm_told import FigureTold, IncidentTold, PartTold, Saying, StanceTold, TollTold
from domain.moment import last_microsecond
from domain.originals import Relaying


def graded(
    incident: IncidentView,
    casualties: Iterable[CasualtyView],
    seen: Seen,
    record: Record,
    read: Iterable[ReportView | SourceView] = (),
) -> GradingByRule:
    """The grade that an incident and its casualties would have by Airwars' rule, and whether its analyst disagrees.

    They disagree where both give a grade, and another one. Reports and sources that were `read` are not read again.
    """
    rule = grade(_Telling(seen, record, read).incident(incident, casualties))
    disagrees = None not in {rule.grading, incident.grading} and rule.grading is not incident.grading
    return GradingByRule(**dict(rule), disagrees=disagrees)


class _Telling:
    """Tells the rule of one incident; it reads each report, source and force once."""

    def __init__(self, seen: Seen, record: Record, read: Iterable[ReportView | SourceView]) -> None:
        read = [*read]
        self._seen = seen
        self._record = record
        self._reports = {it.id: it for it in read if isinstance(it, ReportView)}
        self._sources = {it.id: it for it in read if isinstance(it, SourceView)}

    def incident(self, incident: IncidentView, casualties: Iterable[CasualtyView]) -> IncidentTold:
        return IncidentTold(
            stands=not incident.retracted and incident.merged_into is None,
            tolls=[self._toll(it) for it in casualties],
            parts=[self._part(it) for it in incident.participations],
        )

    def _toll(self, casualty: CasualtyView) -> TollTold:
        relaying = Relaying(casualty.figures, self._led_to(casualty.figures))
        stances: list[ConcessionView | DenialView] = [*casualty.concessions, *casualty.denials]
        return TollTold(
            toll=casualty.toll,
            of_population=isinstance(casualty.side, UUID) and self._force(casualty.side)[1],
            retracted=casualty.retracted,
            figures=[self._figure(it, relaying) for it in casualty.figures],
            stances=[self._stance(it) for it in sorted(stances, key=lambda it: it.basis.position)],
        )

    def _figure(self, it: FigureView, relaying: Relaying) -> FigureTold:
        return FigureTold(
            said=self._said(it, it.basis),
            figure=it.figure,
            originals=relaying.originals(it),
            credibility=it.credibility,
            reliability=self._source(self._report(it.report_id).source_id).reliability,
        )

    def _stance(self, it: ConcessionView | DenialView) -> StanceTold:
        return StanceTold(
            said=self._said(it, it.basis),
            accepts=isinstance(it, ConcessionView),
            force=it.force_id and self._force(it.force_id)[0],
            published=last_microsecond(self._report(it.report_id).published_at),
        )

    def _part(self, it: ParticipationView) -> PartTold:
        force, is_population = self._force(it.force_id)
        return PartTold(self._said(it, it.basis), force, it.camp, it.role, is_population)

    def _said(self, it: Attribution, basis: Basis) -> Saying:
        return Saying(basis.position, it.report_id, not self._report(it.report_id).withdrawn)

    def _force(self, id: UUID) -> tuple[UUID, bool]:
        """The force that stands for this one, and whether it is a civilian population."""
        force = standing(id, self._record, "force_id")
        return force.id, force.kind is ForceKind.CIVILIANS

    def _led_to(self, statements: Iterable[Attribution]) -> Mapping[UUID, ReportView]:
        """The reports that make these statements, and those that they relay, at any remove."""
        found: dict[UUID, ReportView] = {}
        waiting = [id for it in statements for id in (it.report_id, *_relayed(it.original_source))]
        while waiting:
            id = waiting.pop()
            if id not in found:
                found[id] = self._report(id)
                waiting += _relayed(found[id].original_source)
        return found

    def _report(self, id: UUID) -> ReportView:
        if id not in self._reports:
            self._reports[id] = self._seen.one(ReportView, id)
        return self._reports[id]

    def _source(self, id: UUID) -> SourceView:
        if id not in self._sources:
            self._sources[id] = self._seen.one(SourceView, id)
        return self._sources[id]


def _relayed(original: OriginalSource | None) -> Iterator[UUID]:
    if isinstance(original, RelayedSource) and original.report_id:
        yield original.report_id
