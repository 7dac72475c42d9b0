"""Every refusal as RFC 9457 problem+json: one table from refusal to status, in one place."""

from collections.abc import Mapping, Sequence
from inspect import getdoc
from types import MappingProxyType
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from application import asking, bundling, log_entries, mirroring, proving, read_model, verifying, whole_files
from application import refusals as application
from application.importing import formats, releases, runs, uploads
from domain.refusal import Refusal
from interface import refusals as interface

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[type[Refusal], int] = {
    interface.MalformedBody: 400,
    interface.MalformedRequest: 400,
    interface.Unauthenticated: 401,
    interface.Forbidden: 403,
    interface.NotLocal: 403,
    mirroring.Mirrored: 403,
    application.Missing: 404,
    interface.UnknownRoute: 404,
    runs.NoSuchRun: 404,
    proving.NotSignedYet: 404,
    proving.NoSuchTile: 404,
    interface.MethodNotAllowed: 405,
    interface.NotAcceptable: 406,
    Refusal: 409,
    application.Stale: 412,
    interface.TooLarge: 413,
    interface.UnsupportedMediaType: 415,
    interface.Invalid: 422,
    application.UnknownReference: 422,
    application.KeyReused: 422,
    application.UnknownMoment: 422,
    proving.NoSuchTree: 422,
    bundling.NotACheckpoint: 422,
    verifying.NotVerifiable: 422,
    asking.UnknownCursor: 422,
    formats.UnfitFile: 422,
    formats.UnknownFormat: 422,
    releases.PublisherNeeded: 422,
    uploads.UnknownUpload: 422,
    interface.VersionNeeded: 428,
    log_entries.TooManyListeners: 429,
    interface.Failed: 500,
    application.LogUnavailable: 503,
    application.TookTooLong: 503,
    read_model.NotReadYet: 503,
    read_model.ReadModelStopped: 503,
    uploads.UploadsUnavailable: 503,
    whole_files.FilesUnavailable: 503,
    application.StorageFull: 507,
    whole_files.FilesFull: 507,
}
"""The status of each refusal; one that is not named here is a rule of the domain's: 409."""


HEADERS: Mapping[type[Refusal], Mapping[str, str]] = {
    interface.Unauthenticated: {"WWW-Authenticate": "Bearer"},
    application.LogUnavailable: {"Retry-After": "1"},
    application.StorageFull: {"Retry-After": "60"},
    log_entries.TooManyListeners: {"Retry-After": "60"},
    read_model.NotReadYet: {"Retry-After": "1"},
    uploads.UploadsUnavailable: {"Retry-After": "60"},
    whole_files.FilesUnavailable: {"Retry-After": "60"},
    whole_files.FilesFull: {"Retry-After": "60"},
}
"""What RFC 9110 has go with a refusal: how to come in (11.6.1), when to ask again (10.2.3)."""


class Breach(BaseModel):
    """One field that breaks a rule of its form."""

    field: str
    rule: str


class Problem(BaseModel):
    """An RFC 9457 problem: `type` ends in the refusal's class name and is served as a page of its own."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: Sequence[Breach] = ()


def status_of(refusal: type[Refusal]) -> int:
    """The HTTP status that answers this kind of refusal."""
    return next(STATUS[kind] for kind in refusal.__mro__ if kind in STATUS)


def title_of(refusal: type[Refusal]) -> str:
    """The refusal's own sentence."""
    return (getdoc(refusal) or refusal.__name__).partition("\n")[0]


def in_words(refusal: Refusal) -> str:
    """A refusal as the command line says it: its name, and its own words or the sentence of its kind."""
    return f"{type(refusal).__name__}: {str(refusal) or title_of(type(refusal))}"


def by_name(name: str) -> type[Refusal] | None:
    """The refusal of this name, if there is one."""
    waiting = [Refusal]
    while waiting:
        refusal = waiting.pop()
        if refusal.__name__ == name:
            return refusal
        waiting += refusal.__subclasses__()
    return None


def problem_of(refusal: Refusal, instance: str = "/", errors: Sequence[Breach] = ()) -> Problem:
    """A refusal as a problem; `instance` is the path that was asked."""
    kind = type(refusal)
    if not errors and refusal.field:
        errors = [Breach(field=refusal.field, rule=str(refusal) or title_of(kind))]
    return Problem(
        type=f"/problems/{kind.__name__}",
        title=title_of(kind),
        status=status_of(kind),
        detail=str(refusal) or title_of(kind),
        instance=instance,
        errors=errors,
    )


def answer(
    refusal: Refusal, instance: str, errors: Sequence[Breach] = (), further: Mapping[str, Any] = MappingProxyType({})
) -> JSONResponse:
    """The problem+json answer to a refusal; `instance` is the path that was asked, `further` are members of its own."""
    problem, kind = problem_of(refusal, instance, errors), type(refusal)
    content = {**problem.model_dump(mode="json", exclude_defaults=True), **further}
    return JSONResponse(content, problem.status, HEADERS.get(kind), MEDIA_TYPE)
