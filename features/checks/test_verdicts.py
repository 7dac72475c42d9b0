"""What the record is said to support: true of what happened, and told for each moment at which it changed."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from application.moments import Standpoint
from application.services import Services
from domain.assertion import (
    Comparison,
    CountAssertion,
    DurationAssertion,
    Incidents,
    InitiatedAssertion,
    OrderAssertion,
    RankAssertion,
    RatioAssertion,
    Relation,
    TimeUnit,
    TollAssertion,
    Tolled,
)
from domain.fact import Position
from domain.kinds import IncidentKind
from domain.policy import Policy
from domain.toll import Harm
from domain.verdict import Outcome
from features.checks.asserted import Drawing
from features.checks.histories import Program, Row, histories, played, rows
from features.checks.logs import Logs
from features.checks.readings import asserted, enter, readings, small
from features.checks.worlds import drawn, entered

_EACH = 12
"""How many assertions are drawn about each world."""


@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1))
def test_what_is_decided_is_true_of_what_happened(seed: int) -> None:
    random = Random(seed)
    world = drawn(random)
    with TemporaryDirectory() as directory, closing(Logs(Path(directory))) as logs:
        services = logs.services()
        record = entered(services, logs, world, random)
        logs.models[-1].rebuild(lambda _: None)
        at = Standpoint(logs.models[-1].position)
        drawing = Drawing(world, record, random)
        for _ in range(_EACH):
            said = drawing.one()
            policy = random.choice([*Policy])
            outcome, because = services.deciding.outcome(said.assertion, policy, at)
            wrong = Outcome.CONTRADICTED if said.so else Outcome.SUPPORTED
            assert outcome is not wrong, (policy, because, said.assertion.model_dump_json(exclude_defaults=True))


@settings(max_examples=14)
@given(st.integers(0, 2**32 - 1))
def test_a_verdict_is_what_every_reading_says(seed: int) -> None:
    random = Random(seed)
    record = small(random)
    with TemporaryDirectory() as directory, closing(Logs(Path(directory))) as logs:
        services = logs.services()
        ids = enter(services, logs, record)
        logs.models[-1].rebuild(lambda _: None)
        at = Standpoint(logs.models[-1].position)
        for _ in range(_EACH):
            side = random.choice([None, None, "civilians"])
            assertion, holds = asserted(random, ids, side)
            found = {holds(it) for it in readings(record, side)}
            expected = Outcome.NOT_DECIDABLE if len(found) > 1 else _OUTCOMES[found.pop()]
            outcome, because = services.deciding.outcome(assertion, random.choice([*Policy]), at)
            assert outcome is expected, (record, because, assertion.model_dump_json(exclude_defaults=True))


_OUTCOMES = {True: Outcome.SUPPORTED, False: Outcome.CONTRADICTED}


@settings(max_examples=2)
@given(histories, st.randoms(use_true_random=False))
def test_a_history_tells_each_change_of_a_verdict(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs:
        services = logs.services()
        logs.models[-1].rebuild(lambda _: None)
        for assertion in asserted_of(rows(logs), random, 3):
            told, expected = told_when(services, rows(logs), assertion, random.choice([*Policy]))
            assert told == expected, assertion.model_dump_json(exclude_defaults=True)


Changes = Sequence[tuple[int, Outcome]]


def told_when(services: Services, entries: Sequence[Row], assertion: Any, policy: Policy) -> tuple[Changes, Changes]:
    """When the verdict became another, and which, as its history tells; and as it is, asked after each command."""
    told = [*_told(services, assertion, policy)]
    expected: list[tuple[int, Outcome]] = []
    for entry, after in zip(entries, [*entries[1:], None], strict=True):
        if after is None or after.cause != entry.cause:
            outcome, _ = services.deciding.outcome(assertion, policy, Standpoint(Position(entry.position)))
            if not expected or expected[-1][1] is not outcome:
                expected.append((entry.position, outcome))
    # Before anything bears on it, nothing was decided.
    if expected and told and expected[0][1] is told[0][1]:
        expected[0] = told[0]
    elif expected and told and expected[0][1] is Outcome.NOT_DECIDABLE:
        expected = expected[1:]
    return told, expected


def _told(services: Services, assertion: Any, policy: Policy) -> Iterator[tuple[int, Outcome]]:
    cursor = None
    while True:
        page = services.deciding.history(assertion, policy, cursor=cursor, limit=2)
        yield from ((it.position, it.verdict) for it in page.items)
        cursor = page.next
        if cursor is None:
            return


def asserted_of(entries: Sequence[Row], random: Random, count: int) -> Iterator[Any]:
    """Assertions about what these entries tell of."""
    ids: dict[str, list[UUID]] = {}
    for each in entries:
        if each.version == 1:
            ids.setdefault(each.fact, []).append(UUID(each.stream))
    happened, forces = ids["IncidentReported"], ids["ForceRegistered"]
    for _ in range(count):
        one, other = random.sample(happened, 2)
        force, against = random.sample(forces, 2)
        side, near = random.choice([None, force, "civilians"]), random.choice([None, force])
        several = random.choice(
            [
                Incidents(countries=("SYR",), force=near),
                Incidents(occurred=random.choice(["2018-02-07", "2018-02", "../2018-02-08"]), min_killed=near and 4),
                Incidents(between=(force, against)),
                Incidents(kinds=(random.choice([IncidentKind.BATTLE, IncidentKind.ARMED_CLASH]),)),
                Incidents(),
            ]
        )
        which = random.choice([several, Incidents(incident=one)])
        toll, all_of_them = Tolled(harm=Harm.KILLED, side=side, incidents=which), Incidents(incident=other)
        relation = random.choice([Relation.EXACTLY, Relation.AT_LEAST, Relation.AT_MOST])
        compared = Comparison(relation=relation, number=random.choice([1, 4, 100]))
        yield random.choice(
            [
                TollAssertion(asserts="toll", toll=toll, compared=compared),
                CountAssertion(asserts="count", incidents=several, compared=compared),
                RankAssertion(asserts="rank", incident=one, harm=Harm.KILLED, among=several, compared=compared),
                RatioAssertion(
                    asserts="ratio", of=toll, to=Tolled(harm=Harm.INJURED, incidents=all_of_them), compared=compared
                ),
                OrderAssertion(asserts="order", first=one, then=other),
                DurationAssertion(asserts="duration", incident=one, compared=compared, unit=TimeUnit.HOURS),
                InitiatedAssertion(asserts="initiated", incident=one, force=force),
            ]
        )
