"""Workbooks that are made to do harm, or are none: nothing is expanded, fetched or held, and the refusal says why."""

import struct
from pathlib import Path
from zipfile import ZIP_STORED

import pytest
from openpyxl import Workbook

from application.importing.formats import UnfitFile
from features.checks.test_xlsx_files import SHEET, book_of, packed, parts_of, read, saved, sharing, sheet_of
from infrastructure.formats.table import open_table


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ('<row r="9999999"><c><v>1</v></c></row>', "no such order"),
        ('<row r="1"><c><v>1</v></c></row>', "no such order"),
        ('<row r="-1"><c><v>1</v></c></row>', "no number that a row can have"),
        ('<row r="9" x="&quot;"><c r="ZZZ9"><v>1</v></c></row>', "order that no sheet has"),
        ('<row><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>', "order that no sheet has"),
        ('<row><c r="2A"><v>1</v></c></row>', "order that no sheet has"),
        ("<row><c><v>1</v></row>", "isn't what it has to be"),
        ("<row><c><v>&nothing;</v></c></row>", "isn't what it has to be"),
        ("\x01", "isn't what it has to be"),
    ],
)
def test_a_sheet_that_is_none_is_refused(tmp_path: Path, rows: str, why: str) -> None:
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "book", sheet_of(rows))
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", SHEET, "_rels/.rels"])
def test_no_entity_is_expanded_and_nothing_is_fetched(tmp_path: Path, doctype: str, part: str) -> None:
    parts = parts_of(sharing(saved(book_of(["a"], ["x"])), "<si><t>x</t></si>"))
    text = parts[part].decode()
    begin = text.index("?>") + 2 if text.startswith("<?xml") else 0
    parts[part] = f"{text[:begin]}{doctype}{text[begin:]}".encode()
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "book", packed(parts))
    assert "isn't what it has to be" in str(refused.value)


def test_a_sheet_outside_the_workbook_is_none(tmp_path: Path) -> None:
    parts = parts_of(saved(book_of(["a"], ["x"])))
    relations = parts["xl/_rels/workbook.xml.rels"]
    outside = relations.replace(
        b'Target="/xl/worksheets/sheet1.xml"', b'Target="http://127.0.0.1:9/" TargetMode="External"'
    )
    assert outside != relations
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "book", packed({**parts, "xl/_rels/workbook.xml.rels": outside}))
    assert "no sheet" in str(refused.value)


@pytest.mark.parametrize(
    "name", ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"]
)
def test_a_workbook_without_a_part_is_refused(tmp_path: Path, name: str) -> None:
    parts = parts_of(saved(book_of(["a"], ["x"])))
    del parts[name]
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "book", packed(parts))
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (packed({"a.txt": b"x"}), "no part _rels/.rels"),
        (saved(Workbook()), "The sheet is empty"),
        (saved(book_of(["a"], ["x"]))[:-40], "list of its parts is missing"),
        (saved(book_of(["a"], ["x"]))[:200], "list of its parts is missing"),
        (saved(book_of(["a", None, "c"])), "Column 2 has no name"),
        (saved(book_of(["a", "=1+1"])), "Cell B1 holds a formula"),
        (packed({f"{it}": b"" for it in range(2_001)}), "2,001 parts"),
        (packed({f"{it}" * 40: b"" for it in range(6_000)}), "far longer than a table's"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "book", content)
    assert why in str(refused.value)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    parts = parts_of(saved(book_of(["a"], ["x"])))
    for size, why in ((100_000_000, "far more than a table holds"), (600_000_000, "at most 536,870,912")):
        bomb = packed({**parts, "xl/media/bomb": bytes(size)} if size < 200_000_000 else {**parts})
        if size > 200_000_000:
            bomb = _declared(bomb, SHEET, size)
        with pytest.raises(UnfitFile) as refused:
            read(tmp_path / "book", bomb)
        assert why in str(refused.value)


def test_a_part_that_is_larger_than_it_says_is_damaged(tmp_path: Path) -> None:
    """Declared small to pass for harmless: what is unpacked ends where the declared size does."""
    parts = parts_of(saved(book_of(["a"], *(["x"] for _ in range(100_000)))))
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "book", _declared(packed(parts), SHEET, 5_000))
    assert "can't be unpacked" in str(refused.value) or "isn't what it has to be" in str(refused.value)


def test_a_directory_of_the_larger_kind_is_refused(tmp_path: Path) -> None:
    content = saved(book_of(["a"], ["x"]))
    locator = b"PK\x06\x07" + bytes(16)
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "book", content[:-22] + locator + content[-22:])
    assert "far longer than a table's" in str(refused.value)


def test_a_part_without_end_is_not_held(tmp_path: Path) -> None:
    """A single tag of many millions of bytes."""
    rows = f'<row x="{"xyz" * 4_000_000}"/>'
    content = packed(parts_of(sheet_of(rows)), ZIP_STORED)
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "book", content)
    assert "goes on and on" in str(refused.value)


def test_a_workbook_named_as_text_is_refused_where_text_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(saved(book_of(["a"], ["x"])))
    with pytest.raises(UnfitFile) as refused, open_table(path):
        pass
    assert "workbook (XLSX)" in str(refused.value)


def _declared(content: bytes, name: str, size: int) -> bytes:
    """The archive with another unpacked size in its list of parts."""
    at = content.index(name.encode(), content.index(b"PK\x01\x02")) - 46
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]
