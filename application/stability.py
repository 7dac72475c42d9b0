"""How stable knowledge is: of incidents, of what sources reported, and of what imports entered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import dropwhile
from typing import Any
from uuid import UUID

from application.asking import Questions
from application.courses import Courses, State, Step
from application.ledger import Ledger
from application.moments import AsOf, Standpoint
from application.questions import ImportStabilityQuestion, OfStability, SourceStabilityQuestion
from application.reading import Readings
from application.standpoints import standpoint
from application.views.casualty import CasualtyView, FigureView
from application.views.imports import ImportView
from application.views.incident import IncidentView
from application.views.source import SourceView
from application.views.stability import (
    CasualtyCourse,
    Corrections,
    CourseView,
    DifferenceView,
    ImportStability,
    IncidentStability,
    MovementView,
    NumbersView,
    Settling,
    SourceStability,
    SteppedView,
)
from application.views.view import Basis
from domain.casualty import Casualty
from domain.fact import Entry, Fact, Position
from domain.force import Force
from domain.incident import Incident
from domain.incident_facts import (
    IncidentGraded,
    IncidentReclassified,
    IncidentRedated,
    IncidentReinstated,
    IncidentRelocated,
    IncidentRetold,
    IncidentRetracted,
)
from domain.policy import RULES, Policy
from domain.report import Report
from domain.source import Source
from domain.stability import Course, Difference, Numbers, course, largest, total
from domain.toll import Harm

_CORRECTING = {
    IncidentRelocated: "relocated",
    IncidentRedated: "redated",
    IncidentReclassified: "reclassified",
    IncidentRetold: "retold",
    IncidentGraded: "graded",
    IncidentRetracted: "retracted",
    IncidentReinstated: "reinstated",
}

KINDS: Mapping[type[Fact], str] = {
    fact: kind.__name__.lower() for kind in (Source, Report, Force, Incident, Casualty) for fact in kind.facts()
}
"""What kind of thing each fact is about, of those that figures depend on."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stability:
    """How stable knowledge of what is on record proved to be."""

    def __init__(self, ledger: Ledger, questions: Questions) -> None:
        self._ledger = ledger
        self._readings = Readings(ledger)
        self._questions = questions

    def incident(self, id: UUID, policy: Policy, as_of: AsOf) -> IncidentStability:
        """How the figures of an incident went, each by itself and added up, since its first report.

        Raises:
            Missing: the incident was not on record.
            UnknownMoment, UnknownReference: as for `Readings.seen`.
        """
        at = standpoint(as_of, self._ledger)
        seen = self._readings.seen(as_of._replace(known_at=at.position))
        entries = seen.history(Incident, id)
        courses = Courses(self._ledger, seen, at, id, policy)
        told = _Told(courses, self._moment(as_of, at), at.published)
        corrections = Counter(_CORRECTING.get(type(it.fact)) for it in entries)
        casualties = [CasualtyView.of(courses.history(Casualty, it)) for it in courses.casualties()]
        return IncidentStability(
            id=id,
            merged_into=IncidentView.of(entries).merged_into,
            position=at.position,
            asked_at=told.asked_at,
            policy=policy,
            policy_version=RULES[policy].version,
            corrections=Corrections(**{name: corrections[name] for name in _CORRECTING.values()}),
            casualties=[told.casualty(it, courses.history(Casualty, it.id)[0]) for it in casualties],
            sums={harm: told.sum(harm) for harm in Harm if any(harm in it.sums for it in told.recorded)},
        )

    def source(self, id: UUID, policy: Policy, as_of: AsOf) -> SourceStability:
        """What became of what a source reported.

        Raises:
            Missing: the source was not on record.
            UnknownMoment, UnknownReference: as for `Readings.seen`.
            NotReadYet, ReadModelStopped: as for any question.
        """
        as_of = self._pinned(as_of)
        source = self._readings.one(SourceView, id, as_of)
        asked = SourceStabilityQuestion(source=id, policy=policy, **as_of._asdict())
        return SourceStability(**self._answered(asked), id=id, reliability=source.reliability, ratings=source.ratings)

    def of_import(self, id: UUID, policy: Policy, as_of: AsOf) -> ImportStability:
        """What became of what an import entered.

        Raises:
            Missing: the import was not on record.
            UnknownMoment, UnknownReference, NotReadYet, ReadModelStopped: as for `source`.
        """
        as_of = self._pinned(as_of)
        self._readings.one(ImportView, id, as_of)
        asked = ImportStabilityQuestion(of_import=id, policy=policy, **as_of._asdict())
        return ImportStability(**self._answered(asked), id=id)

    def _pinned(self, as_of: AsOf) -> AsOf:
        """The same at a position, which the read model then must reach."""
        return as_of._replace(known_at=self._ledger.position_at(as_of.known_at))

    def _answered(self, question: OfStability) -> dict[str, Any]:
        asked = self._questions.asked(question)
        (row,) = self._questions.page(asked, 1).rows
        of = {"position": asked.at.position, "policy": question.policy}
        return {**dict(row), **of, "policy_version": RULES[question.policy].version}

    def _moment(self, as_of: AsOf, at: Standpoint) -> datetime:
        """The moment that is asked about: an instant; or when an entry was recorded; or now."""
        if as_of.known_at is None:
            return self._ledger.clock()
        if isinstance(as_of.known_at, datetime):
            return as_of.known_at
        (entry,) = self._ledger.entries(Position(at.position - 1), 1)
        return entry.recorded_at


