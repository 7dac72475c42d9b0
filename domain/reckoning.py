"""What a figure adds to a sum, by itself."""

from typing import NamedTuple

from domain.figure import Figure, Qualifier


class Reckoning(NamedTuple):
    """What is added to a sum: the fewest, the likeliest and the most people that are spoken of."""

    least: int
    likely: int
    most: int
    open_ended: bool
    """Whether it has no upper bound: `most` is then only the highest number that is named."""
    countable: bool
    """Whether a number is named at all: "dozens" adds nothing, and is told among what could not be added."""


_ESTIMATES = frozenset({Qualifier.BETWEEN, Qualifier.ABOUT, Qualifier.VAGUE})
"""Qualifiers under which numbers are estimates, not bounds of what the words admit."""


def reckon(figure: Figure) -> Reckoning:
    """What a figure adds to a sum: the bounds that it states, and its best number between them.

    "About 100" is taken as 100, for it states no width. Without a best number, the likeliest is the fewest that the
    statement admits: "at least 100" is 100, and "at most 50" is none. Estimates that their source prints out of order
    add what is printed: nobody knows which of them is the misprint, and the sums stay those of the source.
    """
    if figure.disordered and figure.qualifier in _ESTIMATES:
        printed = [it for it in (figure.low, figure.best, figure.high) if it is not None]
        likely = printed[0] if figure.best is None else figure.best
        open_ended = figure.high is None and figure.qualifier is Qualifier.VAGUE
        return Reckoning(printed[0], likely, printed[-1], open_ended, countable=True)
    low, best, high = figure.in_order
    least, most = figure.bounds
    rough = figure.qualifier in {Qualifier.ABOUT, Qualifier.VAGUE}
    if rough and low is None and best is not None:
        least = best
    likely = least if best is None else max(best, least)
    if most is None:
        open_ended = figure.qualifier is not Qualifier.ABOUT and (best, low) != (None, None)
        return Reckoning(least, likely, likely, open_ended, countable=(low, best, high) != (None, None, None))
    return Reckoning(least, min(likely, most), most, open_ended=False, countable=True)
