"""The read model as many use it: one process holds it, many threads ask, others write meanwhile, some kill it."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Event
from urllib.request import urlopen

from application.moments import Standpoint
from application.questions import SourceQuestion
from domain.fact import Position
from features.checks.logs import ROOT, Logs, at_once, draft
from features.checks.test_serving import PROGRAM, enter, served
from infrastructure.read_model.keeper import Keeper
from infrastructure.read_model.projection.tables import TABLES, columns_of

LONG = 20.0
"""Seconds that nothing here takes, unless it never comes."""


def test_no_progress_bar_comes_among_what_a_program_prints(tmp_path: Path) -> None:
    """DuckDB shows one where it takes the process for an interactive one, as with `python -c`."""
    asked = "SELECT value FROM duckdb_settings() WHERE name = 'enable_progress_bar'"
    looks = f"""
from pathlib import Path
from infrastructure.read_model.store import Store
store = Store(Path({str(tmp_path / "read.duckdb")!r}), new=True)
print(store._db.execute({asked!r}).fetchall(), store.cursor().execute({asked!r}).fetchall())
"""
    said = subprocess.run([sys.executable, "-c", looks], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == "[('false',)] [('false',)]\n"


def test_one_process_has_it_open_and_others_are_told(tmp_path: Path) -> None:
    with served(tmp_path, "--port", "0") as (_, address):
        enter(address, "ours")
        for command in (["read", "check"], ["read", "rebuild"], ["serve", "--port", "0"]):
            ended = subprocess.run(
                [*PROGRAM, *command, "--data", str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
            )
            assert ended.returncode == 2
            assert "is open in another process" in ended.stderr
            assert "Traceback" not in ended.stderr
        # What needs no read model works all the same, and what it records is soon answered.
        subprocess.run([*PROGRAM, "demo", "--data", str(tmp_path)], check=True, capture_output=True)
        assert _until(address, 25)


def test_killed_while_it_is_written_it_goes_on(tmp_path: Path) -> None:
    for number in range(4):
        with served(tmp_path, "--port", "0") as (process, address):
            for each in range(5):
                enter(address, f"source {number}.{each}")
            process.send_signal(signal.SIGKILL)
            process.wait(10)
    with served(tmp_path, "--port", "0") as (process, address):
        assert _until(address, 20)
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    ended = subprocess.run([*PROGRAM, "read", "check", "--data", str(tmp_path)], capture_output=True, check=False)
    assert ended.returncode == 0


def test_many_ask_while_others_write_and_each_is_answered_as_of_one_position(logs: Logs) -> None:
    ledger, done = logs.open(), Event()

    def write() -> None:
        for number in range(1, 400):
            ledger.append([draft(number)])
        done.set()

    with closing(Keeper(ledger, logs.path.with_name("read.duckdb"))) as model:
        model.start()

        def ask() -> Sequence[tuple[int, int]]:
            counted = []
            while not done.is_set():
                at = model.position
                counted.append((at, sum(1 for _ in model.rows(SourceQuestion(), Standpoint(at), None, 0))))
            return counted

        _, *asked = at_once(write, ask, ask, ask)
        assert model.reach(Position(399), LONG)
        for answers in asked:
            assert all(rows == position for position, rows in answers.result() or ())
    with closing(Keeper(ledger, logs.path.with_name("read.duckdb"))) as model:
        assert model.check(lambda _: None) == []


def test_no_time_is_kept_in_a_form_that_needs_a_library_to_be_read() -> None:
    kinds = {kind for table in TABLES for kind, _ in columns_of(table).values()}
    assert kinds == {"BIGINT", "VARCHAR", "DOUBLE", "BOOLEAN", "UUID"}


def _until(address: str, position: int) -> bool:
    """Whether questions are answered as of a position, soon."""
    for _ in range(200):
        with urlopen(f"{address}/sources?limit=1") as answer:
            if json.load(answer)["position"] >= position:
                return True
        Event().wait(0.05)
    return False