class _Told:
    """Tells how the figures of an incident went."""

    def __init__(self, courses: Courses, asked_at: datetime, published_by: int | None) -> None:
        self.asked_at = asked_at
        self.recorded = [*courses.as_recorded()]
        self._published = [*courses.as_published()]
        self._published_by = asked_at if published_by is None else _instant(published_by)

    def casualty(self, casualty: CasualtyView, opening: Entry) -> CasualtyCourse:
        first = FigureView.told(opening)
        return CasualtyCourse(
            **dict(casualty.toll),
            **dict(self._course(lambda it: it.tolls, casualty.id)),
            id=casualty.id,
            first_figure=first.figure,
            report_id=first.report_id,
            figures=len(casualty.figures),
            disputes=len(casualty.disputes),
            retracted=casualty.retracted,
        )

    def sum(self, harm: Harm) -> CourseView:
        return self._course(lambda it: it.sums, harm)

    def _course(self, part: Callable[[State], Mapping[Any, Numbers | None]], of: object) -> CourseView:
        recorded, published = _course(self.recorded, part, of), _course(self._published, part, of)
        assert recorded is not None, "it was told at some step"
        first, last = _recorded_at(recorded.first), _recorded_at(recorded.last)
        return CourseView(
            first=SteppedView(**_stepped(recorded.first, recorded.began_as)),
            stands=_numbers(recorded.stands_at),
            movements=[
                MovementView(**_stepped(it.step, it.now), was=_numbers(it.was), by=_difference(it.by))
                for it in recorded.movements
            ],
            moved=len(recorded.movements),
            largest=_difference(largest(recorded.movements)),
            total=_difference(total(recorded.movements)),
            recorded=_settling(first, last, self.asked_at),
            published=_settling(
                published and _instant(published.first.published),
                published and _instant(published.last.published),
                self._published_by,
            ),
        )


def _course(
    states: Iterable[State], part: Callable[[State], Mapping[Any, Numbers | None]], of: object
) -> Course[Step] | None:
    """How a number went, from the first state that tells of it on; what a state leaves out is none there."""
    return course((it.step, part(it).get(of)) for it in dropwhile(lambda it: of not in part(it), states))


def _settling(began: datetime | None, settled: datetime | None, asked: datetime | None) -> Settling:
    took = settled - began if began and settled else None
    return Settling(began=began, settled=settled, took=took, since=asked - settled if asked and settled else None)


def _stepped(step: Step, now: Numbers | None) -> dict[str, Any]:
    (entry,) = step.entries
    return {
        "basis": Basis.of(entry),
        "verb": entry.fact.verb,
        "fact": type(entry.fact).__name__,
        "of": KINDS[type(entry.fact)],
        "id": entry.originator_id,
        "published": _instant(step.published),
        "now": _numbers(now),
    }


def _recorded_at(step: Step) -> datetime:
    return step.entries[0].recorded_at


def _numbers(it: Numbers | None) -> NumbersView | None:
    return it and NumbersView(**it._asdict())


def _difference(it: Difference | None) -> DifferenceView | None:
    return it and DifferenceView(**it._asdict())


def _instant(published: int) -> datetime | None:
    """A microsecond of publication as an instant; None where none is known, or it is out of all calendars."""
    try:
        return _EPOCH + timedelta(microseconds=published)
    except OverflowError:
        return None
