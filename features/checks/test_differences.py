"""What two standpoints differ in is what their answers, asked for one by one, differ in."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from application.moments import Standpoint, Without
from application.movements import Moved, Movement, What
from application.questions import IncidentQuestion, OfIncidents, OfTolls, Status, TollQuestion
from application.refusals import UnknownReference
from application.rows import IncidentRow, TollRow, TollSum
from domain.fact import Position
from domain.moment import last_microsecond
from domain.toll import Harm
from features.checks.asked import questions, reading
from features.checks.histories import CUTOFFS, Program, Row, histories, left_out, played, rows
from features.checks.test_standpoints import at_length
from infrastructure.read_model.keeper import Keeper

_FEW = 12
_ALL = 1_000


@given(histories, st.randoms(use_true_random=False))
@at_length
def test_between_two_moments(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        first, last = sorted(random.choices(range(len(entries) + 1), k=2))
        cutoff = random.choice([*CUTOFFS, None, None])
        by = last_microsecond(datetime.fromisoformat(CUTOFFS[cutoff])) if cutoff else None
        was, now = Standpoint(Position(first), by), Standpoint(Position(last), by)
        for question in _some(entries, random):
            found = _compared(model, question, was, now)
            if found is None:
                continue
            _is_what_answers_say(found, model, question, was, now)
            for moved in found.incidents:
                positions = {it.position for it in moved.touches}
                assert all(first < it <= last for it in positions)
                if by is None:
                    assert _said_of(moved.id, entries, first, last) <= positions, moved


@given(histories, st.randoms(use_true_random=False))
@at_length
def test_with_and_without_something(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        now = Standpoint(
            Position(len(entries)), None, TypeAdapter[Any](Without).validate_python(left_out(entries, random))
        )
        for question in _some(entries, random):
            if found := _compared(model, question, now._replace(without=()), now):
                _is_what_answers_say(found, model, question, now._replace(without=()), now)


def test_a_page_of_incidents_at_a_time() -> None:
    with (
        TemporaryDirectory() as directory,
        closing(played(Program(3, 60), Path(directory))) as logs,
        reading(logs) as model,
    ):
        none, now = Standpoint(Position(0)), Standpoint(model.position)
        whole = model.compared(OfTolls(), none, now, _ALL, 0)
        pages = [model.compared(OfTolls(), none, now, 2, offset) for offset in range(0, len(whole.incidents), 2)]
        assert len(whole.incidents) > 2
        assert [it for page in pages for it in page.incidents] == list(whole.incidents)
        assert all(page.sums == whole.sums for page in pages)


def _some(entries: Sequence[Row], random: Random) -> Sequence[OfTolls]:
    asked = [it for it in questions(entries) if isinstance(it, TollQuestion) and not it.group_by]
    return [OfTolls(), *random.sample(asked, min(_FEW, len(asked)))]


def _compared(model: Keeper, question: OfTolls, was: Standpoint, now: Standpoint) -> Movement | None:
    try:
        return model.compared(question, was, now, _ALL, 0)
    except UnknownReference:
        return None


def _is_what_answers_say(found: Movement, model: Keeper, question: OfTolls, was: Standpoint, now: Standpoint) -> None:
    before, after = (_incidents(model, question, at) for at in (was, now))
    moved = {it.id: it for it in found.incidents}
    assert {id for id, it in moved.items() if it.what is What.APPEARED} == after.keys() - before.keys()
    assert {id for id, it in moved.items() if it.what is What.WENT} == before.keys() - after.keys()
    every = not (question.harm or question.side or question.person_status or question.group)
    changed = {
        id for id in before.keys() & after.keys() if _seen(before[id], tolls=every) != _seen(after[id], tolls=every)
    }
    told = {id for id, it in moved.items() if it.what is What.CHANGED}
    assert told <= before.keys() & after.keys()
    assert changed <= told
    if every:
        for id, it in moved.items():
            assert _tolls(it) == _differing(before.get(id), after.get(id)), it
    sums = [{it.harm: it for it in _sums(model, question, at)} for at in (was, now)]
    assert {it.harm for it in found.sums} == sums[0].keys() | sums[1].keys()
    for each in found.sums:
        one, other = (_sum(it.get(each.harm)) for it in sums)
        assert (each.was, each.now) == (one, other)
        for part in ("low", "best", "high"):
            difference = (getattr(other, part) if other else 0) - (getattr(one, part) if one else 0)
            assert getattr(each, part) == difference
            assert sum(getattr(it, part) for it in each.because) == difference


def _incidents(model: Keeper, question: OfTolls, at: Standpoint) -> Mapping[UUID, IncidentRow]:
    asked = {name: getattr(question, name) for name in OfIncidents.model_fields if name in question.model_fields_set}
    try:
        found: list[Any] = list(model.rows(IncidentQuestion(**asked), at, None, 0))
        list(model.rows(TollQuestion(**dict(question)), at, None, 0))
    except UnknownReference:
        return {}
    if question.incident:
        every: list[Any] = list(model.rows(IncidentQuestion(status=Status.ANY), at, None, 0))
        stands_for = {it.id: it.merged_into for it in every}
        id = question.incident
        while into := stands_for[id]:
            id = into
        found = [it for it in found if it.id == id]
    return {it.id: it for it in found}


def _sums(model: Keeper, question: OfTolls, at: Standpoint) -> Sequence[TollRow]:
    try:
        found: list[Any] = list(model.rows(TollQuestion(**dict(question)), at, None, 0))
    except UnknownReference:
        return []
    return found


def _sum(row: TollRow | None) -> TollSum | None:
    return row and TollSum(**{name: getattr(row, name) for name in TollSum.model_fields})


def _seen(row: IncidentRow, *, tolls: bool) -> Any:
    return row.toll if tolls else None, row.grading, row.title, row.kind, row.occurred, row.place


def _tolls(moved: Moved) -> Mapping[Harm, tuple[TollSum | None, TollSum | None]]:
    return {harm: (it.was, it.now) for harm, it in moved.tolls.items()}


def _differing(was: IncidentRow | None, now: IncidentRow | None) -> Any:
    one, other = (it.toll if it else {} for it in (was, now))
    return {harm: (one.get(harm), other.get(harm)) for harm in {*one, *other} if one.get(harm) != other.get(harm)}


def _said_of(id: UUID, entries: Sequence[Row], first: int, last: int) -> set[int]:
    """Where something was said of an incident or its casualties, after one position and up to another."""
    of = {it.stream for it in entries if it.fact == "CasualtyReported" and f'"incident_id":"{id}"' in it.content}
    return {it.position for it in entries if first < it.position <= last and it.stream in {str(id), *of}}
