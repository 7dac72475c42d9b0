"""One occurrence on the ground: what may be decided of it.

Longer than most, by one method and one case for each verb that an incident knows.
"""

from datetime import datetime
from typing import ClassVar, NamedTuple, Self, assert_never
from uuid import UUID

from domain.actor import Actor, Role
from domain.attribution import Attribution
from domain.coding import Coding
from domain.fact import Aggregate
from domain.force import Force
from domain.incident_facts import (
    IncidentAbsorbed,
    IncidentCoded,
    IncidentCorroborated,
    IncidentDisputed,
    IncidentGraded,
    IncidentLinked,
    IncidentMerged,
    IncidentReclassified,
    IncidentRedated,
    IncidentReinstated,
    IncidentReleased,
    IncidentRelocated,
    IncidentReported,
    IncidentRetold,
    IncidentRetracted,
    IncidentSplit,
    LaterIncidentFact,
    LinkKind,
    Occurrence,
    ParticipationReported,
    ParticipationRetracted,
)
from domain.kinds import IncidentKind
from domain.moment import must_have_come
from domain.participation import Participation
from domain.period import Period
from domain.place import Place
from domain.refusal import (
    AlreadyMerged,
    AlreadyRetracted,
    MergedIntoItself,
    NothingChanges,
    NotMerged,
    NotRetracted,
    Refusal,
)
from domain.report import Report
from domain.scales import Grading
from domain.value import Id, Line, Text, part_of


class AlreadyCited(Refusal):
    """The report is cited for the incident already."""


class AlreadyLinked(Refusal):
    """The incidents are linked in this way already."""


class LinkedToItself(Refusal):
    """An incident relates to others, not to itself."""


class NoSuchParticipation(Refusal):
    """No such participation is on record."""


class ReviewerNeeded(Refusal):
    """Only a reviewer confirms an incident."""


class AuthorCannotConfirm(Refusal):
    """Whoever entered an incident can't be the one who confirms it."""


class Told(NamedTuple):
    """A participation, and on whose word."""

    by: Attribution
    participation: Participation


