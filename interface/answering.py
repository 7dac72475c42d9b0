"""Answers a question of a whole collection: in which form, which part of it, and where the rest is."""

from collections.abc import Generator, Mapping
from contextlib import closing
from itertools import chain
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from application.asking import Questions
from application.proving import Proving
from application.questions import Question
from application.rows import Answer, Citation, IncidentRow
from domain.value import Value
from interface.accepting import Form, accepted
from interface.forms import WRITERS, Heading, pieces
from interface.freshness import freshness, unchanged
from interface.lineage_links import flips_of, lineage_of
from interface.openapi import Responses

PAGE = 50
"""How many rows a page of JSON has, unless the question says how many."""

_TYPES: Mapping[Form, str] = {
    **{form: form.value for form in Form},
    Form.CSV: "text/csv; charset=utf-8; header=present",
}


def answered(
    questions: Questions, question: Question, row: type[Value], request: Request, proving: Proving
) -> Response:
    """The answer to a question with rows of this kind, in the form that the request accepts.

    Raises:
        NotAcceptable: there is no such form.
        NotSignedYet: it is to be cited, and no signed checkpoint covers it yet.
        Refusal: whatever the question is refused for.
    """
    form = accepted(request.headers.getlist("accept"), _forms_of(row))
    asked = questions.asked(question)
    position = asked.at.position
    headers = {**freshness(request, position, of=form), "Vary": "Accept"}
    if same := unchanged(request, headers):
        return same
    lineage = lineage_of(asked, request.query_params)
    policy, flips = getattr(question, "policy", None), flips_of(asked, request.query_params)
    cite = None
    if question.cite == "true":
        cite = Citation(position=position, checkpoint=proving.covering(position).decode())
    heading = Heading(row, None, position, policy, lineage, asked.at.without, flips, cite)
    if form is not Form.JSON and question.limit is None:
        headers["Link"] = _links(request, {"memento": {"known_at": position}})
        return Streamed(_streamed(form, questions.rows(asked), heading), headers, _TYPES[form])
    page = questions.page(asked, question.limit or PAGE)
    further = {"next": {"cursor": page.next}} if page.next else {}
    headers["Link"] = _links(request, {**further, "memento": {"known_at": position}})
    body = b"".join(WRITERS[form](page.rows, heading._replace(next=page.next)))
    return Response(body, headers=headers, media_type=_TYPES[form])


def answers(row: type[Value]) -> Responses:
    """The answers of `answered`, as OpenAPI lists them."""
    others = {form.value: {"schema": {"type": "string"}} for form in _forms_of(row) if form is not Form.JSON}
    listed: dict[str, Any] = {
        "model": Answer[row],  # type: ignore[valid-type]  # made at run time
        "description": "The rows, the cursor of the next, the position, the policy, and where figures lead back.",
        "content": others,
        "headers": {
            "Link": {
                "description": "`next`: the next page. `memento`: the same answer, for good (RFC 7089).",
                "schema": {"type": "string"},
            },
        },
    }
    return {200: listed, **UNCHANGED}


UNCHANGED: Responses = {304: {"description": "It is what `If-None-Match` names."}}
"""How a read is answered that the client has already."""


class Streamed(StreamingResponse):
    """An answer in pieces, which lets go of what it reads from once it ends, or the client goes away."""

    def __init__(self, pieces: Generator[bytes, None, None], headers: Mapping[str, str], media_type: str) -> None:
        self._pieces = pieces
        # The first piece is made before the answer begins: what is refused is then refused in full.
        first = next(pieces, b"")
        super().__init__(chain([first], pieces), headers=headers, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pieces.close()


def _streamed(form: Form, rows: Generator[Value, None, None], heading: Heading) -> Generator[bytes, None, None]:
    with closing(rows):
        yield from pieces(WRITERS[form](rows, heading))


def _forms_of(row: type[Value]) -> list[Form]:
    """The forms that rows of this kind can take: only what has a place goes on a map."""
    mapped = [Form.GEOJSON] if issubclass(row, IncidentRow) else []
    return [Form.JSON, *mapped, Form.CSV, Form.NDJSON]


def _links(request: Request, by_relation: Mapping[str, Mapping[str, object]]) -> str:
    """Where the same request leads with other parameters, as a Link header (RFC 8288)."""
    targets = {relation: request.url.include_query_params(**query) for relation, query in by_relation.items()}
    return ", ".join(f'<{target.path}?{target.query}>; rel="{relation}"' for relation, target in targets.items())
