"""A data directory verified: the first wrong entry is named, whatever was done to its file, and nothing crashes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from application.verifying import NotVerifiable
from domain.scales import Reliability
from features.checks.logs import draft, rated
from features.checks.signed_directories import signed_in, verified
from infrastructure.merkle.kept import signer
from interface.main import LOG, key_of

SIZE = 700


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 700 entries, signed at 100, 400 and 700."""
    drafts = [(draft(it), draft(it, 2, rated(Reliability.UNRELIABLE))) for it in range(1, SIZE, 2)]
    return signed_in(tmp_path_factory.mktemp("signed"), drafts, {100, 400, SIZE})


@pytest.fixture
def directory(made: Path, tmp_path: Path) -> Path:
    return copytree(made, tmp_path / "copy")


def first(directory: Path) -> int | None:
    return next((it.position for it in verified(directory).findings if it.position), None)


def tampered(directory: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(directory / LOG)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return directory


def test_what_nobody_touched_is_right(directory: Path) -> None:
    found = verified(directory)
    assert (found.findings, found.size) == ([], SIZE)
    assert verified(directory, signer(key_of(directory)).verifier.vkey).mind == []
    assert verified(directory, None, directory / "checkpoints" / "400").findings == []


@pytest.mark.parametrize("position", [1, 256, 257, 401, SIZE])
@pytest.mark.parametrize(
    "change",
    [
        "content = content || ' '",
        "stream = '00000000-0000-0000-0000-0000000fffff'",
        "fact = 'SourceRegistereD'",
        "recorded_by = 'Omar'",
        "cause = upper('6f9619ff-8b86-4d01-b42d-00cf4fc964ff')",
        "recorded_at = replace(recorded_at, 'T', ' ')",
        "recorded_at = '2018-03-01T09:00:00.000000Z'",
        "recorded_at = 'never'",
        "form = 2",
        "version = 9",
    ],
)
def test_an_entry_that_was_changed_is_named(directory: Path, position: int, change: str) -> None:
    assert first(tampered(directory, f"UPDATE entries SET {change} WHERE position = {position}")) == position


@pytest.mark.parametrize("position", [1, 300, SIZE])
def test_an_entry_that_was_deleted_is_named(directory: Path, position: int) -> None:
    assert first(tampered(directory, f"DELETE FROM entries WHERE position = {position}")) == position


def test_a_deleted_entry_is_named_though_the_others_moved_up(directory: Path) -> None:
    tampered(directory, "DELETE FROM entries WHERE position = 300")
    moved = [f"UPDATE entries SET position = {it - 1} WHERE position = {it}" for it in range(301, SIZE + 1)]
    assert first(tampered(directory, *moved)) == 300


def test_swapped_entries_are_named(directory: Path) -> None:
    steps = ((300, 10_000), (500, 300), (10_000, 500))
    assert (
        first(tampered(directory, *(f"UPDATE entries SET position = {b} WHERE position = {a}" for a, b in steps)))
        == 300
    )


def test_an_entry_that_was_added_is_named(directory: Path) -> None:
    copied = (
        "SELECT 701, stream, 3, recorded_at, recorded_by, cause, fact, form, content FROM entries WHERE position = 700"
    )
    assert first(tampered(directory, f"INSERT INTO entries {copied}")) == 701


def test_a_log_that_was_rolled_back_is_found(directory: Path) -> None:
    gone = ["DELETE FROM entries WHERE position > 650", "DELETE FROM hashes WHERE level = 0 AND number >= 650"]
    found = verified(tampered(directory, *gone))
    assert "rolled back" in found.findings[0].words
    tampered(
        directory, "DELETE FROM entries WHERE position > 90", "DELETE FROM hashes WHERE level = 0 AND number >= 90"
    )
    assert [it for it in verified(directory).findings if "rolled back" in it.words]


def test_hashes_that_were_changed_are_found(directory: Path) -> None:
    found = verified(tampered(directory, "UPDATE hashes SET hash = zeroblob(32) WHERE level = 0 AND number = 299"))
    assert [it.position for it in found.findings if it.position] == [300]
    assert "is what was signed" in found.findings[0].words


def test_hashes_of_a_higher_level_that_were_changed_are_found(directory: Path) -> None:
    found = verified(tampered(directory, "UPDATE hashes SET hash = zeroblob(32) WHERE level = 1 AND number = 1"))
    assert "257 to 512" in found.findings[0].words


def test_a_checkpoint_that_was_signed_anew_or_changed_is_found(directory: Path) -> None:
    key = signer(key_of(directory)).verifier.vkey
    key_of(directory).unlink()
    other = signer(key_of(directory), key.partition("+")[0]).verifier.vkey
    assert verified(directory, key).findings == []
    assert len(verified(directory, other).findings) == 3
    path = directory / "checkpoints" / "400"
    path.write_bytes(path.read_bytes().replace(b"400", b"401"))
    assert len(verified(directory, key).findings) == 1
    path.write_bytes(b"nothing")
    assert len(verified(directory, key).findings) == 1


def test_where_no_key_is_it_is_said_how_little_is_proved(directory: Path) -> None:
    key_of(directory).unlink()
    found = verified(directory)
    assert found.findings == []
    assert "no key" in found.mind[0]
    assert not key_of(directory).exists()


def test_where_no_log_is_nothing_is_verified(tmp_path: Path) -> None:
    with pytest.raises(NotVerifiable):
        verified(tmp_path)
    with pytest.raises(NotVerifiable):
        verified(tmp_path / "nowhere")


def entries(directory: Path) -> object:
    """All that can be read of the entries, or why it can't."""
    try:
        with closing(sqlite3.connect(f"file:{directory / LOG}?mode=ro&immutable=1", uri=True)) as db:
            db.text_factory = bytes
            return db.execute("SELECT * FROM entries ORDER BY position").fetchall()
    except sqlite3.Error as error:
        return str(error)


@pytest.mark.parametrize("seed", range(60))
def test_a_flipped_bit_is_found_wherever_it_changes_an_entry(directory: Path, seed: int) -> None:
    tampered(directory)
    before = entries(directory)
    path, random = directory / LOG, Random(seed)
    file = bytearray(path.read_bytes())
    file[random.randrange(len(file))] ^= 1 << random.randrange(8)
    path.write_bytes(file)
    changed = entries(directory) != before
    found = verified(directory)
    assert found.findings or not changed


FAULTS: list[Callable[[bytes], bytes]] = [
    lambda it: it[:0],
    lambda it: it[: len(it) // 2],
    lambda it: it[:100],
    lambda it: it[: len(it) // 3] + bytes(len(it) - len(it) // 3),
    lambda it: b"x" * len(it),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_damaged_is_told_of(directory: Path, fault: Callable[[bytes], bytes]) -> None:
    tampered(directory)
    path = directory / LOG
    path.write_bytes(fault(path.read_bytes()))
    assert verified(directory).findings
