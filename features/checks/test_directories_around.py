"""A data directory verified: what stands around the entries (schema, other rows, checkpoints, files), and odd rows."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from application.verifying import NotVerifiable, Verified
from features.checks.logs import NOON, Logs, draft
from features.checks.signed_directories import signed_in, verified
from infrastructure.merkle.kept import signer
from infrastructure.merkle.keys import SignerKey
from infrastructure.sqlite import SQLiteRecorder
from infrastructure.sqlite_file import UnsafeLog
from interface.main import LOG, key_of

SIZE = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 300 entries, signed at 100 and 300."""
    drafts = [[draft(it)] for it in range(1, SIZE + 1)]
    return signed_in(tmp_path_factory.mktemp("signed"), drafts, {100, SIZE})


@pytest.fixture
def directory(made: Path, tmp_path: Path) -> Path:
    return copytree(made, tmp_path / "copy")


def key(directory: Path) -> str:
    return signer(key_of(directory)).verifier.vkey


def tampered(directory: Path, *statements: str) -> Verified:
    """What is found once somebody has had these statements carried out, with no trigger in their way or missing."""
    with closing(sqlite3.connect(directory / LOG)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in triggers:
            db.execute(sql)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return verified(directory)


def test_a_time_that_is_told_in_another_zone_is_named_though_it_is_the_same_instant(directory: Path) -> None:
    change = "recorded_at = replace(replace(recorded_at, 'T12', 'T14'), 'Z', '+02:00')"
    found = tampered(directory, f"UPDATE entries SET {change} WHERE position = 200")
    assert [it.position for it in found.findings] == [200]


def test_content_that_is_kept_as_something_else_than_text_is_named(directory: Path) -> None:
    found = tampered(
        directory,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'entries'",
        "PRAGMA writable_schema = RESET",
        "UPDATE entries SET content = CAST(content AS BLOB) WHERE position = 200",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'entries'",
        "PRAGMA writable_schema = RESET",
    )
    assert found.findings[0].position == 200


@pytest.mark.parametrize("position", [301, 1 << 62])
def test_an_entry_far_from_the_others_is_told_of_at_once(directory: Path, position: int) -> None:
    found = tampered(directory, f"UPDATE entries SET position = {position} WHERE position = 200")
    assert found.findings[0].position == 200
    assert "missing" in found.findings[0].words


def test_an_entry_before_the_first_is_named(directory: Path) -> None:
    for position in (0, -1):
        found = tampered(directory, f"UPDATE entries SET position = {position} WHERE position <= 0 OR position = 200")
        assert found.findings[0].position == position


@pytest.mark.parametrize("level", [-1, 2, 9])
def test_hashes_of_a_level_that_the_tree_has_not_are_told_of(directory: Path, level: int) -> None:
    found = tampered(directory, f"INSERT INTO hashes VALUES ({level}, 0, zeroblob(32))")
    assert [it.position for it in found.findings] == [None]
    assert "hashes" in found.findings[0].words


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER entries_are_never_changed",
        "CREATE TRIGGER more AFTER INSERT ON entries BEGIN DELETE FROM answers; END",
        "DROP INDEX openings",
        "DROP TABLE answers",
    ],
)
def test_a_file_that_does_not_keep_the_log_as_casus_has_it_is_told_of(directory: Path, change: str) -> None:
    with closing(sqlite3.connect(directory / LOG)) as db:
        db.execute(change)
    found = verified(directory)
    assert [it.position for it in found.findings] == [None]
    assert change.split()[2] in found.findings[0].words


def test_entries_that_a_view_shows_are_none(directory: Path) -> None:
    with closing(sqlite3.connect(directory / LOG)) as db:
        db.execute("PRAGMA legacy_alter_table = ON")
        db.execute("ALTER TABLE entries RENAME TO others")
        db.execute("CREATE VIEW entries AS SELECT * FROM others")
    found = verified(directory)
    assert "entries" in found.findings[0].words
    assert found.size == 0


def test_a_file_that_is_no_log_of_this_form_is_told_apart_from_a_damaged_one(directory: Path) -> None:
    log = directory / LOG
    with closing(sqlite3.connect(log)) as db:
        db.execute("PRAGMA user_version = 1")
    assert "form 1" in verified(directory).findings[0].words
    log.unlink()
    with closing(sqlite3.connect(log)) as db:
        db.execute("CREATE TABLE notes (note TEXT)")
    assert "no log" in verified(directory).findings[0].words


def test_what_stands_where_a_checkpoint_should_is_told_of(directory: Path) -> None:
    note = directory / "checkpoints" / "100"
    note.unlink()
    note.mkdir()
    found = verified(directory)
    assert ["checkpoint of 100" in it.words for it in found.findings] == [True]
    note.rmdir()
    note.symlink_to(directory / "nowhere")
    assert ["checkpoint of 100" in it.words for it in verified(directory).findings] == [True]


def test_where_the_key_that_is_asked_for_has_signed_nothing_that_is_wrong(directory: Path) -> None:
    trusted = key(directory)
    for note in (directory / "checkpoints").iterdir():
        note.unlink()
    assert verified(directory).findings == []  # the key beside it may not have signed yet, which is said
    assert "nothing is signed" in verified(directory, trusted).findings[0].words.lower()


def test_a_checkpoint_that_was_kept_is_never_passed_over(directory: Path) -> None:
    kept = directory / "checkpoints" / "100"
    key_of(directory).unlink()
    with pytest.raises(NotVerifiable):
        verified(directory, None, kept)


def test_a_transaction_that_a_crash_left_in_the_file_is_not_taken_for_the_log(directory: Path, tmp_path: Path) -> None:
    """Who opens the log rolls it back, by the journal beside it; who may not write can't."""
    crashed = tmp_path / "crashed"
    with closing(sqlite3.connect(directory / LOG, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO answers SELECT position, position, hex(randomblob(1000)), 1 FROM entries")
        copytree(directory, crashed)
        db.execute("ROLLBACK")
    assert (crashed / f"{LOG}-journal").stat().st_size
    assert f"{LOG}-journal" in verified(crashed).findings[0].words
    assert verified(directory).findings == []


def test_what_is_kept_of_another_log_does_not_crash_it(directory: Path) -> None:
    (directory / "mirror.json").write_bytes(b"[" * 100_000)
    with pytest.raises(NotVerifiable):
        verified(directory)


def test_a_schema_that_is_no_longer_text_is_told(directory: Path) -> None:
    path = directory / LOG
    path.write_bytes(path.read_bytes().replace(b"CREATE TRIGGER", b"CREATE \xd5RIGGER", 1))
    assert "can't be read" in verified(directory).findings[0].words
    with pytest.raises(UnsafeLog, match="can't be opened"):
        SQLiteRecorder(path, lambda: NOON)


def test_a_log_without_entries_is_not_what_a_key_has_signed(tmp_path: Path) -> None:
    with closing(Logs(tmp_path)) as logs:
        logs.open()
    assert not verified(tmp_path).findings
    assert verified(tmp_path, SignerKey("casus/test", bytes(32)).verifier.vkey).findings
