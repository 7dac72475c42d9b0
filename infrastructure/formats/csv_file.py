"""Comma-separated values (RFC 4180) in UTF-8, row by row in bounded memory, each with the line it begins on."""

import csv
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import BinaryIO, NamedTuple

from application.importing.formats import Rejected, UnfitFile
from infrastructure.formats.row import MAX_CELL, MAX_ROW, Header, Row, are_tags, rejected

_CHUNK = 1 << 18
_CERTAINLY_TOO_LONG = 4 * MAX_ROW
"""Bytes: no character has more than four in UTF-8."""
_BYTES_END = re.compile(rb"\r\n|\n|\r(?!\Z)")
_BOM = b"\xef\xbb\xbf"


class _TooLong(Exception):
    """The row goes on and on."""


class _Misencoded(NamedTuple):
    """A byte that is no text in UTF-8: its line, its place in the file from 1, and the byte."""

    line: int
    place: int
    byte: int

    @property
    def rule(self) -> str:
        at = f"Byte {self.place:,} of the file, on line {self.line:,}, is"
        if self.byte == 0:
            return f"{at} NUL, which no text has: the file is damaged, or not UTF-8. Save it as CSV in UTF-8."
        return (
            f"{at} 0x{self.byte:02X}, which is not UTF-8 there (Windows-1252, perhaps). Save the file as CSV in UTF-8."
        )


class _Lines:
    """The physical lines of a file, decoded one by one, and those of them that the row being read has taken."""

    def __init__(self, file: BinaryIO) -> None:
        self.line = 0
        self.place = 0
        self.taken: list[str] = []
        self.misencoded: _Misencoded | None = None
        self.length = 0
        """The characters of the row so far."""
        self._raw = self._physical(file)

    def begin(self) -> None:
        """A row begins."""
        self.taken = []
        self.misencoded = None
        self.length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = next(self._raw)
        place, self.line = self.place, self.line + 1
        self.place += len(raw)
        try:
            text = raw.decode()
        except UnicodeDecodeError as why:
            self._note(_Misencoded(self.line, place + why.start + 1, raw[why.start]))
            text = raw.decode(errors="surrogateescape")
        if (nul := raw.find(0)) >= 0:
            self._note(_Misencoded(self.line, place + nul + 1, 0))
        self.taken.append(text)
        self.length += len(text)
        if self.length > MAX_ROW:
            raise _TooLong
        return text

    def _note(self, misencoded: _Misencoded) -> None:
        self.misencoded = self.misencoded or misencoded

    def _physical(self, file: BinaryIO) -> Iterator[bytes]:
        """Each line with its end: CR, LF or both. Of a line that goes on and on, the rest is read away."""
        pending = file.read(len(_BOM))
        if pending == _BOM:
            pending, self.place = b"", len(_BOM)
        while chunk := file.read(_CHUNK):
            # bytes know three line ends, str knows ten
            lines = (pending + chunk).splitlines(keepends=True)
            pending = b"" if lines[-1].endswith(b"\n") else lines.pop()
            yield from lines
            if len(pending) > _CERTAINLY_TOO_LONG:
                yield pending
                pending = self._after_line(file, pending)
        yield from pending.splitlines(keepends=True)

    def _after_line(self, file: BinaryIO, so_far: bytes) -> bytes:
        """What was read beyond the end of this line."""
        last = b"\r" if so_far.endswith(b"\r") else b""
        while chunk := file.read(_CHUNK):
            if last or b"\n" in chunk or b"\r" in chunk:
                piece = last + chunk
                if found := _BYTES_END.search(piece):
                    self.place += found.end() - len(last)
                    return piece[found.end() :]
            self.place += len(chunk)
            last = b"\r" if chunk.endswith(b"\r") else b""
        return b""


class _Fault(StrEnum):
    UNCLOSED = "unclosed"
    FOLLOWED = "followed"
    ENDLESS = "endless"


class _Break(NamedTuple):
    """Where a row breaks, and how: the column and the character, both from 0, and what stands there."""

    fault: _Fault
    column: int
    at: int
    cell: str


_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_PLAIN = re.compile(r"[^,\r\n]*+")
_LINE_END = re.compile(r"\r\n|\r|\n")


