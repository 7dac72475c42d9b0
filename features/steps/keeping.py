"""Steps about the read model: what happens to its file, and whether it keeps up with the log."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import duckdb
from pytest_bdd import given, parsers, then, when

from application.ledger import Ledger
from features.checks.logs import Logs, draft, register
from features.desk import Desk
from infrastructure.codec import Codec
from infrastructure.read_model.keeper import Keeper

LONG = 20.0
"""Seconds that nothing here takes, unless it never comes."""


@given("Casus is stopped")
def casus_is_stopped(desk: Desk) -> None:
    desk.model.close()


@given("Casus is started")
def casus_is_started(desk: Desk) -> None:
    desk.start()


@given("Casus is started, and the log can't be followed")
def it_cannot_follow(desk: Desk) -> None:
    desk.start(following=False)


@given(parsers.re(r"the read model (?P<what>is gone|is cut short|is overwritten .+|was made by .+|is of another log)"))
def it_is_not_right(desk: Desk, what: str) -> None:
    _HARM[what](desk.directory / "read.duckdb")


@given("the read model says what the log does not")
def it_says_otherwise(desk: Desk) -> None:
    _run(desk.directory / "read.duckdb", "UPDATE incident SET codes = 'Others'")


@given(parsers.re(r'another Casus records the source "(?P<name>[^"]+)" in the same log'))
def another_casus_records(desk: Desk, name: str) -> None:
    with closing(Ledger(desk.recorder(), Codec(), clock=desk.clock)) as ledger:
        register(ledger, name)


@when("the read model has come to the end of the log")
def it_has_come_to_the_end(desk: Desk) -> None:
    assert desk.model.reach(desk.services.ledger.position_at(None), LONG), desk.model.progress()


@when("the read model is there again")
def it_is_there_again(desk: Desk) -> None:
    _wait((desk.directory / "read.duckdb").exists)
    it_has_come_to_the_end(desk)


@when("the read model has stopped")
def it_has_stopped(desk: Desk) -> None:
    _wait(lambda: desk.model.progress().state == "stopped")


@then("the read model is what the log says")
def it_is_what_the_log_says(desk: Desk) -> None:
    desk.model.close()
    assert desk.model.check(lambda _: None) == []


@then("the answer says when to ask again")
def it_says_when(desk: Desk) -> None:
    assert int(desk.answer.headers["Retry-After"]) > 0


def _wait(condition: Callable[[], bool]) -> None:
    until = monotonic() + LONG
    while not condition():
        assert monotonic() < until
        sleep(0.01)


def _run(path: Path, sql: str) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute(sql)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _overwrite(path: Path) -> None:
    path.write_bytes(b"Not a read model at all. " * 1_000)


def _outdate(path: Path) -> None:
    _run(path, "UPDATE made_by SET version = 'of old'")


def _exchange(path: Path) -> None:
    """Puts the read model of a log of other entries, as many, in its place."""
    with TemporaryDirectory() as directory, closing(Logs(Path(directory))) as logs:
        ledger = logs.open()
        ledger.append([draft(number) for number in range(1, 4)])
        with closing(Keeper(ledger, Path(directory) / "other.duckdb")) as model:
            model.rebuild(lambda _: None)
        shutil.copy(Path(directory) / "other.duckdb", path)


_HARM: Mapping[str, Callable[[Path], None]] = {
    "is gone": Path.unlink,
    "is cut short": _cut_short,
    "is overwritten with something else": _overwrite,
    "was made by another version": _outdate,
    "is of another log": _exchange,
}
