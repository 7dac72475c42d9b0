"""However many things are merged one into the next, what stands for them all is found."""

import itertools
from contextlib import closing
from uuid import UUID

from application.moments import Standpoint
from application.questions import CasualtyQuestion, ForceQuestion, IncidentQuestion, TollQuestion
from application.recording import Draft
from domain.casualty_facts import CasualtyReported
from domain.fact import Fact
from domain.figure import Figure, Qualifier
from domain.force_facts import ForceAbsorbed, ForceKind, ForceMerged, ForceRegistered
from domain.incident_facts import IncidentAbsorbed, IncidentMerged, IncidentReported, ParticipationReported
from domain.kinds import IncidentKind
from domain.participation import Participation
from domain.period import Period
from domain.place import Place, Precision
from domain.report import ReportRecorded
from domain.toll import Harm, Toll
from features.checks.asked import reading
from features.checks.logs import RIMA, Logs, registered

MANY = 1_500
"""More than Python recurses."""


def test_a_thousand_mergers_in_a_row_are_one(logs: Logs) -> None:
    versions: dict[UUID, int] = {}
    drafts: list[Draft] = []

    def enter(id: UUID, fact: Fact) -> None:
        versions[id] = versions.get(id, 0) + 1
        drafts.append(Draft(id, versions[id], RIMA.actor.name, RIMA.cause, fact))

    source, report = UUID(int=1), UUID(int=2)
    forces, incidents = ([UUID(int=kind * 10_000 + each) for each in range(MANY)] for kind in (1, 2))
    place = Place(name="At sea", precision=Precision.INTERNATIONAL)
    enter(source, registered())
    enter(report, ReportRecorded(source_id=source, published_at="2018-02-08"))
    for force in forces:
        enter(force, ForceRegistered(name="Militia", kind=ForceKind.REBEL_GROUP))
    for incident in incidents:
        occurred = Period(edtf="2018-02-07")
        kind = IncidentKind.BATTLE
        enter(incident, IncidentReported(title="Clash", kind=kind, occurred=occurred, place=place, report_id=report))
    toll = Toll(incident_id=incidents[0], side=forces[0], harm=Harm.KILLED)
    four = Figure(best=4, qualifier=Qualifier.EXACT)
    enter(toll.casualty_id, CasualtyReported(**dict(toll), report_id=report, figure=four))
    told = Participation(force_id=forces[0], camp="a")
    enter(incidents[-1], ParticipationReported(participation=told, report_id=report))
    for merged, into in itertools.pairwise(forces):
        enter(merged, ForceMerged(into=into, reason="The same."))
        enter(into, ForceAbsorbed(absorbed=merged, reason="The same."))
    for merged, into in itertools.pairwise(incidents):
        enter(merged, IncidentMerged(into=into, reason="The same."))
        enter(into, IncidentAbsorbed(absorbed=merged, reason="The same."))
    ledger = logs.open()
    ledger.append(drafts)

    services = logs.services(ledger)
    dossier = services.dossiers.dossier(incidents[-1])
    assert [it.id for it in dossier.casualties] == [toll.casualty_id]
    assert dossier.adds_up == {Harm.KILLED: [toll.casualty_id]}
    with closing(ledger), reading(logs) as model:
        at = Standpoint(model.position)
        asked = [
            IncidentQuestion(force=forces[0]),
            ForceQuestion(force=forces[0]),
            CasualtyQuestion(incident=incidents[0], force=forces[-1]),
            TollQuestion(min_killed=4),
        ]
        found = [list(model.rows(question, at, None, 0)) for question in asked]
    assert [len(rows) for rows in found] == [1, 1, 1, 1]
