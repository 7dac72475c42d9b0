"""Steps that ask without something, and what came to be known between two moments."""

import re
from urllib.parse import parse_qsl

from pytest_bdd import parsers, then, when

from features.desk import Desk
from features.steps.checking import it_is_refused
from features.steps.questioning import ask


@when(parsers.re(r'"(?P<asked>[^"]+)" is asked for without the (?P<kind>report|source|cause) "(?P<name>[^"]+)"'))
def it_is_asked_for_without(desk: Desk, asked: str, kind: str, name: str) -> None:
    desk.get(_address(desk, asked), without=f"{kind}:{desk.ids[name][1]}")


@when(parsers.re(r'"(?P<asked>[^"]+)" is asked for without nothing'))
def it_is_asked_for_without_nothing(desk: Desk, asked: str) -> None:
    desk.get(_address(desk, asked))


@when(parsers.re(r'"(?P<asked>[^"]+)" is asked for without what opened "(?P<name>[^"]+)"'))
def it_is_asked_for_without_a_cause(desk: Desk, asked: str, name: str) -> None:
    opening = desk.services.ledger.opening(desk.ids[name][1])
    assert opening
    desk.get(_address(desk, asked), without=f"cause:{opening.cause}")


@when(parsers.re(r'"(?P<asked>[^"]+)" is asked for without the last of "(?P<name>[^"]+)" but one'))
def it_is_asked_for_without_the_last_but_one(desk: Desk, asked: str, name: str) -> None:
    desk.get(_address(desk, asked), without=_last_but_one(desk, name))


@then(
    parsers.re(
        r'without the last of "(?P<name>[^"]+)" but one, "(?P<one>[^"]+)" stands and "(?P<other>[^"]+)" does not'
    )
)
def one_stands_and_the_other_does_not(desk: Desk, name: str, one: str, other: str) -> None:
    without = _last_but_one(desk, name)
    assert desk.get(desk.path(one), without=without).json()["merged_into"] is None
    desk.get(desk.path(other), without=without)
    if desk.answer.status_code == 307:
        assert desk.answer.headers["location"].startswith(desk.path(one))
    else:
        assert desk.answer.json()["merged_into"] == str(desk.ids[one][1])


@then(parsers.re(r'without the (?P<kind>report|source) "(?P<name>[^"]+)", "(?P<asked>[^"]+)" is not on record'))
def it_is_not_on_record_without(desk: Desk, kind: str, name: str, asked: str) -> None:
    for address in (desk.path(asked), f"{desk.path(asked)}/history"):
        desk.get(address, without=f"{kind}:{desk.ids[name][1]}")
        it_is_refused(desk, "Missing")


@when(
    parsers.re(
        r'what came to be known from "(?P<since>[^"]+)" on'
        r'(, by what was published by (?P<cutoff>[^ ,]+),)? is asked( of "(?P<query>[^"]+)")?'
    )
)
def what_came_to_be_known_from(desk: Desk, since: str, cutoff: str | None = None, query: str | None = None) -> None:
    asked = {"from": str(desk.moments[since]), "published_by": cutoff or ""}
    asked |= dict(parse_qsl(query or ""))
    desk.get("/diff", **{name: text for name, text in asked.items() if text})


@when("its flips are asked")
def its_flips_are_asked(desk: Desk) -> None:
    ask(desk, desk.answer.json()["flips"])


@then(parsers.re(r'its "(?P<header>[^"]+)" leads to "(?P<path>[^"]+)" without the report "(?P<name>[^"]+)"'))
def it_leads_to(desk: Desk, header: str, path: str, name: str) -> None:
    for called, (_, id) in desk.ids.items():
        path = path.replace(f"<{called}>", str(id))
    address = re.split('[<>"]', desk.answer.headers[header])[1]
    assert address.partition("?")[0] == path
    ask(desk, address.replace("{id}", str(desk.ids["the dead"][1])))
    assert desk.answer.status_code == 200, desk.answer.text
    assert f"without=report:{desk.ids[name][1]}" in address


def _last_but_one(desk: Desk, name: str) -> str:
    return f"cause:{desk.get(f'{desk.path(name)}/history').json()[-2]['cause']}"


def _address(desk: Desk, asked: str) -> str:
    return asked if asked.startswith("/") else desk.path(asked)
