"""The rows of claims."""

from collections.abc import Iterator
from typing import assert_never

from domain.claim import ClaimAudited, ClaimMade, ClaimWithdrawn, FeatureStored
from infrastructure.read_model.projection.folding import folded
from infrastructure.read_model.projection.tables import Claim, ClaimAudit, ClaimFeature, ClaimWithdrawal, Row
from infrastructure.read_model.projection.writing import Place, text_or_none


def claim_rows(at: Place, fact: ClaimMade | ClaimAudited | ClaimWithdrawn | FeatureStored) -> Iterator[Row]:
    """What an entry of a claim sets."""
    match fact:
        case ClaimMade():
            yield Claim(
                position=at.position,
                published=at.published,
                report=at.of(fact.report_id),
                statement=fact.statement,
                assertion=fact.assertion.model_dump_json(exclude_none=True),
                words=folded(fact.statement),
            )
        case ClaimAudited():
            yield ClaimAudit(
                position=at.position,
                published=at.published,
                key=at.key,
                verdict=fact.verdict,
                policy=fact.policy,
                policy_version=fact.policy_version,
                as_of=fact.position,
                published_by=fact.published_by,
                left_out=text_or_none(fact.without),
            )
        case ClaimWithdrawn():
            yield ClaimWithdrawal(at.position, at.published, at.key)
        case FeatureStored():
            yield ClaimFeature(at.position, at.published, at.key, fact.name)
        case _:
            assert_never(fact)
