"""The empty table that an analyst fills in, and beside it in a workbook what each column says."""

import csv
from io import BytesIO, StringIO
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from application.harmless import harmless
from infrastructure.formats.casus_columns import COLUMNS
from infrastructure.formats.figure_notation import NOTATION

_TEXT = "@"
_WIDTHS = (22, 8, 50, 40, 36, 60)


def template(kind: Literal["csv", "xlsx"]) -> bytes:
    """The empty table, as a file."""
    return _csv() if kind == "csv" else _xlsx()


def _csv() -> bytes:
    lines = StringIO()
    csv.writer(lines).writerow([harmless(name) for name in COLUMNS])
    return lines.getvalue().encode("utf-8-sig")  # without the mark, spreadsheets take it for another encoding


def _xlsx() -> bytes:
    workbook = Workbook()
    incidents = workbook.active
    assert isinstance(incidents, Worksheet), "a new workbook has a sheet"
    incidents.title = "incidents"
    _append(incidents, list(COLUMNS), bold=True)
    incidents.freeze_panes = "A2"
    for number, name in enumerate(COLUMNS, 1):
        # as text, or a spreadsheet makes a date of 10-20
        column = incidents.column_dimensions[get_column_letter(number)]
        column.number_format, column.width = _TEXT, max(len(name) + 2, 12)
    columns = workbook.create_sheet("columns")
    _append(columns, ["column", "needed", "says", "written as", "example", "words that may stand there"], bold=True)
    for it in COLUMNS.values():
        _append(columns, [it.name, "yes" if it.needed else "", it.says, it.form, it.example, ", ".join(it.allowed)])
    _append(columns, [])
    _append(columns, ["a figure", "", "says"], bold=True)
    for cell, says in NOTATION.items():
        _append(columns, [cell, "", says])
    for number, width in enumerate(_WIDTHS, 1):
        columns.column_dimensions[get_column_letter(number)].width = width
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def _append(sheet: Worksheet, cells: list[str], *, bold: bool = False) -> None:
    sheet.append([harmless(cell) for cell in cells])
    for cell in sheet[sheet.max_row]:
        cell.number_format, cell.alignment = _TEXT, Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = Font(bold=True)
