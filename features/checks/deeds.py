"""What an analyst may do, by random: things told of in every way, with dates, places and figures that meet and overlap.

Longer than most, by one line or more for each command.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from application import casualties, claims, coverages, forces, incidents, reports, sources
from domain.allegiance import AllegianceKind
from domain.assertion import (
    Comparison,
    CountAssertion,
    Incidents,
    InitiatedAssertion,
    NotAssertion,
    RankAssertion,
    Relation,
    TollAssertion,
    Tolled,
)
from domain.attribution import Attribution
from domain.casualty import Casualty
from domain.claim import Audit, Claim, Witnessed
from domain.coding import Coding, Variable
from domain.coverage import Area, Box, Coverage
from domain.figure import Figure, Qualifier
from domain.force import Force
from domain.force_facts import ForceKind
from domain.imports import Counts, Import, Release
from domain.incident import Incident, Told
from domain.incident_facts import LinkKind
from domain.kinds import IncidentKind
from domain.participation import ParticipationRole
from domain.period import Period
from domain.place import Division, Place, Precision
from domain.policy import Policy
from domain.report import Report
from domain.scales import Credibility, Grading, Reliability
from domain.source import Source, SourceKind
from domain.toll import Harm, PersonStatus, PopulationGroup
from domain.value import Code, Value, part_of
from domain.verdict import Outcome
from features.checks.logs import NOON
from features.checks.story import Deed, FinishImport, Story, T

PUBLISHED: Mapping[str, str | None] = {
    "2018-02-08": "2018-02-08T23:59:59.999999Z",
    "2018-02-09": "2018-02-09T23:59:59.999999Z",
    "2018-02-10?": "2018-02-10T23:59:59.999999Z",
    "2018-02-08T10:00:00Z": "2018-02-08T10:00:00Z",
    "2018-02-10T00:30:00+03:00": "2018-02-09T21:30:00Z",
    "2018-02-08/2018-02-10": "2018-02-10T23:59:59.999999Z",
    "../2018-02-09": "2018-02-09T23:59:59.999999Z",
    "2018-02": "2018-02-28T23:59:59.999999Z",
    "2018-02-XX": "2018-02-28T23:59:59.999999Z",
    "2018~": "2018-12-31T23:59:59.999999Z",
    "2018-02-08/..": None,
    "2018-02-09/": None,
}
"""When reports are said to have been published, and the last instant that each may mean."""

_OCCURRED = ["2018-02-07", "2018-02-07/2018-02-09", "2018-02-09", "2018-02", "2018-01-31/..", "../2018-02-08", "2018?"]
_PERIODS = [
    *(Period(edtf=it) for it in _OCCURRED),
    Period.model_validate({"edtf": "2018-02-07", "precision": 1, "began_at": "2018-02-07T20:00:00Z"}),
]
_PLACES = [
    Place(name="Khasham", precision=Precision.EXACT, latitude=35.336, longitude=40.309, country="SYR"),
    Place(name="Taveuni", precision=Precision.WITHIN_25_KM, latitude=-16.8, longitude=179.97, country="FJI"),
    Place(name="Rabi", precision=Precision.EXACT, latitude=-16.5, longitude=-179.98, country="FJI"),
    Place(name="Deir ez-Zor", precision=Precision.FIRST_ORDER_DIVISION, country="SYR", adm1=Division(name="دير الزور")),
    Place(name="Iraq", precision=Precision.COUNTRY, country="IRQ"),
    Place(name="At sea", precision=Precision.INTERNATIONAL),
]
_FIGURES = [
    Figure(best=4, qualifier=Qualifier.EXACT),
    Figure(best=100, qualifier=Qualifier.ABOUT),
    Figure(low=9, qualifier=Qualifier.AT_LEAST),
    Figure(low=12, qualifier=Qualifier.MORE_THAN),
    Figure(high=20, qualifier=Qualifier.FEWER_THAN),
    Figure(low=5, best=7, high=11, qualifier=Qualifier.BETWEEN),
    Figure(low=8, best=3, high=6, qualifier=Qualifier.ABOUT, disordered=True),
    Figure(qualifier=Qualifier.VAGUE, verbatim="dozens"),
]
_KINDS = [IncidentKind.BATTLE, IncidentKind.ARMED_CLASH, IncidentKind.AIR_OR_DRONE_STRIKE, IncidentKind.ATTACK]
_FORCES = [ForceKind.STATE_FORCES, ForceKind.REBEL_GROUP, ForceKind.CIVILIANS]
_STATUSES = [None, None, None, None, PersonStatus.CIVILIAN, PersonStatus.JOURNALIST, PersonStatus.COMBATANT]
_DURING = [None, None, "2018-02-07", "2018-01/2018-02", "2018/..", "../2018-02-06"]
_CODES = [Code(scheme="ucdp-event", value=it) for it in ("1", "2")] + [Code(scheme="gwno", value='6"5\\2: é')]
_AREAS = [
    Area(),
    Area(countries=("SYR",)),
    Area(countries=("FJI", "IRQ"), box=Box(west=179.5, south=-17, east=-179.5, north=-16)),
    Area(box=Box(west=40, south=35, east=41, north=36)),
]
_NAMES = ["Alpha", "Beta", "Gamma", "Дельта"]
_TITLES = [*_NAMES, "Clash at Khasham", "CLASH", "اشتباك في دير الزور"]


def _rate(it: Story, _: Any) -> Value:
    return sources.RateSource(reliability=it.one([*Reliability]), reason=it.word())


def _record(it: Story, _: Any) -> Value:
    published, original = it.one([*PUBLISHED, *["2018-02-08"] * 6]), it.original()
    return reports.RecordReport.model_validate(
        {"source_id": it.an(Source), "headline": it.word(), "published_at": published, "original_source": original}
    )


def _archive(it: Story, _: Any) -> Value:
    digest = it.one(["a" * 64, "b" * 64, "c" * 64])
    return reports.ArchiveCopy(sha256=digest, media_type="text/html", archived_at=NOON)


def _declare(it: Story, _: Any) -> Value:
    kind, during, report = (
        it.one([AllegianceKind.PART_OF, AllegianceKind.PART_OF, *AllegianceKind]),
        it.one(_DURING),
        it.one([it.an(Report), it.perhaps(Report)]),
    )
    return forces.DeclareAllegiance(to=it.an(Force), kind=kind, during=during, report_id=report)


def _disown(it: Story, force: Force) -> Value:
    held = it.one(force.allegiances)
    return forces.WithdrawAllegiance(to=held.to, kind=held.kind, reason=it.word())


def _report(it: Story, _: Any) -> Value:
    return incidents.ReportIncident(
        title=it.one(_TITLES),
        summary=_summary(it),
        kind=it.one(_KINDS),
        occurred=it.one(_PERIODS),
        place=it.one(_PLACES),
        report_id=it.an(Report),
        codes=_some(it, _CODES),
    )


def _summary(it: Story) -> str | None:
    return it.one([None, it.word()])


def _some(it: Story, all_of_them: Sequence[T]) -> tuple[T, ...]:
    """Some of these, or none."""
    return tuple(each for each in all_of_them if it.one([True, False]))


def _code(it: Story, incident: Incident) -> Value:
    """A row that codes it already, or another one, of one dataset or another."""
    rows = [(it.one(["ucdp-ged", "acled"]), it.one("12")), *((each.dataset, each.row) for each in incident.codings)]
    dataset, row = it.one(rows)
    variables = _some(it, [Variable(name="event_clarity", value=it.one("12"))])
    coding = Coding(dataset=dataset, row=row, codes=_some(it, _CODES), variables=variables)
    return incidents.CodeIncident(**dict(coding), report_id=it.an(Report))


def _tell(it: Story, _: Any) -> Value:
    role, strength = it.one([None, *ParticipationRole]), it.one([None, *_FIGURES])
    return incidents.ReportParticipation(
        force_id=it.an(Force), camp=it.one("ab"), role=role, strength=strength, **dict(it.said())
    )


def _untell(it: Story, incident: Incident) -> Value:
    told: Told = it.one(incident.told)
    force = told.participation.force_id
    return incidents.RetractParticipation(force_id=force, reason=it.word(), **dict(told.by))


def _count(it: Story, _: Any) -> Value:
    return casualties.ReportCasualty(
        incident_id=it.an(Incident),
        side=it.one(["all", "civilians", "unknown", *(it.an(Force) for _ in range(7))]),
        harm=it.one([*[Harm.KILLED] * 4, Harm.INJURED]),
        person_status=it.one(_STATUSES),
        group=it.one([*[None] * 6, *PopulationGroup]),
        **_figure(it, it.said()),
    )


def _figure(it: Story, said: Attribution) -> Mapping[str, Any]:
    credibility, inference = it.one([None, *Credibility]), it.one([None, None, it.word()])
    return {**dict(said), "figure": it.one(_FIGURES), "credibility": credibility, "inference": inference}


def _of_one(it: Story, casualty: Casualty) -> Attribution:
    """On whose word one of a casualty's figures is."""
    return part_of(Attribution, it.one(casualty.statements))


