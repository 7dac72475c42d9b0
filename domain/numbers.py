"""Which whole numbers something may be: stretches of them, none of which touches another."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

Stretch = tuple[int, int | None]
"""From a number to another, both included; None is without end."""

_MOST = 400
"""So many stretches are told apart; beyond, the narrowest gaps count as filled: nothing that is possible is lost."""


class Numbers(NamedTuple):
    """Whole numbers, none below 0, as rising stretches with gaps between."""

    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, stretches: Iterable[Stretch]) -> "Numbers":
        """The numbers in any of these stretches."""
        joined: list[Stretch] = []
        for least, most in sorted(stretches, key=lambda it: it[0]):
            if joined and (joined[-1][1] is None or joined[-1][1] + 1 >= least):
                before = joined[-1]
                joined[-1] = (before[0], _higher(before[1], most))
            else:
                joined.append((least, most))
        return cls(tuple(_with_gaps_filled(joined)))

    @property
    def least(self) -> int:
        """The smallest of them."""
        return self.stretches[0][0]

    @property
    def most(self) -> int | None:
        """The largest of them; None where there is none."""
        return self.stretches[-1][1]

    @property
    def only(self) -> int | None:
        """The one number that it may be, if there is but one."""
        return self.least if self.least == self.most else None

    def __add__(self, other: object) -> "Numbers":
        """Any of these and any of those, added up."""
        if not isinstance(other, Numbers):
            return NotImplemented
        return Numbers.of(
            (one[0] + two[0], None if one[1] is None or two[1] is None else one[1] + two[1])
            for one in self.stretches
            for two in other.stretches
        )

    def or_none(self) -> "Numbers":
        """These, or 0."""
        return Numbers.of(((0, 0), *self.stretches))

    def meeting(self, other: "Numbers") -> "Numbers | None":
        """The numbers that are in both; None where there are none."""
        both = [(max(one[0], two[0]), _lower(one[1], two[1])) for one in self.stretches for two in other.stretches]
        found = [(least, most) for least, most in both if most is None or least <= most]
        return Numbers.of(found) if found else None

    def within(self, other: "Numbers") -> bool:
        """Whether all of these are among those."""
        starts = [it[0] for it in other.stretches]
        for least, most in self.stretches:
            at = bisect_right(starts, least) - 1
            if at < 0:
                return False
            end = other.stretches[at][1]
            if end is not None and (most is None or most > end):
                return False
        return True

    def halves(self) -> "tuple[Numbers, Numbers]":
        """A lower and an upper part, of more than one number."""
        if len(self.stretches) > 1:
            middle = len(self.stretches) // 2
            return Numbers(self.stretches[:middle]), Numbers(self.stretches[middle:])
        ((least, most),) = self.stretches
        cut = 2 * least + 1 if most is None else (least + most) // 2
        return Numbers(((least, cut),)), Numbers(((cut + 1, most),))


NONE_AT_ALL = Numbers(((0, 0),))
"""0 and nothing else."""
ANY_NUMBER = Numbers(((0, None),))
"""Nothing is known of it."""


def numbers(least: int, most: int | None) -> Numbers:
    """The numbers from one to another, both included."""
    return Numbers(((least, most),))


def between(least: Fraction, most: Fraction | None) -> Numbers | None:
    """The whole numbers between two bounds, both included; None where there are none."""
    low, high = max(0, ceil(least)), None if most is None else floor(most)
    return None if high is not None and high < low else numbers(low, high)


def _higher(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _lower(one: int | None, other: int | None) -> int | None:
    return min((it for it in (one, other) if it is not None), default=None)


def _with_gaps_filled(stretches: Sequence[Stretch]) -> Sequence[Stretch]:
    if len(stretches) <= _MOST:
        return stretches
    gaps = sorted(range(1, len(stretches)), key=lambda at: stretches[at][0] - (stretches[at - 1][1] or 0))
    kept = [0, *sorted(gaps[-(_MOST - 1) :]), len(stretches)]
    return [(stretches[first][0], stretches[after - 1][1]) for first, after in pairwise(kept)]
