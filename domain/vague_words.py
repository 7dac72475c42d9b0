"""The number that vague words stand for where a policy takes them for one."""

import re
from itertools import pairwise


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STANDS_FOR = {"tens": 10, "dozens": 12, "hundreds": 100}
_IN_THE_SINGULAR = {"dozen": "dozens", "hundred": "hundreds"}
_SEVERAL = frozenset({"several", "few", "many"})
"""Before a word, they say no more than its plural does: "several dozen", "a few hundred"."""

_MAGNITUDES = frozenset({*_STANDS_FOR, *_IN_THE_SINGULAR, "thousand", "thousands", "million", "millions"})
_JOINED = frozenset({"of", "a", "the"})

_NUMBERS = _each(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen "
    "hundred thousand million billion half quarter score scores couple pair handful several few"
)
"""Words of number that have no rule: they may be fewer than those that have one, or multiply them."""

_DENYING = _each(
    "no not none nobody nothing never neither nor without cannot deny denies denied denying false falsely "
    "rather instead"
)
_FEWER = _each("less fewer under below almost nearly barely hardly scarcely approaching maximum max short")
_FEWER_IN_WORDS = ("at most", "up to", "as many as", "close to")

_WORD = re.compile(r"\d+|[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


def number_of(verbatim: str) -> int | None:
    """The number that words stand for, after ACLED: "tens" 10, "dozens" 12, "hundreds" 100; the least of several.

    Words are read whole, whatever their case. None where none of the three occurs, or where something beside it may
    make it another number: a negation ("not hundreds"), a bound from above ("fewer than hundreds"), another number
    ("two dozen", "scores or hundreds", "5 or dozens") or a product ("tens of thousands"). "Several", "few" and "many"
    right before a word add nothing to it, and "several dozen" is "several dozens".
    """
    words = _without_several(_WORD.findall(verbatim.casefold()))
    said = f" {' '.join(words)} "
    spoilt = (
        any(it in _DENYING or it in _FEWER or it in _NUMBERS or it.isdigit() or _is_negated(it) for it in words)
        or any(f" {it} " in said for it in _FEWER_IN_WORDS)
        or _multiplied(words)
    )
    return None if spoilt else min((_STANDS_FOR[it] for it in words if it in _STANDS_FOR), default=None)


def _without_several(words: list[str]) -> list[str]:
    """The words, those of several taken into the word that they stand before."""
    found: list[str] = []
    for word in words:
        if found and found[-1] in _SEVERAL and word in {*_STANDS_FOR, *_IN_THE_SINGULAR}:
            found[-1] = _IN_THE_SINGULAR.get(word, word)
        else:
            found.append(word)
    return found


def _multiplied(words: list[str]) -> bool:
    """Whether two words of magnitude stand side by side, or with no more than "of" between them."""
    told = [it for it in words if it not in _JOINED]
    return any({one, other} <= _MAGNITUDES for one, other in pairwise(told))


def _is_negated(word: str) -> bool:
    return word.endswith(("n't", "n\u2019t"))
