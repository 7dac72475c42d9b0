"""ACLED's files: every cell of a row is somewhere in its draft, in a form that has a meaning. The rows are our own."""

import csv
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path

import pytest

from application.importing.drafts import IncidentDraft
from application.importing.formats import Rejected, Taken
from domain.figure import Figure, Qualifier
from domain.force_facts import ForceKind
from domain.kinds import CODEBOOKS, IncidentKind
from domain.place import Precision
from infrastructure.formats.acled import Acled

ROW = {
    "event_id_cnty": "XXA17",
    "event_date": "2019-03-06",
    "year": "2019",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Ruritania (1999-)",
    "assoc_actor_1": "Police Forces of Ruritania (1999-); River Guard",
    "inter1": "State forces",
    "actor2": "Hill Front",
    "assoc_actor_2": "Farmers (Ruritania)",
    "inter2": "Rebel group",
    "interaction": "State forces-Rebel group",
    "civilian_targeting": "",
    "iso": "8",
    "region": "Europe",
    "country": "Albania",
    "admin1": "Upper Province",
    "admin2": "Mill District",
    "admin3": "Ford",
    "location": "Old Ford",
    "latitude": "41.3310",
    "longitude": "-19.8",
    "geo_precision": "2",
    "source": "Ford Gazette; Hill Radio",
    "source_scale": "Local partner-National",
    "notes": "On 6 March, both sides fired\nacross the river.",
    "fatalities": "3",
    "tags": "crowd size=no report",
    "timestamp": "1552000000",
}
OLDER = {
    **{name: cell for name, cell in ROW.items() if name not in {"disorder_type", "civilian_targeting", "tags"}},
    "data_id": "9001",
    "event_id_no_cnty": "17",
    "iso3": "ALB",
    "event_date": "06 March 2019",
    "inter1": "1",
    "inter2": "2",
    "interaction": "12",
}
Draft = Callable[..., IncidentDraft]


def file_of(path: Path, *rows: Mapping[str, str]) -> Path:
    text = StringIO()
    writer = csv.DictWriter(text, [*rows[0]])
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8", newline="")
    return path


def read(path: Path) -> list[Taken | Rejected]:
    with Acled().open(path) as file:
        return list(file.rows())


@pytest.fixture(name="draft", scope="module")
def drafts_of_rows(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    path = tmp_path_factory.mktemp("acled") / "acled.csv"

    def draft(row: Mapping[str, str] = ROW, **cells: str) -> IncidentDraft:
        [taken] = read(file_of(path, {**row, **cells}))
        assert isinstance(taken, Taken), taken
        return taken.draft

    return draft


def found_again(draft: IncidentDraft, name: str, cell: str) -> bool:
    """Whether a draft holds a cell, said of each column by itself."""
    kept = {**{it.name: it.cell for it in draft.variables}, **dict(draft.citing)}
    if kept.get(name) == cell:
        return True
    book, place = CODEBOOKS[draft.kind], draft.place
    camps = {camp: [it.force.actorhood.name for it in draft.participations if it.camp == camp] for camp in ("a", "b")}
    begin, _, end = draft.occurred.edtf.partition("/")
    match name:
        case "event_id_cnty":
            return draft.row == cell and ("acled", cell) in {(it.scheme, it.value) for it in draft.codes}
        case "data_id":
            return ("acled-data-id", cell) in {(it.scheme, it.value) for it in draft.codes}
        case "event_date":
            return (begin, end) in {("2019-03-06", ""), ("2019-03-03", "2019-03-09")}
        case "year":
            return begin[:4] == cell
        case "time_precision":
            return draft.occurred.precision is not None and {1: "1", 3: "2", 4: "3"}[draft.occurred.precision] == cell
        case "event_type":
            return book.acled_event_type == cell
        case "sub_event_type":
            return book.acled_sub_event_type == cell
        case "actor1" | "actor2":
            return cell in camps["a" if name == "actor1" else "b"]
        case "iso":
            return place.country == "ALB" and cell == "8"
        case "iso3":
            return place.country == cell
        case "admin1" | "admin2":
            division = place.adm1 if name == "admin1" else place.adm2
            return division is not None and division.name == cell
        case "location":
            return place.name == cell
        case "latitude" | "longitude":
            return (place.latitude if name == "latitude" else place.longitude) == float(cell)
        case "geo_precision":
            return {1: "1", 2: "2", 5: "3"}[place.precision] == cell
        case "notes":
            return draft.summary == cell
        case "fatalities":
            return draft.tolls[0].figure == Figure(best=int(cell), qualifier=Qualifier.ABOUT)
        case _:
            return False


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        OLDER,
        {**ROW, "mood": "tense", "Weather": "rain\vand fog"},
        {**ROW, "time_precision": "2"},
        {**ROW, "time_precision": "3"},
        {**ROW, "year": "2018", "iso": "999", "fatalities": "0"},
        {**ROW, "actor2": ROW["actor1"], "source": "Ford Gazette;Ford Gazette", "event_type": "battles"},
        {**ROW, "actor2": "", "inter2": "0", "assoc_actor_2": "", "sub_event_type": "", "geo_precision": "3"},
        {**ROW, "notes": "a\x01b", "location": "Old \x02 Ford", "actor1": "The  Guard"},
    ],
)
def test_every_cell_is_found_again_in_the_draft(draft: Draft, row: Mapping[str, str]) -> None:
    made = draft(row)
    assert [name for name, cell in row.items() if cell and not found_again(made, name, cell)] == []


