"""Coverages, imports, claims: what a scope holds, and rows and filters in SQL that are what the log says of each.

Longer than most, by one check for each of them.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from application.importing.releases import ImportRelease, covered_by
from application.moments import AsOf, Cutoff, Standpoint
from application.questions import ClaimQuestion, CoverageQuestion, ImportQuestion, Status
from application.reading import Readings, Seen, ViewT
from application.refusals import Missing, UnknownReference
from application.resting import cut_off
from application.rows import RecordedVerdict
from application.views.claim import ClaimView
from application.views.coverage import CoverageView
from application.views.imports import ImportView
from application.views.report import ReportView
from domain.coverage import Area, Box, Scope
from domain.edtf import parse, possibly_within
from domain.fact import Position
from domain.kinds import CODEBOOKS, IncidentKind
from domain.period import Period
from domain.place import Place, Precision
from domain.toll import Harm
from features.checks.asked import questions, reading
from features.checks.assertions import boxes
from features.checks.histories import CUTOFFS, Program, Row, played, rows
from features.checks.logs import NOON
from features.checks.test_standpoints import at_length
from infrastructure.read_model.projection.folding import folded
from interface.main import formats

KHASHAM = Place(name="Khasham", precision=Precision.EXACT, latitude=35.336, longitude=40.309, country="SYR")
SOMEWHERE = Place(name="Syria", precision=Precision.COUNTRY, country="SYR")
AT_SEA = Place(name="At sea", precision=Precision.INTERNATIONAL, latitude=0, longitude=0)

FIJI = Box(west=179, south=-17, east=-179, north=-16)


@pytest.mark.parametrize(
    ("box", "longitude", "held"),
    [
        *((FIJI, longitude, True) for longitude in (179, 179.97, 180, -180, -179.98, -179)),
        *((FIJI, longitude, False) for longitude in (178.99, -178.99, 0)),
        *((Box(west=170, south=-17, east=180, north=-16), longitude, True) for longitude in (170, 180, -180)),
        *((Box(west=-180, south=-17, east=-170, north=-16), longitude, True) for longitude in (180, -180, -170)),
        *((Box(west=-180, south=-17, east=180, north=-16), longitude, True) for longitude in (180, -180, 0)),
        (Box(west=170, south=-17, east=179, north=-16), 180, False),
        (Box(west=40, south=-17, east=40, north=-16), 40, True),
    ],
)
def test_a_box_may_lie_across_the_antimeridian(box: Box, longitude: float, held: bool) -> None:
    assert box.holds(-16.5, longitude) == held
    assert not box.holds(-15.9, longitude)
    assert not box.holds(-17.1, longitude)


@given(boxes().filter(lambda it: it.west != it.east), st.floats(-90, 90), st.floats(-180, 180))
def test_a_box_and_the_one_beside_it_are_the_whole_belt(box: Box, latitude: float, longitude: float) -> None:
    beside = Box(west=box.east, south=box.south, east=box.west, north=box.north)
    held = box.holds(latitude, longitude) or beside.holds(latitude, longitude)
    assert held == (box.south <= latitude <= box.north)


def test_a_box_stands_upright() -> None:
    with pytest.raises(ValueError, match="south lies north"):
        Box(west=0, south=1, east=1, north=0)


AROUND = Box(west=40, south=35, east=41, north=36)


@pytest.mark.parametrize(
    ("area", "held"),
    [
        (Area(), [KHASHAM, SOMEWHERE, AT_SEA]),
        (Area(countries=("SYR", "IRQ")), [KHASHAM, SOMEWHERE]),
        (Area(countries=("IRQ",)), []),
        (Area(box=AROUND), [KHASHAM]),
        (Area(countries=("SYR",), box=AROUND), [KHASHAM]),
        (Area(countries=("IRQ",), box=AROUND), []),
        (Area(box=Box(west=-1, south=-1, east=1, north=1)), [AT_SEA]),
    ],
)
def test_an_area_holds_what_is_known_to_lie_in_it(area: Area, held: Sequence[Place]) -> None:
    assert [it for it in (KHASHAM, SOMEWHERE, AT_SEA) if area.holds(it)] == held


@pytest.mark.parametrize(
    ("kinds", "held"),
    [
        ([], [IncidentKind.BATTLE, IncidentKind.ARMED_CLASH, IncidentKind.ATTACK]),
        ([IncidentKind.BATTLE], [IncidentKind.BATTLE, IncidentKind.ARMED_CLASH]),
        ([IncidentKind.ARMED_CLASH], [IncidentKind.ARMED_CLASH]),
        ([IncidentKind.ARMED_CLASH, IncidentKind.ATTACK], [IncidentKind.ARMED_CLASH, IncidentKind.ATTACK]),
    ],
)
def test_a_broad_kind_takes_in_its_narrow_ones(kinds: Sequence[IncidentKind], held: Sequence[IncidentKind]) -> None:
    scope, when = Scope(period="2018", kinds=tuple(kinds)), Period(edtf="2018-02-07")
    assert [
        it
        for it in (IncidentKind.BATTLE, IncidentKind.ARMED_CLASH, IncidentKind.ATTACK)
        if scope.holds(it, when, KHASHAM)
    ] == held


@pytest.mark.parametrize(
    ("period", "occurred", "held"),
    [
        ("2018", "2018-02-07", True),
        ("2018", "2018", True),
        ("2018", "2017-12-31/2018-01-01", False),
        ("2018", "2018/..", False),
        ("2018/..", "2031", True),
        ("2018-02-07", "2018-02", False),
    ],
)
def test_a_scope_holds_what_was_certainly_within_its_period(period: str, occurred: str, held: bool) -> None:
    assert Scope(period=period).holds(IncidentKind.BATTLE, Period(edtf=occurred), KHASHAM) == held


KILLED, INJURED = (Harm.KILLED,), (Harm.INJURED,)


@pytest.mark.parametrize(
    ("format", "named", "covered"),
    [
        ("ucdp-ged", (), KILLED),
        ("acled", (), ()),
        ("casus-csv", (), ()),
        ("casus-csv", INJURED, INJURED),
        ("ucdp-ged", INJURED, INJURED),
    ],
)
def test_a_release_covers_the_tolls_that_it_or_its_format_says(
    format: str, named: tuple[Harm, ...], covered: tuple[Harm, ...]
) -> None:
    scope = Scope(period="2018", harms=named)
    release = ImportRelease(format=format, dataset=format, release="1", coverage=scope)
    assert covered_by(release, formats(lambda: NOON)[format]) == scope.model_copy(update={"harms": covered})


def test_a_release_that_covers_nothing_covers_no_tolls() -> None:
    release = ImportRelease(format="ucdp-ged", dataset="ours", release="1")
    assert covered_by(release, formats(lambda: NOON)["ucdp-ged"]) is None


_long = st.builds(Program, st.integers(0, 2**32 - 1), st.integers(60, 120))


@given(_long, st.sampled_from([*CUTOFFS, None]), st.randoms(use_true_random=False))
@at_length
def test_questions_are_about_what_the_log_says(program: Program, cutoff: str | None, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        position = Position(random.randint(0, len(entries)))
        by = cutoff and TypeAdapter[datetime | str](Cutoff).validate_python(cutoff)
        readings = Readings(logs.open())
        at = Standpoint(position, cut_off(by, logs.clock()))
        coverages = on_record(readings, entries, CoverageView, position, by)
        imports = on_record(readings, entries, ImportView, position, by)
        claims = on_record(readings, entries, ClaimView, position, by)
        for question in questions(entries):
            if isinstance(question, CoverageQuestion):
                expected = [of_coverage(it) for it in coverages if is_about_coverage(question, it)]
            elif isinstance(question, ImportQuestion):
                expected = [of_import(it) for it in imports if is_about_import(question, it)]
            elif isinstance(question, ClaimQuestion):
                about = [it for it in claims if is_about_claim(question, it)]
                if "audited" in question.sort:
                    about = sorted(about, key=lambda it: last_audited(it, down=question.sort == "-audited"))
                expected = [of_claim(it) for it in about]
            else:
                continue
            if isinstance(question, ClaimQuestion) and question.report and not on_record_by(readings, question, at):
                with pytest.raises(UnknownReference):
                    [*model.rows(question, at, None, 0)]
                continue
            told = [it.model_dump(exclude={"recorded_at"}) for it in model.rows(question, at, None, 0)]
            assert told == (expected[::-1] if question.sort == "-recorded" else expected), question


def on_record(
    readings: Readings, entries: Sequence[Row], view: type[ViewT], position: Position, by: datetime | str | None
) -> Sequence[ViewT]:
    """The things of a kind, as they are read from the log."""
    found: list[ViewT] = []
    for entry in entries:
        if entry.fact == view.kind_of.opening.__name__:
            with suppress(Missing):
                found.append(readings.one(view, UUID(entry.stream), AsOf(position, by)))
    return found


def is_about_coverage(question: CoverageQuestion, it: CoverageView) -> bool:
    status = Status.RETRACTED if it.withdrawn else Status.STANDING
    kinds = [kind for kind, book in CODEBOOKS.items() if {kind, book.broader} & {*question.kind}]
    return (
        question.status in {Status.ANY, status}
        and all(word in folded(it.grounds) for word in folded(question.q or "").split())
        and (question.occurred is None or possibly_within(parse(it.period), parse(question.occurred)))
        and (not question.country or not it.area.countries or bool({*question.country} & {*it.area.countries}))
        and (not kinds or not it.kinds or any({kind, CODEBOOKS[kind].broader} & {*it.kinds} for kind in kinds))
    )


def is_about_import(question: ImportQuestion, it: ImportView) -> bool:
    return (
        it.dataset in (question.dataset or {it.dataset})
        and it.format in (question.format or {it.format})
        and ("true" if it.counts else "false") in (question.finished or {"true", "false"})
    )


def is_about_claim(question: ClaimQuestion, it: ClaimView) -> bool:
    return (
        question.status in {Status.ANY, Status.RETRACTED if it.withdrawn else Status.STANDING}
        and all(word in folded(it.statement) for word in folded(question.q or "").split())
        and question.report in {None, it.report_id}
        and (not question.verdict or bool(it.audits and it.audits[-1].verdict in question.verdict))
        and (not question.drifted or bool(it.audits))
    )


def last_audited(it: ClaimView, *, down: bool) -> tuple[bool, int]:
    """What claims are sorted by: those with no audit last."""
    last = it.audits[-1].basis.position if it.audits else 0
    return not it.audits, -last if down else last


def on_record_by(readings: Readings, question: ClaimQuestion, at: Standpoint) -> bool:
    """Whether the report that a question names is on record there."""
    assert question.report
    with suppress(Missing):
        return bool(Seen(readings._ledger, at).one(ReportView, question.report))
    return False


def of_claim(it: ClaimView) -> Mapping[str, Any]:
    """What its row says, which no application has put in words yet."""
    last = it.audits[-1] if it.audits else None
    return {
        **it.model_dump(exclude={"basis", "withdrawn", "audits", "audits_in_all", "features"}),
        "status": Status.RETRACTED if it.withdrawn else Status.STANDING,
        "recorded": last and last.model_dump(include=set(RecordedVerdict.model_fields)),
        "audits": it.audits_in_all,
        "features": len(it.features),
        "now": None,
    }


def of_coverage(it: CoverageView) -> Mapping[str, Any]:
    """What its row says."""
    status = Status.RETRACTED if it.withdrawn else Status.STANDING
    return {**it.model_dump(exclude={"basis", "withdrawn"}), "status": status}


def of_import(it: ImportView) -> Mapping[str, Any]:
    """What its row says."""
    return {**it.model_dump(exclude={"basis", "columns", "coverage"}), "finished": it.counts is not None}
