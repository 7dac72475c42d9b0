"""Formulas over what the record leaves open: sums of unknowns, compared, divided and ranked; and, or, not.

Unknowns are whole numbers: how many people a casualty counts, whether an incident is one of those that are meant (0 or
1), how much the record may not hold. Each may be any of its numbers, whatever the others are.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from domain.numbers import NONE_AT_ALL, Numbers, numbers

Unknown = Hashable
Domains = Mapping[Unknown, Numbers]
"""What each unknown may be."""
Truths = frozenset[bool]
"""Whether it can be true, and can be false."""

BOTH: Truths = frozenset({True, False})
ONLY_TRUE: Truths = frozenset({True})
ONLY_FALSE: Truths = frozenset({False})


class Part(NamedTuple):
    """An unknown that is added up, only where the one that it hangs on is 1."""

    unknown: Unknown
    gate: Unknown | None = None


class Total(NamedTuple):
    """Unknowns, added up."""

    parts: tuple[Part, ...]

    def over(self, domains: Domains) -> Numbers:
        """What the sum may be; exact where no unknown occurs twice."""
        free = [domains[it.unknown] for it in self.parts if it.gate is None]
        behind: dict[Unknown, list[Numbers]] = {}
        for it in self.parts:
            if it.gate is not None:
                behind.setdefault(it.gate, []).append(domains[it.unknown])
        for gate, each in behind.items():
            opens = domains[gate]
            if opens.most:
                added = _sum(each)
                free.append(added if opens.least else added.or_none())
        return _sum(free)

    @property
    def unknowns(self) -> Iterator[Unknown]:
        """What it hangs on."""
        for it in self.parts:
            yield it.unknown
            if it.gate is not None:
                yield it.gate


class Holds(NamedTuple):
    """A sum is one of these numbers; of none, it never holds."""

    total: Total
    wanted: Numbers | None


class Times(NamedTuple):
    """A sum divided by another lies between two bounds: never where both are 0, and without end where the second is."""

    of: Total
    to: Total
    least: Fraction
    most: Fraction | None


class Other(NamedTuple):
    """So many incidents that an incident is ranked among, of which the same is known."""

    least: int
    most: int | None
    certain: bool
    incidents: int


class Ranks(NamedTuple):
    """The rank of a sum among others is one of these numbers.

    `hidden` is the most that any of those may come to which the record does not hold: none below 0, None without end.
    """

    subject: Total
    others: tuple[Other, ...]
    hidden: int | None
    tied: bool
    wanted: Numbers | None


class Every(NamedTuple):
    """Each of these holds."""

    of: tuple[Any, ...]


class Some(NamedTuple):
    """One of these holds at least."""

    of: tuple[Any, ...]


class Otherwise(NamedTuple):
    """This does not hold."""

    of: Any


Atom = Holds | Times | Ranks
Formula = Atom | Every | Some | Otherwise


def atoms_of(formula: Formula) -> Iterator[Atom]:
    """What it is made of, from left to right."""
    match formula:
        case Every(of) | Some(of):
            for each in of:
                yield from atoms_of(each)
        case Otherwise(of):
            yield from atoms_of(of)
        case _:
            yield formula


def unknowns_of(atom: Atom) -> Iterator[Unknown]:
    """What it hangs on."""
    match atom:
        case Holds(total, _):
            yield from dict.fromkeys(total.unknowns)
        case Times(of, to):
            yield from dict.fromkeys(of.unknowns)
            yield from dict.fromkeys(to.unknowns)
        case Ranks():
            yield from dict.fromkeys(atom.subject.unknowns)


def _sum(every: Sequence[Numbers]) -> Numbers:
    """Exact, without going through the many that have no gaps one by one."""
    plain = [it for it in every if len(it.stretches) == 1]
    mosts = [it.most for it in plain]
    total = NONE_AT_ALL
    if plain:
        most = None if None in mosts else sum(it for it in mosts if it is not None)
        total = numbers(sum(it.least for it in plain), most)
    for each in sorted((it for it in every if len(it.stretches) > 1), key=lambda it: it.least):
        total += each
    return total
