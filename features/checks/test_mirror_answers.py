"""What may answer at the address that is followed: nobody, another program, one that never ends."""

import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from click.testing import CliRunner

from application.mirroring import NoAnswer
from domain.fact import Position
from features.checks.mirrors import entries_of
from features.checks.test_mirrors_killed import LONG, ended, following, until
from infrastructure.merkle.keys import SignerKey
from infrastructure.mirror_batches import Batch, batches
from interface.auditing.record import Unreachable
from interface.command_line import casus
from interface.main import house
from interface.upstream import Server


@contextmanager
def answering(answer: Callable[[bytes], Iterator[bytes]]) -> Iterator[str]:
    """A server of whatever is said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take(one: socket.socket) -> None:
            with suppress(OSError), one:
                asked = b""
                while b"\r\n\r\n" not in asked:
                    asked += one.recv(1 << 16)
                for piece in answer(asked):
                    one.sendall(piece)

        def listen() -> None:
            with suppress(OSError):
                while True:
                    Thread(target=take, args=(listener.accept()[0],), daemon=True).start()

        Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def once(*pieces: bytes) -> Callable[[bytes], Iterator[bytes]]:
    return lambda _: iter(pieces)


def endless(head: bytes, piece: bytes) -> Callable[[bytes], Iterator[bytes]]:
    def answer(_: bytes) -> Iterator[bytes]:
        yield head
        while True:
            yield piece

    return answer


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
ANSWERS = {
    "hangs up": once(),
    "speaks no HTTP": once(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "an error page": once(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 13\r\n\r\n<html></html>"),
    "another place": once(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
    "cut off": once(OK + b"Content-Length: 1000\r\n\r\nhalf a"),
    "half a line": once(OK + b'Content-Length: 6\r\n\r\n{"spec'),
    "a page": once(OK + b"Content-Length: 14\r\n\r\n<html></html>\n"),
    "endless": endless(OK + b"\r\n", b"x" * 65_536),
    "packed": once(OK + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"),
    "a problem of no kind": once(b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n[[[[[[[[["),
    "endless refusal": endless(b"HTTP/1.1 503 No\r\n\r\n", b"[" * 65_536),
}


def taken(address: str) -> Sequence[Batch]:
    """What is taken for entries there."""
    with closing(Server(address)) as server, server.entries(Position(0)) as lines:
        return [*batches(lines, 0, None, 3)]


@pytest.mark.parametrize("what", [*ANSWERS])
def test_whatever_is_answered_it_ends_in_2(tmp_path: Path, what: str) -> None:
    with answering(ANSWERS[what]) as address:
        code, said = ended(address, tmp_path, "--once")
        assert (code, "Traceback" in said) == (2, False), said
        assert "NoAnswer: " in said
        with pytest.raises(NoAnswer):
            taken(address)
    assert entries_of(tmp_path) == []
    assert not (tmp_path / "mirror.json").exists()


def test_nobody_is_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    code, said = ended(address, tmp_path, "--once")
    assert (code, "NoAnswer: " in said) == (2, True)


@pytest.mark.parametrize(
    "address", ["ftp://127.0.0.1", "casus.example", "http://", "http://a:b@127.0.0.1", "http://[", "http://h/?q"]
)
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    with pytest.raises(Unreachable):
        Server(address)


def test_stopped_while_nothing_is_answered_it_ends_at_once(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def silent(question: bytes) -> Iterator[bytes]:
        asked.append(question)
        sleep(LONG)
        yield b""

    with answering(silent) as address, following(address, tmp_path) as process:
        until(lambda: bool(asked))
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=LONG / 2)
        assert (process.returncode, "Traceback" in told) == (0, False)


def test_where_it_moved_to_is_told_and_not_followed(tmp_path: Path) -> None:
    with answering(ANSWERS["another place"]) as address:
        _, said = ended(address, tmp_path, "--once")
    assert f"{address} answers that it is at http://127.0.0.1:1/ now" in said


@pytest.mark.parametrize("status", [b"403 Forbidden", b"503 Busy"])
def test_what_a_server_says_does_nothing_to_a_terminal(tmp_path: Path, status: bytes) -> None:
    problem = rb'{"type": "/problems/\u001b]0;a\u0007", "detail": "\u001b]0;b\u0007 and \u009b2J"}'
    answer = b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(problem), problem)
    with answering(once(answer)) as address:
        _, said = ended(address, tmp_path, "--once")
    assert "]0;b" in said
    assert not [it for it in said if not it.isprintable() and it != "\n"]


def test_a_key_that_is_named_is_no_file_whatever_else_is_called_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = SignerKey("casus/1a2b3c4d", bytes(32)).verifier.vkey
    monkeypatch.chdir(tmp_path)
    (tmp_path / "casus").write_text("a program, perhaps")
    with answering(once()) as address:
        follow = ["log", "follow", address, "--into", "copy", "--once", "--key", key]
        assert "NoAnswer" in CliRunner().invoke(casus, follow, obj=house).output
