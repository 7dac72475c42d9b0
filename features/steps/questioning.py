"""Steps that ask questions of whole collections: of what, in which form, and which page."""

import csv
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pytest_bdd import given, parsers, then, when

from features.desk import Desk
from features.steps.checking import it_is_refused, it_is_refused_naming
from features.steps.tables import Table


@given(parsers.re(r"(?P<number>\d+) sources"))
def so_many_sources(desk: Desk, number: str) -> None:
    for each in range(int(number)):
        desk.create("sources", f"source {each}", {"name": f"Source {each}", "kind": "newspaper"})
        assert desk.answer.status_code == 201


@when(parsers.re(r'the toll as known at "(?P<moment>[^"]+)" is asked'))
def the_toll_is_asked(desk: Desk, moment: str) -> None:
    desk.get("/toll", known_at=str(desk.moments[moment]))


@when(parsers.re(r'"(?P<address>/[^"]*)" is asked for as "(?P<accept>.*)"'))
def it_is_asked_for_as(desk: Desk, address: str, accept: str) -> None:
    ask(desk, address, Accept=accept)


@when("the next page is asked")
def the_next_page_is_asked(desk: Desk) -> None:
    ask(desk, _links(desk)["next"])


@when("the memento is asked")
def the_memento_is_asked(desk: Desk) -> None:
    ask(desk, _links(desk)["memento"])


@then(parsers.re(r"its cursor is refused as UnknownCursor when it is sent:"))
def its_cursor_is_refused(desk: Desk, datatable: Table) -> None:
    cursor = desk.answer.json()["next"]
    for (otherwise,) in datatable:
        ask(desk, _forged(otherwise, cursor))
        it_is_refused_naming(desk, "UnknownCursor", "cursor")


@when(parsers.re(r"its cursor is sent to (?P<address>/\S+)"))
def its_cursor_is_sent_to(desk: Desk, address: str) -> None:
    ask(desk, f"{address}{'&' if '?' in address else '?'}cursor={desk.answer.json()['next']}")


@when("its cursor is sent to a Casus with nothing on record")
def its_cursor_is_sent_elsewhere(desk: Desk) -> None:
    cursor = desk.answer.json()["next"]
    with TemporaryDirectory() as directory, Desk(Path(directory)).opened() as other:
        desk.answer = other.get("/incidents", cursor=cursor)


@then(parsers.re(r"these incidents are answered: (?P<names>.+)"))
def these_are_answered(desk: Desk, names: str) -> None:
    assert desk.answer.status_code == 200, desk.answer.text
    called = {str(id): name for name, (_, id) in desk.ids.items()}
    found = [called[it["id"]] for it in desk.answer.json()["items"]]
    assert found == ([] if names == "nothing" else names.split(", "))


@then(parsers.re(r"to these questions, these (?P<resource>[a-z]+) are the answer:"))
def these_are_the_answer(desk: Desk, resource: str, datatable: Table) -> None:
    for question, names in datatable[1:]:
        named = re.sub(r"\b(force|report)=([A-Za-z ]+)", lambda it: f"{it[1]}={desk.ids[it[2]][1]}", question)
        desk.get(f"/{resource}?{named}")
        these_are_answered(desk, names)


@then(parsers.re(r"these questions are refused as (?P<refusal>[A-Za-z]+):"))
def these_are_refused(desk: Desk, refusal: str, datatable: Table) -> None:
    for collection, question, field in datatable[1:]:
        desk.get(f"/{collection}?{question}")
        it_is_refused_naming(desk, refusal, field)


@then("to what is accepted, this is the form of the answer:")
def this_is_the_form(desk: Desk, datatable: Table) -> None:
    for accept, media in datatable[1:]:
        ask(desk, "/incidents", Accept=accept)
        assert (desk.answer.status_code, desk.answer.headers["content-type"]) == (200, media), accept
        assert desk.answer.headers["vary"] == "Accept"


@then("what accepts only these is refused as NotAcceptable:")
def these_forms_are_refused(desk: Desk, datatable: Table) -> None:
    for collection, accept in datatable[1:]:
        ask(desk, f"/{collection}", Accept=accept)
        it_is_refused(desk, "NotAcceptable")


@then("this many lines are answered:")
def so_many_lines(desk: Desk, datatable: Table) -> None:
    for address, accept, lines, following in datatable[1:]:
        ask(desk, address, Accept=accept)
        assert len(desk.answer.text.splitlines()) == int(lines)
        assert ("next" in _links(desk)) == (following == "yes")


@then("there is no next page")
def there_is_no_next_page(desk: Desk) -> None:
    assert desk.answer.json()["next"] is None
    assert "next" not in _links(desk)


@then("the table says:")
def the_table_says(desk: Desk, datatable: Table) -> None:
    header, *rows = datatable
    _, found = _table(desk)
    assert [[row[column] for column in header] for row in found] == [[*row] for row in rows]


@then(parsers.re(r"the table has the columns (?P<columns>.+)"))
def the_table_has_the_columns(desk: Desk, columns: str) -> None:
    header, _ = _table(desk)
    assert set(columns.split(", ")) <= set(header)
    assert len(header) == len(set(header))


@then("the table has no rows")
def the_table_has_no_rows(desk: Desk) -> None:
    assert _table(desk)[1] == []


@then(parsers.re(r'each line is what "(?P<address>/[^"]*)" has'))
def each_line_is(desk: Desk, address: str) -> None:
    lines = [json.loads(line) for line in desk.answer.text.splitlines()]
    assert lines
    assert lines == desk.get(address).json()["items"]


def ask(desk: Desk, address: str, **headers: str) -> None:
    """Asks with these headers, and keeps the answer."""
    desk.before = desk.position
    said = {**desk._credentials(), **{name: text for name, text in headers.items() if text}}
    desk.answer = desk.client.get(address, headers=said, follow_redirects=False)
    desk._must_be_listed("get", address.partition("?")[0])


def _links(desk: Desk) -> dict[str, str]:
    found = re.findall(r'<([^>]*)>; rel="([a-z]+)"', desk.answer.headers["link"])
    return {relation: address for address, relation in found}


def _forged(otherwise: str, cursor: str) -> str:
    """Where a cursor is sent otherwise than it was given."""
    position, published, offset, digest = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(".")
    changed = {
        "with another character at the end": cursor[:-1] + ("A" if cursor[-1] != "A" else "B"),
        "with padding": cursor + "=",
        "with another offset": _cursor(position, published, "2", digest),
        "with another position": _cursor("2", published, offset, digest),
        "with another published": _cursor(position, "1", offset, digest),
    }.get(otherwise, cursor)
    to, address = otherwise.split(" ", 1) if changed == cursor else ("to", "/incidents?limit=1")
    assert to == "to"
    return f"{address}{'&' if '?' in address else '?'}cursor={changed}"


def _cursor(*parts: str) -> str:
    return urlsafe_b64encode(".".join(parts).encode()).decode().rstrip("=")


def _table(desk: Desk) -> tuple[list[str], list[dict[str, Any]]]:
    assert desk.answer.status_code == 200, desk.answer.text
    header, *rows = csv.reader(desk.answer.content.decode().splitlines(keepends=True))
    return header, [dict(zip(header, row, strict=True)) for row in rows]
