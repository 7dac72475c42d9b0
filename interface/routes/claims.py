"""`/claims`: public statements about the record, what they assert, and whether the record supports them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from application.claims import CheckAssertion
from application.questions import ClaimQuestion
from application.read_model import NotReadYet, ReadModelStopped
from application.refusals import Missing, TookTooLong, UnknownMoment, UnknownReference
from application.rows import ClaimRow
from application.services import Services
from application.views.claim import ClaimView, Verdicts
from domain.claim import ClaimAlreadyWithdrawn
from domain.fact import Position
from domain.policy import Policy
from domain.refusal import NothingChanges
from domain.report import AlreadyWithdrawn
from domain.value import Id
from domain.verdict import Verdict
from interface.answering import PAGE, UNCHANGED, answers
from interface.asking import AskedAsOf, Reader
from interface.freshness import freshness, unchanged
from interface.openapi import problems
from interface.refusals import MalformedBody, TooLarge, UnsupportedMediaType
from interface.routes.resource import AS_KNOWN, ASKING, Resource, asked

DECIDING = (UnknownMoment, UnknownReference, NotReadYet, ReadModelStopped, TookTooLong)
"""What whoever asks for a verdict may be refused as."""


def routes(services: Services) -> APIRouter:
    claims = Resource("/claims", ClaimView, services)
    does, deciding = services.claims, services.deciding
    claims.creation(does.make, [UnknownReference, AlreadyWithdrawn])
    claims.change("audits", does.audit, [*DECIDING, ClaimAlreadyWithdrawn])
    claims.change("withdrawals", does.withdraw, [ClaimAlreadyWithdrawn])
    claims.change("features", does.store_feature, [ClaimAlreadyWithdrawn, NothingChanges])
    claims.router.add_api_route(
        "",
        asked(ClaimQuestion, ClaimRow, services.asked_of_claims, services.proving),
        summary="The claims on record, each with the verdict that was recorded last",
        operation_id="ask for claims",
        responses={**answers(ClaimRow), **problems([*ASKING, TookTooLong])},
    )
    claims.item(services.told_claims.one, ClaimView)
    claims.history()

    @claims.router.post(
        "/check",
        summary="Whether the record supports an assertion; nothing is recorded",
        operation_id="check an assertion",
        response_model=Verdict,
        responses=problems([*AS_KNOWN, *DECIDING, MalformedBody, TooLarge, UnsupportedMediaType]),
    )
    def check(command: CheckAssertion, as_of: AskedAsOf, _: Reader) -> Verdict:
        return deciding.verdict(command.assertion, command.policy, as_of)

    @claims.router.get(
        "/{id}/verdicts",
        summary="How the verdict on a claim changed over the log's history",
        operation_id="verdicts on claims",
        response_model=Verdicts,
        responses={**UNCHANGED, **problems([*ASKING, *DECIDING, Missing])},
    )
    def verdicts(
        id: Id,
        as_of: AskedAsOf,
        asked: Request,
        response: Response,
        _: Reader,
        policy: Annotated[
            Policy, Query(description="The rule that reconciles competing figures.")
        ] = Policy.HIGHEST_CREDIBILITY,
        limit: Annotated[int, Query(ge=1, le=1000, description="At most so many.")] = PAGE,
        cursor: Annotated[str | None, Query(max_length=500, description="`next` of the page before.")] = None,
    ) -> Verdicts | Response:
        claim = services.told_claims.one(id, as_of)
        found = deciding.history(claim.assertion, policy, as_of, cursor=cursor, limit=limit)
        headers = freshness(asked, Position(found.position))
        response.headers.update(headers)
        return unchanged(asked, headers) or found

    return claims.router
