"""The reports that contest the first case, each by itself: its own source, day, original and figures."""

from uuid import UUID

from application.casualties import DenyCasualty, ReportCasualty, ReportFigure
from application.incidents import (
    CorroborateIncident,
    DisputeIncident,
    RedateIncident,
    RelocateIncident,
    ReportParticipation,
)
from application.reports import RecordReport
from application.services import Services
from application.sources import RegisterSource
from domain.casualty import Casualty
from domain.casualty_facts import Statement
from domain.incident import Incident
from domain.toll import Toll
from domain.value import Value
from interface.first_case import ANALYST, FirstCase, tell_first_case
from interface.telling import Telling, UseCase


def tell_later_reports(services: Services) -> None:
    """Records the case and then what later reports say of it, each part once."""
    case = tell_first_case(services)
    later = _Later(services, Telling(services.ledger, "later reports", ANALYST), case)
    later.relayed_by_outlets()
    later.told_by_syria()
    later.told_by_russia()
    later.compiled()


class _Later:
    def __init__(self, services: Services, telling: Telling, case: FirstCase) -> None:
        self._services = services
        self._telling = telling
        self._case = case

    def relayed_by_outlets(self) -> None:
        """Three outlets that relay US officials: further reports, not further originals."""
        case = self._case
        abc = self._report("ABC News", "broadcaster", "a US official")
        self._corroborate(abc)
        self._figure(case.militia_killed, abc, best=100, qualifier="about", verbatim="an estimated 100")

        trt = self._report("TRT World", "broadcaster", "a US military official")
        self._corroborate(trt)
        self._figure(case.militia_killed, trt, low=100, qualifier="more_than", verbatim="more than 100")
        self._figure(case.sdf_injured, trt, best=1, qualifier="exact", verbatim="one")
        self._tell(
            ReportParticipation(
                force_id=case.militia,
                camp="a",
                role="initiator",
                strength={"best": 500, "qualifier": "about", "verbatim": "about 500"},
                report_id=trt,
            )
        )

        voa = self._report("Voice of America", "broadcaster")
        self._corroborate(voa)
        officials, state_media = "US officials", "Syrian state media"
        self._figure(case.militia_killed, voa, officials, best=100, qualifier="about", verbatim="about 100")
        self._figure(case.militia_killed, voa, state_media, qualifier="vague", verbatim="dozens")
        unhurt = self._toll(case.us_forces, "injured", None)
        self._figure(unhurt, voa, officials, best=0, qualifier="exact", verbatim="no Americans hurt")

    def told_by_syria(self) -> None:
        """The Syrian state agency: scores dead, in an attack and not in an answer to one."""
        case = self._case
        sana = self._report("SANA", "government", "Syrian state media")
        self._figure(case.militia_killed, sana, qualifier="vague", verbatim="scores")
        injured = self._toll(case.militia, "injured", "combatant")
        self._figure(injured, sana, qualifier="vague", verbatim="others injured")
        self._dispute(sana, "Calls it an act of aggression: the coalition attacked.")
        self._tell(ReportParticipation(force_id=case.coalition, camp="b", role="initiator", report_id=sana))
        self._tell(ReportParticipation(force_id=case.militia, camp="a", role="target", report_id=sana))

    def told_by_russia(self) -> None:
        """The Russian ministry: wounded and not killed, at another place, and no assault."""
        case = self._case
        ministry = self._report("Ministry of Defence of the Russian Federation", "military", "the ministry")
        injured = self._toll(case.militia, "injured", "combatant")
        self._figure(injured, ministry, best=25, qualifier="exact", verbatim="25")
        denial = DenyCasualty(report_id=ministry, statement="Speaks of 25 militia wounded, and of nobody killed.")
        self._change("denial", Casualty, case.militia_killed, self._services.casualties.deny, denial)
        self._dispute(ministry, "Places it at Salihiyah, and calls the advance an uncoordinated reconnaissance.")

    def compiled(self) -> None:
        """What was compiled later: lower figures, a night, and a village."""
        case, does = self._case, self._services.incidents
        compilation = self._report("Later accounts, compiled", "research", None, published_at="2018-02-09/..")
        self._corroborate(compilation)
        killed = case.militia_killed
        self._figure(killed, compilation, "Syrian sources", best=55, qualifier="exact", verbatim="55")
        self._figure(killed, compilation, "SOHR", best=68, qualifier="exact", verbatim="68")
        unofficial = "unofficial Russian sources"
        self._figure(killed, compilation, unofficial, low=80, high=100, qualifier="between", verbatim="80 to 100")
        injured = self._toll(case.militia, "injured", "combatant")
        self._figure(injured, compilation, unofficial, best=200, qualifier="exact", verbatim="200")
        relocation = RelocateIncident(
            place={
                "name": "Khasham",
                "precision": 2,
                "latitude": 35.336,
                "longitude": 40.309,
                "country": "SYR",
                "adm1": {"name": "Deir ez-Zor"},
                "description": "Near the village.",
            },
            reason="Later accounts name a village near the place.",
            report_id=compilation,
        )
        self._change("relocation", Incident, case.incident, does.relocate, relocation)
        redating = RedateIncident(
            occurred={"edtf": "2018-02-07/2018-02-08", "began_at": "2018-02-07T22:00:00+02:00"},
            reason="Later accounts have it begin at about 22:00 local time and last into the next day.",
            report_id=compilation,
        )
        self._change("redating", Incident, case.incident, does.redate, redating)

    def _report(self, name: str, kind: str, original: str | None = None, published_at: str = "2018-02-08") -> UUID:
        registration = RegisterSource(name=name, kind=kind)
        source = self._telling.create(f"source/{name}", self._services.sources.register, registration)
        publication = RecordReport(source_id=source, published_at=published_at, original_source=original)
        return self._telling.create(f"report/{name}", self._services.reports.record, publication)

    def _corroborate(self, report: UUID) -> None:
        citation = CorroborateIncident(report_id=report)
        self._change(
            f"corroboration/{report}", Incident, self._case.incident, self._services.incidents.corroborate, citation
        )

    def _dispute(self, report: UUID, statement: str) -> None:
        dispute = DisputeIncident(report_id=report, statement=statement)
        self._change(f"dispute/{report}", Incident, self._case.incident, self._services.incidents.dispute, dispute)

    def _tell(self, told: ReportParticipation) -> None:
        name = f"participation/{told.report_id}/{told.force_id}"
        self._change(name, Incident, self._case.incident, self._services.incidents.tell, told)

    def _toll(self, side: UUID, harm: str, status: str | None) -> Toll:
        return Toll(incident_id=self._case.incident, side=side, harm=harm, person_status=status)

    def _figure(self, of: UUID | Toll, report: UUID, original: str | None = None, **figure: object) -> None:
        """A report's figure, for a casualty on record, or for a toll that it may be the first to give."""
        does = self._services.casualties
        says = Statement(report_id=report, original_source=original, figure=figure)
        casualty = of.casualty_id if isinstance(of, Toll) else of
        name = f"figure/{casualty}/{report}/{original}"
        if isinstance(of, Toll) and not self._telling.knows(Casualty, casualty):
            self._telling.create(name, does.report, ReportCasualty(**dict(of), **dict(says)))
        else:
            self._change(name, Casualty, casualty, does.report_figure, ReportFigure(**dict(says)))

    def _change(self, name: str, kind: type[Incident | Casualty], id: UUID, use_case: UseCase, command: Value) -> None:
        self._telling.change(name, kind, id, use_case, command)
