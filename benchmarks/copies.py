"""Rows of UCDP's Syria file as facts, each 25 times: each time in another country and at another time.

Copy 0 is Syria as the file has it. A further copy has its own ids, forces and reports; its dates lie a whole number of
four-year cycles earlier, so that months and leap days stay what they are; it is labelled as of another country, and
moved 14.4 degrees to the east for each copy, so that together they go once around the globe.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID, uuid5

from benchmarks.ucdp import Article, Event, Numbers, Side
from domain.casualty_facts import CasualtyReported
from domain.fact import Fact
from domain.figure import Figure, Qualifier
from domain.force_facts import ForceKind, ForceRegistered
from domain.incident_facts import IncidentCorroborated, IncidentReported, ParticipationReported
from domain.kinds import IncidentKind, TypeOfViolence, kind_of_ucdp
from domain.participation import Participation
from domain.period import DatePrecision, Period
from domain.place import Division, Place, Precision
from domain.report import ReportRecorded
from domain.toll import Harm, Toll
from domain.value import Code

COUNTRIES = (
    *("SYR", "AFG", "COD", "COL", "DZA", "ETH", "IND", "IRQ", "LKA", "LBY", "MEX", "MLI", "MMR"),
    *("MOZ", "NER", "NGA", "PAK", "PHL", "SDN", "SOM", "SSD", "TCD", "TUR", "UKR", "YEM"),
)
"""Of each copy."""

INSURGENTS = "4456"
"""UCDP's id of "Syrian insurgents", whom every rebel group but the four largest is here said to be loyal to."""

_APART = {INSURGENTS, "234", "6288", "6815"}
_CYCLE, _CYCLES = timedelta(days=1_461), 6
_SPACE = UUID("4b0d9f1c-6f0e-4c56-9a3e-6f1a8f3b2c11")
_KINDS = {
    IncidentKind.AIR_OR_DRONE_STRIKE: ("airstrike", "air strike", "aerial", "warplane", "raids", "helicopter"),
    IncidentKind.SHELLING_ARTILLERY_OR_MISSILE_ATTACK: ("shell", "artillery", "missile", "bombard", "rocket"),
    IncidentKind.REMOTE_EXPLOSIVE_LANDMINE_OR_IED: ("landmine", "ied", "booby", "detonat"),
    IncidentKind.ARMED_CLASH: ("clash", "fight", "attack", "advance"),
}


def id_of(*parts: object) -> UUID:
    """The same parts, the same id."""
    return uuid5(_SPACE, "/".join(map(str, parts)))


