"""Steps that check what came of an import: on record, in its report, and in the tables it wrote."""

import csv
import json
from hashlib import sha256
from io import StringIO
from uuid import UUID

from pytest_bdd import given, parsers, then

from application.importing.drafts import derived
from features.desk import Desk
from features.steps.importing import DATASET
from features.steps.tables import Table, at, value


@given(parsers.re(r'the killed of "(?P<side>[^"]+)" in "(?P<incident>[^"]+)" are called "(?P<name>[^"]+)"'))
def they_are_called(desk: Desk, side: str, incident: str, name: str) -> None:
    casualties = desk.get(desk.path(incident)).json()["casualties"]
    (id,) = [each["id"] for each in casualties if _side(desk, each["side"]) == side]
    desk.ids[name] = ("casualties", UUID(id))


@then(parsers.re(r'row "(?P<row>[^"]+)" is the incident "(?P<name>[^"]+)"'))
@given(parsers.re(r'row "(?P<row>[^"]+)" is the incident "(?P<name>[^"]+)"'))
def the_row_is(desk: Desk, row: str, name: str) -> None:
    desk.ids[name] = ("incidents", derived("incident", DATASET, row))
    assert desk.get(desk.path(name)).status_code == 200, desk.answer.text


@then(parsers.re(r'(as known at "(?P<moment>[^"]+)", )?the killed of "(?P<name>[^"]+)" are:'))
def the_killed_are(desk: Desk, name: str, datatable: Table, moment: str | None = None) -> None:
    header, *rows = datatable
    query = {"known_at": str(desk.moments[moment])} if moment else {}
    casualties = desk.get(desk.path(name), **query).json()["casualties"]
    assert {each["harm"] for each in casualties} == {"killed"}
    found = [
        {"side": _side(desk, each["side"]), **figure["figure"]} for each in casualties for figure in each["figures"]
    ]
    assert [["" if each[it] is None else str(each[it]) for it in header] for each in found] == [[*it] for it in rows]


@then(parsers.re(r'row "(?P<row>[^"]+)" is no incident'))
def the_row_is_none(desk: Desk, row: str) -> None:
    assert desk.get(f"/incidents/{derived('incident', DATASET, row)}").status_code == 404


@then(parsers.re(r"it comes to (?P<rows>\d+) rows?: (?P<counts>.+)"))
def it_comes_to(desk: Desk, rows: str, counts: str) -> None:
    tally = desk.heard[-1][1]
    expected = {name: int(number) for number, name in (each.split(" ") for each in counts.split(", "))}
    assert tally["counts"] == {**dict.fromkeys(tally["counts"], 0), "rows": int(rows), **expected}
    assert desk.position - desk.before == (0 if tally["rehearsed"] else tally["entries"])


@then(parsers.re(r"what differs is: (?P<fields>.+)"))
def what_differs_is(desk: Desk, fields: str) -> None:
    found = desk.heard[-1][1]["fields"]
    assert sorted(f"{name} {number}" for name, number in found.items()) == sorted(fields.split(", ")), found


@then(parsers.re(r"meanwhile it is refused as (?P<refusal>[A-Za-z]+), naming (?P<field>[a-z_]+)"))
def meanwhile_it_is_refused(desk: Desk, refusal: str, field: str) -> None:
    """Whatever is recorded at the same time."""
    problem = desk.answer.json()
    assert (desk.answer.status_code, problem["type"]) == (409, f"/problems/{refusal}")
    assert [error["field"] for error in problem["errors"]] == [field]


@then(parsers.re(r"it ends as (?P<refusal>[A-Za-z]+)"))
def it_ends_as(desk: Desk, refusal: str) -> None:
    event, problem = desk.heard[-1]
    assert (event, problem["type"]) == ("failed", f"/problems/{refusal}")


@then(parsers.re(r'the rows of release "(?P<release>[^"]+)" that can\'t be taken are:'))
def these_are_rejected(desk: Desk, release: str, datatable: Table) -> None:
    answer = desk.get(f"{desk.path(f'release {release}')}/rejected")
    assert answer.headers["content-type"].startswith("text/csv")
    _is_the_table(answer.text, datatable)


