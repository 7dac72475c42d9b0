"""Imports that a server runs, on a disk that is full or fails, or as power is lost: refused by name, and gone on with.

Longer than most: it is what may happen to one file, from its upload to the list of its rows that can't be taken.
"""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EIO, ENOSPC
from hashlib import sha256
from http.client import HTTPException
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from features.checks.faults.asking import Answer, Client
from features.checks.faults.faulty import (
    KINDS,
    PATIENCE,
    Faults,
    Nursery,
    Process,
    chance,
    compiled,
    cycles,
    tell,
)
from features.checks.faults.test_faults_served import Machine
from features.checks.faults.wholeness import must_be_whole, reopened
from features.checks.test_import_killed import log_of

pytestmark = compiled

HEADER = "id,title,kind,occurred,place,place_precision"
GOOD, EVERY = 600, 20
"""Rows of a file that can be taken, and after how many of them one can't."""
BAD = [f"bad {number}" for number in range(0, GOOD, EVERY)]
ERRORS = {ENOSPC: (507, "FilesFull"), EIO: (503, "FilesUnavailable")}


def content(dataset: str) -> str:
    lines = [HEADER]
    for number in range(GOOD):
        lines.append(f"{number},Clash {number} of {dataset},battle,2018-02-07,Khasham,within_25_km")
        if not number % EVERY:
            lines.append(f"bad {number},Clash,nothing that is known,2018-02-07,Khasham,within_25_km")
    return "\n".join(lines) + "\n"


class Desk:
    """A server over a directory whose disk may fail, and who imports there."""

    def __init__(self, data: Path, server: Process, client: Client) -> None:
        self.data = data
        self.server = server
        self.client = client

    def upload(self, dataset: str) -> None:
        answer = self.client.upload(content(dataset))
        assert answer.status == 201, answer

    def begin(self, dataset: str, **more: Any) -> Answer:
        digest = sha256(content(dataset).encode()).hexdigest()
        named = {"format": "casus-csv", "dataset": dataset, "release": "1", "published_at": "2018", "upload": digest}
        command = {**named, "publisher": {"name": "Us", "kind": "news_agency"}, **more}
        return self.client.ask("POST", "/imports", json.dumps(command), Prefer="respond-async")

    def ended(self, id: str) -> Any:
        """How an import that this server runs ended."""
        until = monotonic() + PATIENCE
        while (told := self.client.ask("GET", f"/imports/{id}/progress").said)["standing"] == "running":
            assert monotonic() < until, self.trouble()
            sleep(0.01)
        return told

    def finish(self, dataset: str) -> str:
        """Imports a file, or goes on with it, to its end; its id."""
        answer = self.begin(dataset)
        assert answer.status == 201, (answer, self.trouble())
        told = self.ended(answer.said["id"])
        assert told["standing"] == "finished", told
        assert self.begin(dataset).refusal == "AlreadyFinished"
        return str(answer.said["id"])

    def listed(self, id: str) -> Sequence[str]:
        """The rows of an import that can't be taken."""
        answer = self.client.ask("GET", f"/imports/{id}/rejected")
        assert answer.status == 200, answer
        return [it["row"] for it in csv.DictReader(answer.said.decode().splitlines())]

    def trouble(self) -> str:
        return self.server.troubles.read_text()[-3_000:]


@contextmanager
def served(nursery: Nursery, faults: Faults, data: Path, durable: Path | None = None) -> Iterator[Desk]:
    """A server whose disk may fail; none of it is a failure of its own."""
    data.mkdir(exist_ok=True)
    with nursery.begun("serve", data, faults=faults, durable=durable, patience=0.05) as server:
        with Client.of(server) as client:
            desk = Desk(data, server, client)
            yield desk
        server.kill()
        assert "Traceback" not in desk.trouble(), desk.trouble()


