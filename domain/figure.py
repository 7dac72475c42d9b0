"""A number of people, as one source gives it, in its own words."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from domain.value import Count, Flag, Line, Value


class Qualifier(StrEnum):
    """How a source qualifies its number; "about 100", "at least 100" and "more than 100" stay three statements."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    FEWER_THAN = "fewer_than"
    BETWEEN = "between"
    VAGUE = "vague"
    """Words without a number: "dozens", "scores"."""


class Figure(Value):
    """How many people, as one source says it: lowest, best and highest number, qualifier and verbatim words.

    Numbers that contradict each other (low above best, best above high) are taken only where `disordered` says that
    the source itself prints them so: UCDP's files do on 0.6 % of their rows.
    """

    low: Count | None = None
    best: Count | None = None
    high: Count | None = None
    qualifier: Qualifier
    verbatim: Line | None = None
    disordered: Flag = False

    @model_validator(mode="after")
    def _says_what_its_qualifier_means(self) -> Self:
        given = self._given
        if self.disordered != (given != sorted(given)):
            raise ValueError(
                "low, best and high are in order, nothing to mark as disordered"
                if self.disordered
                else "low may not exceed best, nor best high, unless marked as disordered in the source"
            )
        match self.qualifier:
            case Qualifier.EXACT if self.best is None or len(set(given)) != 1:
                raise ValueError("an exact figure has a best number, and no other low or high")
            case Qualifier.BETWEEN if self.low is None or self.high is None:
                raise ValueError("a figure between two numbers has a low and a high")
            case Qualifier.AT_LEAST | Qualifier.MORE_THAN if self.low is None and self.best is None:
                raise ValueError("a figure bounded from below has a low or a best number")
            case Qualifier.AT_MOST | Qualifier.FEWER_THAN if self.high is None and self.best is None:
                raise ValueError("a figure bounded from above has a high or a best number")
            case Qualifier.MORE_THAN | Qualifier.FEWER_THAN if _admit_nobody(*self.bounds):
                raise ValueError("these numbers leave no number of people that may be meant")
            case Qualifier.ABOUT if not given:
                raise ValueError("an approximate figure has a number")
            case Qualifier.VAGUE if self.verbatim is None:
                raise ValueError("a vague figure is its words: give them as verbatim")
            case _:
                return self

    @property
    def in_order(self) -> tuple[int | None, int | None, int | None]:
        """The lowest, best and highest number; where they are disordered, in their order."""
        rising = iter(sorted(self._given))
        low, best, high = (None if it is None else next(rising) for it in (self.low, self.best, self.high))
        return low, best, high

    @property
    def bounds(self) -> tuple[int, int | None]:
        """The lowest and highest number of people that this statement admits, inclusive; None is no upper bound.

        "About" and "vague" admit whatever they give no low or high against: their width is a policy's to decide.
        Disordered numbers are taken in their order: which of them is misprinted is not known.
        """
        lowest, best, high = self.in_order
        low = lowest or 0
        match self.qualifier:
            case Qualifier.EXACT:
                return (best or 0, best)
            case Qualifier.AT_LEAST | Qualifier.MORE_THAN:
                least = lowest if lowest is not None else best or 0
                return (least + (self.qualifier is Qualifier.MORE_THAN), high)
            case Qualifier.AT_MOST | Qualifier.FEWER_THAN:
                most = high if high is not None else best or 0
                return (low, most - (self.qualifier is Qualifier.FEWER_THAN))
            case Qualifier.BETWEEN | Qualifier.ABOUT | Qualifier.VAGUE:
                return (low, high)

    @property
    def _given(self) -> list[int]:
        return [number for number in (self.low, self.best, self.high) if number is not None]


def _admit_nobody(least: int, most: int | None) -> bool:
    return most is not None and most < least