@then(parsers.re(r'the file "(?P<name>[^"]+)" says:'))
def the_file_says(desk: Desk, name: str, datatable: Table) -> None:
    with (desk.directory / name).open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    header, *expected = datatable
    assert [[row[it] for it in header] for row in rows] == [[*row] for row in expected], rows


@then(parsers.re(r"it ends in (?P<code>\d), saying JSON:"))
def it_ends_saying_json(desk: Desk, code: str, datatable: Table) -> None:
    assert desk.ended.exit_code == int(code), desk.ended.output
    said = json.loads(desk.ended.stdout)
    assert [[path, at(said, path)] for path, _ in datatable] == [[path, value(text)] for path, text in datatable]


@then("the last coverage says:")
def the_last_coverage_says(desk: Desk, datatable: Table) -> None:
    last = desk.get("/coverages").json()["items"][-1]
    assert [[path, at(last, path)] for path, _ in datatable] == [[path, value(text)] for path, text in datatable]


@then(parsers.re(r'there is no file "(?P<name>[^"]+)"'))
def there_is_no_file(desk: Desk, name: str) -> None:
    assert not (desk.directory / name).exists()


@then("no upload is kept")
def no_upload_is_kept(desk: Desk) -> None:
    directory = desk.directory / "uploads"
    assert not directory.exists() or not [*directory.iterdir()]


@then("one upload is kept")
def one_upload_is_kept(desk: Desk) -> None:
    (kept,) = (desk.directory / "uploads").iterdir()
    upload = desk.answer.json()
    assert (desk.answer.status_code, upload["sha256"], upload["bytes"]) == (201, kept.name, kept.stat().st_size)
    assert sha256(kept.read_bytes()).hexdigest() == kept.name


@then(parsers.re(r'the coverage of "(?P<imported>[^"]+)" is called "(?P<name>[^"]+)"'))
def its_coverage_is_called(desk: Desk, imported: str, name: str) -> None:
    desk.ids[name] = ("coverages", UUID(desk.get(desk.path(imported)).json()["coverage_id"]))


@then(parsers.re(r'release "(?P<release>[^"]+)" may have brought again:'))
def it_may_have_brought_again(desk: Desk, release: str, datatable: Table) -> None:
    suspected = desk.get(f"{desk.path(f'release {release}')}/similar").json()
    pairs = [*suspected["incidents"], *suspected["forces"]]
    assert all(it["other"]["reasons"] for it in pairs)
    found = sorted([it["called"], it["other"].get("title") or it["other"]["name"]] for it in pairs)
    assert found == sorted([*it] for it in datatable[1:]), suspected


@then(parsers.re(r'"(?P<name>[^"]+)" cites these reports:'))
def it_cites_these(desk: Desk, name: str, datatable: Table) -> None:
    header, *rows = datatable
    found = []
    for cited in desk.get(desk.path(name)).json()["reports"]:
        report = desk.get(f"/reports/{cited['report_id']}").json()
        source = desk.get(f"/sources/{report['source_id']}").json()["name"]
        whole = {**report, "source": source, "original": cited["original_source"] or ""}
        found.append([str(whole[column]) for column in header])
    assert found == [[*row] for row in rows]


@then(parsers.re(r'the last (?P<fact>[A-Z][A-Za-z]+) of "(?P<name>[^"]+)"(, by (?P<who>\w+))? says:'))
def the_last_says(desk: Desk, name: str, fact: str, datatable: Table, who: str | None = None) -> None:
    history = desk.get(f"{desk.path(name)}/history").json()
    last = next(it for it in reversed(history) if it["fact"] == fact)
    assert who in {None, last["recorded_by"]}
    for path, expected in datatable:
        found = at(last["content"], path)
        named = [str(id) for thing, (_, id) in desk.ids.items() if thing == expected]
        assert found in [value(expected), *named], f"{path}: {found!r}, not {expected}"


def _is_the_table(text: str, table: Table) -> None:
    found = [*csv.reader(StringIO(text))]
    assert found == [[*row] for row in table], found


def _side(desk: Desk, side: str) -> str:
    return side if side in {"civilians", "unknown", "all"} else str(desk.get(f"/forces/{side}").json()["name"])
