"""Questions of a history's collections, and what a read model over a log answers."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from application.moments import Standpoint
from application.questions import (
    BoundingBox,
    CasualtyQuestion,
    ClaimQuestion,
    CoverageQuestion,
    ForceQuestion,
    Grouping,
    ImportQuestion,
    IncidentQuestion,
    Question,
    ReportQuestion,
    SourceQuestion,
    Status,
    TollQuestion,
    Within,
)
from application.refusals import UnknownReference
from domain.force_facts import ForceKind
from domain.kinds import IncidentKind
from domain.scales import Grading, Reliability
from domain.source import SourceKind
from domain.toll import Harm, PersonStatus, PopulationGroup
from domain.value import Code
from domain.verdict import Outcome
from features.checks.histories import Row, holding
from features.checks.logs import Logs
from infrastructure.read_model.keeper import Keeper

_INTERVALS = ["2018-02-07", "2018-02-08/2018-02-09", "2018-02", "2018-02-08/..", "../2018-02-07", "2018-02-09/", "2017"]
_BOXES = [BoundingBox(40, 35, 41, 36), BoundingBox(179, -17, -179, -16), BoundingBox(-180, -90, 180, 90)]
_CODES = [*(Code(scheme="ucdp-event", value=it) for it in "12"), Code(scheme="gwno", value='6"5\\2: é')]
_WORDS = ["khasham", "KHASHĀM", "دير", "clash", "no such word"]


def questions(entries: Sequence[Row]) -> Sequence[Question]:
    """Questions with every filter, order and grouping, some of them of things that these entries open."""
    ids: dict[str, list[UUID]] = {}
    for each in entries:
        if each.version == 1:
            ids.setdefault(each.fact, []).append(UUID(each.stream))
    forces, incidents = ids.get("ForceRegistered", [])[:4], ids.get("IncidentReported", [])[:2]
    return [
        *(SourceQuestion(**it) for it in [{}, *_each(sort=["-recorded", "name", "-name"], q=["agency", "a"])]),
        *(
            SourceQuestion(**it)
            for it in _each(kind=[(SourceKind.NEWSPAPER,)], reliability=[(it,) for it in Reliability])
        ),
        *(ReportQuestion(**it) for it in [{}, *_each(sort=["published", "-published"], q=_WORDS, status=[*Status])]),
        *(ReportQuestion(published=it, within=how) for it in _INTERVALS for how in Within),
        *(ReportQuestion(source=it) for it in ids.get("SourceRegistered", [])[:2]),
        *(
            ForceQuestion(**it)
            for it in [{}, *_each(sort=["name", "-recorded"], q=_WORDS, status=[*Status], force=forces)]
        ),
        *(ForceQuestion(**it) for it in _each(kind=[(it,) for it in ForceKind], country=[("SYR",), ("IRQ", "FJI")])),
        *(IncidentQuestion(**it) for it in [{}, *_of_incidents(forces)]),
        *(IncidentQuestion(sort=it) for it in ("-recorded", "occurred", "-occurred", "killed", "-killed", "-title")),
        *(IncidentQuestion(status=it) for it in Status),
        *(CasualtyQuestion(**it) for it in [{}, *_of_incidents(forces), *_of_tolls(forces, incidents)]),
        *(CasualtyQuestion(**it) for it in _each(sort=["best", "-best"], status=[*Status])),
        *(TollQuestion(**it) for it in [{}, *_of_incidents(forces), *_of_tolls(forces, incidents)]),
        *(TollQuestion(group_by=(it,)) for it in Grouping),
        *(CoverageQuestion(**it) for it in [{}, *_of_coverages()]),
        *(ImportQuestion(**it) for it in [{}, *_of_imports()]),
        *(ClaimQuestion(**it) for it in [{}, *_of_claims(ids.get("ReportRecorded", [])[:3])]),
        TollQuestion(group_by=(Grouping.COUNTRY, Grouping.MONTH, Grouping.SIDE), force=forces[0] if forces else None),
    ]


def _of_incidents(forces: Sequence[UUID]) -> Iterator[Mapping[str, Any]]:
    yield from ({"occurred": it, "within": how} for it in _INTERVALS for how in Within)
    yield from _each(bbox=_BOXES, country=[("SYR",), ("FJI", "IRQ")], force=forces, q=_WORDS, min_killed=[0, 5])
    yield from _each(kind=[(IncidentKind.BATTLE,), (IncidentKind.ATTACK,)], grading=[(it,) for it in Grading])
    yield from _each(max_killed=[4], min_injured=[1])
    yield from _each(dataset=["ucdp-ged", "acled", "no such dataset"], code=_CODES)
    yield {"min_killed": 1, "max_killed": 100, "max_injured": 50, "country": ("SYR",)}


def _of_coverages() -> Iterator[Mapping[str, Any]]:
    yield from _each(occurred=_INTERVALS, country=[("SYR",), ("FJI", "YEM")], q=["another", "so"], status=[*Status])
    yield from _each(kind=[(IncidentKind.BATTLE,), (IncidentKind.ARMED_CLASH,), (IncidentKind.ATTACK,)])
    yield {"sort": "-recorded", "status": Status.ANY}


def _of_imports() -> Iterator[Mapping[str, Any]]:
    yield from _each(dataset=[("acled",), ("acled", "ucdp-ged")], format=[("casus-csv",)], sort=["-recorded"])
    yield from _each(finished=[("true",), ("false",), ("true", "false")])


def _of_claims(reports: Sequence[UUID]) -> Iterator[Mapping[str, Any]]:
    yield from _each(q=["another", "so"], status=[*Status], report=reports, drifted=["true"])
    yield from _each(verdict=[(it,) for it in Outcome], sort=["-recorded", "audited", "-audited"])


def _of_tolls(forces: Sequence[UUID], incidents: Sequence[UUID]) -> Iterator[Mapping[str, Any]]:
    yield from _each(incident=incidents, harm=[(it,) for it in Harm], side=[("all",), ("civilians", *forces[:1])])
    yield from _each(person_status=[(PersonStatus.CIVILIAN,)], group=[(PopulationGroup.WOMEN,)])


def _each(**filters: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    yield from ({name: value} for name, values in filters.items() for value in values)


@contextmanager
def reading(logs: Logs) -> Iterator[Keeper]:
    """A read model of a log, up to its end."""
    with closing(Keeper(logs.open(), logs.path.with_name("asked.duckdb"))) as model:
        model.rebuild(lambda _: None)
        yield model


@contextmanager
def reading_of(entries: Sequence[Row]) -> Iterator[Keeper]:
    """A read model of a log that holds these entries and no others."""
    with TemporaryDirectory() as directory, closing(holding(entries, Path(directory))) as logs, reading(logs) as model:
        yield model


def answered(model: Keeper, question: Question, at: Standpoint | None = None) -> Sequence[Any] | str:
    """The rows that answer a question, as JSON has them; or how it is refused."""
    try:
        rows = model.rows(question, at or Standpoint(model.position), None, 0)
        return [row.model_dump(mode="json") for row in rows]
    except UnknownReference:
        return "UnknownReference"
