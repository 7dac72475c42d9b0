"""The rows of incidents."""

from collections.abc import Iterator
from typing import assert_never

from domain.incident_facts import (
    IncidentAbsorbed,
    IncidentCoded,
    IncidentCorroborated,
    IncidentDisputed,
    IncidentGraded,
    IncidentLinked,
    IncidentMerged,
    IncidentReclassified,
    IncidentRedated,
    IncidentReinstated,
    IncidentReleased,
    IncidentRelocated,
    IncidentReported,
    IncidentRetold,
    IncidentRetracted,
    IncidentSplit,
    LaterIncidentFact,
    ParticipationReported,
    ParticipationRetracted,
)
from domain.period import Period
from domain.place import Place as Location
from infrastructure.read_model.projection.folding import folded
from infrastructure.read_model.projection.tables import (
    Citation,
    Incident,
    IncidentCoding,
    IncidentGrading,
    IncidentKind,
    IncidentPeriod,
    IncidentPlace,
    IncidentTelling,
    Merger,
    Participation,
    Row,
    Standing,
)
from infrastructure.read_model.projection.writing import Place, instant, ordinal, text_or_none, word


def incident_rows(at: Place, fact: IncidentReported | LaterIncidentFact) -> Iterator[Row]:
    """What an entry of an incident sets."""
    match fact:
        case IncidentReported():
            report = at.of(fact.report_id)
            yield Incident(at.position, at.published, report, text_or_none(fact.codes))
            yield _telling(at, fact, report)
            yield IncidentKind(at.position, at.published, report, at.key, fact.kind)
            yield _period(at, fact.occurred, report)
            yield _place(at, fact.place, report)
            yield Citation(at.position, at.published, report, at.key, disputes=False)
        case IncidentRelocated():
            yield _place(at, fact.place, at.maybe(fact.report_id))
        case IncidentRedated():
            yield _period(at, fact.occurred, at.maybe(fact.report_id))
        case IncidentReclassified():
            yield IncidentKind(at.position, at.published, at.maybe(fact.report_id), at.key, fact.kind)
        case IncidentRetold():
            yield _telling(at, fact, at.maybe(fact.report_id))
        case ParticipationReported() | ParticipationRetracted():
            yield _participation(at, fact)
        case IncidentCoded():
            codes, report = text_or_none(fact.codes), at.of(fact.report_id)
            yield IncidentCoding(at.position, at.published, report, at.key, fact.dataset, fact.row, codes)
        case IncidentCorroborated() | IncidentDisputed():
            disputes = isinstance(fact, IncidentDisputed)
            yield Citation(at.position, at.published, at.of(fact.report_id), at.key, disputes)
        case IncidentGraded():
            yield IncidentGrading(at.position, at.published, at.key, fact.grading)
        case IncidentMerged():
            yield Merger(at.position, at.published, at.key, at.of(fact.into))
        case IncidentSplit():
            yield Merger(at.position, at.published, at.key, None)
        case IncidentRetracted() | IncidentReinstated():
            yield Standing(at.position, at.published, at.key, isinstance(fact, IncidentRetracted))
        case IncidentLinked() | IncidentAbsorbed() | IncidentReleased():
            pass  # links are no part of a list; a merger is told by the incident that was merged, or split off
        case _:
            assert_never(fact)


def _telling(at: Place, fact: IncidentReported | IncidentRetold, report: int | None) -> IncidentTelling:
    words = folded(fact.title, fact.summary)
    return IncidentTelling(at.position, at.published, report, at.key, fact.title, fact.summary, words)


def _period(at: Place, period: Period, report: int | None) -> IncidentPeriod:
    return IncidentPeriod(
        position=at.position,
        published=at.published,
        report=report,
        key=at.key,
        edtf=period.edtf,
        precision=period.precision,
        first_day=ordinal(period.earliest),
        last_day=ordinal(period.latest),
        month=period.month,
        year=period.year,
        began_at=instant(period.began_at) if period.began_at else None,
        ended_at=instant(period.ended_at) if period.ended_at else None,
        duration=period.model_dump(mode="json", include={"duration"})["duration"] if period.duration else None,
    )


def _place(at: Place, place: Location, report: int | None) -> IncidentPlace:
    adm1, adm2 = (division.name if division else None for division in (place.adm1, place.adm2))
    return IncidentPlace(
        position=at.position,
        published=at.published,
        report=report,
        key=at.key,
        name=place.name,
        precision=place.precision,
        latitude=place.latitude,
        longitude=place.longitude,
        country=place.country,
        adm1=adm1,
        adm2=adm2,
        words=folded(place.name, adm1, adm2, place.description),
    )


def _participation(at: Place, fact: ParticipationReported | ParticipationRetracted) -> Participation:
    report, original = at.of(fact.report_id), word(fact.original_source)
    if isinstance(fact, ParticipationRetracted):
        return Participation(at.position, at.published, report, at.key, at.of(fact.force_id), original, retracted=True)
    told = fact.participation
    return Participation(
        position=at.position,
        published=at.published,
        report=report,
        key=at.key,
        force=at.of(told.force_id),
        original_source=original,
        retracted=False,
        camp=told.camp,
        role=told.role,
    )
