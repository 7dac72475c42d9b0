"""Files that have their name only once they are whole: also after a power loss, and on a disk that fails."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EDQUOT, EFBIG, EINVAL, ENOSPC, EPERM, EROFS
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from domain.refusal import Refusal

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_FULL = {ENOSPC, EDQUOT, EFBIG}
_NOT_OURS = {EACCES, EPERM, EROFS, EINVAL}
"""Why a directory can't be synced that others keep, or that never changes (squashfs answers EINVAL)."""


class FilesUnavailable(Refusal):
    """A file can't be read or written just now; what is on record stays. Try again: an import goes on."""


class FilesFull(FilesUnavailable):
    """The disk is full that a file is to be written on; what is on record stays. Make room, and try again."""


def unavailable(what: str, why: OSError) -> FilesUnavailable:
    """The refusal of what can't be done as a disk fails, or is full."""
    return (FilesFull if why.errno in _FULL else FilesUnavailable)(f"{what}: {why.strerror or why}.")


class WholeFile:
    """A file that is written beside its name, and takes the place of what had that once it is kept."""

    def __init__(self, path: Path, called: str) -> None:
        """Begins it; whoever asked for it knows it as what it is called.

        Raises:
            FilesUnavailable: it can't be made.
        """
        self.partial = path.with_name(f"{path.name}.partial")
        self._path = path
        self._called = called
        with _naming(called):
            self.file = BufferedWriter(_Raw(self.partial, called))

    def keep(self) -> None:
        """Gives it its name, for good: it is synced before, and its name after.

        Raises:
            FilesUnavailable: it can't be written; perhaps it has its name then, but whole.
        """
        with _naming(self._called):
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self.partial.replace(self._path)
            synced(self._path.parent)

    def discard(self) -> None:
        """Leaves nothing of it, unless it was kept; what had its name stays."""
        with suppress(OSError, FilesUnavailable):  # what could not be written can't be flushed either
            self.file.close()
        with suppress(OSError):  # the next of this name takes its place
            self.partial.unlink(missing_ok=True)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file that is there once it is whole, in the place of what was; whatever ends it before leaves nothing.

    Raises:
        FilesUnavailable: it can't be written.
    """
    it = WholeFile(path, str(path))
    try:
        yield it.file
        it.keep()
    finally:
        it.discard()


def synced(directory: Path) -> None:
    """Syncs what a directory holds: the names in it, not the files. One that others keep is left to them.

    Raises:
        OSError: it can't be synced.
    """
    try:
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as why:
        if why.errno not in _NOT_OURS:
            raise


def remove(path: Path, called: str) -> None:
    """Removes a file, for good, if it is there.

    Raises:
        FilesUnavailable: it can't be removed.
    """
    with _naming(called), suppress(FileNotFoundError):
        path.unlink()
        synced(path.parent)


class _Raw(FileIO):
    """A file on the disk; where it can't be written, its name is said: of several that are, it is told which."""

    def __init__(self, path: Path, called: str) -> None:
        super().__init__(path, "w")
        self._called = called

    def write(self, piece: "ReadableBuffer") -> int | None:  # type: ignore[override]  # as the standard library's
        with _naming(self._called):
            return super().write(piece)


@contextmanager
def _naming(called: str) -> Iterator[None]:
    try:
        yield
    except OSError as why:
        raise unavailable(f"{called} can't be written", why) from why
