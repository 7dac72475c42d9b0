"""Steps about imports: files that we invent, sent over HTTP or named on the command line."""

import json
import shlex
from typing import Any

from click.testing import CliRunner
from pytest_bdd import given, parsers, when

from application.importing.releases import report_id
from features.desk import Desk
from features.steps.tables import Table, body
from features.ucdp_rows import ucdp_file
from interface.command_line import casus
from interface.main import house

DATASET = "bridge-guard"
"""The dataset that files are of, unless a scenario says otherwise."""


@given(parsers.re(r'the UCDP file "(?P<name>[^"]+)":'))
@when(parsers.re(r'the UCDP file "(?P<name>[^"]+)" is now:'))
def a_ucdp_file(desk: Desk, name: str, datatable: Table) -> None:
    header, *rows = datatable
    (desk.directory / name).write_bytes(ucdp_file(dict(zip(header, row, strict=True)) for row in rows))


@given(parsers.re(r'the UCDP file "(?P<name>[^"]+)" of (?P<number>[\d,]+) rows'))
def a_long_ucdp_file(desk: Desk, name: str, number: str) -> None:
    rows = ({"id": str(each), "deaths_b": str(each % 9)} for each in range(int(number.replace(",", ""))))
    (desk.directory / name).write_bytes(ucdp_file(rows))


@given(parsers.re(r'the file "(?P<name>[^"]+)" of (?P<what>nothing|text|bytes|another table)'))
def another_file(desk: Desk, name: str, what: str) -> None:
    held = {"nothing": b"", "text": b"Dear diary\n", "bytes": bytes(range(256)), "another table": b"id,name\n1,Rima\n"}
    (desk.directory / name).write_bytes(held[what])


@given(parsers.re(r'the file "(?P<name>[^"]+)" as our template has it'))
def our_template(desk: Desk, name: str) -> None:
    this_is_run(desk, f"template --output {name}")
    assert desk.ended.exit_code == 0, desk.ended.output


@given("uploads can't be kept")
def they_cannot_be_kept(desk: Desk) -> None:
    (desk.directory / "uploads").write_bytes(b"a file where a directory belongs")


@given(parsers.re(r'there is no room for "(?P<name>[^"]+)"'))
def there_is_no_room(desk: Desk, name: str) -> None:
    (desk.directory / f"{name}.partial").symlink_to("/dev/full")


@given(parsers.re(r'there is room for "(?P<name>[^"]+)" again'))
def there_is_room_again(desk: Desk, name: str) -> None:
    (desk.directory / f"{name}.partial").unlink(missing_ok=True)


@given(parsers.re(r'"(?P<name>[^"]+)" can\'t be written'))
def it_cannot_be_written(desk: Desk, name: str) -> None:
    (desk.directory / f"{name}.partial").mkdir()  # where it would be written before it has its name


@when("Casus is stopped and started")
def it_is_stopped_and_started(desk: Desk) -> None:
    desk.stop()
    desk.start()


@when(parsers.re(r'"(?P<name>[^"]+)" is uploaded( as "(?P<media>[^"]+)")?'))
def it_is_uploaded(desk: Desk, name: str, media: str | None = None) -> None:
    desk.send("/uploads", (desk.directory / name).read_bytes(), media or "text/csv")


@when(parsers.re(r'"(?P<name>[^"]+)" is imported as release "(?P<release>[^"]+)":?'))
def it_is_imported(desk: Desk, name: str, release: str, datatable: Table | None = None) -> None:
    begin(desk, name, release, datatable)
    if desk.answer.status_code == 201:
        _until_its_end(desk, desk.path(f"release {release}"))


@given(parsers.re(r'"(?P<name>[^"]+)" was imported as release "(?P<release>[^"]+)":?'))
def it_was_imported(desk: Desk, name: str, release: str, datatable: Table | None = None) -> None:
    it_is_imported(desk, name, release, datatable)
    assert desk.answer.status_code == 201, desk.answer.text
    assert desk.heard[-1][0] == "finished", desk.heard[-1]


@when(parsers.re(r'the import of "(?P<name>[^"]+)" as release "(?P<release>[^"]+)" is begun'))
@given(parsers.re(r'the import of "(?P<name>[^"]+)" as release "(?P<release>[^"]+)" is begun'))
def begin(desk: Desk, name: str, release: str, datatable: Table | None = None) -> None:
    desk.create("imports", f"release {release}", _command(desk, name, release, datatable))
    if desk.answer.status_code == 201:
        id = desk.ids[f"release {release}"][1]
        desk.ids[f"report of release {release}"] = ("reports", report_id(id))


@when(parsers.re(r'"(?P<name>[^"]+)" is previewed as release "(?P<release>[^"]+)":?'))
def it_is_previewed(desk: Desk, name: str, release: str, datatable: Table | None = None) -> None:
    command = _command(desk, name, release, datatable)
    desk.post("/imports/previews", command)
    if desk.answer.status_code == 202:
        _until_its_end(desk, desk.answer.headers["location"])


@when(parsers.re(r'the progress of release "(?P<release>[^"]+)" is asked'))
def its_progress_is_asked(desk: Desk, release: str) -> None:
    desk.get(f"{desk.path(f'release {release}')}/progress")


@given(parsers.re(r'the import of release "(?P<release>[^"]+)" is stopped'))
@when(parsers.re(r'the import of release "(?P<release>[^"]+)" is stopped'))
def it_is_stopped(desk: Desk, release: str) -> None:
    path = desk.path(f"release {release}")
    desk.post(f"{path}/stops", {})
    assert desk.answer.status_code == 202, desk.answer.text
    _until_its_end(desk, path)


@when(parsers.re(r"this is run: casus (?P<command>.+)"))
@given(parsers.re(r"this was run: casus (?P<command>.+)"))
def this_is_run(desk: Desk, command: str) -> None:
    """On the same directory, by a program of its own: two can't have the read model at a time."""
    desk.before = desk.position
    words = [str(desk.directory / it) if it.endswith((".csv", ".xlsx")) else it for it in shlex.split(command)]
    data = [] if words[0] == "template" else ["--data", str(desk.directory)]
    desk.stop()
    desk.ended = CliRunner().invoke(casus, [*words, *data], obj=house)
    desk.start()


def _command(desk: Desk, name: str, release: str, told: Table | None) -> dict[str, Any]:
    """The command to import a file, which is uploaded first."""
    it_is_uploaded(desk, name)
    assert desk.answer.status_code == 201, desk.answer.text
    usual = {"format": "ucdp-ged", "dataset": DATASET, "upload": desk.answer.json()["sha256"], "release": release}
    return {**usual, **body(told or [])}


def _until_its_end(desk: Desk, path: str) -> None:
    """Hears the events of an import, or of a preview, until it ends."""
    answer = desk.client.get(f"{path}/progress", headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream"), answer.text
    desk.heard = []
    for event in answer.text.strip().split("\n\n"):
        parts = dict(line.split(": ", 1) for line in event.split("\n"))
        desk.heard.append((parts["event"], json.loads(parts["data"])))
