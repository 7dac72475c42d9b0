"""`/figures/{id}/lineage`: what a casualty's figure rests on, as JSON and as PROV-JSON."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from application.refusals import Missing
from application.services import Services
from application.views.lineage import Lineage
from domain.fact import Position
from domain.policy import Policy
from domain.value import Id
from interface.accepting import Form, accepted
from interface.answering import UNCHANGED
from interface.asking import AskedAsOf, Reader, only_known_parameters
from interface.freshness import freshness, unchanged
from interface.openapi import problems
from interface.prov import prov_json
from interface.refusals import NotAcceptable
from interface.routes.resource import AS_KNOWN


def routes(services: Services) -> APIRouter:
    router = APIRouter(tags=["lineage"], dependencies=[Depends(only_known_parameters)])

    @router.get(
        "/figures/{id}/lineage",
        summary="What a casualty's figure rests on: every figure that competes, back to reports, sources and originals",
        operation_id="follow a figure back",
        response_model=Lineage,
        responses={
            **UNCHANGED,
            **problems([*AS_KNOWN, Missing, NotAcceptable]),
            200: {
                "description": "As JSON; or as PROV-JSON, for whoever accepts `application/provenance+json`.",
                "content": {Form.PROV.value: {"schema": {"type": "object"}}},
            },
        },
    )
    def lineage(
        id: Id,
        as_of: AskedAsOf,
        asked: Request,
        response: Response,
        _: Reader,
        policy: Annotated[
            Policy, Query(description="The rule that reconciles competing figures.")
        ] = Policy.HIGHEST_CREDIBILITY,
    ) -> Lineage | Response:
        form = accepted(asked.headers.getlist("accept"), [Form.JSON, Form.PROV])
        found = services.lineages.lineage(id, policy, as_of)
        headers = {**freshness(asked, Position(found.position), of=form), "Vary": "Accept"}
        response.headers.update(headers)
        if same := unchanged(asked, headers):
            return same
        if form is Form.PROV:
            return JSONResponse(prov_json(found, str(asked.base_url)), headers=headers, media_type=form.value)
        return found

    return router
