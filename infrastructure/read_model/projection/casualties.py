"""The rows of casualties."""

from collections.abc import Iterator
from typing import assert_never
from uuid import UUID

from domain.casualty_facts import (
    CasualtyConceded,
    CasualtyDenied,
    CasualtyReinstated,
    CasualtyReported,
    CasualtyRetracted,
    FigureAssessed,
    FigureDisputed,
    FigureReported,
    FigureRetracted,
    FigureRevised,
    LaterCasualtyFact,
    Statement,
)
from domain.readings import admitted
from domain.reckoning import reckon
from domain.reconciling import conservative
from infrastructure.read_model.projection.tables import Casualty, Figure, FigureAssessment, Row, Stance, Standing
from infrastructure.read_model.projection.writing import Place, word


def casualty_rows(at: Place, fact: CasualtyReported | LaterCasualtyFact) -> Iterator[Row]:
    """What an entry of a casualty sets."""
    match fact:
        case CasualtyReported():
            yield _casualty(at, fact)
            yield _figure(at, fact)
        case FigureReported() | FigureRevised():
            yield _figure(at, fact)
        case FigureRetracted():
            yield _no_figure(at, fact)
        case FigureAssessed():
            yield _assessment(at, fact)
        case FigureDisputed():
            yield Stance(at.position, at.published, at.of(fact.disputed_by), at.key, "disputed", None)
        case CasualtyConceded():
            yield Stance(at.position, at.published, at.of(fact.report_id), at.key, "conceded", at.of(fact.force_id))
        case CasualtyDenied():
            yield Stance(at.position, at.published, at.of(fact.report_id), at.key, "denied", at.maybe(fact.force_id))
        case CasualtyRetracted() | CasualtyReinstated():
            yield Standing(at.position, at.published, at.key, isinstance(fact, CasualtyRetracted))
        case _:
            assert_never(fact)


def _casualty(at: Place, fact: CasualtyReported) -> Casualty:
    force = isinstance(fact.side, UUID)
    return Casualty(
        position=at.position,
        published=at.published,
        report=at.of(fact.report_id),
        incident=at.of(fact.incident_id),
        side=at.of(fact.side) if isinstance(fact.side, UUID) else None,
        side_name=None if force else str(fact.side),
        harm=fact.harm,
        person_status=fact.person_status,
        population_group=fact.group,
    )


def _figure(at: Place, fact: Statement) -> Figure:
    figure, adds, admits = fact.figure, reckon(fact.figure), admitted(fact.figure)
    return Figure(
        position=at.position,
        published=at.published,
        report=at.of(fact.report_id),
        key=at.key,
        original_source=word(fact.original_source),
        retracted=False,
        credibility=fact.credibility,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        qualifier=figure.qualifier,
        verbatim=figure.verbatim,
        disordered=figure.disordered,
        inferred=fact.inference is not None,
        least=adds.least,
        likely=adds.likely,
        most=adds.most,
        open_ended=adds.open_ended,
        countable=adds.countable,
        conservative=conservative(figure),
        fewest=admits.least,
        greatest=admits.most,
    )


def _no_figure(at: Place, fact: FigureRetracted) -> Figure:
    report, original = at.of(fact.report_id), word(fact.original_source)
    return Figure(at.position, at.published, report, at.key, original, retracted=True)


def _assessment(at: Place, fact: FigureAssessed) -> FigureAssessment:
    return FigureAssessment(
        at.position, at.published, at.of(fact.report_id), at.key, word(fact.original_source), fact.credibility
    )
