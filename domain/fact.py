"""Facts, the entries that hold them, and the aggregates that decide and fold them."""

from abc import abstractmethod
from typing import ClassVar, Generic, NewType, Self, TypeVar
from uuid import UUID

from pydantic import PositiveInt, SerializeAsAny

from domain.value import Id, Instant, Value

Position = NewType("Position", int)
"""The place of an entry in the whole log, counted from 1."""


class Fact(Value):
    """Something that was decided. Named in the past tense; its class name is permanent."""

    verb: ClassVar[str]
    """The word of DESIGN.md, section 1, for what the analyst did."""


class Entry(Value):
    """One fact at its place in one stream's history: who recorded it, when, and on whose behalf."""

    position: PositiveInt
    originator_id: Id
    originator_version: PositiveInt
    recorded_at: Instant
    recorded_by: str
    cause: Id
    fact: SerializeAsAny[Fact]


OpeningT = TypeVar("OpeningT", bound=Fact)
LaterT = TypeVar("LaterT", bound=Fact)


class Aggregate(Value, Generic[OpeningT, LaterT]):
    """Frozen state that holds what decisions need: its methods return facts or raise refusals."""

    opening: ClassVar[type[Fact]]
    """The fact that every stream of this kind begins with."""

    @classmethod
    @abstractmethod
    def opened(cls, id: UUID, fact: OpeningT) -> Self:
        """The state after the first fact of a stream."""

    @abstractmethod
    def after(self, fact: LaterT) -> Self:
        """The state after one more fact."""

    @abstractmethod
    def must_stand(self) -> None:
        """Refuses where nothing more may rest on this: retracted, withdrawn or merged."""
