"""That no near pair is lost where the read model looks for it: by cells of a grid and stretches of days."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.asking import Questions
from application.moments import Standpoint
from application.near import NearIncident, NearQuestion
from application.questions import IncidentQuestion
from application.recording import Draft
from application.rows import IncidentRow
from application.similar import Similar
from domain.compared import Compared, kilometres
from domain.fact import Position
from domain.incident_facts import IncidentCoded, IncidentReported
from domain.kinds import IncidentKind
from domain.period import Period
from domain.place import Place, Precision
from domain.report import ReportRecorded
from domain.similarity import alike, reach
from domain.toll import Harm
from features.checks.asked import reading
from features.checks.histories import Program, histories, played, rows, settled
from features.checks.logs import RIMA, Logs, registered
from features.checks.test_standpoints import at_length
from infrastructure.read_model.answers import near
from infrastructure.read_model.keeper import Keeper

WIDEST, FARTHEST = 10**9, 30_000.0
ROUNDING_KM = 0.02


@at_length
@given(histories, st.sampled_from([0.1, 0.3, 0.5]))
def test_no_near_pair_of_a_history_is_lost(program: Program, score: float) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        at = Standpoint(Position(settled(rows(logs), len(rows(logs)) * 3 // 4)))
        standing = {it.id: it for it in listed(model, at)}
        everything = of_each(model, at, [*standing], WIDEST, FARTHEST)
        alike_enough = ids_of(it for it in everything if alike(it[0].compared, it[1].compared).score >= score)
        assert alike_enough <= ids_of(of_each(model, at, [*standing], *reach(score)))
        for incident in {it.id: it for pair in everything for it in pair}.values():
            row, compared = standing[incident.id], incident.compared
            assert (incident.title, compared.kind) == (row.title, row.kind)
            assert {str(force.id) for force, _ in compared.sides} <= {*all_forces(logs)}
            assert len(compared.reports) == row.reports
            toll = row.toll.get(Harm.KILLED)
            assert (compared.killed and compared.killed.best) == (toll.best if toll and toll.casualties else None)


POLES = [(89.99, 10.0), (89.99, -170.0), (-89.95, 0.0)]
MERIDIAN = [(-16.5, 179.99), (-16.6, -179.99), (0.0, 180.0), (0.05, -180.0)]


@at_length
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.2, 0.5]))
def test_no_near_pair_is_lost_anywhere_on_earth(seed: int, score: float) -> None:
    with TemporaryDirectory() as directory, closing(Logs(Path(directory))) as logs:
        ids = enter(logs, scattered(Random(seed)), coded=60)
        within = reach(score)._asdict()
        with reading(logs) as model:
            at, brought = Standpoint(model.position), {"dataset": "a-dataset", "until": model.position}
            asked = {**brought, "within_dataset": True}
            everything = found(model, at, **asked, days=WIDEST, km=FARTHEST)
            near_by = ids_of(found(model, at, **asked, **within))
            assert len(everything) == len(ids_of(everything)) > len(near_by) > 20
            for rounded, holds in ((0.0, near_by.issuperset), (ROUNDING_KM, near_by.issubset)):
                wide = {**within, "km": within["km"] + rounded}
                assert holds(ids_of(it for it in everything if near_enough(it[0].compared, it[1].compared, **wide)))
            one = ids[seed % 60]
            beside = ids_of(found(model, at, incident=one, **within))
            assert {other for _, other in beside} == {it for pair in near_by if one in pair for it in pair} - {one}


def test_what_a_dataset_brought_is_compared_with_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "_SUBJECTS", 3)
    monkeypatch.setattr(near, "_PAIRS", 2)
    with TemporaryDirectory() as directory, closing(Logs(Path(directory))) as logs:
        there = [Place(name="Khasham", precision=Precision.EXACT, latitude=35.3, longitude=40.3)]
        ids = enter(logs, [(place, "2018-02-07") for place in there * 9], coded=5)
        with reading(logs) as model:
            similar = Similar(Questions(logs.open(), model))
            end = model.position
            first_five, others = ids[:5], ids[5:]
            pairs = {(it.id, it.other.id) for it in similar.brought("a-dataset", Position(0), end)}
            assert pairs == {(one, other) for one in first_five for other in others}
            both = similar.brought("a-dataset", Position(0), end, within_dataset=True, min_score=0.2)
            within = [(it.id, it.other.id) for it in both]
            assert len(within) == len({frozenset(it) for it in within}) == 5 * 4 + 5 * 4 // 2
            assert len(similar.brought("a-dataset", Position(0), end, limit=7)) == 7
            assert similar.brought("a-dataset", end, end) == []
            assert similar.brought("another", Position(0), end) == []
            scores = [it.other.score for it in similar.brought("a-dataset", Position(0), end)]
            assert scores == sorted(scores, reverse=True)


def listed(model: Keeper, at: Standpoint) -> Sequence[IncidentRow]:
    return list(model.rows(IncidentQuestion(), at, None, 0))  # type: ignore[arg-type]


def all_forces(logs: Logs) -> Sequence[str]:
    return [it.stream for it in rows(logs) if it.fact == "ForceRegistered"]


def found(model: Keeper, at: Standpoint, **asked: Any) -> Sequence[tuple[NearIncident, NearIncident]]:
    pairs: Any = model.rows(NearQuestion(**asked), at, None, 0)
    return [(it.one, it.other) for it in pairs]


def of_each(model: Keeper, at: Standpoint, ids: Sequence[UUID], days: int, km: float) -> Sequence[Any]:
    """What is near each of these incidents, asked one by one."""
    return [pair for id in ids for pair in found(model, at, incident=id, days=days, km=km)]


def near_enough(one: Compared, other: Compared, days: int, km: float) -> bool:
    """Whether two incidents are as near as is asked, by the rule's own distance."""
    (first, last, _), (its_first, its_last, _) = one.days, other.days
    if first is None or last is None or its_first is None or its_last is None:
        return False
    apart = kilometres(one.spot, other.spot)
    here = len({one.spot.country, other.spot.country} - {None}) < 2 if apart is None else apart <= km
    return here and max(last, its_last) - min(first, its_first) <= days


