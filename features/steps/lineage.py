"""Steps that follow figures back: to reports, sources and originals, and a sum to its casualties."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from prov.model import (
    ProvDerivation,
    ProvDocument,
    ProvElement,
)
from pytest_bdd import given, parsers, then, when

from features.desk import Desk
from features.steps.questioning import ask
from features.steps.recording import it_is_on_record, the_analyst_has_done_in_detail
from features.steps.tables import Table

ADDED = ("low", "best", "high", "open_ended", "disordered")


@given(parsers.re(r'"(?P<name>[^"]+)" is relayed by five outlets that have it from "(?P<original>[^"]+)"'))
def it_is_relayed(desk: Desk, name: str, original: str) -> None:
    for outlet in ("Times", "Post", "Courier", "Herald", "Gazette"):
        it_is_on_record(desk, "source", outlet)
        word = original if outlet != "Post" else original.upper().removeprefix("A ")
        it_is_on_record(desk, "report", f"of {outlet}", [["source_id", outlet], ["original_source", word]])
        figure = [["report_id", f"of {outlet}"], ["figure.best", "100"], ["figure.qualifier", "about"]]
        the_analyst_has_done_in_detail(desk, "reports a figure for", name, figure)


@when(parsers.re(r'the lineage of "(?P<name>[^"]+)" is asked'))
def its_lineage(desk: Desk, name: str) -> None:
    desk.get(_address(desk, name))


@when(parsers.re(r'the lineage of "(?P<name>[^"]+)" is asked for as "(?P<accept>[^"]+)"'))
def its_lineage_as(desk: Desk, name: str, accept: str) -> None:
    ask(desk, _address(desk, name), Accept=accept)


@when(parsers.re(r'its lineage is asked for as "(?P<accept>[^"]+)"'))
def the_same_lineage_as(desk: Desk, accept: str) -> None:
    ask(desk, f"/figures/{desk.answer.json()['id']}/lineage", Accept=accept)


@when(parsers.re(r'the lineage of "(?P<name>[^"]+)" as known at "(?P<moment>[^"]+)" is asked'))
def its_lineage_then(desk: Desk, name: str, moment: str) -> None:
    desk.get(_address(desk, name), known_at=str(desk.moments[moment]))


@when(parsers.re(r'the lineage of "(?P<name>[^"]+)" by what was published by (?P<cutoff>\S+) is asked'))
def its_lineage_by(desk: Desk, name: str, cutoff: str) -> None:
    desk.get(_address(desk, name), published_by=cutoff)


@when(parsers.re(r'the lineage of "(?P<name>[^"]+)" without the report "(?P<report>[^"]+)" is asked'))
def its_lineage_without(desk: Desk, name: str, report: str) -> None:
    desk.get(_address(desk, name), without=f"report:{desk.ids[report][1]}")


@when(parsers.re(r'the lineage of the militia killed in the first case( as known at "(?P<moment>[^"]+)")? is asked'))
def the_first_cases_lineage(desk: Desk, moment: str | None) -> None:
    incident = desk.ids["the clash"][1]
    (killed,) = desk.get("/casualties", incident=str(incident), harm="killed", min_killed="1").json()["items"][:1]
    desk.get(f"/figures/{killed['id']}/lineage", **({"known_at": str(desk.moments[moment])} if moment else {}))


@when("the lineage of an imported casualty is asked")
def an_imported_lineage(desk: Desk) -> None:
    assert desk.services.questions.readable(desk.services.ledger.position_at(None))
    casualty, *_ = desk.get("/casualties").json()["items"]
    desk.get(f"/figures/{casualty['id']}/lineage")


@then("its originals are:")
def its_originals_are(desk: Desk, datatable: Table) -> None:
    lineage = desk.answer.json()
    found = {_called(step, lineage) for it in lineage["come_from"] for step in it["steps"]}
    assert found == {name for (name,) in datatable}


@then(parsers.re(r'one of its figures says "(?P<words>[^"]+)", and is taken for (?P<parts>.+)'))
def it_is_taken_for(desk: Desk, words: str, parts: str) -> None:
    found = [it["taken_for"] for it in _figures(desk) if it["figure"]["verbatim"] == words]
    assert parts.split(", ") in found


@then(parsers.re(r'one of its figures says "(?P<words>[^"]+)", and is passed over: (?P<why>.+)'))
def it_is_passed_over(desk: Desk, words: str, why: str) -> None:
    assert why in {it["passed_over"] for it in _figures(desk) if it["figure"]["verbatim"] == words}


@then(parsers.re(r'one of its figures is of "(?P<report>[^"]+)", and is passed over: (?P<why>.+)'))
def its_report_is_passed_over(desk: Desk, report: str, why: str) -> None:
    id = str(desk.ids[report][1])
    assert [it["passed_over"] for it in _figures(desk) if it["report_id"] == id] == [why]
    cited = desk.answer.json()["cited"][id]
    assert cited["withdrawn"]
    assert cited["withdrawal"]["reason"]


@then(parsers.re(r'its source "(?P<name>[^"]+)" is rated (?P<letter>[A-F]) because "(?P<reason>[^"]+)"'))
def its_source_is_rated(desk: Desk, name: str, letter: str, reason: str) -> None:
    source = desk.answer.json()["sources"][str(desk.ids[name][1])]
    assert (source["name"], source["reliability"], source["rated"]["reason"]) == (name, letter, reason)


@then(parsers.re(r'its figure was recorded by the import of release "(?P<release>[^"]+)"'))
def it_was_recorded_by_the_import(desk: Desk, release: str) -> None:
    lineage = desk.answer.json()
    (figure,) = lineage["figures"]
    assert lineage["imports"][figure["basis"]["cause"]]["release"] == release


@then("as PROV, everything that it names is declared")
def everything_is_declared(desk: Desk) -> None:
    assert desk.answer.headers["content-type"] == "application/provenance+json"
    document = _prov(desk)
    declared = {it.identifier for it in document.get_records(ProvElement)}
    named = {value for it in document.get_records() if it.is_relation() for _, value in it.formal_attributes[:2]}
    assert named
    assert named <= declared


@then(parsers.re(r"as PROV, the reconciled figure has (?P<number>\d+) primary sources?"))
def it_has_primary_sources(desk: Desk, number: str) -> None:
    document = _prov(desk)
    (reconciled,) = (it for it in document.get_records(ProvElement) if _is(it, "ReconciledFigure"))
    found = [it for it in document.get_records(ProvDerivation) if _is(it, "PrimarySource")]
    assert len([it for it in found if it.args[0] == reconciled.identifier]) == int(number)


@then(parsers.re(r'as PROV, the figure of "(?P<report>[^"]+)" revises another'))
def it_revises_another(desk: Desk, report: str) -> None:
    document = _prov(desk)
    (revision,) = (it for it in document.get_records(ProvDerivation) if _is(it, "Revision"))
    derived = {it.args[1].localpart for it in document.get_records(ProvDerivation) if it.args[0] == revision.args[0]}
    assert f"reports/{desk.ids[report][1]}" in derived


@then("each of its rows is followed back to casualties that add up to it")
def each_row_is_followed_back(desk: Desk) -> None:
    answer = desk.answer.json()
    assert answer["items"]
    for row in answer["items"]:
        found = _followed(desk, answer["lineage"], row)
        _adds_up_to(found, row)


@then("each of its rows is followed back to casualties that add up to its toll")
def each_toll_is_followed_back(desk: Desk) -> None:
    answer = desk.answer.json()
    for row in answer["items"]:
        found = _followed(desk, answer["lineage"], row)
        assert row["toll"]
        for harm, toll in row["toll"].items():
            _adds_up_to([it for it in found if it["harm"] == harm], toll)


@then("each of its rows is followed back to a casualty")
def each_row_is_a_casualty(desk: Desk) -> None:
    answer = desk.answer.json()
    assert answer["items"]
    for row in answer["items"]:
        lineage = desk.get(_expanded(answer["lineage"], row)).json()
        assert lineage["id"] == row.get("casualty_id", row.get("id"))
        assert lineage["position"] == answer["position"]
        assert lineage["policy"]["name"] == answer["policy"]
        told = row.get("reconciled") or {}
        assert {part: lineage["reconciled"][part] for part in told} == told


def _adds_up_to(found: list[dict[str, Any]], toll: dict[str, Any]) -> None:
    added = [it for it in found if it["left_out"] is None]
    assert {part: sum(it[part] for it in added) for part in ADDED} == {part: toll[part] for part in ADDED}
    assert len(added) == toll["casualties"]
    for why in ("not_countable", "counted_in_others"):
        assert len([it for it in found if it["left_out"] == why]) == toll[why]


def _followed(desk: Desk, template: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    answer = desk.get(_expanded(template, row))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def _expanded(template: str, row: dict[str, Any]) -> str:
    """A URI template with the fields of a row: simple expansion (RFC 6570, 3.2.2), nothing where there is none."""
    return re.sub(r"{(\w+)}", lambda it: "" if row[it[1]] is None else quote(str(row[it[1]]), safe=""), template)


def _address(desk: Desk, name: str) -> str:
    return f"/figures/{desk.ids[name][1]}/lineage"


def _figures(desk: Desk) -> Iterator[dict[str, Any]]:
    yield from desk.answer.json()["figures"]


def _called(step: dict[str, Any], lineage: dict[str, Any]) -> str:
    return str(step["words"] or lineage["sources"][step["id"]]["name"])


def _prov(desk: Desk) -> ProvDocument:
    document = ProvDocument.deserialize(content=desk.answer.text, format="json")
    assert isinstance(document, ProvDocument)
    return document


def _is(record: Any, kind: str) -> bool:
    return kind in {it.localpart for it in record.get_asserted_types()}