def test_columns_in_another_order_and_in_capitals_say_the_same(draft: Draft) -> None:
    shuffled = {name.upper(): ROW[name] for name in sorted(ROW)}
    assert draft(shuffled)._replace(variables=()) == draft()._replace(variables=())
    assert {*draft(shuffled).variables} == {*draft().variables}


def test_actors_stand_in_camps_without_roles(draft: Draft) -> None:
    told = [(it.camp, it.force.actorhood.name, it.force.actorhood.kind, it.role) for it in draft().participations]
    assert told == [
        ("a", "Military Forces of Ruritania (1999-)", ForceKind.STATE_FORCES, None),
        ("a", "Police Forces of Ruritania (1999-)", ForceKind.STATE_FORCES, None),
        ("a", "River Guard", ForceKind.EXTERNAL_OR_OTHER_FORCES, None),
        ("b", "Hill Front", ForceKind.REBEL_GROUP, None),
        ("b", "Farmers (Ruritania)", ForceKind.EXTERNAL_OR_OTHER_FORCES, None),
    ]


def test_a_force_stands_in_one_camp(draft: Draft) -> None:
    made = draft(actor2="Hill Front", assoc_actor_2="Hill Front; River Guard")
    told = [(it.camp, it.force.actorhood.name) for it in made.participations]
    assert told[1:] == [
        ("a", "Police Forces of Ruritania (1999-)"),
        ("a", "River Guard"),
        ("b", "Hill Front"),
    ]


@pytest.mark.parametrize(("number", "kind"), [*enumerate([*ForceKind][:8], 1)])
def test_kinds_of_actors_are_read_as_numbers_and_as_names(draft: Draft, number: int, kind: ForceKind) -> None:
    names = "State forces,Rebel group,Political militia,Identity militia,Rioters,Protesters,Civilians"
    name = [*names.split(","), "External/Other forces"][number - 1]
    for inter in (str(number), name, name.upper()):
        assert draft(inter1=inter).participations[0].force.actorhood.kind is kind


@pytest.mark.parametrize(
    ("precision", "date", "edtf"),
    [
        ("1", "2019-03-06", "2019-03-06"),
        ("1", "6 March 2019", "2019-03-06"),
        ("1", "06-Mar-2019", "2019-03-06"),
        ("2", "2019-03-02", "2019-02-27/2019-03-05"),
        ("3", "2019-03-15", "2019-03"),
    ],
)
def test_a_date_is_as_wide_as_it_is_known(draft: Draft, precision: str, date: str, edtf: str) -> None:
    made = draft(time_precision=precision, event_date=date)
    assert made.occurred.edtf == edtf
    assert {it.report.published_at for it in made.citations} == {edtf.partition("/")[0] + "/"}


@pytest.mark.parametrize(
    ("printed", "precision"),
    [("1", Precision.EXACT), ("2", Precision.WITHIN_25_KM), ("3", Precision.FUZZY_AREA)],
)
def test_a_place_is_as_exact_as_it_is_known(draft: Draft, printed: str, precision: Precision) -> None:
    assert draft(geo_precision=printed).place.precision is precision


@pytest.mark.parametrize("kind", IncidentKind)
def test_every_kind_is_read_as_the_codebook_prints_it(draft: Draft, kind: IncidentKind) -> None:
    book = CODEBOOKS[kind]
    made = draft(event_type=book.acled_event_type, sub_event_type=book.acled_sub_event_type or "")
    assert made.kind is kind


def test_kosovo_has_no_number_of_its_own(draft: Draft) -> None:
    assert draft(iso="0", country="Kosovo").place.country == "XKX"
    assert draft(iso="0", country="Nowhere").place.country is None
