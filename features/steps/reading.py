"""Steps that read: things, their histories and differences, as known now or at a moment that was named."""

from typing import Any

from pytest_bdd import given, parsers, then, when

from features.desk import Desk
from features.steps.tables import Table, at, value


@given(parsers.re(r'this moment is called "(?P<moment>[^"]+)"'))
@when(parsers.re(r'this moment is called "(?P<moment>[^"]+)"'))
def this_moment_is_called(desk: Desk, moment: str) -> None:
    desk.moments[moment] = desk.position


@when(parsers.re(r'"(?P<name>[^"]+)" is asked for'))
def it_is_asked_for(desk: Desk, name: str) -> None:
    desk.get(desk.path(name))


@when(parsers.re(r'"(?P<name>[^"]+)" is asked for as known at (?P<moment>"[^"]+"|[^" ]+)'))
def it_is_asked_for_as_known_at(desk: Desk, name: str, moment: str) -> None:
    desk.get(desk.path(name), known_at=_moment(desk, moment))


@when(parsers.re(r'"(?P<name>[^"]+)" is asked for by what was published by (?P<cutoff>\S+)'))
def it_is_asked_for_by(desk: Desk, name: str, cutoff: str) -> None:
    desk.get(desk.path(name), published_by=cutoff)


@when(
    parsers.re(
        r'"(?P<name>[^"]+)" is asked for as known at "(?P<moment>[^"]+)", by what was published by (?P<cutoff>\S+)'
    )
)
def it_is_asked_for_by_both(desk: Desk, name: str, moment: str, cutoff: str) -> None:
    desk.get(desk.path(name), known_at=_moment(desk, f'"{moment}"'), published_by=cutoff)


@then(parsers.re(r'by what was published by (?P<cutoff>[^ ,]+), "(?P<name>[^"]+)" says:'))
def it_said_by(desk: Desk, cutoff: str, name: str, datatable: Table) -> None:
    _says(desk, desk.get(desk.path(name), published_by=cutoff).json(), datatable)


@then(parsers.re(r'by what was published by (?P<cutoff>[^ ,]+), "(?P<name>[^"]+)" is not on record'))
def it_is_not_on_record_by(desk: Desk, cutoff: str, name: str) -> None:
    for address in (desk.path(name), f"{desk.path(name)}/history"):
        assert desk.get(address, published_by=cutoff).json()["type"] == "/problems/Missing"


@then(parsers.re(r'by what was published by (?P<cutoff>[^ ,]+), the history of "(?P<name>[^"]+)" is (?P<facts>.+)'))
def its_history_is_by(desk: Desk, cutoff: str, name: str, facts: str) -> None:
    entries = desk.get(f"{desk.path(name)}/history", published_by=cutoff).json()
    assert [entry["fact"] for entry in entries] == facts.split(", ")


@when(
    parsers.re(
        r'between "(?P<since>[^"]+)" and now, what came to be known of "(?P<name>[^"]+)" by (?P<cutoff>\S+) is asked'
    )
)
def what_came_to_be_known_by(desk: Desk, since: str, name: str, cutoff: str) -> None:
    desk.get(f"{desk.path(name)}/diff", published_by=cutoff, **{"from": _moment(desk, f'"{since}"')})


@then(parsers.re(r'the answer forwards to "(?P<name>[^"]+)" as published by (?P<cutoff>\S+)'))
def it_forwards_by(desk: Desk, name: str, cutoff: str) -> None:
    assert desk.answer.status_code == 307
    assert desk.answer.headers["location"] == f"{desk.path(name)}?published_by={cutoff}"


@when(parsers.re(r"the (?P<resource>[a-z]+) are listed"))
def they_are_listed(desk: Desk, resource: str) -> None:
    desk.get(f"/{resource}")


@then(parsers.re(r'"(?P<name>[^"]+)" says:'))
def it_says(desk: Desk, name: str, datatable: Table) -> None:
    _says(desk, desk.get(desk.path(name)).json(), datatable)


