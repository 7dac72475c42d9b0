"""A server that is killed, or whose power is lost: all that it told anybody is there, and nothing is told otherwise."""

import shutil
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from random import Random
from time import monotonic, sleep

import pytest

from domain.fact import Position
from features.checks.faults.asking import Answer, Client, port_of
from features.checks.faults.faulty import PATIENCE, Faults, Nursery, after_power_loss, chance, compiled, cycles, tell
from features.checks.faults.told import Told
from features.checks.faults.wholeness import lost, must_be_whole, reopened
from infrastructure.merkle.kept import Checkpoints

CALLS = 400
"""Calls that change something on the disk, of which a server makes more in a moment."""


class Machine:
    """A data directory in use, on a machine that may lose power."""

    def __init__(self, nursery: Nursery, faults: Faults, home: Path, random: Random) -> None:
        self._nursery = nursery
        self._faults = faults
        self._random = random
        self._home = home
        self._started = 0
        self.told = Told()
        self.data = home / "data"
        self._durable = home / "durable"
        self.data.mkdir()
        self._durable.mkdir()

    def fail_to_serve(self) -> None:
        """Begins to serve, and is killed as it opens what is there, or makes it."""
        self._faults.die(after=self._random.randrange(60), part=self._random.random() < 0.5)
        with self._nursery.begun("serve", self.data, durable=self._durable, faults=self._faults):
            sleep(self._random.uniform(0, 0.2))
        self._faults.mend()

    def serve(self, name: str) -> None:
        """Serves until it is killed: at some moment, or at some call, or in the middle of one."""
        with self._nursery.begun("serve_and_sign", self.data, durable=self._durable, faults=self._faults) as server:
            port = port_of(server)
            with Client.at(port) as client:
                self.told.again(client)
            with self.told.listening(port, name, self._random):
                if not self.told.entered or self._random.random() < 0.8:  # otherwise perhaps before anything was told
                    self._wait_for_more()
                if self._random.random() < 0.5:
                    self._faults.die(after=self._random.randrange(CALLS), part=self._random.random() < 0.5)
                sleep(self._random.uniform(0, 0.4))
                server.kill()
            assert "Traceback" not in server.troubles.read_text()
            self._faults.mend()

    def _wait_for_more(self) -> None:
        before, until = len(self.told.entered), monotonic() + PATIENCE
        while len(self.told.entered) == before:
            assert monotonic() < until
            sleep(0.002)

    def lose_power(self) -> None:
        """What was not synced is gone, or some of it; then it starts again."""
        left = self._home / f"left {self._started}"
        after_power_loss(self._durable, self.data, left, self._random.choice([self._random, None]))
        shutil.rmtree(self.data)
        shutil.rmtree(self._durable)
        left.rename(self.data)
        self._durable.mkdir()
        self._started += 1

    def settle(self) -> None:
        with self._nursery.begun("settle", self.data, durable=self._durable) as process:
            assert process.line() == "settled"


@compiled
@pytest.mark.parametrize("power", [True, False], ids=["power loss", "kill -9"])
def test_what_a_server_told_outlives_it(nursery: Nursery, faults: Faults, tmp_path: Path, power: bool) -> None:
    random = chance(f"served, then {'power loss' if power else 'kill -9'}")
    machine = Machine(nursery, faults, tmp_path, random)
    told = machine.told
    for cycle in range(turns := cycles(3, 40)):
        for start in range(random.choice([1, 2]) if power else 1):
            if random.random() < 0.4:
                machine.fail_to_serve()
            machine.serve(f"{cycle}.{start}")
        if power:
            machine.lose_power()
        told.must_be_held_in(machine.data)
        machine.settle()
    assert told.entered
    with nursery.begun("serve", machine.data) as server, Client.of(server) as client:
        told.again(client)
        told.finish(client)
    with reopened(machine.data) as ledger:
        told.must_be_imported(ledger.stored(Position(0), 1_000_000))
    told.must_be_held_in(machine.data)
    tell(
        f"{'power loss' if power else 'kill -9'} of a server: {turns} cycles, {len(told.entered)} acknowledged, "
        f"{len(told.files)} files taken, {len(told.sent)} to import, {len(told.checkpoints)} checkpoints given: "
        "0 lost, 0 twice, 0 torn, 0 contradicted"
    )


def must_outlive_a_power_loss(answer: Answer, durable: Path, live: Path, left: Path) -> None:
    """That the entry which this answer acknowledged is there afterwards."""
    after_power_loss(durable, live, left)
    with reopened(left) as ledger:
        assert lost(ledger, [f"{answer.said['position']} {answer.said['id']} {answer.said['version']}"]) == set()
        must_be_whole(ledger, left)


@compiled
def test_what_is_answered_once_more_after_a_kill_outlives_a_power_loss(
    nursery: Nursery, faults: Faults, tmp_path: Path
) -> None:
    """The first server was killed when the entry was written, and not yet synced: the second finds it, and says so."""
    live, durable = tmp_path / "data", tmp_path / "durable"
    live.mkdir()
    durable.mkdir()
    with nursery.begun("serve", live, durable=durable, faults=faults) as server, Client.of(server) as client:
        assert client.enter("One").status == 201
        faults.die("sync", name="/log.sqlite")
        with suppress(OSError, HTTPException):
            client.enter("Two")
    faults.mend()
    with nursery.begun("serve", live, durable=durable) as server, Client.of(server) as client:
        answer = client.enter("Two")
        assert answer.status == 201
    must_outlive_a_power_loss(answer, durable, live, tmp_path / "left")


@compiled
@pytest.mark.parametrize("times", [1, 2, -1])
def test_what_is_answered_once_more_after_a_failed_sync_outlives_a_power_loss(
    nursery: Nursery, faults: Faults, tmp_path: Path, times: int
) -> None:
    live, durable = tmp_path / "data", tmp_path / "durable"
    live.mkdir()
    durable.mkdir()
    with nursery.begun("serve", live, durable=durable, faults=faults) as server, Client.of(server) as client:
        assert client.enter("One").status == 201
        faults.fail("sync", name="/log.sqlite", times=times)
        assert client.enter("Two").refusal == "LogUnavailable"
        faults.mend()
        answer = client.enter("Two")
        assert answer.status == 201
    must_outlive_a_power_loss(answer, durable, live, tmp_path / "left")


@compiled
def test_what_is_kept_in_a_directory_outlives_a_power_loss_whoever_made_it(
    nursery: Nursery, faults: Faults, tmp_path: Path
) -> None:
    """Who made it was killed before its name was synced."""
    live, durable, left = tmp_path / "data", tmp_path / "durable", tmp_path / "left"
    live.mkdir()
    durable.mkdir()
    faults.die("sync")
    with nursery.begun("stamp", live, durable=durable, faults=faults) as process:
        assert process.line() == ""
    assert (live / "checkpoints").is_dir()
    with nursery.begun("stamp", live, durable=durable) as process:
        assert process.line()
    after_power_loss(durable, live, left)
    assert Checkpoints(left / "checkpoints").stamp(1)
