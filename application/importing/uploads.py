"""Files that were sent to be imported: each kept under its digest, so that the same file twice is one."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from domain.refusal import Refusal
from domain.value import Sha256, Value

LARGEST = 2 << 30
"""Bytes that a file may have."""


class UnknownUpload(Refusal):
    """No file with this digest was uploaded, or it was removed since."""


class UploadsUnavailable(Refusal):
    """Files can't be kept just now: nothing of it was kept. Try again."""


class Upload(Value):
    """A file that was uploaded, by its digest."""

    sha256: Sha256
    bytes: int


class Arriving(Protocol):
    """A file that is being sent, piece by piece."""

    def write(self, piece: bytes) -> None:
        """Takes the next piece.

        Raises:
            UploadsUnavailable: there is no room for it.
        """

    def keep(self) -> Upload:
        """Keeps what was sent, durably, under its digest.

        Raises:
            UnfitFile: there is nothing in it.
            UploadsUnavailable: it can't be kept.
        """


class Uploads(Protocol):
    """Where files are kept that were uploaded, and what is written beside them."""

    def receive(self) -> AbstractContextManager[Arriving]:
        """Begins to take a file; what is not kept by the end leaves nothing."""

    def path(self, sha256: str) -> Path:
        """Where the file with this digest is.

        Raises:
            UnknownUpload: there is none.
        """

    def beside(self, name: str) -> Path:
        """Where a file of this name belongs that is written about an upload."""
