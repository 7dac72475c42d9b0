"""Whether a formula can hold and can fail: held equal to trying every choice of numbers, one by one.

Longer than most, as what is drawn and what is tried stand side by side.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.formula import (
    BOTH,
    Every,
    Formula,
    Holds,
    Other,
    Otherwise,
    Part,
    Ranks,
    Some,
    Times,
    Total,
)
from domain.numbers import Numbers, between, numbers
from domain.possibility import decide

_TOP = 6
"""Numbers are drawn below; of what is unbounded, those up to some way above are tried."""

stretches = st.tuples(st.integers(0, _TOP), st.integers(0, _TOP) | st.none()).map(
    lambda it: it if it[1] is None else (min(it[0], it[1]), max(it[0], it[1]))
)
any_numbers = st.lists(stretches, min_size=1, max_size=3).map(Numbers.of)
bounded = st.lists(stretches.map(lambda it: (it[0], it[0] if it[1] is None else it[1])), min_size=1, max_size=2)
few = bounded.map(lambda it: Numbers.of((one, two) for one, two in it)).filter(lambda it: len([*_each(it, _TOP)]) <= 3)
gate = st.sampled_from([numbers(0, 1), numbers(0, 1), numbers(1, 1), numbers(0, 0)])

_UNKNOWNS, _GATES = ["one", "two", "three"], [("among", 1), ("among", 2)]
wanted = st.none() | any_numbers


@st.composite
def totals(draw: st.DrawFn) -> Total:
    """Some of the unknowns, each once, some of them behind gates; or gates that are counted."""
    if draw(st.integers(0, 3)) == 0:
        return Total(tuple(Part(it) for it in draw(_some(_GATES))))
    return Total(tuple(Part(it, draw(st.sampled_from([None, None, *_GATES]))) for it in draw(_some(_UNKNOWNS))))


def _some(of: Sequence[Any]) -> st.SearchStrategy[Sequence[Any]]:
    return st.lists(st.sampled_from(of), max_size=len(of), unique=True)


@st.composite
def ratios(draw: st.DrawFn) -> Times:
    """One total divided by another, compared with fractions."""
    low, high = sorted(draw(st.tuples(*[st.fractions(0, 4, max_denominator=3)] * 2)))
    return Times(draw(totals()), draw(totals()), low, draw(st.sampled_from([None, high])))


others = st.builds(
    lambda least, more, certain, count: Other(least, None if more is None else least + more, certain, count),
    st.integers(0, 5),
    st.none() | st.integers(0, 3),
    st.booleans(),
    st.integers(1, 2),
)
ranks = st.builds(
    Ranks,
    totals(),
    st.lists(others, max_size=2).map(tuple),
    st.sampled_from([-1, -1, 0, 2, None]),
    st.booleans(),
    st.none()
    | st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lambda it: (min(it), max(it))), min_size=1).map(
        Numbers.of
    ),
)
atoms = st.one_of(st.builds(Holds, totals(), wanted), ratios(), ranks)


def around(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """Formulas with others inside."""
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.builds(Every, several) | st.builds(Some, several) | st.builds(Otherwise, inner)


_rank = Ranks(Total((Part("one"),)), (Other(0, 2, certain=True, incidents=1),), -1, tied=False, wanted=numbers(1, 1))
formulas = st.recursive(atoms, around, max_leaves=4)
without_ranks = st.recursive(st.one_of(st.builds(Holds, totals(), wanted), ratios()), around, max_leaves=4)


def domains(of: st.SearchStrategy[Numbers]) -> st.SearchStrategy[Mapping[Any, Numbers]]:
    """What each unknown may be."""
    each: dict[Any, Any] = dict.fromkeys(_UNKNOWNS, of)
    return st.fixed_dictionaries(each | dict.fromkeys(_GATES, gate))


def _each(it: Numbers, top: int) -> Iterator[int]:
    """Each number, up to a top."""
    for least, most in it.stretches:
        yield from range(least, top + 1 if most is None else min(most, top) + 1)


def holds_in(formula: Formula, chosen: Mapping[Any, int], rank_of: Mapping[Any, int]) -> bool:
    """Whether it holds for one choice of numbers, and of ranks for sums among others."""
    match formula:
        case Every(of):
            return all(holds_in(it, chosen, rank_of) for it in of)
        case Some(of):
            return any(holds_in(it, chosen, rank_of) for it in of)
        case Otherwise(of):
            return not holds_in(of, chosen, rank_of)
        case Holds(total, wanted):
            return _in(_sum(total, chosen), wanted)
        case Times(of, to, least, most):
            above, below = _sum(of, chosen), _sum(to, chosen)
            if below == 0:
                return above > 0 and most is None
            return least <= Fraction(above, below) and (most is None or Fraction(above, below) <= most)
        case Ranks():
            return _in(rank_of[_field(formula)], formula.wanted)
    raise AssertionError(formula)


def _in(number: int, wanted: Numbers | None) -> bool:
    return wanted is not None and any(it[0] <= number and (it[1] is None or number <= it[1]) for it in wanted.stretches)


def _sum(total: Total, chosen: Mapping[Any, int]) -> int:
    return sum(chosen[it.unknown] for it in total.parts if it.gate is None or chosen[it.gate] == 1)


def _field(it: Ranks) -> Any:
    """What is ranked among whom: the same in every reading, whatever rank is asked for."""
    return it._replace(wanted=None)


def _fields(formula: Formula) -> Iterator[Ranks]:
    match formula:
        case Every(of) | Some(of):
            for it in of:
                yield from _fields(it)
        case Otherwise(of):
            yield from _fields(of)
        case Ranks():
            yield _field(formula)


def _possible_ranks(it: Ranks, chosen: Mapping[Any, int]) -> Sequence[int]:
    """The ranks that it may have: each other incident by itself, counted or not as its numbers allow."""
    own = _sum(it.subject, chosen)
    found = {1}
    for other in it.others:
        for _ in range(other.incidents):
            top = own + 1 if other.most is None else other.most
            above = {
                (value > own if it.tied else value >= own) for value in range(other.least, max(top, other.least) + 1)
            }
            found = {rank + one for rank in found for one in (above if other.certain else above | {False})}
    hidden = it.hidden is None or any(value > own if it.tied else value >= own for value in range(it.hidden + 1))
    return [*range(min(found), max(found) + 2 * _TOP)] if hidden else sorted(found)


def tried(formula: Formula, domains: Mapping[Any, Numbers], top: int = 2 * _TOP) -> frozenset[bool]:
    """What it is for every choice of numbers, up to a top."""
    names = [*domains]
    seen: set[bool] = set()
    fields = [*dict.fromkeys(_fields(formula))]
    for values in product(*(_each(domains[it], top) for it in names)):
        chosen = dict(zip(names, values, strict=True))
        for ranked in product(*(_possible_ranks(it, chosen) for it in fields)):
            seen.add(holds_in(formula, chosen, dict(zip(fields, ranked, strict=True))))
        if len(seen) == 2:
            break
    return frozenset(seen)


@settings(max_examples=250)
@given(formulas, domains(few))
def test_what_is_found_is_what_trying_every_choice_finds(formula: Formula, domains: Mapping[Any, Numbers]) -> None:
    found, exact = decide(formula, domains)
    assert exact, "so few choices are told apart"
    assert found == tried(formula, domains)


@st.composite
def of_one_number(draw: st.DrawFn) -> Formula:
    """Several things said of one number, in any relation."""
    atom = draw(st.builds(Holds, totals(), wanted) | ranks)
    said = st.builds(lambda it: atom._replace(wanted=it), wanted)
    return draw(st.recursive(said, around, max_leaves=4))


@settings(max_examples=250)
@given(of_one_number(), domains(few))
def test_what_is_said_of_one_number_is_read_together(formula: Formula, domains: Mapping[Any, Numbers]) -> None:
    assert decide(formula, domains) == (tried(formula, domains), True)


@settings(max_examples=150)
@given(without_ranks, domains(any_numbers))
def test_nothing_is_decided_that_some_choice_contradicts(formula: Formula, domains: Mapping[Any, Numbers]) -> None:
    found, _ = decide(formula, domains)
    assert tried(formula, domains, _TOP + 2) <= found


@settings(max_examples=100)
@given(formulas, domains(few))
def test_what_takes_too_long_is_undecided(formula: Formula, domains: Mapping[Any, Numbers]) -> None:
    found, exact = decide(formula, domains, boxes=2)
    assert found == (tried(formula, domains) if exact else BOTH)


@settings(max_examples=150)
@given(atoms, domains(any_numbers))
@example(_rank, {})
@example(_rank._replace(hidden=None), {})
@example(Holds(Total((Part("one"), Part("two"))), numbers(7, None)), dict.fromkeys(_UNKNOWNS, numbers(0, None)))
def test_what_holds_or_does_not_hold_is_certain(atom: Formula, domains: Mapping[Any, Numbers]) -> None:
    domains = {**dict.fromkeys(_GATES, numbers(0, 1)), **dict.fromkeys(_UNKNOWNS, numbers(1, 9)), **domains}
    assert decide(Some((atom, Otherwise(atom))), domains) == (frozenset({True}), True)
    assert decide(Every((atom, Otherwise(atom))), domains) == (frozenset({False}), True)


@pytest.mark.parametrize("count", [5, 40])
def test_many_unknowns_of_one_sum_are_told_apart(count: int) -> None:
    total = Total(tuple(Part(it, ("among", it)) for it in range(count)))
    domains: dict[Any, Numbers] = dict.fromkeys(range(count), numbers(0, 90))
    domains |= {("among", it): numbers(0, 1) for it in range(count)}
    low, high = Holds(total, numbers(0, 1_000)), Holds(total, numbers(1_001, None))
    assert decide(Some((low, high)), domains) == (frozenset({True}), True)
    assert decide(Every((low, high)), domains) == (frozenset({False}), True)


def _members(it: Numbers | None, top: int = 60) -> set[int]:
    return set() if it is None else {*_each(it, top)}


@given(any_numbers, any_numbers)
def test_numbers_add_up_meet_and_contain_as_sets_do(one: Numbers, other: Numbers) -> None:
    mine, theirs = _members(one), _members(other)
    top = 2 * _TOP
    assert _upto(_members(one + other), top) == _upto({a + b for a in mine for b in theirs}, top)
    assert _members(one.or_none()) == {0, *mine}
    assert _members(one.meeting(other)) == mine & theirs
    assert one.within(other) == (mine <= theirs)
    assert (one.least, one.most) == (min(mine), None if 60 in mine else max(mine))
    assert one.only == (min(mine) if len(mine) == 1 else None)
    if len(mine) > 1:
        lower, upper = one.halves()
        assert _members(lower) | _members(upper) == mine
        assert max(_members(lower)) < min(_members(upper))
    assert all(a[1] is not None and a[1] + 1 < b[0] for a, b in zip(one.stretches, one.stretches[1:], strict=False))


def _upto(every: Iterable[int], top: int) -> set[int]:
    return {it for it in every if it <= top}


@given(st.fractions(0, 9), st.none() | st.fractions(0, 9))
def test_the_whole_numbers_between_two_bounds(least: Fraction, most: Fraction | None) -> None:
    expected = {it for it in range(61) if least <= it and (most is None or it <= most)}
    assert _members(between(least, most)) == expected


@given(st.lists(st.integers(0, 4_000), min_size=1, max_size=900))
def test_of_too_many_stretches_none_is_lost(every: Sequence[int]) -> None:
    made = Numbers.of((it, it) for it in every)
    assert len(made.stretches) <= 400
    assert {*every} <= _members(made, 4_000)
    assert (made.least, made.most) == (min(every), max(every))
