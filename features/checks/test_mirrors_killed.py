"""The program that follows, as a process of its own: killed, stopped, served beside, let in or not."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from features.checks.mirrors import Original, entries_of
from features.checks.test_import_killed import end_of
from features.checks.test_serving import PROGRAM, enter, served

LONG = 30.0
IN_SMALL_BATCHES = [
    sys.executable,
    "-c",
    f"from infrastructure import mirror_batches as it; it.AT_ONCE = 50; {PROGRAM[2]}",
]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Original, str]]:
    """A log of some thousand entries, served by a process of its own."""
    chance, it = Random(7), Original(tmp_path_factory.mktemp("original"))
    it.grow([chance.choice([1, 1, 2, 40]) for _ in range(250)])
    with served(it.directory, "--port", "0") as (_, address):
        yield it, address
    it.logs.close()


def following(address: str, into: Path, *options: str, program: Sequence[str] = PROGRAM) -> "subprocess.Popen[str]":
    words = [*program, "log", "follow", address, "--into", str(into), *options]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(address: str, into: Path, *options: str) -> tuple[int, str]:
    with following(address, into, *options) as process:
        said, told = process.communicate(timeout=LONG)
    return process.returncode, said + told


def until(condition: Callable[[], bool]) -> None:
    end = monotonic() + LONG
    while not condition():
        assert monotonic() < end
        sleep(0.005)


def test_killed_at_any_moment_it_ends_in_the_same_log(original: tuple[Original, str], tmp_path: Path) -> None:
    log, address = original
    whole, chance, killed = len(entries_of(log.directory)), Random(20180207), 0
    for moment in sorted(chance.randrange(whole) for _ in range(4)):
        with following(address, tmp_path, "--once", program=IN_SMALL_BATCHES) as process:
            until(lambda at=moment: end_of(tmp_path) >= at or process.poll() is not None)  # type: ignore[misc]
            sleep(chance.uniform(0, 0.02))
            process.kill()
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
        if end_of(tmp_path):
            assert [*entries_of(tmp_path)] == [*entries_of(log.directory)[: end_of(tmp_path)]]
    assert killed
    assert ended(address, tmp_path, "--once")[0] == 0
    assert entries_of(tmp_path) == entries_of(log.directory)
    assert tree_of(tmp_path) == tree_of(log.directory)


def tree_of(directory: Path) -> Sequence[tuple[int, int, bytes]]:
    with closing(sqlite3.connect(directory / "log.sqlite")) as db:
        return db.execute("SELECT * FROM hashes ORDER BY 1, 2").fetchall()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_goes_on_until_it_is_stopped_and_is_served_meanwhile(tmp_path: Path, sign: signal.Signals) -> None:
    with served(tmp_path / "one", "--port", "0") as (_, address):
        enter(address, "First Agency")
        with following(address, tmp_path / "copy") as process:
            until(lambda: end_of(tmp_path / "copy") == 1)
            with served(tmp_path / "copy", "--port", "0") as (_, mirror):
                enter(address, "Second Agency")
                until(lambda: "Second Agency" in urlopen(f"{mirror}/sources").read().decode())
                with pytest.raises(HTTPError) as refused:
                    enter(mirror, "Third Agency")
                assert refused.value.code == 403
                problem = json.load(refused.value)
                assert problem["type"] == "/problems/Mirrored"
                assert address in problem["detail"]
                for each in ("key", "checkpoint?size=1"):
                    assert urlopen(f"{mirror}/log/{each}").read() == urlopen(f"{address}/log/{each}").read()
                assert ended(mirror, tmp_path / "further", "--once")[0] == 0
            process.send_signal(sign)
            said, told = process.communicate(timeout=LONG)
            assert (process.returncode, "Traceback" in told) == (0, False)
            assert "The copy has 2 entries, each proved to be what was signed." in said
    assert not (tmp_path / "copy/log.key").exists()
    assert entries_of(tmp_path / "further") == entries_of(tmp_path / "copy") == entries_of(tmp_path / "one")


def test_it_asks_with_its_token_and_says_when_it_is_not_let_in(tmp_path: Path) -> None:
    one = tmp_path / "one"
    made = subprocess.run(
        [*PROGRAM, "token", "create", "--owner", "Mirror", "--role", "viewer", "--data", str(one), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    token = json.loads(made.stdout)["token"]
    with served(one, "--port", "0") as (_, address):
        code, said = ended(address, tmp_path / "copy", "--once")
        assert (code, "Unreachable: " in said) == (2, True)
        code, said = ended(address, tmp_path / "copy", "--once", "--token", token)
        assert (code, "NotSignedYet: " in said) == (2, True)


def test_what_records_on_the_command_line_is_refused_in_a_mirror(
    original: tuple[Original, str], tmp_path: Path
) -> None:
    log, address = original
    assert ended(address, tmp_path, "--once", "--key", log.vkey)[0] == 0
    table = tmp_path / "table.csv"
    table.write_bytes(subprocess.run([*PROGRAM, "template"], capture_output=True, check=True).stdout)
    for words in (["demo"], ["import", "casus-csv", str(table), "--published", "2020", "--publisher", "Us"]):
        refused = subprocess.run(
            [*PROGRAM, *words, "--data", str(tmp_path)], capture_output=True, text=True, check=False
        )
        assert (refused.returncode, "Mirrored: " in refused.stderr) == (2, True), refused
    assert entries_of(tmp_path) == entries_of(log.directory)
    assert not (tmp_path / "log.key").exists()
