"""Casus over a log in PostgreSQL, as the program and by HTTP: it does what it does over a file."""

import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

import psycopg
import pytest

from application.recording import LogRecorder, StoredEntry
from domain.scales import Reliability
from features.checks.logs import NOON, ROOT, draft, rated, register
from features.checks.postgres import PASSWORD, PostgresLogs, Server
from features.checks.test_serving import PROGRAM, enter, served
from features.ucdp_rows import ucdp_file
from infrastructure.copying import copy
from infrastructure.postgres import PostgresRecorder
from infrastructure.sqlite import SQLiteRecorder

AUDIT = str(ROOT / "docs" / "audits" / "first_case.feature")


@pytest.fixture(scope="module")
def address(server: Server) -> Iterator[str]:
    """Of a log with the first case."""
    with server.database() as address:
        yield address


@pytest.fixture(scope="module")
def told(address: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a log with the first case, and what contests it."""
    data = tmp_path_factory.mktemp("told")
    assert "entries recorded" in run("demo", "--later", "--log", address, "--data", str(data)).stdout
    assert not (data / "log.sqlite").exists()
    return address


def run(*words: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        [*PROGRAM, *words], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert PASSWORD not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    return ended


def entries(address: str) -> int:
    with psycopg.connect(address) as db:
        (number,) = db.execute("SELECT count(*) FROM casus.entries").fetchone() or (0,)
    return int(number)


def test_an_audit_reads_the_log_and_leaves_nothing_behind(told: str, tmp_path: Path) -> None:
    before = entries(told)
    ended = run("audit", AUDIT, "--log", told, "--json")
    totals = json.loads(ended.stdout.splitlines()[-1])
    assert totals["scenarios"] == totals["holds"] > 0
    kept = run("audit", AUDIT, "--log", told, "--data", str(tmp_path / "kept"))
    assert "hold" in kept.stdout
    assert (tmp_path / "kept" / "read.duckdb").exists()
    assert entries(told) == before


RECORDS = """
Feature: x
  Scenario: what it records is not in the log
    Given the source "Al-Ikhbariya"
    And the source "Al-Ikhbariya" is rated C because "It is the state's."
    Then "Clash between the US-led coalition and pro-regime militia" is on record
"""


def test_a_scratch_audit_records_into_a_copy(told: str, tmp_path: Path) -> None:
    feature, before = tmp_path / "records.feature", entries(told)
    feature.write_text(RECORDS)
    totals = json.loads(run("audit", AUDIT, str(feature), "--log", told, "--scratch", "--json").stdout.splitlines()[-1])
    assert totals["scenarios"] == totals["holds"] > 1
    assert "1 refused" in run("audit", str(feature), "--log", told, code=1).stdout
    assert entries(told) == before


def test_a_copy_has_the_same_entries_at_the_same_positions_and_times(server: Server, tmp_path: Path) -> None:
    def there(recorder: LogRecorder) -> list[StoredEntry]:
        with closing(recorder):
            return [it for it in recorder.select_notifications(1, 10_000) if isinstance(it, StoredEntry)]

    with server.database() as address, closing(PostgresLogs(tmp_path, address)) as logs:
        ledger = logs.open()
        for days in (0, 3, 1):
            logs.clock.now = NOON + timedelta(days=days)
            id = register(ledger).id
            ledger.append([draft(uuid4()), draft(id, 2, rated(Reliability("A"))), draft(uuid4())])
        with closing(PostgresRecorder(address, logs.clock)) as log:
            copy(log, lambda clock: SQLiteRecorder(logs.path, clock))
        original = there(PostgresRecorder(address, logs.clock))
        assert there(SQLiteRecorder(logs.path, logs.clock)) == original
        assert len(original) == 12


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--log", "{empty}"], "--log: there is no log in that database."),
        (["--log", "{nowhere}"], "can't be opened"),
        (["--log", "{told}", "--server", "http://127.0.0.1:1"], "--log and --server: name one of them"),
        (["--log", "casus:" + PASSWORD], "an address such as postgresql://USER:PASSWORD@HOST:PORT/DATABASE"),
        (["--log", f"postgresql://casus:{PASSWORD}/@127.0.0.1/casus"], "an address such as postgresql://"),
    ],
)
def test_an_audit_of_no_log_is_refused(server: Server, told: str, words: list[str], said: str) -> None:
    nowhere = f"postgresql://casus:{PASSWORD}@127.0.0.1:1/casus"
    ended = run(
        "audit", AUDIT, *(it.format(empty=server.address(), nowhere=nowhere, told=told) for it in words), code=2
    )
    assert said in " ".join(ended.stderr.split())
    with psycopg.connect(server.address()) as db:
        assert db.execute("SELECT to_regnamespace('casus')").fetchone() == (None,)


def test_a_log_that_can_not_be_reached_is_said_to_be(tmp_path: Path) -> None:
    words = ["log", "show", "--data", str(tmp_path), "--log", f"postgresql://casus:{PASSWORD}@127.0.0.1:1/casus"]
    assert "Casus can't use its data directory or its log: postgresql://127.0.0.1:1/casus" in run(*words, code=2).stderr


def test_two_servers_over_one_log_answer_alike(server: Server, tmp_path: Path) -> None:
    with server.database() as address:
        log = ["--log", address, "--port", "0"]
        with served(tmp_path / "one", *log) as (one, here), served(tmp_path / "other", *log) as (_, there):
            positions = [enter(at, f"source {number}") for number, at in enumerate([here, there, here, there])]
            assert positions == [1, 2, 3, 4]
            one.send_signal(signal.SIGKILL)
            one.wait(10)
            assert enter(there, "after") == 5
            with urlopen(f"{there}/sources?known_at=4") as answer:
                assert len(json.load(answer)["items"]) == 4
        assert (
            run("log", "show", "--data", str(tmp_path / "one"), "--log", address).stdout.count("SourceRegistered") == 5
        )


def test_an_import_goes_into_the_log_and_can_be_read(server: Server, tmp_path: Path) -> None:
    release = tmp_path / "rows.csv"
    release.write_bytes(ucdp_file([{"id": "1"}, {"id": "2"}]))
    with server.database() as address:
        log = ["--data", str(tmp_path / "data"), "--log", address]
        ended = run("import", "ucdp-ged", str(release), *log, "--json")
        assert json.loads(ended.stdout)["counts"]["rejected"] == 0
        assert entries(address) > 5
        assert "The read model is what the log says." in run("read", "check", *log).stdout
        assert run("export", "ucdp-ged", *log).stdout.count("\n") == 3


def test_a_read_model_of_another_log_is_built_anew(told: str, tmp_path: Path) -> None:
    data = ["--data", str(tmp_path)]
    run("demo", *data)
    with closing(sqlite3.connect(tmp_path / "log.sqlite")) as log:
        (before,) = log.execute("SELECT count(*) FROM entries").fetchone()
    run("audit", AUDIT, *data, "--log", told)
    assert "The read model is what the log says." in run("read", "check", *data, "--log", told).stdout
    with closing(sqlite3.connect(tmp_path / "log.sqlite")) as log:
        assert log.execute("SELECT count(*) FROM entries").fetchone() == (before,)
