"""What an application over a log answers to whatever it is asked."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from fastapi import FastAPI
from starlette.types import Message

from features.applications import application
from features.checks.logs import Logs
from infrastructure.access import Access


class Answer(NamedTuple):
    """The status, where it forwards to, and what it says."""

    status: int
    location: str | None
    said: Any


@contextmanager
def app_over(logs: Logs) -> Iterator[FastAPI]:
    """The application over a log; its read model is not started: things are read from the log itself."""
    with application() as it, closing(Access(logs.path.parent, logs.clock)) as tokens:
        yield it.over(logs.services(), tokens)


def answers(app: FastAPI, addresses: Sequence[str]) -> Mapping[str, Answer]:
    """What it answers at each of these addresses."""

    async def ask_all() -> Mapping[str, Answer]:
        return {address: await _ask(app, address) for address in addresses}

    return asyncio.run(ask_all())


async def _ask(app: FastAPI, address: str) -> Answer:
    path, _, query = address.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode()}
    scope |= {"headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 1)}
    heard: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        heard.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): text.decode() for name, text in heard[0]["headers"]}
    body = b"".join(it.get("body", b"") for it in heard[1:])
    location = headers.get("location")
    said = json.loads(body) if body else None
    return Answer(heard[0]["status"], location and location.partition("?")[0], said)


def unnumbered(answer: Answer) -> Answer:
    """An answer without what a log numbers."""
    return answer._replace(said=without_numbers(answer.said))


def without_numbers(said: Any) -> Any:
    """What is said, without positions and versions."""
    match said:
        case dict():
            return {name: without_numbers(part) for name, part in said.items() if name not in {"position", "version"}}
        case list():
            return [without_numbers(part) for part in said]
    return said
