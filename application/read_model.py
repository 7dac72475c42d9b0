"""What answers questions of whole collections: a model of the log, made for reading, that follows it."""

from collections.abc import Callable, Generator, Sequence
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from application.measures import Measure, Measurements
from application.moments import Standpoint
from application.movements import Movement
from application.questions import OfTolls, Question
from domain.fact import Position
from domain.policy import Policy
from domain.refusal import Refusal
from domain.value import Value


class NotReadYet(Refusal):
    """The read model has not come so far yet: it is being built, or follows behind. Ask again in a moment."""


class ReadModelStopped(Refusal):
    """The read model met an entry that it can't read, and stopped there; the log itself is whole."""


class Following(StrEnum):
    """What the read model does."""

    BUILDING = "building"
    """It reads the log from the beginning."""
    FOLLOWING = "following"
    STOPPED = "stopped"
    """It met what it can't read."""


class Progress(Value):
    """How far the read model is, of how far the log goes; and what stopped it, if anything did."""

    state: Following
    position: int
    of: int
    failure: str | None = None


class Readable(Protocol):
    """Something that comes to be readable, position by position."""

    def reach(self, position: Position, patience: float) -> bool:
        """Waits until it has reached a position, or stops, at most so many seconds; whether it has."""


class ReadModel(Readable, Protocol):
    """Answers questions from any standpoint that it has reached."""

    @property
    def position(self) -> Position:
        """The last position that questions can be answered as of."""

    def progress(self) -> Progress:
        """How far it is."""

    def rows(self, question: Question, at: Standpoint, limit: int | None, offset: int) -> Generator[Value, None, None]:
        """The rows that answer a question, in its order, after the first `offset`, at most `limit`.

        Memory stays bounded however many there are. Closing the generator lets go of what it holds.

        Raises:
            NotReadYet: the standpoint is past what it has reached, or it is being built anew.
            UnknownReference: the question names what was not on record.
        """

    def compared(self, question: OfTolls, was: Standpoint, now: Standpoint, limit: int, offset: int) -> Movement:
        """How a question is answered otherwise from `now` than from `was`: the sums, and a part of the incidents.

        Raises:
            NotReadYet: a standpoint is past what it has reached, or it is being built anew.
            UnknownReference: the question names what was on record at neither.
        """

    def measurements(self, measures: Sequence[Measure], policy: Policy, at: Standpoint) -> Measurements:
        """What an assertion speaks of, in numbers, as seen from a standpoint.

        Raises:
            NotReadYet: the standpoint is past what it has reached, or it is being built anew.
            UnknownReference: a measure names what was not on record.
            TookTooLong: it took longer than it may.
        """

    def turning_points(self, measures: Sequence[Measure], named: Sequence[UUID], at: Standpoint) -> Sequence[int]:
        """Up to a standpoint, the positions at which a verdict on these measures, and named things, could change.

        Raises:
            NotReadYet, TookTooLong: as for `measurements`.
        """


class Difference(Value):
    """A row of the read model that is not as the log has it."""

    table: str
    row: int
    """Counted from 1, in log order."""
    there: str | None
    """What the read model has there, if anything."""
    log: str | None
    """What the log says, if anything."""


class KeptReadModel(ReadModel, Protocol):
    """A read model with its file: it follows the log once it is started, and can be checked and built anew."""

    def start(self) -> None:
        """Follows the log from now on; builds itself anew first where it must."""

    def rebuild(self, tell: Callable[[Progress], None]) -> Progress:
        """Builds itself anew up to the end of the log, telling how far it is."""

    def check(self, tell: Callable[[Progress], None]) -> Sequence[Difference]:
        """Replays the log into a second model, and compares the two row by row: the first differences of each table."""
