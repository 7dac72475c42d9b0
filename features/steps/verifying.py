"""Steps about bundles: what is handed on, what somebody does to it, and what an outsider finds."""

from dataclasses import replace
from pathlib import Path
from shutil import rmtree

from click.testing import CliRunner
from pytest_bdd import given, parsers, then, when

from application.cloud_events import entry_of, event
from features.checks.bundles import Found, found, lines_of, number_of
from features.desk import Desk
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.kept import signer
from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.notes import Note
from interface.command_line import casus
from interface.main import house


@given("the log was signed, and somebody kept the checkpoint")
def somebody_kept_it(desk: Desk) -> None:
    note = desk.services.proving.sign()
    assert note
    _kept(desk).write_bytes(note)


@given("somebody kept a checkpoint of another log")
def somebody_kept_another(desk: Desk) -> None:
    note = Note(Checkpoint("another/log", 1, bytes(32)).text).signed(SignerKey("another/log", bytes(32)))
    _kept(desk).write_bytes(note.written)


@given("it was signed anew, as if nothing had been signed before")
def it_was_signed_anew(desk: Desk) -> None:
    rmtree(desk.directory / "checkpoints")
    assert desk.services.proving.sign()


@when("a bundle of the log is asked for")
def a_bundle_of_the_log(desk: Desk) -> None:
    desk.get("/log/bundle")
    _bundle(desk).write_bytes(desk.answer.content)


@when(parsers.re(r'a bundle of "(?P<name>[^"]+)" is asked for'))
def a_bundle_of(desk: Desk, name: str) -> None:
    desk.get("/log/bundle", incident=str(desk.ids[name][1]))
    _bundle(desk).write_bytes(desk.answer.content)


@when(parsers.re(r'a bundle of "(?P<name>[^"]+)" since that checkpoint is asked for'))
def a_bundle_since(desk: Desk, name: str) -> None:
    size = Checkpoint.parsed(Note.parsed(_kept(desk).read_bytes()).text).size
    a_bundle_since_so_many(desk, name, size)
    _bundle(desk).write_bytes(desk.answer.content)


@when(parsers.re(r'a bundle of "(?P<name>[^"]+)" since (?P<size>\d+) entry is asked for'))
def a_bundle_since_so_many(desk: Desk, name: str, size: object) -> None:
    desk.get("/log/bundle", incident=str(desk.ids[name][1]), since=str(size))


@when("a bundle since that checkpoint is written")
def a_bundle_is_written(desk: Desk) -> None:
    command = ["log", "bundle", "--data", str(desk.directory), "--since", str(_kept(desk)), "--output"]
    _bundle(desk).unlink(missing_ok=True)
    desk.ended = CliRunner().invoke(casus, [*command, str(_bundle(desk))], obj=house)


@when(parsers.re(r"somebody changes entry (?P<position>\d+) in it"))
def somebody_changes(desk: Desk, position: str) -> None:
    lines, at = _lines(desk, position)
    lines[at] = event(replace(entry_of(lines[at][:-1]), recorded_by="Nobody")) + b"\n"
    _bundle(desk).write_bytes(b"".join(lines))


@when(parsers.re(r"somebody removes entry (?P<position>\d+) in it"))
def somebody_removes(desk: Desk, position: str) -> None:
    lines, at = _lines(desk, position)
    _bundle(desk).write_bytes(b"".join([*lines[:at], *lines[at + 1 :]]))


@when(parsers.re(r"somebody repeats entry (?P<position>\d+) in it"))
def somebody_repeats(desk: Desk, position: str) -> None:
    lines, at = _lines(desk, position)
    _bundle(desk).write_bytes(b"".join([*lines[: at + 1], *lines[at:]]))


@when(parsers.re(r"somebody swaps entries (?P<one>\d+) and (?P<other>\d+) in it"))
def somebody_swaps(desk: Desk, one: str, other: str) -> None:
    lines, first = _lines(desk, one)
    second = number_of(lines, int(other))
    lines[first], lines[second] = lines[second], lines[first]
    _bundle(desk).write_bytes(b"".join(lines))


@when("the data directory is verified")
def the_directory_is_verified(desk: Desk) -> None:
    desk.ended = CliRunner().invoke(casus, ["log", "verify", str(desk.directory)])


@when(parsers.re(r'the data directory is verified with the key "(?P<key>[^"]+)"'))
def the_directory_is_verified_with(desk: Desk, key: str) -> None:
    desk.ended = CliRunner().invoke(casus, ["log", "verify", str(desk.directory), "--key", key])


@then(parsers.re(r"both verifiers find that it holds (?P<count>\d+) entries, and nothing wrong"))
def both_find_nothing(desk: Desk, count: str) -> None:
    assert desk.answer.headers["content-type"] == "application/x-ndjson"
    it = _found(desk)
    assert it.right, it.words
    assert _bundle(desk).read_bytes().count(b'{"specversion":"1.0"') == int(count)


@then(parsers.re(r"both verifiers name entry (?P<position>\d+) as the first that is wrong"))
def both_name(desk: Desk, position: str) -> None:
    it = _found(desk)
    assert (it.first, it.first_by_hand) == (int(position), int(position)), it.words


@then("both verifiers find by the checkpoint that was kept that it was rolled back")
def both_find_that_it_was_rolled_back(desk: Desk) -> None:
    it = found(_bundle(desk).read_bytes(), None, _kept(desk).read_bytes())
    assert it.wrong
    assert it.words.count("rolled back") == 2


@then("both verifiers find by the checkpoint that was kept that nothing is wrong")
def both_find_by_the_checkpoint(desk: Desk) -> None:
    it = found(_bundle(desk).read_bytes(), signer(desk.directory / "log.key").verifier, _kept(desk).read_bytes())
    assert it.right, it.words


@then(parsers.re(r'verified on the command line it ends in (?P<code>\d), saying "(?P<words>[^"]+)"'))
def verified_on_the_command_line(desk: Desk, code: str, words: str) -> None:
    key = signer(desk.directory / "log.key").verifier.vkey
    _ends(desk, ["log", "verify", str(_bundle(desk)), "--key", key], int(code), words)


@then(parsers.re(r'verified without the key it ends in (?P<code>\d), saying "(?P<words>[^"]+)"'))
def verified_without_the_key(desk: Desk, code: str, words: str) -> None:
    _ends(desk, ["log", "verify", str(_bundle(desk))], int(code), words)


def _ends(desk: Desk, command: list[str], code: int, words: str) -> None:
    ended = CliRunner().invoke(casus, command)
    assert (ended.exit_code, words in ended.output) == (code, True), ended.output


def _found(desk: Desk) -> Found:
    return found(_bundle(desk).read_bytes(), signer(desk.directory / "log.key").verifier)


def _lines(desk: Desk, position: str) -> tuple[list[bytes], int]:
    lines = lines_of(_bundle(desk).read_bytes())
    return lines, number_of(lines, int(position))


def _bundle(desk: Desk) -> Path:
    return desk.directory / "bundle"


def _kept(desk: Desk) -> Path:
    return desk.directory / "kept"
