"""The lines of a bundle after its manifest, read once: entries, each with what proves it before it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from application.recording import StoredEntry
from application.verifying import Finding
from infrastructure.merkle.bundle_lines import OPENINGS, Manifest, Proof, Tile, line_of
from infrastructure.merkle.comparing import Comparison, Signed
from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.proofs import ProofFailed, verify_inclusion
from infrastructure.merkle.tree import WIDTH


class Order:
    """What an entry must be after those before it, whatever was signed: later, and the next of its stream."""

    def __init__(self) -> None:
        self._versions: dict[UUID | str, int] = {}
        self._time: datetime | None = None

    def broken(self, entry: StoredEntry) -> str | None:
        """What is wrong with the order at this entry, if anything."""
        before, self._time = self._time, entry.recorded_at
        version = self._versions.get(entry.originator_id, 0) + 1
        self._versions[entry.originator_id] = entry.originator_version
        if entry.originator_version != version:
            return f"It is version {entry.originator_version} of its stream, where {version} should follow."
        if before is not None and entry.recorded_at < before:
            return "It is back-dated: it says that it was recorded before the one before it."
        return None


class _Lines:
    """The lines that are left, each told apart."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[Tile | Proof | StoredEntry | Malformed]:
        for line in self._lines:
            try:
                yield line_of(line[:-1]) if line.endswith(b"\n") else Malformed(_CUT)
            except Malformed as error:
                yield error


class WholeReader:
    """All entries of a log, before each 256 their leaf hashes."""

    def __init__(self, manifest: Manifest, head: Signed | None, signed: Sequence[Signed]) -> None:
        self._size = head.size if head else manifest.size
        self._comparison = Comparison(signed)
        self._order = Order()
        self._kept: Sequence[bytes] = ()
        self._found: list[bytes | None] = []
        self.entries = 0

    def read(self, lines: Iterable[bytes]) -> Sequence[Finding]:
        """What is wrong, the first wrong entry first; after hashes that are not in their place nothing more is read."""
        for line in _Lines(lines):
            if isinstance(line, Tile):
                self._end_tile()
                if not self._begin(line):
                    break
            elif isinstance(line, StoredEntry):
                self._place(line)
            elif isinstance(line, Proof):
                self._note("Before it stands a proof, which a whole bundle has none of.")
            else:
                self._odd(line)
        else:
            self._end_tile()
            if self._comparison.read < self._size:
                self._note("It is missing: the bundle ends before it.")
        return self._comparison.findings()

    @property
    def _next(self) -> int:
        """The position of the entry that should follow."""
        return self._comparison.read + len(self._found) + 1

    def _note(self, words: str, position: int | None = None) -> None:
        self._comparison.note(position or self._next, words)

    def _begin(self, tile: Tile) -> bool:
        first = self._comparison.read
        width = max(0, min(WIDTH, self._size - first))
        if tile.number * WIDTH != first or len(tile.hashes) != width:
            self._note(
                f"Before it stand the hashes of other entries: {len(tile.hashes)} from {tile.number * WIDTH} on."
            )
            return False
        self._kept = tile.hashes
        return True

    def _place(self, entry: StoredEntry) -> None:
        """The entry in its place among the 256, wherever it stands in the file."""
        self.entries += 1
        here = self._next
        at, last = entry.id - self._comparison.read - 1, len(self._kept)
        if entry.id != here:
            missing = entry.id > here
            self._note(
                f"In its place stands entry {entry.id}: {'it is missing' if missing else 'that was added'}, or "
                "entries are out of their order, or their numbers were changed."
            )
        if not 0 <= at < last or (at < len(self._found) and self._found[at] is not None):
            if len(self._found) >= last:
                self._note(f"Here stands one more entry than should, {entry.id}.")
            return
        if words := self._order.broken(entry):
            self._note(words, entry.id)
        self._found += [None] * (at + 1 - len(self._found))
        self._found[at] = hash = _hash(entry)
        if hash is None:
            self._note(_NO_ENTRY, entry.id)

    def _odd(self, error: Malformed) -> None:
        self._note(f"In its place stands what is no line of a bundle: {error}")
        if len(self._found) < len(self._kept):
            self._found.append(None)

    def _end_tile(self) -> None:
        if len(self._found) < len(self._kept):
            self._note("It is missing.")
        missing = [None] * (len(self._kept) - len(self._found))
        if self._kept:
            self._comparison.go_on([*self._found, *missing], self._kept)
        self._found, self._kept = [], ()


