"""`/log/checkpoint`, `/log/proofs` and `/log/tile`: what an outsider checks the log with, in the forms of C2SP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field, WithJsonSchema

from application.proving import Consistency, Inclusion, NoSuchTile, NoSuchTree, NotSignedYet
from application.services import Services
from domain.fact import Position
from domain.value import FromText
from interface.accepting import Form, accepted
from interface.asking import Reader, only_known_parameters
from interface.freshness import A_DAY
from interface.openapi import Responses, problems
from interface.refusals import NotAcceptable
from interface.routes.resource import ALWAYS

Size = Annotated[
    int,
    FromText(int, r"^[1-9][0-9]{0,14}$", "how many entries, from 1 on"),
    Field(ge=1),
    WithJsonSchema({"type": "integer", "minimum": 1}),
]
"""A number of entries, or a position of one, as a query writes it."""

_TEXT = "text/plain; charset=utf-8"
_NOTE: Responses = {200: {"description": "A signed note (C2SP tlog-checkpoint).", "content": {"text/plain": {}}}}
_KEY: Responses = {200: {"description": "The key, on a line.", "content": {"text/plain": {}}}}
_PROOF: Responses = {
    200: {
        "description": "The proof; as a tlog-proof (C2SP) with its checkpoint, for whoever accepts text.",
        "content": {Form.TEXT.value: {"schema": {"type": "string"}}},
    }
}
_TILE: Responses = {
    200: {
        "description": "Hashes of 32 bytes; or entries, each with its length before it (C2SP tlog-tiles).",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def routes(services: Services) -> APIRouter:
    router = APIRouter(prefix="/log", tags=["log"], dependencies=[Depends(only_known_parameters)])
    proving = services.proving

    @router.get(
        "/checkpoint",
        summary="The last checkpoint that was signed, or that of a size",
        operation_id="read a checkpoint",
        responses={**_NOTE, **problems([*ALWAYS, NotSignedYet])},
        response_class=Response,
    )
    def checkpoint(
        _: Reader,
        size: Annotated[Size | None, Query(description="Of the tree of so many entries.")] = None,
        covering: Annotated[Size | None, Query(description="The first that covers this position.")] = None,
    ) -> Response:
        if covering is not None:
            return Response(proving.covering(Position(covering)), media_type=_TEXT)
        return Response(proving.checkpoint(size), media_type=_TEXT)

    @router.get(
        "/key",
        summary="The key that checkpoints are signed with, as a vkey (C2SP signed-note)",
        operation_id="read the log's key",
        responses={**_KEY, **problems([*ALWAYS, NotSignedYet])},
        response_class=Response,
    )
    def key(_: Reader) -> Response:
        return Response(f"{proving.key()}\n", media_type=_TEXT)

    @router.get(
        "/proofs/inclusion",
        summary="That an entry is in the log",
        operation_id="prove inclusion",
        response_model=Inclusion,
        responses={**_PROOF, **problems([*ALWAYS, NoSuchTree, NotSignedYet, NotAcceptable])},
    )
    def inclusion(
        asked: Request,
        _: Reader,
        position: Annotated[Size, Query(description="The entry at this position.")],
        size: Annotated[Size | None, Query(description="In the tree of so many entries.")] = None,
    ) -> Inclusion | Response:
        if accepted(asked.headers.getlist("accept"), [Form.JSON, Form.TEXT]) is Form.JSON:
            return proving.inclusion(Position(position), size)
        return Response(proving.inclusion_text(Position(position), size), media_type=_TEXT)

    @router.get(
        "/proofs/consistency",
        summary="That the log began with what it was when it was smaller",
        operation_id="prove consistency",
        responses=problems([*ALWAYS, NoSuchTree]),
    )
    def consistency(
        _: Reader,
        size1: Annotated[Size, Query(alias="from", description="The tree of so many entries,")],
        size2: Annotated[Size, Query(alias="to", description="and that of so many, later.")],
    ) -> Consistency:
        return proving.consistency(size1, size2)

    @router.get(
        "/tile/{path:path}",
        summary="A tile of the tree, or a bundle of entries",
        operation_id="read a tile",
        responses={**_TILE, **problems([*ALWAYS, NoSuchTile])},
        response_class=Response,
    )
    def tile(path: str, _: Reader) -> Response:
        content = proving.tile(f"tile/{path}")
        return Response(content, headers={"Cache-Control": A_DAY}, media_type="application/octet-stream")

    return router
