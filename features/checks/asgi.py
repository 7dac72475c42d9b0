"""Raw requests to an ASGI application, as no well-behaved client would send them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Scope


@dataclass
class Answer:
    """What a raw request was answered; `read` counts the messages of it that were taken."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""
    read: int = 0


def ask(app: ASGIApp, method: str, target: bytes, headers: Sequence[tuple[bytes, bytes]], *said: Message) -> Answer:
    """One raw request, as no well-behaved client would send it; `said` are the messages that hold its body."""
    path, _, query = target.partition(b"?")
    scope: dict[str, Any] = {"type": "http", "method": method, "headers": [(b"host", b"127.0.0.1"), *headers]}
    scope |= {"client": ("127.0.0.1", 1), "path": unquote(path), "raw_path": path, "query_string": query}
    return ask_in(scope, app, *said)


def ask_in(scope: Scope, app: ASGIApp, *said: Message) -> Answer:
    answer, waiting = Answer(), said or (chunk(b"", more=False),)

    async def receive() -> Message:
        answer.read += 1
        return waiting[answer.read - 1] if answer.read <= len(waiting) else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], dict(message["headers"])
        answer.body += message.get("body", b"")

    async def run() -> None:
        await app(scope, receive, send)

    asyncio.run(run())
    return answer


def chunk(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}
