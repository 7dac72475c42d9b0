"""Steps about verdicts: what is checked, what the record says of it, and what that hangs on."""

from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from domain.fact import Position
from features.desk import Desk
from features.steps.tables import Table
from infrastructure.read_model import limits
from interface.first_case import tell_first_case
from interface.first_claims import tell_first_claims


@given("the first case and its claims are on record")
def the_first_claims(desk: Desk) -> None:
    case = tell_first_case(desk.services)
    for name, kind, id in (
        ("the clash", "incidents", case.incident),
        ("militia", "forces", case.militia),
        ("us", "forces", case.us_forces),
        ("article", "reports", case.article),
    ):
        desk.ids[name] = (kind, id)
    for name, id in tell_first_claims(desk.services, case).items():
        desk.ids[name] = ("claims", id)
    _settle(desk)


@given(parsers.re(r'"(?P<name>[^"]+)" was between "(?P<one>[^"]+)" and "(?P<other>[^"]+)", who lost (?P<killed>\d+)'))
def it_was_between(desk: Desk, name: str, one: str, other: str, killed: str) -> None:
    for camp, force in (("a", one), ("b", other)):
        desk.change(name, "participations", {"force_id": force, "camp": camp, "report_id": "article"})
        assert desk.answer.status_code == 201, desk.answer.text
    toll = {"incident_id": name, "side": other, "harm": "killed", "report_id": "article"}
    desk.create("casualties", "their dead", {**toll, "figure": {"best": int(killed), "qualifier": "exact"}})
    assert desk.answer.status_code == 201, desk.answer.text


@given(parsers.re(r'"(?P<force>[^"]+)" is told to have initiated "(?P<name>[^"]+)"'))
def told_to_have_initiated(desk: Desk, force: str, name: str) -> None:
    told = {"force_id": force, "camp": "a", "role": "initiator", "report_id": "article"}
    desk.change(name, "participations", told)
    assert desk.answer.status_code == 201, desk.answer.text


@given("deciding may take no time at all")
def no_time_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST", 0.0)


@when(parsers.re(r'"(?P<name>[^"]+)" is checked( under (?P<policy>[a-z_]+))?'))
def the_claim_is_checked(desk: Desk, name: str, policy: str | None = None) -> None:
    _settle(desk)
    assertion = desk.get(desk.path(name)).json()["assertion"]
    desk.post("/claims/check", {"assertion": assertion, **({"policy": policy} if policy else {})})


@when(parsers.re(r'it is checked that the killed of "(?P<side>[^"]+)" in "(?P<name>[^"]+)" are:'))
def these_are_checked(desk: Desk, side: str, name: str, datatable: Table) -> None:
    header, *rows = datatable
    for row in rows:
        given = {key: cell for key, cell in zip(header, row, strict=True) if cell}
        verdict = given.pop("verdict")
        compared = {key: cell if key == "relation" else float(cell) for key, cell in given.items()}
        _check(desk, {"asserts": "toll", "toll": _killed(side, name), "compared": compared})
        assert desk.answer.json()["verdict"] == verdict, (row, desk.answer.json())


@when(parsers.re(r'it is checked that "(?P<first>[^"]+)" was before "(?P<then>[^"]+)"'))
def that_it_was_before(desk: Desk, first: str, then: str) -> None:
    _settle(desk)
    _check(desk, {"asserts": "order", "first": first, "then": then})


@when(parsers.re(r'it is checked that "(?P<force>[^"]+)" initiated "(?P<name>[^"]+)"'))
def that_it_initiated(desk: Desk, force: str, name: str) -> None:
    _settle(desk)
    _check(desk, {"asserts": "initiated", "incident": name, "force": force})


@when(
    parsers.re(r'this is checked: at least (?P<number>\d+) killed of "(?P<side>[^"]+)" in "(?P<name>[^"]+)", or not .+')
)
def or_not(desk: Desk, number: str, side: str, name: str) -> None:
    compared = {"relation": "at_least", "number": int(number)}
    so = {"asserts": "toll", "toll": _killed(side, name), "compared": compared}
    _check(desk, {"asserts": "any", "of": [so, {"asserts": "not", "of": so}]})


