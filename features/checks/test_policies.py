"""Policies: what each makes of competing figures, by the domain's rules and in SQL; and what is said of them."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.moments import Standpoint
from application.questions import CasualtyQuestion
from domain.fact import Position
from domain.figure import Figure
from domain.numbers import Numbers, numbers
from domain.policy import RULES, Candidate, Policy, Reckoning, reckon, reconcile
from domain.readings import admitted
from domain.reconciling import conservative
from domain.scales import Credibility, Reliability
from domain.vague_words import number_of
from features.checks.competing import Drawn, drawn, entries, said
from features.checks.logs import ROOT
from features.checks.strategies import of
from infrastructure.read_model.answers.answering import answer
from infrastructure.read_model.answers.picking import picks
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.store import Store

_judged = st.tuples(said, of(Credibility | None), of(Reliability | None), st.none() | st.integers(0, 3), st.booleans())
competing = st.lists(_judged).map(lambda every: [_candidate(number, *it) for number, it in enumerate(every, 1)])


def _candidate(
    position: int,
    figure: Figure,
    credibility: Credibility | None,
    reliability: Reliability | None,
    published: int | None,
    withdrawn: bool,
) -> Candidate:
    return Candidate(figure, credibility, reliability, published, position, withdrawn)


@given(of(Policy), competing, st.randoms(use_true_random=False))
def test_the_order_in_which_figures_are_given_makes_no_difference(
    policy: Policy, every: list[Candidate], random: Random
) -> None:
    made = reconcile(policy, every)
    random.shuffle(every)
    assert reconcile(policy, every) == made


@given(of(Policy), competing)
def test_figures_of_withdrawn_reports_are_out(policy: Policy, every: Sequence[Candidate]) -> None:
    standing = [it for it in every if not it.withdrawn]
    made = reconcile(policy, every)
    assert made == reconcile(policy, standing)
    assert (made is None) == (not standing)


@given(of(Policy), competing)
def test_what_is_made_rests_on_the_figures_that_it_names(policy: Policy, every: Sequence[Candidate]) -> None:
    made = reconcile(policy, every)
    if made is None:
        return
    (least, likely, most, open_ended, countable), disordered, *named, admits = made
    assert all(it in every for it in named)
    assert disordered == any(it.figure.disordered for it in named)
    assert disordered or 0 <= least <= likely <= most
    assert countable or (least, likely, most, open_ended) == (0, 0, 0, False)
    of_those = reconcile(policy, named)
    assert of_those
    assert of_those[:-1] == made[:-1], "no other figure has a part in it"
    assert of_those.admits.within(admits), "but what others admit may be more"
    assert admits.least <= least or disordered or not countable
    assert admits.within(_widest(it.figure for it in every if not it.withdrawn))


def _widest(figures: Iterable[Figure]) -> Numbers:
    every = [admitted(it) for it in figures]
    return numbers(min(it.least for it in every), None if any(it.most is None for it in every) else _most(every))


def _most(every: Sequence[Numbers]) -> int:
    return max(it.most or 0 for it in every)


@given(of(Policy), said)
def test_one_figure_is_what_it_says(policy: Policy, figure: Figure) -> None:
    made = reconcile(policy, [Candidate(figure, None, None, None, 1)])
    assert made
    if policy is Policy.ACLED_CONSERVATIVE:
        number = conservative(figure)
        expected = Reckoning(number or 0, number or 0, number or 0, open_ended=False, countable=number is not None)
    elif policy is Policy.AIRWARS_MINMAX:
        expected = reckon(figure)._replace(likely=reckon(figure).least)
    else:
        expected = reckon(figure)
    assert made.reckoning == expected


@given(competing)
def test_the_bounds_are_those_of_the_figures_that_count(every: Sequence[Candidate]) -> None:
    numbers = [it for it in every if not it.withdrawn and reckon(it.figure).countable]
    if not numbers:
        return
    widest = reconcile(Policy.AIRWARS_MINMAX, every)
    ucdp = reconcile(Policy.UCDP_BEST, every)
    lowest = reconcile(Policy.ACLED_CONSERVATIVE, every)
    assert widest
    assert ucdp
    assert lowest
    assert widest.reckoning.least == min(reckon(it.figure).least for it in numbers)
    assert widest.reckoning.most == max(reckon(it.figure).most for it in numbers)
    assert widest.reckoning.least <= ucdp.reckoning.least
    assert ucdp.reckoning.most <= widest.reckoning.most
    assert lowest.reckoning.least == min(it for it in map(conservative, _figures(every)) if it is not None)


def _figures(every: Sequence[Candidate]) -> Sequence[Figure]:
    return [it.figure for it in every if not it.withdrawn]


@settings(max_examples=40, deadline=None)
@given(drawn)
def test_the_read_model_makes_of_figures_what_the_domain_makes(record: Drawn) -> None:
    made, competing = entries(record)
    with closing(Store(None)) as store:
        store.append(made)
        for policy in Policy:
            expected = {id: reconcile(policy, every) for id, every in competing.items()}
            assert _picked(store, policy) == {id: _as_picked(it) for id, it in expected.items() if it}
            with store.cursor() as db:
                rows: list[Any] = [*answer(db, CasualtyQuestion(policy=policy), Standpoint(store.position), None, 0)]
            assert {it.id: _as_row(it) for it in rows} == {id: _as_told(it) for id, it in expected.items()}


def _picked(store: Store, policy: Policy) -> dict[Any, Any]:
    made = "least, likely, most, open_ended, countable, disordered"
    columns = f"{made}, low_from, f.position, high_from, judged, fewest, greatest"
    with store.cursor() as db:
        sight = Sight(db, Standpoint(Position(store.position)))
        found = sight.fetch(f"SELECT id, {columns} FROM {picks(sight, policy)} f JOIN thing ON thing.position = f.key")
    assert len(found) == len({id for id, *_ in found})
    return {id: tuple(row) for id, *row in found}


def _as_picked(it: Any) -> tuple[Any, ...]:
    positions = (it.low_from.position, it.best_from.position, it.high_from.position)
    return (*it.reckoning, it.disordered, *positions, it.best_from.credibility, it.admits.least, it.admits.most)


def _as_row(it: Any) -> tuple[Any, ...]:
    figure = it.figure and {name: getattr(it.figure, name) for name in Figure.model_fields}
    return (it.reconciled and tuple(it.reconciled.model_dump().values()), figure)


def _as_told(it: Any) -> tuple[Any, ...]:
    if it is None:
        return (None, None)
    least, likely, most, open_ended, countable = it.reckoning
    return ((least, likely, most, open_ended) if countable else None, dict(it.best_from.figure))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("dozens", 12),
        ("TENS", 10),
        ("Hundreds of fighters", 100),
        ("several dozens", 12),
        ("several dozen", 12),
        ("a few hundred killed", 100),
        ("dozens, perhaps hundreds", 12),
        ("hundreds or tens", 10),
        ("hundreds, perhaps thousands", 100),
        ("“dozens”, most of them mercenaries", 12),
        ("dozens and dozens", 12),
        ("scores", None),
        ("others injured", None),
        ("intense fighting; it often happens", None),
        ("attendants, listens", None),
        ("tens of thousands", None),
        ("tens-of-thousands", None),
        ("hundreds of thousands", None),
        ("dozens of hundreds", None),
        ("several hundred thousand", None),
        ("two dozens", None),
        ("half a dozen", None),
        ("20 dozens", None),
        ("a hundred", None),
        ("not hundreds", None),
        ("no dozens, as was claimed", None),
        ("weren\u2019t dozens", None),
        ("hundreds rather than dozens", None),
        ("fewer than hundreds", None),
        ("up to hundreds", None),
        ("scores or hundreds", None),
        ("a handful or dozens", None),
        ("5 or dozens", None),
        ("several dead, dozens hurt", None),
    ],
)
def test_words_stand_for_a_number_only_where_nothing_beside_them_makes_it_another(
    words: str, number: int | None
) -> None:
    assert number_of(words) == number


@given(st.text(), st.sampled_from(["tens", "dozens", "hundreds"]))
def test_words_are_read_whole_whatever_their_case(around: str, word: str) -> None:
    assert number_of(f"x{word} {word}y {around}") == number_of(around)
    assert number_of(word.upper()) == number_of(f"- {word}!") == number_of(word)
    assert number_of(f"{around} {word}") in {None, 10, 12, 100}
    assert number_of(f"not {around} {word}") is None


def test_every_policy_is_explained_where_its_rule_is() -> None:
    assert {*RULES} == {*Policy}
    document = " ".join((ROOT / "docs/policies.md").read_text("utf-8").split())
    for rule in RULES.values():
        assert f"## `{rule.name}`, version {rule.version}: {rule.title}" in document
        for each in (rule.words, *rule.sources, *(it.words for it in rule.examples)):
            assert each in document, each
        for example in rule.examples:
            assert _line(example) in document, example


def _line(example: Any) -> str:
    """An example as the document has it: the figures with what was judged of them, then low, best and high."""
    told = []
    for number, it in enumerate(example.competing, 1):
        judged = f"{it.reliability or '-'}{int(it.credibility) if it.credibility else '-'}"
        beside = [judged, *([it.published] if it.published else []), *(["withdrawn"] if it.withdrawn else [])]
        told.append(f"{number}. {it.figure.verbatim} ({', '.join(beside)})")
    out = example.outcome
    numbers = ["none" if it is None else str(it) for it in (out.low, out.best, out.high)]
    numbers[2] += " and more" if out.open_ended else ""
    rests = f"{out.low_from}, {out.best_from}, {out.high_from}"
    return f"| {'; '.join(told)} | {' | '.join(numbers)} | {rests} |"
