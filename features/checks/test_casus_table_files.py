"""The figures, the empty table and the documentation of our own table, and text that no spreadsheet runs."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from application.harmless import harmless, without_apostrophe
from application.importing.formats import Taken
from domain.figure import Figure, Qualifier
from features.checks import strategies
from features.checks.test_casus_table import as_csv, as_workbook, read
from infrastructure.formats.breach import Breach
from infrastructure.formats.casus_columns import COLUMNS, documentation
from infrastructure.formats.casus_table import CasusTable, template
from infrastructure.formats.figure_notation import NOTATION, figure_in, written

DOCS = Path(__file__).parents[2] / "docs" / "casus_table.md"


@given(strategies.figures())
@settings(deadline=None)
def test_a_figure_that_can_be_written_is_read_as_it_was(figure: Figure) -> None:
    cell = written(figure)
    assert cell is None or figure_in("killed", cell) == figure


@given(
    st.sampled_from(["", "~", ">", ">=", "<", "<="]),
    st.integers(0, 1_000_000_000),
    st.lists(st.integers(0, 1_000_000_000), max_size=2),
)
@settings(deadline=None)
def test_every_form_of_the_notation_is_read_and_written_back(mark: str, number: int, more: list[int]) -> None:
    cell = "-".join(map(str, sorted([number, *more]))) if more else f"{mark}{number}"
    if cell != "<0":
        assert written(figure_in("killed", cell)) == cell
    if more:
        assert written(figure_in("killed", cell.replace("-", " .. "))) == cell


@given(st.text(max_size=20))
@settings(deadline=None)
def test_whatever_is_taken_for_a_figure_can_be_written(cell: str) -> None:
    try:
        figure = figure_in("killed", cell)
    except Breach:
        return
    again = written(figure)
    assert again is not None
    assert figure_in("killed", again) == figure


def test_every_example_of_the_notation_says_something_else() -> None:
    figures = [figure_in("killed", cell) for cell in NOTATION]
    assert len({figure.model_dump_json() for figure in figures}) == len(NOTATION)
    assert {figure.qualifier for figure in figures} == {*Qualifier}
    assert figure_in("killed", "≥100") == figure_in("killed", ">=100")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_table_is_one_of_ours(tmp_path: Path, kind: Literal["csv", "xlsx"]) -> None:
    path = tmp_path / "table"
    path.write_bytes(template(kind))
    with CasusTable().open(path) as file:
        assert [it.name for it in file.columns] == [*COLUMNS]
        assert [*file.rows()] == []


def test_the_empty_workbook_explains_its_columns() -> None:
    workbook = load_workbook(BytesIO(template("xlsx")))
    assert workbook.sheetnames == ["incidents", "columns"]
    said = [[cell.value or "" for cell in row] for row in workbook["columns"].iter_rows()]
    for it in COLUMNS.values():
        assert [it.name, "yes" * it.needed, it.says, it.form, it.example, ", ".join(it.allowed)] in said
    assert [[cell, "", says] for cell, says in NOTATION.items()] == [row[:3] for row in said[-len(NOTATION) :]]


@pytest.mark.parametrize("kind", [as_csv, as_workbook])
def test_the_examples_of_the_columns_are_a_row(tmp_path: Path, kind: Callable[..., bytes]) -> None:
    row = {it.name: it.example for it in COLUMNS.values()}
    row = {**row, "camp_a": "A militia [political_militia]", "camp_b": "An army [state_forces]"}
    [taken] = read(tmp_path / "table", kind(row))
    assert isinstance(taken, Taken), taken
    assert len(taken.draft.tolls) == 30


def test_the_documentation_lists_the_columns_as_they_are() -> None:
    text = DOCS.read_text("utf-8")
    assert documentation() in text
    for cell, says in NOTATION.items():
        assert f"| `{cell}` | {says} |" in text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=a", "\ra", "\na", "＝1", " =1", "'=1"])
def test_no_text_that_is_written_is_run(text: str) -> None:
    assert harmless(text)[0] == "'"
    assert without_apostrophe(harmless(text)) == text


@given(st.text() | st.text("'= +-@\ta"))
def test_text_is_read_as_it_was_written(text: str) -> None:
    assert without_apostrophe(harmless(text)) == text
