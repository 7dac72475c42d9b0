"""Mirrors of a desk's log: the address at which it is served to others, and the directories it is copied into."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from time import sleep

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from features.applications import application
from interface.house import House
from interface.main import house
from interface.server import _bound


class Mirrors:
    """The addresses at which logs are served to others, and the directories that they are copied into."""

    def __init__(self, directory: Path, room: ExitStack) -> None:
        self.directory = directory
        self.further = directory.with_name("further")
        self.room = room
        self.served: ExitStack | None = None
        self.address = ""
        self._house: House | None = None
        self._client: TestClient | None = None

    def serve(self, app: FastAPI) -> str:
        """The address at which an application is served from now on."""
        self.served = ExitStack()
        self.room.push(self.served)
        return self.served.enter_context(_serving(app))

    @property
    def house(self) -> House:
        """The mirror, opened."""
        if self._house is None:
            self._house = self.room.enter_context(house(self.directory))
            self._house.model.start()
        return self._house

    @property
    def app(self) -> FastAPI:
        return self.room.enter_context(application()).over(self.house.services, self.house.tokens)

    @property
    def client(self) -> TestClient:
        """Somebody who asks the mirror."""
        self._client = self._client or TestClient(
            self.app, base_url="http://127.0.0.1", client=("127.0.0.1", 50_000), raise_server_exceptions=False
        )
        return self._client


@contextmanager
def _serving(app: FastAPI) -> Iterator[str]:
    listener = _bound("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    thread = Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    thread.start()
    while not server.started:
        sleep(0.005)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
