"""The uploads of a data directory: files named by their SHA-256."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from typing import BinaryIO, cast

from application.importing.formats import UnfitFile
from application.importing.uploads import Arriving, UnknownUpload, Upload, UploadsUnavailable
from application.whole_files import synced
from infrastructure.directories import made

_ARRIVING = "arriving-"
_ABANDONED = 86_400
"""Seconds after which a file that still arrives was left behind by a process that was killed."""


class UploadedFiles:
    """The files in one directory, which is made, for its owner only, with the first of them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @contextmanager
    def receive(self) -> Iterator[Arriving]:
        """Begins to take a file; what is not kept by the end leaves nothing.

        Raises:
            UploadsUnavailable: the directory can't be written to.
        """
        try:
            made(self._directory)
            self._sweep()
            file = NamedTemporaryFile(dir=self._directory, prefix=_ARRIVING, delete=False)  # noqa: SIM115 - closed below
        except OSError as why:
            raise UploadsUnavailable(_words(why)) from why
        try:
            yield _Arriving(cast("BinaryIO", file), self._directory)
        finally:
            with suppress(OSError):  # what could not be written can't be flushed either
                file.close()
            with suppress(OSError):  # it is swept up later
                Path(file.name).unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the file with this digest is.

        Raises:
            UnknownUpload: there is none.
        """
        path = self._directory / sha256
        if not path.is_file():
            raise UnknownUpload("Upload the file first: POST /uploads.", "upload")
        return path

    def beside(self, name: str) -> Path:
        """Where a file of this name belongs that is written about an upload."""
        return self._directory / name

    def _sweep(self) -> None:
        for path in self._directory.glob(f"{_ARRIVING}*"):
            with suppress(OSError):  # another request may be as quick, or it can't be removed just now
                if path.stat().st_mtime < time() - _ABANDONED:
                    path.unlink()


class _Arriving:
    """A file that is being sent."""

    def __init__(self, file: BinaryIO, directory: Path) -> None:
        self._file = file
        self._directory = directory
        self._digest = sha256()
        self._bytes = 0

    def write(self, piece: bytes) -> None:
        """Takes the next piece.

        Raises:
            UploadsUnavailable: there is no room for it.
        """
        try:
            self._file.write(piece)
        except OSError as why:
            raise UploadsUnavailable(_words(why)) from why
        self._digest.update(piece)
        self._bytes += len(piece)

    def keep(self) -> Upload:
        """Keeps what was sent, durably, under its digest.

        Raises:
            UnfitFile: there is nothing in it.
            UploadsUnavailable: it can't be kept.
        """
        if not self._bytes:
            raise UnfitFile("The file is empty.")
        upload = Upload(sha256=self._digest.hexdigest(), bytes=self._bytes)
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            Path(self._file.name).replace(self._directory / upload.sha256)
            synced(self._directory)
        except OSError as why:
            raise UploadsUnavailable(_words(why)) from why
        return upload


def _words(why: OSError) -> str:
    return f"The file can't be kept: {why.strerror or why}."
