"""A data directory that is a mirror: nothing records into it, from the moment that it is one."""

from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest

from application.mirroring import Mirrored
from application.proving import NotSignedYet
from domain.fact import Position
from domain.scales import Reliability
from features.checks.logs import draft, rate, register
from features.checks.mirrors import ADDRESS, Original, entries_of, follow
from features.desk import Desk
from infrastructure.mirror_directory import MirrorDirectory
from infrastructure.sqlite_file import UnsafeLog
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
