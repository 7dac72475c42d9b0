"""Steps about the log itself: its entries as CloudEvents, page by page and as they come."""

from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, then, when

from domain.fact import Position
from features.desk import Desk
from features.hearing import Hearing
from features.steps.tables import Table, at, value


@pytest.fixture
def hearings() -> Iterator[list[Hearing]]:
    heard: list[Hearing] = []
    yield heard
    for each in heard:
        each.leave()


@given(parsers.re(r"(?P<count>\d+) others listen to the log"))
def others_listen(desk: Desk, count: str) -> None:
    for _ in range(int(count)):
        desk.services.log.listen(Position(0))


@when(parsers.re(r"the log is read( after (?P<after>\d+))?(, at most (?P<limit>\d+))?"))
def the_log_is_read(desk: Desk, after: str | None = None, limit: str | None = None) -> None:
    asked = {"after": after, "limit": limit}
    desk.get("/log", **{name: said for name, said in asked.items() if said is not None})


@when(parsers.re(r'the log is read as "(?P<form>[^"]+)"'))
def the_log_is_read_as(desk: Desk, form: str) -> None:
    desk.answer = desk.client.get("/log", headers={"Accept": form})
    assert desk.answer.headers["content-type"] == form, desk.answer.headers


@when(parsers.re(r'the log is read with (?P<name>[a-z]+) as "(?P<said>[^"]+)"'))
def the_log_is_read_with(desk: Desk, name: str, said: str) -> None:
    desk.get("/log", **{name: said})


@when("the same is asked again, holding that answer")
def the_same_again(desk: Desk) -> None:
    desk.answer = desk.client.get("/log", headers={"If-None-Match": desk.answer.headers["ETag"]})


@when(parsers.re(r"somebody listens to the log after (?P<after>\d+)"))
def somebody_listens(desk: Desk, hearings: list[Hearing], after: str) -> None:
    hearings.append(Hearing(desk.app, f"after={after}"))


@when("somebody more would listen")
def somebody_more(desk: Desk) -> None:
    desk.get("/log/stream")


@then("these entries are answered:")
def these_entries(desk: Desk, datatable: Table) -> None:
    headings, *rows = datatable
    items = desk.answer.json()["items"]
    assert len(items) == len(rows), items
    for item, row in zip(items, rows, strict=True):
        for heading, text in zip(headings, row, strict=True):
            assert not text or str(at(item, heading)) == str(value(text)), item


@then("no entries are answered")
def no_entries(desk: Desk) -> None:
    assert desk.answer.json()["items"] == []


@then(parsers.re(r"the log ends there, at position (?P<position>\d+)"))
def it_ends_there(desk: Desk, position: str) -> None:
    assert desk.answer.json()["next"] is None
    assert desk.answer.json()["position"] == int(position)


@then(parsers.re(r"it goes on after (?P<after>\d+), of (?P<position>\d+)"))
def it_goes_on(desk: Desk, after: str, position: str) -> None:
    answer = desk.answer.json()
    assert (answer["next"], answer["position"]) == (int(after), int(position))


@then(parsers.re(r"each of the (?P<count>\d+) entries is, as bytes, what the log holds"))
def each_as_stored(desk: Desk, count: str) -> None:
    stored = desk.services.ledger.stored(Position(0), 1_000)
    assert len(stored) == int(count)
    for entry in stored:
        assert b'"data":' + entry.state + b"}" in desk.answer.content


@then("there is nothing new")
def nothing_new(desk: Desk) -> None:
    assert (desk.answer.status_code, desk.answer.content) == (304, b"")


@then(parsers.re(r"they hear the entry (?P<position>\d+)"))
def they_hear(hearings: list[Hearing], position: str) -> None:
    [hearing] = hearings
    assert hearing.until(int(position))[-1]["id"] == position


@then(parsers.re(r"whoever connects again, having heard (?P<heard>\d+), hears the entry (?P<position>\d+)"))
def whoever_connects_again(desk: Desk, hearings: list[Hearing], heard: str, position: str) -> None:
    hearings.append(Hearing(desk.app, "after=0", having_heard=heard))
    assert [it["id"] for it in hearings[-1].until(int(position))] == [position]
