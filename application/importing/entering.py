"""Enters a row: as a new incident, or as what it says otherwise than the releases before it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from application.importing.comparing import differences
from application.importing.drafts import IncidentDraft
from application.importing.release import ReleaseAtHand
from application.importing.reporting import report_incident
from application.importing.working import Working


class What(StrEnum):
    """What came of a row, or of an incident that a release does not hold any more."""

    NEW = "new"
    CHANGED = "changed"
    RECODED = "recoded"
    UNCHANGED = "unchanged"
    CONTESTED = "contested"
    REJECTED = "rejected"
    RETRACTED = "retracted"


class Outcome(NamedTuple):
    """What came of a row: which of its fields differ from what its dataset said before, and which are contested."""

    what: What
    incident: UUID
    fields: Sequence[str] = ()
    contested: Sequence[str] = ()


def enter(draft: IncidentDraft, working: Working, release: ReleaseAtHand) -> Outcome:
    """Enters what a row says, as far as it is new; of a row that this import has entered before, nothing.

    Raises:
        Refusal: the domain does not take it; nothing of the row is entered.
    """
    id = release.incident(draft.row)
    history = working.history(id)
    if not history:
        report_incident(draft, id, working, release)
    if not history or history[0].cause == release.cause:
        return Outcome(What.NEW, id)
    found = [*differences(draft, id, working, release)]
    if not any(release.says(working.history(it)) for it in (id, *working.casualties(id))):
        for difference in found:
            difference.enter()
    fields = tuple(dict.fromkeys(field for it in found for field in it.fields))
    contested = tuple(dict.fromkeys(field for it in found if it.contested for field in it.fields))
    if contested:
        return Outcome(What.CONTESTED, id, fields, contested)
    if any(it.core for it in found):
        return Outcome(What.CHANGED, id, fields)
    return Outcome(What.RECODED if found else What.UNCHANGED, id, fields)
