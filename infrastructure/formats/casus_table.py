"""Our own table for analysts who keep a spreadsheet, one row an incident, read as drafts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from rapidfuzz import process

from application.harmless import without_apostrophe
from application.importing.drafts import (
    ForceDraft,
    IncidentDraft,
    ParticipationDraft,
    TollDraft,
)
from application.importing.formats import OpenFile, Rejected, Taken, UnfitFile
from domain.kinds import IncidentKind
from domain.period import DatePrecision, Period
from domain.toll import Harm
from infrastructure.formats.breach import Breach
from infrastructure.formats.casus_cells import (
    PLACE,
    REPORT,
    codes_in,
    force_in,
    period,
    place_in,
    report_in,
    step,
    word,
)
from infrastructure.formats.casus_columns import CAMPS, COLUMNS, SIDES, column_of
from infrastructure.formats.casus_template import template
from infrastructure.formats.cells import line, text, without_blanks
from infrastructure.formats.drafting import DraftedTable
from infrastructure.formats.figure_notation import figure_in
from infrastructure.formats.row import Row, rejected, visible
from infrastructure.formats.table import Table, open_table

__all__ = ["CasusTable", "template"]

Cells = Mapping[str, str]


class CasusTable:
    """The format `casus-csv`."""

    name = "casus-csv"
    publisher = None
    core: frozenset[str] = frozenset()
    harms: tuple[Harm, ...] = ()

    @contextmanager
    def open(self, path: Path) -> Iterator[OpenFile]:
        """Opens a file, be it of comma-separated values or a workbook.

        Raises:
            UnfitFile: it is none of our tables.
        """
        with open_table(path, workbook=True) as table:
            yield _CasusFile(table)


class _CasusFile(DraftedTable):
    """A file, being read."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._names = [it.name.strip().lower() for it in table.columns]
        for name in self._names:
            if name not in COLUMNS:
                nearest = process.extractOne(name, COLUMNS.keys())[0]
                raise UnfitFile(f"The table has no column {visible(name)!r}; the nearest is {nearest!r}.")
        if twice := next((name for name in self._names if self._names.count(name) > 1), None):
            raise UnfitFile(f"Two columns are named {twice!r}.")
        if missing := [it.name for it in COLUMNS.values() if it.needed and it.name not in self._names]:
            raise UnfitFile(f"The table has columns that this one doesn't have: {', '.join(missing)}.")

    def _taken(self, row: Row) -> Taken | Rejected:
        held = without_blanks(zip(self._names, row.cells.values(), strict=True))
        cells = {name: without_apostrophe(cell) for name, cell in held.items()}
        try:
            return Taken(row.line, _draft(cells))
        except Breach as breach:
            return rejected(row.line, breach.rule, breach.field, held.get(breach.field), cells.get("id"))


def _draft(cells: Cells) -> IncidentDraft:
    get = cells.get
    camps = {camp: tuple(_forces(f"camp_{camp}", get(f"camp_{camp}", ""))) for camp in CAMPS}
    return IncidentDraft(
        row=line("id", get("id")),
        title=line("title", get("title")),
        kind=word("kind", get("kind", ""), IncidentKind),
        occurred=_occurred(cells),
        place=place_in(*(get(name, "") for name in PLACE)),
        summary=text("summary", get("summary")),
        participations=tuple(_participations(camps)),
        tolls=tuple(_tolls(cells, camps)),
        codes=codes_in(get("codes", "")),
        word=report_in(*(get(name, "") for name in REPORT)),
    )


def _occurred(cells: Cells) -> Period:
    precision = cells.get("date_precision")
    return period(
        line("occurred", cells.get("occurred")),
        step("date_precision", precision, DatePrecision) if precision else None,
        cells.get("began_at"),
        cells.get("duration"),
    )


def _forces(field: str, cell: str) -> Iterator[ForceDraft]:
    for each in cell.split(";"):
        if each.strip():
            yield force_in(field, each.strip())


def _participations(camps: Mapping[str, Sequence[ForceDraft]]) -> Iterator[ParticipationDraft]:
    standing: set[str] = set()
    for camp, forces in camps.items():
        for force in forces:
            if force.identity.value in standing:
                raise Breach(f"camp_{camp}", f"{force.actorhood.name} is named twice: a force stands once, in one camp")
            standing.add(force.identity.value)
            yield ParticipationDraft(force, camp)


def _tolls(cells: Cells, camps: Mapping[str, Sequence[ForceDraft]]) -> Iterator[TollDraft]:
    for harm in Harm:
        for side in SIDES:
            column = column_of(harm, side)
            if cell := cells.get(column):
                yield TollDraft(_side(column, side, camps), figure_in(column, cell), harm)


def _side(
    column: str, side: str, camps: Mapping[str, Sequence[ForceDraft]]
) -> ForceDraft | Literal["civilians", "unknown", "all"]:
    match side:
        case "civilians" | "unknown":
            return side
        case "":
            return "all"
        case _ if len(camps[side]) == 1:
            return camps[side][0]
        case _:
            rule = f"a toll of camp {side} needs exactly one force in camp_{side}, whose toll it is"
            raise Breach(column, f"{rule}; there are {len(camps[side])}")
