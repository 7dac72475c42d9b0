"""Steps that write features of an analyst's own, and audit real data directories with them on the command line."""

import json
import os
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree
from textwrap import indent
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from pytest_bdd import given, parsers, then, when

from domain.fact import Position
from features.checks.test_serving import served
from features.desk import Desk
from features.steps.tables import Table
from interface.auditing.openings import Directories, record_of
from interface.command_line import casus
from interface.later_reports import tell_later_reports
from interface.main import copied, house, read_house

CLASH = "Clash between the US-led coalition and pro-regime militia"


class Bench:
    """A directory with features, a data directory in it, perhaps served, and what a command came to there."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.directory = desk.directory / "bench"
        self.directory.mkdir()
        self.data = self.directory / "data"
        self.background = ""
        self.words: dict[str, str] = {}
        self.room = ExitStack()

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run(self, command: str, *further: str) -> None:
        for word, value in self.words.items():
            command = command.replace(word, value)
        before = Path.cwd()
        os.chdir(self.directory)
        try:
            self.desk.ended = CliRunner().invoke(casus, [*shlex.split(command), *further], obj=house, prog_name="casus")
        finally:
            os.chdir(before)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the case, made once, and copied for whoever needs one of their own."""
    data = tmp_path_factory.mktemp("told") / "data"
    with house(data) as it:
        tell_later_reports(it.services)
    with read_house(data) as it:
        assert it.model.reach(Position(it.services.ledger.position_at(None)), 60)
    return data


@pytest.fixture
def bench(desk: Desk) -> Iterator[Bench]:
    bench = Bench(desk)
    with bench.room:
        yield bench


@given("a data directory with the first case and its later reports")
def a_data_directory(bench: Bench, told: Path) -> None:
    copytree(told, bench.data)


@given("the clash is named in every feature")
def the_clash_is_named(bench: Bench) -> None:
    bench.background = f'  Background:\n    Given "the clash" is the incident "{CLASH}"\n'


@given(parsers.re(r'the feature "(?P<name>[^"]+)":?'))
def the_feature(bench: Bench, name: str, docstring: str) -> None:
    bench.write(name, f"Feature: {name}\n{bench.background}\n{indent(docstring, '  ')}\n")


@given(parsers.re(r'the whole feature "(?P<name>[^"]+)":?'))
def the_whole_feature(bench: Bench, name: str, docstring: str) -> None:
    bench.write(name, docstring)


@given(parsers.re(r'a feature "(?P<name>[^"]+)" in Latin-1'))
def in_latin(bench: Bench, name: str) -> None:
    (bench.directory / name).write_bytes("Feature: x\n  Scenario: à\n".encode("latin-1"))


@given(parsers.re(r'an empty directory "(?P<name>[^"]+)"'))
def an_empty_directory(bench: Bench, name: str) -> None:
    (bench.directory / name).mkdir()


@given("a token for the data directory")
def a_token(bench: Bench) -> None:
    bench.run("token create --owner Amal --role viewer --json", "--data", str(bench.data))
    bench.words["TOKEN"] = json.loads(bench.desk.ended.output)["token"]


@given("the data directory is served")
def it_is_served(bench: Bench) -> None:
    _, address = bench.room.enter_context(served(bench.data, "--port", "0"))
    bench.words["ADDRESS"] = address


@given("a claim with this feature stored:")
@given("a claim with this feature stored")
def a_stored_feature(bench: Bench, docstring: str) -> None:
    directories = Directories(read_house, Path.exists, copied)
    with record_of(directories, bench.data, takes=True) as record:
        incident = record.rows("/incidents", {})[0]["id"]
        report = record.rows("/reports", {})[0]["id"]
        militia = record.rows("/forces", {"q": "Pro-regime militia"})[0]["id"]
        toll = {"harm": "killed", "side": militia, "incidents": {"incident": incident}}
        compared = {"relation": "about", "number": 100, "tolerance": 0.1}
        body = {
            "statement": "About 100 of the militia were killed.",
            "report_id": report,
            "assertion": {"asserts": "toll", "toll": toll, "compared": compared},
        }
        claim = record.post("/claims", body)["id"]
        record.change(f"/claims/{claim}", "features", {"name": "as said", "text": docstring})
    bench.words["CLAIM"] = claim


@when(parsers.re(r'"casus (?P<command>audit.*)" is run there'))
def run_there(bench: Bench, command: str) -> None:
    bench.run(command, "--data", str(bench.data))


@when(parsers.re(r'"casus (?P<command>audit.*)" is run by itself'))
def run_by_itself(bench: Bench, command: str) -> None:
    bench.run(command)


@then(parsers.re(r'it also says "(?P<words>.+)"'))
def it_also_says(bench: Bench, words: str) -> None:
    assert words in bench.desk.ended.output, bench.desk.ended.output


@then(parsers.re(r"the log there has (?P<n>\d+) entries"))
def the_log_has(bench: Bench, n: str) -> None:
    with house(bench.data) as it:
        assert it.services.ledger.position_at(None) == int(n)


@then("each line is JSON, and the last says:")
@then("each line is JSON, and the last says")
def json_lines(bench: Bench, datatable: Table) -> None:
    lines: list[Any] = [json.loads(line) for line in bench.desk.ended.output.splitlines()]
    assert {name: str(lines[-1][name]) for name, _ in datatable} == {row[0]: row[1] for row in datatable}
    assert [it["outcome"] for it in lines[:-1]] == ["holds", "fails"]


@then(
    parsers.re(
        r'"(?P<name>[^"]+)" is JUnit XML of (?P<tests>\d) tests with (?P<failed>\d) failure, one .* "(?P<one>.+)"'
    )
)
def junit_xml(bench: Bench, name: str, tests: str, failed: str, one: str) -> None:
    (suite,) = ET.parse(bench.directory / name).getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == (tests, failed, "0")
    cases = {case.get("name"): case for case in suite.findall("testcase")}
    failure = cases[one].find("failure")
    assert failure is not None
    assert failure.get("message") == "SYR"
