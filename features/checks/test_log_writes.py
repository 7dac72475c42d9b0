"""Writes to the log: only ever appended, one at a time, all or nothing; none stops the next, or any reader."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from application.ledger import Ledger
from application.recording import Changed, Once, Receipt
from application.refusals import LogUnavailable
from domain.fact import Position
from domain.scales import Reliability
from domain.source import Source
from features.checks.logs import NOON, Clock, Logs, at_once, draft, everywhere, rate, rated, register
from infrastructure.sqlite import SQLiteRecorder

DAY = timedelta(days=1)
ONE, NEW = UUID(int=1), UUID(int=99)
NOW, BEFORE = "2026-03-01T12:00:00.000009Z", "2026-03-01T11:59:59.999999Z"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sqlite_connections", "sqlite_file", "postgres_server", "postgres_connections"):
        monkeypatch.setattr(f"infrastructure.{module}.PATIENCE", 0.05)


def writer_of(ledger: Ledger) -> sqlite3.Connection:
    return cast("SQLiteRecorder", ledger.recorder)._connections._writer


def entry(position: object, stream: object, version: int, recorded_at: str = NOW) -> str:
    return f"({position}, '{stream}', {version}, '{recorded_at}', 'Mallory', '{NEW}', 'SourceRegistered', 1, '{{}}')"


TAMPERING = [
    "UPDATE entries SET content = '{}'",
    "UPDATE entries SET position = 4 WHERE position = 3",
    "UPDATE OR REPLACE entries SET position = 1 WHERE position = 3",
    "UPDATE OR IGNORE entries SET recorded_by = 'Mallory' WHERE position = 2",
    "DELETE FROM entries",
    "DELETE FROM entries WHERE position = 3",
    f"INSERT OR REPLACE INTO entries VALUES {entry(1, NEW, 1)}",
    f"INSERT OR REPLACE INTO entries VALUES {entry(3, UUID(int=3), 1)}",
    f"INSERT OR REPLACE INTO entries VALUES {entry(4, ONE, 1)}",
    f"REPLACE INTO entries VALUES {entry(2, ONE, 2)}",
    f"INSERT INTO entries VALUES {entry(2, ONE, 2)} ON CONFLICT (position) DO UPDATE SET content = '{{}}'",
    f"INSERT INTO entries VALUES {entry(4, ONE, 2)} ON CONFLICT (stream, version) DO UPDATE SET content = '{{}}'",
    f"INSERT INTO entries VALUES {entry(5, NEW, 1)}",
    f"INSERT INTO entries VALUES {entry(0, NEW, 1)}",
    f"INSERT INTO entries VALUES {entry('NULL', NEW, 1)}",
    f"INSERT INTO entries VALUES {entry(4, ONE, 4)}",
    f"INSERT INTO entries VALUES {entry(4, NEW, 0)}",
    f"INSERT INTO entries VALUES {entry(4, NEW, 1, BEFORE)}",
    f"INSERT OR IGNORE INTO entries VALUES {entry(4, NEW, 1, BEFORE)}",
    "UPDATE answers SET position = 1",
    "UPDATE OR IGNORE answers SET digest = '-'",
    "DELETE FROM answers",
    "INSERT OR REPLACE INTO answers VALUES ('Rima', 'key', '-', 1)",
    "REPLACE INTO answers VALUES ('Rima', 'key', '-', 1)",
    "INSERT INTO answers VALUES ('Rima', 'key', '-', 1) ON CONFLICT DO UPDATE SET position = 1",
]


@pytest.mark.parametrize("ours", [True, False], ids=["our connection", "a plain connection"])
@pytest.mark.parametrize("statement", TAMPERING)
def test_the_file_itself_refuses_to_be_changed(logs: Logs, ledger: Ledger, statement: str, ours: bool) -> None:
    ledger.append([draft(1), draft(1, 2, rated(Reliability("A")))])
    ledger.append([draft(3)], once=Once("Rima", "key", "digest"))
    before, db = logs.rows(), writer_of(ledger) if ours else logs.plain()
    assert len(before) == 4
    with pytest.raises(sqlite3.IntegrityError, match=r"only appended|follows the last|answered before"):
        db.execute(statement)
    assert logs.rows() == before
    assert ledger.append([draft(1, 3, rated(Reliability("B"))), draft(NEW)]) == [4, 5]


def test_a_position_is_never_used_twice_nor_left_out(logs: Logs, ledger: Ledger) -> None:
    ledger.append([draft(1)])
    for lost in ([draft(2), draft(3), draft(1)], [draft(4), draft(4, 3)]):
        with pytest.raises(Changed):
            ledger.append(lost)
    assert ledger.append([draft(5), draft(6)]) == [2, 3]
    copy = sqlite3.connect(":memory:")
    with closing(copy):
        copy.executescript("\n".join(logs.plain().iterdump()))
        assert copy.execute("SELECT * FROM entries").fetchall() == logs.rows()


@everywhere
def test_nothing_comes_between_what_a_write_reads_and_what_it_writes(logs: Logs, impatient: None) -> None:
    clock, others = Clock(), []
    ledger, other = logs.open(writing=clock), logs.open()
    id = register(ledger).id

    def interfere() -> None:
        with pytest.raises(LogUnavailable) as refused:
            register(other)
        others.append(refused.value)

    clock.meanwhile = interfere  # asked for under the lock, when the streams have been read
    assert rate(ledger, id, Reliability("A"), expecting=1).position == 2
    assert len(others) == 1
    assert register(other).position == 3


@everywhere
def test_a_locked_log_is_unavailable_and_written_again_once_free(logs: Logs, ledger: Ledger, impatient: None) -> None:
    id = register(ledger := logs.open()).id
    before = logs.rows()
    tasks = [partial(rate, ledger, id, Reliability(letter), expecting=1) for letter in "ABCDEF"]
    with logs.held():
        for end in at_once(*tasks):
            with pytest.raises(LogUnavailable):
                end.result()
        assert logs.rows() == before
    assert rate(ledger, id, Reliability("A"), expecting=1).position == 2


@everywhere
def test_a_write_that_hangs_stops_none_after_it(logs: Logs, impatient: None) -> None:
    clock, begun, go_on = Clock(), Event(), Event()
    ledger = logs.open(writing=clock)
    done: list[Receipt] = []

    def hang() -> None:
        begun.set()
        go_on.wait(60)

    clock.meanwhile = hang
    hanging = Thread(target=lambda: done.append(register(ledger)))
    hanging.start()
    assert begun.wait(60)
    for _ in range(3):
        with pytest.raises(LogUnavailable):
            register(ledger)
    go_on.set()
    hanging.join()
    assert [done[0].position, register(ledger).position] == [1, 2]


def test_a_full_disk_refuses_what_does_not_fit_and_nothing_else(logs: Logs, ledger: Ledger) -> None:
    id = register(ledger).id
    writer_of(ledger).execute("PRAGMA max_page_count = 1")  # no page more than there are
    before = logs.rows()
    with pytest.raises(LogUnavailable):
        ledger.append([draft(id, at, rated(Reliability("A"), "why " * 4_000)) for at in range(2, 9)])
    assert logs.rows() == before
    writer_of(ledger).execute("PRAGMA max_page_count = 100000")
    assert register(ledger).position == 2


def test_an_entry_and_its_answer_are_recorded_together_or_not_at_all(logs: Logs, ledger: Ledger) -> None:
    register(ledger)
    before, other = logs.rows(), logs.plain()
    other.execute("CREATE TRIGGER broken BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'no room'); END")
    with pytest.raises(LogUnavailable):
        register(ledger, once=Once("Rima", "key", "digest"))
    assert logs.rows() == before
    other.execute("DROP TRIGGER broken")
    assert [register(ledger, once=Once("Rima", "key", "digest")).position for _ in range(2)] == [2, 2]


def test_readers_never_wait_for_a_writer(logs: Logs, impatient: None) -> None:
    clock = Clock()
    ledger, answers = logs.open(writing=clock), list[Any]()
    id = register(ledger).id

    def read() -> Sequence[object]:
        return (ledger.load(Source, id).id, ledger.position_at(None), len(ledger.entries(Position(0), 10)))

    def read_in_many_threads() -> None:
        answers.extend(end.result() for end in at_once(*[read] * 8))

    other = logs.plain()
    other.execute("BEGIN IMMEDIATE")
    other.execute(f"INSERT INTO entries VALUES {entry(2, NEW, 1)}")
    read_in_many_threads()
    other.execute("ROLLBACK")
    clock.meanwhile = read_in_many_threads
    register(ledger)
    assert answers == [(id, 1, 1)] * 16


@everywhere
def test_time_never_goes_back_when_the_clock_does(logs: Logs, ledger: Ledger) -> None:
    for back in (0, 0, 1, 400, 0):
        logs.clock.now = NOON - back * DAY
        ledger.append([draft(uuid4()), draft(uuid4())])
    logs.clock.now = NOON + DAY
    ledger.append([draft(uuid4()), draft(uuid4())])
    times = [it.recorded_at for it in ledger.entries(Position(0), 20)]
    assert times[::2] == times[1::2]
    assert times[::2] == [NOON + n * timedelta(microseconds=1) for n in range(5)] + [NOON + DAY]


@pytest.mark.parametrize("replaced", [False, True], ids=["taken away", "replaced"])
@pytest.mark.parametrize("end", ["", "-wal"])
def test_nothing_is_acknowledged_that_goes_into_a_file_which_is_not_there(
    logs: Logs, ledger: Ledger, end: str, replaced: bool
) -> None:
    register(ledger)
    file, away = Path(f"{logs.path}{end}"), logs.path.with_suffix(".away")
    file.rename(away)
    if replaced:
        file.write_bytes(away.read_bytes())
    for _ in range(2):
        with pytest.raises(LogUnavailable, match="taken away or replaced"):
            register(ledger)
    away.replace(file)
    assert register(ledger).position == 2
    assert len(logs.rows()) == 2


def test_a_log_that_was_taken_away_is_not_begun_anew(logs: Logs, ledger: Ledger) -> None:
    id = register(ledger).id
    logs.path.rename(logs.path.with_suffix(".away"))
    for reader in [logs.path.with_name(f"{logs.path.name}{end}") for end in ("-wal", "-shm")]:
        reader.unlink(missing_ok=True)
    with pytest.raises(LogUnavailable):
        ledger.load(Source, id)
    assert not logs.path.exists()
