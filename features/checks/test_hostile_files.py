"""Damaged and hostile files: a format takes a row, rejects it or refuses the file, and nothing else ever comes out."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.importing.drafts import IncidentDraft
from application.importing.formats import Rejected, Taken, UnfitFile
from domain.attribution import Attribution
from domain.casualty_facts import Statement
from domain.coding import Coding, Variable
from domain.incident_facts import Occurrence
from domain.report import Publication
from domain.toll import Toll
from features.checks import test_acled, test_casus_table
from features.checks.test_xlsx_files import packed, parts_of, sharing
from infrastructure.formats.acled import Acled
from infrastructure.formats.casus_columns import COLUMNS
from infrastructure.formats.casus_table import CasusTable
from infrastructure.formats.table import Row, open_table

_FUZZ = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


class Opened(Protocol):
    def rows(self) -> Iterator[Any]: ...


Open = Callable[[Path], AbstractContextManager[Opened]]

CASUS = {
    **{it.name: it.example for it in COLUMNS.values() if not it.name.endswith(("_c", "_d"))},
    "camp_a": "A militia [political_militia]",
    "camp_b": "An army",
    "summary": 'Shots "at the ford",\r\nthen none.',
}
ROWS: Mapping[str, Mapping[str, str]] = {"acled": test_acled.ROW, "casus": CASUS}
FORMATS: Mapping[str, Open] = {
    "acled": Acled().open,
    "casus": CasusTable().open,
    "csv": open_table,
    "any": lambda path: open_table(path, workbook=True),
}

_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ODD = st.sampled_from(
    [
        b"\0",
        b'"',
        b'""',
        b"\n",
        b"\r",
        b"\r\n",
        b",",
        b";",
        b"\t",
        b"'",
        b"=",
        b"#",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xe2\x80\xa8",
        b"\x85",
        b"<",
        b">",
        b"&#0;",
        b"&lt;",
        b"</row>",
        b"<row>",
        b'<c t="s"><v>9</v></c>',
        b"-1",
        b"99999999999999999999",
        b"1e999",
        b"A" * 300,
        b"x" * 120_000,
    ]
)


@st.composite
def spoilt(draw: st.DrawFn, content: bytes) -> bytes:
    """The content with some of it flipped, cut, doubled, or with something odd in between."""
    spoiling = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(spoiling)))
        match draw(st.sampled_from(["flip", "insert", "replace", "cut", "remove", "double"])):
            case "flip" if at < len(spoiling):
                spoiling[at] ^= 1 << draw(st.integers(0, 7))
            case "insert":
                spoiling[at:at] = draw(_ODD | st.binary(max_size=8))
            case "replace":
                odd = draw(_ODD)
                spoiling[at : at + len(odd)] = odd
            case "cut":
                del spoiling[at:]
            case "remove":
                del spoiling[at : at + draw(st.integers(1, 40))]
            case _:
                spoiling[at:at] = spoiling[at : at + draw(st.integers(1, 400))]
    return bytes(spoiling)


def must_be_valid(draft: IncidentDraft) -> None:
    """Every part of a draft that was taken is one that the domain takes."""
    some = UUID(int=1)
    Occurrence(
        title=draft.title,
        kind=draft.kind,
        occurred=draft.occurred,
        place=draft.place,
        report_id=some,
        summary=draft.summary,
        codes=draft.codes,
    )
    Coding(
        dataset="d",
        row=draft.row,
        codes=draft.codes,
        variables=(*draft.variables, *(Variable.of(*it) for it in draft.citing)),
    )
    for each in draft.participations:
        assert each.participation.force_id == each.force.id
    for citation in draft.citations:
        Attribution(report_id=some, original_source=citation.original_source)
    for toll in draft.tolls:
        assert toll.of(some) == Toll(**toll.of(some))
        Statement(report_id=some, figure=toll.figure, inference=toll.inference)
    assert len({toll.of(some).casualty_id for toll in draft.tolls}) == len(draft.tolls)
    reports = [it.report for it in draft.citations] + ([draft.word] if draft.word else [])
    for report in reports:
        Publication(
            source_id=report.source.id,
            headline=report.headline,
            url=report.url,
            published_at=report.published_at,
            original_source=report.original_source,
            quote=report.quote,
        )


def read(open: Open, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    last, why = 0, "nothing"
    try:
        with open(path) as file:
            for row in file.rows():
                assert isinstance(row, Row | Rejected | Taken)
                assert row.line > last
                last = row.line
                if isinstance(row, Rejected):
                    assert row.rule
                    assert all(
                        text is None or (len(text) <= 200 and not _CONTROLS.search(text))
                        for text in (row.value, row.row)
                    )
                if isinstance(row, Taken):
                    must_be_valid(row.draft)
    except UnfitFile as refused:
        why = str(refused)
    assert why


@pytest.fixture(name="path", scope="module")
def path_of_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "file"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("rows", ROWS)
@given(data=st.data())
@_FUZZ
def test_spoilt_text(path: Path, format: str, rows: str, data: st.DataObject) -> None:
    row = ROWS[rows]
    content = test_casus_table.as_csv(row, {**row, "id": "2"} if rows == "casus" else row, row)
    read(FORMATS[format], path, data.draw(spoilt(content)))


@pytest.mark.parametrize("format", ["acled", "casus", "any"])
@given(data=st.data())
@_FUZZ
def test_spoilt_workbooks(path: Path, format: str, data: st.DataObject) -> None:
    content = _BOOKS[format if format != "any" else "casus"]
    read(FORMATS[format], path, data.draw(spoilt(content)))


@pytest.mark.parametrize("format", ["acled", "casus", "any"])
@given(data=st.data())
@_FUZZ
def test_workbooks_of_spoilt_parts(path: Path, format: str, data: st.DataObject) -> None:
    parts = parts_of(_BOOKS[format if format != "any" else "casus"])
    name = data.draw(st.sampled_from([name for name in parts if not name.startswith("docProps")]))
    read(FORMATS[format], path, packed({**parts, name: data.draw(spoilt(parts[name]))}))


@pytest.mark.parametrize("format", FORMATS)
@given(content=st.binary(max_size=400) | st.binary(max_size=400).map(lambda it: b"PK\x03\x04" + it))
@_FUZZ
def test_any_bytes(path: Path, format: str, content: bytes) -> None:
    read(FORMATS[format], path, content)


@pytest.mark.parametrize("format", FORMATS)
@given(
    rows=st.lists(st.lists(st.text(st.sampled_from('ab",;\n\r\t\0é# '), max_size=6), max_size=4), max_size=6),
    quote=st.booleans(),
)
@_FUZZ
def test_any_small_table(path: Path, format: str, rows: list[list[str]], quote: bool) -> None:
    mark = '"' * quote
    read(FORMATS[format], path, "\n".join(",".join(f"{mark}{it}{mark}" for it in row) for row in rows).encode())


def _book(row: Mapping[str, str]) -> bytes:
    return sharing(test_casus_table.as_workbook(row, row), "<si><t>shared</t></si>")


_BOOKS = {name: _book(row) for name, row in ROWS.items()}
