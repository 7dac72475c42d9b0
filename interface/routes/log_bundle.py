"""`/log/bundle`: the log in one file, whole or for one thing, which an outsider verifies offline."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import WithJsonSchema

from application.bundling import NotACheckpoint
from application.proving import NotSignedYet
from application.read_model import NotReadYet, ReadModelStopped
from application.refusals import Missing, TookTooLong
from application.services import Services
from domain.casualty import Casualty
from domain.claim import Claim
from domain.incident import Incident
from domain.value import Id
from interface.accepting import Form
from interface.answering import Streamed
from interface.asking import Reader, only_known_parameters
from interface.forms import pieces
from interface.openapi import Responses, problems
from interface.refusals import Invalid
from interface.routes.log_proofs import Size
from interface.routes.resource import ALWAYS

Asked = Annotated[Id | None, WithJsonSchema({"type": "string", "format": "uuid"})]

_BUNDLE: Responses = {
    200: {
        "description": "A bundle, `casus/v1`: a manifest, then each entry after the hashes that prove it; a line each.",
        "content": {Form.NDJSON.value: {"schema": {"type": "string"}}},
    }
}


def routes(services: Services) -> APIRouter:
    router = APIRouter(prefix="/log", tags=["log"], dependencies=[Depends(only_known_parameters)])
    bundles = services.bundles

    @router.get(
        "/bundle",
        summary="The log, or a thing with all it rests on, to be verified offline",
        operation_id="read a bundle",
        responses={
            **_BUNDLE,
            **problems([*ALWAYS, Missing, NotSignedYet, NotACheckpoint, NotReadYet, ReadModelStopped, TookTooLong]),
        },
        response_class=Response,
    )
    def bundle(
        _: Reader,
        incident: Annotated[Asked, Query(description="Of this incident, with its casualties.")] = None,
        claim: Annotated[Asked, Query(description="Of this claim, and what its verdict rests on.")] = None,
        figure: Annotated[Asked, Query(description="Of the figures of this casualty.")] = None,
        since: Annotated[
            Size | None, Query(description="Also prove that the log went on from the checkpoint of so many entries.")
        ] = None,
    ) -> Response:
        asked = [(kind, id) for kind, id in ((Incident, incident), (Claim, claim), (Casualty, figure)) if id]
        if len(asked) > 1:
            raise Invalid("A bundle is of one thing: an incident, a claim, or a figure; or of the whole log.")
        before = None if since is None else services.proving.checkpoint(since)
        lines = bundles.of(*asked[0], before) if asked else bundles.whole(before)
        name = f"{'log' if not asked else asked[0][1]}.casus"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Streamed(pieces(lines), headers, Form.NDJSON.value)

    return router
