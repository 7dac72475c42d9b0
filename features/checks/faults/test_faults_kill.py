"""Writers that are killed: what was acknowledged stays, what was not is whole or not there, and the log goes on."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from time import sleep

from domain.fact import Position
from features.checks.faults.faulty import Nursery, chance, cycles, tell
from features.checks.faults.wholeness import lost, must_be_whole, reopened


def test_what_was_acknowledged_outlives_kill_9(nursery: Nursery, tmp_path: Path) -> None:
    random, total = chance("kill -9"), 0
    for cycle in range(cycles(20, 200)):
        data = tmp_path / f"log {cycle // 10}"
        data.mkdir(exist_ok=True)
        settings = {"wal_autocheckpoint": random.choice([4, 8_000])}
        acknowledged = list[str]()
        with ExitStack() as room:
            writers = [
                room.enter_context(nursery.begun("append", data, seed=random.getrandbits(60), settings=settings))
                for _ in range(random.choice([1, 1, 2]))
            ]
            if random.random() < 0.8:  # otherwise perhaps while it makes or opens the file
                acknowledged += [it.line() for it in writers]
            sleep(random.uniform(0, 0.06))
            for it in writers:
                acknowledged += it.kill()
        with reopened(data) as ledger:
            assert lost(ledger, acknowledged) == set()
            must_be_whole(ledger, data)
        total += len(acknowledged)
    tell(f"kill -9: {cycle + 1} cycles, {total} acknowledged, 0 lost, 0 torn")
    assert total > cycle


class Client:
    """Enters sources, each under a key of its own, until nobody answers."""

    def __init__(self, port: int, name: str) -> None:
        self.acknowledged = dict[str, int]()
        self.unanswered = list[str]()
        self._port = port
        self._name = name

    def enter(self, connection: HTTPConnection, name: str) -> int:
        body = json.dumps({"name": name, "kind": "news_agency"})
        headers = {"Content-Type": "application/json", "Idempotency-Key": name, "Prefer": "respond-async"}
        connection.request("POST", "/sources", body, headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        assert answer.status == 201, said
        return int(said["position"])

    def enter_on(self) -> None:
        with closing(HTTPConnection("127.0.0.1", self._port)) as connection:
            for number in count():
                name = f"{self._name}.{number}"
                try:
                    self.acknowledged[name] = self.enter(connection, name)
                except (OSError, HTTPException, ValueError):
                    self.unanswered.append(name)
                    return


def test_what_the_server_answered_outlives_kill_9_and_what_it_did_not_is_recorded_once_when_sent_again(
    nursery: Nursery, tmp_path: Path
) -> None:
    random, acknowledged, unanswered = chance("kill -9 of a server"), dict[str, int](), list[str]()
    for cycle in range(cycles(4, 25) + 1):
        with nursery.begun("serve", tmp_path) as server:
            port = int(server.line().partition("127.0.0.1:")[2].partition(";")[0])
            with closing(HTTPConnection("127.0.0.1", port)) as connection:
                again = Client(port, "")
                acknowledged |= {it: again.enter(connection, it) for it in unanswered}
            if cycle == cycles(4, 25):
                break
            clients = [Client(port, f"{cycle}.{number}") for number in range(3)]
            with ThreadPoolExecutor(3) as threads:
                for it in clients:
                    threads.submit(it.enter_on)
                sleep(random.uniform(0, 0.4))
                server.kill()
        for it in clients:
            acknowledged |= it.acknowledged
        unanswered = [name for it in clients for name in it.unanswered]
        _must_hold(tmp_path, acknowledged)
    _must_hold(tmp_path, acknowledged)
    tell(f"kill -9 of the server: {cycle} cycles, {len(acknowledged)} acknowledged, 0 lost, 0 twice")


def _must_hold(data: Path, acknowledged: dict[str, int]) -> None:
    with reopened(data) as ledger:
        there = dict[str, int]()
        for it in ledger.stored(Position(0), 1_000_000):
            name = json.loads(it.state)["name"]
            assert name not in there
            there[name] = it.id
        assert acknowledged.items() <= there.items()
        must_be_whole(ledger, data)