def _revise(it: Story, casualty: Casualty) -> Value:
    correcting = it.one([it.an(Report), it.perhaps(Report)])
    return casualties.ReviseFigure(reason=it.word(), corrected_by=correcting, **_figure(it, _of_one(it, casualty)))


def _dispute(it: Story, casualty: Casualty) -> Value:
    return casualties.DisputeFigure(disputed_by=it.an(Report), statement=it.word(), **dict(_of_one(it, casualty)))


def _concede(it: Story, casualty: Casualty) -> Value:
    taking_part = [told.participation.force_id for told in it.state(Incident, casualty.toll.incident_id).told]
    force = it.one(taking_part or [it.an(Force)])
    return casualties.ConcedeCasualty(force_id=force, figure=it.one(_FIGURES), **dict(it.said()))


def _assess(it: Story, casualty: Casualty) -> Value:
    return casualties.AssessFigure(credibility=it.one([*Credibility]), reason=it.word(), **dict(_of_one(it, casualty)))


def _take_back(it: Story, casualty: Casualty) -> Value:
    figure = it.one([_of_one(it, casualty), None]) if casualty.statements else None
    return casualties.RetractCasualty(figure=figure, reason=it.word())


def _complete(it: Story, _: Any) -> Value:
    return coverages.DeclareCoverage(
        area=it.one(_AREAS),
        period=it.one(_OCCURRED),
        kinds=_some(it, _KINDS[:2]),
        min_killed=it.one([None, 0, 1, 25]),
        harms=_some(it, [Harm.KILLED, Harm.INJURED]),
        basis=it.word(),
        report_id=it.perhaps(Report),
    )


