"""Steps that record: an analyst registers, reports, corrects, grades, merges."""

from typing import Any

from pytest_bdd import given, parsers, when

from features.desk import Desk
from features.steps.tables import Table, body

CHANGES = {
    ("sources", "rates"): "ratings",
    ("reports", "archives a copy of"): "copies",
    ("reports", "withdraws"): "withdrawals",
    ("reports", "reinstates"): "reinstatements",
    ("forces", "renames"): "names",
    ("forces", "adds an alias to"): "aliases",
    ("forces", "declares an allegiance of"): "allegiances",
    ("forces", "withdraws an allegiance of"): "allegiances/withdrawals",
    ("forces", "merges"): "mergers",
    ("forces", "splits"): "splits",
    ("incidents", "relocates"): "relocations",
    ("incidents", "redates"): "redatings",
    ("incidents", "reclassifies"): "reclassifications",
    ("incidents", "retells"): "retellings",
    ("incidents", "tells who took part in"): "participations",
    ("incidents", "takes back who took part in"): "participations/retractions",
    ("incidents", "codes"): "codings",
    ("incidents", "corroborates"): "corroborations",
    ("incidents", "disputes"): "disputes",
    ("incidents", "grades"): "gradings",
    ("incidents", "links"): "links",
    ("incidents", "merges"): "mergers",
    ("incidents", "splits"): "splits",
    ("incidents", "retracts"): "retractions",
    ("incidents", "reinstates"): "reinstatements",
    ("casualties", "reports a figure for"): "figures",
    ("casualties", "revises a figure of"): "revisions",
    ("casualties", "disputes a figure of"): "disputes",
    ("casualties", "records a concession of"): "concessions",
    ("casualties", "records a denial of"): "denials",
    ("casualties", "assesses a figure of"): "assessments",
    ("casualties", "retracts"): "retractions",
    ("casualties", "reinstates"): "reinstatements",
    ("coverages", "withdraws"): "withdrawals",
    ("claims", "audits"): "audits",
    ("claims", "withdraws"): "withdrawals",
    ("claims", "stores a feature with"): "features",
}
"""What an analyst does to a thing of a kind, and the noun that it makes."""

THINGS = {
    "source": "sources",
    "report": "reports",
    "force": "forces",
    "incident": "incidents",
    "casualty": "casualties",
    "coverage": "coverages",
    "claim": "claims",
}


@given(parsers.re(r'the (?P<kind>source|report|force|incident|casualty|coverage|claim) "(?P<name>[^"]+)":?'))
def it_is_on_record(desk: Desk, kind: str, name: str, datatable: Table | None = None) -> None:
    told = {**_usual(desk, kind, name), **body(datatable or [])}
    if kind == "casualty":
        told["figure"].setdefault("qualifier", "exact")
    desk.create(THINGS[kind], name, told)
    _must_be_recorded(desk)


@when(
    parsers.re(
        r'the analyst enters the (?P<kind>source|report|force|incident|casualty|coverage|claim) "(?P<name>[^"]+)":'
    )
)
def the_analyst_enters(desk: Desk, kind: str, name: str, datatable: Table) -> None:
    desk.create(THINGS[kind], name, body(datatable))


@when(parsers.re(r'the analyst (?P<deed>(?!enters )[a-z ]+) "(?P<name>[^"]+)":'))
def the_analyst_does_in_detail(desk: Desk, deed: str, name: str, datatable: Table) -> None:
    _change(desk, deed, name, body(datatable))


@given(parsers.re(r'the analyst (?P<deed>(?!enters )[a-z ]+) "(?P<name>[^"]+)":'))
def the_analyst_has_done_in_detail(desk: Desk, deed: str, name: str, datatable: Table) -> None:
    the_analyst_does_in_detail(desk, deed, name, datatable)
    _must_be_recorded(desk)


@when(parsers.re(r'the analyst (?P<deed>(?!enters )[a-z ]+) "(?P<name>[^"]+)" because "(?P<reason>[^"]+)"'))
def the_analyst_does(desk: Desk, deed: str, name: str, reason: str) -> None:
    _change(desk, deed, name, {"reason": reason})


@given(parsers.re(r'the analyst (?P<deed>(?!enters )[a-z ]+) "(?P<name>[^"]+)" because "(?P<reason>[^"]+)"'))
def the_analyst_has_done(desk: Desk, deed: str, name: str, reason: str) -> None:
    the_analyst_does(desk, deed, name, reason)
    _must_be_recorded(desk)


@when(parsers.re(r'the analyst merges "(?P<name>[^"]+)" into "(?P<into>[^"]+)"'))
def the_analyst_merges(desk: Desk, name: str, into: str) -> None:
    _change(desk, "merges", name, {"into": into, "reason": "They are the same."})


@given(parsers.re(r'the analyst merges "(?P<name>[^"]+)" into "(?P<into>[^"]+)"'))
def the_analyst_has_merged(desk: Desk, name: str, into: str) -> None:
    the_analyst_merges(desk, name, into)
    _must_be_recorded(desk)


@when(parsers.re(r'"(?P<report>[^"]+)" is cited as corroboration of "(?P<incident>[^"]+)"'))
def it_is_cited(desk: Desk, report: str, incident: str) -> None:
    _change(desk, "corroborates", incident, {"report_id": report})


@given(parsers.re(r'"(?P<report>[^"]+)" is cited as corroboration of "(?P<incident>[^"]+)"'))
def it_was_cited(desk: Desk, report: str, incident: str) -> None:
    it_is_cited(desk, report, incident)
    _must_be_recorded(desk)


def _change(desk: Desk, deed: str, name: str, command: dict[str, Any]) -> None:
    desk.change(name, CHANGES[desk.ids[name][0], deed], command)


def _must_be_recorded(desk: Desk) -> None:
    """What a scenario is given must be so, or it would be played on nothing."""
    assert desk.answer.status_code == 201, desk.answer.text


def _usual(desk: Desk, kind: str, name: str) -> dict[str, Any]:
    """What a scenario does not care about: it says only what matters to it."""
    first = {resource: id for _, (resource, id) in reversed(desk.ids.items())}
    match kind:
        case "source":
            return {"name": name, "kind": "news_agency"}
        case "report":
            return {"source_id": str(first["sources"]), "headline": name, "published_at": "2018-02-08"}
        case "force":
            return {"name": name, "kind": "rebel_group"}
        case "incident":
            return {
                "title": name,
                "kind": "battle",
                "occurred": "2018-02-07",
                "place": {"name": "Khasham", "precision": 1, "latitude": 35.336, "longitude": 40.309, "country": "SYR"},
                "report_id": str(first["reports"]),
            }
        case "claim":
            return {"statement": name, "report_id": str(first["reports"])}
        case "coverage":
            return {"period": "2018", "basis": "Every day was looked up."}
        case _:
            return {
                "incident_id": str(first["incidents"]),
                "side": "all",
                "harm": "killed",
                "figure": {"best": 10, "qualifier": "exact"},
                "report_id": str(first["reports"]),
            }
