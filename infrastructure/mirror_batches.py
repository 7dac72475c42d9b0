"""Entries of another log as they arrive, judged by their form alone, in batches of whole transactions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from application.cloud_events import NotAnEntry, entry_of
from application.mirroring import NoAnswer
from application.recording import StoredEntry
from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.tree import HashSource, grown

AT_ONCE = 2_000
"""Entries in a batch, and a transaction's more, as none is cut."""
AT_ONCE_BYTES = 1 << 24
MOST, MOST_BYTES = 100_000, 1 << 28
"""No transaction is longer: whoever copies it has to hold it."""

_LARGEST = 1 << 63
"""No version that SQLite keeps is as large."""


@dataclass
class Batch:
    """Entries that follow each other in the log: whole transactions, as they are told apart by their times.

    That the last of them is whole, only the entry after it shows: `beyond`, which is proved with the batch, and kept
    with the next. Otherwise whoever alters its time has a transaction cut in two.
    """

    entries: list[StoredEntry] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    weight: int = 0
    """How many bytes they arrived as."""
    beyond: tuple[StoredEntry, bytes] | None = None

    def add(self, entry: StoredEntry, line: bytes) -> None:
        self.entries.append(entry)
        self.lines.append(line)
        self.weight += len(line)

    def join(self, other: "Batch") -> None:
        self.entries += other.entries
        self.lines += other.lines
        self.weight += other.weight

    def before(self, other: "Batch") -> "Batch":
        """The batch, which ends where another begins."""
        self.beyond = (other.entries[0], other.lines[0])
        return self

    @property
    def arrived(self) -> Sequence[bytes]:
        """All that is to be proved of it, as it arrived."""
        return [*self.lines, self.beyond[1]] if self.beyond else self.lines

    @property
    def last(self) -> int:
        """The position of the last entry that is to be proved of it."""
        return self.entries[-1].id + (self.beyond is not None)

    @property
    def hashes(self) -> Sequence[bytes]:
        """The hashes of the leaves that are to be proved.

        Raises:
            NoAnswer: an entry fits no leaf.
        """
        entries = [*self.entries, self.beyond[0]] if self.beyond else self.entries
        try:
            return [*map(hash_of, entries)]
        except Malformed as error:
            raise NoAnswer(f"What was answered is no entry: {error}") from error


def batches(lines: Iterator[bytes], after: int, later_than: datetime | None, until: int) -> Iterator[Batch]:
    """The entries after one position up to another; what of the last transaction did not arrive whole is left out.

    `later_than` is the time of the entry before. Nothing of it is proved.

    Raises:
        NoAnswer: a line is not what Casus writes of the next entry.
    """
    whole, waiting, time = Batch(), Batch(), later_than
    for position in range(after + 1, until + 1):
        line = next(lines, None)
        if line is None:
            break
        entry = _entry(line, position)
        same = entry.recorded_at == time
        if time is not None and (entry.recorded_at < time or (same and not waiting.entries)):
            _refuse(position, "it was not recorded after the one before.")
        if waiting.entries and not same:
            whole.join(waiting)
            waiting = Batch()
        waiting.add(entry, line)
        time = entry.recorded_at
        if len(waiting.entries) > MOST or waiting.weight > MOST_BYTES:
            _refuse(position, "its transaction is longer than any may be.")
        if len(whole.entries) >= AT_ONCE or whole.weight >= AT_ONCE_BYTES:
            yield whole.before(waiting)
            whole = Batch()
    else:  # what was signed ends with a transaction
        whole.join(waiting)
        waiting = Batch()
    if whole.entries:
        yield whole.before(waiting) if waiting.entries else whole


class Grown:
    """A tree with leaves that are not in it yet."""

    def __init__(self, source: HashSource, before: int, leaf_hashes: Sequence[bytes]) -> None:
        self._source = source
        self._added = {(it.level, it.number): it.hash for it in grown(source, before, leaf_hashes)}

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """So many hashes of one level, from this number on."""
        found = [*self._source.hashes(level, first, count)]
        while len(found) < count and (hash := self._added.get((level, first + len(found)))):
            found.append(hash)
        return found


def _entry(line: bytes, position: int) -> StoredEntry:
    """The entry that a line is, if it is the one at a position, and the copy can keep it."""
    try:
        entry = entry_of(line)
    except NotAnEntry as error:
        raise NoAnswer(f"What was answered as entry {position} is none: {error}") from error
    if not 0 < entry.originator_version < _LARGEST:
        _refuse(position, "its version is none.")
    if entry.id != position:
        _refuse(position, f"it is entry {entry.id}.")
    return entry


def _refuse(position: int, why: str) -> NoReturn:
    raise NoAnswer(f"What was answered as entry {position} can't be: {why}")
