"""`/diff` and `/flips`: what a whole question is answered otherwise from one standpoint than from another."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from application.differences import Diff, DiffQuestion, Flips, FlipsQuestion
from application.services import Services
from domain.fact import Position
from interface.answering import PAGE, UNCHANGED
from interface.asking import Reader, only_known_parameters
from interface.freshness import freshness, unchanged
from interface.openapi import problems
from interface.routes.resource import ASKING


def routes(services: Services) -> APIRouter:
    router = APIRouter(tags=["differences"], dependencies=[Depends(only_known_parameters)])

    @router.get(
        "/diff",
        summary="What came to be known between two moments: which incidents, by whom and why; and how the sums moved",
        operation_id="ask for diff",
        response_model=Diff,
        responses={**UNCHANGED, **problems(ASKING)},
    )
    def diff(query: Annotated[DiffQuestion, Query()], asked: Request, response: Response, _: Reader) -> Diff | Response:
        found = services.differences.diff(query, query.limit or PAGE)
        headers = freshness(asked, Position(found.to))
        response.headers.update(headers)
        return unchanged(asked, headers) or found

    @router.get(
        "/flips",
        summary="What is answered otherwise without a report, a source, a command or an import",
        operation_id="ask for flips",
        response_model=Flips,
        responses={**UNCHANGED, **problems(ASKING)},
    )
    def flips(
        query: Annotated[FlipsQuestion, Query()], asked: Request, response: Response, _: Reader
    ) -> Flips | Response:
        found = services.differences.flips(query, query.limit or PAGE)
        headers = freshness(asked, Position(found.position))
        response.headers.update(headers)
        return unchanged(asked, headers) or found

    return router
