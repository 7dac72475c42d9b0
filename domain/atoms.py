"""What one part of a formula can say, by itself: exact where none of its unknowns occurs in it twice."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import ceil, floor
from typing import Any, assert_never

from domain.formula import ONLY_FALSE, Atom, Domains, Holds, Ranks, Times, Truths
from domain.numbers import Numbers


def truths_of(atom: Atom, domains: Domains) -> Truths:
    """Whether it can hold, and can fail."""
    match atom:
        case Holds(total, wanted):
            return among([total.over(domains)], wanted)
        case Times():
            return ratio(atom, domains)
        case Ranks():
            return among(ranks(atom, atom.subject.over(domains)), atom.wanted)
        case _:
            assert_never(atom)


def possible_ranks(it: Ranks, domains: Domains) -> Numbers:
    """The ranks that the subject may have."""
    (may_be,) = ranks(it, it.subject.over(domains))
    return may_be


def among(every: Sequence[Numbers], wanted: Numbers | None) -> Truths:
    """Whether any of these numbers can be one that is wanted, and any one that isn't."""
    if wanted is None:
        return ONLY_FALSE
    can_hold = any(it.meeting(wanted) for it in every)
    can_fail = not all(it.within(wanted) for it in every)
    return frozenset(value for value, can in ((True, can_hold), (False, can_fail)) if can)


def ratio(it: Times, domains: Domains) -> Truths:
    """Whether one sum can be so many times the other, and can be not."""
    of, to = it.of.over(domains), it.to.over(domains)
    both_none = of.least == 0 and to.least == 0
    too_much = it.most is not None and (of.most is None or of.most > it.most * to.least)
    too_little = (to.most is None and it.least > 0) or (to.most is not None and of.least < it.least * to.most)
    can_hold = any(_divides(it, one, two) for one in of.stretches for two in to.stretches)
    can_fail = both_none or too_much or too_little
    return frozenset(value for value, can in ((True, can_hold), (False, can_fail)) if can)


_TRIED = 10_000


def _divides(it: Times, of: tuple[int, int | None], to: tuple[int, int | None]) -> bool:
    """Whether some number of one stretch, divided by some of another, lies between the bounds."""
    low, high = to
    if of[1] == 0:
        return it.least == 0 and high != 0
    if it.most is None:
        return of[1] is None or it.least * low <= of[1]
    low = max(low, 1, ceil(of[0] / it.most) if it.most else 1)
    if it.most == 0 and of[0] > 0:
        return False
    if it.least > 0 and of[1] is not None:
        most = floor(of[1] / it.least)
        high = most if high is None else min(high, most)
    if high is not None and high < low:
        return False
    end = low + _TRIED if high is None else min(high + 1, low + _TRIED)
    for each in range(low, end):
        first, last = max(of[0], ceil(it.least * each)), floor(it.most * each)
        if first <= last and (of[1] is None or first <= of[1]):
            return True
    return high is None or high >= end


def ranks(it: Ranks, subject: Numbers) -> Sequence[Numbers]:
    """The ranks that are possible: for each number that the subject may be, as many others as may be as large."""
    beyond = 1 if it.tied else 0  # with ties, only those with more count against it
    certain = _Above((other.least, other.incidents) for other in it.others if other.certain)
    bounded = _Above((other.most, other.incidents) for other in it.others if other.most is not None)
    unbounded = sum(other.incidents for other in it.others if other.most is None)
    edges = sorted({*certain.edges, *bounded.edges, *([it.hidden] if it.hidden is not None else [])})
    found: list[tuple[int, int | None]] = []
    for least, most in subject.stretches:
        upto = len(edges) if most is None else bisect_right(edges, most)
        inner = edges[bisect_left(edges, least) : upto]
        for value in {least, *(each + step for each in inner for step in (0, 1))}:
            if most is None or value <= most:
                from_hidden = it.hidden is None or it.hidden >= value + beyond
                above = None if from_hidden else 1 + unbounded + bounded.at_least(value + beyond)
                found.append((1 + certain.at_least(value + beyond), above))
    return [Numbers.of(found)]


class _Above:
    """How many are at least as large as a number."""

    def __init__(self, counted: Any) -> None:
        every: Counter[int] = Counter()
        for value, count in counted:
            every[value] += count
        self.edges = sorted(every)
        self._below = [0, *accumulate(every[each] for each in self.edges)]

    def at_least(self, number: int) -> int:
        return self._below[-1] - self._below[bisect_left(self.edges, number)]
