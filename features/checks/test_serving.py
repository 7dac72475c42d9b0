"""The program as a process of its own: it says where it is, answers there, and loses nothing when it is killed."""

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

PROGRAM = [sys.executable, "-c", "from interface.main import main; main()"]


@contextmanager
def served(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [*PROGRAM, "serve", "--data", str(data), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert address, line
            yield process, address[0]
        finally:
            process.kill()


def enter(address: str, name: str) -> int:
    body = json.dumps({"name": name, "kind": "news_agency"}).encode()
    with urlopen(Request(f"{address}/sources", body, {"Content-Type": "application/json"})) as answer:
        return int(json.load(answer)["position"])


def names(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "log.sqlite")) as log:
        return [
            json.loads(content)["name"] for (content,) in log.execute("SELECT content FROM entries ORDER BY position")
        ]


def test_it_answers_where_it_says_and_nowhere_else(tmp_path: Path) -> None:
    with served(tmp_path, "--port", "0") as (process, address):
        assert enter(address, "ours") == 1
        assert names(tmp_path) == ["ours"]  # so the listener is this process's own
        assert "No token exists" in (process.stdout.readline() if process.stdout else "")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) in (0, -signal.SIGTERM)


def test_what_it_acknowledged_is_there_after_it_is_killed(tmp_path: Path) -> None:
    for number in range(3):
        with served(tmp_path, "--port", "0") as (process, address):
            assert enter(address, f"source {number}") == number + 1
            process.send_signal(signal.SIGKILL)
            process.wait(10)
    assert names(tmp_path) == ["source 0", "source 1", "source 2"]


def test_a_taken_port_is_said_to_be_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ended = subprocess.run(
            [*PROGRAM, "serve", "--data", str(tmp_path), "--port", port], capture_output=True, text=True, check=False
        )
    assert ended.returncode == 2
    assert f"127.0.0.1:{port} can't be served on" in ended.stderr


def test_a_directory_that_is_not_casus_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").write_bytes(b"a diary, and no database" * 1_000)
    ended = subprocess.run(
        [*PROGRAM, "log", "show", "--data", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert "Casus can't use its data directory" in ended.stderr
    assert "Traceback" not in ended.stderr
