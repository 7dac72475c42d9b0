"""A disk that is full or fails, at any call: what can't be recorded is refused, clearly, and the next is recorded."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from errno import EIO, ENOSPC
from itertools import count
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from features.checks.faults.asking import Answer, Client, port_of
from features.checks.faults.faulty import KINDS, LONG, Faults, Nursery, Process, chance, compiled, cycles, tell
from features.checks.faults.wholeness import must_be_whole, reopened

pytestmark = compiled

FILES = ("/log.sqlite", "/access.sqlite", "/read.duckdb", "/mirror")
READING = ("/sources?limit=1", "/log?limit=2", "/health")


class Desk:
    """A server over a directory whose disk may fail, and what it was answered."""

    def __init__(self, data: Path, server: Process, client: Client, faults: Faults) -> None:
        self.data = data
        self.server = server
        self.client = client
        self.faults = faults
        self.acknowledged = set[str]()
        self.refused = set[str]()
        self.entered = 0
        self.met = 0

    def enter(self) -> Answer:
        """Enters one more source."""
        self.entered += 1
        name = f"Source {self.entered}"
        answer = self.client.enter(name)
        if answer.status == 201:
            self.acknowledged.add(name)
        else:
            assert (answer.status, answer.refusal) in {(503, "LogUnavailable"), (507, "StorageFull")}, self.trouble()
            self.refused.add(name)
        return answer

    def read(self) -> None:
        """Asks for what is on record; what can't be read is said to be so."""
        for path in READING:
            answer = self.client.ask("GET", path)
            assert answer.status in {200, 503}, (path, self.trouble())

    def trouble(self) -> str:
        """What the server complained of last."""
        return self.server.troubles.read_text()[-3_000:]

    def mend(self) -> None:
        """All works again, so the next is recorded; on a slow machine, which lets it wait too long, one soon after."""
        self.met += self.faults.mend()
        assert any(self.enter().status == 201 for _ in range(20)), self.trouble()

    def tell(self, what: str) -> None:
        tell(f"{what}: {self.met} calls failed, {len(self.acknowledged)} acknowledged, {len(self.refused)} refused")


def names_in(data: Path) -> Sequence[str]:
    """The names of the sources on record."""
    with closing(sqlite3.connect(f"file:{data / 'log.sqlite'}?mode=ro", uri=True)) as db:
        return [json.loads(it)["name"] for (it,) in db.execute("SELECT content FROM entries ORDER BY position")]


@contextmanager
def served(nursery: Nursery, faults: Faults, data: Path, pages: int = 8_000) -> Iterator[Desk]:
    """A server whose disk may fail; in the end it is killed, and all that it acknowledged is there."""
    data.mkdir(exist_ok=True)
    with nursery.begun("serve", data, faults=faults, settings={"wal_autocheckpoint": pages}, patience=0.05) as server:
        with Client.of(server) as client:
            desk = Desk(data, server, client, faults)
            desk.mend()
            yield desk
            desk.mend()
            names = names_in(data)
            assert len(names) == len({*names})
            assert {*names} == desk.acknowledged, "and nothing that was refused"
        server.kill()
        assert "Traceback" not in desk.trouble()
    with reopened(data) as ledger:
        must_be_whole(ledger, data)


@pytest.mark.parametrize("error", [ENOSPC, EIO], ids=["ENOSPC", "EIO"])
def test_while_a_kind_of_call_fails_commands_are_refused_and_then_recorded_again(
    nursery: Nursery, faults: Faults, tmp_path: Path, error: int
) -> None:
    pages = chance("a kind of call fails").choice([2, 8_000])
    with served(nursery, faults, tmp_path / "data", pages) as desk:
        for kind in KINDS:
            if kind == "lock" and not LONG:  # without which SQLite tries for ten seconds, whatever is asked
                continue
            for name in FILES:
                faults.fail(kind, error=error, name=name)
                answers = [desk.enter() for _ in range(1 if kind == "lock" else cycles(1, 5))]
                if name == "/log.sqlite" and kind in {"write", "sync"}:
                    assert {it.status for it in answers} == {507 if (kind, error) == ("write", ENOSPC) else 503}
                if kind in {"write", "read"} or (LONG and kind != "lock"):
                    desk.read()
                desk.mend()
    desk.tell(f"errno {error}, while a kind of call fails")


def test_wherever_one_call_fails_the_command_is_recorded_or_refused_and_the_next_recorded(
    nursery: Nursery, faults: Faults, tmp_path: Path
) -> None:
    random = chance("one call fails")
    with served(nursery, faults, tmp_path / "data", pages=2) as desk:
        faults.fail(times=0, name="/log.sqlite")
        desk.enter()
        places = [(kind, at) for kind, calls in faults.calls().items() for at in range(calls)]
        assert {"write", "sync", "read", "lock"} <= {kind for kind, _ in places}
        places *= cycles(1, 6)
        random.shuffle(places)
        for kind, at in places:
            desk.mend()
            faults.fail(
                kind,
                error=random.choice([ENOSPC, EIO]),
                name="/log.sqlite",
                after=at,
                times=random.choice([1, 1, 2, 3]),
                part=random.random() < 0.5,
            )
            desk.enter()
    desk.tell(f"{len(places)} places")


