"""Something that a row says otherwise than the releases before it, and what enters it."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from application.importing.release import ReleaseAtHand
from application.importing.working import Working
from domain.attribution import Attribution
from domain.incident import Incident
from domain.incident_facts import IncidentDisputed
from domain.report import Report


class Difference(NamedTuple):
    """What differs, by the names of fields or of a dataset's variables; and what enters it."""

    fields: tuple[str, ...]
    enter: Callable[[], None]
    core: bool = True
    """Whether it tells something of the occurrence itself."""
    contested: bool = False
    """Whether somebody else has said otherwise since, which stands."""

    def barred(self) -> "Difference":
        """The same of an incident that does not stand: nothing can be entered."""
        return self._replace(enter=lambda: None, contested=True)


def corrected(
    field: str, said: Any, recorded: Any, new: Any, enter: Callable[[], None], dispute: Callable[[], None]
) -> Difference | None:
    """What comes of a new value: it is entered, unless the record has it, or has been corrected by somebody else."""
    if new in {said, recorded}:
        return None
    if said == recorded:
        return Difference((field,), enter)
    return Difference((field,), dispute, contested=True)


def dispute(id: UUID, statement: str, working: Working, release: ReleaseAtHand) -> None:
    """Enters that a release says otherwise than the record, which stays as it is."""
    incident, report = working.the(Incident, id), working.shared(Report, release.report)
    by = Attribution(report_id=report.id)
    if IncidentDisputed(report_id=report.id, statement=statement) not in incident.disputes:
        working.add(Incident, id, incident.dispute(by, statement, report=report))
