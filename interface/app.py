"""The HTTP application: the gate, the routes, and one place where every failure becomes an answer."""

import logging
from functools import partial
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from application.access import TokenStore
from application.services import Services
from domain.refusal import Refusal
from interface.gate import Gate, instance_of
from interface.openapi import document, problems
from interface.problems import Breach, answer, by_name, status_of, title_of
from interface.refusals import Failed, Invalid, MethodNotAllowed, UnknownRoute
from interface.routes import (
    casualties,
    claims,
    coverages,
    differences,
    forces,
    health,
    importing,
    imports,
    incidents,
    lineage,
    log,
    log_bundle,
    log_proofs,
    policies,
    reports,
    sources,
    stability,
    toll,
    uploads,
)

_log = logging.getLogger(__name__)

TAG = "asserts"
"""The field by which the forms of an assertion are told apart."""


def create_app(services: Services, tokens: TokenStore) -> FastAPI:
    """The application over these services; whoever has one of these tokens may use it."""
    app = FastAPIOffline(
        redoc_url=None,
        static_url="/docs/files",
        title="Casus",
        description="What armed forces did to whom, as far as sources let us say, and when that was known.",
        openapi_url="/openapi.json",
    )
    app.state.tokens = tokens
    for resource in (
        sources,
        reports,
        forces,
        incidents,
        casualties,
        toll,
        lineage,
        differences,
        policies,
        coverages,
        claims,
        imports,
        importing,
        uploads,
        stability,
        log,
        log_bundle,
        log_proofs,
        health,
    ):
        app.include_router(resource.routes(services))
    app.get("/", include_in_schema=False)(_front)
    app.get(
        "/problems/{name}",
        tags=["service"],
        summary="What a refusal means",
        responses=problems([UnknownRoute, Invalid]),
    )(_problem)
    app.openapi = partial(document, app)  # type: ignore[method-assign]  # FastAPI's own way to extend it
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(Gate)
    return app


def _front() -> RedirectResponse:
    return RedirectResponse("/docs")


def _problem(name: str) -> dict[str, Any]:
    refusal = by_name(name)
    if refusal is None:
        raise UnknownRoute
    return {"name": name, "title": title_of(refusal), "status": status_of(refusal)}


def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return answer(refusal, instance_of(request.scope))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    breaches = [Breach(field=_field(each, error.body), rule=_rule(each)) for each in error.errors()]
    first = Invalid(f"{len(breaches)} of its fields break a rule." if len(breaches) > 1 else breaches[0].rule)
    return answer(first, instance_of(request.scope), list({(it.field, it.rule): it for it in breaches}.values()))


def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    refusal = MethodNotAllowed() if error.status_code == status_of(MethodNotAllowed) else UnknownRoute()
    response = answer(refusal, instance_of(request.scope))
    response.headers.update(error.headers or {})
    return response


def _failed(request: Request, error: Exception) -> Response:
    number = uuid4()
    _log.error("Failure %s at %s %s", number, request.method, request.url.path, exc_info=error)
    return answer(Failed(f"Casus failed; its log tells more under {number}."), instance_of(request.scope))


def _rule(error: Any) -> str:
    # Never the input itself: pydantic's messages name the rule, and only `enum` and our own go on.
    if error["type"] == "union_tag_invalid":
        return f"Input should be one of {error['ctx']['expected_tags']}"
    return str(error["msg"]).removeprefix("Value error, ")


def _field(error: Any, body: Any) -> str:
    """The field as the client knows it: pydantic's place without the names of the forms it tried."""
    where, *steps = error["loc"]
    if where != "body":
        return str(steps[0]) if steps else str(where)
    named: list[str] = []
    tagged: Any = None
    for step in steps:
        match body:
            case dict() if body is not tagged and body.get(TAG) == step:
                tagged = body  # the form that the tag of this object names, which may be called like one of its fields
                continue
            case dict() if step in body:
                body = body[step]
            case list() if isinstance(step, int) and step < len(body):
                body = body[step]
            case dict() if step is steps[-1] and error["type"] == "missing":
                pass
            case _:
                continue
        named.append(str(step))
    if error["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        named.append(TAG)
    return ".".join(named) or "body"
