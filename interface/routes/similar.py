"""`/{resource}/{id}/similar`: what may be the same as a thing, with a score and its reasons."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Query, Request, Response

from application import read_model
from application.questions import Limit
from application.refusals import Missing
from application.similar import MOST, Score, SuspectedForces, SuspectedIncidents
from domain.fact import Position
from domain.value import Id
from interface.answering import UNCHANGED
from interface.asking import AskedAsOf, Reader
from interface.freshness import freshness, unchanged
from interface.openapi import problems
from interface.routes.resource import AS_KNOWN, Resource

Found = SuspectedIncidents | SuspectedForces


def similar(resource: Resource, find: Callable[..., Found], found: type[Found], threshold: float) -> None:
    """`GET` on the item's `similar` lists what may be the same; it records nothing."""

    def listed(
        id: Id,
        as_of: AskedAsOf,
        asked: Request,
        response: Response,
        _: Reader,
        min_score: Annotated[Score, Query(description="As alike as this, or more.")] = threshold,
        limit: Annotated[Limit, Query(description="At most so many.")] = MOST,
    ) -> Any:
        suspected = find(id, as_of, min_score=min_score, limit=limit)
        headers = freshness(asked, Position(suspected.position))
        response.headers.update(headers)
        return unchanged(asked, headers) or suspected

    name = resource.router.prefix[1:]
    resource.router.add_api_route(
        "/{id}/similar",
        listed,
        response_model=found,
        summary=f"What of the {name} on record may be the same, the most alike first, and why; nothing is merged",
        operation_id=f"similar {name}",
        responses={
            **UNCHANGED,
            **problems([*AS_KNOWN, Missing, read_model.NotReadYet, read_model.ReadModelStopped]),
        },
    )
