"""Attributed public statements about the record, each with an assertion that a machine can check."""

from typing import Annotated, ClassVar, Self, TypeVar, assert_never
from uuid import UUID

from pydantic import Field

from domain.assertion import Asserted
from domain.coverage import Box
from domain.fact import Aggregate, Fact, Verb
from domain.kinds import IncidentKind
from domain.place import Country
from domain.policy import Policy
from domain.refusal import NothingChanges, Refusal
from domain.report import Report
from domain.value import Count, Document, Id, Line, Reason, Text, Value, part_of
from domain.verdict import Outcome

MOST_TOLD = 100
"""How many witnesses and the like an audit keeps of each kind, at most."""


class ClaimAlreadyWithdrawn(Refusal):
    """The claim was withdrawn; nothing more is audited or stored with it."""


Numbered = Annotated[int, Field(strict=True, ge=0, le=2**53 - 1)]
"""A position of the log, or a number of things on record."""


class PublicStatement(Value):
    """What somebody said in public: in the words of the report that has it, and as an assertion that can be checked."""

    statement: Text
    report_id: Id
    assertion: Asserted


class ClaimMade(Fact, PublicStatement):
    """A claim was entered.

    It rests on the report that has it. What its assertion names is asked about; it is no ground that the claim stands
    on: a claim may well be about what turns out not to be so.
    """

    verb: ClassVar = Verb.REPORT
    asks: ClassVar = ("assertion",)


class Witnessed(Value):
    """What a verdict rested on: a casualty of an incident or the incident itself, the reports, and the figures.

    `figures` are the positions of those that the policy picked, `says` what they say in words.
    """

    incident_id: Id
    casualty_id: Id | None = None
    report_ids: tuple[Id, ...] = Field(default=(), max_length=MOST_TOLD)
    figures: tuple[Numbered, ...] = Field(default=(), max_length=MOST_TOLD)
    says: Document


class MissingCoverage(Value):
    """A coverage that was not declared when it would have been needed to decide."""

    countries: tuple[Country, ...] = Field(default=(), max_length=250)
    box: Box | None = None
    kinds: tuple[IncidentKind, ...] = Field(default=(), max_length=len(IncidentKind))
    period: Line | None = None
    min_killed: Count | None = None
    words: Document


class Audit(Value):
    """What the record said of an assertion: the verdict, by which policy, from which standpoint, and on what grounds.

    `position` is the log position that was audited as of, `published_by` and `without` are as a query writes them;
    `words` are the assertion's, with the names that things had then. Of the witnesses the first 100 are kept;
    `witnesses_in_all` is how many there were.
    """

    verdict: Outcome
    policy: Policy
    policy_version: Numbered
    position: Numbered
    published_by: Line | None = None
    without: tuple[Line, ...] = Field(default=(), max_length=MOST_TOLD)
    because: tuple[Document, ...] = Field(default=(), max_length=MOST_TOLD)
    words: Document
    witnesses: tuple[Witnessed, ...] = Field(default=(), max_length=MOST_TOLD)
    witnesses_in_all: Numbered = 0
    missing: tuple[MissingCoverage, ...] = Field(default=(), max_length=MOST_TOLD)


class ClaimAudited(Fact, Audit):
    """The record was asked whether it supports the claim. What it rested on then stays told, whatever becomes of it."""

    verb: ClassVar = Verb.ASSESS
    asks: ClassVar = ("witnesses",)


class ClaimWithdrawn(Fact):
    """The claim is not held to have been made so."""

    verb: ClassVar = Verb.RETRACT
    reason: Reason


class Feature(Value):
    """A Gherkin feature that audits a claim: of those with the same name the last holds."""

    name: Line
    text: Document


class FeatureStored(Fact, Feature):
    """A feature was stored with the claim, as its audit."""

    verb: ClassVar = Verb.ARCHIVE


LaterClaimFact = ClaimAudited | ClaimWithdrawn | FeatureStored


class Claim(Aggregate[ClaimMade, LaterClaimFact]):
    """A claim, as far as decisions need it."""

    opening: ClassVar = ClaimMade
    later: ClassVar = LaterClaimFact
    id: Id
    assertion: Asserted
    features: tuple[Feature, ...] = ()
    withdrawn: bool = False

    @classmethod
    def make(cls, statement: PublicStatement, report: Report) -> ClaimMade:
        """Enter what somebody said, on the word of the report that has it.

        Raises:
            AlreadyWithdrawn: the report was withdrawn.
        """
        report.must_stand("report_id")
        return ClaimMade(**dict(statement))

    def audit(self, audit: Audit) -> ClaimAudited:
        """Enter what the record says of it.

        Raises:
            ClaimAlreadyWithdrawn: it is withdrawn.
        """
        self.must_stand()
        return ClaimAudited(**dict(audit))

    def withdraw(self, reason: str) -> ClaimWithdrawn:
        """Say that it was not made so.

        Raises:
            ClaimAlreadyWithdrawn: it is withdrawn.
        """
        self.must_stand()
        return ClaimWithdrawn(reason=reason)

    def store_feature(self, feature: Feature) -> FeatureStored:
        """Store a feature as its audit, in place of an earlier one of the same name.

        Raises:
            ClaimAlreadyWithdrawn: it is withdrawn.
            NothingChanges: the same feature is stored already.
        """
        self.must_stand()
        if part_of(Feature, feature) in self.features:
            raise NothingChanges(f"The feature {feature.name} is stored already, word for word.", "text")
        return FeatureStored(**dict(feature))

    @classmethod
    def opened(cls, id: UUID, fact: ClaimMade) -> Self:
        return cls(id=id, assertion=fact.assertion)

    def after(self, fact: LaterClaimFact) -> Self:
        match fact:
            case ClaimAudited():
                return self
            case ClaimWithdrawn():
                return self._with(withdrawn=True)
            case FeatureStored():
                return self._with(features=with_feature(self.features, part_of(Feature, fact)))
            case _:
                assert_never(fact)

    def must_stand(self, field: str | None = None) -> None:
        if self.withdrawn:
            raise ClaimAlreadyWithdrawn(f"Claim {self.id} was withdrawn.", field)


FeatureT = TypeVar("FeatureT", bound=Feature)


def with_feature(features: tuple[FeatureT, ...], further: FeatureT) -> tuple[FeatureT, ...]:
    """The features after one more was stored, which takes the place of another of its name."""
    return (*(it for it in features if it.name != further.name), further)