@when(
    parsers.re(
        r"it is checked that there were at most (?P<most>\d+) incidents in (?P<country>\S+) within (?P<when>\S+)"
    )
)
def at_most_so_many(desk: Desk, most: str, country: str, when: str) -> None:
    _settle(desk)
    compared = {"relation": "at_most", "number": int(most)}
    _check(desk, {"asserts": "count", "incidents": {"countries": [country], "occurred": when}, "compared": compared})


@when(parsers.re(r'it is checked that (?P<how>nobody was|at most \d+ were) (?P<harm>[a-z]+) in "(?P<name>[^"]+)"'))
def at_most_in_it(desk: Desk, how: str, harm: str, name: str) -> None:
    _settle(desk)
    most = 0 if how.startswith("nobody") else int(how.split()[2])
    toll = {"harm": harm, "incidents": {"incident": name}}
    _check(desk, {"asserts": "toll", "toll": toll, "compared": {"relation": "at_most", "number": most}})


@when(parsers.re(r'"(?P<name>[^"]+)" is audited'))
def it_is_audited(desk: Desk, name: str) -> None:
    desk.change(name, "audits", {})
    assert desk.answer.status_code == 201, desk.answer.text


@then(parsers.re(r"it is (?P<verdict>supported|contradicted|not_decidable)"))
def it_is(desk: Desk, verdict: str) -> None:
    assert desk.answer.status_code == 200, desk.answer.text
    assert desk.answer.json()["verdict"] == verdict, desk.answer.json()["because"]


@then(parsers.re(r"it says that '(?P<words>[^']+)' may be from (?P<least>\d+) to (?P<most>\d+|nothing)"))
def it_says_that(desk: Desk, words: str, least: str, most: str) -> None:
    (found,) = [it for it in desk.answer.json()["numbers"] if it["words"].startswith(words)]
    assert (found["least"], found["most"]) == (int(least), None if most == "nothing" else int(most))


@then(parsers.re(r'what is missing is "(?P<words>.+)"'))
def this_is_missing(desk: Desk, words: str) -> None:
    assert [it["words"] for it in desk.answer.json()["missing"]] == [words]


@then(parsers.re(r"it is because '(?P<words>.+)'"))
def it_is_because(desk: Desk, words: str) -> None:
    assert any(words in it for it in desk.answer.json()["because"]), desk.answer.json()["because"]


@then(parsers.re(r'it would be otherwise: "(?P<words>.+)"'))
def it_would_be_otherwise(desk: Desk, words: str) -> None:
    assert words in [it["words"] for it in desk.answer.json()["flips"]], desk.answer.json()["flips"]


@then(parsers.re(r'it rests on the coverages "(?P<one>[^"]+)" and "(?P<other>[^"]+)"'))
def it_rests_on(desk: Desk, one: str, other: str) -> None:
    assert desk.answer.json()["coverages"] == [str(desk.ids[it][1]) for it in (one, other)]


@then("no claim drifted")
@then(parsers.re(r'these claims drifted: "(?P<name>[^"]+)"'))
def these_drifted(desk: Desk, name: str | None = None) -> None:
    found = desk.get("/claims", drifted="true").json()["items"]
    assert [it["id"] for it in found] == ([str(desk.ids[name][1])] if name else [])


@then(parsers.re(r'the verdicts on "(?P<name>[^"]+)" were:'))
def the_verdicts_were(desk: Desk, name: str, datatable: Table) -> None:
    found = desk.get(f"{desk.path(name)}/verdicts").json()["items"]
    assert [it["verdict"] for it in found] == [row[0] for row in datatable[1:]]
    assert [it["position"] for it in found] == sorted({it["position"] for it in found})


@then(parsers.re(r'the verdicts on "(?P<name>[^"]+)" end with (?P<verdicts>[a-z_, ]+)'))
def the_verdicts_end_with(desk: Desk, name: str, verdicts: str) -> None:
    found = [it["verdict"] for it in desk.get(f"{desk.path(name)}/verdicts").json()["items"]]
    expected = verdicts.split(", ")
    assert found[-len(expected) :] == expected, found


def _killed(side: str, name: str) -> dict[str, Any]:
    return {"harm": "killed", "side": side, "incidents": {"incident": name}}


def _check(desk: Desk, assertion: dict[str, Any]) -> None:
    desk.post("/claims/check", desk.resolved({"assertion": assertion}))


def _settle(desk: Desk) -> None:
    assert desk.services.questions.readable(Position(desk.position))
