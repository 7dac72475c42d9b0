"""Every form of an answer says the same, and reads back as it was."""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from application.harmless import without_apostrophe
from application.questions import Status
from application.rows import (
    CasualtyRow,
    ForceRow,
    IncidentRow,
    PeriodRow,
    PickedFigure,
    PlaceRow,
    ReconciledFigure,
    ReportRow,
    SourceRow,
    TollRow,
    TollSum,
)
from domain.attribution import OriginalSource
from domain.force_facts import ForceKind
from domain.kinds import IncidentKind
from domain.place import Precision
from domain.policy import Policy
from domain.toll import Harm
from domain.value import Code, Value
from interface.accepting import Form
from interface.forms import WRITERS, Heading

ROWS = (SourceRow, ReportRow, ForceRow, IncidentRow, CasualtyRow, TollRow)
SOME = UUID(int=7)
DANGEROUS = "=+-@\t\r\n＝＋－＠"
SPACES = "".join(each for each in map(chr, range(0x11_0000)) if each.isspace() and each not in "\t\r\n")
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
DEGREES = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
SUMS = st.builds(TollSum, **dict.fromkeys(TollSum.model_fields, st.integers(0, 10**12)))


def incident(title: str, name: str, point: tuple[float, float] | None, toll: dict[Harm, TollSum]) -> IncidentRow:
    latitude, longitude = point or (None, None)
    return IncidentRow(
        id=SOME,
        version=1,
        position=2,
        recorded_at=datetime(2018, 3, 1, 9, 2, 0, 1234, UTC),
        title=title,
        summary=None,
        kind=IncidentKind("battle"),
        status=Status.STANDING,
        merged_into=None,
        grading=None,
        occurred=PeriodRow(edtf="2018-02-07", precision=1, began_at=None, ended_at=None, duration="PT4H"),
        place=PlaceRow(
            name=name,
            precision=Precision.FIRST_ORDER_DIVISION,
            exact=False,
            latitude=latitude,
            longitude=longitude,
            country="SYR",
            adm1=None,
            adm2=None,
        ),
        codes=[Code(scheme="ucdp", value='12;"34"')],
        report_id=SOME,
        reports=1,
        disputes=0,
        forces=[SOME, SOME],
        toll=toll,
    )


INCIDENTS = st.builds(incident, WORDS, WORDS, DEGREES, st.dictionaries(st.sampled_from(Harm), SUMS))


def written(form: Form, rows: Iterable[Value], row: type[Value] = IncidentRow) -> str:
    return b"".join(WRITERS[form](rows, Heading(row, None, 57, Policy.HIGHEST_CREDIBILITY))).decode()


def read_back(text: str) -> list[dict[str, str]]:
    assert text.endswith("\r\n")
    header, *rows = csv.reader(_crlf(text), strict=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def _crlf(text: str) -> Iterable[str]:
    """Lines as RFC 4180 has them: Python would break a text at many other characters."""
    return (f"{line}\r\n" for line in text.removesuffix("\r\n").split("\r\n"))


@given(title=WORDS, name=WORDS)
@example(title='"', name="a\r\nb,\n\r")
@example(title="  =1+1", name="\u00a0＝1")
@example(title="'=1", name="-1")
def test_text_reads_back_from_a_table_as_it_was_but_for_the_guard(title: str, name: str) -> None:
    (row,) = read_back(written(Form.CSV, [incident(title, name, (-1.5, -73.25), {})]))
    for found, text in ((row["title"], title), (row["place_name"], name)):
        assert without_apostrophe(found) == text
        beginning = text.lstrip("'").lstrip(SPACES)[:1]
        assert found == (f"'{text}" if beginning and beginning in DANGEROUS else text)
    assert (row["place_latitude"], row["place_longitude"]) == ("-1.5", "-73.25"), "a number stays a number"


@pytest.mark.parametrize("first", DANGEROUS)
@pytest.mark.parametrize("before", ["", " ", "   ", "\u00a0", "\u3000"])
def test_no_cell_begins_as_a_formula(before: str, first: str) -> None:
    (row,) = read_back(written(Form.CSV, [incident(f"{before}{first}cmd", "Khasham", None, {})]))
    assert row["title"] == f"'{before}{first}cmd"


@pytest.mark.parametrize("text", ["a=1", "Khasham - east", "(=1)", "'", "٣+٤", "كشم"])
def test_what_is_no_formula_has_no_guard(text: str) -> None:
    (row,) = read_back(written(Form.CSV, [incident(text, "Khasham", None, {})]))
    assert row["title"] == text


@given(rows=st.lists(INCIDENTS, max_size=3))
def test_each_form_says_what_the_rows_say(rows: list[IncidentRow]) -> None:
    dumped = [row.model_dump(mode="json") for row in rows]
    about: dict[str, Any] = {"next": None, "position": 57, "policy": "highest_credibility", "policy_version": 1}
    about |= {"lineage": None, "without": [], "flips": None}
    assert json.loads(written(Form.JSON, rows)) == {"items": dumped, **about}
    assert [json.loads(line) for line in written(Form.NDJSON, rows).split("\n")[:-1]] == dumped
    collection = json.loads(written(Form.GEOJSON, rows))
    features = collection.pop("features")
    assert collection == {"type": "FeatureCollection", **about}
    for feature, row in zip(features, dumped, strict=True):
        place = row["place"]
        point = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}
        assert feature == {
            "type": "Feature",
            "id": row["id"],
            "geometry": None if place["latitude"] is None else point,
            "properties": {"place_precision": place["precision"], "place_exact": place["exact"], **row},
        }