def must_be_imported_once(data: Path, *datasets: str) -> None:
    """That each row of these is on record once, and nothing else."""
    rows = [(fact, json.loads(said)) for *_, fact, _, said in log_of(data)]
    titles = [said["title"] for fact, said in rows if fact == "IncidentReported"]
    assert sorted(titles) == sorted(f"Clash {number} of {it}" for it in datasets for number in range(GOOD))
    finished = [said["counts"] for fact, said in rows if fact == "ImportFinished"]
    assert [(it["new"], it["rejected"]) for it in finished] == [(GOOD, len(BAD))] * len(datasets)
    with reopened(data) as ledger:
        must_be_whole(ledger, data)


@pytest.mark.parametrize("kind", ["open", "read"])
def test_a_file_that_cannot_be_read_just_now_is_not_called_unfit(
    nursery: Nursery, faults: Faults, tmp_path: Path, kind: str
) -> None:
    with served(nursery, faults, tmp_path / "data") as desk:
        desk.upload("ours")
        faults.fail(kind, name="/uploads/")
        answer = desk.begin("ours")
        assert (answer.status, answer.refusal) == (503, "FilesUnavailable"), answer
        assert log_of(desk.data) == []
        faults.mend()
        for place in count(1):
            faults.fail(kind, name="/uploads/", after=place)
            answer = desk.begin("ours")
            told = desk.ended(answer.said["id"]) if answer.status == 201 else {"problem": answer.said}
            if not faults.mend():
                break
            assert (told["problem"]["status"], told["problem"]["type"]) == (503, "/problems/FilesUnavailable"), told
        assert place > 2
        assert desk.begin("ours").refusal == "AlreadyFinished"
        assert desk.listed(told["id"]) == BAD
    must_be_imported_once(tmp_path / "data", "ours")


@pytest.mark.parametrize("error", ERRORS)
def test_while_rows_cannot_be_listed_an_import_does_not_finish(
    nursery: Nursery, faults: Faults, tmp_path: Path, error: int
) -> None:
    kinds = chance(f"errno {error} as rows are listed").sample(["open", "write", "sync", "rename"], cycles(2, 4))
    with served(nursery, faults, tmp_path / "data") as desk:
        for kind in kinds:
            desk.upload(kind)
            faults.fail(kind, error=error, name=".rejected")
            answer = desk.begin(kind)
            told = desk.ended(answer.said["id"])
            assert (told["standing"], told["problem"]["status"]) == ("failed", ERRORS[error][0]), told
            assert told["problem"]["type"] == f"/problems/{ERRORS[error][1]}"
            assert faults.mend()
            assert {len(it.name) for it in (desk.data / "uploads").iterdir()} <= {
                64,
                len(f"{answer.said['id']}.rejected"),
            }
            assert desk.listed(desk.finish(kind)) == BAD
            faults.fail("read", name=".rejected")
            unread = desk.client.ask("GET", f"/imports/{answer.said['id']}/rejected")
            assert (unread.status, unread.refusal) == (503, "FilesUnavailable"), unread
            faults.mend()
    must_be_imported_once(tmp_path / "data", *kinds)


@pytest.mark.parametrize("error", ERRORS)
def test_all_or_nothing_is_answered_though_the_rows_cannot_be_listed(
    nursery: Nursery, faults: Faults, tmp_path: Path, error: int
) -> None:
    with served(nursery, faults, tmp_path / "data") as desk:
        desk.upload("ours")
        for kind in ("write", "sync", "rename"):
            faults.fail(kind, error=error, name=".rejected")
            answer = desk.begin("ours", strict=True)
            assert (answer.status, answer.refusal) == ERRORS[error], answer
            faults.mend()
        assert desk.begin("ours", strict=True).refusal == "RowsRejected"
        desk.finish("ours")
    must_be_imported_once(tmp_path / "data", "ours")


