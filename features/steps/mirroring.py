"""Steps about mirrors: the log served to others, copies of it, and those who would have something else copied."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_bdd import given, parsers, then, when

from application.proving import Forked
from features.checks.logs import Logs, register
from features.checks.mirrors import entries_of
from features.checks.test_mirror_forks import outsider
from features.desk import Desk
from features.mirrored import Mirrors
from features.steps.proving import somebody_put_another, somebody_rolled_back
from infrastructure.merkle.keys import SignerKey
from infrastructure.mirror_directory import MirrorDirectory
from interface.command_line import casus
from interface.main import house


@pytest.fixture
def mirrors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirrors]:
    with ExitStack() as room:
        yield Mirrors(tmp_path_factory.mktemp("mirrors") / "mirror", room)


@given("the log is served to others")
def the_log_is_served(desk: Desk, mirrors: Mirrors) -> None:
    mirrors.address = mirrors.serve(desk.app)


@given("the log is no longer served")
def it_is_no_longer_served(mirrors: Mirrors) -> None:
    assert mirrors.served
    mirrors.served.close()


@given("nothing was signed yet")
def nothing_was_signed(desk: Desk) -> None:
    for each in (desk.directory / "checkpoints").iterdir():
        each.unlink()


def _follow(desk: Desk, address: str, into: Path, *options: str) -> None:
    words = ["log", "follow", address, "--into", str(into), "--once", *options]
    desk.ended = CliRunner().invoke(casus, words, obj=house)


@given("somebody mirrors the log")
@when("somebody mirrors the log")
def somebody_mirrors(desk: Desk, mirrors: Mirrors) -> None:
    _follow(desk, mirrors.address, mirrors.directory)


@when("somebody mirrors the log, trusting another key")
def trusting_another(desk: Desk, mirrors: Mirrors) -> None:
    _follow(desk, mirrors.address, mirrors.directory, "--key", SignerKey("casus", bytes(32)).verifier.vkey)


@when("somebody mirrors the mirror, trusting the original's key")
def somebody_mirrors_the_mirror(desk: Desk, mirrors: Mirrors, tmp_path: Path) -> None:
    key = tmp_path / "published.vkey"
    key.write_text(desk.client.get("/log/key").text)
    _follow(desk, mirrors.serve(mirrors.app), mirrors.further, "--key", str(key))


@when(parsers.re(r'"casus (?P<command>[a-z]+)" is run in the mirror'))
def it_is_run_there(desk: Desk, mirrors: Mirrors, command: str) -> None:
    desk.ended = CliRunner().invoke(casus, [command, "--data", str(mirrors.directory)], obj=house)


@given(parsers.re(r"somebody who has the key has put another log of (?P<size>\d+) entries in its place"))
def another_log(desk: Desk, mirrors: Mirrors, size: str) -> None:
    _signed_anew(desk, mirrors, lambda: somebody_put_another(desk, size))


@given(parsers.re(r"somebody who has the key has put the log back to (?P<size>\d+) entries"))
def put_back(desk: Desk, mirrors: Mirrors, size: str) -> None:
    _signed_anew(desk, mirrors, lambda: somebody_rolled_back(desk, size))


def _signed_anew(desk: Desk, mirrors: Mirrors, change: Callable[[], None]) -> None:
    """Casus itself refuses to sign that, so whoever does takes away what was signed first."""
    change()
    with pytest.raises(Forked):
        desk.services.proving.sign()
    nothing_was_signed(desk)
    assert desk.services.proving.sign()
    assert mirrors.address


@given("somebody has a log of their own")
def a_log_of_their_own(mirrors: Mirrors) -> None:
    mirrors.directory.mkdir(parents=True)
    with closing(Logs(mirrors.directory)) as logs:
        register(logs.open())


@given("another process follows the log into the same mirror")
def another_follows(mirrors: Mirrors) -> None:
    mirrors.directory.mkdir(parents=True)
    mirrors.room.enter_context(MirrorDirectory(mirrors.directory).alone())


@given("somebody has cut the mirror's log short")
def cut_short(mirrors: Mirrors) -> None:
    with closing(sqlite3.connect(mirrors.directory / "log.sqlite", isolation_level=None)) as db:
        db.execute("DROP TRIGGER entries_are_never_removed")
        db.execute("DELETE FROM entries WHERE position = 3")


@when(parsers.re(r'the mirror is asked for "(?P<name>[^"]+)"( as known at (?P<position>\d+))?'))
def the_mirror_is_asked(desk: Desk, mirrors: Mirrors, name: str, position: str | None) -> None:
    desk.before = desk.position
    desk.answer = mirrors.client.get(desk.path(name), params={"known_at": position} if position else {})


_SCOPE = {"kinds": ["battle"], "area": {"countries": ["SYR"]}, "period": "2018"}
_COMMANDS: dict[str, Callable[[Desk, Mirrors], tuple[str, dict[str, Any]]]] = {
    "a source": lambda *_: ("/sources", {"name": "Other", "kind": "news_agency"}),
    "a rating": lambda desk, _: (f"{desk.path('Agency')}/ratings", {"reliability": "B", "reason": "It erred."}),
    'the retraction of "clash"': lambda desk, _: (f"{desk.path('clash')}/retractions", {"reason": "It was none."}),
    "a claim": lambda desk, _: (
        "/claims",
        {
            "statement": "Nobody was killed.",
            "report_id": str(desk.ids["dispatch"][1]),
            "assertion": {
                "asserts": "toll",
                "toll": {"harm": "killed", "incidents": {"incident": str(desk.ids["clash"][1])}},
                "compared": {"relation": "exactly", "number": 0},
            },
        },
    ),
    "a coverage": lambda *_: ("/coverages", {**_SCOPE, "basis": "Its editors name every battle."}),
    "an import": lambda _, mirrors: ("/imports", _import(mirrors)),
}


def _import(mirrors: Mirrors) -> dict[str, Any]:
    table = CliRunner().invoke(casus, ["template"], obj=house).stdout_bytes
    digest = mirrors.client.post("/uploads", content=table, headers={"Content-Type": "text/csv"}).json()["sha256"]
    named = {"format": "casus-csv", "dataset": "ours", "release": "1", "published_at": "2018"}
    return {**named, "upload": digest, "publisher": {"name": "Us", "kind": "news_agency"}}


@when(parsers.re(r"the mirror is told to record (?P<what>.+)"))
def it_is_told(desk: Desk, mirrors: Mirrors, what: str) -> None:
    path, body = _COMMANDS[what](desk, mirrors)
    desk.before = desk.position
    desk.answer = mirrors.client.post(path, json=body, headers={"If-Match": '"1"'})
    assert entries_of(mirrors.directory) == entries_of(desk.directory)


@when("the mirror is to sign its log")
def it_is_to_sign(mirrors: Mirrors) -> None:
    mirrors.house.services.signing.once()


@then("nothing is signed, and no key is made")
def nothing_is_signed(mirrors: Mirrors) -> None:
    assert mirrors.house.services.proving.sign() is None
    assert mirrors.house.services.signing.alarm is None
    assert mirrors.client.get("/log/key").status_code == 200
    assert not (mirrors.directory / "log.key").exists()
    assert [it.name for it in (mirrors.directory / "checkpoints").iterdir()] == ["3"]


@when("the mirror is asked how it is")
def it_is_asked_how_it_is(desk: Desk, mirrors: Mirrors) -> None:
    assert mirrors.house.model.reach(mirrors.house.services.ledger.position_at(None), 30)
    desk.answer = mirrors.client.get("/health")


@then("it names the original's key, and no alarm is raised")
def it_names_its_key(desk: Desk, mirrors: Mirrors) -> None:
    told = desk.answer.json()
    assert told["alarm"] is told["mirror"]["fork"] is None
    assert mirrors.address not in desk.answer.text  # whoever has no token may ask this
    assert told["mirror"]["key"] == desk.client.get("/log/key").text.removesuffix("\n")


@then("it says since when, by the time that the proof was kept")
def it_says_since_when(desk: Desk, mirrors: Mirrors) -> None:
    since = datetime.fromisoformat(desk.answer.json()["mirror"]["fork"]["since"])
    [fork] = (mirrors.directory / "forks").iterdir()
    assert since.timestamp() == pytest.approx((fork / "README.txt").stat().st_mtime, abs=0.001)


@then("the mirror's log is the same, byte for byte")
def the_same(desk: Desk, mirrors: Mirrors) -> None:
    assert entries_of(mirrors.directory) == entries_of(desk.directory)


@then("the further mirror's log is the same, byte for byte")
def the_further_is_the_same(desk: Desk, mirrors: Mirrors) -> None:
    assert entries_of(mirrors.further) == entries_of(desk.directory)


@then("the mirror answers the same checkpoint, and the same key")
def the_same_checkpoint(desk: Desk, mirrors: Mirrors) -> None:
    for each in ("checkpoint", "key", "proofs/inclusion?position=2"):
        there = desk.client.get(f"/log/{each}")
        assert there.status_code == 200
        assert mirrors.client.get(f"/log/{each}").content == there.content


@then("it answers what the original does")
def it_answers_the_same(desk: Desk) -> None:
    assert desk.answer.status_code == 200
    assert desk.answer.json() == desk.client.get(desk.path("clash")).json()


@then("the refusal says where the original is")
def it_says_where(desk: Desk, mirrors: Mirrors) -> None:
    assert mirrors.address in desk.answer.json()["detail"]


@then(parsers.re(r"the mirror still has (?P<size>\d+) entries"))
def it_still_has(mirrors: Mirrors, size: str) -> None:
    assert len(entries_of(mirrors.directory)) == int(size)


@then("an outsider finds, with what the mirror kept alone, that the key has signed two logs")
def an_outsider_finds(mirrors: Mirrors) -> None:
    [fork] = (mirrors.directory / "forks").iterdir()
    found = outsider(fork)
    assert (found.returncode, found.stderr) == (0, "")