@given(row=INCIDENTS)
def test_a_table_says_what_the_row_says(row: IncidentRow) -> None:
    (found,) = read_back(written(Form.CSV, [row]))
    dumped = row.model_dump(mode="json")
    assert found["recorded_at"] == dumped["recorded_at"]
    assert found["forces"] == "; ".join(dumped["forces"])
    assert json.loads(found["codes"]) == dumped["codes"]
    assert found["merged_into"] == ""
    assert found["occurred_duration"] == "PT4H"
    for harm in Harm:
        for part in TollSum.model_fields:
            assert found[f"{harm}_{part}"] == str(dumped["toll"].get(harm, {}).get(part, ""))
    for part in ("latitude", "longitude"):
        assert (float(found[f"place_{part}"]) if found[f"place_{part}"] else None) == dumped["place"][part]


@pytest.mark.parametrize("row", ROWS)
def test_a_table_of_nothing_has_a_header_of_different_names(row: type[Value]) -> None:
    text = written(Form.CSV, [], row)
    assert text.count("\r\n") == 1
    names = text.removesuffix("\r\n").split(",")
    assert len(names) == len(set(names)) >= 9
    assert all(name.isidentifier() for name in names)


def test_a_row_without_a_nested_part_is_as_wide_as_one_with_it() -> None:
    figure = PickedFigure(
        low=1,
        best=None,
        high=None,
        qualifier="at_least",
        verbatim="=more",
        disordered=False,
        inferred=True,
        credibility=None,
        report_id=SOME,
        original_source=TypeAdapter[Any](OriginalSource).validate_python({"source_id": str(SOME)}),
    )
    common = {"id": SOME, "version": 1, "position": 2, "recorded_at": datetime(2018, 3, 1, tzinfo=UTC)}
    counts = dict.fromkeys(["figures", "disputes", "concessions", "denials"], 0)
    told = {"incident_id": SOME, "side": "all", "harm": "killed", "person_status": None, "group": None}
    adds = ReconciledFigure(low=1, best=1, high=1, open_ended=True)
    rows = [
        CasualtyRow(**common, **told, **counts, status=Status.STANDING, figure=it, reconciled=it and adds)
        for it in (figure, None)
    ]
    with_it, without = read_back(written(Form.CSV, rows, CasualtyRow))
    assert (with_it["figure_low"], with_it["figure_verbatim"], with_it["figure_inferred"]) == ("1", "'=more", "true")
    assert json.loads(with_it["figure_original_source"])["source_id"] == str(SOME)
    assert without["figure_low"] == without["figure_report_id"] == ""
    assert (with_it["reconciled_high"], with_it["reconciled_open_ended"]) == ("1", "true")
    assert without["reconciled_low"] == ""
    assert without["figures"] == "0"


def test_names_are_joined_in_a_cell() -> None:
    row = ForceRow(
        id=SOME,
        version=1,
        position=2,
        recorded_at=datetime(2018, 3, 1, tzinfo=UTC),
        name="ISIS Hunters",
        aliases=["-hunters", "b"],
        kind=ForceKind.REBEL_GROUP,
        country=None,
        codes=[],
        status=Status.STANDING,
        merged_into=None,
    )
    (found,) = read_back(written(Form.CSV, [row], ForceRow))
    assert (found["aliases"], found["codes"]) == ("'-hunters; b", "")
