"""Histories as analysts write them: incidents with all their verbs, casualties with competing figures, reports."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain, count, islice, zip_longest
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from application.recording import Draft
from domain.casualty_facts import CasualtyReported, FigureAssessed, FigureDisputed, FigureReported, FigureRevised
from domain.fact import Fact
from domain.figure import Figure, Qualifier
from domain.force_facts import ForceKind, ForceRegistered
from domain.incident_facts import (
    IncidentAbsorbed,
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
    IncidentRetracted,
    IncidentSplit,
    LinkKind,
    ParticipationReported,
    ParticipationRetracted,
)
from domain.kinds import IncidentKind
from domain.participation import Means, MeansKind, Participation
from domain.period import Period
from domain.place import Division, Place, Precision
from domain.report import ReportRecorded
from domain.scales import Credibility, Grading
from domain.source import SourceKind, SourceRegistered
from domain.toll import Harm, Toll
from domain.value import Code

ANALYST = "Analyst on the Syria desk"
REASON = "The agency's second dispatch names the village and the river crossing, which the first left open."
SUMMARY = (
    "Pro-government fighters advanced with tanks and artillery towards the headquarters of the partner force east of"
    " the Euphrates, according to the coalition; it answered with artillery, gunships and helicopters for some three"
    " hours. The government's agency speaks of tribal fighters who were moving against the Islamic State. How many"
    " were killed, and how many of them were Russian contractors, is told differently by every source."
)
_SAID = "“We do not know how many were killed; we saw the lorries that took them away,” a hospital employee said."
_SETTLEMENTS = ("Khasham", "Deir ez-Zor", "Al-Tabiyah", "Mazlum", "Hatla", "Marrat", "Husseiniyah", "Jdeideh")


class Case(NamedTuple):
    """One incident with its casualties and reports: ten entries, three times three, and three."""

    incident: UUID
    drafts: Sequence[Draft]


class Record:
    """A record that grows case by case; the same seed gives the same record."""

    def __init__(self, seed: int = 2018) -> None:
        self._random = Random(seed)
        self.sources = [self.id() for _ in range(40)]
        self.forces = [self.id() for _ in range(60)]
        self.incidents: list[UUID] = []
        self.whole: list[UUID] = []
        """The incidents that no other was merged into."""
        self._drafts = chain(self._foundation(), self._cases())

    def id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def drafts(self, entries: int) -> Iterator[Draft]:
        """The next so many: first the sources and forces, then case after case, some always open at the same time."""
        return islice(self._drafts, entries)

    def _foundation(self) -> Iterator[Draft]:
        for number, source in enumerate(self.sources):
            registered = SourceRegistered(
                name=f"Agency {number}", kind=SourceKind.NEWS_AGENCY, url=f"https://agency{number}.example/"
            )
            yield self._stream(source, [registered])[0]
        for number, force in enumerate(self.forces):
            codes = (Code(scheme="ucdp_actor", value=str(number)),)
            raised = ForceRegistered(name=f"Force {number}", kind=ForceKind.REBEL_GROUP, country="SYR", codes=codes)
            yield self._stream(force, [raised])[0]

    def _cases(self) -> Iterator[Draft]:
        for number in count(step=OPEN):
            cases = [self.case(number + each).drafts for each in range(OPEN)]
            yield from (draft for drafts in zip_longest(*cases) for draft in drafts if draft)

    def case(self, number: int) -> Case:
        """One more incident with everything that belongs to it."""
        incident, *reports = (self.id() for _ in range(4))
        self.incidents.append(incident)
        forces = self._random.sample(self.forces, 2)
        streams = [
            *(self._stream(report, [self._report(number)]) for report in reports),
            self._stream(incident, [*self._incident(number, reports, forces)]),
            *self._casualties(incident, reports, forces[0]),
        ]
        drafts = [*chain.from_iterable(streams)]
        if not any(isinstance(draft.fact, IncidentAbsorbed) for draft in drafts):
            self.whole.append(incident)
        return Case(incident, drafts)

    def _report(self, number: int) -> Fact:
        return ReportRecorded(
            source_id=self._random.choice(self.sources),
            headline=f"Dozens said to be killed in fighting near {_SETTLEMENTS[number % 8]}, officials say ({number})",
            url=f"https://agency.example/world/middle-east/fighting-{number}-{self._random.getrandbits(40):x}.html",
            published_at=_day(number) + timedelta(hours=20, minutes=number % 60),
            original_source="a US military official, speaking on condition of anonymity",
            quote=_SAID,
        )

    def _incident(self, number: int, reports: Sequence[UUID], forces: Sequence[UUID]) -> Iterator[Fact]:
        day, (first, second, third) = _day(number), reports
        yield IncidentReported(
            title=f"Clash near {_SETTLEMENTS[number % 8]}, {day:%d %B %Y}",
            kind=IncidentKind.ARMED_CLASH,
            occurred=Period(edtf=f"{day:%Y-%m-%d}"),
            place=self._place(number, Precision.WITHIN_25_KM),
            report_id=first,
            summary=SUMMARY,
            codes=(Code(scheme="ucdp_ged", value=str(200_000 + number)),),
        )
        for camp, force, means in zip("ab", forces, (MeansKind.TANK, MeansKind.GUNSHIP), strict=True):
            strength = Figure(low=300, high=500, qualifier=Qualifier.BETWEEN, verbatim="300 to 500 fighters")
            took_part = Participation(
                force_id=force,
                camp=camp,
                means=(Means(kind=means), Means(kind=MeansKind.ARTILLERY, detail="howitzers")),
                strength=strength,
                began_at=day + timedelta(hours=19),
                duration=timedelta(hours=3),
            )
            yield ParticipationReported(report_id=first, participation=took_part)
        yield IncidentCorroborated(report_id=second, statement=_SAID)
        yield IncidentRelocated(place=self._place(number, Precision.EXACT), reason=REASON, report_id=second)
        yield IncidentCorroborated(report_id=third, original_source="two local residents")
        period = Period(edtf=f"{day:%Y-%m-%d}/{day + timedelta(days=1):%Y-%m-%d}", began_at=day + timedelta(hours=19))
        yield IncidentRedated(occurred=period, reason=REASON, report_id=third)
        yield IncidentDisputed(report_id=third, statement="The ministry says that no soldiers were there at all.")
        yield IncidentGraded(grading=Grading.FAIR, reason="Two credible sources, and action that both sides confirm.")
        yield self._rarer(number, third, forces[0])

    def _rarer(self, number: int, report: UUID, force: UUID) -> Fact:
        other = self.incidents[number // 2]
        rarer: Sequence[Fact] = (
            IncidentReclassified(kind=IncidentKind.AIR_OR_DRONE_STRIKE, reason=REASON, report_id=report),
            ParticipationRetracted(report_id=report, force_id=force, reason=REASON),
            IncidentLinked(to=other, kind=LinkKind.FOLLOWS, reason=REASON),
            IncidentRetracted(reason=REASON),
            IncidentReinstated(reason=REASON),
            IncidentMerged(into=other, reason=REASON),
            IncidentSplit(reason=REASON),
            IncidentReleased(released=other, reason=REASON),
            IncidentAbsorbed(absorbed=other, reason=REASON),
        )
        return rarer[number % len(rarer)]

    def _casualties(self, incident: UUID, reports: Sequence[UUID], force: UUID) -> Iterator[Sequence[Draft]]:
        first, second, third = reports
        about = {"qualifier": Qualifier.ABOUT, "best": 100, "verbatim": "an estimated 100"}
        least = {"qualifier": Qualifier.AT_LEAST, "low": 45, "verbatim": "at least 45 of them"}
        tolls: Sequence[dict[str, Any]] = (
            {"side": force, "harm": Harm.KILLED},
            {"side": force, "harm": Harm.INJURED},
            {"side": "civilians", "harm": Harm.KILLED},
        )
        for toll in tolls:
            told = CasualtyReported(
                incident_id=incident,
                **toll,
                report_id=first,
                original_source="a US military official",
                figure=Figure(**about),
                credibility=Credibility.POSSIBLY_TRUE,
            )
            corrected: Sequence[Fact] = (
                FigureRevised(report_id=second, figure=Figure(**about), reason=REASON),
                FigureAssessed(report_id=second, credibility=Credibility.PROBABLY_TRUE, reason=REASON),
                FigureDisputed(report_id=second, disputed_by=third, statement=_SAID),
            )
            facts: Sequence[Fact] = [
                told,
                FigureReported(report_id=second, figure=Figure(**least)),
                self._random.choice(corrected),
            ]
            yield self._stream(Toll(incident_id=incident, **toll).casualty_id, facts)

    def _place(self, number: int, precision: Precision) -> Place:
        return Place(
            name=_SETTLEMENTS[number % 8],
            precision=precision,
            latitude=round(self._random.uniform(32.5, 37.0), 6),
            longitude=round(self._random.uniform(35.8, 42.3), 6),
            country="SYR",
            adm1=Division(name="Deir ez-Zor", codes=(Code(scheme="iso3166_2", value="SY-DY"),)),
            adm2=Division(name="Deir ez-Zor district"),
        )

    def _stream(self, id: UUID, facts: Sequence[Fact]) -> Sequence[Draft]:
        return [Draft(id, at, ANALYST, self.id(), fact) for at, fact in enumerate(facts, 1)]


OPEN = 40
"""How many cases are worked on at the same time: their entries lie mingled in the log."""


@cache
def _day(number: int) -> datetime:
    return datetime(2011, 3, 15, tzinfo=UTC) + timedelta(days=number % 4_000)
