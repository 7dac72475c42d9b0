"""The gate before FastAPI and pydantic: only well-formed addresses and strict JSON objects pass it.

The gate judges form only; what a command may say is pydantic's and the domain's to judge. A file that is uploaded is no
JSON, and may be larger than memory: it passes piece by piece, measured.
"""

import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from application.importing.uploads import LARGEST
from domain.refusal import Refusal
from interface.problems import answer
from interface.refusals import MalformedBody, MalformedRequest, TooLarge, UnsupportedMediaType
from interface.strict_json import LONGEST_NAMED, UNFIT_LINE, must_be_strict

LARGEST_BODY = 1 << 20  # bytes, unless the gate is built with another cap
LONGEST_ADDRESS = 8_000  # bytes of path and query as they were sent

_TAKE_BODY = frozenset({"POST", "PUT", "PATCH"})
_JSON = re.compile(rb'application/json[ \t]*(;[ \t]*charset=(utf-8|"utf-8")[ \t]*)?', re.IGNORECASE)
_UPLOAD = ("POST", "/uploads")
FILES = ("text/csv", "application/octet-stream", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
"""What a file that is uploaded may be called."""
_FILE = re.compile(rf"({'|'.join(map(re.escape, FILES))})[ \t]*(;[\x20-\x7e]*)?".encode(), re.IGNORECASE)
_UNFIT_HEADER = re.compile(rb"[^\t\x20-\x7e]")
_ONCE = frozenset(b"host authorization content-type content-length content-encoding idempotency-key if-match".split())
"""Headers that are read differently by whoever takes the first and whoever takes the last."""
_UNREAD = frozenset({b"cookie", b"user-agent"})
"""Headers that Casus never reads; other programs on the same host do put UTF-8 there."""


def instance_of(scope: Scope) -> str:
    """The path that was asked, as a problem's `instance`: percent-encoded ASCII (RFC 3986) of bounded length."""
    return quote(scope["path"][:LONGEST_NAMED], safe="/:@!$&'()*+,;=~", errors="replace")


def _address_is_fit(scope: Scope) -> None:
    path: bytes = scope.get("raw_path") or quote(scope["path"], errors="surrogatepass").encode()
    query: bytes = scope.get("query_string", b"")
    if len(path) + len(query) > LONGEST_ADDRESS:
        raise MalformedRequest(f"Path and query have at most {LONGEST_ADDRESS} bytes.")
    for part, sent in (("path", path), ("query", query)):
        # Bytes that are not UTF-8 become lone surrogates here, and those are unfit too.
        plain = unquote_to_bytes(sent).decode("utf-8", "surrogateescape")
        if not sent.isascii() or UNFIT_LINE.search(plain):
            raise MalformedRequest(f"The {part} is percent-encoded UTF-8 (RFC 3986) without control characters.")
    keys = [key for key, _ in parse_qsl(query.decode("ascii"), keep_blank_values=True)]
    if len(keys) != len(set(keys)):
        raise MalformedRequest("A query parameter is given once.")


def _headers_are_fit(scope: Scope, largest: int) -> int | None:
    """How long the body is said to be, where the headers are fit and say so."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in headers and name in _ONCE:
            raise MalformedRequest("A header that says one thing is given once.")
        if _UNFIT_HEADER.search(name) or (name not in _UNREAD and _UNFIT_HEADER.search(value)):
            raise MalformedRequest("A header is printable ASCII.")
        headers[name] = value
    length = headers.get(b"content-length", b"0").lstrip(b"0") or b"0"
    if not length.isdigit():
        raise MalformedRequest("Content-Length is a number of bytes.")
    if length != b"0" and scope["method"] not in _TAKE_BODY:
        raise MalformedRequest("This method takes no body.")
    if len(length) > len(str(largest)) or int(length) > largest:  # int() raises from 4,300 digits on
        raise TooLarge(f"A body has at most {largest} bytes.")
    return int(length) if b"content-length" in headers else None


def _media_type_is_fit(scope: Scope, fit: re.Pattern[bytes], rule: str) -> None:
    headers = dict(scope["headers"])
    if not fit.fullmatch(headers.get(b"content-type", b"")):
        raise UnsupportedMediaType(rule)
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise UnsupportedMediaType("A body is sent without a Content-Encoding.")


class Gate:
    """Pure ASGI middleware: refuses malformed requests itself, hands every other one on byte for byte."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY, largest_file: int = LARGEST) -> None:
        self._app = app
        self._largest = largest
        self._largest_file = largest_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _address_is_fit(scope)
            if (scope["method"], scope["path"]) == _UPLOAD:
                length = _headers_are_fit(scope, self._largest_file)
                _media_type_is_fit(scope, _FILE, f"A file is {', '.join(FILES)}.")
                passed: Receive | None = _measured(receive, length, self._largest_file)
            else:
                _headers_are_fit(scope, self._largest)
                body = await self._read(scope, receive)
                passed = body if body is None else _replayed(body, receive)
        except Refusal as refusal:
            await answer(refusal, instance_of(scope))(scope, receive, _guarded(send))
        else:
            if passed is not None:
                await self._app(scope, passed, _guarded(send))

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body, found fit; nothing if the client went away before its end."""
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            if chunk and scope["method"] not in _TAKE_BODY:
                raise MalformedRequest("This method takes no body.")
            if len(body) + len(chunk) > self._largest:
                raise TooLarge(f"A body has at most {self._largest} bytes.")
            body += chunk
            more = message.get("more_body", False)
        if body:
            _media_type_is_fit(scope, _JSON, "The Content-Type of a command is application/json, in UTF-8.")
            must_be_strict(bytes(body))
        elif scope["method"] in _TAKE_BODY:
            raise MalformedBody("A command has a body.")
        return bytes(body)


def _measured(receive: Receive, length: int | None, largest: int) -> Receive:
    """Hands a body on piece by piece; what takes it is refused more than may come, or another length than was said."""
    taken = 0

    async def measured() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > largest:
                raise TooLarge(f"A body has at most {largest} bytes.")
            if length is not None and (taken > length or (taken < length and not message.get("more_body"))):
                raise MalformedRequest("A body is as long as its Content-Length says.")
        return message

    return measured


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _guarded(send: Send) -> Send:
    """Sends every answer with the headers that keep it out of caches and out of content sniffing."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            headers["X-Content-Type-Options"] = "nosniff"
            headers.setdefault("Cache-Control", "no-store")
            message = {**message, "headers": headers.raw}
        await send(message)

    return guarded
