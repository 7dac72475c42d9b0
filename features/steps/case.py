"""Steps about the first case, in the terms of the field."""

from typing import Any
from uuid import UUID

from pytest_bdd import given, parsers, then, when

from domain.fact import Position
from features.desk import Desk
from features.steps.tables import Table
from interface.first_case import tell_first_case
from interface.later_reports import tell_later_reports

NOW = r"(as known at \"(?P<moment>[^\"]+)\", )?"


@given("the first case is on record")
@when("the first case is told again")
def the_first_case(desk: Desk) -> None:
    desk.before = desk.position
    desk.ids["the clash"] = ("incidents", tell_first_case(desk.services).incident)
    assert desk.services.questions.readable(Position(desk.position))


@given("the later reports are on record")
def the_later_reports(desk: Desk) -> None:
    tell_later_reports(desk.services)
    assert desk.services.questions.readable(Position(desk.position))


@then(parsers.re(r'the report of "(?P<name>[^"]+)" is of "(?P<source>[^"]+)", and relays "(?P<original>[^"]+)"'))
def its_report_is_of(desk: Desk, name: str, source: str, original: str) -> None:
    (cited,) = _incident(desk, name)["reports"]
    report = desk.get(f"/reports/{cited['report_id']}").json()
    assert report["original_source"] == original
    assert desk.get(f"/sources/{report['source_id']}").json()["name"] == source


@then(parsers.re(r'in "(?P<name>[^"]+)" took part:'))
def there_took_part(desk: Desk, name: str, datatable: Table) -> None:
    told = _incident(desk, name)["participations"]
    _is_table(
        datatable,
        [
            {
                "force": _name(desk, "forces", each["force_id"]),
                "camp": each["camp"],
                "role": each["role"],
                "means": ", ".join(means["kind"] for means in each["means"]),
                "for": each["duration"],
                "relayed": _original(desk, each),
            }
            for each in told
        ],
    )


@then("these allegiances are on record:")
def these_allegiances(desk: Desk, datatable: Table) -> None:
    found = [
        {
            "force": force["name"],
            "kind": each["kind"],
            "to": _name(desk, "forces", each["to"]),
            "during": each["during"],
        }
        for row in desk.get("/forces").json()["items"]
        for force in [desk.get(f"/forces/{row['id']}").json()]
        for each in force["allegiances"]
    ]
    order = [(row[0], row[1]) for row in datatable[1:]]
    _is_table(datatable, sorted(found, key=lambda it: order.index((it["force"], it["kind"]))))


@then(parsers.re(NOW + r'the toll of "(?P<name>[^"]+)" is:'))
def the_toll_is(desk: Desk, name: str, moment: str | None, datatable: Table) -> None:
    _is_table(
        datatable,
        [
            {
                "side": _name(desk, "forces", casualty["side"]),
                "harm": casualty["harm"],
                "status": casualty["person_status"],
                **{part: figure["figure"][part] for part in ("low", "best", "high", "qualifier", "verbatim")},
                "inferred": "yes" if figure["inferred"] else "no",
                "relayed": _original(desk, figure),
            }
            for casualty in _incident(desk, name, moment)["casualties"]
            for figure in casualty["figures"]
        ],
    )


@then(parsers.re(NOW + r'in "(?P<name>[^"]+)", these forces are said to be the (?P<role>[a-z_]+): (?P<forces>.+)'))
def these_are_said_to_be(desk: Desk, name: str, role: str, forces: str, moment: str | None) -> None:
    told = _incident(desk, name, moment)["participations"]
    found = {_name(desk, "forces", each["force_id"]) for each in told if each["role"] == role}
    assert found == set(forces.split(", "))


def _incident(desk: Desk, name: str, moment: str | None = None) -> Any:
    query = {"known_at": str(desk.moments[moment])} if moment else {}
    return desk.get(desk.path(name), **query).json()


def _name(desk: Desk, resource: str, id: str) -> str:
    return str(desk.get(f"/{resource}/{UUID(id)}").json()["name"])


def _original(desk: Desk, said: Any) -> str | None:
    original = said["original_source"]
    return _name(desk, "sources", original["source_id"]) if isinstance(original, dict) else original


def _is_table(table: Table, found: list[dict[str, Any]]) -> None:
    header, *rows = table
    assert [["" if each[column] is None else str(each[column]) for column in header] for each in found] == [
        [*row] for row in rows
    ]
