"""What the things that words speak of are called, as they are seen from a standpoint."""

from contextlib import suppress
from uuid import UUID

from application.reading import Seen
from application.refusals import Missing
from application.views.force import ForceView
from application.views.incident import IncidentView
from application.views.report import ReportView
from application.views.source import SourceView


class Names:
    """The names of incidents, forces and reports, each looked up once."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._known: dict[UUID, str] = {}

    def __call__(self, id: UUID) -> str:
        """An incident's title, a force's name, a report's headline; the id itself where it is not on record there."""
        if id not in self._known:
            self._known[id] = self._incident(id) or self._force(id) or self._report(id) or str(id)
        return self._known[id]

    def _incident(self, id: UUID) -> str | None:
        with suppress(Missing):
            return self._seen.one(IncidentView, id).title
        return None

    def _force(self, id: UUID) -> str | None:
        with suppress(Missing):
            return self._seen.one(ForceView, id).name
        return None

    def _report(self, id: UUID) -> str | None:
        with suppress(Missing):
            report = self._seen.one(ReportView, id)
            if report.headline is not None:
                return report.headline
            published = report.published_at
            when = published if isinstance(published, str) else published.isoformat()
            return f"{self._seen.one(SourceView, report.source_id).name}, {when}"
        return None
