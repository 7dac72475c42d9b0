"""The OpenAPI document: what each request may be refused as, and in what form."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI

from domain.refusal import Refusal
from interface.problems import MEDIA_TYPE, Problem, status_of, title_of

Responses = dict[int | str, dict[str, Any]]


def problems(refusals: Iterable[type[Refusal]]) -> Responses:
    """The answers to these refusals, as OpenAPI lists them: by status, each refusal an example of its own."""
    listed: Responses = {}
    for refusal in sorted(set(refusals), key=lambda it: (status_of(it), it.__name__)):
        at = listed.setdefault(
            status_of(refusal), {"model": Problem, "description": "", "content": {MEDIA_TYPE: {"examples": {}}}}
        )
        at["description"] = "; ".join(filter(None, (at["description"], refusal.__name__)))
        at["content"][MEDIA_TYPE]["examples"][refusal.__name__] = {
            "summary": title_of(refusal),
            "value": {
                "type": f"/problems/{refusal.__name__}",
                "title": title_of(refusal),
                "status": status_of(refusal),
                "detail": title_of(refusal),
                "instance": "/",
            },
        }
    return listed


def document(app: FastAPI) -> dict[str, Any]:
    """The document of an application, its problems under their own media type: FastAPI puts every model under JSON."""
    whole = FastAPI.openapi(app)
    for path in whole["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "query" and parameter["schema"].get("type") == "array":
                    parameter["explode"] = False  # several with commas between: the gate takes each parameter once
            for response in operation["responses"].values():
                content = response.get("content", {})
                if MEDIA_TYPE in content and "application/json" in content:
                    content[MEDIA_TYPE] = {**content.pop("application/json"), **content[MEDIA_TYPE]}
    return whole
