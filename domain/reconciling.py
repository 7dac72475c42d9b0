"""The rules that make one figure of those that compete: each a function of the figures of one casualty.

They are given at least one figure, none of a withdrawn report, and never depend on the order in which these are given:
of equals, the figure that was recorded last is named. `domain/policy.py` says in words what each is, and after whom.
"""

from collections.abc import Sequence

from domain.competing import CREDIBILITY_RANK, RELIABILITY_RANK, Candidate, Reconciled
from domain.figure import Figure
from domain.numbers import Numbers, numbers
from domain.readings import admitted
from domain.reckoning import Reckoning, reckon
from domain.scales import Credibility, Reliability
from domain.vague_words import number_of

HARDLY_CREDIBLE = (Credibility.DOUBTFUL, Credibility.IMPROBABLE)
"""What was judged so is no reliable estimate."""

HARDLY_RELIABLE = (Reliability.NOT_USUALLY_RELIABLE, Reliability.UNRELIABLE)
"""Likewise what such a source says. F and 6 are *cannot be judged*, and doubt nothing."""


def highest_credibility(standing: Sequence[Candidate]) -> Reconciled:
    """The most credible figure of reports that are held good; of equals, that of the most reliable source.

    Of equals again one that names a number, before words such as "dozens"; of those the one published last, since later
    reports tend to know more (a date that is not known counts as the earliest), and of those the one recorded last.
    """
    picked = min(standing, key=_distrust)
    return Reconciled(reckon(picked.figure), picked.figure.disordered, picked, picked, picked, admitted(picked.figure))


def ucdp_best(standing: Sequence[Candidate]) -> Reconciled:
    """The most reliable source's figure as best, the lowest and the highest reliable estimate as low and high.

    Words without a number are no estimate. Of figures whose sources are as reliable, the more credible; of equals, the
    lower. Every estimate is deemed reliable that was not judged doubtful or improbable and whose source is not rated D
    or E; the best one always is, so that it lies between low and high.
    """
    best = min(standing, key=_unreliability)
    return _between(best, [it for it in standing if it.position == best.position or _is_deemed_reliable(it)])


def acled_conservative(standing: Sequence[Candidate]) -> Reconciled:
    """The lowest number that a figure admits as what it says, vague words taken for numbers: as low, best and high."""
    picked = min(standing, key=_conservatively)
    number = conservative(picked.figure)
    said = number or 0
    reckoning = Reckoning(said, said, said, open_ended=False, countable=number is not None)
    return Reconciled(reckoning, picked.figure.disordered, picked, picked, picked, admitted(picked.figure))


def airwars_minmax(standing: Sequence[Candidate]) -> Reconciled:
    """The lowest and the highest number of all figures as low and high; Airwars states no best, so best is low."""
    lowest = min(standing, key=_from_below)
    made = _between(lowest, [it for it in standing if it.position == lowest.position or reckon(it.figure).countable])
    return made._replace(reckoning=made.reckoning._replace(likely=made.reckoning.least))


def conservative(figure: Figure) -> int | None:
    """The lowest number that a figure admits as what it says; None where it is words without one that has a rule.

    Of a range its low, of "about 100" 100, of "at least 100" 100, of "more than 100" 101, of "at most 100" none.
    """
    adds = reckon(figure)
    if adds.countable:
        return min(adds.least, adds.likely, adds.most)
    return None if figure.verbatim is None else number_of(figure.verbatim)


def _between(best: Candidate, estimates: Sequence[Candidate]) -> Reconciled:
    """The lowest and the highest of some estimates, `best` among them, with its likeliest number."""
    low = min(estimates, key=_from_below)
    high = min(estimates, key=_from_above)
    own, most = reckon(best.figure), reckon(high.figure)
    reckoning = Reckoning(reckon(low.figure).least, own.likely, most.most, most.open_ended, own.countable)
    disordered = any(it.figure.disordered for it in (low, best, high))
    return Reconciled(reckoning, disordered, low, best, high, _admitted_by_any(estimates))


def _admitted_by_any(estimates: Sequence[Candidate]) -> Numbers:
    all_of = [admitted(it.figure) for it in estimates]
    mosts = [it.most for it in all_of]
    return numbers(min(it.least for it in all_of), None if None in mosts else max(it for it in mosts if it is not None))


def _is_deemed_reliable(it: Candidate) -> bool:
    doubted = it.credibility in HARDLY_CREDIBLE or it.reliability in HARDLY_RELIABLE
    return reckon(it.figure).countable and not doubted


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


def _unreliability(it: Candidate) -> tuple[bool, int, int, int, int]:
    adds = reckon(it.figure)
    trust = RELIABILITY_RANK[it.reliability], CREDIBILITY_RANK[it.credibility]
    return (not adds.countable, *trust, adds.likely, -it.position)


def _conservatively(it: Candidate) -> tuple[bool, int, int]:
    number = conservative(it.figure)
    return (number is None, number or 0, -it.position)


def _from_below(it: Candidate) -> tuple[bool, int, int]:
    adds = reckon(it.figure)
    return (not adds.countable, adds.least, -it.position)


def _from_above(it: Candidate) -> tuple[bool, int, bool, int]:
    adds = reckon(it.figure)
    return (not adds.countable, -adds.most, not adds.open_ended, -it.position)
