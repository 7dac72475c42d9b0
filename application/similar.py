"""Suspected duplicates: what may be the same incident, or force; listed with reasons, and never merged here."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from heapq import nsmallest
from itertools import chain, combinations, product
from typing import Annotated, TypeVar, cast
from uuid import UUID

from pydantic import Field, WithJsonSchema

from application.asking import Asked, Questions
from application.moments import NOW, AsOf
from application.near import NearPair, NearQuestion
from application.questions import ForceQuestion, Status
from application.refusals import Missing, UnknownReference
from application.rows import ForceRow
from domain.alike_forces import FORCE_THRESHOLD, Named, alike_forces
from domain.fact import Position
from domain.likeness import Likeness
from domain.similarity import LEAST, THRESHOLD, alike, reach
from domain.value import FromText, Id, Value

Score = Annotated[
    float,
    FromText(float, r"^[01](\.[0-9]{1,6})?$", f"a number from {LEAST} to 1"),
    Field(ge=LEAST, le=1),
    WithJsonSchema({"type": "number", "minimum": LEAST, "maximum": 1}),
]
"""How alike two things are at least, as a query writes it."""

MOST = 50
"""So many are listed unless somebody asks for more or less."""


class ReasonView(Value):
    """A part of the score, in words."""

    part: str
    score: float
    words: str


class Suspected(Value):
    """Something that may be the same: the score is the product of its reasons' scores."""

    id: Id
    score: float
    reasons: Sequence[ReasonView]


class SimilarIncident(Suspected):
    """An incident that may be the same; whether one dataset codes both, as rows of their own."""

    title: str
    same_dataset: bool


class SimilarForce(Suspected):
    """A force that may be the same, by its names."""

    name: str


class SuspectedIncidents(Value):
    """The incidents that may be the same as one, the most alike first, as of a position of the log."""

    items: Sequence[SimilarIncident]
    position: int


class SuspectedForces(Value):
    """The forces that may be the same as one, the most alike first, as of a position of the log."""

    items: Sequence[SimilarForce]
    position: int


class SuspectedPair(Value):
    """Two things that may be the same: one that an import brought, and another."""

    id: Id
    called: str
    other: SimilarIncident | SimilarForce


