"""The parts of a workbook (ECMA-376, SpreadsheetML) that a table needs; nothing outside the workbook is fetched."""

import posixpath
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from application.importing.formats import UnfitFile
from infrastructure.formats.archive import Archive
from infrastructure.formats.xlsx_stream import Listener, Text, stream

_SHEET = "incidents"
_LIST = 1 << 21
_STYLES = 1 << 24
_STRINGS = 1 << 27
"""The most bytes that a part of this kind may unpack to."""
_MOST_STRINGS = 1 << 22


class _Quiet:
    """A listener that lets pass what it doesn't know."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        pass

    def end(self, tag: str) -> None:
        pass

    def data(self, text: str) -> None:
        pass


class _Relations(_Quiet):
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.append((attributes.get("Id", ""), kind, attributes.get("Target", "")))


class _Sheets(_Quiet):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.epoch = CALENDAR_WINDOWS_1900

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            relation = next((value for name, value in attributes.items() if name.endswith("}id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif tag == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
            self.epoch = CALENDAR_MAC_1904


class Shown(Enum):
    """What a cell's style shows its number as."""

    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"


class _Styles(_Quiet):
    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self._own: dict[str, str] = {}
        self._in_cells = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            self._own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            built_in = BUILTIN_FORMATS.get(int(number)) if number.isdecimal() else None
            self.shown.append(_shown(self._own.get(number) or built_in or ""))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False


def _shown(form: str) -> Shown:
    if is_timedelta_format(form):
        return Shown.DURATION
    return Shown.DATE if is_date_format(form) else Shown.NUMBER


class _Strings:
    def __init__(self) -> None:
        self.strings: list[str] = []
        self._text = Text()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - a listener hears them
        self._text.start(tag)

    def end(self, tag: str) -> None:
        self._text.end(tag)
        if tag == "si":
            self.strings.append(self._text.taken())
            if len(self.strings) > _MOST_STRINGS:
                raise UnfitFile(f"The workbook has more than {_MOST_STRINGS:,} texts.")

    def data(self, text: str) -> None:
        self._text.data(text)


class Book(NamedTuple):
    """A workbook: where the sheet that holds the table is, and what its cells refer to."""

    archive: Archive
    sheet: str
    strings: Sequence[str]
    shown: Sequence[Shown]
    epoch: datetime


def book(archive: Archive) -> Book:
    """The workbook in an archive.

    Raises:
        UnfitFile: it is none, or has no sheet.
    """
    start = next((target for _, kind, target in _relations(archive, "") if kind == "officeDocument"), None)
    if start is None:
        raise UnfitFile("The file is a zip archive, but no workbook.")
    main = _resolved("", start)
    relations = {id: (kind, _resolved(main, target)) for id, kind, target in _relations(archive, main)}
    sheets = _Sheets()
    _hear(archive, main, _LIST, sheets)
    tables = [(name, relations[id][1]) for name, id in sheets.sheets if relations.get(id, ("", ""))[0] == "worksheet"]
    if not tables:
        raise UnfitFile("The workbook has no sheet with a table.")
    parts = {kind: part for kind, part in relations.values() if archive.size(part) is not None}
    strings, styles = _Strings(), _Styles()
    if part := parts.get("sharedStrings"):
        _hear(archive, part, _STRINGS, strings)
    if part := parts.get("styles"):
        _hear(archive, part, _STYLES, styles)
    sheet = dict(reversed(tables)).get(_SHEET, tables[0][1])
    return Book(archive, sheet, strings.strings, styles.shown, sheets.epoch)


def _relations(archive: Archive, part: str) -> Sequence[tuple[str, str, str]]:
    folder, name = posixpath.split(part)
    relations = _Relations()
    _hear(archive, posixpath.join(folder, "_rels", f"{name}.rels"), _LIST, relations)
    return relations.found


def _resolved(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _hear(archive: Archive, name: str, most: int, listener: Listener) -> None:
    for _ in stream(archive, name, most, listener):
        pass
