"""An incident as a reader sees it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Self, assert_never, cast
from uuid import UUID

from pydantic import computed_field

from application.views.casualty import CasualtyView
from application.views.view import Based, Basis, View, without
from domain.attribution import Attribution
from domain.coding import Coding
from domain.fact import Entry
from domain.grading_rule import ByRule
from domain.incident import Incident
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
    LinkKind,
    Occurrence,
    ParticipationReported,
    ParticipationRetracted,
)
from domain.participation import Participation
from domain.report import Publication
from domain.scales import Grading
from domain.toll import Harm
from domain.value import Id, part_of


class ParticipationView(Based, Participation, Attribution):
    """What one report tells of a force in the incident."""


class CitationView(Based, Attribution):
    """A report that is cited for the incident, or against it, and what it says."""

    statement: str | None = None


class CodingView(Based, Coding):
    """How a dataset codes the incident, in the release that the report is."""

    report_id: Id


class LinkView(Based):
    """How the incident relates to another."""

    to: Id
    kind: LinkKind


class IncidentView(Occurrence, View):
    """An incident: what happened, who took part by whose word, what supports and what contradicts it."""

    kind_of: ClassVar = Incident
    reports: tuple[CitationView, ...]
    participations: tuple[ParticipationView, ...] = ()
    disputes: tuple[CitationView, ...] = ()
    codings: tuple[CodingView, ...] = ()
    links: tuple[LinkView, ...] = ()
    grading: Grading | None = None
    merged_into: Id | None = None
    absorbed: tuple[Id, ...] = ()
    retracted: bool = False

    @computed_field  # type: ignore[prop-decorator]  # pydantic's documented form
    @property
    def place_is_exact(self) -> bool:
        """Whether the point is the place itself; otherwise it only represents it."""
        return self.place.exact

    @classmethod
    def opened(cls, entry: Entry) -> Self:
        fact = cast("IncidentReported", entry.fact)
        citation = CitationView(report_id=fact.report_id, basis=Basis.of(entry))
        return cls._first(entry, **dict(fact), reports=(citation,))

    def after(self, entry: Entry) -> Self:
        fact = cast("LaterIncidentFact", entry.fact)
        match fact:
            case IncidentRelocated(place=place):
                return self._with(entry, place=place)
            case IncidentRedated(occurred=occurred):
                return self._with(entry, occurred=occurred)
            case IncidentReclassified(kind=kind):
                return self._with(entry, kind=kind)
            case IncidentRetold(title=title, summary=summary):
                return self._with(entry, title=title, summary=summary)
            case ParticipationReported(participation=participation):
                by = part_of(Attribution, fact)
                told = ParticipationView(**dict(participation), **dict(by), basis=Basis.of(entry))
                return self._with(entry, participations=(*self._told_but(participation.force_id, by), told))
            case ParticipationRetracted(force_id=force_id):
                return self._with(entry, participations=self._told_but(force_id, fact))
            case IncidentCoded():
                return self._coded(entry, CodingView(**dict(fact), basis=Basis.of(entry)))
            case IncidentCorroborated():
                return self._with(entry, reports=(*self.reports, CitationView(**dict(fact), basis=Basis.of(entry))))
            case IncidentDisputed():
                return self._with(entry, disputes=(*self.disputes, CitationView(**dict(fact), basis=Basis.of(entry))))
            case IncidentGraded(grading=grading):
                return self._with(entry, grading=grading)
            case IncidentLinked(to=to, kind=link):
                return self._with(entry, links=(*self.links, LinkView(to=to, kind=link, basis=Basis.of(entry))))
            case IncidentMerged(into=into):
                return self._with(entry, merged_into=into)
            case IncidentAbsorbed(absorbed=absorbed):
                return self._with(entry, absorbed=(*self.absorbed, absorbed))
            case IncidentSplit():
                return self._with(entry, merged_into=None)
            case IncidentReleased(released=released):
                return self._with(entry, absorbed=without(self.absorbed, released))
            case IncidentRetracted():
                return self._with(entry, retracted=True)
            case IncidentReinstated():
                return self._with(entry, retracted=False)
            case _:
                assert_never(fact)

    def _coded(self, entry: Entry, coding: CodingView) -> Self:
        """With this coding in the place of what its row said before.

        The codes are those that the codings have; and, before them, those of the first report that none ever had.
        """
        others = tuple(it for it in self.codings if it.of_row != coding.of_row)
        coded = {code for it in (*self.codings, coding) for code in it.codes}
        own = (it for it in self.codes if it not in coded)
        codings = (*others, coding)
        lately = dict.fromkeys(code for it in codings for code in it.codes)
        return self._with(entry, codings=codings, codes=(*own, *lately))

    def _told_but(self, force_id: UUID, by: Attribution) -> tuple[ParticipationView, ...]:
        return tuple(it for it in self.participations if it.force_id != force_id or not it.same_word(by))


class CitedReport(Publication):
    """A report that something in the dossier rests on, and whether it is still held good."""

    withdrawn: bool


class GradingByRule(ByRule):
    """The grade that follows by Airwars' rule, if any; and whether an analyst's grade is another."""

    disagrees: bool


class Dossier(IncidentView):
    """An incident with its casualties, those of incidents merged into it too, and which of them add up.

    `adds_up` names, by harm, the casualties whose figures may be added; `counted_in` says of each other one which of
    those counts its people already. `cited`, `forces` and `sources` tell, by id, of everything it names.
    """

    casualties: tuple[CasualtyView, ...]
    adds_up: Mapping[Harm, Sequence[Id]]
    counted_in: Mapping[Id, Id]
    cited: Mapping[Id, CitedReport]
    forces: Mapping[Id, str]
    sources: Mapping[Id, str]
    grading_by_rule: GradingByRule
