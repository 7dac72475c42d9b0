"""Whoever listens to the log of a server harms nobody: not by never reading, nor by going away, nor by staying."""

import signal
import socket
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from features.checks.test_serving import enter, served

LONG = "x" * 400


def listener(address: str) -> socket.socket:
    """Somebody who asks for the whole log, and has read nothing of it."""
    host = urlsplit(address).netloc
    there = socket.create_connection((host.partition(":")[0], int(host.partition(":")[2])), timeout=20)
    there.sendall(f"GET /log/stream HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return there


def heard(there: socket.socket, last: str) -> bytes:
    whole = b""
    while f"id: {last}\n".encode() not in whole:
        piece = there.recv(65_536)
        assert piece, whole[-200:]
        whole += piece
    return whole


def test_nobody_waits_for_a_listener_that_never_reads_or_has_gone(tmp_path: Path) -> None:
    with served(tmp_path, "--port", "0") as (process, address), ExitStack() as room:
        slow = [room.enter_context(listener(address)) for _ in range(10)]
        gone = [listener(address) for _ in range(10)]
        for number in range(30):
            assert enter(address, f"{number} {LONG}") == number + 1
            if number == 5:
                for each in gone:
                    each.close()
        reader = room.enter_context(listener(address))
        assert heard(reader, "30").count(b"event: entry") == 30
        assert heard(slow[0], "30").count(b"event: entry") == 30
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) in (0, -signal.SIGTERM)  # it does not wait for those who still listen


def test_an_event_that_was_heard_is_not_heard_again(tmp_path: Path) -> None:
    with served(tmp_path, "--port", "0") as (_, address):
        for name in ("one", "two", "three"):
            enter(address, name)
        asked = Request(f"{address}/log/stream", headers={"Last-Event-ID": "2"})
        with urlopen(asked, timeout=20) as answer:
            assert [answer.readline() for _ in range(3)][2] == b"id: 3\n"
