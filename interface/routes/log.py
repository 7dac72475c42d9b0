"""`/log`: the entries of the log as CloudEvents, page by page or as they come."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from time import monotonic
from typing import Annotated, Any

from anyio import sleep, to_thread
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import Field, WithJsonSchema

from application.cloud_events import event
from application.log_entries import Listener, TooManyListeners
from application.questions import Limit
from application.recording import StoredEntry
from application.refusals import LogUnavailable
from application.services import Services
from domain.fact import Position
from domain.value import FromText, Id, Instant, Value
from interface.accepting import Form, accepted
from interface.answering import PAGE, UNCHANGED, Streamed
from interface.asking import Reader, only_known_parameters
from interface.forms import pieces
from interface.freshness import freshness, unchanged
from interface.openapi import Responses, problems
from interface.refusals import MalformedRequest, NotAcceptable
from interface.routes.resource import ALWAYS

_LOOK, _QUIET = 0.2, 15.0
"""Seconds between two looks at the log, and for which a listener hears nothing at most."""
_AT_ONCE = 100
"""Entries that are read for one listener at once: what they are slow to take is kept nowhere."""

After = Annotated[
    Position,
    FromText(int, r"^[0-9]{1,15}$", "a position of the log"),
    Field(ge=0),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]


class CloudEvent(Value):
    """An entry as a CloudEvent 1.0: `id` is its position, `subject` its stream, `data` the fact as it is stored."""

    specversion: str
    id: str
    source: str
    type: str
    subject: Id
    time: Instant
    datacontenttype: str
    streamversion: int
    form: int
    recordedby: str
    cause: Id
    data: dict[str, Any]


class LogPage(Value):
    """Entries of the log, oldest first; `next` is the `after` of those that follow, `position` where the log ends."""

    items: Sequence[CloudEvent]
    next: int | None
    position: int


_FORMS = [Form.JSON, Form.NDJSON, Form.CLOUD_EVENTS]
_PAGE: Responses = {
    **UNCHANGED,
    200: {
        "model": LogPage,
        "description": "Entries, oldest first; as a batch of CloudEvents, or a line each, for whoever accepts that.",
        "content": {
            Form.NDJSON.value: {"schema": {"type": "string"}},
            Form.CLOUD_EVENTS.value: {"schema": {"type": "array"}},
        },
    },
}
_EVENTS: Responses = {
    200: {
        "description": "Each entry as an event `entry`: its id is the position, its data the CloudEvent.",
        "content": {Form.EVENTS.value: {"schema": {"type": "string"}}},
    }
}


def routes(services: Services) -> APIRouter:
    router = APIRouter(tags=["log"], dependencies=[Depends(only_known_parameters)])
    log = services.log

    @router.get(
        "/log",
        summary="The entries of the log as CloudEvents, oldest first",
        operation_id="read the log",
        responses={**_PAGE, **problems([*ALWAYS, NotAcceptable])},
        response_class=Response,
    )
    def entries(
        asked: Request,
        _: Reader,
        after: Annotated[After, Query(description="Entries after this position.")] = Position(0),
        limit: Annotated[Limit | None, Query(description="At most so many; lines: all, unless it is said.")] = None,
    ) -> Response:
        form = accepted(asked.headers.getlist("accept"), _FORMS)
        end = services.ledger.position_at(None)
        headers = {**freshness(asked, end, of=form), "Vary": "Accept"}
        if same := unchanged(asked, headers):
            return same
        if form is Form.NDJSON:
            to = end if limit is None else min(end, after + limit)
            return Streamed(pieces(_lines(log.between(after, Position(to)))), headers, form.value)
        found = [*log.between(after, Position(min(end, after + (limit or PAGE))))]
        body = _batch(found) if form is Form.CLOUD_EVENTS else _page(found, end)
        return Response(body, headers=headers, media_type=form.value)

    @router.get(
        "/log/stream",
        summary="The entries of the log as they come, as server-sent events (WHATWG HTML, 9.2)",
        operation_id="follow the log",
        responses={**_EVENTS, **problems([*ALWAYS, TooManyListeners])},
        response_class=Response,
    )
    def stream(
        _: Reader,
        after: Annotated[After, Query(description="Entries after this position.")] = Position(0),
        last_event_id: Annotated[str | None, Header(description="The last event that was heard: go on there.")] = None,
    ) -> Response:
        return EventSourceResponse(_events(log.listen(_heard(last_event_id) or after)))

    return router


def _heard(last_event_id: str | None) -> Position | None:
    if not last_event_id:
        return None
    if not re.fullmatch("[0-9]{1,15}", last_event_id):
        raise MalformedRequest("Last-Event-ID is the id of an event of this stream: a position of the log.")
    return Position(int(last_event_id))


async def _events(listener: Listener) -> AsyncIterator[bytes]:
    """What they have not heard, as fast as they take it; then what comes."""
    heard = monotonic()
    try:
        while not listener.over:
            try:
                entries = await to_thread.run_sync(listener.next, _AT_ONCE)
            except LogUnavailable:  # for a time: they hear what they miss afterwards
                entries = ()
            for entry in entries:
                yield format_sse_event(event="entry", data_str=event(entry).decode(), id=str(entry.id))
                heard = monotonic()
            if monotonic() - heard > _QUIET:
                heard = monotonic()
                yield KEEPALIVE_COMMENT
            if not entries:
                await sleep(_LOOK)
    finally:
        listener.leave()


def _lines(entries: Iterable[StoredEntry]) -> Iterator[bytes]:
    return (event(it) + b"\n" for it in entries)


def _batch(entries: Sequence[StoredEntry]) -> bytes:
    return b"[" + b",\n".join(map(event, entries)) + b"]\n"


def _page(entries: Sequence[StoredEntry], end: Position) -> bytes:
    last = entries[-1].id if entries else end
    following = b"null" if last >= end else b"%d" % last
    return b'{"items":' + _batch(entries).rstrip() + b',"next":%b,"position":%d}' % (following, end)
