"""A claim as a reader sees it."""

from collections.abc import Sequence
from typing import ClassVar, Self, assert_never, cast

from application.views.view import Based, Basis, View
from domain.claim import (
    Audit,
    Claim,
    ClaimAudited,
    ClaimMade,
    ClaimWithdrawn,
    Feature,
    FeatureStored,
    LaterClaimFact,
    PublicStatement,
    with_feature,
)
from domain.fact import Entry
from domain.policy import Policy
from domain.value import Instant, Value
from domain.verdict import Outcome

LAST = 10
"""How many of a claim's audits are shown with it: the last ones. Its history has them all."""


class AuditView(Based, Audit):
    """An audit of a claim, and who recorded it when."""


class FeatureView(Based, Feature):
    """A feature that audits a claim, and who stored it when."""


class ClaimView(PublicStatement, View):
    """A claim: what was said, what that asserts (`words` tell it in plain words), and what was found of it.

    Of each feature the last that was stored under its name; of the audits the last ten, the last one last.
    """

    kind_of: ClassVar = Claim
    words: str = ""
    withdrawn: bool = False
    audits: tuple[AuditView, ...] = ()
    audits_in_all: int = 0
    features: tuple[FeatureView, ...] = ()

    @classmethod
    def opened(cls, entry: Entry) -> Self:
        return cls._first(entry, **dict(cast("ClaimMade", entry.fact)))

    def after(self, entry: Entry) -> Self:
        fact = cast("LaterClaimFact", entry.fact)
        match fact:
            case ClaimAudited():
                audit = AuditView(**dict(fact), basis=Basis.of(entry))
                return self._with(entry, audits=(*self.audits, audit)[-LAST:], audits_in_all=self.audits_in_all + 1)
            case ClaimWithdrawn():
                return self._with(entry, withdrawn=True)
            case FeatureStored():
                stored = FeatureView(**dict(fact), basis=Basis.of(entry))
                return self._with(entry, features=with_feature(self.features, stored))
            case _:
                assert_never(fact)


class VerdictThen(Value):
    """What the record said of a claim from an entry of the log on, until the next of these."""

    position: int
    recorded_at: Instant
    verdict: Outcome
    because: Sequence[str]


class Verdicts(Value):
    """How the verdict on a claim changed over the log's history, under a policy: the entries that changed it."""

    items: Sequence[VerdictThen]
    next: str | None
    policy: Policy
    policy_version: int
    position: int
