"""A follower hands on every entry once, in order, whoever appended it; and stops aloud where it can't."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from uuid import uuid4

import pytest

from application.follower import Follower
from application.ledger import Ledger
from domain.fact import Entry, Position
from features.checks.logs import Logs, at_once, draft, register

LONG = 20.0
"""Seconds that nothing here takes, unless it never comes."""


class Reader:
    """What a follower hands its entries to: keeps each batch, tells when a position is reached, fails where told to."""

    def __init__(self, *, until: int = 0, failing_at: int = 0) -> None:
        self.batches: list[list[int]] = []
        self.until, self.failing_at = until, failing_at
        self.reached = Event()

    def __call__(self, entries: Sequence[Entry]) -> None:
        positions = [entry.position for entry in entries]
        if self.failing_at in positions:
            raise ArithmeticError(f"Position {self.failing_at} is too much.")
        self.batches.append(positions)
        if positions[-1] >= self.until:
            self.reached.set()

    @property
    def positions(self) -> list[int]:
        return [position for batch in self.batches for position in batch]


@contextmanager
def following(follower: Follower) -> Iterator[Follower]:
    follower.start()
    try:
        yield follower
    finally:
        follower.stop()


def append(ledger: Ledger, count: int) -> None:
    ledger.append([draft(uuid4()) for _ in range(count)])


def upto(last: int) -> list[int]:
    return list(range(1, last + 1))


def test_it_catches_up_in_batches_and_in_order(ledger: Ledger) -> None:
    reader = Reader()
    follower = Follower(ledger, reader, batch=4)
    assert (follower.catch_up(), reader.batches) == (0, [])
    append(ledger, 10)
    assert (follower.catch_up(), follower.position) == (10, 10)
    assert reader.batches == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]
    append(ledger, 1)
    assert (follower.catch_up(), follower.catch_up()) == (11, 11)
    assert reader.batches[3:] == [[11]]


def test_it_goes_on_after_the_position_it_is_given(ledger: Ledger) -> None:
    append(ledger, 10)
    reader = Reader()
    assert Follower(ledger, reader, after=Position(7), batch=2).catch_up() == 10
    assert reader.batches == [[8, 9], [10]]


def test_catching_up_many_times_at_once_hands_nothing_on_twice(ledger: Ledger) -> None:
    append(ledger, 200)
    reader = Reader()
    follower = Follower(ledger, reader, batch=7)
    assert {end.result() for end in at_once(*[follower.catch_up] * 8)} == {200}
    assert reader.positions == upto(200)


def test_it_is_woken_by_the_appends_of_its_own_process(ledger: Ledger) -> None:
    reader = Reader(until=1)
    with following(Follower(ledger, reader, poll=10 * LONG)):
        for turn in range(1, 21):
            reader.until = turn
            reader.reached.clear()
            register(ledger)
            assert reader.reached.wait(LONG)
    assert reader.positions == upto(20)


def test_it_hears_of_what_other_processes_append(logs: Logs, ledger: Ledger) -> None:
    reader = Reader(until=5)
    with following(Follower(ledger, reader, poll=0.01)):
        append(logs.open(), 5)
        assert reader.reached.wait(LONG)
    assert reader.positions == upto(5)


def test_while_many_append_none_is_left_out_and_none_comes_twice(logs: Logs, ledger: Ledger) -> None:
    ledgers, reader = [ledger, ledger, logs.open(), logs.open()], Reader(until=480)

    def write(to: Ledger) -> None:
        for turn in range(40):
            append(to, turn % 5 + 1)

    with following(Follower(ledger, reader, batch=16, poll=0.01)) as follower:
        tasks: list[Callable[[], object]] = [partial(write, each) for each in ledgers]
        for end in at_once(*tasks, follower.catch_up, follower.catch_up):
            end.result()
        last = ledger.position_at(None)
        assert last == 4 * 40 * 3
        assert reader.reached.wait(LONG)
    assert reader.positions == upto(last)


def test_it_stops_aloud_where_its_reader_fails(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    append(ledger, 10)
    reader = Reader(failing_at=6)
    with following(Follower(ledger, reader, batch=4, poll=0.01)) as follower:
        assert follower._thread
        follower._thread.join(LONG)
        append(ledger, 1)
        assert isinstance(follower.failure, ArithmeticError)
    assert (follower.position, reader.batches) == (5, [[1, 2, 3, 4], [5]])
    (said,) = caplog.records
    assert (said.levelno, said.getMessage()) == (logging.ERROR, "The follower stopped after position 5.")
    assert said.exc_info
    assert said.exc_info[1] is follower.failure

    with pytest.raises(ArithmeticError):
        follower.catch_up()
    assert follower.position == 5
    reader.failing_at = 0
    assert follower.catch_up() == 11
    assert reader.positions == upto(11)


def test_it_waits_out_a_log_that_can_not_be_read(logs: Logs, ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    append(ledger, 3)
    reader, other = Reader(until=3), logs.plain()
    other.execute("ALTER TABLE entries RENAME TO elsewhere")
    with following(Follower(ledger, reader, poll=0.01)) as follower:
        assert any(len(caplog.records) > 1 or Event().wait(0.01) for _ in range(2_000))
        other.execute("ALTER TABLE elsewhere RENAME TO entries")
        assert reader.reached.wait(LONG)
        assert (follower.failure, reader.positions) == (None, upto(3))
    assert {(it.levelno, it.getMessage().split(";")[0]) for it in caplog.records} == {
        (logging.WARNING, "The follower waits at position 0: The log can't be used just now")
    }


def test_it_stops_after_the_batch_at_hand(ledger: Ledger) -> None:
    begun, go_on, batches = Event(), Event(), list[int]()

    def read(entries: Sequence[Entry]) -> None:
        begun.set()
        assert go_on.wait(LONG)
        batches.append(len(entries))

    append(ledger, 6)
    follower = Follower(ledger, read, batch=6, poll=10 * LONG)
    follower.start()
    assert begun.wait(LONG)
    stopping = Thread(target=follower.stop)
    stopping.start()
    go_on.set()
    stopping.join(LONG)
    assert (stopping.is_alive(), follower.position, batches) == (False, 6, [6])
    append(ledger, 1)
    assert (follower.position, follower.failure) == (6, None)
