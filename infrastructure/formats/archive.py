"""A zip archive that may be made to harm: what it may unpack to is bounded before and while it is read."""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from application.importing.formats import UnfitFile

_DIRECTORY = 1 << 20
_ENTRIES = 2_000
_ALL = 1 << 29
_RATIO = 400
"""How many times larger than its packed form; deflate reaches 1,032, tables of text 5 to 40."""
_SMALL = 1 << 20
"""Whatever unpacks to less does no harm."""
_CHUNK = 1 << 16
_END, _END_SIZE, _COMMENT = b"PK\x05\x06", 22, 1 << 16
# zipfile says NotImplementedError of a packing that it does not know, RuntimeError of one under a password.
_FAULTS = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)


class Archive:
    """The parts of a zip archive, each read piece by piece."""

    def __init__(self, zip: ZipFile) -> None:
        self._zip = zip

    def size(self, name: str) -> int | None:
        """The bytes that a part unpacks to; None where there is no such part."""
        info = self._zip.NameToInfo.get(name)
        return None if info is None else info.file_size

    def pieces(self, name: str, most: int) -> Iterator[bytes]:
        """A part, unpacked piece by piece.

        Raises:
            UnfitFile: it is damaged, or unpacks to more than `most` bytes.
        """
        size = self.size(name)
        if size is None:
            raise UnfitFile(f"The workbook is incomplete: it has no part {name}.")
        if size > most:
            raise UnfitFile(f"Part {name} of the workbook unpacks to {size:,} bytes; at most {most:,} are read.")
        try:
            with self._zip.open(name) as part:
                # never more than the size it declares, or the checksum is wrong: zipfile sees to that
                while piece := part.read(_CHUNK):
                    yield piece
        except _FAULTS as why:
            raise UnfitFile(f"The workbook is damaged: part {name} can't be unpacked.") from why


@contextmanager
def open_archive(file: BinaryIO) -> Iterator[Archive]:
    """Opens an archive.

    Raises:
        UnfitFile: it is damaged, or would unpack to far more than a table holds.
    """
    _must_have_a_small_directory(file)
    try:
        zip = ZipFile(file)
    except _FAULTS as why:
        raise UnfitFile("The workbook is damaged, or cut off: it is no whole zip archive.") from why
    with zip:
        infos = zip.infolist()
        if len(infos) > _ENTRIES:
            raise UnfitFile(f"The workbook has {len(infos):,} parts; at most {_ENTRIES:,} are read.")
        if (size := sum(info.file_size for info in infos)) > _ALL:
            raise UnfitFile(f"The workbook unpacks to {size:,} bytes; at most {_ALL:,} are read.")
        for info in infos:
            if info.file_size > max(_SMALL, _RATIO * info.compress_size):
                raise UnfitFile("The workbook unpacks to far more than a table holds: it may be made to do harm.")
        yield Archive(zip)


def _must_have_a_small_directory(file: BinaryIO) -> None:
    """The list of parts is read whole when an archive is opened: it must not be what is too large."""
    size = file.seek(0, os.SEEK_END)
    tail = min(size, _END_SIZE + _COMMENT)
    file.seek(size - tail)
    data = file.read()
    at = len(data) - _END_SIZE
    if not (data[at:].startswith(_END) and data.endswith(b"\0\0")):
        at = data.rfind(_END)
    file.seek(0)
    if at < 0:
        raise UnfitFile("The workbook is damaged, or cut off: the list of its parts is missing.")
    if b"PK\x06\x07" in data[max(at - 20, 0) : at] or int.from_bytes(data[at + 12 : at + 16], "little") > _DIRECTORY:
        raise UnfitFile("The list of the workbook's parts is far longer than a table's: it may be made to do harm.")
