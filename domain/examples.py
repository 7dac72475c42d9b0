"""Worked examples: competing figures made up for the purpose, with what a rule makes of them."""

from collections.abc import Callable, Sequence

from domain.competing import Candidate, Reconciled
from domain.edtf import Edtf
from domain.figure import Figure
from domain.moment import last_microsecond
from domain.scales import Credibility, Reliability
from domain.value import Value


class Competing(Value):
    """A figure of an example, with what was judged of it and of its source, and when it was published."""

    figure: Figure
    credibility: Credibility | None = None
    reliability: Reliability | None = None
    published: Edtf | None = None
    withdrawn: bool = False


class Outcome(Value):
    """What a policy makes of an example's figures, and which of them, counted from 1, this rests on.

    The numbers are none where nothing can be added.
    """

    low: int | None
    best: int | None
    high: int | None
    open_ended: bool
    low_from: int
    best_from: int
    high_from: int


class Example(Value):
    """Competing figures, in the order in which they were recorded, and what a policy makes of them."""

    words: str
    competing: tuple[Competing, ...]
    outcome: Outcome


def worked(rule: Callable[[Sequence[Candidate]], Reconciled], words: str, competing: Sequence[Competing]) -> Example:
    """An example with the outcome that the rule itself comes to; some figure's report must be held good."""
    candidates = [_candidate(it, number) for number, it in enumerate(competing, 1) if not it.withdrawn]
    made = rule(candidates)
    adds = made.reckoning
    low, best, high = (adds.least, adds.likely, adds.most) if adds.countable else (None, None, None)
    outcome = Outcome(
        low=low,
        best=best,
        high=high,
        open_ended=adds.open_ended,
        low_from=made.low_from.position,
        best_from=made.best_from.position,
        high_from=made.high_from.position,
    )
    return Example(words=words, competing=tuple(competing), outcome=outcome)


def _candidate(it: Competing, position: int) -> Candidate:
    published = None if it.published is None else last_microsecond(it.published)
    return Candidate(it.figure, it.credibility, it.reliability, published, position)
