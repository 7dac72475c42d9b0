"""A client of a server that may fail: what it was answered, and what it knows to be recorded."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple, Self

from features.checks.faults.faulty import PATIENCE, Process


class Answer(NamedTuple):
    """A status, and what came with it."""

    status: int
    said: Any

    @property
    def refusal(self) -> str:
        return str(self.said["type"]).rpartition("/")[2]


class Client:
    """One connection, over which sources are entered, each under its name as Idempotency-Key."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def of(cls, server: Process) -> Iterator[Self]:
        """A client of a server that was just begun."""
        with cls.at(port_of(server)) as client:
            yield client

    @classmethod
    @contextmanager
    def at(cls, port: int) -> Iterator[Self]:
        """A client of the server at a port."""
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            yield cls(connection)

    def enter(self, name: str) -> Answer:
        body = json.dumps({"name": name, "kind": "news_agency"})
        return self.ask(
            "POST", "/sources", body, **{"Idempotency-Key": name.replace(" ", "-"), "Prefer": "respond-async"}
        )

    def upload(self, body: str) -> Answer:
        return self.ask("POST", "/uploads", body, **{"Content-Type": "text/csv"})

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        self._connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        answer = self._connection.getresponse()
        said = answer.read()
        kind = answer.headers.get_content_type()
        return Answer(answer.status, json.loads(said) if kind.endswith(("/json", "+json")) else said)


def port_of(server: Process) -> int:
    """Where a server says that it is."""
    return int(server.line().partition("127.0.0.1:")[2].partition(";")[0])
