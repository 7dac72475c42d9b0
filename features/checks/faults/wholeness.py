"""Whether a log is whole: nothing acknowledged lost, nothing half there, its tree that of the stored bytes."""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

from application.ledger import Ledger
from application.recording import StoredEntry
from domain.fact import Position
from features.checks.logs import draft
from features.checks.merkle_trees import Recursive
from infrastructure.codec import Codec
from infrastructure.merkle.checkpoints import opened
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.kept import Checkpoints, signer
from infrastructure.merkle.tree import root
from infrastructure.sqlite import SQLiteRecorder
from interface.main import now, tree_of


@contextmanager
def reopened(data: Path) -> Iterator[Ledger]:
    """The log of a data directory, as the next process opens it."""
    with closing(Ledger(SQLiteRecorder(data / "log.sqlite", now), Codec(), clock=now)) as ledger:
        yield ledger


def lost(ledger: Ledger, acknowledged: Collection[str]) -> set[str]:
    """What was acknowledged, as the nursery's processes print it, and is not in the log."""
    return {*acknowledged} - {
        f"{it.id} {it.originator_id} {it.originator_version}" for it in ledger.stored(Position(0), 1_000_000)
    }


def must_be_whole(ledger: Ledger, data: Path) -> int:
    """That nothing is torn, and that the log can be signed and appended to further; how many entries there are."""
    with closing(sqlite3.connect(data / "log.sqlite")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    stored = ledger.stored(Position(0), 1_000_000)
    _must_follow_each_other(stored)
    tree = Recursive([*map(hash_of, stored)])
    assert root(ledger.recorder, len(stored)) == tree.mth(0, len(stored))
    _must_hold_what_was_signed(data, tree)
    tree_of(ledger, data).sign()
    _must_hold_what_was_signed(data, tree)
    assert ledger.append([draft(UUID(int=2**127 + len(stored)))]) == [len(stored) + 1]
    return len(stored)


def _must_follow_each_other(stored: Collection[StoredEntry]) -> None:
    versions, sizes, causes = Counter[object](), dict[UUID, int](), Counter[UUID]()
    for position, entry in enumerate(stored, start=1):
        versions[entry.originator_id] += 1
        assert (entry.id, entry.originator_version) == (position, versions[entry.originator_id])
        if said := re.search(rb"One of (\d)", entry.state):
            causes[entry.cause] += 1
            sizes[entry.cause] = int(said[1])
    assert causes == sizes, "a transaction is whole, or not there"
    times = [it.recorded_at for it in stored]
    assert times == sorted(times)


def _must_hold_what_was_signed(data: Path, tree: Recursive) -> None:
    checkpoints = Checkpoints(data / "checkpoints")
    for size in checkpoints.sizes():
        note = checkpoints.note(size)
        assert note
        assert opened(note, signer(data / "log.key").verifier).root == tree.mth(0, size)
