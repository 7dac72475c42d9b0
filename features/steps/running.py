"""Steps that run the command line, and that let other programs interfere."""

import sqlite3
from contextlib import closing
from uuid import uuid4

from click.testing import CliRunner
from pytest_bdd import given, parsers, then, when

from application.recording import StoredDraft
from features.desk import Desk
from infrastructure.sqlite import SQLiteRecorder
from interface.command_line import casus
from interface.main import house


@when(parsers.re(r'"casus (?P<command>.+)" is run'))
def it_is_run(desk: Desk, command: str) -> None:
    words = command.split()
    data = [] if words[0] not in {"demo", "serve", "log", "read", "token"} else ["--data", str(desk.directory)]
    desk.ended = CliRunner().invoke(casus, [*words, *data], obj=house)


@when(parsers.re(r'the token of "(?P<owner>[^"]+)" is revoked on the command line'))
def it_is_revoked_on_the_command_line(desk: Desk, owner: str) -> None:
    it_is_run(desk, f"token revoke {desk.token_ids[owner]}")


@then(parsers.re(r'it ends in (?P<code>\d), saying "(?P<words>.+)"'))
def it_ends(desk: Desk, code: str, words: str) -> None:
    assert desk.ended.exit_code == int(code), desk.ended.output
    assert words in desk.ended.output


@then(parsers.re(r'it does not say "(?P<words>.+)"'))
def it_does_not_say(desk: Desk, words: str) -> None:
    assert words not in desk.ended.output


@given("another program holds the log")
def another_holds_it(desk: Desk) -> None:
    desk.other = sqlite3.connect(desk.directory / "log.sqlite", isolation_level=None)
    desk.other.execute("BEGIN IMMEDIATE")


@given("the other program lets the log go")
def the_other_lets_go(desk: Desk) -> None:
    desk.other.execute("ROLLBACK")
    desk.other.close()


@given("the disk has no more room")
def the_disk_is_full(desk: Desk) -> None:
    _room(desk, 1)


@given("the disk has room again")
def the_disk_has_room(desk: Desk) -> None:
    _room(desk, 1_000_000)


@when(parsers.re(r'the analyst quotes "(?P<source>[^"]+)" at length'))
def is_quoted_at_length(desk: Desk, source: str) -> None:
    said = {"source_id": source, "headline": "At length", "quote": "And so on. " * 1_800, "published_at": "2018-02-08"}
    desk.create("reports", "At length", said)


def _room(desk: Desk, pages: int) -> None:
    recorder = desk.services.ledger.recorder
    assert isinstance(recorder, SQLiteRecorder)
    with recorder._connections.writing() as db:
        db.execute(f"PRAGMA max_page_count = {pages}")


@given("another program appends to the log what no Casus knows")
def another_appends(desk: Desk) -> None:
    draft = StoredDraft(uuid4(), 1, "SourceProphesied", b"{}", 1, "somebody", uuid4())
    with closing(SQLiteRecorder(desk.directory / "log.sqlite", desk.clock)) as other:
        other.insert_events([draft])
    desk.foreign = str(draft.originator_id)


@when("the history of what it appended to is asked")
def its_history_is_asked(desk: Desk) -> None:
    desk.get(f"/sources/{desk.foreign}/history")


@when(parsers.re(r'the analyst deletes "(?P<name>[^"]+)"'))
def they_delete(desk: Desk, name: str) -> None:
    desk.before = desk.position
    desk.answer = desk.client.delete(desk.path(name))