def _begin(it: Story, _: Any) -> Value:
    return Release(
        dataset=it.one(["ucdp-ged", "acled"]),
        release=it.one(["24.1", "25.1"]),
        format=it.one(["ucdp-ged", "casus-csv"]),
        sha256=it.one(["a", "b"]) * 64,
        report_id=it.an(Report),
        columns=(),
    )


def _finish(it: Story, _: Any) -> Value:
    counts = {name: it.random.randint(0, 9) for name in Counts.model_fields}
    return FinishImport(counts=Counts(**counts), coverage_id=it.perhaps(Coverage))


def _claim(it: Story, _: Any) -> Value:
    assertion = it.one([_toll, _count_of, _rank, _initiated])(it)
    if it.one([True, False]):
        assertion = NotAssertion(asserts="not", of=assertion)
    return claims.MakeClaim(statement=it.word(), report_id=it.an(Report), assertion=assertion)


def _compared(it: Story) -> Comparison:
    return Comparison(relation=it.one([Relation.EXACTLY, Relation.AT_LEAST]), number=it.one([1, 4, 100]))


def _toll(it: Story) -> Any:
    toll = Tolled(harm=Harm.KILLED, side=it.perhaps(Force), incidents=Incidents(incident=it.an(Incident)))
    return TollAssertion(asserts="toll", toll=toll, compared=_compared(it))


def _count_of(it: Story) -> Any:
    which = Incidents(countries=("SYR",), force=it.perhaps(Force))
    return CountAssertion(asserts="count", incidents=which, compared=_compared(it))


def _rank(it: Story) -> Any:
    among = Incidents(kinds=(it.one(_KINDS),))
    return RankAssertion(
        asserts="rank", incident=it.an(Incident), harm=Harm.KILLED, among=among, compared=_compared(it)
    )


def _initiated(it: Story) -> Any:
    return InitiatedAssertion(
        asserts="initiated", incident=it.an(Incident), force=it.an(Force), report_id=it.perhaps(Report)
    )


def _audit(it: Story, _: Any) -> Value:
    return Audit(
        verdict=it.one([*Outcome]),
        policy=it.one([*Policy]),
        policy_version=1,
        position=it.ledger.position_at(None),
        published_by=it.one([None, "2018-02-08"]),
        words=it.word(),
        witnesses=(Witnessed(incident_id=it.an(Incident), report_ids=(it.an(Report),), says=it.word()),),
        witnesses_in_all=1,
    )


def _store(it: Story, _: Any) -> Value:
    return claims.StoreFeature(name=it.one(_NAMES), text=f"Feature: {it.word()}")


def _because(command: Callable[..., Value], **given: Callable[[Story], Any]) -> Callable[[Story, Any], Value]:
    """A command with its reason, and what else is given."""
    return lambda it, _: command(reason=it.word(), **{field: give(it) for field, give in given.items()})


_REGISTER = Deed(
    1, Source, "register", lambda it, _: sources.RegisterSource(name=it.one(_NAMES), kind=it.one([*SourceKind]))
)
_RECORD = Deed(6, Report, "record", _record)
_FORCE = Deed(1, Force, "register", lambda it, _: forces.RegisterForce(name=it.one(_NAMES), kind=it.one(_FORCES)))
_ALLEGIANCE = Deed(8, Force, "declare_allegiance", _declare)
_INCIDENT = Deed(2, Incident, "report", _report)
_CASUALTY = Deed(9, Casualty, "report", _count)
_COVERAGE = Deed(2, Coverage, "declare", _complete)
_CLAIM = Deed(3, Claim, "make", _claim)

