"""What is kept of the tree outside the log: the signed checkpoints, a file each, and the key that signs them."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from time import time_ns

from application.refusals import LogUnavailable
from infrastructure.directories import made, written
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.encoding import Malformed, decimal
from infrastructure.merkle.keys import SignerKey, VerifierKey
from infrastructure.merkle.notes import Note

_ID_DIGITS = 8
_STAMP = ".tsr"
_SETTLED = 1_000_000_000
"""Nanoseconds after which a directory that changes once more has another time, on whatever file system."""


class KeyUnusable(Exception):
    """The file of the key is no key, or is open to others."""


class Checkpoints:
    """A directory of signed notes, each in a file that is called by its size.

    Where the disk fails, or is full, each question and command is refused as LogUnavailable.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._listed: tuple[int, Sequence[int]] = (0, ())

    def sizes(self) -> Sequence[int]:
        """The sizes of which there are any, the smallest first."""
        with _usable("The checkpoints"):
            if not self._directory.is_dir():
                return ()
            changed = self._directory.stat().st_mtime_ns
            known, sizes = self._listed
            if changed != known:
                sizes = sorted(int(it) for it in os.listdir(self._directory) if _is_size(it))  # noqa: PTH208 - half the time
                if time_ns() - changed > _SETTLED:
                    self._listed = changed, sizes
            return sizes

    @property
    def last(self) -> int | None:
        """The largest size of which there is one."""
        return sizes[-1] if (sizes := self.sizes()) else None

    def note(self, size: int | None = None) -> Note | None:
        """The note of that size, or of the largest, if there is one.

        Raises:
            Malformed: the file is no note.
        """
        size = self.last if size is None else size
        content = self._read(str(size))
        return None if content is None else Note.parsed(content)

    def keep(self, note: Note) -> None:
        """Keeps a note durably, in place of one of its size; whoever reads sees the whole of it or nothing."""
        self._keep(str(Checkpoint.parsed(note.text).size), note.written)

    def stamp(self, size: int) -> bytes | None:
        """The time stamp (an RFC 3161 answer) over the text of the note of that size, if there is one."""
        return self._read(f"{size}{_STAMP}")

    def keep_stamp(self, size: int, answer: bytes) -> None:
        """Keeps a time stamp over the note of that size."""
        self._keep(f"{size}{_STAMP}", answer)

    def _read(self, name: str) -> bytes | None:
        with _usable("The checkpoints"):
            path = self._directory / name
            return path.read_bytes() if path.is_file() else None

    def _keep(self, name: str, content: bytes) -> None:
        with _usable("The checkpoints"):
            made(self._directory)
            written(self._directory / name, content)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else signs meanwhile, of whatever process."""
        with _usable("The checkpoints"):
            made(self._directory)
            lock = os.open(self._directory / ".lock", os.O_WRONLY | os.O_CREAT)
        with _locked(lock):
            yield


def key_to_sign(path: Path, checkpoints: Checkpoints, origin: str | None = None) -> SignerKey:
    """The key that signs a log; made, under an origin, where nothing was signed yet.

    Raises:
        KeyUnusable: what is there is no key.
        LogUnavailable: it is away, as a disk may be: another would sign another log.
    """
    if checkpoints.last is not None and not path.exists():
        raise LogUnavailable(
            "The log was signed, and its key is away: put back the key that signed it (log.key in the data directory, "
            "or what CASUS_LOG_KEY names)."
        )
    return signer(path, origin)


def signer(path: Path, origin: str | None = None) -> SignerKey:
    """The key in a file that only its owner can read; made there, under this origin, if there is none.

    Raises:
        KeyUnusable: what is there is no such file.
        LogUnavailable: the disk failed, or is full.
    """
    with _usable("The key of the log"):
        if not path.exists():
            _make(path, origin)
        mode, content = path.stat().st_mode, path.read_bytes()
    if mode & 0o077:
        raise KeyUnusable(f"{path} can be read by others: it is no secret. Have it read by its owner only.")
    try:
        return SignerKey.parsed(content.decode().removesuffix("\n"))
    except (Malformed, UnicodeDecodeError) as error:
        raise KeyUnusable(f"{path} is no key: {error}") from error


def _make(path: Path, origin: str | None) -> None:
    with _locked(os.open(path.parent, os.O_RDONLY)):
        if not path.exists():  # another process may have been faster
            seed = token_bytes(32)
            key = SignerKey(origin or _origin(seed), seed)
            written(path, f"{key.secret}\n".encode(), 0o600)


def verifier(text: str) -> VerifierKey:
    """The public key in a text, which may end with a line break.

    Raises:
        Malformed: it is none.
    """
    return VerifierKey.parsed(text.removesuffix("\n"))


@contextmanager
def _usable(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as why:
        raise LogUnavailable(f"{what} can't be used just now: {why.strerror or why}.") from why


@contextmanager
def _locked(handle: int) -> Iterator[None]:
    """While nobody else, of whatever process, has a lock on this file or directory, which is closed then."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _origin(seed: bytes) -> str:
    public = SignerKey("casus", seed).verifier.public
    return f"casus/{sha256(public).hexdigest()[:_ID_DIGITS]}"


def _is_size(name: str) -> bool:
    try:
        return bool(decimal(name))
    except Malformed:
        return False