class PartReader:
    """Some entries of a log, before each the proof that it is in it."""

    def __init__(self, manifest: Manifest, head: Signed | None) -> None:
        self._of = manifest
        self._head = head
        self._order = Order()
        kind, _, self._subject = manifest.of.partition("/")
        self._opening = OPENINGS[kind]
        self._opened = False
        self._last = 0
        self._entry: Finding | None = None
        self._line: Finding | None = None
        self.entries = 0

    def read(self, lines: Iterable[bytes]) -> Sequence[Finding]:
        """The first entry that is wrong, and the first line that is none; whatever else is, is not kept."""
        proof: Proof | None = None
        for number, line in enumerate(_Lines(lines), 2):
            if isinstance(line, Proof) and proof is None:
                proof = line
                continue
            if isinstance(line, StoredEntry):
                self._place(line, proof)
            else:
                why = line if isinstance(line, Malformed) else "Hashes stand there, where an entry should."
                self._note(proof and proof.position, f"Line {number} is not what it should be: {why}")
            proof = None
        if proof:
            self._note(proof.position, "It is missing: the bundle ends before it.")
        return [*filter(None, (self._entry, self._line)), *self._around()]

    def _note(self, position: int | None, words: str) -> None:
        if position is None:
            self._line = self._line or Finding(words=words)
        elif self._entry is None or position < (self._entry.position or 0):
            self._entry = Finding(position=position, words=words)

    def _place(self, entry: StoredEntry, proof: Proof | None) -> None:
        self.entries += 1
        before, self._last = self._last, entry.id
        if entry.topic == self._opening and str(entry.originator_id) == self._subject:
            self._opened = True
        words = self._wrong(entry, proof, before) or self._order.broken(entry)
        if words:
            # A proof of a later entry is rather in a wrong place than this entry.
            misplaced = proof is not None and not before < entry.id <= proof.position
            self._note(proof.position if proof and misplaced else entry.id, words)

    def _wrong(self, entry: StoredEntry, proof: Proof | None, before: int) -> str | None:
        if proof is None:
            return "No proof stands before it: it was added, or its proof is missing."
        if proof.position != entry.id:
            return f"Entry {entry.id} stands after the proof of entry {proof.position}."
        if entry.id <= before:
            return f"It stands after entry {before}: it is out of its order, or stands twice."
        hash = _hash(entry)
        if hash is None:
            return _NO_ENTRY
        if self._head is None:
            return None  # nothing signed to hold it against: that is told already
        try:
            verify_inclusion(hash, entry.id - 1, self._head.size, proof.hashes, self._head.root)
        except ProofFailed as error:
            return f"It is not what was signed, or its proof was changed: {error}"
        return None

    def _around(self) -> Iterator[Finding]:
        if not self._opened:
            yield Finding(words=f"It says that it is of {self._of.of}, and does not hold how that began.")
        if self.entries != self._of.entries:
            yield Finding(words=f"It says that it holds {self._of.entries} entries, and holds {self.entries}.")


_CUT = "It does not end: the file was cut off there, or the line is too long."
_NO_ENTRY = "It is no entry that a log may have: a part of it does not fit its place."


def _hash(entry: StoredEntry) -> bytes | None:
    try:
        return hash_of(entry)
    except Malformed:
        return None
