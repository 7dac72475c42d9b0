"""The record, as an audit asks it: the HTTP contract, of a house opened in this process or of a server."""

import asyncio
import json
from collections.abc import Mapping
from time import monotonic
from types import TracebackType
from typing import Any, NoReturn, Self

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncBaseTransport, AsyncClient, HTTPError, InvalidURL, Response

from domain.actor import Actor
from domain.refusal import Refusal
from interface.auditing.outcomes import Declined
from interface.bearer import bearer

PATIENCE = 600.0
"""Seconds for which an audit waits until the record can be read."""
_PAUSE = 0.05
_LOCAL = ("127.0.0.1", 50_000)
_NOT_YET = 503
_BAD = 400
_SMALL = 65_536
"""Bytes of an answer that is kept, so that scenarios which ask the same again need not."""

Query = Mapping[str, str]


class Unreachable(Refusal):
    """No Casus that may be asked is at this address."""


class NobodyElse:
    """The tokens of a house that only this process asks: none, so that it is asked as by the local analyst."""

    def any(self) -> bool:
        return False

    def actor(self, _: str) -> Actor | None:
        return None


class Record:
    """A record that is asked, and recorded into, by its HTTP contract."""

    def __init__(
        self,
        address: str,
        transport: AsyncBaseTransport | None = None,
        token: str | None = None,
        *,
        takes: bool = False,
    ) -> None:
        """The record at an address, or the one that a transport leads to; `takes` says whether it may be recorded into.

        Raises:
            Unreachable: the address is none.
        """
        self.takes = takes
        self._answered: dict[tuple[object, ...], Response] = {}
        try:
            headers = bearer(token)
        except ValueError as error:
            raise Unreachable(str(error)) from error
        try:
            self._client = AsyncClient(
                base_url=address, transport=transport, headers=headers, timeout=120, follow_redirects=True
            )
        except (InvalidURL, UnicodeError) as error:
            raise Unreachable(f"{address} is no address: {error}") from error
        self._address = address
        self._runner = asyncio.Runner()

    @classmethod
    def of(cls, app: FastAPI, *, takes: bool = False) -> Self:
        """The record that an application of this process serves: no socket is opened."""
        return cls("http://127.0.0.1", ASGITransport(app, client=_LOCAL, raise_app_exceptions=False), takes=takes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def position(self) -> int:
        """Up to which position it can be read, once that is all that it holds now.

        Raises:
            Unreachable: no Casus is there, it does not let this audit in, or can't be read.
        """
        try:
            until, health = monotonic() + PATIENCE, self.get("/health")
            end = int(health["of"])
            while int(health["position"]) < end and monotonic() < until:
                self._runner.run(asyncio.sleep(_PAUSE))
                health = self.get("/health")
            self.get("/sources", {"limit": "1"})
        except (Declined, KeyError, TypeError, ValueError) as why:
            said = str(why) if isinstance(why, Declined) else "what answers there is no Casus."
            raise Unreachable(f"{self._address}: {said}") from why
        return int(health["position"])

    def get(self, path: str, query: Query | None = None) -> Any:
        """What it answers, as JSON.

        Raises:
            Declined: it does not answer that.
        """
        return _json(self._sent("GET", path, query))

    def found(self, path: str, query: Query | None = None) -> Any | None:
        """What it answers, or none where nothing of the kind is on record."""
        try:
            return self.get(path, query)
        except Declined as declined:
            if declined.args[0].startswith("Missing:"):
                return None
            raise

    def rows(self, path: str, query: Query) -> list[Any]:
        """Every row that answers a question."""
        answer = self._sent("GET", path, query, accept="application/x-ndjson")
        return [json.loads(line) for line in answer.text.split("\n") if line]

    def post(self, path: str, body: Mapping[str, Any], version: str | None = None) -> Any:
        """What it answers to a command, or to a check; a change names the version it was decided on.

        Raises:
            Declined: it refuses that, or may not be recorded into.
        """
        return _json(self._sent("POST", path, None, body, version))

    def check(self, body: Mapping[str, Any], query: Query) -> Any:
        """What it says of an assertion; records nothing.

        Raises:
            Declined: it is no assertion, or names what is not on record.
        """
        return _json(self._sent("POST", "/claims/check", query, body))

    def change(self, path: str, noun: str, body: Mapping[str, Any]) -> Any:
        """What it answers to a change of a thing as it stands now.

        Raises:
            Declined: it refuses that.
        """
        version = self._sent("GET", path).headers.get("ETag", "")
        return self.post(f"{path}/{noun}", body, version)

    def _sent(
        self,
        method: str,
        path: str,
        query: Query | None = None,
        body: Mapping[str, Any] | None = None,
        version: str | None = None,
        accept: str = "application/json",
    ) -> Response:
        asked = (path, accept, *sorted((query or {}).items()))
        if asked in self._answered and method == "GET":
            return self._answered[asked]
        headers = {"Accept": accept} | ({"If-Match": version} if version else {})
        until = monotonic() + PATIENCE
        while True:
            try:
                sending = self._client.request(method, path, params=query or None, json=body, headers=headers)
                answer = self._runner.run(sending)
            except (HTTPError, InvalidURL, UnicodeError) as error:
                raise Declined(f"{self._address} did not answer: {error or type(error).__name__}") from error
            if answer.status_code < _BAD:
                if method == "GET" and path != "/health" and not self.takes and len(answer.content) < _SMALL:
                    self._answered[asked] = answer  # an audit that only reads looks at one state of the record
                return answer
            if answer.status_code != _NOT_YET or _name(answer) != "NotReadYet" or monotonic() > until:
                _decline(answer)
            self._runner.run(asyncio.sleep(_PAUSE))


def _json(answer: Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise Declined("What answers there is no Casus.") from None


def _name(answer: Response) -> str:
    problem = _json(answer)
    return str(problem.get("type", "")).rpartition("/")[2] if isinstance(problem, dict) else ""


def _decline(answer: Response) -> NoReturn:
    problem, name = _json(answer), _name(answer)
    if not name:
        raise Declined(f"What answers there is no Casus: {answer.status_code}.")
    breaches = "; ".join(f"{it.get('field')}: {it.get('rule')}" for it in problem.get("errors") or ())
    raise Declined(f"{name}: {problem.get('detail') or problem.get('title')}" + (f" ({breaches})" if breaches else ""))
