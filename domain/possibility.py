"""Whether a formula can hold, and can fail, over everything that its unknowns may be.

Unknowns are whole numbers: how many people a casualty counts, whether an incident is one of those that are meant (0 or
1), how much the record may not hold. Each may be any of its numbers, whatever the others are. What is found is exact
where the unknowns are few; where it would take too long, both are taken as possible, which decides nothing.
"""

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise, product
from math import prod
from random import Random

from domain.atoms import ranks, ratio, truths_of
from domain.formula import (
    BOTH,
    Atom,
    Domains,
    Every,
    Formula,
    Holds,
    Otherwise,
    Ranks,
    Some,
    Times,
    Truths,
    Unknown,
    atoms_of,
    unknowns_of,
)
from domain.numbers import numbers


def decide(formula: Formula, domains: Domains, boxes: int = 3_000) -> tuple[Truths, bool]:
    """Whether it can hold and can fail; and whether that is exact, or was given up after so many boxes of numbers."""
    alike = _alike(formula)
    found = truths(formula, domains, alike)
    if len(found) == 1 or _apart(formula, alike):
        return found, True
    seen = _tried(formula, domains, alike)
    if seen == BOTH:
        return BOTH, True
    waiting = [dict(domains)]
    for _ in range(boxes):
        if not waiting or seen == BOTH:
            return seen, True
        box = waiting.pop()
        found = truths(formula, box, alike)
        if len(found) == 1 or (split := _widest(formula, box)) is None:
            seen |= found
        else:
            lower, upper = box[split].halves()
            waiting += [{**box, split: upper}, {**box, split: lower}]
    return BOTH, seen == BOTH


Alike = Sequence[Sequence[int]]
"""Which atoms, by their places from left to right, speak of the same number: of the same sum, or the same rank."""

_CASES = 64
"""So many cases of what such atoms say together are told apart."""


def truths(formula: Formula, domains: Domains, alike: Alike = ()) -> Truths:
    """Whether it can hold and can fail, as far as each part tells by itself: never too little, perhaps too much.

    Atoms that are `alike` are read together: what is at least 100 is not at most 99.
    """
    atoms = [*atoms_of(formula)]
    together = [each for each in alike if len(each) > 1]
    told = {place for each in together for place in each}
    apart = {place: truths_of(it, domains) for place, it in enumerate(atoms) if place not in told}
    cases = [[*_cases([atoms[place] for place in each], domains)] for each in together]
    if prod(map(len, cases)) > _CASES:
        return _told_by(formula, iter([truths_of(it, domains) for it in atoms]))
    found: Truths = frozenset()
    for case in product(*cases):
        said = {
            place: frozenset({it})
            for each, of in zip(together, case, strict=True)
            for place, it in zip(each, of, strict=True)
        }
        found |= _told_by(formula, iter([said.get(place) or apart[place] for place in range(len(atoms))]))
    return found


def _told_by(formula: Formula, atoms: Iterator[Truths]) -> Truths:
    """What a formula may be, by what each of its atoms may be, from left to right."""
    match formula:
        case Every(of):
            return _combined([_told_by(it, atoms) for it in of], ends=False)
        case Some(of):
            return _combined([_told_by(it, atoms) for it in of], ends=True)
        case Otherwise(of):
            return frozenset(not it for it in _told_by(of, atoms))
        case _:
            return next(atoms)


def _alike(formula: Formula) -> Alike:
    places: dict[Hashable, list[int]] = {}
    for place, atom in enumerate(atoms_of(formula)):
        places.setdefault(_of_what(atom), []).append(place)
    return [*places.values()]


def _of_what(atom: Atom) -> Hashable:
    """The number that an atom speaks of, whatever it says of it."""
    return atom if isinstance(atom, Times) else atom._replace(wanted=None)


def _cases(atoms: Sequence[Atom], domains: Domains) -> Iterator[Sequence[bool]]:
    """What atoms that are alike may say, all of them at once."""
    first, wanted = atoms[0], [it.wanted for it in atoms if not isinstance(it, Times)]
    match first:
        case Times():
            yield from ([each] * len(atoms) for each in ratio(first, domains))
            return
        case Holds(total, _):
            may_be = total.over(domains)
        case Ranks():
            (may_be,) = ranks(first, first.subject.over(domains))
    ends = {
        end for it in wanted if it for low, high in it.stretches for end in (low, None if high is None else high + 1)
    }
    cuts = [*sorted({0, *(it for it in ends if it is not None)}), None]
    said = {
        tuple(it is not None and numbers(low, low).within(it) for it in wanted)
        for low, after in pairwise(cuts)
        if low is not None and may_be.meeting(numbers(low, None if after is None else after - 1))
    }
    yield from sorted(said)


def _combined(every: Sequence[Truths], *, ends: bool) -> Truths:
    """Of parts of which one that is `ends` settles the whole."""
    can_end = any(ends in it for it in every)
    can_go_on = all((not ends) in it for it in every)
    return frozenset(value for value, can in ((ends, can_end), (not ends, can_go_on)) if can)


def _apart(formula: Formula, alike: Alike) -> bool:
    """Whether none that are not alike hang on the same unknown: what each tells by itself is then exact."""
    atoms = [*atoms_of(formula)]
    every = [unknown for each in alike for unknown in unknowns_of(atoms[each[0]])]
    few = 2 ** sum(len(each) for each in alike if len(each) > 1) <= _CASES
    return few and len(every) == len(set(every))


def _tried(formula: Formula, domains: Domains, alike: Alike, times: int = 40) -> Truths:
    """What is true of some choices of numbers: all the least, all the most, and some at random."""
    random = Random(0)  # noqa: S311 - the same choices every time
    ends = {
        it: (each.least, 4 * each.least + 1_000 if each.most is None else each.most) for it, each in domains.items()
    }
    seen: Truths = frozenset()
    for attempt in range(times):
        chosen = {
            it: numbers(value, value)
            for it, pair in ends.items()
            for value in (pair[attempt] if attempt in {0, 1} else pair[random.random() < 0.5],)  # noqa: PLR2004
        }
        seen |= truths(formula, chosen, alike)
        if seen == BOTH:
            break
    return seen


def _widest(formula: Formula, box: Domains) -> Unknown | None:
    """What is split next: what gates others, before what spans most numbers."""
    open_ones = [it for atom in atoms_of(formula) for it in unknowns_of(atom) if box[it].only is None]
    if not open_ones:
        return None

    def span(it: Unknown) -> tuple[bool, float]:
        each = box[it]
        gates = isinstance(it, tuple) and it[0] == "among"
        return gates, float("inf") if each.most is None else each.most - each.least

    return max(open_ones, key=span)
