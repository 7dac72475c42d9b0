"""What a server told its clients until it ended, and whether what is left of its data directory holds all of it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPException
from itertools import count
from pathlib import Path
from random import Random
from threading import Event
from typing import Any, NamedTuple

from application.recording import StoredEntry
from domain.fact import Position
from features.checks.faults.asking import Answer, Client
from features.checks.faults.wholeness import must_be_whole, reopened
from infrastructure.merkle.checkpoints import opened
from infrastructure.merkle.kept import signer
from infrastructure.merkle.notes import Note
from infrastructure.merkle.tree import root

_HEADER = "id,title,kind,occurred,place,place_precision\n"
_DIGEST = 64
"""Digits of a SHA-256."""


class Imported(NamedTuple):
    """A file that is sent and imported, and how many of its rows can be."""

    dataset: str
    content: str
    rows: int

    @property
    def sha256(self) -> str:
        return sha256(self.content.encode()).hexdigest()

    @property
    def command(self) -> dict[str, Any]:
        named = {"format": "casus-csv", "dataset": self.dataset, "release": "1", "published_at": "2018"}
        return {**named, "upload": self.sha256, "publisher": {"name": "Us", "kind": "news_agency"}}


def table(dataset: str, random: Random) -> Imported:
    """A file of up to 300 rows, some of which can't be taken."""
    good, lines = random.choice([1, 30, 300]), [_HEADER]
    for number in range(good):
        lines.append(f"{number},Clash {number} of {dataset},battle,2018-02-07,Khasham,within_25_km\n")
        if not random.randrange(20):
            lines.append(f"bad {number},Clash,nothing that is known,2018-02-07,Khasham,within_25_km\n")
    return Imported(dataset, "".join(lines), good)


class Told:
    """What servers over one data directory have told, one after the other."""

    def __init__(self) -> None:
        self.entered = dict[str, int]()
        """The sources that were recorded, by name, and where."""
        self.unanswered = set[str]()
        """Those of which nobody knows."""
        self.files = set[str]()
        """The digests of the files that were taken."""
        self.imports = dict[str, int]()
        """The imports that were begun, by id, and where."""
        self.sent = list[Imported]()
        """What is to be imported, whatever was said of it."""
        self.checkpoints = set[bytes]()
        self.keys = set[bytes]()

    @contextmanager
    def listening(self, port: int, name: str, random: Random) -> Iterator[None]:
        """Clients that enter, import and read what is signed, until the server ends."""
        over = Event()
        seeds = [random.getrandbits(60) for _ in range(5)]
        works = [self.enter_on, self.enter_on, self.import_on, self.read_on, self.upload_on]
        with ThreadPoolExecutor(len(works)) as threads:
            ends = [
                threads.submit(self._until_nobody_answers, work, port, f"{name}.{number}", Random(seed), over)
                for number, (work, seed) in enumerate(zip(works, seeds, strict=True))
            ]
            try:
                yield
            finally:
                over.set()
            for it in ends:
                it.result()

    def _until_nobody_answers(self, work: Any, port: int, name: str, random: Random, over: Event) -> None:
        try:
            with Client.at(port) as client:
                for number in count():
                    if over.is_set():
                        return
                    work(client, f"{name}.{number}", random)
        except (OSError, HTTPException):
            return

    def enter_on(self, client: Client, name: str, _: Random) -> None:
        self.unanswered.add(name)
        self.entered[name] = int(_taken(client.enter(name))["position"])
        self.unanswered.discard(name)

    def upload_on(self, client: Client, name: str, random: Random) -> None:
        self.files.add(_taken(client.upload(f"{name}\n" * random.choice([1, 5_000, 60_000])))["sha256"])

    def import_on(self, client: Client, name: str, random: Random) -> None:
        it = table(name.replace(".", "-"), random)
        digest = _taken(client.upload(it.content))["sha256"]
        assert digest == it.sha256
        self.files.add(digest)
        self.sent.append(it)
        self.begin(client, it)

    def begin(self, client: Client, it: Imported) -> None:
        """Begins an import, or goes on with it."""
        answer = client.ask("POST", "/imports", json.dumps(it.command), Prefer="respond-async")
        if answer.status == 409:  # as many run as may, or it was finished
            assert answer.refusal in {"ImportRunning", "AlreadyFinished"}, answer
            return
        begun = _taken(answer)
        assert self.imports.setdefault(begun["id"], begun["position"]) == begun["position"]

    def read_on(self, client: Client, _name: str, _random: Random) -> None:
        answer = client.ask("GET", "/log/checkpoint")
        if answer.status == 404:
            assert answer.refusal == "NotSignedYet"
            return
        assert answer.status == 200, answer
        self.checkpoints.add(answer.said)
        self.keys.add(client.ask("GET", "/log/key").said)

    def again(self, client: Client) -> None:
        """Sends again what was not answered: whatever became of it, it is recorded once."""
        for name in sorted(self.unanswered):
            self.enter_on(client, name, Random(0))
        health = client.ask("GET", "/health")
        assert health.said["alarm"] is None, health

    def must_be_held_in(self, data: Path) -> None:
        """That a data directory, which nobody uses now, holds all that was told."""
        uploads = [it for it in (data / "uploads").glob("*") if len(it.name) == _DIGEST]
        for it in uploads:
            assert sha256(it.read_bytes()).hexdigest() == it.name, "a half is not taken for the whole"
        assert self.files <= {it.name for it in uploads}
        with reopened(data) as ledger:
            stored = ledger.stored(Position(0), 1_000_000)
            asked = self.entered.keys() | self.unanswered
            names = [(name, it.id) for it in stored if (name := _name(it)) in asked]
            assert len(names) == len({name for name, _ in names}), "nothing is there twice"
            assert self.entered.items() <= {*names}
            assert {(id, at) for id, at in self.imports.items()} <= {(str(it.originator_id), it.id) for it in stored}
            assert len(self.keys) <= 1
            for note in self.checkpoints:
                key = signer(data / "log.key").verifier
                assert self.keys <= {f"{key.vkey}\n".encode()}
                head = opened(Note.parsed(note), key)
                assert head.size <= len(stored), "what was signed is not taken back"
                assert head.root == root(ledger.recorder, head.size)
            must_be_whole(ledger, data)

    def finish(self, client: Client) -> None:
        """Goes on with every import until it is finished."""
        for it in self.sent:
            while True:
                answer = client.ask("POST", "/imports", json.dumps(it.command))
                if answer.status == 409 and answer.refusal == "AlreadyFinished":
                    break
                assert answer.status == 201 or answer.refusal == "ImportRunning", answer

    def must_be_imported(self, stored: Sequence[StoredEntry]) -> None:
        """That each row of what was to be imported is on record once."""
        titles = Counter(json.loads(it.state)["title"] for it in stored if it.topic == "IncidentReported")
        assert set(titles.values()) <= {1}
        for it in self.sent:
            assert {f"Clash {number} of {it.dataset}" for number in range(it.rows)} <= titles.keys()


def _taken(answer: Answer) -> Any:
    assert answer.status == 201, answer
    return answer.said


def _name(entry: StoredEntry) -> str:
    return str(json.loads(entry.state).get("name")) if entry.topic == "SourceRegistered" else ""
