"""What a row says otherwise than the releases before it: each difference with what enters it.

A row is compared with what its dataset said last, not with what the record says now, so that what analysts corrected
since is not undone by a release that merely repeats itself. Where a release says something new and somebody else has
changed the same thing since, the record stays as it is, and the release's word is entered as a dispute.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID

from application.importing.comparing_tolls import toll_differences
from application.importing.differing import Difference, corrected, dispute
from application.importing.drafts import CitationDraft, IncidentDraft, ParticipationDraft
from application.importing.release import ReleaseAtHand
from application.importing.reporting import cite, code, tell, word_of
from application.importing.working import Working
from application.record import fold
from domain.coding import Coding
from domain.fact import Entry
from domain.incident import Incident, Told
from domain.incident_facts import IncidentCorroborated
from domain.report import Report

_QUOTED = 19_000
"""So many characters of a row's words are quoted where they are contested: a statement has no more than 20,000."""


class Compared(NamedTuple):
    """An incident as its dataset said it last, and as the record had it before this release."""

    id: UUID
    said: Incident
    recorded: Incident
    entries: Sequence[Entry]
    working: Working
    release: ReleaseAtHand

    @property
    def now(self) -> Incident:
        """As it is, with what this release has said so far."""
        return self.working.the(Incident, self.id)

    @property
    def report(self) -> Report:
        return self.working.shared(Report, self.release.report)


def differences(draft: IncidentDraft, id: UUID, working: Working, release: ReleaseAtHand) -> Iterator[Difference]:
    """Each thing that a row says otherwise than its dataset did before."""
    entries = [it for it in working.history(id) if it.cause != release.cause]
    before = release.said_before(entries)
    said = _folded(id, before)
    recorded = said if len(before) == len(entries) else _folded(id, entries)
    it = Compared(id, said, recorded, entries, working, release)
    found = [*_of_the_incident(draft, it), *toll_differences(draft, id, working, release), *_of_the_coding(draft, it)]
    if recorded.merged_into or (recorded.retracted and not said.retracted):
        yield from (each.barred() for each in found)
        return
    if said.retracted:
        yield Difference(("standing",), lambda: working.add(Incident, id, it.now.reinstate(release.reason)))
    yield from found


def _folded(id: UUID, entries: Sequence[Entry]) -> Incident:
    folded = fold(Incident, id, iter(entries))
    assert folded is not None, "a row's incident was opened by its dataset"
    return folded.state


def _of_the_incident(draft: IncidentDraft, it: Compared) -> Iterator[Difference]:
    reason = it.release.reason

    def relocate() -> None:
        it.working.add(Incident, it.id, it.now.relocate(draft.place, reason, it.report))

    def redate() -> None:
        it.working.add(Incident, it.id, it.now.redate(draft.occurred, reason, it.report, it.working.now))

    def reclassify() -> None:
        it.working.add(Incident, it.id, it.now.reclassify(draft.kind, reason, it.report))

    told = (
        ("place", it.said.place, it.recorded.place, draft.place, relocate, draft.place.name),
        ("occurred", it.said.occurred, it.recorded.occurred, draft.occurred, redate, draft.occurred.edtf),
        ("kind", it.said.kind, it.recorded.kind, draft.kind, reclassify, draft.kind),
    )
    contested = False
    for field, said, recorded, new, enter, words in told:
        says = partial(dispute, it.id, f"{reason[:-1]} of its {field}: {words}.", it.working, it.release)
        if found := corrected(field, said, recorded, new, enter, says):
            yield found
        contested = contested or (found is not None and found.contested)
    if not contested:  # a title may name the place or the day that somebody else has corrected since
        yield from _of_the_telling(draft, it)
    yield from _of_the_participations(draft, it)
    word = [CitationDraft(draft.word)] if draft.word else []
    if new_citations := [each for each in (*word, *draft.citations) if each.report.id not in it.recorded.cited]:

        def cite_all() -> None:
            for each in new_citations:
                cite(each, it.id, it.working)

        yield Difference(("citations",), cite_all, core=False)


def _of_the_telling(draft: IncidentDraft, it: Compared) -> Iterator[Difference]:
    """Its title and its summary are told together: if either was retold by somebody else, both stay as they are."""
    words = {
        "title": (it.said.title, it.recorded.title, draft.title),
        "summary": (it.said.summary, it.recorded.summary, draft.summary),
    }
    fields = tuple(field for field, (said, recorded, new) in words.items() if new not in {said, recorded})
    if not fields:
        return
    if any(said != recorded for said, recorded, _ in words.values()):
        yield Difference(fields, lambda: _contest(fields, draft, it), contested=True)
    else:
        yield Difference(fields, lambda: _retell(draft, it))


def _retell(draft: IncidentDraft, it: Compared) -> None:
    fact = it.now.retell(draft.title, draft.summary, it.release.reason, it.report)
    it.working.add(Incident, it.id, fact)


def _contest(fields: Sequence[str], draft: IncidentDraft, it: Compared) -> None:
    words = {"title": draft.title, "summary": draft.summary or "none"}
    for field in fields:
        quoted = words[field] if len(words[field]) <= _QUOTED else f"{words[field][:_QUOTED]} ..."
        end = "" if quoted.endswith(".") else "."
        dispute(it.id, f"{it.release.reason[:-1]} of its {field}: {quoted}{end}", it.working, it.release)


def _of_the_participations(draft: IncidentDraft, it: Compared) -> Iterator[Difference]:
    before = {told.participation: told for told in it.said.told}
    now = {each.participation: each for each in draft.participations}
    for participation, told in before.items():
        if participation not in now and told in it.recorded.told:
            yield Difference(("participations",), partial(_retract, told, it))
    for participation, each in now.items():
        if participation not in before:
            yield Difference(("participations",), partial(_tell, each, draft, it))


def _tell(each: ParticipationDraft, draft: IncidentDraft, it: Compared) -> None:
    tell(each, it.id, word_of(draft, it.working, it.release), it.working)


def _retract(told: Told, it: Compared) -> None:
    fact = it.now.retract_participation(told.participation.force_id, told.by, it.release.reason)
    it.working.add(Incident, it.id, fact)


def _of_the_coding(draft: IncidentDraft, it: Compared) -> Iterator[Difference]:
    cites = _citations(draft, it)
    new = it.release.coding(draft, cites=cites)
    said = next((each for each in it.said.codings if each.of_row == new.of_row), None)
    if said == new:
        return
    names = tuple(_differing(said, new)) if said else ("coding",)
    core = any(name in it.release.core and name in it.release.columns_before for name in names)
    yield Difference(names, lambda: code(draft, it.id, it.working, it.release, cites=cites), core=core)


def _differing(said: Coding, new: Coding) -> Iterator[str]:
    """The names of the variables and the schemes of the codes that differ."""
    for before, now in (
        ({it.name: it.cell for it in said.variables}, {it.name: it.cell for it in new.variables}),
        ({it.scheme: it.value for it in said.codes}, {it.scheme: it.value for it in new.codes}),
    ):
        yield from (name for name in {**before, **now} if before.get(name) != now.get(name))


def _citations(draft: IncidentDraft, it: Compared) -> bool:
    """Whether the record's citations come to be others than the row's, or in another order."""
    facts = [entry.fact for entry in it.entries]
    recorded = [(fact.report_id, fact.original_source) for fact in facts if isinstance(fact, IncidentCorroborated)]
    row = [(each.report.id, each.original_source) for each in draft.citations]
    return recorded + [each for each in row if each[0] not in it.recorded.cited] != row
