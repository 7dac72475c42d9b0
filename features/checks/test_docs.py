"""What the documents name exists, and what `/docs` shows comes from here."""

import re
from pathlib import Path

import click
import pytest

from features.desk import Desk
from interface.command_line import casus
from interface.problems import by_name

ROOT = Path(__file__).parents[2]
DOCUMENTS = {path.name: path.read_text("utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]}
WHOLE = "\n".join(DOCUMENTS.values())


def test_every_command_line_in_the_documents_is_one() -> None:
    named = re.findall(r"casus ((?:serve|demo|import|export|template|read|log|token)[a-z -]*)", WHOLE)
    assert named
    for line in named:
        command: click.Command = casus
        for word in line.split():
            if word.startswith("-"):
                assert word in {name for option in command.params for name in option.opts}, line
            elif isinstance(command, click.Group) and word in command.commands:
                command = command.commands[word]


def test_every_route_in_the_documents_is_served(desk: Desk) -> None:
    served = {*desk.app.openapi()["paths"], "/docs", "/openapi.json"}
    named = set(
        re.findall(
            r"[`/:\d](/(?:incidents|sources|reports|forces|casualties|coverages|claims|imports|uploads|log|problems|docs|openapi)[\w/{}.]*)",
            WHOLE,
        )
    )
    assert named
    assert named - served == set()


def test_every_refusal_in_the_documents_is_one() -> None:
    for name in re.findall(r"`([A-Z][A-Za-z]+)` \(\d+\)|as `([A-Z][A-Za-z]+)`", WHOLE):
        assert by_name("".join(name)), name


def test_every_file_in_the_documents_is_there() -> None:
    for path in re.findall(r"`((?:docs|domain|application|infrastructure|interface|features)/[\w./]*)`", WHOLE):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", ["/docs", "/openapi.json"])
def test_the_pages_name_no_other_host(desk: Desk, page: str) -> None:
    answer = desk.get(page)
    assert answer.status_code == 200
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]*", answer.text) == []
    assert "cdn" not in answer.text
    for asset in re.findall(r"(?:src|href)=\"(/[^\"]+)\"", answer.text):
        assert desk.get(asset).status_code == 200, asset
