"""How stable knowledge is: the courses of figures are what the read model answers at every moment."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.courses import Courses, State
from application.moments import Standpoint
from application.questions import (
    CasualtyQuestion,
    ImportStabilityQuestion,
    IncidentQuestion,
    Question,
    SourceStabilityQuestion,
)
from application.reading import Seen
from domain.fact import Position
from domain.moment import last_microsecond
from domain.policy import Policy
from domain.stability import Difference, Numbers, course, largest, quartiles, relative, total
from features.checks.asked import answered, reading
from features.checks.became import OfSource, imported, of_import, standpoints
from features.checks.histories import CUTOFFS, Program, holding, played, rows, settled, truncated
from features.checks.logs import Logs
from features.checks.test_standpoints import at_length
from features.desk import Desk
from features.steps.recording import it_is_on_record, the_analyst_has_merged
from infrastructure.read_model.keeper import Keeper


@given(st.builds(Program, st.integers(0, 2**32 - 1), st.integers(120, 250)), st.randoms(use_true_random=False))
@at_length
def test_what_stood_after_each_entry_is_what_was_answered_then(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        at = random.choice([*standpoints(entries, random)])
        for id in (UUID(it.stream) for it in entries if it.fact == "IncidentReported"):
            policy = random.choice([*Policy])
            states = [*_courses(logs, at, id, policy).as_recorded()]
            for position in random.sample(range(1, at.position + 1), 8):
                then = at._replace(position=Position(min(settled(entries, position), at.position)))
                _must_be_answered(_after(states, then.position), model, then, id, policy)


@given(st.builds(Program, st.integers(0, 2**32 - 1), st.integers(120, 250)), st.randoms(use_true_random=False))
@at_length
def test_what_each_publication_made_known_is_what_is_answered_by_then(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        policy = random.choice([*Policy])
        at = Standpoint(Position(settled(entries, random.randint(len(entries) // 2, len(entries)))))
        for id in (UUID(it.stream) for it in entries if it.fact == "IncidentReported"):
            states = [*_courses(logs, at, id, policy).as_published()]
            for last in map(_microsecond, random.sample([*CUTOFFS], 3)):
                state = next((it for it in reversed(states) if it.step.published <= last), None)
                _must_be_answered(state, model, at._replace(published=last), id, policy)


def _courses(logs: Logs, at: Standpoint, id: UUID, policy: Policy) -> Courses:
    ledger = logs.open()
    return Courses(ledger, Seen(ledger, at), at, id, policy)


def _after(states: Sequence[State], position: int) -> State | None:
    return next((it for it in reversed(states) if it.step.entries[0].position <= position), None)


def _must_be_answered(state: State | None, model: Keeper, at: Standpoint, id: UUID, policy: Policy) -> None:
    """What stands of an incident is what the read model answers of it and of its casualties."""
    found = {it.id: it for it in _rows(model, IncidentQuestion(policy=policy), at)}
    sums = {} if state is None else {harm: it for harm, it in state.sums.items() if it}
    if id not in found:  # not on record then, retracted, or merged
        assert sums == {}
        return
    assert state
    tolls = {harm: it for harm, it in found[id].toll.items() if it.casualties}
    assert sums == {harm: Numbers(it.low, it.best, it.high, it.open_ended > 0) for harm, it in tolls.items()}
    for casualty in _rows(model, CasualtyQuestion(incident=id, policy=policy), at):
        made = casualty.reconciled
        assert state.tolls[casualty.id] == (made and Numbers(made.low, made.best, made.high, made.open_ended))


def _rows(model: Keeper, question: Question, at: Standpoint) -> Sequence[Any]:
    return [*model.rows(question, at, None, 0)]


def _microsecond(cutoff: str) -> int:
    microsecond = last_microsecond(datetime.fromisoformat(CUTOFFS[cutoff]))
    assert microsecond is not None
    return microsecond


@given(st.builds(Program, st.integers(0, 2**32 - 1), st.integers(120, 250)), st.randoms(use_true_random=False))
@at_length
def test_what_became_of_a_source_is_counted_as_from_its_entries(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries, ledger = rows(logs), logs.open()
        for at in standpoints(entries, random):
            for id in (UUID(it.stream) for it in truncated(entries, at.position) if it.fact == "SourceRegistered"):
                question = SourceStabilityQuestion(source=id, policy=random.choice([*Policy]))
                if (said := answered(model, question, at)) == "UnknownReference":
                    continue  # it was left out
                assert [_rounded(it) for it in said] == [_rounded(OfSource(ledger, at, question).counted())], at


@given(st.builds(Program, st.integers(0, 2**32 - 1), st.integers(120, 250)), st.randoms(use_true_random=False))
@at_length
def test_what_became_of_an_import_is_counted_as_from_its_entries(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs:
        entries = imported(rows(logs), random)
    with TemporaryDirectory() as directory, closing(holding(entries, Path(directory))) as logs, reading(logs) as model:
        ledger = logs.open()
        for at in standpoints(entries, random):
            for id in (it.stream for it in truncated(entries, at.position) if it.fact == "ImportBegun"):
                question = ImportStabilityQuestion(of_import=UUID(id), policy=random.choice([*Policy]))
                if (said := answered(model, question, at)) != "UnknownReference":
                    assert said == [of_import(ledger, model, entries, at, question)], (at, question)


def _rounded(said: Any) -> Any:
    """With its distances to nine digits: two ways of interpolating differ in the last."""
    near = {
        part: it and {each: round(number, 9) for each, number in it.items()}
        for part, it in said.items()
        if part in _FAR
    }
    return {**said, **near}


_FAR = {"absolute", "relative"}


def number(best: int, high: int | None = None) -> Numbers:
    return Numbers(best, best, best if high is None else high, open_ended=False)


def test_a_number_goes_its_course() -> None:
    open_ended = number(9)._replace(open_ended=True)
    went = course(enumerate([None, number(4), number(4), number(9, 20), open_ended, None, number(1)]))
    assert went is not None
    assert (went.first, went.began_as, went.last, went.stands_at) == (0, None, 6, number(1))
    assert [(it.step, it.by) for it in went.movements] == [
        (1, None),
        (3, Difference(5, 5, 16)),
        (4, Difference(0, 0, -11)),
        (5, None),
        (6, None),
    ]
    assert largest(went.movements) == Difference(5, 5, 16)
    assert total(went.movements) == Difference(5, 5, 27)


def test_what_never_moved_is_settled_since_it_was_told() -> None:
    went = course([("first", number(3)), ("again", number(3))])
    assert went is not None
    assert (went.last, went.movements, largest(went.movements), total(went.movements)) == ("first", [], None, None)
    assert course([]) is None


@given(st.lists(st.integers(0, 1_000), min_size=2))
def test_quartiles_are_those_of_the_standard_library(values: list[int]) -> None:
    assert quartiles(values) == pytest.approx(tuple(quantiles(values, n=4, method="inclusive")))


def test_quartiles_of_one_value_and_of_none() -> None:
    assert quartiles([7]) == (7, 7, 7)
    assert quartiles([]) is None


@pytest.mark.parametrize(("first", "now", "share"), [(90, 30, 2.0), (15, 30, 0.5), (0, 0, 0.0), (3, 0, None)])
def test_how_far_a_first_number_was(first: int, now: int, share: float | None) -> None:
    assert relative(first, now) == share


def test_the_stability_of_a_merged_incident_is_that_of_the_one_that_stands_for_both(desk: Desk) -> None:
    for kind, name in (
        ("source", "Observatory"),
        ("report", "first word"),
        ("incident", "clash"),
        ("incident", "fight"),
    ):
        it_is_on_record(desk, kind, name)
    the_analyst_has_merged(desk, "clash", "fight")
    answer = desk.get(f"{desk.path('clash')}/stability", policy="ucdp_best")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{desk.path('fight')}/stability?policy=ucdp_best"
