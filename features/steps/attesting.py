"""Steps about what others attest of a log: an authority by a time stamp, a witness by a cosignature."""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_bdd import given, parsers, then, when

from application.attesting import NotAttested
from features.checks.stamping_authority import NOT_HERE, Authority, is_here
from features.desk import Desk
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.kept import Checkpoints, signer
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.mirror_directory import MirrorDirectory, Original
from interface.command_line import casus
from interface.main import attested


@pytest.fixture
def others() -> Any:
    """The authority and the witness of a scenario."""
    return SimpleNamespace()


@given("an authority that gives time stamps")
def an_authority(others: Any, tmp_path: Path) -> None:
    if not is_here():
        pytest.skip(NOT_HERE)
    others.authority, others.other = Authority(tmp_path / "authority"), Authority(tmp_path / "other")


@given("a witness who has copied it")
def a_witness(desk: Desk, others: Any, tmp_path: Path) -> None:
    others.home = tmp_path / "witness"
    others.home.mkdir()
    copy = MirrorDirectory(others.home)
    copy.keep_original(Original("http://127.0.0.1", signer(desk.directory / "log.key").verifier))
    copy.checkpoints.keep(Note.parsed(desk.services.proving.checkpoint()))
    others.seen, others.key = attested(others.home).cosign(others.home / "own.key", "witness.org", datetime.now(UTC))


@when("the request for a time stamp is answered by it")
def it_is_answered(desk: Desk, others: Any) -> None:
    others.request = attested(desk.directory).request()
    others.at = attested(desk.directory).stamp(others.authority.answer(others.request), others.authority.root)


@when(parsers.re(r"the witness's cosignature is handed in( again)?"))
def it_is_handed_in(desk: Desk, others: Any) -> None:
    attested(desk.directory).cosigned(others.seen, others.key)


@given("the log's key is gone")
def its_key_is_gone(desk: Desk, others: Any) -> None:
    (desk.directory / "log.key").rename(others.home / "log.key")


@when("somebody changes the time in it")
def the_time_is_changed(desk: Desk, others: Any) -> None:
    path, key = desk.directory / "checkpoints" / "1", VerifierKey.parsed(others.key)
    note = Note.parsed(path.read_bytes())
    changed = [it if it.name != key.name else it._replace(value=bytes(8) + it.value[8:]) for it in note.signatures]
    path.write_bytes(note._replace(signatures=tuple(changed)).written)


@when(parsers.re(r"the (?P<what>bundle|data directory) is verified by (?P<whom>[^,]+)(?P<program>, for a program)?"))
def it_is_verified_by(desk: Desk, others: Any, tmp_path: Path, what: str, whom: str, program: str | None) -> None:
    path = desk.directory
    if what == "bundle":
        path = tmp_path / "bundle"
        path.write_bytes(desk.get("/log/bundle").content)
    options = [option for it in whom.split(" and ") for option in _trusting(desk, others, tmp_path, it)]
    desk.ended = CliRunner().invoke(casus, ["log", "verify", str(path), *options, *(["--json"] if program else [])])


def _trusting(desk: Desk, others: Any, directory: Path, whom: str) -> list[str]:
    roots, key = directory / "roots.pem", directory / "witness.vkey"
    match whom:
        case "nobody's word":
            return []
        case "roots that are nowhere":
            return ["--roots", str(directory / "nowhere")]
        case "the authority's roots" | "another authority's roots" | "roots that are none":
            trusted = {"the": "authority", "another": "other"}.get(whom.partition(" ")[0])
            roots.write_bytes(getattr(others, trusted).root if trusted else b"none")
            return ["--roots", str(roots)]
        case "the witness's key":
            key.write_text(f"{others.key}\n")
            return ["--witness", str(key)]
        case "another witness's key":
            return ["--witness", signer(directory / "other.key", "other.org").witness.vkey]
        case "the log's key as a witness's":
            return ["--witness", signer(desk.directory / "log.key").verifier.vkey]
    assert whom == "a witness's key that is none"
    return ["--witness", "nonsense"]


@then(parsers.re(r"the program is told of a stamp and of a cosignature of the checkpoint of (?P<size>\d+) entries"))
def the_program_is_told(desk: Desk, others: Any, size: str) -> None:
    told = json.loads(desk.ended.output)
    [stamp], [cosignature] = told["stamps"], told["cosignatures"]
    assert (stamp["size"], stamp["by"]) == (int(size), "CN=Authority")
    assert datetime.fromisoformat(stamp["at"]) == others.at
    assert (cosignature["size"], cosignature["by"]) == (int(size), others.key)
    assert abs((datetime.fromisoformat(cosignature["at"]) - datetime.now(UTC)).total_seconds()) < 3_600
    assert told["findings"] == []


@then(parsers.re(r'it prints a key of "(?P<origin>[^"]+)"'))
def it_prints_a_key(desk: Desk, origin: str) -> None:
    key = VerifierKey.parsed(desk.ended.output.removesuffix("\n"))
    assert key == signer(desk.directory / "log.key").verifier
    assert key.name == origin


@then(parsers.re(r"it prints a checkpoint of (?P<size>\d+) entries"))
def it_prints_a_checkpoint(desk: Desk, size: str) -> None:
    assert Checkpoint.parsed(Note.parsed(desk.ended.stdout_bytes).text).size == int(size)


@then(parsers.re(r"its answer is kept with the checkpoint of (?P<size>\d+) entries"))
def it_is_kept(desk: Desk, others: Any, size: str) -> None:
    kept = Checkpoints(desk.directory / "checkpoints").stamp(int(size))
    assert kept
    assert abs((others.at - datetime.now(UTC)).total_seconds()) < 3_600


@then("the answer of another authority is refused as NotAttested")
def another_is_refused(desk: Desk, others: Any) -> None:
    with pytest.raises(NotAttested):
        attested(desk.directory).stamp(others.other.answer(others.request), others.authority.root)


@then(parsers.re(r"the checkpoint of (?P<size>\d+) entries is signed by the log, and cosigned by the witness"))
def it_is_cosigned(desk: Desk, others: Any, size: str) -> None:
    note = Note.parsed(desk.get("/log/checkpoint", size=size).content)
    keys = [signer(desk.directory / "log.key").verifier, VerifierKey.parsed(others.key)]
    assert [it.key for it in note.attested(keys)] == keys
    assert len(note.signatures) == 2


@then("the cosignature is refused as NotAttested where it is said to be another's")
def it_is_anothers(desk: Desk, others: Any, tmp_path: Path) -> None:
    with pytest.raises(NotAttested):
        attested(desk.directory).cosigned(others.seen, signer(tmp_path / "another.key", "witness.org").witness.vkey)
    with pytest.raises(NotAttested):
        attested(desk.directory).cosigned(others.seen, signer(desk.directory / "log.key").verifier.vkey)


@then("it is refused as NotAttested where the checkpoint is another's")
def the_checkpoint_is_anothers(desk: Desk, others: Any) -> None:
    own = signer(others.home / "own.key")
    other = Note(Checkpoint("other.org", 1, bytes(32)).text).cosigned(own, 1).written
    with pytest.raises(NotAttested):
        attested(desk.directory).cosigned(other, others.key)