@then(parsers.re(r'as known at "(?P<moment>[^"]+)", "(?P<name>[^"]+)" says:'))
def it_said(desk: Desk, moment: str, name: str, datatable: Table) -> None:
    _says(desk, desk.get(desk.path(name), known_at=_moment(desk, f'"{moment}"')).json(), datatable)


@then(parsers.re(r'as known at "(?P<moment>[^"]+)", "(?P<name>[^"]+)" was not on record'))
def it_was_not_on_record(desk: Desk, moment: str, name: str) -> None:
    answer = desk.get(desk.path(name), known_at=_moment(desk, f'"{moment}"'))
    assert answer.json()["type"] == "/problems/Missing"


@then(parsers.re(r"the answer says:"))
def the_answer_says(desk: Desk, datatable: Table) -> None:
    _says(desk, desk.answer.json(), datatable)


@then(parsers.re(r'the history of "(?P<name>[^"]+)" is (?P<facts>.+)'))
def its_history_is(desk: Desk, name: str, facts: str) -> None:
    entries = desk.get(f"{desk.path(name)}/history").json()
    assert [entry["fact"] for entry in entries] == facts.split(", ")
    assert [entry["version"] for entry in entries] == [*range(1, len(entries) + 1)]


@then(parsers.re(r'between "(?P<since>[^"]+)" and "(?P<until>[^"]+)", it came to be known of "(?P<name>[^"]+)":'))
def it_came_to_be_known(desk: Desk, since: str, until: str, name: str, datatable: Table) -> None:
    query = {"from": _moment(desk, f'"{since}"'), "to": _moment(desk, f'"{until}"')}
    changes = desk.get(f"{desk.path(name)}/diff", **query).json()
    header, *rows = datatable
    assert [[_shown(change, column) for column in header] for change in changes] == [[*row] for row in rows]


@when("the rest of it is asked")
def the_rest_is_asked(desk: Desk) -> None:
    page = desk.answer.json()
    desk.get("/incidents", limit="1", cursor=page["next"], known_at=str(page["position"]))


@when(
    parsers.re(r'what came to be known of "(?P<name>[^"]+)" between "(?P<since>[^"]+)" and "(?P<until>[^"]+)" is asked')
)
def what_came_to_be_known(desk: Desk, name: str, since: str, until: str) -> None:
    query = {"from": _moment(desk, f'"{since}"'), "to": _moment(desk, f'"{until}"')}
    desk.get(f"{desk.path(name)}/diff", **query)


@then(parsers.re(r'of "(?P<name>[^"]+)", these casualties add up: (?P<casualties>.+)'))
def these_add_up(desk: Desk, name: str, casualties: str) -> None:
    dossier = desk.get(desk.path(name)).json()
    added = {id for ids in dossier["adds_up"].values() for id in ids}
    assert added == {str(desk.ids[casualty][1]) for casualty in casualties.split(", ")}
    assert added | set(dossier["counted_in"]) == {each["id"] for each in dossier["casualties"]}


@then(parsers.re(r'"(?P<name>[^"]+)" cites (?P<reports>.+)'))
def it_cites(desk: Desk, name: str, reports: str) -> None:
    assert {*desk.get(desk.path(name)).json()["cited"]} == {str(desk.ids[it][1]) for it in reports.split(", ")}


def _shown(change: dict[str, Any], column: str) -> str:
    match column:
        case "verb" | "of":
            return str(change[column])
        case "what":
            return ", ".join(change["now"])
        case _:
            return str(change["basis"][column])


def _moment(desk: Desk, moment: str) -> str:
    return str(desk.moments[moment.strip('"')]) if moment.startswith('"') else moment


def _says(desk: Desk, answer: Any, table: Table) -> None:
    for path, expected in table:
        found = at(answer, path)
        meant = [value(expected), *(str(id) for name, (_, id) in desk.ids.items() if name == expected)]
        assert found in meant, f"{path}: {found!r}, not {expected}"
