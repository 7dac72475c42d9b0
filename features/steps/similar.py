"""Steps about suspected duplicates."""

from math import isclose, prod

from pytest_bdd import given, parsers, then, when

from features.desk import Desk
from features.steps.recording import it_is_on_record, the_analyst_has_done_in_detail
from features.steps.tables import Table


@given(
    parsers.re(
        r'"(?P<one>[^"]+)" and "(?P<other>[^"]+)" fought in "(?P<name>[^"]+)", by the "(?P<report>[^"]+)", and '
        r"(?P<number>\d+) were killed"
    )
)
def they_fought(desk: Desk, one: str, other: str, name: str, report: str, number: str) -> None:
    for camp, force in (("a", one), ("b", other)):
        told = [["force_id", force], ["camp", camp], ["report_id", report]]
        the_analyst_has_done_in_detail(desk, "tells who took part in", name, told)
    killed = [["incident_id", name], ["report_id", report], ["figure.best", number]]
    it_is_on_record(desk, "casualty", f"killed in {name}", killed)


@given(parsers.re(r'row "(?P<row>[^"]+)" of "(?P<dataset>[^"]+)" codes "(?P<name>[^"]+)"'))
def a_row_codes(desk: Desk, row: str, dataset: str, name: str) -> None:
    coding = {"dataset": dataset, "row": row, "report_id": "first word"}
    desk.change(name, "codings", coding)
    assert desk.answer.status_code == 201, desk.answer.text


@when(parsers.re(r'what is similar to "(?P<name>[^"]+)" is asked'))
def what_is_similar(desk: Desk, name: str) -> None:
    desk.get(f"{desk.path(name)}/similar")


@when(parsers.re(r'what is similar to "(?P<name>[^"]+)" with min_score=(?P<score>\S+) is asked'))
def what_is_similar_with(desk: Desk, name: str, score: str) -> None:
    desk.get(f"{desk.path(name)}/similar", min_score=score)


@when(parsers.re(r'what is similar to "(?P<name>[^"]+)" as known at "(?P<moment>[^"]+)" is asked'))
def what_was_similar(desk: Desk, name: str, moment: str) -> None:
    desk.get(f"{desk.path(name)}/similar", known_at=str(desk.moments[moment]))


@when(parsers.re(r'what is similar to "(?P<name>[^"]+)" by what was published by (?P<cutoff>\S+) is asked'))
def what_is_similar_by(desk: Desk, name: str, cutoff: str) -> None:
    desk.get(f"{desk.path(name)}/similar", published_by=cutoff)


@then(parsers.re(r"(these are suspected to be the same: (?P<names>.+)|nothing is suspected to be the same)"))
def these_are_suspected(desk: Desk, names: str | None = None) -> None:
    assert desk.answer.status_code == 200, desk.answer.text
    called = {str(id): name for name, (_, id) in desk.ids.items()}
    found = [called[it["id"]] for it in desk.answer.json()["items"]]
    assert sorted(found) == (sorted(names.split(", ")) if names else []), desk.answer.text
    scores = [it["score"] for it in desk.answer.json()["items"]]
    assert scores == sorted(scores, reverse=True)


@then("the reasons are:")
def the_reasons_are(desk: Desk, datatable: Table) -> None:
    (item,) = desk.answer.json()["items"]
    found = {it["part"]: it["words"] for it in item["reasons"]}
    assert [(part, found[part]) for part, _ in datatable] == [(part, words) for part, words in datatable]


@then(parsers.re(r'"(?P<name>[^"]+)" is suspected because of (?P<part>[a-z]+): "(?P<words>[^"]+)"'))
def it_is_suspected_because(desk: Desk, name: str, part: str, words: str) -> None:
    (item,) = (it for it in desk.answer.json()["items"] if it["id"] == str(desk.ids[name][1]))
    assert {it["part"]: it["words"] for it in item["reasons"]}[part] == words


@then("the score is the product of the reasons' scores")
def the_score_is_their_product(desk: Desk) -> None:
    (item,) = desk.answer.json()["items"]
    assert isclose(item["score"], prod(it["score"] for it in item["reasons"]), abs_tol=0.001)
    assert 0 < item["score"] < 1


@then("it is coded by the same dataset")
def it_is_coded_by_the_same(desk: Desk) -> None:
    assert [it["same_dataset"] for it in desk.answer.json()["items"]] == [True]
