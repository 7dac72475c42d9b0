"""Bundles written: entries as they are stored, with the hashes that lead to a signed root."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from application.bundling import NotACheckpoint
from application.cloud_events import event
from application.proving import NotSignedYet
from application.recording import StoredEntry, available
from domain.fact import Position
from infrastructure.merkle.bundle_lines import MOST_EARLIER, Manifest, Proof, Since, Tile
from infrastructure.merkle.checkpoints import opened
from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.proving import LogTree
from infrastructure.merkle.tree import WIDTH, HashSource, consistency_proof, inclusion_proof


class BundledTree(LogTree):
    """The tree over a log, of which bundles are made."""

    def signed(self) -> Position:
        if (size := self._checkpoints.last) is None:
            raise NotSignedYet
        return Position(size)

    def bundle(
        self, size: Position, of: str, positions: Sequence[Position] | None, since: bytes | None = None
    ) -> Iterator[bytes]:
        note = self._note(size)
        key = note and self._verifier()
        if note is None or key is None:
            raise NotSignedYet
        if not _is_of(note, key):
            raise NotSignedYet("The last checkpoint was signed with another key than the log has now.")
        hashes = _Tiles(self._recorder)
        with available():
            manifest = Manifest(
                of=of,
                key=key,
                size=size,
                entries=size if positions is None else len(positions),
                checkpoint=note,
                earlier=self._earlier(size, key) if positions is None else (),
                since=None if since is None else _since(since, size, key, hashes),
                timestamp=self._checkpoints.stamp(size) or None,
            )
        lines = self._all(size) if positions is None else self._some(positions, size, hashes)
        return _ended(manifest, lines)

    def _earlier(self, size: int, key: VerifierKey) -> tuple[Note, ...]:
        """The checkpoints of smaller sizes: if they are many, so many as there may be, from end to end."""
        sizes = [it for it in self._checkpoints.sizes() if it < size]
        if len(sizes) > MOST_EARLIER:
            sizes = [sizes[at * (len(sizes) - 1) // (MOST_EARLIER - 1)] for at in range(MOST_EARLIER)]
        notes = [it for it in map(self._note, sizes) if it is not None]
        return tuple(it for it in notes if _is_of(it, key))  # what another key signed before proves nothing here

    def _all(self, size: int) -> Iterator[bytes]:
        for first in range(0, size, WIDTH):
            width = min(WIDTH, size - first)
            with available():
                kept, entries = self._recorder.hashes(0, first, width), self._entries(first, width)
            yield Tile(first // WIDTH, kept).line
            yield from map(event, entries)

    def _some(self, positions: Sequence[Position], size: int, hashes: HashSource) -> Iterator[bytes]:
        for position in positions:
            with available():
                path = inclusion_proof(hashes, position - 1, size)
                (entry,) = self._entries(position - 1, 1)
            yield Proof(position, tuple(path)).line
            yield event(entry)

    def _entries(self, after: int, count: int) -> Sequence[StoredEntry]:
        entries = super()._entries(after, count)
        return [it for it in entries if it.id <= after + count]


class _Hashed(Protocol):
    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]: ...


class _Tiles:
    """A source of hashes that is read tile by tile, and remembers the last ones: proofs have most of them in common."""

    def __init__(self, source: _Hashed) -> None:
        self._source = source
        self._known: dict[tuple[int, int, int], Sequence[bytes]] = {}

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        asked = level, first, count
        if asked not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[asked] = self._source.hashes(level, first, count)
        return self._known[asked]


_REMEMBERED = 64


def _since(text: bytes, size: int, key: VerifierKey, hashes: HashSource) -> Since:
    try:
        note = Note.received(text)
        old = opened(note, key)
    except (Malformed, NotSigned) as error:
        raise NotACheckpoint(str(error), "since") from error
    if old.size > size:
        raise NotACheckpoint(f"It is of {old.size} entries, and {size} are signed.", "since")
    return Since(note, tuple(consistency_proof(hashes, old.size, size)) if old.size else ())


def _is_of(note: Note, key: VerifierKey) -> bool:
    try:
        opened(note, key)
    except (Malformed, NotSigned):
        return False
    return True


def _ended(manifest: Manifest, lines: Iterator[bytes]) -> Iterator[bytes]:
    yield manifest.line + b"\n"
    for line in lines:
        yield line + b"\n"
