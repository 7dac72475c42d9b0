"""Whatever is asked of collections: as known at a moment, and by what was published, it is as if there were no more."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from application.moments import Standpoint, Without
from domain.fact import Position
from domain.moment import last_microsecond
from features.checks.asked import answered, questions, reading, reading_of
from features.checks.histories import (
    CUTOFFS,
    Program,
    histories,
    left_out,
    played,
    rows,
    truncated,
    without,
    without_later,
)
from features.checks.test_standpoints import at_length

_FEW = 40
"""How many questions are asked of each history: they are some two hundred."""


@given(histories, st.randoms(use_true_random=False))
@at_length
def test_as_known_at_a_position_is_as_in_a_log_that_ends_there(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        position = Position(random.randint(0, len(entries)))
        with reading_of(truncated(entries, position)) as short:
            for question in random.sample(questions(entries), _FEW):
                then = answered(model, question, Standpoint(position))
                assert then == answered(short, question), (position, question.model_dump(exclude_defaults=True))


@given(histories, st.randoms(use_true_random=False))
@at_length
def test_by_what_was_published_is_as_in_a_log_without_the_rest(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        position = Position(random.randint(0, len(entries)))
        cutoff = random.choice([*CUTOFFS])
        at = Standpoint(position, last_microsecond(datetime.fromisoformat(CUTOFFS[cutoff])))
        with reading_of(without_later(truncated(entries, position), cutoff)) as other:
            for question in random.sample(questions(entries), _FEW):
                then, so = answered(model, question, at), answered(other, question)
                assert _unnumbered(then) == _unnumbered(so), (cutoff, question.model_dump(exclude_defaults=True))


@given(histories, st.randoms(use_true_random=False))
@at_length
def test_without_something_is_as_in_a_log_in_which_it_was_never_made(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        position = Position(random.randint(0, len(entries)))
        seen, published = truncated(entries, position), None
        unsaid = left_out(seen, random)
        if random.random() < 1 / 3:
            cutoff = random.choice([*CUTOFFS])
            seen, published = without_later(seen, cutoff), last_microsecond(datetime.fromisoformat(CUTOFFS[cutoff]))
        at = Standpoint(position, published, TypeAdapter[Any](Without).validate_python(unsaid))
        with reading_of(without(seen, unsaid)) as other:
            for question in random.sample(questions(entries), _FEW):
                then, so = answered(model, question, at), answered(other, question)
                assert _unnumbered(then) == _unnumbered(so), (unsaid, question.model_dump(exclude_defaults=True))


def _unnumbered(answer: Any) -> Any:
    """An answer without what a log numbers."""
    if isinstance(answer, str):
        return answer
    return [{name: part for name, part in row.items() if name not in {"position", "version"}} for row in answer]
