"""When incidents were, how long they lasted and who is said to have begun them, as far as reports tell."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from application.forces import allegiances_in, standing
from application.reading import Seen
from application.record import Record
from application.views.force import ForceView
from application.views.incident import IncidentView, ParticipationView
from application.views.report import ReportView
from domain.alike_forces import Named as Called
from domain.alike_forces import may_be_one
from domain.allegiance import Days, superiors
from domain.edtf import CalendarDay, Span, parse
from domain.numbers import ANY_NUMBER, Numbers, numbers
from domain.participation import ParticipationRole
from domain.plain_words import Named
from domain.verdict import Witness

Told = tuple[Numbers, Sequence[Witness]]
"""What something may be, and who tells it."""

_YES, _NO, _PERHAPS = numbers(1, 1), numbers(0, 0), numbers(0, 1)


class Occurrences:
    """What the record says of incidents beside their tolls, as seen from one standpoint."""

    def __init__(self, seen: Seen, name: Named) -> None:
        self._seen = seen
        self._name = name
        self._record = Record(seen)

    def before(self, first: UUID, then: UUID) -> Told:
        """Whether one incident was before another: 1 if so, 0 if not. Instants tell where both have one."""
        one, other = self._incident(first), self._incident(then)
        witnesses = [_when(one), _when(other)]
        if not (self._dated(one) and self._dated(other)):
            return _PERHAPS, witnesses
        if one.id == other.id:
            return _NO, witnesses
        instants = one.occurred.began_at, other.occurred.began_at
        if instants[0] is not None and instants[1] is not None:
            return (_YES if instants[0] < instants[1] else _NO), witnesses
        least, most = _days_between(parse(one.occurred.edtf), parse(other.occurred.edtf))
        if least is not None and least > 0:
            return _YES, witnesses
        return (_NO if most is not None and most < 0 else _PERHAPS), witnesses

    def days_between(self, first: UUID, then: UUID) -> Told:
        """One more than the days from one incident to another; 0 where the other was earlier."""
        one, other = self._incident(first), self._incident(then)
        least, most = _days_between(parse(one.occurred.edtf), parse(other.occurred.edtf))
        if not (self._dated(one) and self._dated(other)):
            return ANY_NUMBER, [_when(one), _when(other)]
        low = 0 if least is None else max(-1, least) + 1
        return numbers(low, None if most is None else max(low, max(-1, most) + 1)), [_when(one), _when(other)]

    def seconds(self, incident: UUID, force: UUID | None) -> Told:
        """How many seconds it lasted, or what a force did in it: any that is told, or anything where none is."""
        it = self._incident(incident)
        if force is None:
            told = [it.occurred.duration] if it.occurred.duration and self._dated(it) else []
            witnesses = [_when(it)]
        else:
            named = self._names(force)
            each = [p for p in self._participations(it) if p.force_id in named and p.duration]
            told = [p.duration for p in each if p.duration]
            witnesses = [_says(it, p, f"lasted {p.duration}") for p in each]
        lengths = [(round(each.total_seconds()), round(each.total_seconds())) for each in told]
        return (Numbers.of(lengths) if lengths and not it.retracted else ANY_NUMBER), witnesses

    def initiated(self, incident: UUID, force: UUID, report: UUID | None) -> Told:
        """Whether a force, or one under it, initiated it: 1 where every report that names who did names it; 0 if none.

        Where reports differ, or name a force that it stood under, or stood under it on some of the days only, or that
        may be the same, either.
        """
        it = self._incident(incident)
        by_report: dict[UUID, list[ParticipationView]] = {}
        for each in self._participations(it):
            if each.role is ParticipationRole.INITIATOR and report in {None, each.report_id}:
                by_report.setdefault(each.report_id, []).append(each)
        told = {self._tells(it, force, every) for every in by_report.values()}
        witnesses = [
            _says(it, p, f"{self._name(p.force_id)} initiated it") for every in by_report.values() for p in every
        ]
        return (told.pop() if len(told) == 1 and not it.retracted else _PERHAPS), witnesses

    def _tells(self, it: IncidentView, force: UUID, every: Sequence[ParticipationView]) -> Numbers:
        """What one report says of who initiated it."""
        related = [self._relation(it, each.force_id, force) for each in every]
        if _YES in related:
            return _YES
        return _PERHAPS if _PERHAPS in related else _NO

    def _relation(self, it: IncidentView, named: UUID, force: UUID) -> Numbers:
        """Whether a force that is named is the other, or stood under it, on all days, some, or none."""
        if named in self._names(force):
            return _YES
        span = parse(it.occurred.edtf)
        days = Days(span.earliest, span.latest)
        under = [when for above, when in self._above(named, days) if above in self._names(force)]
        if any(when == days for when in under):
            return _YES
        over = any(above in self._names(named) for above, _ in self._above(force, days))
        return _PERHAPS if under or over or may_be_one(self._called(named), self._called(force)) else _NO

    def _called(self, id: UUID) -> Called:
        force = self._seen.one(ForceView, standing(id, self._record, "force").id)
        return Called(force.id, (force.name, *force.aliases), force.kind, force.country)

    def _dated(self, it: IncidentView) -> bool:
        """Whether it stands, and nobody withdrew the report that its dates are told by."""
        report = it.basis.get("occurred", it.basis["opened"]).report_id
        return not it.retracted and (report is None or not self._seen.one(ReportView, report).withdrawn)

    def _above(self, force: UUID, days: Days) -> Iterator[tuple[UUID, Days]]:
        return superiors(standing(force, self._record, "force").id, days, allegiances_in(self._record))

    def _names(self, force: UUID) -> set[UUID]:
        """The force as it may be named: by itself, and by the one that stands for it."""
        return {force, standing(force, self._record, "force").id}

    def _participations(self, it: IncidentView) -> Sequence[ParticipationView]:
        """What reports that are held good tell of who took part."""
        withdrawn = {
            each.report_id for each in it.participations if self._seen.one(ReportView, each.report_id).withdrawn
        }
        return [each for each in it.participations if each.report_id not in withdrawn]

    def _incident(self, id: UUID) -> IncidentView:
        """The incident, or the one that stands for it."""
        it = self._seen.one(IncidentView, id)
        while it.merged_into is not None:
            it = self._seen.one(IncidentView, it.merged_into)
        return it


def _days_between(one: Span, other: Span) -> tuple[int | None, int | None]:
    """The fewest and the most days from one to another, below none where the other was earlier; None is not known."""

    def from_to(first: CalendarDay | None, last: CalendarDay | None) -> int | None:
        return None if first is None or last is None else last.ordinal - first.ordinal

    if any(it.uncertain or it.approximate for it in (one, other)):
        return None, None  # how far off they may be is not told
    return from_to(one.latest, other.earliest), from_to(one.earliest, other.latest)


def _when(it: IncidentView) -> Witness:
    lasted = f", {it.occurred.duration}" if it.occurred.duration else ""
    return Witness(
        incident_id=it.id,
        report_ids=[each.report_id for each in it.reports][:20],
        says=f"{it.title}: {it.occurred.edtf}{lasted}",
    )


def _says(it: IncidentView, told: ParticipationView, words: str) -> Witness:
    return Witness(incident_id=it.id, report_ids=[told.report_id], says=words)