def test_wherever_a_call_fails_an_import_goes_on(nursery: Nursery, faults: Faults, tmp_path: Path) -> None:
    random, datasets, ends = chance("a call of an import fails"), list[str](), Counter[str]()
    over, kinds = True, [it for it in KINDS if it != "lock"]  # without which SQLite tries for ten seconds
    with served(nursery, faults, tmp_path / "data") as desk:
        for turn in range(cycles(6, 150)):
            if over:
                datasets.append(f"the-{turn}")
                desk.upload(datasets[-1])
            faults.fail(
                random.choice(kinds),
                error=random.choice([*ERRORS]),
                name=random.choice(["/uploads/", "/log.sqlite"]),
                after=random.choice([0, random.randrange(8), random.randrange(60)]),
                times=random.choice([1, 2, 3, -1]),
                part=random.random() < 0.5,
            )
            answer = desk.begin(datasets[-1])
            told = desk.ended(answer.said["id"]) if answer.status == 201 else {"problem": answer.said}
            faults.mend()
            if problem := told["problem"]:
                refusal = problem["type"].rpartition("/")[2]
                named = {"LogUnavailable": 503, "StorageFull": 507, "AlreadyFinished": 409}
                assert {**named, **{name: status for status, name in ERRORS.values()}}[refusal] == problem["status"], (
                    told
                )
            ends[refusal if problem else "finished"] += 1
            over = not problem or refusal == "AlreadyFinished"
        for it in datasets:
            if desk.begin(it).refusal != "AlreadyFinished":
                desk.finish(it)
        for it in desk.client.ask("GET", "/imports").said["items"]:
            assert desk.listed(it["id"]) == BAD
    must_be_imported_once(tmp_path / "data", *datasets)
    tell(f"a call of an import fails: {dict(ends)}")


def test_what_cannot_be_swept_up_keeps_no_upload_away(nursery: Nursery, faults: Faults, tmp_path: Path) -> None:
    with served(nursery, faults, tmp_path / "data") as desk:
        desk.upload("ours")
        left = desk.data / "uploads/arriving-long-ago"
        left.touch()
        os.utime(left, (0, 0))
        faults.fail("unlink", name="/uploads/arriving-long-ago")
        desk.upload("theirs")
        assert faults.mend()


def lists_must_be_whole(data: Path) -> None:
    """That of every import that is finished the rows are listed that can't be taken, as many as it counted."""
    for _, id, *_, fact, _, said in log_of(data):
        if fact == "ImportFinished":
            listed = (data / "uploads" / f"{id}.rejected").read_text().splitlines()
            assert [json.loads(it)["row"] for it in listed] == BAD
            assert json.loads(said)["counts"]["rejected"] == len(BAD)


def test_what_an_import_listed_outlives_a_power_loss(nursery: Nursery, faults: Faults, tmp_path: Path) -> None:
    random = chance("power loss in an import that is served")
    machine, datasets = Machine(nursery, faults, tmp_path, random), list[str]()
    machine.settle()
    for cycle in range(turns := cycles(2, 15)):
        datasets.append(f"the-{cycle}")
        with (
            served(nursery, faults, machine.data, tmp_path / "durable") as desk,
            suppress(OSError, HTTPException),  # whom the server leaves, when it is killed
        ):
            if cycle:
                faults.die(after=random.randrange(150), part=random.random() < 0.5)
            desk.upload(datasets[-1])
            desk.ended(desk.begin(datasets[-1]).said["id"])
        faults.mend()
        machine.lose_power()
        lists_must_be_whole(machine.data)
        machine.settle()
        with served(nursery, faults, machine.data, tmp_path / "durable") as desk:
            desk.upload(datasets[-1])
            if cycle:
                assert desk.listed(desk.finish(datasets[-1])) == BAD
            else:
                assert desk.begin(datasets[-1]).refusal == "AlreadyFinished"
    must_be_imported_once(machine.data, *datasets)
    tell(f"power loss in an import: {turns} cycles, 0 rows lost, 0 twice, 0 lists lost")
