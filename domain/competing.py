"""The competing figures of one casualty, how they are ranked, and what is made of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from domain.figure import Figure
from domain.numbers import Numbers
from domain.reckoning import Reckoning
from domain.scales import Credibility, Reliability


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


class Reconciled(NamedTuple):
    """What a policy makes of the competing figures of one casualty, and the figures that this rests on."""

    reckoning: Reckoning
    disordered: bool
    """Whether a figure that it rests on has numbers that contradict each other."""
    low_from: Candidate
    best_from: Candidate
    high_from: Candidate
    admits: Numbers
    """Every number that the figures which it reckons with admit, from the least to the greatest."""


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
