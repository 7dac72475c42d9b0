"""Why a policy does not take a figure that competes, in words that follow from its rule (domain/reconciling.py)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from domain.competing import CREDIBILITY_RANK, RELIABILITY_RANK, Candidate, Reconciled
from domain.policy import Policy
from domain.reckoning import reckon
from domain.reconciling import HARDLY_CREDIBLE, HARDLY_RELIABLE, conservative


class Criterion(NamedTuple):
    """One thing after another that a policy prefers figures by: the least value is taken."""

    words: str
    """What is said of a figure whose value is more."""
    of: Callable[[Candidate], Any]


_BEST = "the figure taken as best"
_CREDIBILITY = Criterion(f"less credible than {_BEST}", lambda it: CREDIBILITY_RANK[it.credibility])
_RELIABILITY = Criterion(f"of a less reliable source than {_BEST}", lambda it: RELIABILITY_RANK[it.reliability])
_NUMBER = Criterion("it names no number", lambda it: not reckon(it.figure).countable)
_PUBLISHED = Criterion(
    f"published before {_BEST}, or nobody knows when", lambda it: (it.published is None, -(it.published or 0))
)
_RECORDED = Criterion(f"recorded before {_BEST}", lambda it: -it.position)


def _higher(number: Callable[[Candidate], int]) -> Criterion:
    return Criterion(f"higher than {_BEST}", number)


CRITERIA: Mapping[Policy, Sequence[Criterion]] = MappingProxyType(
    {
        Policy.HIGHEST_CREDIBILITY: (_CREDIBILITY, _RELIABILITY, _NUMBER, _PUBLISHED, _RECORDED),
        Policy.UCDP_BEST: (
            _NUMBER,
            _RELIABILITY,
            _CREDIBILITY,
            _higher(lambda it: reckon(it.figure).likely),
            _RECORDED,
        ),
        Policy.ACLED_CONSERVATIVE: (
            Criterion("it names no number, nor words that count as one", lambda it: conservative(it.figure) is None),
            _higher(lambda it: conservative(it.figure) or 0),
            _RECORDED,
        ),
        Policy.AIRWARS_MINMAX: (_NUMBER, _higher(lambda it: reckon(it.figure).least), _RECORDED),
    }
)
"""What each policy prefers figures by for its best number, first things first."""

_BETWEEN = frozenset({Policy.UCDP_BEST, Policy.AIRWARS_MINMAX})
"""Policies that take low and high from other figures than the best."""


def passed_over(policy: Policy, figure: Candidate, made: Reconciled | None) -> str | None:
    """Why a policy takes nothing of a figure; None where it takes something of it."""
    if figure.withdrawn:
        return "its report is not held good"
    if made is None or figure.position in {it.position for it in (made.low_from, made.best_from, made.high_from)}:
        return None
    return "; ".join(_reasons(policy, figure, made))


def _reasons(policy: Policy, figure: Candidate, made: Reconciled) -> Iterator[str]:
    behind = next(it for it in CRITERIA[policy] if it.of(figure) != it.of(made.best_from))
    yield behind.words
    if policy not in _BETWEEN or behind is _NUMBER:
        return
    if policy is Policy.UCDP_BEST and figure.credibility in HARDLY_CREDIBLE:
        yield "judged doubtful or improbable, so it bounds nothing"
    elif policy is Policy.UCDP_BEST and figure.reliability in HARDLY_RELIABLE:
        yield "of a source rated D or E, so it bounds nothing"
    else:
        yield "no lower and no higher than the figures taken as low and high"
