"""Whoever watches an import hears the newest, once, and lets go of everything by going away."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from application.importing.formats import Rejected
from application.importing.run import Run, Standing
from application.importing.spool import Spool
from application.importing.under_way import ImportStopped
from application.importing.watching import Tally
from domain.imports import Counts
from features.checks.asgi import Answer, ask, chunk
from features.desk import Desk

EVENTS = (b"accept", b"text/event-stream")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("house")).opened() as desk:
        yield desk


@pytest.fixture
def run(house: Desk, tmp_path: Path) -> Run:
    """A preview that runs as long as nobody ends it."""
    run = Run(uuid4(), "ours", Spool(Rejected, tmp_path / "rejected"), rehearsed=True)
    house.services.runs._runs[run.id] = run
    return run


def tally(rows: int) -> Tally:
    counts = Counts(rows=rows, new=rows)
    return Tally(
        import_id=UUID(int=1), counts=counts, fields={}, entries=0, read=0.5, rate=1, left=None, rehearsed=True
    )


def watch(house: Desk, run: Run, *headers: tuple[bytes, bytes]) -> Answer:
    """What somebody hears who goes away at once."""
    path = f"/imports/previews/{run.id}/progress".encode()
    return ask(house.app, "GET", path, headers, chunk(b"", more=False))


def test_whoever_goes_away_is_let_go(house: Desk, run: Run) -> None:
    assert watch(house, run, EVENTS).body == b""
    for rows in (250, 500):
        run.progress(tally(rows))
    answer = watch(house, run, EVENTS)
    assert answer.status == 200
    assert answer.headers[b"content-type"] == b"text/event-stream; charset=utf-8"
    assert answer.body.decode().split("\n") == [
        "event: progress",
        f"data: {tally(500).model_dump_json()}",
        f"id: {run.serial}.2",
        "",
        "",
    ]


def test_whoever_comes_back_hears_the_newest_and_nothing_after_the_last(house: Desk, run: Run) -> None:
    run.progress(tally(250))
    first = (b"last-event-id", f"{run.serial}.1".encode())
    assert b"event: progress" in watch(house, run, EVENTS, first).body
    run.end(tally(500), None)
    assert b"event: finished" in watch(house, run, EVENTS, first).body
    last = (b"last-event-id", f"{run.serial}.2".encode())
    assert watch(house, run, EVENTS, last).status == 204
    assert b"event: finished" in watch(house, run, EVENTS, (b"last-event-id", b"another's.2")).body


@pytest.mark.parametrize(
    ("why", "standing", "named"),
    [
        (ImportStopped("The same command goes on."), Standing.STOPPED, "ImportStopped"),
        (OSError("the disk is gone"), Standing.FAILED, "Failed"),
    ],
)
def test_what_ended_it_is_told_and_no_fault_of_ours_in_detail(
    house: Desk, run: Run, why: Exception, standing: Standing, named: str
) -> None:
    run.progress(tally(250))
    run.end(None, why)
    said = watch(house, run, EVENTS).body.decode()
    assert "event: failed" in said
    assert f"/problems/{named}" in said
    assert "the disk is gone" not in said
    once = house.client.get(f"/imports/previews/{run.id}").json()
    assert (once["standing"], once["tally"]["counts"]["rows"]) == (standing, 250)
    assert once["problem"]["type"] == f"/problems/{named}"


def test_neither_form_is_refused(house: Desk, run: Run) -> None:
    assert watch(house, run, (b"accept", b"text/html")).status == 406


def test_what_ended_longest_ago_is_forgotten(house: Desk, tmp_path: Path) -> None:
    runs = house.services.runs
    over = []
    for number in range(150):
        run = Run(uuid4(), "ours", Spool(Rejected, tmp_path / str(number)), rehearsed=True)
        run.progress(tally(1))
        run.rejected(Rejected(line=number, rule="none"))
        run.end(tally(1), None)
        runs._runs[run.id] = run
        over.append(run)
    runs._forget_old()
    assert [*runs._runs.values()][-100:] == over[-100:]
    assert {it.name for it in tmp_path.iterdir()} == {str(number) for number in range(50, 150)}
