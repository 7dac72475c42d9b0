"""Our own table: what an analyst's spreadsheet says, as CSV and as a workbook alike, and the empty one to fill in."""

import csv
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from application.importing.drafts import IncidentDraft, ReportDraft, SourceDraft
from application.importing.formats import Rejected, Taken, UnfitFile
from domain.figure import Figure, Qualifier
from domain.force_facts import ForceKind
from domain.incident_facts import Occurrence
from domain.period import DatePrecision, Period
from domain.place import Division, Place, Precision
from domain.source import Outlet, SourceKind
from domain.toll import Harm
from domain.value import Code
from infrastructure.formats.casus_columns import COLUMNS
from infrastructure.formats.casus_table import CasusTable

NEEDED = {
    "id": "7",
    "title": "Clash at the ford",
    "kind": "battle",
    "occurred": "2019-03-06",
    "place": "Old Ford",
    "place_precision": "exact",
}
Draft = Callable[..., IncidentDraft]


def as_csv(*rows: Mapping[str, str]) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, [*rows[0]])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_workbook(*rows: Mapping[str, str]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("incidents")
    sheet.append([*rows[0]])
    for row in rows:
        sheet.append([*row.values()])
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def read(path: Path, content: bytes) -> list[Taken | Rejected]:
    path.write_bytes(content)
    with CasusTable().open(path) as file:
        return list(file.rows())


@pytest.fixture(name="draft", params=[as_csv, as_workbook])
def drafts_of_rows(request: pytest.FixtureRequest, tmp_path: Path) -> Draft:
    def draft(**cells: str) -> IncidentDraft:
        [taken] = read(tmp_path / "table", request.param({**NEEDED, **cells}))
        assert isinstance(taken, Taken), taken
        return taken.draft

    return draft


def test_a_row_says_what_it_says(draft: Draft) -> None:
    made = draft(
        kind="Armed_Clash",
        occurred="2019-03-06/2019-03-07",
        date_precision="days",
        began_at="2019-03-06T20:00:00+01:00",
        duration="PT3H",
        place_precision="2",
        latitude="-7.25",
        longitude="12",
        country="AGO",
        adm1="Upper Province",
        adm2="Mill District",
        place_description="By the mill",
        summary="Both sides fired.\nThen it ended.",
        source="Ford Gazette",
        source_kind="newspaper",
        headline="'-shots at the ford",
        url="https://example.org/ford",
        published="2019-03-08",
        original_source="A miller",
        quote="I heard shots.",
        camp_a="Hill Front [rebel_group]; River Guard",
        camp_b="Army of Ruritania [state_forces]",
        killed="10-15-20",
        killed_b="~4",
        injured_civilians="dozens",
        displaced_unknown=">=100",
        codes="ucdp-ged: 12 ;gwno:540",
    )
    assert made.occurred == Period.model_validate(
        {
            "edtf": "2019-03-06/2019-03-07",
            "precision": DatePrecision.DAYS,
            "began_at": "2019-03-06T20:00:00+01:00",
            "duration": "PT3H",
        }
    )
    assert made.place == Place(
        name="Old Ford",
        precision=Precision.WITHIN_25_KM,
        latitude=-7.25,
        longitude=12.0,
        country="AGO",
        adm1=Division(name="Upper Province"),
        adm2=Division(name="Mill District"),
        description="By the mill",
    )
    assert (made.row, made.title, made.kind, made.summary) == (
        "7",
        "Clash at the ford",
        "armed_clash",
        "Both sides fired.\nThen it ended.",
    )
    assert made.word == ReportDraft(
        source=SourceDraft(Outlet(name="Ford Gazette", kind=SourceKind.NEWSPAPER)),
        published_at="2019-03-08",
        headline="-shots at the ford",
        url="https://example.org/ford",
        original_source="A miller",
        quote="I heard shots.",
    )
    assert [(it.camp, it.force.actorhood.name, it.force.actorhood.kind) for it in made.participations] == [
        ("a", "Hill Front", ForceKind.REBEL_GROUP),
        ("a", "River Guard", ForceKind.EXTERNAL_OR_OTHER_FORCES),
        ("b", "Army of Ruritania", ForceKind.STATE_FORCES),
    ]
    army = made.participations[2].force
    assert [(it.harm, it.side, it.figure) for it in made.tolls] == [
        (Harm.KILLED, "all", Figure(low=10, best=15, high=20, qualifier=Qualifier.BETWEEN)),
        (Harm.KILLED, army, Figure(best=4, qualifier=Qualifier.ABOUT)),
        (Harm.INJURED, "civilians", Figure(qualifier=Qualifier.VAGUE, verbatim="dozens")),
        (Harm.DISPLACED, "unknown", Figure(low=100, qualifier=Qualifier.AT_LEAST)),
    ]
    assert made.codes == (Code(scheme="ucdp-ged", value="12"), Code(scheme="gwno", value="540"))


def test_what_is_not_needed_may_be_missing(draft: Draft) -> None:
    assert ((made := draft()).word, made.participations, made.tolls, made.codes) == (None, (), (), ())


def test_a_force_is_known_again_by_its_name(draft: Draft) -> None:
    one, other = draft(camp_a="River  Guard"), draft(camp_b="river guard [rebel_group]")
    assert one.participations[0].force.id == other.participations[0].force.id


@pytest.mark.parametrize("kind", [as_csv, as_workbook])
@pytest.mark.parametrize(
    ("cells", "field", "rule"),
    [
        ({"id": ""}, "id", "can't be empty"),
        ({"kind": "batle"}, "kind", "the nearest is battle"),
        ({"kind": ""}, "kind", "can't be empty; it is one of battle"),
        ({"occurred": "6/3/2019"}, "occurred", "An interval has one slash"),
        ({"occurred": "2019-02-30"}, "occurred", "no such day"),
        ({"date_precision": "hour"}, "date_precision", "all are day, days, week, month, year"),
        ({"began_at": "2019-03-06T20:00"}, "began_at", "an instant with its offset"),
        ({"began_at": "2019-04-06T20:00:00Z"}, "began_at", "more than a day outside the dates"),
        ({"duration": "3 hours"}, "duration", "ISO 8601 duration"),
        ({"place_precision": "8"}, "place_precision", "no such word"),
        ({"place_precision": "country"}, "country", "names the country"),
        ({"latitude": "91", "longitude": "1"}, "latitude", "less than or equal to 90"),
        ({"latitude": "9"}, "latitude", "given together"),
        ({"country": "Syria"}, "country", "ISO 3166-1 alpha-3"),
        ({"headline": "Shots"}, "source", "headline is given without"),
        ({"source": "Ford Gazette"}, "published", "source is given without"),
        ({"source": "Ford Gazette", "published": "spring"}, "published", "A date is YYYY"),
        ({"source": "G", "published": "2019", "url": "ftp://example.org"}, "url", "begins with http:// or https://"),
        ({"source": "G", "published": "2019", "source_kind": "paper"}, "source_kind", "the nearest is newspaper"),
        ({"camp_a": "Guard [army]"}, "camp_a", "no such word"),
        ({"camp_a": "[rebel_group]"}, "camp_a", "can't be empty"),
        ({"camp_a": "Guard", "camp_c": "GUARD"}, "camp_c", "GUARD is named twice"),
        ({"killed_a": "4"}, "killed_a", "exactly one force in camp_a, whose toll it is; there are 0"),
        ({"killed_b": "4", "camp_b": "Guard; Front"}, "killed_b", "there are 2"),
        ({"killed": "about 100"}, "killed", "a figure is written as one of: 4, ~100"),
        ({"killed": "-4"}, "killed", "a figure is written as one of"),
        ({"killed": "1,000"}, "killed", "a figure is written as one of"),
        ({"killed": "4.5"}, "killed", "a figure is written as one of"),
        ({"killed": "?"}, "killed", "a figure is written as one of"),
        ({"killed": "unknown"}, "killed", "stays empty"),
        ({"killed": "20-10"}, "killed", "low may not exceed best"),
        ({"killed": "2019-10-20"}, "killed", "low may not exceed best"),
        ({"killed": "<0"}, "killed", "no number of people"),
        ({"killed": "1000000001"}, "killed", "at most 1000000000"),
        ({"codes": "12"}, "codes", "scheme:value"),
        ({"codes": "gwno:"}, "codes", "can't be empty"),
        ({"codes": ";".join(f"a:{it}" for it in range(51))}, "codes", "at most 50"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_named(
    tmp_path: Path, kind: Callable[..., bytes], cells: Mapping[str, str], field: str, rule: str
) -> None:
    row = {**NEEDED, **cells}
    [rejected] = read(tmp_path / "table", kind(row))
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.row, rejected.field) == (2, row["id"] or None, field)
    assert rejected.value == (row.get(field, "").strip()[:200] or None)
    assert rule in rejected.rule


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"kiled": ""}, "no column 'kiled'; the nearest is 'killed'"),
        ({"Camp_E": ""}, "no column 'camp_e'; the nearest is 'camp_"),
        ({"ID": ""}, "Two columns are named 'id'"),
    ],
)
def test_a_table_with_other_columns_is_refused(tmp_path: Path, columns: Mapping[str, str], why: str) -> None:
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "table", as_csv({**NEEDED, **columns}))
    assert why in str(refused.value)


def test_a_table_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile) as refused:
        read(tmp_path / "table", as_csv({"id": "7", "title": "x", "kind": "battle"}))
    assert "doesn't have: occurred, place, place_precision." in str(refused.value)


@pytest.mark.parametrize("kind", [as_csv, as_workbook])
@given(st.dictionaries(st.sampled_from([*COLUMNS]), st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))))
@settings(deadline=None, max_examples=100)
def test_whatever_stands_in_the_cells_only_valid_incidents_are_taken(
    tmp_path_factory: pytest.TempPathFactory, kind: Callable[..., bytes], cells: Mapping[str, str]
) -> None:
    for taken in read(tmp_path_factory.getbasetemp() / "any", kind({**NEEDED, **cells})):
        if isinstance(taken, Taken):
            draft = taken.draft
            Occurrence(
                title=draft.title,
                kind=draft.kind,
                occurred=draft.occurred,
                place=draft.place,
                report_id=UUID(int=1),
                summary=draft.summary,
                codes=draft.codes,
            )