class Copied:
    """One row in one copy."""

    def __init__(self, event: Event, copy: int) -> None:
        self.event = event
        self.copy = copy
        self.turn = event.number * 29 + copy * 7
        """Tells rows and copies apart, so that what happens to every so manieth happens in each copy."""
        self._shift = _CYCLE * (copy % _CYCLES)

    @cached_property
    def incident(self) -> UUID:
        return id_of("incident", self.copy, self.event.id)

    @cached_property
    def casualty(self) -> UUID:
        return Toll(incident_id=self.incident, side="all", harm=Harm.KILLED).casualty_id

    @cached_property
    def first_report(self) -> UUID:
        return self.report_id(self.event.articles[0])

    def report_id(self, article: Article) -> UUID:
        return id_of("report", self.copy, *article)

    def force_id(self, side: Side) -> UUID:
        return id_of("force", self.copy, side.ucdp_id)

    def day(self, day: date) -> date:
        """A day of the file, in this copy."""
        return day - self._shift

    def reports(self) -> Iterator[tuple[UUID, ReportRecorded]]:
        """The reports that no row of this copy has cited before."""
        for article in self.event.first_cited:
            yield self.report_id(article), self.report(article)

    def report(self, article: Article) -> ReportRecorded:
        return ReportRecorded(
            source_id=source_id(article.office),
            headline=article.headline or None,
            published_at=self.day(article.published).isoformat(),
        )

    def force(self, side: Side) -> ForceRegistered:
        """The force, named after its country outside Syria."""
        country = COUNTRIES[self.copy]
        kind = ForceKind.REBEL_GROUP
        if side.name.startswith("Government"):
            kind = ForceKind.STATE_FORCES
        elif side.name == "Civilians":
            kind = ForceKind.CIVILIANS
        name = f"{side.name} ({country})" if self.copy else side.name
        codes = (Code(scheme="ucdp_actor", value=f"{self.copy}{side.ucdp_id:>06}"),)
        return ForceRegistered(name=name, kind=kind, country=country, codes=codes)

    def is_loyal(self, side: Side) -> bool:
        """Whether it is one of the groups that are said to be loyal to the insurgents."""
        return self.force(side).kind is ForceKind.REBEL_GROUP and side.ucdp_id not in _APART

    def further_report(self) -> tuple[UUID, ReportRecorded]:
        """One that comes a month later, of the same source."""
        event = self.event
        article = Article(event.articles[0].office, event.last_day + timedelta(days=30), f"More on {event.where}")
        return id_of("further", self.copy, event.id), self.report(article)

    def happened(self) -> Sequence[Fact]:
        """The incident as it is first entered."""
        where, articles = self.event.where or "an unnamed place", self.event.articles
        told = IncidentReported(
            title=f"{self.event.dyad}: {where}, {self.day(self.event.first_day)}",
            kind=self._kind(),
            occurred=self.period(),
            place=self.place(),
            report_id=self.first_report,
            summary=self.event.headline or None,
            codes=(Code(scheme="ucdp_ged", value=str(self.event.id + self.copy * 1_000_000)),),
        )
        others = (IncidentCorroborated(report_id=self.report_id(article)) for article in articles[1:])
        return [told, *others, *self._took_part()]

    def killed(self) -> CasualtyReported:
        """The toll of all sides, as the row gives it."""
        figure = figure_of(self.event.killed)
        return CasualtyReported(
            incident_id=self.incident, side="all", harm=Harm.KILLED, report_id=self.first_report, figure=figure
        )

    def period(self, later: int = 0) -> Period:
        """The days that it may have been, perhaps moved by some."""
        first, last = (self.day(day) + timedelta(days=later) for day in (self.event.first_day, self.event.last_day))
        edtf = f"{first}/{last}" if last > first else f"{first}"
        return Period(edtf=edtf, precision=DatePrecision(self.event.date_precision))

    def place(self, aside: float = 0.0) -> Place:
        """Where it happened, perhaps some degrees to the north."""
        longitude = (self.event.longitude + 14.4 * self.copy + 180) % 360 - 180
        adm_1, adm_2 = (Division(name=name) if name else None for name in (self.event.adm_1, self.event.adm_2))
        return Place(
            name=self.event.where or "an unnamed place",
            precision=Precision(self.event.where_precision),
            latitude=round(self.event.latitude + aside, 6),
            longitude=round(longitude, 6),
            country=COUNTRIES[self.copy],
            adm1=adm_1,
            adm2=adm_2,
        )

    def _kind(self) -> IncidentKind:
        """As narrow as the headlines tell, where it was fighting; as UCDP types it otherwise."""
        told = self.event.headline.lower()
        ucdp = kind_of_ucdp(TypeOfViolence(self.event.type_of_violence))
        if ucdp is not IncidentKind.BATTLE:
            return ucdp
        return next((kind for kind, words in _KINDS.items() if any(word in told for word in words)), ucdp)

    def _took_part(self) -> Iterator[ParticipationReported]:
        for camp, side in zip("ab", self.event.sides, strict=True):
            took_part = Participation(force_id=self.force_id(side), camp=camp)
            yield ParticipationReported(report_id=self.first_report, participation=took_part)


def source_id(office: str) -> UUID:
    """Sources are the same in all copies."""
    return id_of("source", office)


def figure_of(numbers: Numbers) -> Figure:
    """The numbers as a figure, marked where they contradict each other."""
    if len(set(numbers)) == 1:
        return Figure(**numbers._asdict(), qualifier=Qualifier.EXACT)
    disordered = list(numbers) != sorted(numbers)
    return Figure(**numbers._asdict(), qualifier=Qualifier.BETWEEN, disordered=disordered)
