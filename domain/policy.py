"""Policies: named rules that reconcile the competing figures of one casualty when they are read.

A policy changes no entry: it picks, and says what it picked. What a picked figure adds to a sum is one rule for all.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from domain.figure import Figure, Qualifier
from domain.scales import Credibility, Reliability


class Policy(StrEnum):
    """The name of a rule that reconciles competing figures."""

    HIGHEST_CREDIBILITY = "highest_credibility"


class Candidate(NamedTuple):
    """A figure that competes: what was judged of it and of its source, and when it was published and recorded."""

    figure: Figure
    credibility: Credibility | None
    reliability: Reliability | None
    published: int | None
    """The last microsecond (since 1970, UTC) at which its report may have been published; None if that is unknown."""
    position: int
    withdrawn: bool = False
    """Whether its report is no longer held good."""


CREDIBILITY_RANK: Mapping[Credibility | None, int] = MappingProxyType(
    {
        Credibility.CONFIRMED_BY_OTHER_SOURCES: 1,
        Credibility.PROBABLY_TRUE: 2,
        Credibility.POSSIBLY_TRUE: 3,
        Credibility.CANNOT_BE_JUDGED: 4,
        None: 4,
        Credibility.DOUBTFUL: 5,
        Credibility.IMPROBABLE: 6,
    }
)
"""Whoever can't be judged, or was not, stands between possibly true and doubtful: neither good nor bad."""

RELIABILITY_RANK: Mapping[Reliability | None, int] = MappingProxyType(
    {
        Reliability.COMPLETELY_RELIABLE: 1,
        Reliability.USUALLY_RELIABLE: 2,
        Reliability.FAIRLY_RELIABLE: 3,
        Reliability.CANNOT_BE_JUDGED: 4,
        None: 4,
        Reliability.NOT_USUALLY_RELIABLE: 5,
        Reliability.UNRELIABLE: 6,
    }
)
"""Likewise of sources: between fairly and not usually reliable."""


def highest_credibility(competing: Iterable[Candidate]) -> Candidate | None:
    """The most credible figure of reports that are held good; of equals, that of the most reliable source.

    Of equals again one that names a number, before words such as "dozens"; of those the one published last, since later
    reports tend to know more (a date that is not known counts as the earliest), and of those the one recorded last.
    None where no report is held good.
    """
    return min((it for it in competing if not it.withdrawn), key=_distrust, default=None)


POLICIES: Mapping[Policy, Callable[[Iterable[Candidate]], Candidate | None]] = MappingProxyType(
    {Policy.HIGHEST_CREDIBILITY: highest_credibility}
)
"""Each policy's rule."""


class Reckoning(NamedTuple):
    """What a figure adds to a sum: the fewest, the likeliest and the most people it speaks of."""

    least: int
    likely: int
    most: int
    open_ended: bool
    """Whether it has no upper bound: `most` is then only the highest number that it names."""
    countable: bool
    """Whether it names a number at all: "dozens" adds nothing, and is told among what could not be added."""


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


def _distrust(it: Candidate) -> tuple[int, int, bool, bool, int, int]:
    known = it.published is not None
    return (
        CREDIBILITY_RANK[it.credibility],
        RELIABILITY_RANK[it.reliability],
        not reckon(it.figure).countable,
        not known,
        -(it.published or 0),
        -it.position,
    )
