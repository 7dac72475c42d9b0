"""How a whole question is answered otherwise from one standpoint than from another, and because of what.

Between two moments, that is what came to be known; with and without something, it is what hangs on it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, cast
from uuid import UUID

from pydantic import ConfigDict, Field, field_validator

from application.asking import Asked, Questions, cursor_of
from application.dossiers import Dossiers
from application.ledger import Ledger
from application.moments import AskedMoment, Standpoint, Without
from application.movements import FigureMoved, GradingMoved, Moved, OfImport, SumMoved, TollMoved, Touch, What
from application.questions import OfTolls
from application.read_model import ReadModel
from application.standpoints import between
from application.views.view import Basis
from domain.fact import Position, Verb
from domain.policy import Policy
from domain.toll import Harm
from domain.value import Id, Value


class DiffQuestion(OfTolls):
    """Of what came to be known between two moments: `from`, or the beginning of the log; and `to`, or now."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)
    since: AskedMoment | None = Field(
        None,
        alias="from",
        description="After this moment: an RFC 3339 instant, or a position; from the beginning if none.",
    )
    known_at: AskedMoment | None = Field(None, alias="to", description="Up to this moment; now if none.")


class FlipsQuestion(OfTolls):
    """Of what is answered otherwise without something."""

    without: Annotated[
        Without, Field(description="What is left out: report:, source: or cause: and an id; at least one.")
    ]

    @field_validator("without")
    @classmethod
    def _is_something(cls, without: Without) -> Without:
        if not without:
            raise ValueError("name at least one report, source or cause to leave out")
        return without


class Mover(Value):
    """An entry that counts from one standpoint and not from the other: what it says of which thing, and why.

    `of_import` is the import that it belongs to, if it belongs to one.
    """

    position: int
    verb: Verb
    fact: str
    id: Id
    basis: Basis
    of_import: OfImport | None


class IncidentMoved(Value):
    """An incident that appeared, changed or went: by which entries, with which figures, and how its tolls moved.

    `entries` are at most a hundred; `more_entries` is how many others there are. `grading` is the analyst's, where it
    is another; `grading_by_rule` the one that follows by Airwars' rule, likewise, and told of flips only.
    """

    id: Id
    title: str
    what: What
    entries: Sequence[Mover]
    more_entries: int
    figures: Sequence[FigureMoved]
    tolls: Mapping[Harm, TollMoved]
    grading: GradingMoved | None
    grading_by_rule: GradingMoved | None


class Diff(Value):
    """What came to be known between two positions of the log: which incidents it is about, and how the sums moved.

    `items` are in the order in which their incidents were entered; `sums` are of the whole question.
    """

    since: int = Field(serialization_alias="from")
    to: int
    policy: Policy
    sums: Sequence[SumMoved]
    items: Sequence[IncidentMoved]
    next: str | None


class Flips(Value):
    """What is answered otherwise without something: `was` is with it, `now` without."""

    position: int
    without: Without
    policy: Policy
    sums: Sequence[SumMoved]
    items: Sequence[IncidentMoved]
    next: str | None


class Differences:
    """What is answered otherwise from one standpoint than from another."""

    def __init__(self, ledger: Ledger, questions: Questions, model: ReadModel, dossiers: Dossiers) -> None:
        self._ledger = ledger
        self._dossiers = dossiers
        self._questions = questions
        self._model = model

    def diff(self, question: DiffQuestion, limit: int) -> Diff:
        """What came to be known between two moments.

        Raises:
            UnknownMoment: a moment has not come, or `to` is before `from`.
            UnknownReference: the question names what was not on record at `to`.
            UnknownCursor, NotReadYet, ReadModelStopped: as for any question.
        """
        asked = self._questions.asked(question)
        since, _ = between(question.since, asked.at.position, self._ledger)
        moved = self._moved(asked, asked.at._replace(position=since), limit, lambda _: None)
        return Diff(since=since, to=asked.at.position, **moved)

    def flips(self, question: FlipsQuestion, limit: int) -> Flips:
        """What is answered otherwise without something.

        Raises:
            UnknownMoment: a moment has not come.
            UnknownReference: what is left out, or what the question names, was not on record.
            UnknownCursor, NotReadYet, ReadModelStopped: as for any question.
        """
        asked = self._questions.asked(question)
        was, now = asked.at._replace(without=()), asked.at

        def by_rule(incident: UUID) -> GradingMoved | None:
            with_it, without = (self._dossiers.grade_by_rule(incident, at) for at in (was, now))
            return None if with_it is without else GradingMoved(was=with_it, now=without)

        moved = self._moved(asked, was, limit, by_rule)
        return Flips(position=asked.at.position, without=question.without, **moved)

    def _moved(
        self, asked: Asked, was: Standpoint, limit: int, by_rule: Callable[[UUID], GradingMoved | None]
    ) -> dict[str, Any]:
        question = cast("OfTolls", asked.question)
        found = self._model.compared(question, was, asked.at, limit + 1, asked.offset)
        more = len(found.incidents) > limit
        return {
            "policy": question.policy,
            "sums": found.sums,
            "items": [self._told(it, by_rule(it.id)) for it in found.incidents[:limit]],
            "next": cursor_of(asked._replace(offset=asked.offset + limit)) if more else None,
        }

    def _told(self, moved: Moved, by_rule: GradingMoved | None) -> IncidentMoved:
        return IncidentMoved(
            id=moved.id,
            title=moved.title,
            what=moved.what,
            entries=[self._mover(it) for it in moved.touches],
            more_entries=moved.more,
            figures=moved.figures,
            tolls=moved.tolls,
            grading=moved.grading,
            grading_by_rule=by_rule,
        )

    def _mover(self, touch: Touch) -> Mover:
        (entry,) = self._ledger.entries(Position(touch.position - 1), 1)
        return Mover(
            position=entry.position,
            verb=entry.fact.verb,
            fact=type(entry.fact).__name__,
            id=entry.originator_id,
            basis=Basis.of(entry),
            of_import=touch.of_import,
        )
