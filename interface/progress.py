"""How far an import or a preview is: as JSON, and as server-sent events (WHATWG HTML, 9.2)."""

from asyncio import sleep
from collections.abc import AsyncIterator
from time import monotonic

from fastapi import Request, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from application.importing.run import Run, Standing, Told
from application.importing.watching import Tally
from domain.refusal import Refusal
from domain.value import Id, Value
from interface.accepting import Form, accepted
from interface.problems import Problem, problem_of
from interface.refusals import Failed

_LOOK, _QUIET = 0.2, 15.0
"""Seconds between two looks at a run, and for which a client hears nothing at most."""


class RunProgress(Value):
    """How far an import or a preview is, what came of its rows so far, and why it ended, if it did not finish."""

    id: Id
    standing: Standing
    tally: Tally | None
    problem: Problem | None


def progress_of(run: Run) -> RunProgress:
    """How far it is, just now."""
    told = run.told
    return RunProgress(id=run.id, standing=told.standing, tally=told.tally, problem=_problem(told))


def progress(run: Run, request: Request) -> RunProgress | Response:
    """How far it is: once, or as events until it ends, as the request accepts.

    A client that has heard the last event, and connects again, is told to leave it at that (204).

    Raises:
        NotAcceptable: in neither form.
    """
    if accepted(request.headers.getlist("accept"), [Form.JSON, Form.EVENTS]) is Form.JSON:
        return progress_of(run)
    if run.over and request.headers.get("last-event-id") == _id(run, run.told):
        return Response(status_code=204)
    return EventSourceResponse(_events(run))


async def _events(run: Run) -> AsyncIterator[bytes]:
    """The newest at once, then what changes; the last is `finished`, or `failed`."""
    heard, number = monotonic(), 0
    while True:
        told = run.told
        if told.number > number:
            heard, number = monotonic(), told.number
            yield _event(run, told)
        elif monotonic() - heard > _QUIET:
            heard = monotonic()
            yield KEEPALIVE_COMMENT
        if told.standing is not Standing.RUNNING:
            return
        await sleep(_LOOK)


def _event(run: Run, told: Told) -> bytes:
    problem = _problem(told)
    said = problem or told.tally
    assert said is not None, "a run tells how far it is, or why it ended"
    name = "failed" if problem else "finished" if told.standing is Standing.FINISHED else "progress"
    return format_sse_event(event=name, data_str=said.model_dump_json(), id=_id(run, told))


def _id(run: Run, told: Told) -> str:
    return f"{run.serial}.{told.number}"


def _problem(told: Told) -> Problem | None:
    if told.why is None:
        return None
    return problem_of(told.why if isinstance(told.why, Refusal) else Failed())
