"""The ledger: every past state readable, decisions taken on what still holds."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.ledger import Ledger
from application.moments import Moment
from application.record import Record
from application.recording import Answered, Changed, Draft, Once, Receipt
from application.refusals import LogUnavailable, Missing, Stale, UnknownMoment
from domain.fact import Position
from domain.force import Force
from domain.scales import Reliability
from domain.source import Source, SourceRated
from features.checks.conftest import NewLogs
from features.checks.logs import NOON, RIMA, Logs, draft, everywhere, rate, rated, register, registered

pytestmark = everywhere

A, B, C = Reliability("A"), Reliability("B"), Reliability("C")
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
ONCE = Once("Rima", "key", "digest")


class Step(NamedTuple):
    """A transaction: how far the clock went before it, and the sources it rates, or enters where they are new."""

    moved: timedelta
    ratings: Sequence[tuple[int, Reliability]]


State = tuple[int, Reliability | None]
"""The version and the rating of a source."""

steps = st.builds(
    Step,
    st.sampled_from([timedelta(), TICK, HOUR, -HOUR]),
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from([A, B, C])), min_size=1, max_size=4),
)


def written(logs: Logs, ledger: Ledger, history: Sequence[Step]) -> Sequence[tuple[datetime, dict[UUID, State]]]:
    """When each position was recorded, from 0, and every source as it stood then."""
    past: list[tuple[datetime, dict[UUID, State]]] = [(NOON - 1_000 * HOUR, {})]
    for step in history:
        logs.clock.now += step.moved
        recorded_at, drafts = max(logs.clock.now, past[-1][0] + TICK), []
        for id, rating in ((UUID(int=number), rating) for number, rating in step.ratings):
            states = past[-1][1]
            version, rated_as = (states[id][0] + 1, rating) if id in states else (1, None)
            drafts.append(draft(id, version, rated(rated_as) if rated_as else registered()))
            past.append((recorded_at, states | {id: (version, rated_as)}))
        assert ledger.append(drafts)[-1] == len(past) - 1
    return past


def found(ledger: Ledger, id: UUID, moment: Moment) -> State | None:
    try:
        rating = ledger.load(Source, id, known_at=moment).reliability
    except Missing:
        with pytest.raises(Missing):
            ledger.history(Source, id, ledger.position_at(moment))
        return None
    return len(ledger.history(Source, id, ledger.position_at(moment))), rating


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, max_size=6))
def test_every_past_state_is_the_fold_of_the_log_as_it_was(new_logs: NewLogs, history: Sequence[Step]) -> None:
    with TemporaryDirectory() as directory, new_logs(Path(directory)) as logs:
        ledger = logs.open()
        past = written(logs, ledger, history)
        logs.clock.now += 100 * HOUR
        moments: dict[Moment, int] = {Position(position): position for position in range(len(past))}
        for instant in {at + by for at, _ in past for by in (-TICK, timedelta(), TICK)}:
            moments[instant] = max((position for position, (at, _) in enumerate(past) if at <= instant), default=0)
        for moment, position in moments.items():
            assert ledger.position_at(moment) == position
            states = past[position][1]
            for id in map(UUID, (f"{number:032}" for number in (1, 2, 3))):
                assert found(ledger, id, moment) == states.get(id)
                if id in states:
                    assert ledger.load(Source, id, version=states[id][0]).reliability == states[id][1]


def test_the_log_is_read_in_order_from_any_position(logs: Logs, ledger: Ledger) -> None:
    ledger.append([draft(number) for number in range(1, 8)])
    whole = ledger.entries(Position(0), 100)
    assert [it.originator_id.int for it in whole] == list(range(1, 8))
    assert [ledger.entries(Position(after), 3) for after in range(9)] == [
        whole[after : after + 3] for after in range(9)
    ]
    assert [ledger.position_at(None), logs.open().position_at(None)] == [7, 7]


def test_a_moment_that_has_not_come_is_refused(logs: Logs, ledger: Ledger) -> None:
    assert ledger.position_at(NOON) == ledger.position_at(Position(0)) == 0
    id = register(ledger).id
    for moment in (Position(2), Position(-1), NOON + TICK):
        for ask in (ledger.position_at, lambda it: ledger.load(Source, id, known_at=it)):
            with pytest.raises(UnknownMoment):
                ask(moment)
    with pytest.raises(UnknownMoment):
        ledger.load(Source, id, version=2)
    with pytest.raises(Missing):
        ledger.load(Source, id, version=0)
    logs.clock.now += TICK
    assert ledger.position_at(NOON + TICK) == 1


def test_what_is_on_record_has_come_whatever_the_clock_says_now(logs: Logs, ledger: Ledger) -> None:
    id = register(ledger).id
    logs.clock.now = NOON - 24 * HOUR
    rate(ledger, id, A, expecting=1)
    times = [it.recorded_at for it in ledger.history(Source, id)]
    assert [ledger.position_at(at) for at in times] == [1, 2]
    with pytest.raises(UnknownMoment):
        ledger.position_at(times[-1] + TICK)


def test_a_stream_of_another_kind_is_missing(ledger: Ledger) -> None:
    id = register(ledger).id
    asking: list[Callable[[], object]] = [
        partial(ledger.load, Force, id), partial(ledger.history, Force, id), partial(ledger.load, Source, UUID(int=1)),
        lambda: ledger.change(Force, id, lambda it: it.rename("-", "-"), by=RIMA, expecting=1),
    ]  # fmt: skip
    for ask in asking:
        with pytest.raises(Missing):
            ask()
    assert ledger.position_at(None) == 1


@pytest.mark.parametrize("expecting", [0, 1, 3])
def test_a_stale_command_records_nothing(logs: Logs, ledger: Ledger, expecting: int) -> None:
    id = register(ledger).id
    rate(logs.open(), id, A, expecting=1)
    before = logs.rows()
    with pytest.raises(Stale):
        rate(ledger, id, B, expecting=expecting, once=ONCE)
    assert logs.rows() == before


class Deciding:
    """A decision on one source that consults another, while another process changes that one `times` times."""

    def __init__(self, logs: Logs, times: int) -> None:
        self.ledger, self.other, self.times = logs.open(), logs.open(), times
        self.id, self.consulted = register(self.ledger).id, register(self.ledger).id
        self.seen: list[Reliability | None] = []

    def __call__(self, _: Source, record: Record) -> SourceRated:
        before = record.get(Source, self.consulted, "-").reliability
        if len(self.seen) < self.times:
            rate(self.other, self.consulted, B if before is A else A, expecting=len(self.seen) + 1)
        assert record.get(Source, self.consulted, "-").reliability is before
        self.seen.append(before)
        return rated(before or C)


def test_a_decision_is_taken_anew_when_what_it_rests_on_has_changed(logs: Logs) -> None:
    deciding = Deciding(logs, times=2)
    receipt = deciding.ledger.decide(Source, deciding.id, deciding, by=RIMA, expecting=1)
    assert deciding.seen == [None, A, B]
    assert receipt == Receipt(id=deciding.id, version=2, position=5)
    assert deciding.ledger.load(Source, deciding.id).reliability is B


def test_a_decision_whose_ground_never_rests_is_given_up(logs: Logs) -> None:
    deciding = Deciding(logs, times=1_000)
    with pytest.raises(LogUnavailable):
        deciding.ledger.decide(Source, deciding.id, deciding, by=RIMA._replace(once=ONCE), expecting=1)
    assert len(deciding.ledger.history(Source, deciding.id)) == 1


def test_what_a_decision_found_missing_must_still_be_missing(logs: Logs, ledger: Ledger) -> None:
    id, other, seen = register(ledger).id, logs.open(), list[object]()

    def decide(_: Source, record: Record) -> SourceRated:
        seen.append(record.find(Source, UUID(int=1)))
        if len(seen) == 1:
            other.append([draft(1)])
        return rated(A)

    assert ledger.decide(Source, id, decide, by=RIMA, expecting=1).position == 3
    assert seen == [None, Source(id=UUID(int=1))]


@pytest.mark.parametrize("wrong", [draft(1), draft(1, 3, rated(A)), draft(9, 2, rated(A)), draft(2, 2, rated(A))])
def test_many_drafts_are_all_recorded_or_none(logs: Logs, ledger: Ledger, wrong: Draft) -> None:
    ledger.append([draft(1)])
    before = logs.rows()
    with pytest.raises(Changed):
        ledger.append([draft(2), draft(2, 2, rated(A)), *map(draft, range(3, 8)), wrong, *map(draft, range(10, 20))])
    with pytest.raises(Changed):
        ledger.append([draft(2)], unchanged={UUID(int=1): 2}, once=ONCE)
    assert logs.rows() == before
    assert ledger.append([draft(number) for number in range(2, 1_002)], once=ONCE) == list(range(2, 1_002))
    with pytest.raises(Answered) as answered:
        ledger.append([draft(2_000)], once=ONCE)
    assert answered.value.receipt == Receipt(id=UUID(int=2), version=1, position=2)
    assert ledger.position_at(None) == 1_001
