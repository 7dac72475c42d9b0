"""What deciding a claim costs: over 400,000 incidents, and over half of them; and its history, by what bears on it.

`CASUS_BENCH_DIR=... python -m benchmarks.claims`; the record is that of benchmarks/syria.py, which lasts there.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from application.asking import Questions
from application.casualties import ReportCasualty, ReviseFigure
from application.deciding import Deciding
from application.incidents import ReportIncident
from application.moments import Standpoint
from application.questions import IncidentQuestion
from application.recording import Behalf
from application.reports import RecordReport
from application.rows import IncidentRow
from application.services import Services
from application.sources import RegisterSource
from benchmarks.measure import Row, costs, milliseconds, show
from benchmarks.models import Reading, reading
from benchmarks.syrian_log import syrian_data
from domain.actor import Actor, Role
from domain.assertion import Asserted
from domain.policy import Policy
from interface.main import house

_ASSERTION: TypeAdapter[Any] = TypeAdapter(Asserted)
_POLICY = Policy.HIGHEST_CREDIBILITY


def claims(directory: Path) -> Sequence[Row]:
    """How long verdicts take in milliseconds, beside the same over half the log; and how histories grow."""
    with reading(syrian_data()) as whole:
        entries, found = whole.model.position, _decided(whole)
    with reading(syrian_data(entries // 2)) as part:
        half = _decided(part)
    return [
        Row("entries", entries, unit=""),
        *(costs(f"verdict: {name}", time, "over half the log", half[name]) for name, time in found.items()),
        *_histories(directory),
    ]


def _decided(over: Reading) -> Mapping[str, float]:
    deciding = Deciding(over.ledger, Questions(over.ledger, over.model), over.model)
    at = Standpoint(over.model.position)
    first = next(iter(over.model.rows(IncidentQuestion(sort="-killed"), at, 1, 0)))
    found: dict[str, float] = {}
    for name, assertion in _claims(cast("IncidentRow", first)).items():
        asked = _ASSERTION.validate_python(assertion)
        found[name] = milliseconds(partial(deciding.outcome, asked, _POLICY, at))
        found[f"{name}, with what would flip it"] = milliseconds(partial(deciding.verdict, asked, _POLICY))
    return found


def _histories(directory: Path) -> Sequence[Row]:
    """The history of one claim, whose figure is revised again and again, among incidents that don't bear on it."""
    rows: list[Row] = []
    base = 0.0
    for revisions, others in ((25, 0), (25, 2_000), (100, 2_000)):
        with house(directory / f"history-{revisions}-{others}") as it:
            it.model.start()
            asked = _ASSERTION.validate_python(_revised(it.services, revisions, others))
            it.model.reach(it.services.ledger.position_at(None), 600)
            time = milliseconds(partial(it.services.deciding.history, asked, _POLICY, limit=1_000))
        base = base or time
        what = f"history: {revisions} revisions among {others:,} other incidents"
        rows.append(costs(what, time, "25 among none", base))
    return rows


def _revised(services: Services, revisions: int, others: int) -> Mapping[str, Any]:
    """Records a casualty that is revised, every other time past 100; the assertion that it is that many."""

    def by() -> Behalf:
        return Behalf(Actor(name="benchmark", role=Role.ANALYST), uuid4())

    source = services.sources.register(RegisterSource(name="Agency", kind="news_agency"), by=by()).id
    report = services.reports.record(RecordReport(source_id=source, published_at="2018-02-08"), by=by()).id
    place = {"name": "Khasham", "precision": 2, "country": "SYR"}

    def incident(title: str) -> UUID:
        what = ReportIncident(title=title, kind="battle", occurred="2018-02-07", place=place, report_id=report)
        return services.incidents.report(what, by=by()).id

    clash = incident("Clash")
    toll = {"incident_id": clash, "side": "all", "harm": "killed", "report_id": report}
    first = ReportCasualty(**toll, figure={"best": 1, "qualifier": "exact"})
    casualty = services.casualties.report(first, by=by()).id
    for number in range(revisions):
        for each in range(others // revisions):
            incident(f"Clash {number}.{each}")
        figure = {"best": 101 + number if number % 2 else number, "qualifier": "exact"}
        revision = ReviseFigure(report_id=report, figure=figure, reason="Counted again.")
        services.casualties.revise(casualty, revision, by=by(), expecting=number + 1)
    return {
        "asserts": "toll",
        "toll": {"harm": "killed", "incidents": {"incident": clash}},
        "compared": {"relation": "at_least", "number": 100},
    }


def _claims(largest: IncidentRow) -> Mapping[str, Any]:
    one = {"relation": "exactly", "number": 1}
    since = {"occurred": "2015/2018-02-07"}
    between = {**since, "between": [str(it) for it in largest.forces[:2]]}
    toll = {"harm": "killed", "incidents": since}
    rank = {"asserts": "rank", "incident": str(largest.id), "harm": "killed", "compared": one}
    return {
        "rank by killed among all": {**rank, "among": {}},
        "rank by killed since 2015": {**rank, "among": since},
        "rank by killed since 2015 between two forces": {**rank, "among": between},
        "toll since 2015": {"asserts": "toll", "toll": toll, "compared": {"relation": "at_least", "number": 1000}},
        "count since 2015": {"asserts": "count", "incidents": since, "compared": {"relation": "at_most", "number": 9}},
    }


if __name__ == "__main__":
    show(claims)
