"""Facts, the entries that hold them, and the aggregates that decide and fold them."""

from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Generic, NewType, Self, TypeVar, get_args, get_type_hints
from uuid import UUID

from pydantic import AwareDatetime, PositiveInt, SerializeAsAny

from domain.value import Value

Position = NewType("Position", int)
"""The place of an entry in the whole log, counted from 1."""


class Verb(StrEnum):
    """What somebody does to the record; there is no "update" and no "delete"."""

    REGISTER = "register"
    REPORT = "report"
    ARCHIVE = "archive"
    RENAME = "rename"
    RELOCATE = "relocate"
    REDATE = "redate"
    RECLASSIFY = "reclassify"
    CORROBORATE = "corroborate"
    DISPUTE = "dispute"
    CONCEDE = "concede"
    DENY = "deny"
    ASSESS = "assess"
    GRADE = "grade"
    RETRACT = "retract"
    REINSTATE = "reinstate"
    MERGE = "merge"
    SPLIT = "split"
    LINK = "link"


class Fact(Value):
    """Something that was decided. Named in the past tense; its class name is permanent."""

    verb: ClassVar[Verb]

    asks: ClassVar[Collection[str]] = ()
    """The fields that only ask of what they name, or tell what was answered: it does not rest on that."""


def named(value: Value) -> Iterator[UUID]:
    """Every thing on record that a fact, or a part of it, names by its id: what it rests on (docs/resting.md).

    What a fact only asks of is not among them.
    """
    for field in _naming(type(value)):
        part = getattr(value, field)
        if isinstance(part, UUID):
            yield part
        elif isinstance(part, Value):
            yield from named(part)


@cache
def _naming(kind: type[Value]) -> Sequence[str]:
    """The fields that may hold an id, or a value that does."""
    hints, asks = get_type_hints(kind), kind.asks if issubclass(kind, Fact) else ()
    return [field for field in kind.model_fields if field not in asks and _may_name(hints[field])]


def _may_name(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Value):
        return bool(_naming(hint))
    return hint is UUID or any(map(_may_name, get_args(hint)))


class Entry(Value):
    """One fact at its place in one stream's history: who recorded it, when, and on whose behalf."""

    position: PositiveInt
    originator_id: UUID
    originator_version: PositiveInt
    recorded_at: AwareDatetime
    recorded_by: str
    cause: UUID
    fact: SerializeAsAny[Fact]


OpeningT = TypeVar("OpeningT", bound=Fact)
LaterT = TypeVar("LaterT", bound=Fact)


class Aggregate(Value, Generic[OpeningT, LaterT]):
    """Frozen state that holds what decisions need: its methods return facts or raise refusals."""

    opening: ClassVar[type[Fact]]
    """The fact that every stream of this kind begins with."""

    later: ClassVar[Any]
    """The facts that may follow it: one type, or a union."""

    @classmethod
    def facts(cls) -> tuple[type[Fact], ...]:
        """Every fact that a stream of this kind may hold."""
        return (cls.opening, *(get_args(cls.later) or (cls.later,)))

    @classmethod
    @abstractmethod
    def opened(cls, id: UUID, fact: OpeningT) -> Self:
        """The state after the first fact of a stream."""

    @abstractmethod
    def after(self, fact: LaterT) -> Self:
        """The state after one more fact."""

    @abstractmethod
    def must_stand(self, field: str | None = None) -> None:
        """Refuses where nothing may rest on this any more; `field` names it in the command, where it is named there."""

    def _with(self, **changes: object) -> Self:
        return self.model_copy(update=changes)


AggregateT = TypeVar("AggregateT", bound=Aggregate[Any, Any])
