"""What ACLED's rows and files are refused for, by name; whatever their cells hold, only valid drafts are taken."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.importing.formats import Rejected, Taken, UnfitFile
from domain.incident_facts import Occurrence
from features.checks.test_acled import ROW, file_of, found_again, read


@pytest.mark.parametrize(
    ("cells", "field", "rule"),
    [
        ({"event_id_cnty": ""}, "event_id_cnty", "can't be empty"),
        ({"event_date": "03/06/2019"}, "event_date", "day and month are mixed up"),
        ({"event_date": "2019-02-30"}, "event_date", "no such day"),
        ({"event_date": "6 Mars 2019x"}, "event_date", "day and month"),
        ({"event_date": "6 Brumaire 2019"}, "event_date", "no such day"),
        ({"event_date": "0001-01-01", "time_precision": "2"}, "event_date", "no week"),
        ({"time_precision": "4"}, "time_precision", "1 (a day)"),
        ({"event_type": "Remote violence"}, "event_type", "no such event type"),
        ({"sub_event_type": "Skirmish"}, "sub_event_type", "no such sub-event type of Battles"),
        ({"inter1": "9"}, "inter1", "no such kind of actor"),
        ({"iso": "AL"}, "iso", "digits only"),
        ({"latitude": "41,3"}, "latitude", "decimal number with a point"),
        ({"latitude": "91"}, "latitude", "less than or equal to 90"),
        ({"longitude": ""}, "latitude", "together"),
        ({"geo_precision": "0"}, "geo_precision", "1 (a town)"),
        ({"location": " "}, "location", "can't be empty"),
        ({"fatalities": "-1"}, "fatalities", "whole number"),
        ({"fatalities": "3.5"}, "fatalities", "whole number"),
        ({"fatalities": "٣"}, "fatalities", "whole number"),
        ({"notes": "x" * 20_001}, "notes", "at most 20,000"),
        ({"actor1": "x" * 501}, "actor1", "at most 500"),
        ({"source": "a; " + "x" * 501}, "source", "at most 500"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_named(tmp_path: Path, cells: Mapping[str, str], field: str, rule: str) -> None:
    row = {**ROW, **cells}
    [rejected] = read(file_of(tmp_path / "acled.csv", row))
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.row, rejected.field) == (2, row["event_id_cnty"] or None, field)
    assert rejected.value == (row[field].strip()[:200] or None)
    assert rule in rejected.rule


@pytest.mark.parametrize(
    ("gone", "extra", "why"),
    [
        ({"iso", "fatalities"}, {}, "doesn't have: iso, fatalities."),
        (set[str](), {"ISO": "8"}, "named iso, in small letters or capitals"),
    ],
)
def test_a_file_without_its_columns_is_refused(
    tmp_path: Path, gone: set[str], extra: Mapping[str, str], why: str
) -> None:
    row = {name: cell for name, cell in ROW.items() if name not in gone}
    with pytest.raises(UnfitFile) as refused:
        read(file_of(tmp_path / "acled.csv", {**row, **extra}))
    assert why in str(refused.value)


def test_more_columns_than_a_coding_holds_are_rejected(tmp_path: Path) -> None:
    [rejected] = read(file_of(tmp_path / "acled.csv", {**ROW, **{f"more_{it}": "x" for it in range(100)}}))
    assert isinstance(rejected, Rejected)
    assert "at most 100" in rejected.rule


@given(st.dictionaries(st.sampled_from([*ROW]), st.text(max_size=40), max_size=6))
@settings(deadline=None, max_examples=300)
def test_whatever_stands_in_the_cells_only_valid_incidents_are_taken(
    tmp_path_factory: pytest.TempPathFactory, cells: Mapping[str, str]
) -> None:
    sayable = {name: cell.encode("utf-8", "ignore").decode() for name, cell in cells.items()}
    row = {**ROW, **sayable}
    for taken in read(file_of(tmp_path_factory.getbasetemp() / "any.csv", row)):
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
            assert [
                name
                for name, cell in row.items()
                if cell.strip() and not found_again(draft, name, cell.strip()) and name not in {"event_date", "iso"}
            ] == []
