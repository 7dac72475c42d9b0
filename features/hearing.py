"""Somebody who follows the log over the real application, until they go away."""

import asyncio
import json
from threading import Thread
from time import monotonic, sleep
from typing import Any

from starlette.types import ASGIApp, Message

_PATIENCE = 20.0


class Hearing:
    """What somebody hears who listens; in a thread of their own, as it would be in a process of their own."""

    def __init__(self, app: ASGIApp, query: str = "", *, having_heard: str | None = None) -> None:
        self.status: int | None = None
        self.text = ""
        self._app = app
        self._gone = asyncio.Event()
        headers = [(b"host", b"127.0.0.1")]
        headers += [(b"last-event-id", having_heard.encode())] if having_heard is not None else []
        self._scope: dict[str, Any] = {"type": "http", "method": "GET", "headers": headers, "client": ("127.0.0.1", 1)}
        self._scope |= {"path": "/log/stream", "raw_path": b"/log/stream", "query_string": query.encode()}
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=lambda: self._loop.run_until_complete(self._listen()), daemon=True)
        self._thread.start()

    def until(self, position: int) -> list[Any]:
        """The entries that they hear, up to this one; as soon as they do."""
        until = monotonic() + _PATIENCE
        while monotonic() < until and self._thread.is_alive():
            whole = self.text.rpartition("\n\n")[0]
            found = [json.loads(it[6:]) for it in whole.splitlines() if it.startswith("data: ")]
            if found and int(found[-1]["id"]) >= position:
                return found
            sleep(0.01)
        raise AssertionError((self.status, self.text))

    def leave(self) -> None:
        """They go away."""
        self._loop.call_soon_threadsafe(self._gone.set)
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive()
        self._loop.close()

    async def _listen(self) -> None:
        asked = False

        async def receive() -> Message:
            nonlocal asked
            if not asked:
                asked = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await self._gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            self.text += message.get("body", b"").decode()

        await self._app(self._scope, receive, send)
