"""The desk at which scenarios are played: the real HTTP application over a real data directory, and what was named."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from starlette.testclient import TestClient

from application.ledger import Ledger
from application.recording import LogRecorder
from application.services import Services
from features.applications import application
from infrastructure.access import Access
from infrastructure.codec import Codec
from infrastructure.read_model.keeper import Keeper
from infrastructure.sqlite import SQLiteRecorder
from infrastructure.uploads import UploadedFiles
from interface.main import formats, tree_of

FIRST_DAY = datetime.fromisoformat("2018-03-01T09:00:00Z")
"""When scenarios begin, unless they say otherwise."""

HOLD_IDS = frozenset(
    {"to", "into", "side", "disputed_by", "corrected_by", "incident", "force", "between", "first", "then"}
)
"""The fields that hold an id without being called so."""


class Clock:
    """A clock that a scenario sets; it moves on by a minute with every look at it."""

    def __init__(self) -> None:
        self.now = FIRST_DAY

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class Desk:
    """Everything a scenario works with: who asks, what the things are called, what was answered last."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clock = Clock()
        self.ids: dict[str, tuple[str, UUID]] = {}
        self.moments: dict[str, int] = {}
        self.tokens: dict[str, str] = {}
        self.token_ids: dict[str, str] = {}
        self.asking: str | None = None
        self.answer: Any = None
        self.earlier: Any = None
        self.before = 0
        self.ended: Any = None
        self.other: Any = None
        self.foreign = ""
        self.heard: list[tuple[str, Any]] = []

    def recorder(self) -> LogRecorder:
        """Opens the log, once more if it is open."""
        return SQLiteRecorder(self.directory / "log.sqlite", self.clock)

    @contextmanager
    def opened(self) -> Iterator["Desk"]:
        """The desk with its log and its tokens open."""
        ledger = Ledger(self.recorder(), Codec(), clock=self.clock)
        self.access = Access(self.directory, self.clock)
        self._ledger = ledger
        with application() as self._application:
            self.start()
            try:
                yield self
            finally:
                self.stop()
                self.access.close()
                ledger.close()

    def stop(self) -> None:
        """Stops Casus, its imports first."""
        self.services.runs.close()
        self.model.close()

    def start(self, *, following: bool = True) -> None:
        """Starts Casus, with a read model that follows the log, unless it can't."""
        self.model = Keeper(self._ledger, self.directory / "read.duckdb", poll=0.05)
        if following:
            self.model.start()
        uploads = UploadedFiles(self.directory / "uploads")
        tree = tree_of(self._ledger, self.directory)
        self.services = Services(self._ledger, self.model, formats(self.clock), uploads, tree)
        self.app = self._application.over(self.services, self.access)
        self.client = self.client_of("127.0.0.1", "127.0.0.1")

    def client_of(self, machine: str, host: str) -> TestClient:
        """Somebody on a machine who knows this one by a name; a failure is answered, not raised."""
        return TestClient(self.app, base_url=f"http://{host}", client=(machine, 50_000), raise_server_exceptions=False)

    @property
    def position(self) -> int:
        """How far the log goes."""
        return self.services.ledger.position_at(None)

    def path(self, name: str) -> str:
        """The address of a thing by the name the scenario gave it."""
        resource, id = self.ids[name]
        return f"/{resource}/{id}"

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> Any:
        """Sends a command, and keeps the answer."""
        return self.send(path, json.dumps(body).encode(), "application/json", **headers)

    def send(self, path: str, body: bytes, media: str, **headers: str) -> Any:
        """Sends bytes as they are, and keeps the answer."""
        self.before = self.position
        said = {**self._credentials(), "Content-Type": media, **headers}
        self.answer = self.client.post(path, content=body, headers=said)
        self._must_be_listed("post", path)
        return self.answer

    def get(self, path: str, **query: str) -> Any:
        """Asks, and keeps the answer."""
        self.before = self.position
        self.answer = self.client.get(path, params=query or None, headers=self._credentials(), follow_redirects=False)
        self._must_be_listed("get", path.partition("?")[0])
        return self.answer

    def create(self, resource: str, name: str, body: Mapping[str, Any], **headers: str) -> Any:
        """Begins a thing, and remembers it under a name."""
        answer = self.post(f"/{resource}", self.resolved(body), **headers)
        if answer.status_code == 201:
            self.ids[name] = (resource, UUID(answer.json()["id"]))
        return answer

    def change(self, name: str, noun: str, body: Mapping[str, Any], **headers: str) -> Any:
        """Changes a thing as it stands now, unless the headers name another version."""
        if "If-Match" not in headers:
            headers["If-Match"] = f'"{self.version(name)}"'
        return self.post(f"{self.path(name)}/{noun}", self.resolved(body), **headers)

    def version(self, name: str) -> int:
        """The version a thing is at."""
        history = self.client.get(f"{self.path(name)}/history", headers=self._credentials())
        return int(history.json()[-1]["version"])

    def resolved(self, value: Any, of: str = "") -> Any:
        """A body in which the fields that hold ids have those of what the scenario called so."""
        if isinstance(value, dict):
            return {key: self.resolved(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [self.resolved(each, of) for each in value]
        if isinstance(value, str) and value in self.ids and (of in HOLD_IDS or of.endswith("_id")):
            return str(self.ids[value][1])
        return value

    def _credentials(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[self.asking]}"} if self.asking else {}

    def _must_be_listed(self, method: str, path: str) -> None:
        """Every refusal that is ever answered is listed, under its status, for its route in OpenAPI."""
        if self.answer.headers.get("content-type") != "application/problem+json":
            return
        refusal = self.answer.json()["type"].rpartition("/")[2]
        templates = _document(self.app)["paths"]
        route = next((it for it in templates if method in templates[it] and _fits(it, path)), None)
        if route is not None and refusal not in {"UnknownRoute", "MethodNotAllowed"}:
            answers = templates[route][method]["responses"]
            examples = answers[str(self.answer.status_code)]["content"]["application/problem+json"]["examples"]
            assert refusal in examples, f"{method} {route} does not list {refusal}"


def _document(app: FastAPI) -> Any:
    """The OpenAPI document, which is the same for every desk and takes long to make."""
    if "paths" not in _MADE:
        _MADE.update(app.openapi())
    return _MADE


_MADE: dict[str, Any] = {}


def _fits(template: str, path: str) -> bool:
    steps, there = path.strip("/").split("/"), template.strip("/").split("/")
    return len(steps) == len(there) and all(
        it.startswith("{") or it == step for it, step in zip(there, steps, strict=True)
    )
