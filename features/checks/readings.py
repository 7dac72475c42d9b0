"""A few incidents and their tolls as plain data, and what every reading of them says, tried one by one."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from application import casualties, coverages, incidents, reports, sources
from application.recording import Behalf
from application.services import Services
from domain.assertion import (
    AllAssertion,
    AnyAssertion,
    Comparison,
    CountAssertion,
    Incidents,
    NotAssertion,
    RankAssertion,
    Relation,
    TollAssertion,
    Tolled,
)
from domain.figure import Figure, Qualifier
from domain.source import SourceKind
from domain.toll import Harm
from features.checks.logs import RIMA, Logs

_TOP = 9
"""Of what has no bound, numbers up to here are tried: more than is ever compared with."""
_DAY = "2018-02-07"


class Toll(NamedTuple):
    """A figure in words that are its own, and the numbers that docs/claims.md says it admits; None is no bound."""

    figure: Figure
    least: int
    most: int | None


class Told(NamedTuple):
    """An incident: on the day for certain or perhaps, and the tolls of its sides."""

    certain: bool
    tolls: dict[str, Toll]


class Small(NamedTuple):
    """A record, and whether it is declared to hold every incident."""

    told: Sequence[Told]
    complete: bool


def _tolls(number: int) -> Sequence[Toll]:
    exact = {"qualifier": Qualifier.EXACT}
    about = Figure(best=number, qualifier=Qualifier.ABOUT)
    return [
        *[Toll(about, max(0, number - 1) if number else 0, number and number + 1)] * 3,
        *[Toll(Figure(best=number, **exact), number, number)] * 3,
        Toll(Figure(low=number, qualifier=Qualifier.AT_LEAST), number, None),
        Toll(Figure(low=number, qualifier=Qualifier.MORE_THAN), number + 1, None),
        Toll(Figure(high=number, qualifier=Qualifier.AT_MOST), 0, number),
        Toll(Figure(high=number + 1, qualifier=Qualifier.FEWER_THAN), 0, number),
        Toll(Figure(low=number, high=number + 1, qualifier=Qualifier.BETWEEN), number, number + 1),
        Toll(Figure(low=number + 2, high=number, qualifier=Qualifier.BETWEEN, disordered=True), number, number + 2),
        Toll(Figure(qualifier=Qualifier.VAGUE, verbatim="several"), 0, None),
    ]


def small(random: Random) -> Small:
    """A small record."""
    told = [
        Told(
            random.random() < 0.6,
            {
                it: random.choice(_tolls(random.randint(0, 2)))
                for it in random.sample(["all", "civilians", "unknown"], random.choice([0, 1, 1, 2]))
            },
        )
        for _ in range(random.randint(1, 3))
    ]
    return Small(told, random.random() < 0.7)


def enter(services: Services, logs: Logs, record: Small) -> Sequence[UUID]:
    """Enters it; the ids of its incidents."""

    def new(service: Any, verb: str, command: Any) -> Any:
        logs.clock.now += timedelta(minutes=1)
        return getattr(service, verb)(command, by=Behalf(RIMA.actor, UUID(int=len(logs.rows())))).id

    source = new(services.sources, "register", sources.RegisterSource(name="Agency", kind=SourceKind.NEWS_AGENCY))
    report = reports.RecordReport.model_validate({"source_id": source, "published_at": "2018-02-11", "headline": "So."})
    said = new(services.reports, "record", report)
    ids = []
    for it in record.told:
        occurred = _DAY if it.certain else f"{_DAY}/2018-02-09"
        place = {"name": "There", "precision": 4, "country": "SYR"}
        told = {"title": "It", "kind": "battle", "occurred": occurred, "place": place, "report_id": said}
        ids.append(new(services.incidents, "report", incidents.ReportIncident.model_validate(told)))
        for side, toll in it.tolls.items():
            given = {
                "incident_id": ids[-1],
                "side": side,
                "harm": Harm.KILLED,
                "report_id": said,
                "figure": toll.figure,
            }
            new(services.casualties, "report", casualties.ReportCasualty(**given))
    if record.complete:
        new(services.coverages, "declare", coverages.DeclareCoverage(period="../2018-02-28", harms=(), basis="So."))
    return ids


class Reading(NamedTuple):
    """One number for each thing that is open: of each incident its toll and whether it is meant, and what is hidden."""

    killed: Sequence[int]
    meant: Sequence[bool]
    hidden: Sequence[int]
    """The killed of incidents that nobody entered."""


Holds = Callable[[Reading], bool]


def _span(it: Told, side: str | None, *, complete: bool) -> tuple[int, int | None]:
    """The least and the most killed of a side, or of all, by docs/claims.md."""
    whole = it.tolls.get("all")
    if side is None and whole:
        return whole[1:]
    if side is None:
        mosts = [each.most for each in it.tolls.values()]
        bounded = complete and mosts and None not in mosts
        most = sum(each or 0 for each in mosts) if bounded else None
        return sum(each.least for each in it.tolls.values()), most
    if own := it.tolls.get(side):
        return own[1:]
    return 0, whole.most if whole else None


def readings(record: Small, side: str | None) -> Iterator[Reading]:
    """Every reading."""
    spans = [_span(it, side, complete=record.complete) for it in record.told]
    killed = product(*(range(least, (max(_TOP, least) if most is None else most) + 1) for least, most in spans))
    unseen: list[tuple[int, ...]] = [()]
    if not record.complete:
        unseen += [(each,) * many for many in range(1, _TOP) for each in (0, _TOP + 1)]
        unseen += [(each,) for each in range(1, _TOP + 1)]
    every = product(killed, product(*([True] if it.certain else [False, True] for it in record.told)), unseen)
    return (Reading(*it) for it in every)


def asserted(random: Random, ids: Sequence[UUID], side: str | None) -> tuple[Any, Holds]:
    """An assertion, and whether it holds in a reading: of one toll, count or rank, perhaps several of the same."""
    which = Incidents(occurred=_DAY)
    at = random.randrange(len(ids))
    kind, one = random.choice(["toll", "count", "rank", "one"]), Incidents(incident=ids[at])
    tied = random.random() < 0.5

    def number(it: Reading) -> int | None:
        mine = [killed for killed, meant in zip(it.killed, it.meant, strict=True) if meant]
        match kind:
            case "one":
                return it.killed[at]
            case "toll":
                return sum(mine) + sum(it.hidden)
            case "count":
                return len(mine) + len(it.hidden)
        own = it.killed[at]
        others = [killed for n, killed in enumerate(it.killed) if it.meant[n] and n != at]
        above = sum(each > own if tied else each >= own for each in (*others, *it.hidden))
        return 1 + above if it.meant[at] else None

    def plain() -> tuple[Any, Holds]:
        compared = _compared(random, 1 if kind == "rank" else 0)
        least, most = compared.bounds
        toll = Tolled(harm=Harm.KILLED, side=side, incidents=one if kind == "one" else which)
        assertion: Any
        match kind:
            case "count":
                assertion = CountAssertion(asserts="count", incidents=which, compared=compared)
            case "rank":
                about = {"incident": ids[at], "harm": Harm.KILLED, "side": side, "among": which}
                assertion = RankAssertion(asserts="rank", **about, compared=compared, tied=tied)
            case _:
                assertion = TollAssertion(asserts="toll", toll=toll, compared=compared)

        def holds(it: Reading) -> bool:
            found = number(it)
            return found is not None and least <= found and (most is None or found <= most)

        return assertion, holds

    return _around(random, plain)


def _around(random: Random, plain: Callable[[], tuple[Any, Holds]]) -> tuple[Any, Holds]:
    near = random.random()
    if near < 0.5:
        return plain()
    one, so = _around(random, plain)
    if near < 0.7:
        return NotAssertion(asserts="not", of=one), lambda it: not so(it)
    other, other_so = _around(random, plain)
    if near < 0.85:
        return AllAssertion(asserts="all", of=(one, other)), lambda it: so(it) and other_so(it)
    return AnyAssertion(asserts="any", of=(one, other)), lambda it: so(it) or other_so(it)


def _compared(random: Random, least: int) -> Comparison:
    relation, number = random.choice([*Relation]), random.randint(least, 5)
    further: dict[str, Any] = {}
    if relation is Relation.BETWEEN:
        further = {"to": random.randint(number, 6)}
    if relation is Relation.ABOUT:
        further = {"tolerance": 0.5}
    return Comparison(relation=relation, number=number, **further)
