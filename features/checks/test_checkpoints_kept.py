"""What is kept of the log's checkpoints: seen at once, whoever keeps it, and refused where it was damaged."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from application.refusals import LogUnavailable
from features.checks.logs import Logs, register
from infrastructure.merkle.bundle_lines import Manifest
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.kept import Checkpoints
from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.notes import Note

KEY = SignerKey("casus/test", bytes(32))


def note(size: int) -> Note:
    return Note(Checkpoint(KEY.name, size, bytes(32)).text).signed(KEY)


@pytest.mark.parametrize("age", [0, 3_600], ids=["that has just changed", "that changed long ago"])
def test_what_another_process_keeps_is_listed_at_once_also_in_a_directory(tmp_path: Path, age: int) -> None:
    ours, theirs = Checkpoints(tmp_path), Checkpoints(tmp_path)
    theirs.keep(note(7))
    time = tmp_path.stat().st_mtime - age
    os.utime(tmp_path, (time, time))
    assert [*ours.sizes()] == [7]
    theirs.keep(note(30))
    if not age:
        os.utime(tmp_path, (time, time))  # on a file system that counts time in seconds
    assert [*ours.sizes()] == [7, 30]
    assert ours.last == 30


def test_a_checkpoint_that_was_damaged_is_refused(tmp_path: Path) -> None:
    with closing(Logs(tmp_path)) as logs:
        ledger = logs.open()
        services = logs.services(ledger)
        register(ledger)
        assert services.proving.sign()
        (tmp_path / "checkpoints" / "1").write_bytes(b"casus")
        for asked in (
            services.proving.checkpoint,
            lambda: services.proving.covering(ledger.position_at(None)),
            lambda: services.proving.inclusion(ledger.position_at(None)),
            lambda: services.proving.inclusion_text(ledger.position_at(None)),
            services.bundles.whole,
        ):
            with pytest.raises(LogUnavailable, match=r"checkpoint of 1 .*damaged"):
                asked()


def test_an_empty_file_is_no_time_stamp_in_a_bundle(tmp_path: Path) -> None:
    with closing(Logs(tmp_path)) as logs:
        services = logs.services(ledger := logs.open())
        register(ledger)
        assert services.proving.sign()
        (tmp_path / "checkpoints" / "1.tsr").touch()
        assert Manifest.parsed(next(services.bundles.whole())[:-1]).timestamp is None
