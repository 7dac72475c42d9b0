"""Tables in files of any honesty: what can be read is read exactly, and the rest is refused in words that say where."""

import gzip
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from application.importing.formats import Rejected, UnfitFile
from infrastructure.formats.table import Row, open_table

Written = Callable[[bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(content: bytes) -> Path:
        path = tmp_path / "table"
        path.write_bytes(content)
        return path

    return write


def rows_of(path: Path) -> list[Row | Rejected]:
    with open_table(path) as table:
        return list(table.rows())


def cells_of(path: Path) -> list[tuple[int, Sequence[str]]]:
    return [(row.line, [*row.cells.values()]) for row in rows_of(path) if isinstance(row, Row)]


def rejections_of(path: Path) -> list[Rejected]:
    return [row for row in rows_of(path) if isinstance(row, Rejected)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_lines_end_as_they_may(written: Written, end: str, last: bool, bom: bytes) -> None:
    text = end.join(["a,b", f'1,"x{end}y"', "2,", "", ' 3 ,"say ""no"", then"', "4,é"]) + end * last
    assert cells_of(written(bom + text.encode())) == [
        (2, ["1", f"x{end}y"]),
        (4, ["2", ""]),
        (6, [" 3 ", 'say "no", then']),
        (7, ["4", "é"]),
    ]


@pytest.mark.parametrize("shift", range(102))
def test_a_line_is_read_whole_wherever_the_file_is_cut_into_pieces(written: Written, shift: int) -> None:
    rows = ["a" * (shift + 1) + ",b", *["é" * 49 + ",1"] * 6_000]
    cells = cells_of(written("\r\n".join([*rows, '"\r\n",3']).encode()))
    assert [line for line, _ in cells] == [*range(2, len(rows) + 2)]
    assert {each for _, row in cells[:-1] for each in row} == {"é" * 49, "1"}
    assert cells[-1] == (len(rows) + 1, ["\r\n", "3"])


def test_only_line_ends_end_a_line(written: Written) -> None:
    """Python's own lines end at ten characters."""
    odd = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
    assert cells_of(written(f"a,b\n1,{odd}\n2,x\n".encode())) == [(2, ["1", odd]), (3, ["2", "x"])]


def test_a_second_row_of_tags_belongs_to_the_columns(written: Written) -> None:
    with open_table(written(b"id,name,x\n#event+id,,#x\n1,2,3\n")) as table:
        assert [(it.name, it.tag) for it in table.columns] == [("id", "#event+id"), ("name", None), ("x", "#x")]
        assert [it.line for it in table.rows()] == [3]


@pytest.mark.parametrize("second", ["#a,b", ",", "#a", "#a,#b,#c"])
def test_a_second_row_of_anything_else_is_a_row(written: Written, second: str) -> None:
    with open_table(written(f"id,name\n{second}\n1,2\n".encode())) as table:
        assert [it.tag for it in table.columns] == [None, None]


def test_a_table_without_rows_is_a_table(written: Written) -> None:
    with open_table(written(b"id,name")) as table:
        assert [it.name for it in table.columns] == ["id", "name"]
        assert list(table.rows()) == []
        assert table.read == 1


def test_it_says_how_much_was_read(written: Written) -> None:
    with open_table(written(b"a,b\n" + b"1,2\n" * 200_000)) as table:
        rows = table.rows()
        assert table.read < 0.01
        for _ in range(100_000):
            next(rows)
        assert 0.4 < table.read < 0.6


@pytest.mark.parametrize(
    ("content", "line", "field", "value", "rule"),
    [
        (b"1,2", 2, "c", None, "2 cells where the first row names 3"),
        (b"1,2,3,4,5", 2, "c", "4", "5 cells where the first row names 3"),
        (b"1,2,3\n4,5", 3, "c", None, "ends before"),
        (b'1,"x\ny\n\n",', 2, None, None, ""),
        (b'1,"x\ny"z,3', 2, "b", '"x␊y"z,3', "On line 3 something follows a closing quotation mark"),
        (b'1,"x\ny","z\n', 2, "c", '"z␊', "opened on line 3 isn't closed before the file ends"),
        (b'1,2,3\n1,2,"', 3, "c", '"', "opened on line 3 isn't closed before the file ends"),
        (b"1,\xe9t\xe9,3", 2, "b", "\\xe9t\\xe9", "Byte 9 of the file, on line 2, is 0xE9, which is not UTF-8"),
        (b'1,"x\n\xff\n",3', 2, "b", "x␊\\xff␊", "Byte 12 of the file, on line 3, is 0xFF"),
        (b"1,2,\0", 2, "c", "␀", "Byte 11 of the file, on line 2, is NUL"),
        (b"1,2,\xed\xa0\x80", 2, "c", "\\xed\\xa0\\x80", "0xED"),
        (b"1," + b"x" * 100_001 + b",3", 2, "b", "x" * 200, "at most 100,000 characters"),
        (b'1,"' + b"x" * 900_001 + b'",3', 2, "b", "x" * 200, "at most 100,000"),
        (b"1," + b"x" * 1_000_001, 2, "b", "x" * 200, "at most 1,000,000 characters"),
        (b'1,"' + b"x\n" * 70_000, 2, "b", '"' + "x␊" * 99 + "x", "opened on line 2 isn't closed within 100,000"),
        (b"1," + b"x" * 9_000_000, 2, "b", "x" * 200, "at most 1,000,000 characters"),
        (b"1,2," + "🂡".encode() * 3_000_000, 2, "c", "🂡" * 200, "at most 1,000,000 characters"),
    ],
)
def test_a_row_that_breaks_is_rejected_with_its_place(
    written: Written, content: bytes, line: int, field: str | None, value: str | None, rule: str
) -> None:
    rejected = rejections_of(written(b"a,b,c\n" + content))
    if not rule:
        assert rejected == []
        return
    assert (rejected[0].line, rejected[0].field) == (line, field)
    assert rejected[0].value is None or rejected[0].value.startswith(value or "")
    assert rule in rejected[0].rule


@pytest.mark.parametrize("broken", [b"1,2", b'1,"x"y,3', b"1,\xff,3", b"1,\0,3", b"1," + b"x" * 9_000_000 + b"\r\n,3"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_the_rows_after_a_broken_one_are_read_with_their_lines(written: Written, broken: bytes, end: bytes) -> None:
    broken = broken.split(b"\r\n")[0]
    path = written(end.join([b"a,b,c", b"1,2,3", broken, b"4,5,6", b""]))
    assert [row.line for row in rows_of(path)] == [2, 3, 4]
    assert [line for line, _ in cells_of(path)] == [2, 4]


def test_a_row_of_many_cells_has_an_end_too(written: Written) -> None:
    names, long, short = ([it] * 1_000 for it in ("c", "x" * 1_001, "x" * 900))
    lines = [",".join(f"{name}{number}" for number, name in enumerate(names)), ",".join(long), ",".join(short)]
    rejected, taken = rows_of(written("\n".join(lines).encode()))
    assert isinstance(rejected, Rejected)
    assert "A row has at most 1,000,000 characters" in rejected.rule
    assert isinstance(taken, Row)


def test_a_line_without_end_is_not_held(written: Written) -> None:
    path = written(b"a,b\n1,2\n")
    with path.open("ab") as file:
        for _ in range(40):
            file.write(b"x" * 1_000_000)
        file.write(b"\r\n3,4\n")
    assert [(row.line, type(row)) for row in rows_of(path)] == [(2, Row), (3, Rejected), (4, Row)]


@pytest.mark.parametrize("beyond", range(-2, 3))
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_the_line_after_one_that_was_read_away_begins_where_it_does(written: Written, end: bytes, beyond: int) -> None:
    long = 20 * 262_144 - 2 + beyond  # the file is read in pieces of 262,144 bytes, after the first three
    path = written(b"a,b" + end + b"x" * (long + 1 - len(end)) + end + b"3,4")
    assert [(row.line, type(row)) for row in rows_of(path)] == [(2, Rejected), (3, Row)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\n\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"a;b;c\n1;2;3\n", "separated by semicolons"),
        (b"a\tb\n1\t2\n", "separated by tabs"),
        (b"a,b,a\n", "named 'a'"),
        (b"a,,b\n", "Column 2 has no name"),
        (b"a,b,\n", "Column 3 has no name"),
        (b"a, ,b\n", "Column 2 has no name"),
        (b'a,"b\nc"\n', "one line of at most 500 characters"),
        (b"a," + b"b" * 501, "one line of at most 500 characters"),
        (b"a,b\n#a,#" + b"b" * 500, "one line of at most 500 characters"),
        (b'a,"b', "opened on line 1 isn't closed before the file ends"),
        (b"a,\xe9\n", "Byte 3 of the file, on line 1, is 0xE9"),
        (b"a\0,b\0\n\0", "NUL"),
        (b",".join(b"c%d" % it for it in range(1_001)), "at most 1,000"),
        (b"x" * 5_000_000, "at most 1,000,000 characters"),
        ("a,b\n".encode("utf-16"), "UTF-16"),
        ("a,b\n".encode("utf-32"), "UTF-32"),
        (b"\xfe\xff\0a", "UTF-16"),
        (gzip.compress(b"a,b\n"), "gzip"),
        (b"PK\x03\x04rest", "workbook (XLSX)"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"<!DOCTYPE html>", "web page"),
        (b'{"a": 1}', "JSON"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(written: Written, content: bytes, why: str) -> None:
    with pytest.raises(UnfitFile) as refused:
        rows_of(written(content))
    assert why in str(refused.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", Path("/dev/zero")):
        with pytest.raises(UnfitFile):
            rows_of(path)
