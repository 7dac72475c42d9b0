"""Sums: what the read model picks and adds up in SQL is what the domain's rules pick and add up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.dossiers import belonging, forces_in
from application.moments import AsOf, Standpoint
from application.questions import Grouping, IncidentQuestion, Question, TollQuestion
from application.record import Record
from application.services import Services
from application.views.casualty import CasualtyView, FigureView
from application.views.incident import Dossier
from application.views.source import SourceView
from domain.addition import add_up
from domain.allegiance import Days
from domain.edtf import parse
from domain.fact import Position
from domain.figure import Figure, Qualifier
from domain.moment import last_microsecond
from domain.period import Period
from domain.policy import Candidate, Policy, Reckoning, Reconciled, reckon, reconcile
from domain.toll import Harm
from features.checks.asked import reading
from features.checks.histories import Program, played, rows, settled
from features.checks.strategies import figures
from features.checks.test_standpoints import at_length
from infrastructure.read_model.keeper import Keeper


class Domain:
    """What the domain's rules say of a record at a position under a policy, thing by thing."""

    def __init__(self, services: Services, position: Position, policy: Policy) -> None:
        self._services = services
        self._position = position
        self._policy = policy

    def sums(self, dossier: Dossier) -> Mapping[Harm, Mapping[str, int]]:
        """The sums of an incident by harm."""
        made = {it.toll: self._made(it, dossier) for it in dossier.casualties if not it.retracted}
        counting = {toll: it.reckoning for toll, it in made.items() if it and it.reckoning.countable}
        record = Record(self._services.readings.seen(AsOf(self._position)))
        days = Days(dossier.occurred.earliest, dossier.occurred.latest)
        counted_in = add_up(counting, belonging(forces_in(dossier, dossier.casualties), days, record), of=dossier.id)
        return {
            harm: _sum(
                [it for toll, it in counting.items() if toll.harm is harm and counted_in[toll] is None],
                disordered=sum(
                    toll.harm is harm and wider is None and it is not None and it.disordered
                    for toll, wider in counted_in.items()
                    for it in (made[toll],)
                ),
                not_countable=sum(toll.harm is harm and toll not in counting for toll in made),
                counted_in_others=sum(toll.harm is harm and wider is not None for toll, wider in counted_in.items()),
            )
            for harm in {toll.harm for toll in made}
        }

    def _made(self, casualty: CasualtyView, dossier: Dossier) -> Reconciled | None:
        return reconcile(self._policy, (self._candidate(it, dossier) for it in casualty.figures))

    def _candidate(self, figure: FigureView, dossier: Dossier) -> Candidate:
        report = dossier.cited[figure.report_id]
        source = self._services.readings.one(SourceView, report.source_id, AsOf(self._position))
        return Candidate(
            figure=figure.figure,
            credibility=figure.credibility,
            reliability=source.reliability,
            published=last_microsecond(report.published_at),
            position=figure.basis.position,
            withdrawn=figure.report_withdrawn,
        )


def _sum(added: Sequence[Reckoning], **left_out: int) -> Mapping[str, int]:
    return {
        "low": sum(it.least for it in added),
        "best": sum(it.likely for it in added),
        "high": sum(it.most for it in added),
        "casualties": len(added),
        "open_ended": sum(it.open_ended for it in added),
        **left_out,
    }


_long = st.builds(Program, st.integers(0, 2**32 - 1), st.integers(100, 250))
"""Histories in which tolls of every kind have come together."""


@given(_long, st.randoms(use_true_random=False))
@at_length
def test_sums_are_those_of_the_domain(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        position = Position(settled(entries, random.randint(len(entries) // 2, len(entries))))
        services = logs.services()
        for policy in Policy:
            _must_be_those_of(Domain(services, position, policy), services, model, position, policy)


def _must_be_those_of(domain: Domain, services: Services, model: Keeper, position: Position, policy: Policy) -> None:
    total: defaultdict[Harm, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in _rows(model, position, IncidentQuestion(policy=policy)):
        sums = domain.sums(services.dossiers.dossier(row.id, AsOf(position)))
        assert {harm: it.model_dump() for harm, it in row.toll.items()} == sums, (position, policy, row.id)
        for harm, parts in sums.items():
            for name, number in {**parts, "incidents": int(parts["casualties"] > 0)}.items():
                total[harm][name] += number
    for grouping in ((), (Grouping.COUNTRY,), (Grouping.MONTH, Grouping.KIND)):
        grouped: defaultdict[Harm, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        for each in _rows(model, position, TollQuestion(group_by=grouping, policy=policy)):
            for name in total[each.harm]:
                grouped[each.harm][name] += getattr(each, name)
        assert grouped == total


@given(figures())
def test_what_a_figure_adds_is_in_order_and_within_its_bounds(figure: Figure) -> None:
    adds = reckon(figure)
    if figure.disordered and figure.qualifier in {Qualifier.BETWEEN, Qualifier.ABOUT, Qualifier.VAGUE}:
        assert {adds.least, adds.likely, adds.most} <= {figure.low, figure.best, figure.high}
        return
    assert 0 <= adds.least <= adds.likely <= adds.most
    least, most = figure.bounds
    assert adds.least >= least
    assert most is None or adds.most <= most
    assert adds.countable or (adds.least, adds.most, adds.open_ended) == (0, 0, False)


@pytest.mark.parametrize(
    ("low", "best", "high", "adds"),
    [(5, 3, 4, (5, 3, 4)), (2, 9, 4, (2, 9, 4)), (5, None, 3, (5, 5, 3)), (4, 4, 6, (4, 4, 6))],
)
def test_estimates_out_of_order_add_what_their_source_prints(
    low: int, best: int | None, high: int, adds: tuple[int, int, int]
) -> None:
    disordered = adds != (4, 4, 6)
    figure = Figure(low=low, best=best, high=high, qualifier=Qualifier.BETWEEN, disordered=disordered)
    assert reckon(figure)[:3] == adds


def _rows(model: Keeper, position: Position, question: Question) -> Iterator[Any]:
    return model.rows(question, Standpoint(position), None, 0)


@pytest.mark.parametrize(
    ("edtf", "month", "year"),
    [
        ("2018-02-07?", "2018-02", "2018"),
        ("2018-01-31/2018-02-01", "2018-01/2018-02", "2018"),
        ("2018-22", "2018-06/2019-02", "2018/2019"),
        ("201X", "2010-01/2019-12", "2010/2019"),
        ("2018-02-07/..", "2018-02/..", "2018/.."),
        ("/2018-02-07", "/2018-02", "/2018"),
        ("-0044-03-15", "-0044-03", "-0044"),
        ("Y-17000", "Y-17000", "Y-17000"),
    ],
)
def test_the_month_and_the_year_are_those_that_it_may_have_been_in(edtf: str, month: str, year: str) -> None:
    period = Period(edtf=edtf)
    assert (period.month, period.year) == (month, year)
    assert all(map(parse, (month, year)))
