"""A data directory verified offline: every entry hashed anew, against the hashes kept of it and what was signed.

The file is only read, and may be damaged anywhere.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from application.recording import StoredEntry
from application.verifying import Finding, Verified
from infrastructure.merkle.checkpoints import opened
from infrastructure.merkle.comparing import Comparison, Signed
from infrastructure.merkle.encoding import HASH_SIZE, Malformed
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.kept import Checkpoints
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.reading_bundles import Order
from infrastructure.merkle.tree import WIDTH, subtree_hash
from infrastructure.sqlite_rows import SELECT, written

_ROLLED_BACK = "The log was rolled back, or its end is lost: it has {} entries, and {} by {}."
_LEVELS = 8


class Kept(NamedTuple):
    """What is kept beside a log: the checkpoints' directory, the key to trust, and a checkpoint kept elsewhere."""

    checkpoints: Path
    key: VerifierKey | None
    since: Note | None


def verified(log: Path, kept: Kept) -> Verified:
    """What is found of the log in a file."""
    signed, findings = _signed(kept)
    comparison = Comparison(signed)
    try:
        with closing(_opened(log)) as db:
            _compare(comparison, _Rows(db, comparison), _Hashes(db, 0))
            findings += _levels(db)
            findings += _indexes(db)
    except sqlite3.Error as error:
        comparison.note(comparison.read + 1, f"It can't be read, nor what follows: {error}.")
    size = comparison.read
    for it in signed:
        if it.size > size:
            findings.append(Finding(words=_ROLLED_BACK.format(size, it.size, it.called)))
            break
    found = sorted([*comparison.findings(), *findings], key=lambda it: (it.position is None, it.position or 0))
    return Verified(
        of=str(log.parent),
        origin=kept.key and kept.key.name,
        key=kept.key and kept.key.vkey,
        size=size,
        entries=size,
        findings=found,
    )


def _opened(log: Path) -> sqlite3.Connection:
    uri = f"{log.absolute().as_uri()}?mode=ro"
    db = sqlite3.connect(uri, uri=True)
    try:
        db.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError:  # on a disk that can't be written, where the file is not open anywhere else
        db.close()
        db = sqlite3.connect(f"{uri}&immutable=1", uri=True)
    db.text_factory = bytes
    return db


def _signed(kept: Kept) -> tuple[list[Signed], list[Finding]]:
    """The checkpoints that the key has signed, and those which it hasn't, though they are kept."""
    checkpoints, found, signed = Checkpoints(kept.checkpoints), [], []
    if kept.key is None:
        return [], []
    for size in checkpoints.sizes():
        try:
            note = checkpoints.note(size)
            assert note is not None
            head = opened(note, kept.key)
            if head.size != size:
                raise Malformed(f"it is of {head.size} entries")  # noqa: TRY301 - one answer to all that may be wrong
            signed.append(Signed(size, head.root, f"the checkpoint of {size}"))
        except (Malformed, NotSigned) as error:
            found.append(Finding(words=f"The checkpoint of {size} is not what the key has signed: {error}"))
    if kept.since is not None:
        try:
            head = opened(kept.since, kept.key)
            signed.append(Signed(head.size, head.root, f"the checkpoint of {head.size} that was kept elsewhere"))
        except (Malformed, NotSigned) as error:
            found.append(
                Finding(words=f"The checkpoint that was kept elsewhere is not what the key has signed: {error}")
            )
    return signed, found


def _compare(comparison: Comparison, rows: "_Rows", hashes: "_Hashes") -> None:
    while True:
        found, kept = rows.some(), hashes.some()
        width = max(len(found), len(kept))
        if not width:
            return
        if len(found) < width:
            comparison.note(comparison.read + len(found) + 1, rows.ended)
        missing: list[bytes | None] = [None] * width
        comparison.go_on((found + missing)[:width], (kept + missing)[:width])
        if width < WIDTH:
            return


