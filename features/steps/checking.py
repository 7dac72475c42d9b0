"""Steps that check the answer, and the log behind it."""

from pytest_bdd import parsers, then

from domain.fact import Position
from domain.refusal import Refusal
from features.desk import Desk
from interface.problems import by_name, status_of


@then(parsers.re(r"the request is refused as (?P<refusal>[A-Za-z]+)"))
def it_is_refused(desk: Desk, refusal: str) -> None:
    problem = desk.answer.json()
    kind = by_name(refusal)
    assert kind is not None, f"{refusal} is no refusal"
    assert issubclass(kind, Refusal)
    assert problem["type"] == f"/problems/{refusal}", problem
    assert desk.answer.status_code == problem["status"] == status_of(kind)
    assert desk.answer.headers["content-type"] == "application/problem+json"
    assert desk.position == desk.before, "a refusal leaves no trace"


@then(parsers.re(r"the request is refused as (?P<refusal>[A-Za-z]+), naming (?P<field>.+)"))
def it_is_refused_naming(desk: Desk, refusal: str, field: str) -> None:
    it_is_refused(desk, refusal)
    assert field in {error["field"] for error in desk.answer.json()["errors"]}, desk.answer.json()


@then(parsers.re(r"the log ends with (?P<fact>[A-Za-z ]+)(, by (?P<owner>.+))?"))
def the_log_ends_with(desk: Desk, fact: str, owner: str | None = None) -> None:
    assert desk.answer.status_code == 201, desk.answer.text
    facts = fact.split(" and ")
    last = desk.services.ledger.entries(Position(desk.before), 10)
    assert [type(entry.fact).__name__ for entry in last] == facts
    assert owner is None or {entry.recorded_by for entry in last} == {owner}
    receipt = desk.answer.json()
    assert receipt["position"] == desk.before + 1
    assert desk.answer.headers["etag"] == f'"{receipt["version"]}"'
    assert desk.answer.headers["location"].endswith(receipt["id"])


@then("nothing is recorded")
def nothing_is_recorded(desk: Desk) -> None:
    assert desk.position == desk.before
