"""How alike two things are, and why."""

from collections.abc import Sequence
from math import prod
from typing import NamedTuple


class Reason(NamedTuple):
    """One part of a score, from 0 to 1, in words that a person judges it by."""

    part: str
    score: float
    words: str


class Likeness(NamedTuple):
    """A score from 0 to 1, and the parts that it is the product of."""

    score: float
    reasons: Sequence[Reason]

    @classmethod
    def of(cls, *reasons: Reason) -> "Likeness":
        """The likeness that these parts make."""
        return cls(prod(it.score for it in reasons), reasons)
