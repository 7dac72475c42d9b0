"""What a row names: its sources, reports and forces, entered the first time that any row names them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from application.importing.drafts import ForceDraft, IncidentDraft, ReportDraft, SourceDraft
from application.importing.working import Working
from domain.force import Force
from domain.report import Publication, Report, ReportRecorded
from domain.source import Source


def named_by(drafts: Iterable[IncidentDraft]) -> Iterator[UUID]:
    """The ids of every source, report and force that these rows name."""
    for draft in drafts:
        reports = [it.report for it in draft.citations]
        for report in [draft.word, *reports] if draft.word else reports:
            yield report.source.id
            yield report.id
        for force in forces_of(draft):
            yield force.id


def forces_of(draft: IncidentDraft) -> Iterator[ForceDraft]:
    """The forces that take part, and those that are harmed."""
    yield from (it.force for it in draft.participations)
    yield from (it.side for it in draft.tolls if isinstance(it.side, ForceDraft))


def the_source(draft: SourceDraft, working: Working) -> Source:
    """The source, which is registered if it is not on record."""
    return working.opened(Source, draft.id, lambda: Source.register(draft.outlet))


def the_report(draft: ReportDraft, working: Working) -> Report:
    """The report, which is entered, with its source, if it is not on record.

    Raises:
        InTheFuture: it would be published after now.
    """

    def record() -> ReportRecorded:
        publication = Publication(
            source_id=the_source(draft.source, working).id,
            headline=draft.headline,
            url=draft.url,
            published_at=draft.published_at,
            original_source=draft.original_source,
            quote=draft.quote,
        )
        return Report.record(publication, None, working.now)

    return working.opened(Report, draft.id, record)


def the_force(draft: ForceDraft, working: Working) -> Force:
    """The force, which is registered if it is not on record; another name that a row gives it is an alias."""
    force = working.opened(Force, draft.id, lambda: Force.register(draft.actorhood))
    name = draft.actorhood.name
    if name not in force.names and force.merged_into is None:
        working.add(Force, draft.id, force.add_alias(name))
    return force
