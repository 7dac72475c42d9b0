"""Which numbers a figure admits: what a verdict reckons with, beside what a policy adds to a sum.

A sum needs one number for "about 100"; a verdict must not take it for exactly 100. Its width is this rule's, since no
codebook of the field names one: a tenth either way, and one at least. It is told with every verdict (docs/claims.md).
"""

from domain.figure import Figure, Qualifier
from domain.numbers import Numbers, numbers

_PART = 10
"""An approximate number is read as up to a tenth of it more or less."""


def admitted(figure: Figure) -> Numbers:
    """The numbers of people that may be meant by what a figure says.

    Of "about 100" those from 90 to 110; of "at least 100" all from 100 on; of words without a number any. Where lowest
    and highest numbers are given with an estimate, those between; numbers that contradict each other may all be meant.
    """
    low, best, high = figure.in_order
    least, most = figure.bounds
    rough = figure.qualifier in {Qualifier.ABOUT, Qualifier.VAGUE}
    if not rough or (low, best, high) == (None, None, None):
        return numbers(least, most)
    if low is None:
        least = 0 if best is None else best - _width(best)
    if high is None and best is not None and figure.qualifier is Qualifier.ABOUT:
        most = best + _width(best)
    return numbers(least, most)


def _width(number: int) -> int:
    return 0 if number == 0 else max(1, number // _PART)
