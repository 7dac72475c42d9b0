"""`/uploads`: files that are to be imported, sent as they are."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from application.importing.formats import UnfitFile
from application.importing.uploads import LARGEST, Upload, UploadsUnavailable
from application.services import Services
from interface import refusals
from interface.asking import Analyst, only_known_parameters
from interface.gate import FILES
from interface.openapi import problems
from interface.routes.resource import ALWAYS

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"The file, as it is; at most {LARGEST} bytes.",
        "content": {each: {"schema": {"type": "string", "format": "binary"}} for each in FILES},
    }
}
_REFUSES = (
    *ALWAYS,
    refusals.Forbidden,
    refusals.TooLarge,
    refusals.UnsupportedMediaType,
    UnfitFile,
    UploadsUnavailable,
)


def routes(services: Services) -> APIRouter:
    router = APIRouter(tags=["imports"], dependencies=[Depends(only_known_parameters)])

    @router.post(
        "/uploads",
        status_code=201,
        summary="Upload a file that is to be imported; the same file twice is one",
        operation_id="UploadFile",
        openapi_extra=_BODY,
        responses=problems(_REFUSES),
    )
    async def upload(request: Request, _: Analyst) -> Upload:
        with services.uploads.receive() as arriving:
            try:
                async for piece in request.stream():
                    await run_in_threadpool(arriving.write, piece)
            except ClientDisconnect:  # nobody hears the answer
                raise refusals.MalformedRequest("The file ended before its end.") from None
            return await run_in_threadpool(arriving.keep)

    return router
