"""A disk that is full or fails where the key and what is signed are kept: it is said, nothing is torn, it goes on."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EIO, ENOSPC
from http.client import HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from features.checks.faults.asking import Client
from features.checks.faults.faulty import LONG, PATIENCE, Faults, Nursery, chance, compiled, cycles, tell
from features.checks.faults.test_faults_power import until_power_was_lost
from features.checks.faults.wholeness import must_be_whole, reopened
from infrastructure.merkle.checkpoints import Checkpoint, opened
from infrastructure.merkle.kept import Checkpoints
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note

pytestmark = compiled

CALLS = ["open", "read", "write", "sync", "rename", "unlink"]
WHERE = ["/checkpoints", "log.key"]
ASKED = ["/log/checkpoint", "/log/key", "/log/proofs/inclusion?position=1", "/log/bundle", "/health"]


class Reader:
    """Reads what a server has signed, and trusts no key but the first that it was given."""

    def __init__(self, client: Client, faults: Faults) -> None:
        self._client = client
        self._faults = faults
        self._key: VerifierKey | None = None
        self._last = Checkpoint("", 0, b"")
        self._entered = 0

    def enter(self) -> None:
        """Enters one more source: what the log is kept in does not fail here."""
        self._entered += 1
        answer = self._client.enter(f"Source {self._entered}")
        assert answer.status == 201, answer

    def alarm(self) -> Any:
        answer = self._client.ask("GET", "/health")
        assert answer.status == 200, answer
        return answer.said["alarm"]

    def is_signed(self) -> bool:
        """Whether a checkpoint covers all that was entered; none that was given before is contradicted."""
        answer = self._client.ask("GET", "/log/checkpoint")
        if answer.status != 200:
            assert (answer.status, answer.refusal) in {(404, "NotSignedYet"), (503, "LogUnavailable")}, answer
            return False
        if self._key is None and (key := self._client.ask("GET", "/log/key")).status == 200:
            self._key = VerifierKey.parsed(key.said.decode().strip())
        if self._key:
            head = opened(Note.parsed(answer.said), self._key)
            assert head.size > self._last.size or head == self._last
            self._last = head
        return self._last.size == self._entered

    def read(self) -> None:
        """Asks for all that proves; what can't be told just now is said to be so."""
        for path in ASKED:
            assert self._client.ask("GET", path).status in {200, 404, 503}, path

    def until(self, it: Any) -> None:
        until = monotonic() + PATIENCE
        while not it():
            assert monotonic() < until, self.alarm()
            sleep(0.01)

    def must_go_on(self) -> int:
        """That all works again by itself, once the disk does; how many calls have failed."""
        met = self._faults.mend()
        self.until(lambda: self.is_signed() and self.alarm() is None)
        return met


@contextmanager
def signing(nursery: Nursery, faults: Faults, data: Path) -> Iterator[Reader]:
    """A server that signs; in the end it is killed, and all is whole."""
    data.mkdir(exist_ok=True)
    with nursery.begun("serve_and_sign", data, faults=faults) as server:
        with Client.of(server) as client:
            yield Reader(client, faults)
        server.kill()
        assert "Traceback" not in server.troubles.read_text()
    with reopened(data) as ledger:
        must_be_whole(ledger, data)


@pytest.mark.parametrize("error", [ENOSPC, EIO], ids=["ENOSPC", "EIO"])
def test_while_nothing_can_be_signed_it_is_said_and_then_it_is_signed(
    nursery: Nursery, faults: Faults, tmp_path: Path, error: int
) -> None:
    total = 0
    with signing(nursery, faults, tmp_path / "data") as reader:
        reader.enter()
        reader.must_go_on()
        for call, where in [(call, where) for call in CALLS for where in WHERE]:
            faults.fail(call, error=error, name=where)
            reader.enter()
            reader.read()
            reader.until(lambda: reader.alarm() or reader.is_signed())
            if where == "/checkpoints" and call in {"write", "sync", "rename"}:
                assert reader.alarm()
            total += reader.must_go_on()
    tell(f"errno {error}, where what is signed is kept: {total} calls failed")


@pytest.mark.parametrize("error", [ENOSPC, EIO], ids=["ENOSPC", "EIO"])
def test_a_key_that_could_not_be_kept_is_made_once_it_can(
    nursery: Nursery, faults: Faults, tmp_path: Path, error: int
) -> None:
    places = [(call, where) for call in ["open", "write", "sync", "rename", "mkdir"] for where in WHERE]
    random = chance(f"no key with errno {error}")
    for number, (call, where) in enumerate(places if LONG else [("write", "log.key"), *random.sample(places, 2)]):
        faults.fail(call, error=error, name=where, part=random.random() < 0.5)
        with signing(nursery, faults, tmp_path / f"data {number}") as reader:
            reader.enter()
            reader.until(lambda: reader.alarm() or reader.is_signed())
            reader.read()
            reader.must_go_on()


def test_a_key_is_whole_wherever_the_process_was_killed_that_made_it(
    nursery: Nursery, faults: Faults, tmp_path: Path
) -> None:
    random = chance("killed as it begins to sign")
    later = [("log.key", at) for at in (0, 2, 3)] + [("/checkpoints", at) for at in range(12)]
    for number, (where, at) in enumerate([("log.key", 1), *random.sample(later, cycles(2, len(later)))]):
        data = tmp_path / f"data {number}"
        data.mkdir()
        with nursery.begun("serve_and_sign", data, faults=faults) as server, Client.of(server) as client:
            faults.die(after=at, part=random.random() < 0.5, name=where)
            with suppress(OSError, HTTPException):
                client.enter("Source 0")
            sleep(0.05)
            server.kill()
        faults.mend()
        with signing(nursery, faults, data) as reader:
            reader.enter()
            reader.until(lambda it=Checkpoints(data / "checkpoints"): reader.alarm() is None and it.sizes())


def test_a_key_that_others_can_read_signs_nothing_until_it_is_mended(
    nursery: Nursery, faults: Faults, tmp_path: Path
) -> None:
    with signing(nursery, faults, tmp_path / "data") as reader:
        reader.enter()
        reader.must_go_on()
        key = tmp_path / "data/log.key"
        key.chmod(0o644)
        reader.enter()
        reader.until(reader.alarm)
        assert str(tmp_path) not in reader.alarm()
        key.chmod(0o600)
        reader.must_go_on()


def test_a_time_stamp_is_whole_after_a_power_loss(nursery: Nursery, tmp_path: Path) -> None:
    random = chance("power loss while a time stamp is kept")
    for _ in range(cycles(5, 50)):
        left, said = until_power_was_lost(nursery, tmp_path, random, do="stamp")
        kept = Checkpoints(left / "checkpoints").stamp(1)
        if kept is None:
            assert not said
            continue
        number = int(kept.split(maxsplit=1)[0])
        assert kept == f"{number}\n".encode() * 500
        assert not said or number >= int(said[-1])
