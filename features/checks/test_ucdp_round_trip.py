"""Whatever comes in as UCDP GED goes out the same, cell by cell; what can't come in is named."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.exporting import Export
from application.importing.entering import Outcome
from application.importing.formats import Rejected
from application.importing.importer import Importer
from application.importing.releases import ImportRelease
from application.importing.watching import Tally
from domain.fact import Position
from domain.policy import Policy
from features.checks.logs import RIMA, ROOT, Logs
from features.checks.ucdp_files import files, rows
from features.ucdp_rows import Cells, ucdp_file, ucdp_row
from infrastructure.formats.ucdp_cells import normalised
from infrastructure.formats.ucdp_codebook import COLUMNS, HDX
from infrastructure.formats.ucdp_export import UcdpGedForm
from infrastructure.formats.ucdp_ged import UcdpGed
from infrastructure.read_model.keeper import Keeper


class Silent:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.refused: list[Rejected] = []
        self.outcomes: dict[str, Outcome] = {}

    def rejected(self, row: Rejected) -> None:
        self.refused.append(row)

    def came(self, _: int, row: str, outcome: Outcome) -> None:
        self.outcomes[row] = outcome

    def progress(self, tally: Tally) -> bool:
        return not tally.finished


class House:
    """A log of its own, files that come in, and what goes out."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.logs = Logs(directory)
        self.ledger = self.logs.open()
        self._model = Keeper(self.ledger, directory / "read.duckdb")

    def comes_in(self, rows: Sequence[Cells], columns: Sequence[str] = COLUMNS, release: str = "1") -> Silent:
        path = self.directory / f"{release}.csv"
        path.write_bytes(ucdp_file(rows, columns))
        command, watcher = ImportRelease(format="ucdp-ged", dataset="tarania", release=release), Silent()
        importer = Importer(self.ledger, self._model, {"ucdp-ged": UcdpGed(self.logs.clock)})
        importer.run(path, command, by=RIMA.actor, watcher=watcher)
        return watcher

    def goes_out(self, known_at: Position | None = None) -> Mapping[str, Mapping[str, str]]:
        policy = Policy.HIGHEST_CREDIBILITY
        export = Export(self.ledger, UcdpGedForm(), dataset="tarania", known_at=known_at, policy=policy)
        exported = list(export.rows())
        assert [it.losses for it in exported if it.losses] == []
        return {it.cells["id"]: {name: it.cells.get(name, "") for name, _ in export.columns} for it in exported}


def as_it_comes_back(rows: Sequence[Cells], columns: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """The rows, with the few forms that are normalised (docs/formats.md)."""
    whole = [ucdp_row(row) for row in rows]
    return {row["id"]: {it: normalised(it, row.get(it, "")) for it in columns} for row in whole}


def test_the_document_says_where_each_column_is_kept() -> None:
    document = (ROOT / "docs" / "ucdp.md").read_text("utf-8")
    assert {column for column in {*COLUMNS, *HDX} if f"`{column}`" not in document} == set()


@given(files())
@settings(max_examples=25, deadline=None)
def test_every_cell_of_every_row_comes_back(file: tuple[Sequence[str], Sequence[Cells]]) -> None:
    columns, given_rows = file
    with TemporaryDirectory() as directory:
        house = House(Path(directory))
        refused = {it.row for it in house.comes_in(given_rows, columns).refused}
        taken = [row for row in given_rows if row["id"] not in refused]
        assert house.goes_out() == as_it_comes_back(taken, columns)
        house.logs.close()


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_every_cell_of_the_last_release_comes_back_and_of_those_before_as_known_then(data: st.DataObject) -> None:
    with TemporaryDirectory() as directory:
        house = House(Path(directory))
        releases: dict[Position, Mapping[str, Mapping[str, str]]] = {}
        for number in range(3):
            ids = data.draw(st.sampled_from([["1", "2", "3"], ["1", "2"], ["3", "1", "4"]]))
            given_rows = [data.draw(rows(id)) for id in ids]
            refused = {it.row for it in house.comes_in(given_rows, release=str(number)).refused}
            kept = [row for row in given_rows if row["id"] not in refused]
            before = releases[max(releases)] if releases else {}
            releases[house.ledger.position_at(None)] = {**before, **as_it_comes_back(kept, COLUMNS)}
        for position, expected in releases.items():
            found = house.goes_out(position)
            assert found.keys() == expected.keys()
            for row, cells in expected.items():
                assert dict(found[row].items() ^ cells.items()) == {}
        house.logs.close()


@pytest.mark.parametrize(
    ("begins", "length", "taken"), [("", 20_000, True), ("", 20_001, False), ("\x01", 19_996, False)]
)
def test_a_citation_comes_in_if_it_could_be_kept(tmp_path: Path, begins: str, length: int, *, taken: bool) -> None:
    """A control character is kept escaped, as six."""
    house, cited = House(tmp_path), f'"Valley Observer,2018-02-08,{begins}'
    row = {"id": "1", "source_article": f'{cited}{"x" * (length - len(cited) - 1)}"'}
    refused = house.comes_in([row]).refused
    assert [it.field for it in refused] == ([] if taken else ["source_article"])
    assert house.goes_out() == (as_it_comes_back([row], COLUMNS) if taken else {})
    house.logs.close()
