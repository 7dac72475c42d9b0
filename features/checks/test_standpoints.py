"""As known at a moment, and by what was published by a day: the answers are those of a log without all the rest."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from application import moments
from application.dossiers import Dossiers
from application.moments import AsOf, Cutoff
from application.reading import Readings
from application.refusals import Missing
from application.resting import Counting
from application.views.report import ReportView
from domain.attribution import RelayedSource
from domain.fact import Position
from domain.report import ReportRecorded
from features.checks.answers import Answer, answers, app_over, unnumbered, without_numbers
from features.checks.histories import (
    CUTOFFS,
    Program,
    Row,
    histories,
    holding,
    left_out,
    played,
    rows,
    truncated,
    without,
    without_later,
)
from features.checks.logs import Logs, draft
from infrastructure.codec import FACTS
from infrastructure.read_model.projection.keys import Keys
from infrastructure.read_model.projection.projecting import project
from infrastructure.read_model.projection.tables import Entered

RESOURCES = {
    "SourceRegistered": "sources",
    "ReportRecorded": "reports",
    "ForceRegistered": "forces",
    "IncidentReported": "incidents",
    "CasualtyReported": "casualties",
    "CoverageDeclared": "coverages",
    "ImportBegun": "imports",
    "ClaimMade": "claims",
}
"""The facts that open things, and the resources that answer for them."""

at_length = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # without shrinking: a program has nothing to shrink
    suppress_health_check=list(HealthCheck),
)


def things(entries: Sequence[Row]) -> Sequence[str]:
    """The address of everything on record, of each thing's history, and of nothing."""
    opened = [f"/{RESOURCES[it.fact]}/{it.stream}" for it in entries if it.version == 1]
    return [each for it in [*opened, f"/incidents/{UUID(int=1)}"] for each in (it, f"{it}/history")]


def told(entries: Sequence[Row], addresses: Sequence[str]) -> Mapping[str, Answer]:
    """The answers of a log that holds these entries and no others."""
    with TemporaryDirectory() as directory, closing(holding(entries, Path(directory))) as logs, app_over(logs) as app:
        return answers(app, addresses)


class Standpoint(NamedTuple):
    """From where a log is looked at, as queries say it, and the entries that are seen from there."""

    query: str
    entries: Sequence[Row]
    since: str
    """The query of what came to be known there from some moment on."""
    known_since: int
    """The position of that moment among the entries that are seen."""


def standpoints(whole: Sequence[Row], random: Random) -> Iterator[Standpoint]:
    """As known at some moment, by what was published by some cut-off, without something, and all of these."""
    since, until = sorted(random.choices(range(len(whole) + 1), k=2))
    cutoff = random.choice([*CUTOFFS])
    moment = str(until)
    if until and random.random() < 0.5:
        moment = whole[until - 1].recorded_at
        until = max(it.position for it in whole if it.recorded_at == moment)
    known, by = f"known_at={moment}", f"published_by={cutoff}"
    yield Standpoint(known, truncated(whole, until), f"from={since}&to={moment}", since)
    known_since = len(without_later(truncated(whole, since), cutoff))
    yield Standpoint(by, without_later(whole, cutoff), f"from={since}&{by}", known_since)
    both = without_later(truncated(whole, until), cutoff)
    yield Standpoint(f"{known}&{by}", both, f"from={since}&to={moment}&{by}", known_since)
    if unsaid := left_out(truncated(whole, min(since, until)), random):  # what is left out was on record by then
        left, known_since = f"without={','.join(unsaid)}", len(without(truncated(whole, since), unsaid))
        yield Standpoint(left, without(whole, unsaid), f"from={since}&{left}", known_since)
        part, known_since = without(both, unsaid), len(without(without_later(truncated(whole, since), cutoff), unsaid))
        yield Standpoint(f"{known}&{by}&{left}", part, f"from={since}&to={moment}&{by}&{left}", known_since)


@settings(at_length, max_examples=5)  # an application takes most of a second to make, and each of them takes four
@given(histories, st.integers(0, 2**32 - 1))
def test_what_is_read_from_a_standpoint_is_what_a_log_without_the_rest_says(program: Program, seed: int) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, app_over(logs) as app:
        whole = rows(logs)
        incidents = [f"/incidents/{it.stream}/diff" for it in whole if it.fact == "IncidentReported"]
        for at in standpoints(whole, Random(seed)):
            pairs = {
                **{f"{it}?{at.query}": it for it in things(whole)},
                **{f"{it}?{at.since}": f"{it}?from={at.known_since}" for it in incidents},
            }
            expected = told(at.entries, [*pairs.values()])
            as_numbered = not re.search("published_by|without", at.query)
            for address, answer in answers(app, [*pairs]).items():
                other = expected[pairs[address]]
                assert answer.status in {200, 307, 404}, (address, answer)
                assert answer == other if as_numbered else unnumbered(answer) == unnumbered(other), address


@at_length
@given(histories)
def test_dossiers_by_every_cut_off_are_those_of_a_log_without_the_rest(program: Program) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs:
        whole, dossiers = rows(logs), Dossiers(logs.open())
        incidents = [UUID(it.stream) for it in whole if it.fact == "IncidentReported"]
        for cutoff in CUTOFFS:
            by = TypeAdapter[datetime | str](Cutoff).validate_python(cutoff)
            with TemporaryDirectory() as beside, closing(holding(without_later(whole, cutoff), Path(beside))) as other:
                expected = Dossiers(other.open())
                for id in incidents:
                    assert shown(dossiers, id, by) == shown(expected, id, None), (cutoff, id)


def shown(dossiers: Dossiers, id: UUID, published_by: datetime | str | None) -> Any:
    """A dossier without what a log numbers, if there is one."""
    with suppress(Missing):
        return without_numbers(dossiers.dossier(id, AsOf(None, published_by)).model_dump(mode="json"))


@at_length
@given(histories)
def test_the_read_model_has_each_entry_rest_on_the_same(program: Program) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs:
        ledger = logs.open()
        entries = ledger.entries(Position(0), 1_000)
        counting = Counting(ledger.opening, moments.Standpoint(Position(len(entries))))
        entered = project(entries, Keys(lambda _: {}))[Entered]
        assert [it.published for it in entered] == [counting.last_publication(it) for it in entries]


def test_reports_relay_reports_at_any_remove(logs: Logs) -> None:
    ledger = logs.open()
    ids = [UUID(int=number) for number in range(2, 3_002)]
    source = UUID(int=1)
    relays = [None, *(RelayedSource(source_id=source, report_id=it) for it in ids)]
    dates = ["2018-02-10", *["2018-02-08"] * (len(ids) - 1)]
    reports = [
        ReportRecorded(source_id=source, published_at=date, original_source=relayed)
        for date, relayed in zip(dates, relays, strict=False)
    ]
    ledger.append([draft(source), *(draft(id, 1, it) for id, it in zip(ids, reports, strict=True))])
    readings = Readings(ledger)
    assert readings.one(ReportView, ids[-1], AsOf(None, "2018-02-10")).published_at == "2018-02-08"
    with pytest.raises(Missing):
        readings.one(ReportView, ids[-1], AsOf(None, "2018-02-09"))


def test_every_fact_occurs_in_histories() -> None:
    found: Counter[str] = Counter()
    for seed in range(40):
        with TemporaryDirectory() as directory, closing(played(Program(seed, 40), Path(directory))) as logs:
            found.update({it.fact for it in rows(logs)})
    assert {it.__name__ for it in FACTS} - found.keys() == set()
