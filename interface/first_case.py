"""The first case: the clash of 7 February 2018 in eastern Syria, as one newspaper article told it.

Every statement of the article that is not a claim (interface/first_claims.py has those), recorded as an analyst would:
what it says, on whose word, and no more exactly than it says it. The facts are the article's (Daily Caller News
Foundation, February 2018); the sentences are ours.
"""

from typing import NamedTuple
from uuid import UUID

from application.casualties import ReportCasualty
from application.forces import AddAlias, DeclareAllegiance, RegisterForce
from application.incidents import ReportIncident, ReportParticipation
from application.reports import RecordReport
from application.services import Services
from application.sources import RegisterSource
from domain.actor import Actor, Role
from domain.attribution import RelayedSource
from domain.force import Force
from domain.incident import Incident
from interface.telling import Telling

ANALYST = Actor(name="first case", role=Role.ANALYST)
"""In whose name the case is recorded."""


class FirstCase(NamedTuple):
    """What the article tells of, by its ids."""

    article: UUID
    coalition: UUID
    us_forces: UUID
    sdf: UUID
    militia: UUID
    government: UUID
    incident: UUID
    militia_killed: UUID
    sdf_injured: UUID


def tell_first_case(services: Services) -> FirstCase:
    """Records the article's case, each part once; what is there already is found again."""
    telling = Telling(services.ledger, "first case", ANALYST)
    fox, article = _publications(services, telling)
    forces = _Forces.tell(services, telling, article)
    incident = _incident(services, telling, article, fox, forces)
    killed, injured = _casualties(services, telling, article, fox, forces, incident)
    return FirstCase(
        article,
        forces.coalition,
        forces.us,
        forces.sdf,
        forces.militia,
        forces.government,
        incident,
        killed,
        injured,
    )


def _publications(services: Services, telling: Telling) -> tuple[UUID, UUID]:
    publisher = telling.create(
        "source/dcnf",
        services.sources.register,
        RegisterSource(
            name="Daily Caller News Foundation", kind="online_news", url="https://dailycallernewsfoundation.org"
        ),
    )
    fox = telling.create("source/fox", services.sources.register, RegisterSource(name="Fox News", kind="broadcaster"))
    article = telling.create(
        "report/article",
        services.reports.record,
        RecordReport(
            source_id=publisher,
            headline="Latest Clash Between US Coalition And Pro-Regime Forces Points To New Risks In Syria",
            published_at="2018-02-08?",
            original_source="officials, unnamed",
        ),
    )
    return fox, article


class _Forces(NamedTuple):
    """The forces that the article names."""

    coalition: UUID
    us: UUID
    marines: UUID
    sdf: UUID
    militia: UUID
    government: UUID

    @classmethod
    def tell(cls, services: Services, telling: Telling, article: UUID) -> "_Forces":
        def register(name: str, kind: str, country: str | None = None) -> UUID:
            command = RegisterForce(name=name, kind=kind, country=country)
            return telling.create(f"force/{name}", services.forces.register, command)

        def hold(force: UUID, to: UUID, kind: str, during: str | None = None) -> None:
            command = DeclareAllegiance(to=to, kind=kind, during=during, report_id=article)
            name = f"allegiance/{kind}/{[*forces].index(force)}/{[*forces].index(to)}"
            telling.change(name, Force, force, services.forces.declare_allegiance, command)

        def also(force: UUID, alias: str) -> None:
            telling.change(f"alias/{alias}", Force, force, services.forces.add_alias, AddAlias(alias=alias))

        forces = cls(
            coalition=register("US-led coalition against ISIS", "coalition"),
            us=register("United States Armed Forces", "state_forces", "USA"),
            marines=register("United States Marine Corps", "state_forces", "USA"),
            sdf=register("Syrian Democratic Forces", "rebel_group", "SYR"),
            militia=register("Pro-regime militia", "political_militia", "SYR"),
            government=register("Government of Syria", "state_forces", "SYR"),
        )
        also(forces.sdf, "SDF")
        also(forces.militia, "pro-Assad fighters")
        hold(forces.marines, forces.us, "part_of")
        hold(forces.us, forces.coalition, "part_of")
        hold(forces.us, forces.sdf, "partner_of", "2015/..")
        hold(forces.militia, forces.government, "loyal_to")
        return forces


def _incident(services: Services, telling: Telling, article: UUID, fox: UUID, forces: _Forces) -> UUID:
    incident = telling.create(
        "incident",
        services.incidents.report,
        ReportIncident(
            title="Clash between the US-led coalition and pro-regime militia",
            kind="battle",
            occurred="2018-02-07",
            place={
                "name": "Middle Euphrates River Valley",
                "precision": 5,
                "latitude": 34.9,
                "longitude": 40.6,
                "country": "SYR",
                "description": "A landscape, no town is named; the point only represents it.",
            },
            report_id=article,
            summary="Pro-regime militia attacked a headquarters of the Syrian Democratic Forces, where US troops were"
            " present; the coalition answered with artillery and aircraft.",
        ),
    )

    def tell(name: str, participation: ReportParticipation) -> None:
        telling.change(f"participation/{name}", Incident, incident, services.incidents.tell, participation)

    relayed = RelayedSource(source_id=fox)
    tell("militia", ReportParticipation(force_id=forces.militia, camp="a", role="initiator", report_id=article))
    tell("sdf", ReportParticipation(force_id=forces.sdf, camp="b", role="target", report_id=article))
    tell("us", ReportParticipation(force_id=forces.us, camp="b", role="co_located", report_id=article))
    tell(
        "coalition",
        ReportParticipation(
            force_id=forces.coalition,
            camp="b",
            role="responder",
            means=[{"kind": "gunship"}, {"kind": "fighter_aircraft"}],
            duration="PT3H",
            report_id=article,
            original_source=relayed,
        ),
    )
    tell(
        "marines",
        ReportParticipation(
            force_id=forces.marines,
            camp="b",
            role="responder",
            means=[{"kind": "artillery", "detail": "field artillery"}],
            report_id=article,
            original_source=relayed,
        ),
    )
    return incident


def _casualties(
    services: Services, telling: Telling, article: UUID, fox: UUID, forces: _Forces, incident: UUID
) -> tuple[UUID, UUID]:
    def report(name: str, **toll: object) -> UUID:
        command = ReportCasualty(incident_id=incident, report_id=article, original_source=relayed, **toll)
        return telling.create(f"casualty/{name}", services.casualties.report, command)

    relayed = RelayedSource(source_id=fox)
    killed = report(
        "militia killed",
        side=forces.militia,
        harm="killed",
        person_status="combatant",
        figure={"best": 100, "qualifier": "about", "verbatim": "an estimated 100"},
    )
    injured = report(
        "sdf injured",
        side=forces.sdf,
        harm="injured",
        person_status="combatant",
        figure={"best": 1, "qualifier": "exact", "verbatim": "an injured SDF fighter"},
    )
    report(
        "coalition killed",
        side=forces.coalition,
        harm="killed",
        figure={"best": 0, "qualifier": "exact", "verbatim": "just one casualty"},
        inference="The article gives the coalition just one casualty, and that one was injured: so none was killed.",
    )
    return killed, injured
