"""Whatever releases of a dataset say, the record says what the last does; as known then, what each one did."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from application.importing.drafts import IncidentDraft, derived
from application.importing.entering import Outcome
from application.importing.formats import Rejected, Taken
from application.importing.releases import ImportRelease
from application.importing.watching import Tally
from application.moments import AsOf
from application.services import Services
from application.views.incident import Dossier
from domain.actor import Actor, Role
from domain.coverage import Area, Scope
from domain.edtf import certainly_within, parse
from domain.fact import Position
from domain.incident import Incident
from features.checks.logs import Logs
from features.ucdp_rows import ucdp_file
from infrastructure.formats.ucdp_ged import UcdpGed

RIMA = Actor(name="Rima", role=Role.ANALYST)
DATASET = "bridge-guard"

CITED = ['"Desert Wire,2018-02-08,Shots"', '"Valley Observer,2018-02-09,A clash"']
CELLS: Mapping[str, st.SearchStrategy[str]] = {
    "date_start": st.sampled_from(["2018-02-06", "2018-02-07", "2017-12-31", "2018-02-31"]),
    "date_end": st.sampled_from(["2018-02-07", "2018-02-08"]),
    "date_prec": st.sampled_from(["1", "2", "4"]),
    "type_of_violence": st.sampled_from(["1", "2", "3", "9"]),
    "where_prec": st.sampled_from(["1", "5"]),
    "where_coordinates": st.sampled_from(["Khasham town", "Tabiyah village"]),
    "latitude": st.sampled_from(["35.3", "35.30", ""]),
    "side_a_new_id": st.sampled_from(["901", "902", ""]),
    "side_a": st.sampled_from(["Bridge Guard", "The Bridge Guard"]),
    "side_b_new_id": st.sampled_from(["902", "903"]),
    "deaths_a": st.sampled_from(["0", "1", "1.0", ""]),
    "deaths_civilians": st.sampled_from(["0", "3", ""]),
    "best": st.sampled_from(["", "3", "7"]),
    "low": st.sampled_from(["", "3", "5"]),
    "source_article": st.lists(st.sampled_from(CITED), max_size=2).map(";".join),
    "source_original": st.sampled_from(["", "a commander"]),
    "event_clarity": st.sampled_from(["1", "2"]),
}
"""What the cells that matter may hold; the others are as usual."""
GIVEN = st.fixed_dictionaries({}, optional=CELLS)
RELEASES = st.dictionaries(st.sampled_from("12345"), GIVEN, max_size=4).flatmap(
    lambda rows: st.permutations([{"id": id, **cells} for id, cells in rows.items()])
)


@st.composite
def histories(draw: st.DrawFn) -> Sequence[Sequence[Mapping[str, str]]]:
    """Up to three releases: each anew, or the one before it with rows dropped, added and changed in any cell."""
    releases = [draw(RELEASES)]
    for _ in range(draw(st.integers(1, 2))):
        rows = {row["id"]: row for row in draw(RELEASES)}
        if draw(st.booleans()):
            before = draw(st.sampled_from(releases))
            rows |= {row["id"]: {**row, **draw(GIVEN)} if draw(st.booleans()) else row for row in before}
        kept = [row for row in rows.values() if draw(st.integers(0, 4))]
        releases.append(draw(st.permutations(kept)))
    return releases


class Watched:
    """Who watches an import to its end."""

    def rejected(self, row: Rejected) -> None: ...

    def came(self, line: int, row: str, outcome: Outcome) -> None: ...

    def progress(self, _: Tally) -> bool:
        return True


class House(NamedTuple):
    """A log of its own, and where the files are."""

    logs: Logs
    services: Services
    directory: Path

    @property
    def end(self) -> Position:
        return self.services.ledger.position_at(None)

    def file(self, name: str, rows: Sequence[Mapping[str, str]]) -> Path:
        path = self.directory / f"{name}.csv"
        path.write_bytes(ucdp_file(rows))
        return path

    def imported(self, path: Path, coverage: Scope | None = None, *, rehearsed: bool = False) -> Tally:
        release = ImportRelease(format="ucdp-ged", dataset=DATASET, release=path.stem, coverage=coverage)
        return self.services.importer.run(path, release, by=RIMA, watcher=Watched(), rehearsed=rehearsed)

    def says(self, id: UUID, at: Position) -> Mapping[str, Any]:
        return in_short(self.services.dossiers.dossier(id, AsOf(at)))


def in_short(it: Dossier) -> Mapping[str, Any]:
    """What an incident says, as far as a row can tell it."""
    return {
        "told": (it.title, it.summary),
        "retracted": it.retracted,
        "place": it.place,
        "occurred": it.occurred,
        "kind": it.kind,
        "participations": {(each.force_id, each.camp, each.role) for each in it.participations},
        "tolls": {
            (each.side, each.harm): [figure.figure for figure in each.figures]
            for each in it.casualties
            if not each.retracted
        },
        "codes": it.codes,
    }


def meant(draft: IncidentDraft) -> Mapping[str, Any]:
    """What a row says, as far as an incident tells it."""
    tolls = [it.of(UUID(int=0)) for it in draft.tolls]
    return {
        "told": (draft.title, draft.summary),
        "retracted": False,
        "place": draft.place,
        "occurred": draft.occurred,
        "kind": draft.kind,
        "participations": {(each.force.id, each.camp, each.role) for each in draft.participations},
        "tolls": {(toll.side, toll.harm): [it.figure] for toll, it in zip(tolls, draft.tolls, strict=True)},
        "codes": draft.codes,
    }


def read(house: House, path: Path) -> tuple[Mapping[UUID, IncidentDraft], set[UUID]]:
    """The rows that can be taken, and the incidents of those that can't."""
    with UcdpGed(house.logs.clock).open(path) as file:
        rows = [*file.rows()]
    taken = [it.draft for it in rows if isinstance(it, Taken)]
    refused = {derived("incident", DATASET, it.row or "") for it in rows if isinstance(it, Rejected)}
    return {derived("incident", DATASET, it.row): it for it in taken}, refused


