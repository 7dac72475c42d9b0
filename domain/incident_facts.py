"""What an incident is, and the facts that its history is made of."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from domain.attribution import Attribution
from domain.coding import Coding
from domain.fact import Fact, Verb
from domain.kinds import IncidentKind
from domain.participation import Participation
from domain.period import Period
from domain.place import Place
from domain.scales import Grading
from domain.value import Code, Id, Line, Reason, Text, Value


class LinkKind(StrEnum):
    """How one incident relates to another."""

    PART_OF = "part_of"
    RETALIATION_FOR = "retaliation_for"
    FOLLOWS = "follows"
    RELATED = "related"


class Occurrence(Value):
    """What happened, as the first report tells it: title, kind, when, where, and that report."""

    title: Line
    kind: IncidentKind
    occurred: Period
    place: Place
    report_id: Id
    summary: Text | None = None
    codes: tuple[Code, ...] = Field(default=(), max_length=50)


class IncidentReported(Fact, Occurrence):
    """An incident was entered, on the word of one report."""

    verb: ClassVar = Verb.REPORT


class IncidentRelocated(Fact):
    """It happened elsewhere, or its place is known better."""

    verb: ClassVar = Verb.RELOCATE
    place: Place
    reason: Reason
    report_id: Id | None = None


class IncidentRedated(Fact):
    """It happened at another time, or its time is known better."""

    verb: ClassVar = Verb.REDATE
    occurred: Period
    reason: Reason
    report_id: Id | None = None


class IncidentReclassified(Fact):
    """It was an occurrence of another kind."""

    verb: ClassVar = Verb.RECLASSIFY
    kind: IncidentKind
    reason: Reason
    report_id: Id | None = None


class IncidentRetold(Fact):
    """It is told in other words: its title, its summary."""

    verb: ClassVar = Verb.RENAME
    title: Line
    summary: Text | None = None
    reason: Reason
    report_id: Id | None = None


class ParticipationReported(Fact, Attribution):
    """A report tells of a force in the incident; told again on the same word, the last telling holds."""

    verb: ClassVar = Verb.REPORT
    participation: Participation


class ParticipationRetracted(Fact, Attribution):
    """What a report was entered as telling of a force was entered by mistake."""

    verb: ClassVar = Verb.RETRACT
    force_id: Id
    reason: Reason


class IncidentCoded(Fact, Coding):
    """A release of a dataset, which is the report, codes the incident; of the codings of one row, the last holds."""

    verb: ClassVar = Verb.RECLASSIFY
    report_id: Id


class IncidentCorroborated(Fact, Attribution):
    """A further report tells of the incident too."""

    verb: ClassVar = Verb.CORROBORATE
    statement: Text | None = None


class IncidentDisputed(Fact, Attribution):
    """A report contradicts the incident as recorded; the statement says in what."""

    verb: ClassVar = Verb.DISPUTE
    statement: Text


class IncidentGraded(Fact):
    """The evidence for the incident was graded."""

    verb: ClassVar = Verb.GRADE
    grading: Grading
    reason: Reason


class IncidentLinked(Fact):
    """The incident relates to another."""

    verb: ClassVar = Verb.LINK
    to: Id
    kind: LinkKind
    reason: Reason


class IncidentMerged(Fact):
    """It is the same occurrence as another incident, which stands for both."""

    verb: ClassVar = Verb.MERGE
    into: Id
    reason: Reason


class IncidentAbsorbed(Fact):
    """Another incident was merged into this one."""

    verb: ClassVar = Verb.MERGE
    absorbed: Id
    reason: Reason


class IncidentSplit(Fact):
    """The merger was a mistake: the incident stands for itself again."""

    verb: ClassVar = Verb.SPLIT
    reason: Reason


class IncidentReleased(Fact):
    """An incident that was merged into this one was split off again."""

    verb: ClassVar = Verb.SPLIT
    released: Id
    reason: Reason


class IncidentRetracted(Fact):
    """It did not happen as an incident of its own, or at all; its history stays."""

    verb: ClassVar = Verb.RETRACT
    reason: Reason


class IncidentReinstated(Fact):
    """The retraction was a mistake."""

    verb: ClassVar = Verb.REINSTATE
    reason: Reason


LaterIncidentFact = (
    IncidentRelocated
    | IncidentRedated
    | IncidentReclassified
    | IncidentRetold
    | ParticipationReported
    | ParticipationRetracted
    | IncidentCoded
    | IncidentCorroborated
    | IncidentDisputed
    | IncidentGraded
    | IncidentLinked
    | IncidentMerged
    | IncidentAbsorbed
    | IncidentSplit
    | IncidentReleased
    | IncidentRetracted
    | IncidentReinstated
)
