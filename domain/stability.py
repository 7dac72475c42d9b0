"""How stable knowledge of a number is: how often and how far it moved, and how long it took to settle.

Pure measures; docs/stability.md says what each of them is taken of, and what it means.
"""

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from domain.reckoning import Reckoning

StepT = TypeVar("StepT")


class Numbers(NamedTuple):
    """A number as it stands: the fewest, the likeliest and the most people, and whether it has no upper bound."""

    low: int
    best: int
    high: int
    open_ended: bool


class Difference(NamedTuple):
    """By how many people the lowest, the best and the highest number differ."""

    low: int
    best: int
    high: int


class Movement(NamedTuple, Generic[StepT]):
    """That a number became another one at some step; none is that nothing could be added there."""

    step: StepT
    was: Numbers | None
    now: Numbers | None

    @property
    def by(self) -> Difference | None:
        """How far it moved; none where there was or is no number, for then there is nothing to compare."""
        if self.was is None or self.now is None:
            return None
        return Difference(self.now.low - self.was.low, self.now.best - self.was.best, self.now.high - self.was.high)


class Course(NamedTuple, Generic[StepT]):
    """The step at which a number was first told, what it was then, and every movement since."""

    first: StepT
    began_as: Numbers | None
    movements: Sequence[Movement[StepT]]

    @property
    def last(self) -> StepT:
        """The step since which it has been settled: its last movement, or its first step if it never moved."""
        return self.movements[-1].step if self.movements else self.first

    @property
    def stands_at(self) -> Numbers | None:
        """The number after the last step."""
        return self.movements[-1].now if self.movements else self.began_as


def course(states: Iterable[tuple[StepT, Numbers | None]]) -> Course[StepT] | None:
    """The course of a number through these states, in their order; None where there are none.

    A state that is like the one before is no movement. That a bound was lost or gained is one.
    """
    found: list[Movement[StepT]] = []
    first: tuple[StepT, Numbers | None] | None = None
    now: Numbers | None = None
    for step, then in states:
        if first is None:
            first = (step, then)
        elif then != now:
            found.append(Movement(step, now, then))
        now = then
    return None if first is None else Course(*first, found)


def largest(movements: Iterable[Movement[StepT]]) -> Difference | None:
    """The furthest that the lowest, the best and the highest number moved at once, each by itself and up or down.

    None where nothing can be compared.
    """
    found = [it.by for it in movements if it.by]
    return Difference(*(max(map(abs, each)) for each in zip(*found, strict=True))) if found else None


def total(movements: Iterable[Movement[StepT]]) -> Difference | None:
    """How far they moved altogether, up and down: the sum of the distances; None where nothing can be compared."""
    found = [it.by for it in movements if it.by]
    return Difference(*(sum(map(abs, each)) for each in zip(*found, strict=True))) if found else None


def numbers(reckoning: Reckoning | None) -> Numbers | None:
    """What is added to a sum, as a number that can move; None where there is nothing to add."""
    if reckoning is None or not reckoning.countable:
        return None
    return Numbers(reckoning.least, reckoning.likely, reckoning.most, reckoning.open_ended)


def added(several: Iterable[Numbers]) -> Numbers | None:
    """The sum of some numbers, open-ended if one of them is; None of none."""
    found = [*several]
    if not found:
        return None
    return Numbers(
        sum(it.low for it in found),
        sum(it.best for it in found),
        sum(it.high for it in found),
        any(it.open_ended for it in found),
    )


def quartiles(values: Iterable[float]) -> tuple[float, float, float] | None:
    """The lower quartile, the median and the upper quartile; None of nothing.

    Between two values they are interpolated linearly (Hyndman and Fan 1996, type 7, as in R, NumPy and DuckDB).
    """
    ranked = sorted(values)
    if not ranked:
        return None

    def at(share: float) -> float:
        place = share * (len(ranked) - 1)
        below = int(place)
        above = min(below + 1, len(ranked) - 1)
        return ranked[below] + (ranked[above] - ranked[below]) * (place - below)

    return at(0.25), at(0.5), at(0.75)


def relative(first: int, now: int) -> float | None:
    """How far a first number was from the one now, as a share of that; none where that is 0 and it was not."""
    if now == 0:
        return 0.0 if first == 0 else None
    return abs(first - now) / now
