"""A data directory verified offline: every entry hashed anew, against the hashes kept of it and what was signed.

The file is only read, and may be damaged anywhere.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from application.recording import StoredEntry
from application.verifying import Finding, Verified
from infrastructure.kept_checkpoints import KeptCheckpoints
from infrastructure.merkle.comparing import Comparison, Signed
from infrastructure.merkle.encoding import HASH_SIZE, Malformed
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.reading_bundles import Order
from infrastructure.merkle.tree import HEIGHT, WIDTH, subtree_hash
from infrastructure.sqlite_around import Layout, unsound
from infrastructure.sqlite_around import opened as opened_file
from infrastructure.sqlite_file import FAILURES
from infrastructure.sqlite_rows import SELECT, written

_ROLLED_BACK = "The log was rolled back, or its end is lost: it has {} entries, and {} by {}."
_UNREADABLE = "It can't be read, nor what follows: {}."


def verified(log: Path, kept: KeptCheckpoints) -> Verified:
    """What is found of the log in a file, against what is kept of it."""
    comparison, findings = Comparison(kept.signed), [*kept.findings]
    try:
        with closing(opened_file(log)) as db:
            findings += _found(db, comparison, kept.signed)
    except FAILURES as error:
        findings.append(Finding(words=f"The file can't be read: {error}."))
    found = sorted([*comparison.findings(), *findings], key=lambda it: (it.position is None, it.position or 0))
    return kept.told(
        Verified(
            of=str(log.parent),
            origin=kept.key and kept.key.name,
            key=kept.key and kept.key.vkey,
            size=comparison.read,
            entries=comparison.read,
            findings=found,
        )
    )


def _found(db: sqlite3.Connection, comparison: Comparison, signed: Sequence[Signed]) -> Iterator[Finding]:
    """What is wrong around the entries; what is wrong with them the comparison is told."""
    layout = Layout(db)
    if layout.readable:
        try:
            _compare(comparison, _Rows(db, comparison), _Hashes(db, 0))
        except FAILURES as error:
            comparison.note(comparison.read + 1, _UNREADABLE.format(error))
        for it in sorted(signed):
            if it.size > comparison.read:
                yield Finding(words=_ROLLED_BACK.format(comparison.read, it.size, it.called))
                break
        yield from _levels(db, comparison.read)
    if words := layout.words:
        yield Finding(words=words)
    if layout.readable and (words := unsound(db)):
        yield Finding(words=words)


def _compare(comparison: Comparison, rows: "_Rows", hashes: "_Hashes") -> None:
    while True:
        found, kept = rows.some(), hashes.some()
        width = max(len(found), len(kept))
        if not width:
            return
        if len(found) < width:
            comparison.note(comparison.read + len(found) + 1, "It is missing: the log ends before it.")
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
        self._at = self._last = 0

    def some(self) -> list[bytes | None]:
        """Those of the next 256 positions; fewer at the end or before a gap, None for one that can't be hashed."""
        found = list[bytes | None]()
        while len(found) < WIDTH and (row := self._read()):
            position, hash = row
            expected = self._at + len(found) + 1
            if position < expected:
                self._comparison.note(position, "It stands before the first, or twice.")
            elif position > expected:
                self._comparison.note(expected, f"It is missing: entry {position} follows the one before it.")
                self._rows = iter(())  # further on all is out of its place, however far that is
            else:
                found.append(hash)
        self._at += WIDTH
        return found

    def _read(self) -> tuple[int, bytes | None] | None:
        try:
            row = next(self._rows, None)
        except FAILURES as error:
            self._comparison.note(self._last + 1, _UNREADABLE.format(error))
            self._rows = iter(())
            return None
        if row is None:
            return None
        position = self._last = row[4]
        try:
            entry = _entry(row)
            hash = hash_of(entry)
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
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
            except FAILURES:
                row, self._rows = None, iter(())
            if row is None:
                break
            number, hash = row
            found.append(hash if number == self._at and isinstance(hash, bytes) and len(hash) == HASH_SIZE else None)
            self._at += 1
        return found


def _levels(db: sqlite3.Connection, size: int) -> Sequence[Finding]:
    """The first hash above the leaves' that is not made of those below it, or that there are more than the tree has."""
    try:
        level = 1
        while width := size >> HEIGHT * level:
            below, here = _Hashes(db, level - 1), _Hashes(db, level)
            for at in range(width):
                if not at % WIDTH:
                    kept = here.some()
                whole = [it for it in below.some() if it is not None]
                if at % WIDTH >= len(kept) or len(whole) < WIDTH or subtree_hash(whole) != kept[at % WIDTH]:
                    return [_above(level, at)]
            level += 1
        expected = sum(size >> HEIGHT * it for it in range(level))
        (count,) = db.execute("SELECT count(*) FROM hashes").fetchone()
    except FAILURES as error:
        return [Finding(words=f"The hashes that are kept can't be read: {error}.")]
    odd = f"{count} hashes are kept, and a tree of {size} entries has {expected}."
    return [Finding(words=odd)] if count != expected else []


def _above(level: int, number: int) -> Finding:
    first, width = number * WIDTH**level + 1, WIDTH**level
    words = f"The hash that is kept over entries {first} to {first + width - 1} is not made of those below it."
    return Finding(words=words)


def _entry(row: tuple[Any, ...]) -> StoredEntry:
    """The entry in a row, which must be spelled as Casus spells it: one leaf has one row."""
    stream, version, fact, content, position, form, recorded_at, recorded_by, cause = row
    if not all(isinstance(it, bytearray) for it in (stream, fact, content, recorded_at, recorded_by, cause)):
        raise Malformed("a text of it is none.")
    if not all(type(it) is int for it in (version, form, position)):
        raise Malformed("a number of it is none.")
    ids, time = [UUID(it.decode()) for it in (stream, cause)], datetime.fromisoformat(recorded_at.decode())
    spelled = (str(ids[0]), str(ids[1]), written(time.astimezone(UTC)))
    if spelled != (stream.decode(), cause.decode(), recorded_at.decode()):
        raise Malformed("an id or a time of it is not spelled as it should be.")
    content.decode()
    return StoredEntry(
        *(ids[0], version, fact.decode(), bytes(content), position),
        *(form, time, recorded_by.decode(), ids[1]),
    )