class _Rows:
    """The entries, 256 positions after 256, as the hashes of their leaves."""

    def __init__(self, db: sqlite3.Connection, comparison: Comparison) -> None:
        self._rows: Iterator[Any] = iter(db.execute(f"{SELECT} ORDER BY position"))
        self._comparison = comparison
        self._order = Order()
        self._next: tuple[int, bytes | None] | None = None
        self._at = 0
        self.ended = "It is missing: the log ends before it."

    def some(self) -> list[bytes | None]:
        """Those of the next 256 positions; fewer at the end, None where there is none, or one that can't be hashed."""
        first, found = self._at, list[bytes | None]()
        while len(found) < WIDTH and (row := self._next or self._read()):
            position, hash = self._next = row
            while len(found) < WIDTH and first + len(found) + 1 < position:
                self._comparison.note(first + len(found) + 1, "It is missing.")
                found.append(None)
            if len(found) < WIDTH:
                found.append(hash)
                self._next = None
        self._at += WIDTH
        return found

    def _read(self) -> tuple[int, bytes | None] | None:
        try:
            row = next(self._rows, None)
        except sqlite3.Error as error:
            self.ended = f"It can't be read, nor what follows: {error}."
            self._rows = iter(())
            return None
        if row is None:
            return None
        position = row[4]
        try:
            entry = _entry(row)
            hash = hash_of(entry)
        except (ValueError, TypeError, AttributeError) as error:
            self._comparison.note(position, f"It is not as Casus writes an entry: {error}")
            return position, None
        if words := self._order.broken(entry):
            self._comparison.note(position, words)
        return position, hash


class _Hashes:
    """The hashes of one level, 256 after 256."""

    def __init__(self, db: sqlite3.Connection, level: int) -> None:
        self._rows: Iterator[Any] = iter(
            db.execute("SELECT number, hash FROM hashes WHERE level = ? ORDER BY number", (level,))
        )
        self._at = 0

    def some(self) -> list[bytes | None]:
        """The next 256; fewer at the end, or where they can't be read further; None for what is no hash."""
        found = list[bytes | None]()
        while len(found) < WIDTH:
            try:
                row = next(self._rows, None)
            except sqlite3.Error:
                row, self._rows = None, iter(())
            if row is None:
                break
            number, hash = row
            found.append(hash if number == self._at and isinstance(hash, bytes) and len(hash) == HASH_SIZE else None)
            self._at += 1
        return found


def _levels(db: sqlite3.Connection) -> Sequence[Finding]:
    """The first hash above the leaves' that is not made of those below it, if any is."""
    for level in range(1, _LEVELS):
        below, here, at = _Hashes(db, level - 1), _Hashes(db, level), 0
        while kept := here.some():
            for hash in kept:
                under = below.some()
                whole = [it for it in under if it is not None]
                if len(whole) < WIDTH or subtree_hash(whole) != hash:
                    return [_above(level, at)]
                at += 1
        if len(below.some()) == WIDTH:
            return [_above(level, at)]
        if not at:
            break
    return []


def _indexes(db: sqlite3.Connection) -> list[Finding]:
    """What is wrong with the file around the entries: who reads by a damaged index may miss some."""
    said = [str(it, "utf-8", "replace") for (it,) in db.execute("PRAGMA integrity_check(5)")]
    return [] if said == ["ok"] else [Finding(words=f"The file itself is damaged: {'; '.join(said)}.")]


def _above(level: int, number: int) -> Finding:
    first, width = number * WIDTH**level + 1, WIDTH**level
    words = f"The hash that is kept over entries {first} to {first + width - 1} is not made of those below it."
    return Finding(words=words)


def _entry(row: tuple[Any, ...]) -> StoredEntry:
    """The entry in a row, which must be spelled as Casus spells it: one leaf has one row."""
    stream, version, fact, content, position, form, recorded_at, recorded_by, cause = row
    if not all(isinstance(it, bytes) for it in (stream, fact, content, recorded_at, recorded_by, cause)):
        raise Malformed("a text of it is none.")
    if not all(type(it) is int for it in (version, form, position)):
        raise Malformed("a number of it is none.")
    ids, time = [UUID(it.decode()) for it in (stream, cause)], datetime.fromisoformat(recorded_at.decode())
    spelled = (str(ids[0]), str(ids[1]), written(time))
    if spelled != (stream.decode(), cause.decode(), recorded_at.decode()) or time.tzinfo is None:
        raise Malformed("an id or a time of it is not spelled as it should be.")
    content.decode()
    return StoredEntry(ids[0], version, fact.decode(), content, position, form, time, recorded_by.decode(), ids[1])
