"""A data directory that is a mirror: nothing records into it, from the moment that it is one."""

from contextlib import ExitStack, closing, suppress
from pathlib import Path
from time import sleep
from uuid import UUID

import pytest
from click.testing import CliRunner

from application.mirroring import Mirrored
from application.proving import NotSignedYet
from application.read_model import Following
from application.recording import StoredDraft
from application.refusals import LogUnavailable
from domain.fact import Position
from domain.scales import Reliability
from features.checks.logs import Logs, draft, rate, register
from features.checks.mirrors import ADDRESS, Original, entries_of, follow
from features.checks.test_serving import served
from features.desk import Desk
from features.mirrored import Mirrors
from infrastructure.mirror_directory import MirrorDirectory
from infrastructure.sqlite_file import UnsafeLog
from interface.command_line import casus
from interface.main import house
from interface.problems import MEDIA_TYPE

RECORDS_NOTHING = {"/claims/check", "/imports/previews", "/uploads"}


def test_every_command_lists_that_a_mirror_takes_none(desk: Desk) -> None:
    for path, methods in desk.app.openapi()["paths"].items():
        if "post" in methods and path not in RECORDS_NOTHING:
            refusals = methods["post"]["responses"]["403"]["content"][MEDIA_TYPE]["examples"]
            assert "Mirrored" in refusals, path


def test_a_house_that_is_open_already_takes_nothing_once_its_directory_is_a_mirror(tmp_path: Path) -> None:
    original = Original(tmp_path / "original")
    original.grow([2, 1])
    with house(tmp_path / "copy") as it:
        ledger = it.services.ledger
        follow(original.answers, tmp_path / "copy")
        with pytest.raises(Mirrored):
            ledger.append([draft(9)])
        with pytest.raises(Mirrored, match=ADDRESS):
            register(ledger)
        with pytest.raises(Mirrored):  # whatever else might be said of it
            rate(ledger, UUID(int=404), next(iter(Reliability)), expecting=9)
        assert len(ledger.stored(Position(0), 10)) == 3
        assert it.services.proving.sign() is None
        assert it.services.proving.key() == original.vkey
        assert it.services.proving.checkpoint() == original.services.proving.checkpoint()
        with pytest.raises(NotSignedYet):
            it.services.proving.checkpoint(2)
        with suppress(NotSignedYet):
            assert [*it.services.proving.bundle(Position(3), "log", None)]
    assert entries_of(tmp_path / "copy") == entries_of(original.directory)
    assert not (tmp_path / "copy/log.key").exists()
    original.logs.close()


def test_served_it_says_first_that_it_is_a_mirror_of_whom_and_how_far(tmp_path: Path) -> None:
    original = Original(tmp_path / "original")
    original.grow([2, 1])
    follow(original.answers, tmp_path / "copy")
    name = original.vkey.partition("+")[0]
    with served(tmp_path / "copy", "--port", "0") as (process, _):
        assert process.stdout
        assert process.stdout.readline() == (
            f"It is a mirror of the log at {ADDRESS} ({name}), up to position 3, and takes no commands.\n"
        )
    MirrorDirectory(tmp_path / "copy").keep_fork("3-5", {"README.txt": b"THE LOG WAS FORKED.\n\nMore.\n"})
    with served(tmp_path / "copy", "--port", "0") as (process, _):
        assert process.stdout
        process.stdout.readline()
        said = process.stdout.readline()
    assert said.startswith("The log was forked. Since 20")
    assert said.endswith("Z nothing is copied any more: forks/3-5 shows why.\n")
    original.logs.close()


def test_whoever_serves_a_log_of_their_own_says_nothing_of_mirrors(tmp_path: Path) -> None:
    with served(tmp_path, "--port", "0") as (process, _):
        assert process.stdout
        assert "No token exists" in process.stdout.readline()
    with house(tmp_path) as it:
        assert it.services.mirror() is None


@pytest.mark.parametrize("what", ["mirror.json", "forks/3-5/README.txt"])
def test_what_can_not_be_told_of_it_is_said_to_be_so(tmp_path: Path, what: str) -> None:
    original = Original(tmp_path / "original")
    original.grow([1])
    follow(original.answers, tmp_path / "copy")
    MirrorDirectory(tmp_path / "copy").keep_fork("3-5", {"README.txt": b"THE LOG WAS FORKED.\n"})
    with house(tmp_path / "copy") as it:
        assert it.services.mirror()
        (tmp_path / "copy" / what).unlink()
        (tmp_path / "copy" / what).mkdir()
        with pytest.raises(LogUnavailable, match="can't be told"):
            it.services.mirror()
    original.logs.close()


def test_also_where_questions_are_not_answered_any_more_it_tells_how_it_stands(tmp_path: Path) -> None:
    original = Original(tmp_path / "original")
    original.ledger.recorder.insert_events(
        [StoredDraft(UUID(int=1), 1, "SourceProphesied", b"{}", 1, "of a later Casus", UUID(int=2))]
    )
    original.grow([])
    follow(original.answers, tmp_path / "copy")
    with ExitStack() as room:
        mirrors = Mirrors(tmp_path / "copy", room)
        while mirrors.house.model.progress().state != Following.STOPPED:
            sleep(0.01)
        answer = mirrors.client.get("/health")
        assert (answer.status_code, answer.json()["status"]) == (503, 503)
        assert answer.json()["mirror"] == {"key": original.vkey, "signed": 1, "fork": None}
        assert answer.json()["alarm"] is None
    original.logs.close()


def test_a_command_is_refused_as_ever_while_another_process_copies_into_the_mirror(tmp_path: Path) -> None:
    original = Original(tmp_path / "original")
    original.grow([1])
    follow(original.answers, tmp_path / "copy")
    with closing(Logs(tmp_path / "copy")) as copy, copy.held():
        said = CliRunner().invoke(casus, ["demo", "--data", str(tmp_path / "copy")], obj=house)
    assert (said.exit_code, "Mirrored: " in said.output) == (2, True), said
    original.logs.close()


def test_a_mirror_holds_nothing_of_a_log_at_an_address(tmp_path: Path) -> None:
    original = Original(tmp_path / "original")
    original.grow([1])
    follow(original.answers, tmp_path / "copy")
    with pytest.raises(UnsafeLog, match="is the mirror of another log"), house(tmp_path / "copy", "postgresql://x/y"):
        pass
    original.logs.close()


@pytest.mark.parametrize("what", ["", "[]", "{}", '{"original": "http://a", "key": "none"}', '{"original'])
def test_what_says_whose_copy_it_is_is_not_passed_over_when_it_is_damaged(tmp_path: Path, what: str) -> None:
    (tmp_path / "mirror.json").write_text(what)
    with pytest.raises(UnsafeLog):
        _ = MirrorDirectory(tmp_path).original
