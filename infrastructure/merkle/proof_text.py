"""A proof that one entry is in a signed log, as one text that is verified offline: https://c2sp.org/tlog-proof."""

from dataclasses import dataclass
from typing import Self

from infrastructure.merkle.checkpoints import Checkpoint, opened
from infrastructure.merkle.encoding import HASH_SIZE, Malformed, base64, decimal, unbase64, unbase64_hash
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.merkle.proofs import verify_inclusion

_HEADER = "c2sp.org/tlog-proof@v1"
_LONGEST = 64
"""Hashes from a leaf to the root of a tree of 2**64."""


@dataclass(frozen=True)
class LogProof:
    """The index of an entry, the inclusion proof, and the checkpoint that it leads to.

    `extra` is whatever an application adds: nobody signs it, so nothing may rest on it.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes = b""

    @property
    def written(self) -> bytes:
        """The proof as a text (UTF-8), kept in files that end in `.tlog-proof`.

        Raises:
            Malformed: a part doesn't fit its line.
        """
        if not 0 <= self.index < 1 << 64 or len(self.path) > _LONGEST:
            raise Malformed("A proof is of an index below 2^64, and has at most 64 hashes.")
        if any(len(hash) != HASH_SIZE for hash in self.path):
            raise Malformed("Every hash of a proof has 32 bytes.")
        Checkpoint.parsed(self.checkpoint.text)
        extra = [f"extra {base64(self.extra)}"] if self.extra else []
        lines = (_HEADER, *extra, f"index {self.index}", *map(base64, self.path), "")
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint.written

    @classmethod
    def parsed(cls, proof: bytes) -> Self:
        """The proof with this text; `written` gives exactly it back. Nothing of it is verified.

        Raises:
            Malformed: it is no proof.
        """
        head, empty_line, checkpoint = proof.partition(b"\n\n")
        try:
            header, *lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise Malformed("A proof is ASCII as far as its checkpoint.") from error
        if not empty_line or header != _HEADER:
            raise Malformed(f"A proof begins with {_HEADER}, and has a checkpoint after an empty line.")
        extra = unbase64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else b""
        if not lines or not lines[0].startswith("index "):
            raise Malformed("A proof says of which index it is.")
        index, *path = lines
        read = cls(
            decimal(index.removeprefix("index ")), tuple(map(unbase64_hash, path)), Note.parsed(checkpoint), extra
        )
        if read.written != proof:
            raise Malformed("The proof is not written as its parts are.")
        return read

    def verified(self, leaf_hash: bytes, log: VerifierKey) -> Checkpoint:
        """The checkpoint, signed by the log, of a tree in which the leaf with this hash stands at `index`.

        Raises:
            NotSigned: the log's key has not signed the checkpoint, or it is a checkpoint of another log.
            Malformed: what it signed is no checkpoint.
            ProofFailed: the leaf is not proved to be there.
        """
        checkpoint = opened(self.checkpoint, log)
        verify_inclusion(leaf_hash, self.index, checkpoint.size, self.path, checkpoint.root)
        return checkpoint
