"""What can be done with claims."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from application.assertion_names import must_be_on_record
from application.deciding import Deciding
from application.ledger import Ledger
from application.moments import AsOf, Cutoff, Without, moment
from application.record import Record
from application.recording import Behalf, Receipt
from domain.assertion import Asserted
from domain.claim import (
    MOST_TOLD,
    Audit,
    Claim,
    ClaimAudited,
    ClaimMade,
    Feature,
    MissingCoverage,
    PublicStatement,
    Witnessed,
)
from domain.policy import Policy
from domain.report import Report
from domain.value import LONGEST, Reason, Value
from domain.verdict import Verdict


def _a_moment(text: str) -> str:
    moment(text)
    return text


Moment = Annotated[
    str,
    StringConstraints(strict=True, max_length=40),
    AfterValidator(_a_moment),
    WithJsonSchema({"type": "string", "examples": ["2018-02-09T00:00:00Z", "57"]}),
]
"""A position of the log, or an instant, as a command writes it."""


class MakeClaim(PublicStatement):
    """Enter what somebody said in public of the record, and what that asserts."""


class AuditClaim(Value):
    """Ask whether the record supports the claim, and record the answer.

    Under a policy, and from a standpoint: `known_at`, `published_by` and `without`, as a query writes them; as known
    now, whoever published it when, if none of them is given.
    """

    policy: Policy = Policy.HIGHEST_CREDIBILITY
    known_at: Moment | None = None
    published_by: Cutoff | None = None
    without: Without = Field(default=(), max_length=MOST_TOLD)

    @property
    def as_of(self) -> AsOf:
        """From where it is asked."""
        return AsOf(None if self.known_at is None else moment(self.known_at), self.published_by, self.without)


class CheckAssertion(Value):
    """Ask whether the record supports an assertion; nothing is recorded."""

    assertion: Asserted
    policy: Policy = Policy.HIGHEST_CREDIBILITY


class WithdrawClaim(Value):
    """Say that the claim was not made so."""

    reason: Reason


class StoreFeature(Feature):
    """Store a Gherkin feature with the claim as its audit, in place of one of the same name."""


class Claims:
    """The claims on record."""

    def __init__(self, ledger: Ledger, deciding: Deciding) -> None:
        self._ledger = ledger
        self._deciding = deciding

    def make(self, command: MakeClaim, *, by: Behalf) -> Receipt:
        def decide(record: Record) -> ClaimMade:
            report = record.get(Report, command.report_id, "report_id")
            must_be_on_record(command.assertion, record)
            return Claim.make(command, report)

        return self._ledger.open(decide, by=by)

    def audit(self, id: UUID, command: AuditClaim, *, by: Behalf, expecting: int) -> Receipt:
        def decide(it: Claim) -> ClaimAudited:
            it.must_stand()  # before anything is worked out
            as_of = command.as_of._replace(known_at=self._ledger.position_at(command.as_of.known_at))
            verdict = self._deciding.verdict(it.assertion, command.policy, as_of)
            return it.audit(audit_of(verdict))

        return self._ledger.change(Claim, id, decide, by=by, expecting=expecting)

    def withdraw(self, id: UUID, command: WithdrawClaim, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Claim, id, lambda it: it.withdraw(command.reason), by=by, expecting=expecting)

    def store_feature(self, id: UUID, command: StoreFeature, *, by: Behalf, expecting: int) -> Receipt:
        return self._ledger.change(Claim, id, lambda it: it.store_feature(command), by=by, expecting=expecting)


def audit_of(verdict: Verdict) -> Audit:
    """What is recorded of a verdict: of many witnesses and the like the first."""
    return Audit(
        verdict=verdict.verdict,
        policy=verdict.policy,
        policy_version=verdict.policy_version,
        position=verdict.position,
        published_by=verdict.published_by,
        without=tuple(verdict.without),
        because=tuple(map(_short, verdict.because[:MOST_TOLD])),
        words=_short(verdict.words),
        witnesses=tuple(
            Witnessed(
                incident_id=it.incident_id,
                casualty_id=it.casualty_id,
                report_ids=tuple(it.report_ids[:MOST_TOLD]),
                figures=tuple(it.figures[:MOST_TOLD]),
                says=_short(it.says),
            )
            for it in verdict.witnesses[:MOST_TOLD]
        ),
        witnesses_in_all=verdict.witnesses_in_all,
        missing=tuple(
            MissingCoverage(
                countries=tuple(it.countries),
                box=it.box,
                kinds=tuple(it.kinds),
                period=it.period,
                min_killed=it.min_killed,
                words=_short(it.words),
            )
            for it in verdict.missing[:MOST_TOLD]
        ),
    )


def _short(words: Any) -> str:
    """Words of at most as many characters as an audit keeps; where some are left out, that is seen."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 2]} \u2026"
