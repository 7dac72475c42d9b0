"""Checkpoints: which log, how many leaves, which root, as https://c2sp.org/tlog-checkpoint writes them in a note."""

from typing import NamedTuple, Self

from infrastructure.merkle.encoding import HASH_SIZE, Malformed, base64, decimal, unbase64_hash
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note, NotSigned


class Checkpoint(NamedTuple):
    """The head of a log's tree at one size; `origin` names the log, `extensions` are lines that Casus never writes."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed.

        Raises:
            Malformed: a part doesn't fit its line.
        """
        if len(self.root) != HASH_SIZE or not 0 <= self.size < 1 << 64:
            raise Malformed("A checkpoint has a size below 2^64 and a root of 32 bytes.")
        lines = (self.origin, str(self.size), base64(self.root), *self.extensions)
        if any(not line or any(it < " " for it in line) for line in lines):
            raise Malformed("Every line of a checkpoint has something in it, and no control characters.")
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parsed(cls, text: str) -> Self:
        """The checkpoint with this text; `text` gives exactly it back.

        Raises:
            Malformed: it is no checkpoint.
        """
        origin, *rest = text.removesuffix("\n").split("\n")
        if len(rest) < len(("size", "root")):
            raise Malformed("A checkpoint has a line each for the origin, the size and the root.")
        read = cls(origin, decimal(rest[0]), unbase64_hash(rest[1]), tuple(rest[2:]))
        if read.text != text:
            raise Malformed("The checkpoint is not written as its parts are.")
        return read


def opened(note: Note, log: VerifierKey) -> Checkpoint:
    """The checkpoint that a log has signed: its key's name is the origin, in every log that Casus keeps.

    Raises:
        NotSigned: the log's key has not signed it, or it is a checkpoint of another log.
        Malformed: what it signed is no checkpoint.
    """
    note.attested([log])
    checkpoint = Checkpoint.parsed(note.text)
    if checkpoint.origin != log.name:
        raise NotSigned(f"The key of {log.name} has signed a checkpoint of another log: {checkpoint.origin}.")
    return checkpoint