BEGINNING = [
    *[_REGISTER] * 2,
    *[_RECORD] * 5,
    *[_FORCE] * 3,
    *[_ALLEGIANCE] * 3,
    *[_INCIDENT] * 2,
    *[_CASUALTY] * 6,
    _COVERAGE,
    _CLAIM,
]
"""What every history begins with, so that there is something of which more can be said."""

DEEDS = [
    _REGISTER,
    Deed(2, Source, "rate", _rate),
    _RECORD,
    Deed(2, Report, "archive", _archive),
    Deed(1, Report, "withdraw", _because(reports.WithdrawReport), lambda it: not it.withdrawn),
    Deed(2, Report, "reinstate", _because(reports.ReinstateReport), lambda it: it.withdrawn),
    _FORCE,
    Deed(2, Force, "rename", _because(forces.RenameForce, name=lambda it: it.one(_NAMES))),
    Deed(2, Force, "add_alias", lambda it, _: forces.AddAlias(alias=it.one(_NAMES))),
    _ALLEGIANCE,
    Deed(2, Force, "withdraw_allegiance", _disown, lambda it: it.allegiances),
    Deed(2, Force, "merge", _because(forces.MergeForce, into=lambda it: it.an(Force))),
    Deed(2, Force, "split", _because(forces.SplitForce), lambda it: it.merged_into),
    _INCIDENT,
    Deed(
        3,
        Incident,
        "relocate",
        _because(incidents.RelocateIncident, place=lambda it: it.one(_PLACES), report_id=lambda it: it.perhaps(Report)),
    ),
    Deed(
        3,
        Incident,
        "redate",
        _because(
            incidents.RedateIncident, occurred=lambda it: it.one(_PERIODS), report_id=lambda it: it.perhaps(Report)
        ),
    ),
    Deed(
        2,
        Incident,
        "reclassify",
        _because(incidents.ReclassifyIncident, kind=lambda it: it.one(_KINDS), report_id=lambda it: it.perhaps(Report)),
    ),
    Deed(
        3,
        Incident,
        "retell",
        _because(
            incidents.RetellIncident,
            title=lambda it: it.one(_TITLES),
            summary=_summary,
            report_id=lambda it: it.perhaps(Report),
        ),
    ),
    Deed(8, Incident, "tell", _tell),
    Deed(1, Incident, "retract_participation", _untell, lambda it: it.told),
    Deed(8, Incident, "code", _code),
    Deed(3, Incident, "corroborate", lambda it, _: incidents.CorroborateIncident(**dict(it.said()))),
    Deed(2, Incident, "dispute", lambda it, _: incidents.DisputeIncident(statement=it.word(), **dict(it.said()))),
    Deed(3, Incident, "grade", _because(incidents.GradeIncident, grading=lambda it: it.one([*Grading]))),
    Deed(
        2,
        Incident,
        "link",
        _because(incidents.LinkIncident, to=lambda it: it.an(Incident), kind=lambda it: it.one([*LinkKind])),
    ),
    Deed(2, Incident, "merge", _because(incidents.MergeIncident, into=lambda it: it.an(Incident))),
    Deed(3, Incident, "split", _because(incidents.SplitIncident), lambda it: it.merged_into),
    Deed(1, Incident, "retract", _because(incidents.RetractIncident)),
    Deed(4, Incident, "reinstate", _because(incidents.ReinstateIncident), lambda it: it.retracted),
    _CASUALTY,
    Deed(5, Casualty, "report_figure", lambda it, _: casualties.ReportFigure(**_figure(it, it.said()))),
    Deed(6, Casualty, "revise", _revise, lambda it: it.statements),
    Deed(2, Casualty, "dispute", _dispute, lambda it: it.statements),
    Deed(3, Casualty, "concede", _concede),
    Deed(
        2,
        Casualty,
        "deny",
        lambda it, _: casualties.DenyCasualty(force_id=it.perhaps(Force), statement=it.word(), **dict(it.said())),
    ),
    Deed(3, Casualty, "assess", _assess, lambda it: it.statements),
    Deed(2, Casualty, "retract", _take_back),
    Deed(2, Casualty, "reinstate", _because(casualties.ReinstateCasualty), lambda it: it.retracted),
    _COVERAGE,
    Deed(2, Coverage, "withdraw", _because(coverages.WithdrawCoverage), lambda it: not it.withdrawn),
    Deed(3, Import, "begin", _begin),
    Deed(3, Import, "finish", _finish, lambda it: it.counts is None),
    _CLAIM,
    Deed(4, Claim, "audit", _audit),
    Deed(1, Claim, "withdraw", _because(claims.WithdrawClaim), lambda it: not it.withdrawn),
    Deed(2, Claim, "store_feature", _store),
]
"""Everything that may be done."""
