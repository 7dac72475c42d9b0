"""Workbooks (XLSX), row by row in bounded memory."""

from collections.abc import Iterator

from openpyxl.utils.cell import get_column_letter

from application.importing.formats import Rejected, UnfitFile
from infrastructure.formats.archive import Archive
from infrastructure.formats.row import Header, Row, are_tags, rejected
from infrastructure.formats.xlsx_parts import book
from infrastructure.formats.xlsx_rows import Line, Rows
from infrastructure.formats.xlsx_stream import stream

_SHEET = 1 << 29


class XlsxFile:
    """The sheet of a workbook that holds a table, being read: the one named `incidents`, or the first."""

    def __init__(self, archive: Archive) -> None:
        """Reads the header.

        Raises:
            UnfitFile: the workbook has no table.
        """
        self._book = book(archive)
        self._size = archive.size(self._book.sheet) or 1
        self._heard = 0
        self._raw = self._lines()
        first = next(self._raw, None)
        if first is None:
            raise UnfitFile("The sheet is empty: not even a first row names its columns.")
        if first.fault:
            raise UnfitFile(f"The first row can't be read: {first.fault[1]}")
        self._width = max(first.cells)
        names = [first.cells.get(column, "") for column in range(1, self._width + 1)]
        self._header = Header(names)
        self._second = next(self._raw, None)
        if self._second and not self._second.fault and max(self._second.cells, default=0) <= self._width:
            cells = self._cells(self._second)
            if are_tags(cells):
                self._header, self._second = Header(names, cells), None
        self.columns = self._header.columns

    @property
    def read(self) -> float:
        """How much of it was read, from 0 to 1."""
        return min(self._heard / self._size, 1.0)

    def rows(self) -> Iterator[Row | Rejected]:
        """Its rows; those without anything in any cell are left out."""
        if self._second is not None:
            second, self._second = self._second, None
            yield self._row(second)
        for line in self._raw:
            yield self._row(line)

    def _row(self, line: Line) -> Row | Rejected:
        names = self._header.names
        if line.fault:
            column, rule, shown = line.fault
            field = names[column - 1] if column <= self._width else get_column_letter(column)
            return rejected(line.number, rule, field, shown)
        if (beyond := max(line.cells)) > self._width:
            at = f"{get_column_letter(beyond)}{line.number}"
            rule = f"Cell {at} stands beyond the {self._width:,} columns that the first row names."
            return rejected(line.number, rule, names[-1], line.cells[beyond])
        return self._header.row(line.number, self._cells(line))

    def _cells(self, line: Line) -> list[str]:
        return [line.cells.get(column, "") for column in range(1, self._width + 1)]

    def _lines(self) -> Iterator[Line]:
        rows = Rows(self._book)
        for size in stream(self._book.archive, self._book.sheet, _SHEET, rows):
            self._heard += size
            for line in rows.ended:
                if line.cells or line.fault:
                    yield line
            rows.ended.clear()
