"""An import that is killed, again and again, goes on with the same command, and ends in the log of one that was not."""

import json
import signal
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from time import sleep
from typing import Any
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from features.checks.test_serving import PROGRAM, served
from features.ucdp_rows import ucdp_file
from interface.command_line import casus
from interface.main import house

ROWS = 1_000
KILLS = 2
"""How often each release is killed."""


def rows(release: int) -> Iterator[dict[str, str]]:
    """Invented rows; the second release moves, recounts, drops and adds some, and has them in another order."""
    numbers = range(ROWS) if release == 1 else [*range(ROWS + 40, ROWS // 2, -1), *range(20, ROWS // 2)]
    for number in numbers:
        later = release == 2 and number % 7 == 3
        day = f"201{number % 8}-0{number % 9 + 1}-{number % 28 + 1:02}"
        cells = {"id": str(number), "date_start": day, "deaths_b": str(number % 6 + later)}
        cells |= {"latitude": f"{35 + number / ROWS + later / 100:.3f}", "side_b_new_id": str(902 + number % 9)}
        yield cells | {"source_article": f'"Desert Wire,{day},Shots {number % 40}"'}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    directory = tmp_path_factory.mktemp("releases")
    for release in (1, 2):
        (directory / f"{release}.csv").write_bytes(ucdp_file(rows(release)))
    return [directory / "1.csv", directory / "2.csv"]


def command(file: Path, data: Path) -> list[str]:
    covers = ["--covers-country", "SYR", "--covers-period", "2010/2018"]
    return ["import", "ucdp-ged", str(file), "--published", f"2020-0{file.stem}", *covers, "--data", str(data)]


def log_of(data: Path) -> Sequence[tuple[Any, ...]]:
    """The log, entry by entry, but for when each was recorded."""
    with closing(sqlite3.connect(data / "log.sqlite")) as log:
        columns = "position, stream, version, recorded_by, cause, fact, form, content"
        return log.execute(f"SELECT {columns} FROM entries ORDER BY position").fetchall()


def end_of(data: Path) -> int:
    if not (data / "log.sqlite").exists():
        return 0
    with closing(sqlite3.connect(data / "log.sqlite")) as log:
        if not log.execute("SELECT count(*) FROM sqlite_master WHERE name = 'entries'").fetchone()[0]:
            return 0
        return int(log.execute("SELECT coalesce(max(position), 0) FROM entries").fetchone()[0])


def sent_at(
    data: Path, words: Sequence[str], position: int, sign: signal.Signals, later: float = 0
) -> "subprocess.CompletedProcess[str]":
    """The end of a program that gets a signal once the log has come to a position, or so many seconds later."""
    with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and end_of(data) < position:
            sleep(0.002)
        sleep(later)
        process.send_signal(sign)
        said, told = process.communicate()
    return subprocess.CompletedProcess(words, process.returncode, said, told)


def test_killed_at_any_moment_it_ends_in_the_same_log(files: Sequence[Path], tmp_path: Path) -> None:
    whole, killed, moments = tmp_path / "whole", tmp_path / "killed", Random(20180207)
    for file in files:
        before = end_of(whole)
        ended = CliRunner().invoke(casus, command(file, whole), obj=house)
        assert ended.exit_code == 0, ended.output
        for moment in sorted(moments.randrange(before + 1, end_of(whole)) for _ in range(KILLS)):
            later = moments.uniform(0, 0.1)
            assert sent_at(killed, command(file, killed), moment, signal.SIGKILL, later).returncode == -signal.SIGKILL
        ended = CliRunner().invoke(casus, command(file, killed), obj=house)
        assert ended.exit_code == 0, ended.output
    assert log_of(killed) == log_of(whole)
    checked = CliRunner().invoke(casus, ["read", "check", "--data", str(killed)], obj=house)
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_after_the_batch_at_hand(
    files: Sequence[Path], tmp_path: Path, sign: signal.Signals
) -> None:
    stopped = sent_at(tmp_path, command(files[0], tmp_path), 1_000, sign)
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert "ImportStopped: The same command goes on where it stopped." in stopped.stderr
    assert "Traceback" not in stopped.stderr
    facts = [row[5] for row in log_of(tmp_path)]
    assert facts.count("IncidentReported") % 250 == 0
    assert "ImportFinished" not in facts


def test_beside_a_server_it_imports_and_leaves_reading_to_the_server(tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_bytes(ucdp_file([{"id": "101"}]))
    with served(tmp_path, "--port", "0") as (_, address):
        words = [*PROGRAM, "import", "ucdp-ged", str(file), "--data", str(tmp_path)]
        ended = subprocess.run(words, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
        _until_read(address, end_of(tmp_path))
        with urlopen(f"{address}/incidents") as answer:
            assert [it["title"] for it in json.load(answer)["items"]] == ["Bridge Guard - River Column, Khasham town"]


def test_a_server_that_is_stopped_stops_its_imports_and_the_same_request_goes_on(
    files: Sequence[Path], tmp_path: Path
) -> None:
    def begin(address: str) -> Any:
        uploaded = post(f"{address}/uploads", files[0].read_bytes(), "text/csv")
        release = {"format": "ucdp-ged", "dataset": "ours", "release": "1", "upload": uploaded["sha256"]}
        return post(f"{address}/imports", json.dumps(release).encode(), "application/json")

    with served(tmp_path, "--port", "0") as (process, address):
        begun = begin(address)
        with urlopen(Request(f"{address}/imports/{begun['id']}/progress", headers=EVENTS)) as events:
            process.send_signal(signal.SIGTERM)
            said = events.read().decode()  # until the server lets it go
        assert process.wait(20) in (0, -signal.SIGTERM)
    assert "event: failed" in said
    assert "/problems/ImportStopped" in said
    facts = [row[5] for row in log_of(tmp_path)]
    assert "ImportFinished" not in facts
    with served(tmp_path, "--port", "0") as (process, address):
        assert begin(address) == begun
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    assert [row[5] for row in log_of(tmp_path)].count("ImportBegun") == 1


EVENTS = {"Accept": "text/event-stream"}


def post(address: str, body: bytes, media: str) -> Any:
    with urlopen(Request(address, body, {"Content-Type": media})) as answer:
        return json.load(answer)


def _until_read(address: str, position: int) -> None:
    """Waits for a server, which looks every second for what others record."""
    for _ in range(400):
        with urlopen(f"{address}/health") as answer:
            if json.load(answer)["position"] >= position:
                return
        sleep(0.05)
    raise AssertionError("the server never read what was imported")