def _break(text: str) -> _Break:
    column = at = 0
    while True:
        found = (_QUOTED if text.startswith('"', at) else _PLAIN).match(text, at)
        if found is None:
            return _Break(_Fault.UNCLOSED, column, at, text[at:])
        next = text[found.end() : found.end() + 1]
        if next.strip(",\r\n"):
            return _Break(_Fault.FOLLOWED, column, found.end(), text[at:])
        if next != "," or found.end() - at > MAX_CELL:
            return _Break(_Fault.ENDLESS, column, at, text[at:].removeprefix('"'))
        column, at = column + 1, found.end() + 1


class CsvFile:
    """A file of comma-separated values, being read."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        """Reads the header.

        Raises:
            UnfitFile: the file begins otherwise than a table does.
        """
        self._lines = _Lines(file)
        self._size = size
        self._names: Sequence[str] = ()
        self._raw = self._read_rows()
        first = next(self._raw, None)
        if first is None:
            raise UnfitFile("The file is empty: not even a first row names its columns.")
        if isinstance(first, Rejected):
            raise UnfitFile(f"The first row can't be read: {first.rule}")
        names = first[1]
        _must_be_separated_by_commas(names)
        self._names = names
        self._header = Header(names)
        self._second = next(self._raw, None)
        if isinstance(self._second, tuple) and len(self._second[1]) == len(names) and are_tags(self._second[1]):
            self._header = Header(names, self._second[1])
            self._second = None
        self.columns = self._header.columns

    @property
    def read(self) -> float:
        """How much of it was read, from 0 to 1."""
        return min(self._lines.place / self._size, 1.0) if self._size else 1.0

    def rows(self) -> Iterator[Row | Rejected]:
        """Its rows; those without anything in any cell are left out."""
        make = self._header.row
        if self._second is not None:
            second, self._second = self._second, None
            yield second if isinstance(second, Rejected) else make(*second)
        for row in self._raw:
            yield row if isinstance(row, Rejected) else make(*row)

    def _read_rows(self) -> Iterator[tuple[int, list[str]] | Rejected]:
        lines = self._lines
        reader = csv.reader(lines, strict=True)
        while True:
            lines.begin()
            line = lines.line + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _TooLong) as why:
                yield self._broken(line, at_end="unexpected end" in str(why))
                continue
            if lines.misencoded:
                yield self._misencoded(line, cells, lines.misencoded)
            elif lines.length > MAX_CELL and (long := [it for it in enumerate(cells) if len(it[1]) > MAX_CELL]):
                yield self._too_long(line, *long[0])
            elif any(cells):
                yield line, cells

    def _field(self, column: int) -> str | None:
        return self._names[column] if column < len(self._names) else None

    def _misencoded(self, line: int, cells: Sequence[str], misencoded: _Misencoded) -> Rejected:
        sign = "\0" if misencoded.byte == 0 else chr(0xDC00 + misencoded.byte)
        column, cell = next((it for it in enumerate(cells) if sign in it[1]), (len(self._names), None))
        return rejected(line, misencoded.rule, self._field(column), cell)

    def _too_long(self, line: int, column: int, cell: str) -> Rejected:
        return rejected(line, f"A cell has at most {MAX_CELL:,} characters.", self._field(column), cell)

    def _broken(self, line: int, *, at_end: bool) -> Rejected:
        broken = _break(text := "".join(self._lines.taken))
        on = line + len(_LINE_END.findall(text, 0, broken.at))
        match broken.fault:
            case _Fault.ENDLESS:
                rule = f"A row has at most {MAX_ROW:,} characters, and a cell at most {MAX_CELL:,}."
            case _Fault.FOLLOWED:
                rule = (
                    f'On line {on:,} something follows a closing quotation mark: write one within a cell twice (""), '
                    "and a comma after the closing one."
                )
            case _Fault.UNCLOSED:
                end = "before the file ends: is it cut off?" if at_end else f"within {MAX_CELL:,} characters."
                rule = f"The quotation mark opened on line {on:,} isn't closed {end}"
                rule += f" Nothing can be read from there to line {self._lines.line:,}."
        return rejected(line, rule, self._field(broken.column), broken.cell)


def _must_be_separated_by_commas(names: Sequence[str]) -> None:
    joined = "".join(names)
    for separator, word in ((";", "semicolons"), ("\t", "tabs")):
        if joined.count(separator) >= len(names):
            raise UnfitFile(f"The columns are separated by {word}; save the file as CSV with commas.")
