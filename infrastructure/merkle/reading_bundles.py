"""The lines of a bundle after its manifest, read once: entries, each with what proves it before it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from application.recording import StoredEntry
from application.verifying import Finding
from infrastructure.merkle.bundle_lines import OPENINGS, WHOLE, Manifest, Proof, Tile, line_of
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
    """The lines that are left, each told apart, and how the file ends."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines
        self.whole = True

    def __iter__(self) -> Iterator[Tile | Proof | StoredEntry | Malformed]:
        for line in self._lines:
            self.whole = line.endswith(b"\n")
            try:
                yield line_of(line.removesuffix(b"\n"))
            except Malformed as error:
                yield error


class WholeReader:
    """All entries of a log, before each 256 their leaf hashes."""

    def __init__(self, manifest: Manifest, signed: Sequence[Signed]) -> None:
        self._of = manifest
        self._comparison = Comparison(signed)
        self._order = Order()
        self._kept: Sequence[bytes] = ()
        self._found: list[bytes | None] = []
        self.entries = 0

    def read(self, lines: Iterable[bytes]) -> Sequence[Finding]:
        """What is wrong, the first wrong entry first; after hashes that are not in their place nothing more is read."""
        left = _Lines(lines)
        for line in left:
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
            self._end(whole=left.whole)
        return self._comparison.findings()

    @property
    def _next(self) -> int:
        """The position of the entry that should follow."""
        return self._comparison.read + len(self._found) + 1

    def _note(self, words: str, position: int | None = None) -> None:
        self._comparison.note(position or self._next, words)

    def _begin(self, tile: Tile) -> bool:
        first = self._comparison.read
        width = max(0, min(WIDTH, self._of.size - first))
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
        self._found[at] = _hash(entry)

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

    def _end(self, *, whole: bool) -> None:
        if self._comparison.read < self._of.size:
            self._note("It is missing: the bundle ends before it.")
        elif not whole:
            self._note("The bundle's last line does not end: it was cut off.", max(1, self._of.size))


class PartReader:
    """Some entries of a log, before each the proof that it is in it."""

    def __init__(self, manifest: Manifest, signed: Sequence[Signed]) -> None:
        self._of = manifest
        self._head = next((it for it in signed if it.size == manifest.size), None)
        self._order = Order()
        self._subject = manifest.of.rpartition("/")[2]
        self._opening = OPENINGS.get(manifest.of.rpartition("/")[0])
        self._opened = False
        self._last = 0
        self.entries = 0

    def read(self, lines: Iterable[bytes]) -> Sequence[Finding]:
        """What is wrong, the first wrong entry first."""
        left, findings = _Lines(lines), []
        proof: Proof | None = None
        for number, line in enumerate(left, 2):
            if isinstance(line, Proof) and proof is None:
                proof = line
            elif isinstance(line, StoredEntry):
                if words := self._wrong(line, proof):
                    findings.append(Finding(position=line.id, words=words))
                proof = None
            else:
                why = line if isinstance(line, Malformed) else "Hashes stand there, where an entry should."
                position = proof.position if proof else None
                findings.append(Finding(position=position, words=f"Line {number} is not what it should be: {why}"))
                proof = None
        if proof:
            findings.append(Finding(position=proof.position, words="It is missing: the bundle ends before it."))
        elif not left.whole:
            findings.append(Finding(words="The bundle's last line does not end: it was cut off."))
        return [*findings, *self._around()]

    def _wrong(self, entry: StoredEntry, proof: Proof | None) -> str | None:
        self.entries += 1
        before, self._last = self._last, entry.id
        if entry.topic == self._opening and str(entry.originator_id) == self._subject:
            self._opened = True
        order = self._order.broken(entry)
        if proof is None:
            return "No proof stands before it: it was added, or its proof is missing."
        if proof.position != entry.id:
            return f"Before it stands the proof of another entry, {proof.position}."
        if entry.id <= before:
            return f"It stands after entry {before}: it is out of its order, or stands twice."
        return self._unproved(entry, proof) or order

    def _unproved(self, entry: StoredEntry, proof: Proof) -> str | None:
        hash = _hash(entry)
        if hash is None:
            return "It is no entry that a log may have."
        if self._head is None:
            return None  # nothing signed to hold it against: that is told already
        try:
            verify_inclusion(hash, entry.id - 1, self._head.size, proof.hashes, self._head.root)
        except ProofFailed as error:
            return f"It is not what was signed, or its proof was changed: {error}"
        return None

    def _around(self) -> Iterator[Finding]:
        if self._opening is None:
            yield Finding(words=f"It says that it is of {self._of.of}, which no bundle is of but {WHOLE}.")
        elif not self._opened:
            yield Finding(words=f"It says that it is of {self._of.of}, and does not hold how that began.")
        if self.entries != self._of.entries:
            yield Finding(words=f"It says that it holds {self._of.entries} entries, and holds {self.entries}.")


def _hash(entry: StoredEntry) -> bytes | None:
    try:
        return hash_of(entry)
    except Malformed:
        return None
