"""Workbooks of any honesty: what the analyst typed is read, and what the workbook says of itself is not believed."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from application.importing.formats import Rejected
from infrastructure.formats.table import Row, open_table

Parts = dict[str, bytes]
SHEET = "xl/worksheets/sheet1.xml"
_BEGIN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def saved(workbook: Workbook) -> bytes:
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def book_of(*rows: list[Any]) -> Workbook:
    workbook = Workbook()
    for row in rows:
        workbook["Sheet"].append(row)
    return workbook


def parts_of(content: bytes) -> Parts:
    with ZipFile(BytesIO(content)) as zip:
        return {name: zip.read(name) for name in zip.namelist()}


def packed(parts: Mapping[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", compression) as zip:
        for name, content in parts.items():
            zip.writestr(name, content)
    return written.getvalue()


def sharing(content: bytes, strings: str) -> bytes:
    """The workbook with texts that its cells refer to."""
    parts = parts_of(content)
    relation = b'<Relationship Id="rId99" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    relations = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", relation)
    shared = f'<?xml version="1.0"?><sst xmlns="http://x">{strings}</sst>'.encode()
    return packed({**parts, "xl/_rels/workbook.xml.rels": relations, "xl/sharedStrings.xml": shared}, ZIP_STORED)


def sheet_of(rows: str) -> bytes:
    """A workbook whose sheet holds these rows below a first one that names a and b."""
    header = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
    )
    parts = parts_of(saved(book_of(["a", "b"])))
    return packed({**parts, SHEET: f"{_BEGIN}{header}{rows}</sheetData></worksheet>".encode()})


def read(path: Path, content: bytes) -> list[Row | Rejected]:
    path.write_bytes(content)
    with open_table(path, workbook=True) as table:
        return list(table.rows())


@pytest.fixture(name="cells")
def cells_of_workbooks(tmp_path: Path) -> Callable[[bytes], list[tuple[int, list[str]]]]:
    def cells(content: bytes) -> list[tuple[int, list[str]]]:
        rows = read(tmp_path / "book", content)
        assert all(isinstance(row, Row) for row in rows), rows
        return [(row.line, [*row.cells.values()]) for row in rows if isinstance(row, Row)]

    return cells


Cells = Callable[[bytes], list[tuple[int, list[str]]]]


def test_values_are_read_as_text_of_one_form(cells: Cells) -> None:
    values = [
        ("text", "text"),
        (" spaced\nlines ", " spaced\nlines "),
        (4, "4"),
        (4.0, "4"),
        (-12.5, "-12.5"),
        (1e300, "1e+300"),
        (0.1, "0.1"),
        (True, "true"),
        (date(2018, 2, 7), "2018-02-07"),
        (datetime(2018, 2, 7), "2018-02-07"),  # noqa: DTZ001 - a workbook knows no offsets
        (datetime(2018, 2, 7, 20, 30), "2018-02-07T20:30:00"),  # noqa: DTZ001
        (time(20, 30), "20:30:00"),
        (timedelta(hours=30, minutes=1), "PT108060S"),
        ("_x000D_ is a control", "\r is a control"),
        (CellRichText("one ", TextBlock(InlineFont(b=True), "bold"), " text"), "one bold text"),
        (None, ""),
    ]
    workbook = book_of([f"c{it}" for it in range(len(values))], [value for value, _ in values])
    assert cells(saved(workbook)) == [(2, [text for _, text in values])]


def test_dates_count_from_what_the_workbook_counts_from(cells: Cells) -> None:
    workbook = book_of(["a"])
    workbook.epoch = CALENDAR_MAC_1904
    workbook["Sheet"].append([date(2018, 2, 7)])
    assert cells(saved(workbook)) == [(2, ["2018-02-07"])]


def test_the_sheet_named_incidents_is_read_or_else_the_first(cells: Cells) -> None:
    workbook = book_of(["a"], ["first"])
    workbook.create_sheet("more").append(["a"])
    assert cells(saved(workbook)) == [(2, ["first"])]
    named = workbook.create_sheet("incidents")
    named.append(["a"])
    named.append(["named"])
    assert cells(saved(workbook)) == [(2, ["named"])]


def test_looks_do_no_harm(cells: Cells) -> None:
    """Merged and hidden cells, comments, empty rows, widths that lie."""
    workbook = book_of(["a", "b"], [], ["x", "y"], [], [])
    sheet = workbook["Sheet"]
    sheet.merge_cells("A5:B9")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["A"].hidden = True
    sheet["A3"].comment = Comment("a comment", "somebody")
    parts = parts_of(saved(workbook))
    lied = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', parts[SHEET])
    assert lied != parts[SHEET]
    assert cells(packed({**parts, SHEET: lied})) == [(3, ["x", "y"])]


def test_a_second_row_of_tags_belongs_to_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "book"
    path.write_bytes(saved(book_of(["id", "name"], ["#event+id"], [1, 2])))
    with open_table(path, workbook=True) as table:
        assert [(it.name, it.tag) for it in table.columns] == [("id", "#event+id"), ("name", None)]
        assert [row.line for row in table.rows()] == [3]
        assert table.read == 1


def test_rows_and_cells_without_numbers_follow_each_other(cells: Cells) -> None:
    rows = '<row><c><v>1</v></c><c><v>2</v></c></row><row r="7"><c r="B7"><v>3</v></c></row><row><c><v>4</v></c></row>'
    assert cells(sheet_of(rows)) == [(2, ["1", "2"]), (7, ["", "3"]), (8, ["4", ""])]


def test_texts_that_cells_refer_to_are_read(cells: Cells) -> None:
    strings = "<si><t>one</t></si><si/><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>no</t></rPh></si>"
    rows = "".join(f'<row><c t="s"><v>{it}</v></c></row>' for it in (2, 0, 1))
    assert cells(sharing(sheet_of(rows), strings)) == [(2, ["two", ""]), (3, ["one", ""])]


def test_text_beside_the_text_is_not_read(cells: Cells) -> None:
    rows = '<row><c t="inlineStr"><is><r><t>東</t></r><rPh sb="0" eb="1"><t>ヒガシ</t></rPh></is></c></row>'
    assert cells(sheet_of(rows)) == [(2, ["東", ""])]


@pytest.mark.parametrize(
    ("rows", "field", "value", "rule"),
    [
        ("<row><c><f>SUM(A1:A2)</f><v>3</v></c></row>", "a", "=SUM(A1:A2)", "Cell A2 holds a formula"),
        ('<row><c r="B2" t="str"><f t="shared" si="0"/><v>x</v></c></row>', "b", "=", "Cell B2 holds a formula"),
        ('<row><c t="e"><v>#REF!</v></c></row>', "a", "#REF!", "an error of the spreadsheet"),
        ('<row><c t="s"><v>999</v></c></row>', "a", "999", "a text that the workbook doesn't have"),
        ('<row><c t="s"><v>-1</v></c></row>', "a", "-1", "a text that the workbook doesn't have"),
        ("<row><c><v>four</v></c></row>", "a", "four", "a number that is none"),
        ("<row><c><v>1e999</v></c></row>", "a", "1e999", "a number that is none"),
        ("<row><c><v>NaN</v></c></row>", "a", "NaN", "a number that is none"),
        ('<row><c r="D2"><v>4</v></c></row>', "b", "4", "Cell D2 stands beyond the 2 columns"),
        ('<row><c r="D2"><f>A1</f></c></row>', "D", "=A1", "Cell D2 holds a formula"),
        (f'<row><c t="inlineStr"><is><t>{"x" * 100_001}</t></is></c></row>', "a", "x" * 200, "at most 100,000"),
        (f'<row><c t="str"><v>{"x" * 9_000_000}</v></c></row>', "a", "x" * 200, "at most 100,000"),
        ('<row><c t="str"><v>a_x0000_</v></c></row>', "a", "a␀", "characters that no text has"),
        ('<row><c t="str"><v>a_xD800_</v></c></row>', "a", "a\\ud800", "characters that no text has"),
    ],
)
def test_a_cell_that_says_nothing_of_its_own_is_rejected_with_its_place(
    tmp_path: Path, rows: str, field: str, value: str, rule: str
) -> None:
    content = packed(parts_of(sheet_of(rows + "<row><c><v>5</v></c></row>")), ZIP_STORED)
    rejected, after = read(tmp_path / "book", content)
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.field, rejected.value) == (2, field, value)
    assert rule in rejected.rule
    assert isinstance(after, Row)
    assert after.line == 3


def test_a_formula_of_several_cells_is_a_formula(tmp_path: Path) -> None:
    workbook = book_of(["a"], ["x"])
    workbook["Sheet"]["A2"] = ArrayFormula("A2:A3", "=SUM(B1:B2)")
    [rejected] = read(tmp_path / "book", saved(workbook))
    assert isinstance(rejected, Rejected)
    assert "formula" in rejected.rule


def test_a_date_that_is_none_is_rejected(tmp_path: Path) -> None:
    parts = parts_of(saved(book_of(["a"], [date(2018, 2, 7)])))
    sheet = parts[SHEET].replace(b"<v>43138</v>", b"<v>9e99</v>")
    assert sheet != parts[SHEET]
    [rejected] = read(tmp_path / "book", packed({**parts, SHEET: sheet}))
    assert isinstance(rejected, Rejected)
    assert "its number is none" in rejected.rule


def test_a_row_of_many_long_texts_is_rejected(tmp_path: Path) -> None:
    """One text that is stored once, and shown in every cell."""
    names = [f"c{it}" for it in range(40)]
    parts = parts_of(sharing(saved(book_of(names, ["y"] * 40)), f"<si><t>{'x' * 90_000}</t></si>"))
    sheet = parts[SHEET].replace(b't="inlineStr"><is><t>y</t></is>', b't="s"><v>0</v>')
    assert sheet != parts[SHEET]
    [rejected] = read(tmp_path / "book", packed({**parts, SHEET: sheet}, ZIP_STORED))
    assert isinstance(rejected, Rejected)
    assert "A row has at most 1,000,000" in rejected.rule