class Similar:
    """What may be the same as something else on record, as seen from any standpoint."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    def incidents(
        self,
        id: UUID,
        as_of: AsOf = NOW,
        *,
        min_score: float = THRESHOLD,
        limit: int = MOST,
    ) -> SuspectedIncidents:
        """The incidents that may be the same as this one; none where it was retracted, or another stands for it.

        Raises:
            Missing: the incident was not on record.
            UnknownMoment, NotReadYet, ReadModelStopped: as for any question.
        """
        near = reach(min_score)
        question = NearQuestion(incident=id, **as_of._asdict(), days=near.days, km=near.km)
        asked = self._questions.asked(question)
        try:
            found = self._alike(asked, min_score, limit)
        except UnknownReference:
            raise Missing("incident", id) from None
        items = [_incident(pair, likeness) for pair, likeness in found]
        return SuspectedIncidents(items=items, position=asked.at.position)

    def brought(
        self,
        dataset: str,
        after: Position,
        until: Position,
        *,
        min_score: float = THRESHOLD,
        limit: int = 1_000,
        within_dataset: bool = False,
    ) -> Sequence[SuspectedPair]:
        """The pairs of incidents of which a dataset brought one between two positions, the most alike first.

        As known at `until`. Memory holds no more than `limit` of them.

        Raises:
            UnknownMoment, NotReadYet, ReadModelStopped: as for any question.
        """
        near = reach(min_score)
        question = NearQuestion(
            known_at=until, after=after, until=until, dataset=dataset, within_dataset=within_dataset,
            days=near.days, km=near.km,
        )  # fmt: skip
        found = self._alike(self._questions.asked(question), min_score, limit)
        return [
            SuspectedPair(id=pair.one.id, called=pair.one.title, other=_incident(pair, likeness))
            for pair, likeness in found
        ]

    def forces(
        self,
        id: UUID,
        as_of: AsOf = NOW,
        *,
        min_score: float = FORCE_THRESHOLD,
        limit: int = MOST,
    ) -> SuspectedForces:
        """The forces that may be the same as this one, by name; none where another stands for it.

        Raises:
            Missing: the force was not on record.
            UnknownMoment, NotReadYet, ReadModelStopped: as for any question.
        """
        asked = self._questions.asked(ForceQuestion(**as_of._asdict(), status=Status.ANY))
        forces = {it.id: it for it in self._forces(asked)}
        if id not in forces:
            raise Missing("force", id)
        others = [it for it in forces.values() if it.id != id and it.status is Status.STANDING]
        pairs = ((forces[id], it) for it in others if forces[id].status is Status.STANDING)
        items = [_force(other, likeness) for (_, other), likeness in _best(_compared(pairs), min_score, limit)]
        return SuspectedForces(items=items, position=asked.at.position)

    def forces_brought(
        self, after: Position, until: Position, *, min_score: float = FORCE_THRESHOLD, limit: int = 1_000
    ) -> Sequence[SuspectedPair]:
        """The pairs of forces of which one was entered after a position and up to another, the most alike first.

        Raises:
            UnknownMoment, NotReadYet, ReadModelStopped: as for any question.
        """
        before = {it.id for it in self._forces(self._questions.asked(ForceQuestion(known_at=after, status=Status.ANY)))}
        forces = list(self._forces(self._questions.asked(ForceQuestion(known_at=until))))
        entered = [it for it in forces if it.id not in before]
        known = [it for it in forces if it.id in before]
        pairs = chain(product(entered, known), combinations(entered, 2))
        return [
            SuspectedPair(id=one.id, called=one.name, other=_force(other, likeness))
            for (one, other), likeness in _best(_compared(pairs), min_score, limit)
        ]

    def _forces(self, asked: Asked) -> Iterator[ForceRow]:
        with closing(self._questions.rows(asked)) as rows:
            yield from cast("Generator[ForceRow]", rows)

    def _alike(self, asked: Asked, min_score: float, limit: int) -> Sequence[tuple[NearPair, Likeness]]:
        with closing(self._questions.rows(asked)) as rows:
            pairs = cast("Generator[NearPair]", rows)
            return _best(((it, alike(it.one.compared, it.other.compared)) for it in pairs), min_score, limit)


PairT = TypeVar("PairT")


def _best(found: Iterable[tuple[PairT, Likeness]], min_score: float, limit: int) -> Sequence[tuple[PairT, Likeness]]:
    """The most alike, in order; memory holds no more than the limit."""
    enough = (it for it in found if it[1].score >= min_score)
    return nsmallest(limit, enough, key=lambda it: (-it[1].score, _ids(it[0])))


def _ids(pair: object) -> tuple[UUID, UUID]:
    one, other = (pair.one, pair.other) if isinstance(pair, NearPair) else cast("tuple[ForceRow, ForceRow]", pair)
    return one.id, other.id


def _compared(pairs: Iterable[tuple[ForceRow, ForceRow]]) -> Iterator[tuple[tuple[ForceRow, ForceRow], Likeness]]:
    for one, other in pairs:
        yield (one, other), alike_forces(_named(one), _named(other))


def _named(force: ForceRow) -> Named:
    return Named(force.id, (force.name, *force.aliases), force.kind, force.country)


def _incident(pair: NearPair, likeness: Likeness) -> SimilarIncident:
    (_, _, one), (id, title, other) = pair.one, pair.other
    datasets = {dataset for dataset, _ in one.rows} & {dataset for dataset, _ in other.rows}
    return SimilarIncident(
        id=id, score=_rounded(likeness.score), reasons=_reasons(likeness), title=title, same_dataset=bool(datasets)
    )


def _force(force: ForceRow, likeness: Likeness) -> SimilarForce:
    return SimilarForce(id=force.id, score=_rounded(likeness.score), reasons=_reasons(likeness), name=force.name)


def _reasons(likeness: Likeness) -> Sequence[ReasonView]:
    return [ReasonView(part=part, score=_rounded(score), words=words) for part, score, words in likeness.reasons]


def _rounded(score: float) -> float:
    return round(score, 4)
