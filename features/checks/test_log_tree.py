"""The tree in the log: it grows with every append, in the same transaction, and is that of the stored bytes."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.ledger import Ledger
from application.recording import Changed
from domain.fact import Position
from features.checks.logs import Logs, draft, everywhere
from features.checks.merkle_trees import Recursive
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.tree import root

WITHOUT_TREE = (
    "DROP TRIGGER hashes_are_never_changed",
    "DROP TRIGGER hashes_are_never_removed",
    "DROP TRIGGER hashes_are_only_appended",
    "DROP TABLE hashes",
    "PRAGMA user_version = 1",
)


def append(ledger: Ledger, count: int) -> None:
    """So many entries in one transaction."""
    before = ledger.position_at(None)
    ledger.append([draft(before + it + 1) for it in range(count)])


def is_the_tree(ledger: Ledger) -> bool:
    """Whether the root at some sizes is that of RFC 9162's definition, over the leaves of the stored entries."""
    stored = ledger.stored(Position(0), 10_000)
    tree = Recursive([hash_of(it) for it in stored])
    sizes = {*range(0, len(stored) + 1, 97), len(stored)}
    return all(root(ledger.recorder, size) == tree.mth(0, size) for size in sizes)


def hashes(ledger: Ledger) -> Sequence[Sequence[bytes]]:
    return [ledger.recorder.hashes(level, 0, 100_000) for level in range(4)]


@settings(max_examples=10)
@given(st.lists(st.one_of(st.integers(1, 3), st.sampled_from([100, 255, 256, 257, 600])), max_size=5))
def test_it_is_the_tree_of_what_is_stored_however_it_was_appended(batches: Sequence[int]) -> None:
    with TemporaryDirectory() as directory, closing(Logs(Path(directory))) as logs:
        ledger = logs.open()
        for count in batches:
            append(ledger, count)
        assert is_the_tree(ledger)


@everywhere
def test_it_grows_past_a_second_level(ledger: Ledger) -> None:
    for count in (65_000, 535, 1, 1, 600):
        append(ledger, count)
    assert len(ledger.recorder.hashes(1, 0, 1_000)) == 66_137 // 256
    assert len(ledger.recorder.hashes(2, 0, 10)) == 1
    leaves = [hash_of(it) for at in range(0, 66_137, 10_000) for it in ledger.stored(Position(at), 10_000)]
    tree = Recursive(leaves)
    for size in (65_535, 65_536, 65_537, 66_137):
        assert root(ledger.recorder, size) == tree.mth(0, size)


@everywhere
def test_what_was_not_appended_is_not_in_it(ledger: Ledger) -> None:
    append(ledger, 255)
    before = hashes(ledger)
    with pytest.raises(Changed):
        ledger.append([draft(900), draft(900)])
    with pytest.raises(Changed):
        ledger.append([draft(901)], unchanged={UUID(int=1): 7})
    assert hashes(ledger) == before
    append(ledger, 2)
    assert is_the_tree(ledger)


def test_a_log_that_was_begun_without_it_gets_it(logs: Logs, ledger: Ledger) -> None:
    append(ledger, 700)
    before = hashes(ledger)
    logs.close()
    with closing(sqlite3.connect(logs.path)) as db:
        for statement in WITHOUT_TREE:
            db.execute(statement)
        db.commit()
    reopened = logs.open()
    assert hashes(reopened) == before
    append(reopened, 100)
    assert is_the_tree(reopened)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hashes SET hash = zeroblob(32) WHERE level = 0 AND number = 1",
        "DELETE FROM hashes WHERE level = 0 AND number = 2",
        "INSERT OR REPLACE INTO hashes VALUES (0, 0, zeroblob(32))",
        "INSERT INTO hashes VALUES (0, 9, zeroblob(32))",
        "INSERT INTO hashes VALUES (1, 1, zeroblob(32))",
        "INSERT INTO hashes VALUES (0, 3, zeroblob(31))",
    ],
)
def test_the_file_keeps_it_from_mistakes(logs: Logs, ledger: Ledger, statement: str) -> None:
    append(ledger, 3)
    with pytest.raises(sqlite3.IntegrityError):
        logs.plain().execute(statement)
