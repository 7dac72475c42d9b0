"""What is kept of the tree outside the log: the signed checkpoints, a file each, and the key that signs them."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from infrastructure.directories import made, synced, written
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.encoding import Malformed, decimal
from infrastructure.merkle.keys import SignerKey, VerifierKey
from infrastructure.merkle.notes import Note

_ID_DIGITS = 8
_STAMP = ".tsr"


class KeyUnusable(Exception):
    """The file of the key is no key, or is open to others."""


class Checkpoints:
    """A directory of signed notes, each in a file that is called by its size."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def sizes(self) -> Sequence[int]:
        """The sizes of which there are any, the smallest first."""
        if not self._directory.is_dir():
            return ()
        return sorted(int(it.name) for it in self._directory.iterdir() if _is_size(it.name))

    def note(self, size: int | None = None) -> Note | None:
        """The note of that size, or of the largest, if there is one.

        Raises:
            Malformed: the file is no note.
        """
        size = max(self.sizes(), default=None) if size is None else size
        path = self._directory / str(size)
        return Note.parsed(path.read_bytes()) if size is not None and path.is_file() else None

    def keep(self, note: Note) -> None:
        """Keeps a note durably, in place of one of its size; whoever reads sees the whole of it or nothing."""
        self._keep(str(Checkpoint.parsed(note.text).size), note.written)

    def stamp(self, size: int) -> bytes | None:
        """The time stamp (an RFC 3161 answer) over the text of the note of that size, if there is one."""
        path = self._directory / f"{size}{_STAMP}"
        return path.read_bytes() if path.is_file() else None

    def keep_stamp(self, size: int, answer: bytes) -> None:
        """Keeps a time stamp over the note of that size."""
        self._keep(f"{size}{_STAMP}", answer)

    def _keep(self, name: str, content: bytes) -> None:
        made(self._directory)
        written(self._directory / name, content)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else signs meanwhile, of whatever process."""
        made(self._directory)
        with (self._directory / ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def signer(path: Path, origin: str | None = None) -> SignerKey:
    """The key in a file that only its owner can read; made there, under this origin, if there is none.

    Raises:
        KeyUnusable: what is there is no such file.
    """
    if not path.exists():
        seed = token_bytes(32)
        key = SignerKey(origin or _origin(seed), seed)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"{key.secret}\n")
                file.flush()
                os.fsync(file.fileno())
            synced(path.parent)
        except FileExistsError:
            return signer(path)  # another process was faster
    try:
        if path.stat().st_mode & 0o077:
            raise KeyUnusable(f"{path} can be read by others: it is no secret. Have it read by its owner only.")
        return SignerKey.parsed(path.read_text("utf-8").removesuffix("\n"))
    except (Malformed, UnicodeDecodeError) as error:
        raise KeyUnusable(f"{path} is no key: {error}") from error


def verifier(text: str) -> VerifierKey:
    """The public key in a text, which may end with a line break.

    Raises:
        Malformed: it is none.
    """
    return VerifierKey.parsed(text.removesuffix("\n"))


def _origin(seed: bytes) -> str:
    public = SignerKey("casus", seed).verifier.public
    return f"casus/{sha256(public).hexdigest()[:_ID_DIGITS]}"


def _is_size(name: str) -> bool:
    try:
        return bool(decimal(name))
    except Malformed:
        return False
