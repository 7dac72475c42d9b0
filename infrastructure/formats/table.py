"""Tables, whatever file they come in: opened by what the file holds, not by what it is called."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from application.importing.formats import Rejected, UnfitFile
from domain.imports import Column
from infrastructure.formats.archive import open_archive
from infrastructure.formats.csv_file import CsvFile
from infrastructure.formats.row import Row
from infrastructure.formats.xlsx_file import XlsxFile

__all__ = ["Row", "Table", "open_table"]

_ZIP = b"PK\x03\x04"
_BEGINNINGS = (
    (_ZIP, "a zip archive, or a workbook (XLSX)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ", "compressed (xz)"),
    (b"\x28\xb5\x2f\xfd", "compressed (Zstandard)"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old kind (XLS)"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"RDX", "R's own data"),
    (b"\xff\xfe\0\0", "text in UTF-32"),
    (b"\0\0\xfe\xff", "text in UTF-32"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
    (b"<", "a web page or XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
"""How files begin that are no table of text."""


class Table(Protocol):
    """A table, being read; its rows can be asked for once."""

    @property
    def columns(self) -> Sequence[Column]:
        """Its columns, in order."""

    @property
    def read(self) -> float:
        """How much of it was read, from 0 to 1."""

    def rows(self) -> Iterator[Row | Rejected]:
        """Its rows, in order.

        Raises:
            UnfitFile: it can't be read any further.
        """


@contextmanager
def open_table(path: Path, *, workbook: bool = False) -> Iterator[Table]:
    """Opens a table of comma-separated values or, where that is as good, of a workbook.

    Raises:
        UnfitFile: it is none, in words that say what it is instead and what to do.
    """
    try:
        if not path.is_file():
            raise UnfitFile("There is no such file." if not path.exists() else "It is not a file but something else.")
        with path.open("rb") as file:
            if workbook and file.read(len(_ZIP)) == _ZIP:
                with open_archive(file) as archive:
                    yield XlsxFile(archive)
            else:
                _must_be_text(file)
                yield CsvFile(file, path.stat().st_size)
    except OSError as why:
        raise UnfitFile(f"The file can't be read: {why.strerror or why}.") from why


def _must_be_text(file: BinaryIO) -> None:
    file.seek(0)
    beginning = file.read(16)
    file.seek(0)
    for sign, what in _BEGINNINGS:
        if beginning.startswith(sign):
            raise UnfitFile(f"The file is {what}, not comma-separated text. Save the table as CSV in UTF-8.")
