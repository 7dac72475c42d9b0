"""What truly happened, drawn at random, and a log that tells of it without ever being wrong, however little it says.

Whatever a verdict says of such a log must be true of what happened. Longer than most, as it holds both: what is told
follows from what happened, part by part.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from application import casualties, coverages, forces, incidents, reports, sources
from application.recording import Behalf
from application.services import Services
from domain.allegiance import AllegianceKind
from domain.casualty import Casualty
from domain.coverage import Area, Box, Coverage
from domain.figure import Figure, Qualifier
from domain.force import Force
from domain.force_facts import ForceKind
from domain.incident import Incident
from domain.kinds import CODEBOOKS, IncidentKind
from domain.participation import ParticipationRole
from domain.period import Period
from domain.place import Place, Precision
from domain.report import Report
from domain.scales import Credibility
from domain.source import SourceKind
from domain.toll import WIDER_STATUS, Harm, PersonStatus, PopulationGroup
from features.checks.logs import RIMA, Logs

DAYS = [date(2018, 2, it) for it in range(5, 11)]
KINDS = [IncidentKind.ARMED_CLASH, IncidentKind.ATTACK, IncidentKind.AIR_OR_DRONE_STRIKE]
POINTS = {"SYR": (35.0, 40.0), "IRQ": (33.0, 44.0), "FJI": (-16.5, 179.9)}
BOXES = [Box(west=39, south=34, east=45, north=36), Box(west=179, south=-17, east=-179, north=-16)]
ARMED = {
    "army": ForceKind.STATE_FORCES,
    "militia": ForceKind.POLITICAL_MILITIA,
    "partner": ForceKind.PRIVATE_COMPANY,
    "rebels": ForceKind.REBEL_GROUP,
}
POPULATION = "villagers"
"""A population is a force of its own, and civilians."""


class Person(NamedTuple):
    """Somebody who was harmed; of no force: a civilian whom nobody counts among one."""

    force: str | None
    harm: Harm
    status: PersonStatus
    group: PopulationGroup


class Happened(NamedTuple):
    """One incident, as it was."""

    day: date
    hour: int
    country: str
    kind: IncidentKind
    camps: Mapping[str, str]
    initiator: str | None
    harmed: Sequence[Person]
    lasted: timedelta


class World(NamedTuple):
    """What happened, and on which days the militia stood under the army."""

    happened: Sequence[Happened]
    under: Sequence[date]

    def of_force(self, force: str, it: Happened) -> set[str]:
        """The force, and those that stood under it on the day."""
        return {force, "militia"} if force == "army" and it.day in self.under else {force}


class Recorded(NamedTuple):
    """Who is who on record: the incidents that were entered by their place in the world, forces and reports."""

    incidents: Mapping[int, Sequence[UUID]]
    forces: Mapping[str, UUID]
    reports: Sequence[UUID]


def drawn(random: Random) -> World:
    """A small world."""
    under = random.choice([DAYS, [], DAYS[:3], DAYS[2:4]])
    return World([_incident(random) for _ in range(random.randint(1, 4))], under)


def _incident(random: Random) -> Happened:
    camps = {it: random.choice("ab") for it in ARMED if random.random() < 0.5}
    harmed = [_person(random, [*camps]) for _ in range(random.choice([0, 1, 2, 3, 5]))]
    initiator = random.choice([None, *camps])
    lasted = timedelta(hours=random.randint(1, 4))
    day, hour = random.choice(DAYS), random.randint(1, 20)
    return Happened(day, hour, random.choice([*POINTS]), random.choice(KINDS), camps, initiator, harmed, lasted)


def _person(random: Random, fighting: Sequence[str]) -> Person:
    harm = random.choice([Harm.KILLED, Harm.KILLED, Harm.KILLED, Harm.INJURED])
    force = random.choice([*fighting, *fighting, POPULATION, None])
    statuses = (
        [PersonStatus.ARMED_FORCES, PersonStatus.DIRECT_PARTICIPANT]
        if force in ARMED
        else [PersonStatus.CIVILIAN, PersonStatus.JOURNALIST]
    )
    return Person(force, harm, random.choice(statuses), random.choice([*PopulationGroup]))


def counts(world: World, it: Happened, person: Person, side: Any, status: Any, group: Any) -> bool:
    """Whether a person is one of a side (of which `unknown` is none), of a status, of a group."""
    civilian = person.force is None or person.force == POPULATION
    belongs = {None: True, "all": True, "civilians": civilian}.get(side)
    if belongs is None:
        belongs = person.force in world.of_force(side, it)
    return (
        belongs and status in {None, person.status, WIDER_STATUS.get(person.status)} and group in {None, person.group}
    )


def figure_of(random: Random, number: int) -> Figure:
    """A figure that admits a number, of any form."""
    less, more = random.randint(0, number), number + random.randint(0, 2)
    forms = [
        Figure(best=number, qualifier=Qualifier.EXACT),
        Figure(best=number, qualifier=Qualifier.EXACT),
        Figure(best=number, qualifier=Qualifier.EXACT),
        Figure(low=less, qualifier=Qualifier.AT_LEAST),
        Figure(high=more, qualifier=Qualifier.AT_MOST),
        Figure(high=more + 1, qualifier=Qualifier.FEWER_THAN),
        Figure(low=less, high=more, qualifier=Qualifier.BETWEEN),
        Figure(low=more, high=less, qualifier=Qualifier.BETWEEN, disordered=True)
        if less < more
        else Figure(best=number, qualifier=Qualifier.EXACT),
        Figure(qualifier=Qualifier.VAGUE, verbatim=random.choice(["dozens", "several"])),
    ]
    if number:
        forms += [
            Figure(low=less - 1, qualifier=Qualifier.MORE_THAN) if less else forms[0],
            Figure(best=max(1, number + random.choice([-1, 0, 1])), qualifier=Qualifier.ABOUT),
        ]
    return random.choice(forms)


class _Desk:
    """Enters what happened, truly and in part."""

    def __init__(self, services: Services, logs: Logs, world: World, random: Random) -> None:
        self.services, self.logs, self.world, self.random = services, logs, world, random
        self.counted: dict[tuple[int, int], int] = {}
        self.incidents: dict[int, list[UUID]] = {}

    def new(self, service: Any, verb: str, command: Any) -> Any:
        self.logs.clock.now += timedelta(minutes=1)
        by = Behalf(RIMA.actor, UUID(int=self.random.getrandbits(128), version=4))
        return getattr(service, verb)(command, by=by).id

    def change(self, service: Any, kind: Any, verb: str, id: UUID, command: Any) -> None:
        self.logs.clock.now += timedelta(minutes=1)
        by = Behalf(RIMA.actor, UUID(int=self.random.getrandbits(128), version=4))
        version = self.services.ledger.folded(kind, id).version
        getattr(service, verb)(id, command, by=by, expecting=version)

    def enter(self) -> Recorded:
        of, random = self.services, self.random
        source = self.new(of.sources, "register", sources.RegisterSource(name="Agency", kind=SourceKind.NEWS_AGENCY))
        command = {"source_id": source, "published_at": "2018-02-11"}
        self.reports = [
            self.new(of.reports, "record", reports.RecordReport.model_validate({**command, "headline": f"Report {it}"}))
            for it in range(4)
        ]
        self.lying = self.reports.pop()
        self.forces = {
            it: self.new(of.forces, "register", forces.RegisterForce(name=f"{it * 3} {n}{n}", kind=kind))
            for n, (it, kind) in enumerate([*ARMED.items(), (POPULATION, ForceKind.CIVILIANS)])
        }
        self._allegiances()
        for place, it in enumerate(self.world.happened):
            if random.random() < 0.8:
                twice = random.random() < 0.2
                self.incidents[place] = [self._incident(place, it, twice=twice)]
                if twice:
                    self._merged(place, it)
        if random.random() < 0.3:
            self._never()
        for _ in range(random.randint(0, 3)):
            self._coverage()
        self.change(of.reports, Report, "withdraw", self.lying, reports.WithdrawReport(reason="Made up."))
        return Recorded(self.incidents, self.forces, self.reports)

    def _allegiances(self) -> None:
        to, service = self.forces["army"], self.services.forces
        if self.world.under:
            first, last = self.world.under[0], self.world.under[-1]
            during = None if self.world.under == DAYS else f"{first}/{last}"
            held = forces.DeclareAllegiance(to=to, kind=AllegianceKind.LOYAL_TO, during=during)
            self.change(service, Force, "declare_allegiance", self.forces["militia"], held)
        beside = forces.DeclareAllegiance(to=to, kind=AllegianceKind.PARTNER_OF)
        self.change(service, Force, "declare_allegiance", self.forces["partner"], beside)

    def _incident(self, place: int, it: Happened, *, twice: bool = False) -> UUID:
        random = self.random
        occurred: Any = {"edtf": str(it.day)}
        if random.random() < 0.3:
            before, after = (timedelta(days=random.randint(0, 2)) for _ in range(2))
            occurred = {"edtf": f"{it.day - before}/{it.day + after}"}
        elif random.random() < 0.1:
            occurred = {"edtf": f"{it.day + timedelta(days=random.choice([-1, 0, 1]))}{random.choice('?~%')}"}
        elif random.random() < 0.3:
            occurred |= {"began_at": datetime(it.day.year, it.day.month, it.day.day, it.hour, tzinfo=UTC)}
        if random.random() < 0.5:
            occurred |= {"duration": it.lasted}
        kind = CODEBOOKS[it.kind].broader if random.random() < 0.3 else it.kind
        command = incidents.ReportIncident.model_validate(
            {
                "title": f"Incident {place}",
                "kind": kind,
                "occurred": occurred,
                "place": self._place(it),
                "report_id": self.said(),
            }
        )
        id: UUID = self.new(self.services.incidents, "report", command)
        told = twice or random.random() < 0.7
        if told:
            self._participations(id, it)
        if random.random() < 0.2:  # told by a report that will be withdrawn
            lie = incidents.ReportParticipation(
                force_id=self.forces[random.choice([*ARMED])],
                camp=random.choice("ab"),
                role=random.choice([None, ParticipationRole.INITIATOR]),
                report_id=self.lying,
            )
            self.change(self.services.incidents, Incident, "tell", id, lie)
        self._casualties(id, place, it, twice=twice)
        return id

    def said(self) -> Any:
        return self.random.choice(self.reports)

    def _place(self, it: Happened) -> Any:
        latitude, longitude = POINTS[it.country]
        near, off = self.random.random(), self.random.choice([-0.9, 0, 0.9])
        told = {"name": "There", "country": it.country if self.random.random() < 0.7 else None}
        if near < 0.6:
            return {**told, "precision": 1, "latitude": latitude, "longitude": longitude}
        if near < 0.8:
            return {**told, "precision": 4, "latitude": latitude + off, "longitude": 170.0}
        return {**told, "precision": 4}

    def _participations(self, id: UUID, it: Happened) -> None:
        """Of who took part all are told, or none: who is not among those that are told is believed not to have."""
        for force, camp in it.camps.items():
            role = ParticipationRole.INITIATOR if force == it.initiator and self.random.random() < 0.7 else None
            command = incidents.ReportParticipation(
                force_id=self.forces[force], camp=camp, role=role, report_id=self.said(), duration=it.lasted
            )
            self.change(self.services.incidents, Incident, "tell", id, command)

    def _casualties(self, id: UUID, place: int, it: Happened, *, twice: bool) -> None:
        random = self.random
        whole = random.random() < 0.35
        sides = [*ARMED, POPULATION, "civilians", "all"]
        harms = [Harm.KILLED, Harm.INJURED]
        tolls = {(random.choice(sides), random.choice(harms), *self._narrow()) for _ in range(random.randint(0, 3))}
        if whole:
            for harm in harms:
                tolls |= {(side, harm, None, None) for side in [*ARMED, "civilians"]}
        for harm in harms:  # the sum of the sides of every camp is believed to be the whole
            of_camps = {it.camps.get(side) for side, of, *_ in tolls if of is harm and side in ARMED}
            if of_camps >= {*it.camps.values()} or (twice and of_camps):
                tolls.add(("all", harm, None, None))
        own = {side for side, *_ in tolls}
        for side, harm, status, group in sorted(tolls, key=str):
            number = 0
            for at, person in enumerate(it.harmed):
                if person.harm is harm and counts(self.world, it, person, side, status, group):
                    number += 1
                    self.counted[place, at] = 1
            self._casualty(id, side, harm, status, group, number)
        if not twice and random.random() < 0.3:  # of two tellings, one may know the side that the other doesn't
            nobody = [at for at, person in enumerate(it.harmed) if not self._among(it, person, own)]
            for harm in harms:
                some = [at for at in nobody if it.harmed[at].harm is harm and random.random() < 0.6]
                if some:
                    self.counted |= {(place, at): 1 for at in some}
                    self._casualty(id, "unknown", harm, None, None, len(some))

    def _among(self, it: Happened, person: Person, sides: set[str]) -> bool:
        return any(counts(self.world, it, person, side, None, None) for side in sides)

    def _narrow(self) -> tuple[PersonStatus | None, PopulationGroup | None]:
        near = self.random.random()
        if near < 0.7:
            return None, None
        if near < 0.85:
            return self.random.choice([PersonStatus.CIVILIAN, PersonStatus.COMBATANT, PersonStatus.JOURNALIST]), None
        return None, PopulationGroup.WOMEN

    def _casualty(self, id: UUID, side: str, harm: Harm, status: Any, group: Any, number: int) -> None:
        random, service = self.random, self.services.casualties

        def said(report: UUID, figure: Figure) -> Mapping[str, Any]:
            return {"report_id": report, "figure": figure, "credibility": random.choice([None, *Credibility])}

        reports_ = random.sample(self.reports, random.choice([1, 1, 2]))
        every = [said(it, figure_of(random, number)) for it in reports_]
        if random.random() < 0.2:
            every.insert(random.randint(0, 1), said(self.lying, figure_of(random, random.randint(0, 9))))
        given = {"incident_id": id, "side": self.forces.get(side, side), "harm": harm}
        given |= {"person_status": status, "group": group}
        told = self.new(service, "report", casualties.ReportCasualty(**given, **every[0]))
        for each in every[1:]:
            self.change(service, Casualty, "report_figure", told, casualties.ReportFigure(**each))

    def _merged(self, place: int, it: Happened) -> None:
        """Entered twice, and found to be the same."""
        other = self._incident(place, it, twice=True)
        self.incidents[place].append(other)
        into = incidents.MergeIncident(into=self.incidents[place][0], reason="The same.")
        self.change(self.services.incidents, Incident, "merge", other, into)

    def _never(self) -> None:
        """Something that did not happen, found out."""
        place, mistaken = len(self.world.happened), _incident(self.random)
        id = self._incident(place, mistaken)
        retraction = incidents.RetractIncident(reason="It never happened.")
        self.change(self.services.incidents, Incident, "retract", id, retraction)

    def _coverage(self) -> None:
        """A declaration that is true; or one that is not, withdrawn again."""
        random = self.random
        first, last = sorted(random.sample(DAYS, 2))
        period = random.choice([f"{first}/{last}", "2018-02", "../2018-02-28", "../2030", "../2030"])
        countries = random.choice([(), (), ("SYR",), ("SYR", "IRQ")])
        kinds = random.choice([(), (), (IncidentKind.BATTLE,), (IncidentKind.BATTLE, IncidentKind.ATTACK)])
        box = random.choice([None, None, None, *BOXES])
        fewest, harms = random.choice([None, None, 1, 2]), random.choice([(), (Harm.KILLED,), tuple(Harm)])
        scope = coverages.DeclareCoverage(
            area=Area(countries=countries, box=box),
            period=period,
            kinds=kinds,
            min_killed=fewest,
            harms=harms,
            basis="So.",
        )
        id = self.new(self.services.coverages, "declare", scope)
        if not all(self._is_true_of(place, it, scope) for place, it in enumerate(self.world.happened)):
            withdrawal = coverages.WithdrawCoverage(reason="Not so.")
            self.change(self.services.coverages, Coverage, "withdraw", id, withdrawal)

    def _is_true_of(self, place: int, it: Happened, scope: Any) -> bool:
        latitude, longitude = POINTS[it.country]
        exact = Place(name="x", precision=Precision.EXACT, latitude=latitude, longitude=longitude, country=it.country)
        killed = sum(each.harm is Harm.KILLED for each in it.harmed)
        if not scope.holds(it.kind, Period(edtf=str(it.day)), exact) or killed < (scope.min_killed or 0):
            return True
        told = all((place, at) in self.counted for at, each in enumerate(it.harmed) if each.harm in scope.harms)
        return place in self.incidents and told


def entered(services: Services, logs: Logs, world: World, random: Random) -> Recorded:
    """Enters some of what happened, and nothing that is not so and stands."""
    return _Desk(services, logs, world, random).enter()