class Incident(Aggregate[IncidentReported, LaterIncidentFact]):
    """An incident, as far as decisions need it."""

    opening: ClassVar = IncidentReported
    later: ClassVar = LaterIncidentFact
    id: Id
    title: Line
    summary: Text | None = None
    kind: IncidentKind
    occurred: Period
    place: Place
    cited: frozenset[UUID]
    told: tuple[Told, ...] = ()
    codings: tuple[Coding, ...] = ()
    disputes: frozenset[IncidentDisputed] = frozenset()
    links: frozenset[tuple[UUID, LinkKind]] = frozenset()
    grading: Grading | None = None
    absorbed: frozenset[UUID] = frozenset()
    merged_into: Id | None = None
    retracted: bool = False

    @classmethod
    def report(cls, occurrence: Occurrence, report: Report, now: datetime) -> IncidentReported:
        """Enter an incident on the word of one report.

        Raises:
            AlreadyWithdrawn: the report was withdrawn.
            InTheFuture: it would have happened after `now`.
        """
        report.must_stand("report_id")
        _must_have_occurred(occurrence.occurred, now)
        return IncidentReported(**dict(occurrence))

    def relocate(self, place: Place, reason: str, report: Report | None) -> IncidentRelocated:
        """Say where it happened, better than before.

        Raises:
            AlreadyRetracted, AlreadyMerged: it does not stand.
            AlreadyWithdrawn: the report was withdrawn.
            NothingChanges: it is on record so.
        """
        self._may_rest_on(report)
        _must_change(place, self.place, "place")
        return IncidentRelocated(place=place, reason=reason, report_id=report and report.id)

    def redate(self, occurred: Period, reason: str, report: Report | None, now: datetime) -> IncidentRedated:
        """Say when it happened, better than before.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn, NothingChanges: as for `relocate`.
            InTheFuture: it would have happened after `now`.
        """
        self._may_rest_on(report)
        _must_have_occurred(occurred, now)
        _must_change(occurred, self.occurred, "occurred")
        return IncidentRedated(occurred=occurred, reason=reason, report_id=report and report.id)

    def reclassify(self, kind: IncidentKind, reason: str, report: Report | None) -> IncidentReclassified:
        """Say what kind of occurrence it was.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn, NothingChanges: as for `relocate`.
        """
        self._may_rest_on(report)
        _must_change(kind, self.kind, "kind")
        return IncidentReclassified(kind=kind, reason=reason, report_id=report and report.id)

    def retell(self, title: str, summary: str | None, reason: str, report: Report | None) -> IncidentRetold:
        """Tell it in other words; without a summary it has none from then on.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn, NothingChanges: as for `relocate`.
        """
        self._may_rest_on(report)
        _must_change((title, summary), (self.title, self.summary), "title")
        return IncidentRetold(title=title, summary=summary, reason=reason, report_id=report and report.id)

    def tell(
        self, participation: Participation, by: Attribution, *, force: Force, report: Report, now: datetime
    ) -> ParticipationReported:
        """Enter what a report tells of a force in the incident.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn, NothingChanges: as for `relocate`.
            AlreadyMerged: another force stands for this one.
            InTheFuture: it would have begun after `now`.
        """
        self._may_rest_on(report)
        force.must_stand("force_id")
        must_have_come(participation.began_at, now, "began_at")
        if Told(by, participation) in self.told:
            raise NothingChanges("The report is on record as telling exactly this.")
        return ParticipationReported(participation=participation, **dict(by))

    def retract_participation(self, force_id: UUID, by: Attribution, reason: str) -> ParticipationRetracted:
        """Take back what a report was entered as telling of a force.

        Raises:
            AlreadyRetracted, AlreadyMerged: the incident does not stand.
            NoSuchParticipation: that is not on record.
        """
        self.must_stand()
        if not any((it.by, it.participation.force_id) == (by, force_id) for it in self.told):
            raise NoSuchParticipation(f"Report {by.report_id} is not on record as telling of force {force_id} so.")
        return ParticipationRetracted(force_id=force_id, reason=reason, **dict(by))

    def code(self, coding: Coding, *, report: Report) -> IncidentCoded:
        """Enter how a dataset codes the incident, in the release that the report is.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn, NothingChanges: as for `relocate`.
        """
        self._may_rest_on(report)
        if coding in self.codings:
            raise NothingChanges("The dataset is on record as coding it exactly so.")
        return IncidentCoded(**dict(coding), report_id=report.id)

    def corroborate(self, by: Attribution, statement: str | None, *, report: Report) -> IncidentCorroborated:
        """Cite a further report that tells of the incident.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn: as for `relocate`.
            AlreadyCited: it is cited.
        """
        self._may_rest_on(report)
        if report.id in self.cited:
            raise AlreadyCited(f"Report {report.id} is cited already.", "report_id")
        return IncidentCorroborated(**dict(by), statement=statement)

    def dispute(self, by: Attribution, statement: str, *, report: Report) -> IncidentDisputed:
        """Enter what a report contradicts.

        Raises:
            AlreadyRetracted, AlreadyMerged, AlreadyWithdrawn, NothingChanges: as for `relocate`.
        """
        self._may_rest_on(report)
        fact = IncidentDisputed(**dict(by), statement=statement)
        if fact in self.disputes:
            raise NothingChanges("The dispute is on record.")
        return fact

    def grade(self, grading: Grading, reason: str, *, by: Actor, author: str) -> IncidentGraded:
        """Grade the evidence; `author` is who entered the incident.

        Raises:
            AlreadyRetracted, AlreadyMerged, NothingChanges: as for `relocate`.
            ReviewerNeeded: only a reviewer grades as confirmed.
            AuthorCannotConfirm: nobody confirms what they entered.
        """
        self.must_stand()
        if grading is Grading.CONFIRMED and by.role is not Role.REVIEWER:
            raise ReviewerNeeded(field="grading")
        if grading is Grading.CONFIRMED and by.name == author:
            raise AuthorCannotConfirm(field="grading")
        _must_change(grading, self.grading, "grading")
        return IncidentGraded(grading=grading, reason=reason)

    def link(self, to: Self, kind: LinkKind, reason: str) -> IncidentLinked:
        """Relate the incident to another.

        Raises:
            AlreadyRetracted, AlreadyMerged: one of the two does not stand.
            LinkedToItself: it is the very same.
            AlreadyLinked: they are linked so.
        """
        self.must_stand()
        if to.id == self.id:
            raise LinkedToItself(field="to")
        to.must_stand("to")
        if (to.id, kind) in self.links:
            raise AlreadyLinked(f"It is linked to {to.id} as {kind}.", "to")
        return IncidentLinked(to=to.id, kind=kind, reason=reason)

    def merge(self, into: Self, reason: str) -> tuple[IncidentMerged, IncidentAbsorbed]:
        """Say that it is the same occurrence as another: one fact for each of the two.

        Raises:
            AlreadyRetracted, AlreadyMerged: one of the two does not stand.
            MergedIntoItself: it is the very same.
        """
        self.must_stand()
        if into.id == self.id:
            raise MergedIntoItself(field="into")
        into.must_stand("into")
        return IncidentMerged(into=into.id, reason=reason), IncidentAbsorbed(absorbed=self.id, reason=reason)

    def split(self, reason: str) -> tuple[IncidentSplit, IncidentReleased]:
        """Undo the merger: one fact for each of the two.

        Raises:
            NotMerged: it stands for itself.
        """
        if self.merged_into is None:
            raise NotMerged
        return IncidentSplit(reason=reason), IncidentReleased(released=self.id, reason=reason)

    def retract(self, reason: str) -> IncidentRetracted:
        """Take the incident back; its history stays.

        Raises:
            AlreadyRetracted, AlreadyMerged: it does not stand.
        """
        self.must_stand()
        return IncidentRetracted(reason=reason)

    def reinstate(self, reason: str) -> IncidentReinstated:
        """Undo a retraction.

        Raises:
            NotRetracted: it was not retracted.
        """
        if not self.retracted:
            raise NotRetracted
        return IncidentReinstated(reason=reason)

    def takes_part(self, force_id: UUID) -> bool:
        """Whether some report tells of the force in the incident."""
        return any(it.participation.force_id == force_id for it in self.told)

    @classmethod
    def opened(cls, id: UUID, fact: IncidentReported) -> Self:
        return cls(
            id=id,
            title=fact.title,
            summary=fact.summary,
            kind=fact.kind,
            occurred=fact.occurred,
            place=fact.place,
            cited=frozenset({fact.report_id}),
        )

    def after(self, fact: LaterIncidentFact) -> Self:
        match fact:
            case IncidentRelocated(place=place):
                return self._with(place=place)
            case IncidentRedated(occurred=occurred):
                return self._with(occurred=occurred)
            case IncidentReclassified(kind=kind):
                return self._with(kind=kind)
            case IncidentRetold(title=title, summary=summary):
                return self._with(title=title, summary=summary)
            case ParticipationReported(participation=participation):
                by = part_of(Attribution, fact)
                return self._with(told=(*self._told_but(participation.force_id, by), Told(by, participation)))
            case ParticipationRetracted(force_id=force_id):
                return self._with(told=self._told_but(force_id, part_of(Attribution, fact)))
            case IncidentCoded():
                others = tuple(it for it in self.codings if it.of_row != fact.of_row)
                return self._with(codings=(*others, part_of(Coding, fact)))
            case IncidentCorroborated(report_id=report_id):
                return self._with(cited=self.cited | {report_id})
            case IncidentDisputed():
                return self._with(disputes=self.disputes | {fact})
            case IncidentGraded(grading=grading):
                return self._with(grading=grading)
            case IncidentLinked(to=to, kind=link):
                return self._with(links=self.links | {(to, link)})
            case IncidentMerged(into=into):
                return self._with(merged_into=into)
            case IncidentAbsorbed(absorbed=absorbed):
                return self._with(absorbed=self.absorbed | {absorbed})
            case IncidentSplit():
                return self._with(merged_into=None)
            case IncidentReleased(released=released):
                return self._with(absorbed=self.absorbed - {released})
            case IncidentRetracted():
                return self._with(retracted=True)
            case IncidentReinstated():
                return self._with(retracted=False)
            case _:
                assert_never(fact)

    def must_stand(self, field: str | None = None) -> None:
        if self.merged_into is not None:
            raise AlreadyMerged(self.id, self.merged_into, field)
        if self.retracted:
            raise AlreadyRetracted(f"Incident {self.id} was retracted.", field)

    def _may_rest_on(self, report: Report | None) -> None:
        self.must_stand()
        if report:
            report.must_stand("report_id")

    def _told_but(self, force_id: UUID, by: Attribution) -> tuple[Told, ...]:
        return tuple(it for it in self.told if (it.by, it.participation.force_id) != (by, force_id))


def _must_have_occurred(occurred: Period, now: datetime) -> None:
    must_have_come(occurred.earliest, now, "occurred")
    must_have_come(occurred.began_at, now, "occurred.began_at")
    must_have_come(occurred.ended_at, now, "occurred.ended_at")


def _must_change(new: object, old: object, field: str) -> None:
    if new == old:
        raise NothingChanges("The record says exactly this.", field)
