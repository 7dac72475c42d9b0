"""Disks that flip a bit: whatever entry then reads otherwise, or not at all, the verifier names."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from application.verifying import NotVerifiable
from features.checks.faults.faulty import chance, cycles, tell
from features.checks.faults.nursery import drafts_of
from features.checks.logs import Logs
from infrastructure.merkle.kept import signer
from infrastructure.sqlite_file import FAILURES, UnsafeLog
from infrastructure.verifying import Verifier
from interface.main import LOG, key_of, tree_of

Rows = Sequence[tuple[Any, ...]]
STREAMS = "stream, version"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A signed log, as it lies on the disk while it is open: a part of it still in the write-ahead log."""
    live, sound, random = tmp_path / "live", tmp_path / "sound", chance("what is recorded")
    live.mkdir()
    with closing(Logs(live)) as logs:
        ledger = logs.open()
        tree = tree_of(ledger, live)
        while ledger.position_at(None) < 700:
            ledger.append(drafts_of(random))
            if not random.randrange(99):
                tree.sign()
        with closing(sqlite3.connect(logs.path)) as db:
            db.execute("PRAGMA wal_checkpoint(FULL)")
        for _ in range(60):
            ledger.append(drafts_of(random))
        tree.sign()
        shutil.copytree(live, sound, ignore=shutil.ignore_patterns("*-shm"))
    return sound


def rows_of(data: Path, order: str = "position") -> Rows:
    """All entries, in the order of the table or, as streams are read, of its index."""
    with closing(sqlite3.connect(data / LOG)) as db:
        db.text_factory = bytes
        return db.execute(f"SELECT * FROM entries ORDER BY {order}").fetchall()


def index_is_named(data: Path) -> bool:
    """Whether SQLite itself says that an index is not that of the table."""
    with closing(sqlite3.connect(data / LOG)) as db:
        try:
            return db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        except FAILURES:
            return True


def flipped(data: Path, random: Random) -> str:
    """Flips one bit of one file; larger files are hit more often, but for checkpoints, of which one is every tenth."""
    files = [it for it in data.iterdir() if it.name.startswith("log.sqlite")]
    sizes = [it.stat().st_size for it in files]
    hit = random.choices(files, sizes)[0]
    if not random.randrange(10):
        hit = random.choice([*(data / "checkpoints").iterdir()])
    content = bytearray(hit.read_bytes())
    if not content:
        return f"nothing of {hit.name}"
    at, bit = random.randrange(len(content)), random.randrange(8)
    content[at] ^= 1 << bit
    hit.write_bytes(content)
    return f"bit {bit} of byte {at} of {hit.name}"


def named(data: Path, key: str) -> tuple[bool, Sequence[int]]:
    """Whether the verifier finds anything wrong, and which entries it names."""
    try:
        found = Verifier(LOG, key_of)(data, key, None)
    except (NotVerifiable, UnsafeLog):
        return True, ()
    positions = [
        it for each in found.findings if each.position for it in range(each.position, (each.until or each.position) + 1)
    ]
    return bool(found.findings), positions


def test_every_flipped_bit_that_changes_an_entry_is_named(sound: Path, tmp_path: Path) -> None:
    random = chance("one bit")
    key = signer(sound / "log.key").verifier.vkey
    whole, in_streams = rows_of(sound), rows_of(sound, STREAMS)
    changed, hidden, unreadable, noticed = 0, 0, 0, 0
    assert named(sound, key) == (False, [])
    for turn in range(turns := cycles(20, 200)):
        data = tmp_path / f"flipped {turn}"
        shutil.copytree(sound, data)
        where = flipped(data, random)
        wrong, positions = named(data, key)
        noticed += wrong
        try:
            rows, by_index = rows_of(data), rows_of(data, STREAMS)
        except FAILURES:
            unreadable += 1
            assert wrong or index_is_named(data), where
        else:
            if rows != whole:
                changed += 1
                assert wrong, where
                assert len(rows) != len(whole) or first_other(rows, whole) in positions, where
            elif by_index != in_streams:
                hidden += 1
                assert wrong or index_is_named(data), where
        shutil.rmtree(data)
    tell(
        f"one flipped bit: {turns} copies, {changed} read otherwise, {hidden} by an index only, "
        f"{unreadable} can't be read, {noticed} noticed by the verifier"
    )
    assert changed


def first_other(rows: Rows, whole: Rows) -> int:
    """The position of the first entry that reads otherwise."""
    return next(int(other[0]) for one, other in zip(rows, whole, strict=True) if one != other)