def test_what_was_refused_as_a_sync_failed_is_recorded_once_when_it_is_sent_again(
    nursery: Nursery, faults: Faults, tmp_path: Path
) -> None:
    """Killed right then, the next process may find it whole: it was written, and only not known to be on the disk."""
    data, entered = tmp_path / "data", list[str]()
    data.mkdir()
    for cycle in range(cycles(3, 12)):
        with nursery.begun("serve", data, faults=faults) as server, Client.of(server) as client:
            assert [client.enter(it).status for it in entered] == [201] * cycle
            name = f"Source {cycle}"
            faults.fail("sync", name="/log.sqlite")
            refused = client.enter(name)
            assert (refused.status, refused.refusal) == (503, "LogUnavailable")
            assert "Idempotency-Key" in refused.said["detail"]
            server.kill()
            assert faults.mend()
            entered.append(name)
    with nursery.begun("serve", data, faults=faults) as server, Client.of(server) as client:
        assert client.enter(entered[-1]).status == 201
    assert sorted(names_in(data)) == sorted(entered)
    with reopened(data) as ledger:
        must_be_whole(ledger, data)


def test_a_full_disk_keeps_no_half_of_an_upload(nursery: Nursery, faults: Faults, tmp_path: Path) -> None:
    with served(nursery, faults, tmp_path / "data") as desk:
        assert desk.client.upload("id,year\n1,2018").status == 201
        before = {it.name for it in (desk.data / "uploads").iterdir()}
        for kind in ("open", "write", "sync", "rename"):
            faults.fail(kind, error=ENOSPC, name="/uploads")
            answer = desk.client.upload(f"id,year\n1,{kind}")
            assert (answer.status, answer.refusal) == (503, "UploadsUnavailable"), (kind, answer)
            assert {it.name for it in (desk.data / "uploads").iterdir()} == before
            desk.mend()
            assert desk.client.upload("id,year\n1,2018").status == 201


def test_an_upload_that_was_kept_is_said_to_be_so_though_nothing_can_be_swept_up(
    nursery: Nursery, faults: Faults, tmp_path: Path
) -> None:
    with served(nursery, faults, tmp_path / "data") as desk:
        faults.fail("mkdir", name="/uploads")
        assert (refused := desk.client.upload("id\n1")).refusal == "UploadsUnavailable", refused
        faults.fail("unlink", error=EIO, name="/uploads")
        assert desk.client.upload("id\n2").status == 201


def test_many_at_once_are_all_answered_while_calls_fail_and_nothing_acknowledged_is_lost(
    nursery: Nursery, faults: Faults, tmp_path: Path
) -> None:
    random, data, until = chance("many at once"), tmp_path / "data", monotonic() + cycles(4, 120)
    data.mkdir()
    answered = list[tuple[int, str, int]]()

    def ask(number: int, port: int) -> None:
        with Client.at(port) as client:
            for at in count(1):
                name, path = f"Source {number}.{at}", READING[at % len(READING)]
                answered.append((client.enter(name).status, name, client.ask("GET", path).status))
                if monotonic() > until:
                    return

    with nursery.begun("serve", data, faults=faults, settings={"wal_autocheckpoint": 20}) as server:
        port, met = port_of(server), 0
        asking = [Thread(target=ask, args=(number, port)) for number in range(6)]
        for it in asking:
            it.start()
        while any(it.is_alive() for it in asking):
            if monotonic() < until:
                kind, error = random.choice(KINDS), random.choice([ENOSPC, EIO])
                faults.fail(
                    kind, error=error, name="/log.sqlite", after=random.randrange(40), times=random.randrange(4)
                )
            sleep(random.uniform(0.02, 0.2))
            met += faults.mend()
        with Client.at(port) as client:
            assert client.enter("The last").status == 201
        server.kill()
        assert "Traceback" not in server.troubles.read_text()
    assert {status for status, _, _ in answered} <= {201, 503, 507}
    assert {status for _, _, status in answered} <= {200, 503}
    acknowledged = {name for status, name, _ in answered if status == 201}
    names = names_in(data)
    assert len(names) == len({*names})
    assert acknowledged <= {*names} <= {"The last", *(name for _, name, _ in answered)}
    with reopened(data) as ledger:
        must_be_whole(ledger, data)
    tell(f"many at once: {met} calls failed, {len(acknowledged)} acknowledged, {len(answered)} asked, 0 lost")
