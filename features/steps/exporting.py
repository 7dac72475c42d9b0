"""Steps about what goes out, and what an import brought that may be on record already."""

import csv

from pytest_bdd import parsers, then, when

from application.importing.drafts import derived
from features.desk import Desk
from features.steps.importing import this_is_run
from features.steps.tables import Table


@when(parsers.re(r'the record as known at "(?P<moment>[^"]+)" is exported to "(?P<name>[^"]+)"'))
def it_is_exported(desk: Desk, moment: str, name: str) -> None:
    this_is_run(desk, f"export ucdp-ged --known-at {desk.moments[moment]} --output {name}")


@then(parsers.re(r'the file "(?P<name>[^"]+)" loses:'))
def the_file_loses(desk: Desk, name: str, datatable: Table) -> None:
    with (desk.directory / name).open(encoding="utf-8", newline="") as file:
        lost = [dict(each.split(": ") for each in row["lost"].split("; ")) for row in csv.DictReader(file)]
    header, *expected = datatable
    assert lost == [dict(zip(header, row, strict=True)) for row in expected]


@then(
    parsers.re(
        r'the last import is suspected to have brought "(?P<name>[^"]+)" again, by row "(?P<row>[^"]+)" of '
        r'"(?P<dataset>[^"]+)"'
    )
)
def it_is_suspected(desk: Desk, name: str, row: str, dataset: str) -> None:
    (import_id,) = [it["id"] for it in desk.get("/imports", dataset=dataset).json()["items"]]
    answer = desk.get(f"/imports/{import_id}/similar").json()
    assert [(it["id"], it["other"]["id"]) for it in answer["incidents"]] == [
        (str(derived("incident", dataset, row)), str(desk.ids[name][1]))
    ]
    assert answer["incidents"][0]["other"]["reasons"]
    assert answer["forces"] == []