def ids_of(pairs: Iterable[tuple[NearIncident, NearIncident]]) -> set[tuple[UUID, UUID]]:
    return {(one.id, other.id) for one, other in pairs}


def scattered(random: Random) -> Sequence[tuple[Place, str]]:
    """Incidents all over the Earth, most of them some kilometres around a few points that are hard to tell apart."""
    places = []
    for _ in range(60):
        latitude, longitude = random.choice([*POLES, *MERIDIAN, (35.3, 40.3)])
        latitude = max(-90.0, min(90.0, latitude + random.gauss(0, 0.1)))
        longitude = (longitude + random.gauss(0, 0.2) + 180) % 360 - 180
        pointed = {"latitude": latitude, "longitude": longitude} if random.random() < 0.9 else {}
        place = Place(
            name=random.choice(["A", "B"]), precision=random.choice([*[Precision.EXACT] * 4, *Precision][:6]), **pointed
        )
        day = random.choice([3, 3, 3, 4, 5, 6])
        occurred = random.choice(
            [f"2018-02-0{day}", f"2018-02-0{day}", f"2018-02-0{day}/2018-02-0{day + 2}", "2018-02"]
        )
        places.append((place, occurred))
    return places


def enter(logs: Logs, incidents: Sequence[tuple[Place, str]], coded: int = 0) -> Sequence[UUID]:
    """A log of these incidents, the first of them coded by a dataset."""
    source, report = UUID(int=1), UUID(int=2)
    drafts = [(source, 1, registered()), (report, 1, ReportRecorded(source_id=source, published_at="2018-02-08"))]
    ids = [UUID(int=1_000 + number) for number in range(len(incidents))]
    for number, (id, (place, occurred)) in enumerate(zip(ids, incidents, strict=True)):
        period, kind = Period(edtf=occurred), IncidentKind.BATTLE
        drafts.append(
            (id, 1, IncidentReported(title="Clash", kind=kind, occurred=period, place=place, report_id=report))
        )
        if number < coded:
            drafts.append((id, 2, IncidentCoded(dataset="a-dataset", row=str(number), report_id=report)))
    with closing(logs.open()) as ledger:
        ledger.append([Draft(id, version, RIMA.actor.name, RIMA.cause, fact) for id, version, fact in drafts])
    return ids
