"""Every question over 400,000 incidents: as of now and as known when the log was half as long; sums beside a flat file.

A past moment has half the record to look at, so its answer may well be quicker; it must not be slower than 1.5 times.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from application.moments import Standpoint
from application.questions import (
    CasualtyQuestion,
    ForceQuestion,
    IncidentQuestion,
    Question,
    ReportQuestion,
    SourceQuestion,
    TollQuestion,
)
from benchmarks.copies import INSURGENTS, id_of
from benchmarks.measure import Row, costs, show
from benchmarks.models import reading
from benchmarks.syrian_log import syrian_data
from domain.fact import Position
from domain.moment import last_microsecond
from infrastructure.read_model.keeper import Keeper

_ROUNDS, _PAGE, _DEEP = 5, 50, 200_000


class Asked(NamedTuple):
    """A question as it is asked for its first page, or for a deep one, or without an end."""

    question: Question
    limit: int | None = _PAGE
    offset: int = 0


def _all() -> Mapping[str, Asked]:
    force = id_of("force", 0, INSURGENTS)
    incidents: Mapping[str, dict[str, Any]] = {
        "first page": {},
        "country": {"country": ("SYR",)},
        "occurred possibly": {"occurred": "2008-02"},
        "occurred certainly": {"occurred": "2008-02", "within": "certainly"},
        "bbox": {"bbox": "35.5,32.3,42.4,37.3"},
        "bbox across the antimeridian": {"bbox": "170,30,-170,40"},
        "force, with those under it": {"force": force},
        "kind": {"kind": ("explosion_or_remote_violence",)},
        "grading": {"grading": ("fair",)},
        "min_killed": {"min_killed": "50"},
        "q": {"q": "aleppo clashes"},
        "q that nothing has": {"q": "zzyzx"},
        "sort=-killed": {"sort": "-killed"},
        "sort=occurred": {"sort": "occurred"},
        "status=any": {"status": "any"},
        "all of it together": {
            "country": ("SYR",), "occurred": "2016/2018", "bbox": "35.5,32.3,42.4,37.3", "force": force,
            "kind": ("battle",), "min_killed": "5", "q": "aleppo", "sort": "-killed",
        },
    }  # fmt: skip
    asked = {f"incidents, {name}": Asked(IncidentQuestion(**each)) for name, each in incidents.items()}
    asked["incidents, page at 200,000"] = Asked(IncidentQuestion(), offset=_DEEP)
    asked["incidents, sort=-killed, page at 200,000"] = Asked(IncidentQuestion(sort="-killed"), offset=_DEEP)
    others: Mapping[str, Question] = {
        "sources": SourceQuestion(),
        "sources, q": SourceQuestion(q="sohr"),
        "reports": ReportQuestion(),
        "reports, q": ReportQuestion(q="aleppo"),
        "reports, published": ReportQuestion(published="2008-02"),
        "reports, sort=-published": ReportQuestion(sort="-published"),
        "forces": ForceQuestion(),
        "forces, those under one": ForceQuestion(force=force),
        "casualties": CasualtyQuestion(),
        "casualties, country": CasualtyQuestion(country=("SYR",)),
        "casualties, sort=-best": CasualtyQuestion(sort="-best"),
        "casualties, min_killed": CasualtyQuestion(min_killed=50),
    }
    asked |= {name: Asked(question) for name, question in others.items()}
    groups = ("country", "month", "country,month", "year", "kind", "force", "side", "harm", "")
    for each in groups:
        asked[f"toll by {each or 'nothing'}"] = Asked(TollQuestion(group_by=[each] if each else ()), None)
    asked["toll by month, of one country"] = Asked(TollQuestion(group_by=["month"], country=("SYR",)), None)
    return asked


def questions(_: Path) -> Sequence[Row]:
    """How long each question takes, as a median in milliseconds, until its last row is there."""
    with reading(syrian_data()) as (_ledger, model):
        now = Standpoint(model.position)
        half = Standpoint(Position(model.position // 2))
        published = Standpoint(model.position, last_microsecond("2008-12-31"))
        times = {name: _times(model, asked, (now, half, published)) for name, asked in _all().items()}
    slowest = max(times, key=lambda name: max(times[name]))
    return [
        *(costs(f"{name}, at half the log", past, "now", at_once, 1.5) for name, (at_once, past, _) in times.items()),
        *(costs(f"{name}, published by 2008", by, "now", at_once) for name, (at_once, _, by) in times.items()),
        costs(f"the slowest: {slowest}", max(times[slowest]), "the aim", 1_000, 1),
    ]


def _times(model: Keeper, asked: Asked, standpoints: Sequence[Standpoint]) -> Sequence[float]:
    """The median time at each standpoint, in milliseconds; standpoints take turns, after a round that isn't counted."""
    times: Mapping[Standpoint, list[float]] = {at: [] for at in standpoints}
    for _ in range(1 + _ROUNDS):
        for at in standpoints:
            began = perf_counter()
            for _row in model.rows(asked.question, at, asked.limit, asked.offset):
                pass
            times[at].append((perf_counter() - began) * 1_000)
    return [median(each[1:]) for each in times.values()]


if __name__ == "__main__":
    show(questions)
