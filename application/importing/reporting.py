"""What the importer enters of a row: each by the domain's own decision.

Attributions, statements and occurrences are handed to a decision as they are: the fact that it makes of their parts
looks at each of them, and at how they go together, once and for all.
"""

from uuid import UUID

from application.importing.drafts import CitationDraft, IncidentDraft, ParticipationDraft, TollDraft
from application.importing.naming import the_force, the_report
from application.importing.release import ReleaseAtHand
from application.importing.working import Working
from domain.attribution import Attribution
from domain.casualty import Casualty
from domain.casualty_facts import Statement
from domain.incident import Incident
from domain.incident_facts import Occurrence
from domain.report import Report
from domain.toll import Toll
from domain.value import of_valid


def report_incident(draft: IncidentDraft, id: UUID, working: Working, release: ReleaseAtHand) -> None:
    """Enters a row as a new incident.

    Raises:
        Refusal: the domain does not take it.
    """
    word = word_of(draft, working, release)
    occurrence = {
        "title": draft.title,
        "kind": draft.kind,
        "occurred": draft.occurred,
        "place": draft.place,
        "report_id": word.id,
        "summary": draft.summary,
        "codes": (),
    }
    working.add(Incident, id, Incident.report(of_valid(Occurrence, occurrence), word, working.now))
    for participation in draft.participations:
        tell(participation, id, word, working)
    for citation in draft.citations:
        cite(citation, id, working)
    for toll in draft.tolls:
        count(toll, toll.of(id), word, working, known=None)
    coded = working.the(Incident, id).code(
        release.coding(draft, cites=False), report=working.shared(Report, release.report)
    )
    working.add_unread(id, coded)


def word_of(draft: IncidentDraft, working: Working, release: ReleaseAtHand) -> Report:
    """The report on whose word a row says what it says: its own, or the release."""
    return the_report(draft.word, working) if draft.word else working.shared(Report, release.report)


def tell(draft: ParticipationDraft, id: UUID, word: Report, working: Working) -> None:
    """Enters a force in the incident."""
    force, by = the_force(draft.force, working), _word_of(word)
    incident = working.the(Incident, id)
    working.add(Incident, id, incident.tell(draft.participation, by, force=force, report=word, now=working.now))


def cite(draft: CitationDraft, id: UUID, working: Working) -> None:
    """Enters a report that the row cites, unless it is cited."""
    report, incident = the_report(draft.report, working), working.the(Incident, id)
    if report.id not in incident.cited:
        by = _word_of(report, draft.original_source)
        working.add(Incident, id, incident.corroborate(by, None, report=report))


def count(draft: TollDraft, toll: Toll, word: Report, working: Working, *, known: Casualty | None) -> None:
    """Enters a toll with the row's figure; or, where the casualty is known, the figure alone."""
    incident = working.the(Incident, toll.incident_id)
    says = {"figure": draft.figure, "inference": draft.inference, "credibility": None}
    statement = of_valid(Statement, {"report_id": word.id, "original_source": None, **says})
    if known:
        working.add(Casualty, known.id, known.report_figure(statement, incident=incident, report=word))
    else:
        side = None if isinstance(draft.side, str) else the_force(draft.side, working)
        fact = Casualty.report(toll, statement, known=None, incident=incident, side=side, report=word)
        working.open_unread(toll.casualty_id, fact)


def code(draft: IncidentDraft, id: UUID, working: Working, release: ReleaseAtHand, *, cites: bool) -> None:
    """Enters how the dataset codes the incident, if that is new; `cites`, with what prints its citations."""
    incident, coding = working.the(Incident, id), release.coding(draft, cites=cites)
    if coding not in incident.codings:
        working.add(Incident, id, incident.code(coding, report=working.shared(Report, release.report)))


def _word_of(report: Report, original: str | None = None) -> Attribution:
    return of_valid(Attribution, {"report_id": report.id, "original_source": original})
