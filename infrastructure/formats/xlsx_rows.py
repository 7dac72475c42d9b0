"""The rows of a workbook's sheet: of each cell what the analyst typed, as text of one form."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import lru_cache

from openpyxl.utils.cell import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from application.importing.formats import UnfitFile
from infrastructure.formats.row import MAX_CELL, MAX_COLUMNS, MAX_ROW
from infrastructure.formats.xlsx_parts import Book, Shown
from infrastructure.formats.xlsx_stream import Text

_ROWS = 1 << 20
_COLUMNS = 1 << 14
_DIGITS = "0123456789"
_ROW_NUMBER = re.compile(r"[0-9]{1,7}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_WHOLE = 10**15
"""Below it, every whole number is exact in a workbook."""
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class _Unsaid(Exception):
    """The cell doesn't hold what anybody typed; the words say what it holds."""


class Line:
    """A row of the sheet: its number, its cells by their columns from 1, and the first that can't be taken."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.cells: dict[int, str] = {}
        self.length = 0
        self.fault: tuple[int, str, str] | None = None


class Rows:
    """Hears a sheet: each row, once it has ended."""

    def __init__(self, book: Book) -> None:
        self.ended: list[Line] = []
        self._book = book
        self._line: Line | None = None
        self._last = self._column = 0
        self._type = ""
        self._style = 0
        self._in_cell = self._in_value = False
        self._formula: list[str] | None = None
        self._in_formula = False
        self._value: list[str] = []
        self._length = 0
        self._inline = Text()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            self._begin_row(attributes.get("r"))
        elif self._line is None:
            return
        elif tag == "c":
            self._begin_cell(self._line, attributes)
        elif self._in_cell and tag == "v":
            self._in_value = True
        elif self._in_cell and tag == "f":
            self._formula, self._in_formula = [], True
        elif self._in_cell:
            self._inline.start(tag)

    def data(self, text: str) -> None:
        if self._in_value and self._length <= MAX_CELL:
            self._value.append(text[: MAX_CELL + 1])
            self._length += len(text)
        elif self._in_formula and self._formula is not None and len(self._formula) < MAX_COLUMNS:
            self._formula.append(text[:MAX_COLUMNS])
        else:
            self._inline.data(text)

    def end(self, tag: str) -> None:
        if tag == "row" and self._line:
            self.ended.append(self._line)
            self._line, self._in_cell = None, False
        elif tag == "c" and self._line:
            self._end_cell(self._line)
        elif tag == "v":
            self._in_value = False
        elif tag == "f":
            self._in_formula = False
        elif self._in_cell:
            self._inline.end(tag)

    def _begin_row(self, number: str | None) -> None:
        if number is not None and not _ROW_NUMBER.fullmatch(number):
            raise UnfitFile("A row of the sheet has no number that a row can have.")
        line = self._last + 1 if number is None else int(number)
        if not self._last < line <= _ROWS:
            raise UnfitFile(f"After row {self._last:,} of the sheet comes row {line:,}: a sheet has no such order.")
        self._line, self._last, self._column = Line(line), line, 0

    def _begin_cell(self, line: Line, attributes: Mapping[str, str]) -> None:
        column = self._column + 1
        if reference := attributes.get("r"):
            column = _column(reference.rstrip(_DIGITS))
        if not self._column < column <= _COLUMNS:
            raise UnfitFile(f"Row {line.number:,} of the sheet has cells in an order that no sheet has.")
        self._column = column
        self._type, style = attributes.get("t", "n"), attributes.get("s", "0")
        self._style = int(style) if _ROW_NUMBER.fullmatch(style) else 0
        self._in_cell, self._in_value, self._in_formula = True, False, False
        self._formula, self._value, self._length = None, [], 0
        self._inline.taken()

    def _end_cell(self, line: Line) -> None:
        self._in_cell = False
        value, inline = "".join(self._value), self._inline.taken()
        try:
            text = _must_be_text(self._text(value, inline))
        except _Unsaid as why:
            rule, shown = why.args
            line.fault = line.fault or (self._column, rule, shown)
            return
        line.length += len(text)
        if line.length > MAX_ROW:
            line.fault = line.fault or (self._column, f"A row has at most {MAX_ROW:,} characters.", text)
        elif text:
            line.cells[self._column] = text

    def _text(self, value: str, inline: str) -> str:
        at = f"{get_column_letter(self._column)}{self._last}"
        if self._formula is not None:
            formula = "".join(self._formula)
            raise _Unsaid(
                f"Cell {at} holds a formula, not a value: type the value, or paste values only.", f"={formula}"
            )
        match self._type:
            case "s":
                if not _ROW_NUMBER.fullmatch(value) or int(value) >= len(self._book.strings):
                    raise _Unsaid(f"Cell {at} refers to a text that the workbook doesn't have.", value)
                return _unescaped(self._book.strings[int(value)])
            case "inlineStr":
                return _unescaped(inline)
            case "str" | "d":
                return _unescaped(value)
            case "b":
                return "true" if value.strip() == "1" else "false"
            case "e":
                raise _Unsaid(f"Cell {at} holds an error of the spreadsheet.", value)
            case _:
                return self._number(value.strip(), at)

    def _number(self, value: str, at: str) -> str:
        if not value:
            return ""
        if not _NUMBER.fullmatch(value) or (number := float(value)) in {float("inf"), float("-inf")}:
            raise _Unsaid(f"Cell {at} holds a number that is none.", value)
        shown = self._book.shown[self._style] if self._style < len(self._book.shown) else Shown.NUMBER
        if shown is not Shown.NUMBER:
            return self._moment(number, value, at, duration=shown is Shown.DURATION)
        if number.is_integer() and abs(number) < _WHOLE:
            return str(int(number))
        return repr(number)

    def _moment(self, number: float, value: str, at: str, *, duration: bool) -> str:
        try:
            moment = from_excel(number, self._book.epoch, timedelta=duration)
        except (ValueError, OverflowError, TypeError):
            moment = None
        match moment:
            case datetime(hour=0, minute=0, second=0, microsecond=0):
                return moment.date().isoformat()
            case datetime() | time():
                return moment.isoformat()
            case timedelta():
                return f"PT{moment.total_seconds():.0f}S"
            case _:
                raise _Unsaid(f"Cell {at} is shown as a date, but its number is none.", value)


@lru_cache(1_024)
def _column(letters: str) -> int:
    """The column's number, from 1; of letters that name none, 0."""
    try:
        return column_index_from_string(letters)
    except ValueError:
        return 0


def _must_be_text(text: str) -> str:
    if len(text) > MAX_CELL:
        raise _Unsaid(f"A cell has at most {MAX_CELL:,} characters.", text)
    if _NO_TEXT.search(text):
        raise _Unsaid("The cell holds characters that no text has.", text)
    return text


def _unescaped(text: str) -> str:
    return str(unescape(text)) if "_x" in text else text