@settings(max_examples=60)
@given(releases=histories(), covers=st.sampled_from([None, "2017/2018", "2018"]))
def test_the_record_says_what_each_release_says(
    releases: Sequence[Sequence[Mapping[str, str]]], covers: str | None
) -> None:
    coverage = Scope(area=Area(countries=("SYR",)), period=covers) if covers else None
    with TemporaryDirectory() as directory, closing(Logs(Path(directory))) as logs:
        house = House(logs, logs.services(), Path(directory))
        expected: dict[UUID, Mapping[str, Any]] = {}
        moments: list[tuple[Position, Mapping[UUID, Mapping[str, Any]]]] = []
        for number, rows in enumerate(releases, 1):
            path = house.file(f"release {number}", rows)
            drafts, refused = read(house, path)
            for id in expected.keys() - drafts.keys() - refused:
                if coverage and certainly_within(parse(expected[id]["occurred"].edtf), parse(coverage.period)):
                    expected[id] = {**expected[id], "retracted": True}
            expected |= {id: meant(draft) for id, draft in drafts.items()}

            before = house.end
            rehearsed = house.imported(path, coverage, rehearsed=True)
            assert house.end == before
            tally = house.imported(path, coverage)
            assert house.end == before + tally.entries
            assert (tally.counts, tally.fields, tally.entries) == (
                rehearsed.counts,
                rehearsed.fields,
                rehearsed.entries,
            )
            assert (tally.counts.rows, tally.counts.rejected) == (len(rows), len(refused))
            again = house.imported(path, coverage)
            assert (again.counts, again.entries, house.end) == (tally.counts, 0, before + tally.entries)
            moments.append((house.end, dict(expected)))
        for position, known in moments:
            assert {*house.services.ledger.opened(Incident, until=position)} == {*known}
            for id, said in known.items():
                assert house.says(id, position) == said
