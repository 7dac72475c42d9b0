"""Another Casus as a mirror asks it over HTTP: answers of bounded size, in bounded time, not one of them believed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from json import loads
from time import monotonic
from typing import NoReturn
from urllib.parse import urlsplit

from httpx2 import Client, HTTPError, InvalidURL, Response

from application.mirroring import NoAnswer
from application.proving import NotSignedYet
from domain.fact import Position
from interface.auditing.record import Unreachable
from interface.bearer import bearer

_SMALL = 1 << 16
"""Bytes of any answer but entries."""
_LONGEST_LINE = 1 << 26
_PATIENCE = 30.0
"""Seconds for which nothing is heard, and those that a small answer, or the next entry, takes at most."""
_OK = 200
_NOT_LET_IN = {401, 403}

Waiting = Callable[[], AbstractContextManager[object]]


class Server:
    """A Casus, or a mirror of one, at an address."""

    def __init__(self, address: str, token: str | None = None, waiting: Waiting = nullcontext) -> None:
        """`waiting` is entered for as long as the server is waited for.

        Raises:
            Unreachable: the address is none that can be asked, or holds a password; or the token is none.
        """
        self.address = address.rstrip("/")
        self._waiting = waiting
        try:
            headers = {"Accept-Encoding": "identity", **bearer(token)}
        except ValueError as error:
            raise Unreachable(str(error)) from error
        try:
            parts = urlsplit(address)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
                raise Unreachable("An address is such as https://casus.example.org.")
            if parts.username is not None or parts.password is not None:
                raise Unreachable("A name and a password don't belong into the address: give a token with --token.")
            self._client = Client(base_url=self.address, headers=headers, timeout=_PATIENCE)
        except (ValueError, InvalidURL) as error:
            raise Unreachable(f"That is no address: {error}") from error

    def close(self) -> None:
        """Lets go of its connections."""
        self._client.close()

    def key(self) -> str:
        return self._small("/log/key").decode("utf-8", "replace")

    def checkpoint(self) -> bytes:
        return self._small("/log/checkpoint")

    def consistency(self, size1: int, size2: int) -> bytes:
        return self._small(f"/log/proofs/consistency?from={size1}&to={size2}")

    @contextmanager
    def entries(self, after: Position) -> Iterator[Iterator[bytes]]:
        with self._answer(f"/log?after={after}", "application/x-ndjson") as answer:
            yield self._lines(answer)

    def _small(self, path: str) -> bytes:
        with self._answer(path, "*/*") as answer:
            return self._whole(answer)

    def _whole(self, answer: Response) -> bytes:
        body, until = b"", monotonic() + _PATIENCE
        for piece in self._pieces(answer):
            body += piece
            if len(body) > _SMALL or monotonic() > until:
                raise NoAnswer(f"{self.address} answers without an end.")
        return body

    def _lines(self, answer: Response) -> Iterator[bytes]:
        begun, until = bytearray(), monotonic() + _PATIENCE
        for piece in self._pieces(answer):
            first, *others = piece.split(b"\n")
            begun += first
            for other in others:
                yield bytes(begun)
                begun = bytearray(other)
                until = monotonic() + _PATIENCE
            if len(begun) > _LONGEST_LINE or monotonic() > until:
                raise NoAnswer(f"{self.address} answers an entry without an end.")
        if begun:
            raise NoAnswer(f"The answer of {self.address} was cut off.")

    @contextmanager
    def _answer(self, path: str, accept: str) -> Iterator[Response]:
        asked = self._client.build_request("GET", self.address + path, headers={"Accept": accept})
        try:
            with self._waiting():
                answer = self._client.send(asked, stream=True)
        except (HTTPError, InvalidURL) as error:
            raise NoAnswer(f"{self.address} did not answer: {error or type(error).__name__}") from error
        try:
            if answer.status_code != _OK:
                self._refused(answer)
            if "content-encoding" in answer.headers:
                raise NoAnswer(f"{self.address} answers in a form that was not asked for.")
            yield answer
        finally:
            answer.close()

    def _pieces(self, answer: Response) -> Iterator[bytes]:
        pieces = answer.iter_raw(1 << 16)
        while True:
            try:
                with self._waiting():
                    piece = next(pieces, None)
            except HTTPError as error:
                raise NoAnswer(f"{self.address} broke off: {error or type(error).__name__}") from error
            if piece is None:
                return
            yield piece

    def _refused(self, answer: Response) -> NoReturn:
        if answer.has_redirect_location:
            place = _shown(answer.headers["Location"])
            raise NoAnswer(f"{self.address} answers that it is at {place} now; it is not followed there.")
        try:
            problem = loads(self._whole(answer))
            name, said = (_shown(str(problem[it])) for it in ("type", "detail"))
            name = name.rpartition("/")[2]
        except (ValueError, KeyError, TypeError, RecursionError):
            name, said = "", "what answers there is no Casus."
        if name == NotSignedYet.__name__:
            raise NotSignedYet("No checkpoint was signed there yet.")
        words = " ".join(filter(None, [f"{self.address}:", str(answer.status_code), name and f"{name}:", said]))
        if answer.status_code in _NOT_LET_IN:
            raise Unreachable(f"{words} A token is given with --token, or in CASUS_TOKEN.")
        raise NoAnswer(words)


def _shown(text: str) -> str:
    """What a server said, as it may be printed: nothing that a terminal would do."""
    return "".join(it if it.isprintable() else "\ufffd" for it in text)
