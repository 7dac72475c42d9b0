"""`/{resource}/{id}/stability`: how often and how far what is known was corrected, and how long it took to settle."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from application import read_model
from application.moments import AsOf
from application.refusals import Missing
from application.services import Services
from application.views.stability import ImportStability, IncidentStability, SourceStability
from domain.fact import Position
from domain.policy import Policy
from domain.value import Id
from interface.answering import UNCHANGED
from interface.asking import AskedAsOf, Reader, only_known_parameters
from interface.freshness import freshness, unchanged
from interface.openapi import problems
from interface.routes.resource import AS_KNOWN

Counted = SourceStability | ImportStability
ByPolicy = Annotated[Policy, Query(description="The rule that reconciles competing figures.")]


def routes(services: Services) -> APIRouter:
    router = APIRouter(tags=["stability"], dependencies=[Depends(only_known_parameters)])
    stability = services.stability

    @router.get(
        "/incidents/{id}/stability",
        summary="How often and how far the figures of an incident moved, and how long they took to settle",
        operation_id="stability of incidents",
        responses={
            **UNCHANGED,
            **problems([*AS_KNOWN, Missing]),
            307: {"description": "It was merged: `Location` is the one that stands for it."},
        },
        response_model=IncidentStability,
    )
    def of_incident(
        id: Id,
        as_of: AskedAsOf,
        asked: Request,
        response: Response,
        _: Reader,
        policy: ByPolicy = Policy.HIGHEST_CREDIBILITY,
    ) -> Response | IncidentStability:
        position = services.ledger.position_at(as_of.known_at)
        found = stability.incident(id, policy, as_of)
        if found.merged_into:
            query = f"?{asked.url.query}" if asked.url.query else ""
            return RedirectResponse(f"/incidents/{found.merged_into}/stability{query}", 307)
        # How long something has been settled is another answer at every moment.
        headers = freshness(asked, position, of=found.asked_at.isoformat())
        response.headers.update(headers)
        return unchanged(asked, headers) or found

    for path, read, model, summary in (
        ("sources", stability.source, SourceStability, "What became of what a source reported, beside its reliability"),
        ("imports", stability.of_import, ImportStability, "What became of the incidents that an import entered"),
    ):
        router.add_api_route(
            f"/{path}/{{id}}/stability",
            _of(read),
            response_model=model,
            summary=summary,
            operation_id=f"stability of {path}",
            responses={
                **UNCHANGED,
                **problems([*AS_KNOWN, Missing, read_model.NotReadYet, read_model.ReadModelStopped]),
            },
        )
    return router


def _of(read: Callable[[UUID, Policy, AsOf], Counted]) -> Callable[..., Any]:
    """The endpoint that counts what became of something."""

    def of(
        id: Id,
        as_of: AskedAsOf,
        asked: Request,
        response: Response,
        _: Reader,
        policy: ByPolicy = Policy.HIGHEST_CREDIBILITY,
    ) -> Any:
        found = read(id, policy, as_of)
        headers = freshness(asked, Position(found.position))
        response.headers.update(headers)
        return unchanged(asked, headers) or found

    return of
