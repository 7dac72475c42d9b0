"""The tree over a log, proved: checkpoints signed, proofs and tiles made from the hashes that are stored with it."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import cast

from application.proving import Consistency, Forked, Inclusion, NoSuchTile, NoSuchTree, NotSignedYet
from application.recording import LogRecorder, StoredEntry, available
from application.refusals import LogUnavailable
from domain.fact import Position
from infrastructure.merkle.checkpoints import Checkpoint, opened
from infrastructure.merkle.encoding import Malformed, base64
from infrastructure.merkle.entries import hash_of, leaf_of
from infrastructure.merkle.kept import Checkpoints
from infrastructure.merkle.keys import SignerKey, VerifierKey
from infrastructure.merkle.leaf import preimage
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.proof_text import LogProof
from infrastructure.merkle.proofs import ProofFailed, verify_consistency
from infrastructure.merkle.tiles import Tile, bundle_bytes, tile_bytes, tile_width
from infrastructure.merkle.tree import (
    HashMissing,
    NoSuchProof,
    Remembering,
    consistency_proof,
    grown,
    inclusion_proof,
    root,
)

_AT_ONCE = 5_000


class LogTree:
    """The tree over the entries that a recorder keeps."""

    def __init__(self, recorder: LogRecorder, checkpoints: Checkpoints, key: Callable[[], SignerKey | None]) -> None:
        self._recorder = recorder
        self._hashes = Remembering(recorder)
        self._checkpoints = checkpoints
        self._key = key
        self.original: Callable[[], VerifierKey | None] = lambda: None
        """Answers the key of the log that this is a copy of, if it is one: then no key of its own signs it."""

    def key(self) -> str:
        if (verifier := self._verifier()) is None:
            raise NotSignedYet("There is no key that signs it.")
        return verifier.vkey

    def _verifier(self) -> VerifierKey | None:
        """The key that whoever trusts this log, or the one it is a copy of, verifies it by."""
        if original := self.original():
            return original
        key = self._key()
        return None if key is None else key.verifier

    def checkpoint(self, size: int | None = None) -> bytes:
        note = self._note(size)
        if note is None:
            raise NotSignedYet("No checkpoint was signed yet." if size is None else f"None of size {size} was signed.")
        return note.written

    def covering(self, position: Position) -> bytes:
        sizes = self._checkpoints.sizes()
        at = bisect_left(sizes, position)
        if at == len(sizes):
            raise NotSignedYet(f"No checkpoint covers position {position} yet; one is signed as the log grows.")
        return self.checkpoint(sizes[at])

    def inclusion(self, position: Position, size: int | None = None) -> Inclusion:
        size = self._covering(position) or self._end() if size is None else size
        path = self._path(position, size)
        note = self._note(size)
        with available():
            [leaf_hash] = self._recorder.hashes(0, position - 1, 1)
            return Inclusion(
                position=position,
                index=position - 1,
                leaf_hash=base64(leaf_hash),
                size=size,
                root=base64(root(self._hashes, size)),
                hashes=[*map(base64, path)],
                checkpoint=note and note.written.decode(),
            )

    def inclusion_text(self, position: Position, size: int | None = None) -> bytes:
        size = self._covering(position) if size is None else size
        note = None if size is None else self._note(size)
        if size is None or note is None:
            raise NotSignedYet
        return LogProof(position - 1, tuple(self._path(position, size)), note).written

    def consistency(self, size1: int, size2: int) -> Consistency:
        self._must_have(size2)
        with available():
            try:
                path = consistency_proof(self._hashes, size1, size2)
            except NoSuchProof as error:
                raise NoSuchTree(str(error)) from error
            return Consistency(
                size1=size1,
                root1=base64(root(self._hashes, size1)),
                size2=size2,
                root2=base64(root(self._hashes, size2)),
                hashes=[*map(base64, path)],
            )

    def tile(self, path: str) -> bytes:
        try:
            tile = Tile.parsed(path)
        except Malformed as error:
            raise NoSuchTile(str(error)) from error
        if tile.width > tile_width(tile.level, tile.number, self._end()):
            raise NoSuchTile
        first = tile.number * 256
        with available():
            if tile.level is None:
                return bundle_bytes([preimage(leaf_of(it)) for it in self._entries(first, tile.width)])
            return tile_bytes(self._recorder.hashes(tile.level, first, tile.width))

    def sign(self) -> bytes | None:
        key = None if self.original() else self._key()
        if key is None:
            return None
        with self._checkpoints.alone(), available():
            size, last = self._end(), self._last(key)
            if last is None and not size:
                return None
            try:
                head = self._proved(key.name, size, last)
            except (ProofFailed, NoSuchProof, HashMissing) as error:
                raise Forked(f"Of the log, {last.size if last else 0} entries were signed: {error}") from error
            if last == head:
                return None
            note = Note(head.text).signed(key)
            self._checkpoints.keep(note)
            return note.written

    def _last(self, key: SignerKey) -> Checkpoint | None:
        """What was signed last, by this very key: what another has signed, or nobody, is no ground to sign more."""
        try:
            note = self._checkpoints.note()
            return note and opened(note, key.verifier)
        except (Malformed, NotSigned) as error:
            raise Forked(f"The last checkpoint can't be relied on: {error}") from error

    def _proved(self, origin: str, size: int, last: Checkpoint | None) -> Checkpoint:
        """The head of the tree now, which begins with what was signed last and says what the entries since hold."""
        before = last.size if last else 0
        if size < before:
            raise ProofFailed(f"it has {size} now.")
        head = Checkpoint(origin, size, root(self._recorder, size))  # of what is there now, not of what is remembered
        if last:
            path = consistency_proof(self._recorder, before, size)
            verify_consistency(before, size, path, last.root, head.root)
        for first in range(before, size, _AT_ONCE):
            self._must_be_the_tree(first, self._entries(first, min(_AT_ONCE, size - first)))
        return head

    def _must_be_the_tree(self, first: int, entries: Sequence[StoredEntry]) -> None:
        """That the hashes which were kept when these were appended, of whatever level, are those of what they hold."""
        for level, grows in groupby(grown(self._recorder, first, [*map(hash_of, entries)]), attrgetter("level")):
            expected = [*grows]
            kept = self._recorder.hashes(level, expected[0].number, len(expected))
            for one, other in zip(expected, kept, strict=True):
                if one.hash != other:
                    position = one.number * 256**level + 1
                    raise ProofFailed(f"from entry {position} on, it does not hold what its tree was made of.")

    def _note(self, size: int | None) -> Note | None:
        try:
            return self._checkpoints.note(size)
        except Malformed as error:
            of = self._checkpoints.last if size is None else size
            raise LogUnavailable(f"The checkpoint of {of} entries was damaged: {error}") from error

    def _path(self, position: Position, size: int) -> Sequence[bytes]:
        self._must_have(size)
        with available():
            try:
                return inclusion_proof(self._hashes, position - 1, size)
            except NoSuchProof as error:
                raise NoSuchTree(str(error)) from error

    def _must_have(self, size: int) -> None:
        if size > (end := self._end()):
            raise NoSuchTree(f"The log ends at position {end}.")

    def _covering(self, position: Position) -> int | None:
        last = self._checkpoints.last
        return last if last and last >= position else None

    def _end(self) -> int:
        with available():
            return self._recorder.max_notification_id() or 0

    def _entries(self, after: int, count: int) -> Sequence[StoredEntry]:
        return cast(
            "Sequence[StoredEntry]", self._recorder.select_notifications(after, count, inclusive_of_start=False)
        )
