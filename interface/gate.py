"""The gate before FastAPI and pydantic: only well-formed addresses and strict JSON objects pass it.

Behind it FastAPI alone answers 500 to NaN, 1e400 and lone surrogates, and accepts doubled keys, NUL and 400-digit
integers. The gate judges form only; what a command may say is pydantic's and the domain's to judge.
"""

import json
import re
from collections.abc import Iterable
from math import isfinite
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.refusal import Refusal
from interface.problems import answer
from interface.refusals import MalformedBody, MalformedRequest, TooLarge, UnsupportedMediaType

LARGEST_BODY = 1 << 20  # bytes, unless the gate is built with another cap
LARGEST_INTEGER = 2**53 - 1  # what every reader agrees on (RFC 7493, 2.2)
LONGEST_STRING = 20_000  # characters: as many as domain.value.Text takes
LONGEST_KEY = 200
LONGEST_NUMBER = 64  # characters, of a number with a fraction or an exponent; a double needs 24
DEEPEST = 32  # objects and arrays inside one another, the body itself counted
MOST_VALUES = 10_000  # of every kind in one body, the body itself counted
LONGEST_ADDRESS = 8_000  # bytes of path and query as they were sent
_LONGEST_NAMED = 200  # characters of a place or path that a refusal names

_TAKE_BODY = frozenset({"POST", "PUT", "PATCH"})
_JSON = re.compile(rb'application/json[ \t]*(;[ \t]*charset=(utf-8|"utf-8")[ \t]*)?', re.IGNORECASE)
_UNFIT_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNFIT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_UNFIT_HEADER = re.compile(rb"[^\t\x20-\x7e]")
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)  # always ends somewhere: linear on any text
_TOO_MANY = f"a body has at most {MOST_VALUES} values"
_ONCE = frozenset(b"host authorization content-type content-length content-encoding idempotency-key if-match".split())
"""Headers that are read differently by whoever takes the first and whoever takes the last."""
_UNREAD = frozenset({b"cookie", b"user-agent"})
"""Headers that Casus never reads; other programs on the same host do put UTF-8 there."""
_Place = tuple[str | int, ...]


class _Members(list[tuple[str, Any]]):
    """An object's members as they were written, so that a doubled key can still be found and placed."""


class _Unfit(str):
    """The rule that a number breaks, standing in its place until the walk knows where that is."""

    __slots__ = ()


def _integer(digits: str) -> int | _Unfit:
    # Counted before they are converted: int() takes quadratic time, and raises from 4,300 digits on.
    if len(digits) <= len(str(-LARGEST_INTEGER)) and abs(value := int(digits)) <= LARGEST_INTEGER:
        return value
    return _Unfit("an integer lies between -(2^53 - 1) and 2^53 - 1")


def _real(digits: str) -> float | _Unfit:
    if len(digits) > LONGEST_NUMBER:
        return _Unfit(f"a number has at most {LONGEST_NUMBER} characters")
    return value if isfinite(value := float(digits)) else _Unfit("a number is finite as a double (IEEE 754)")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Members,
    parse_int=_integer,
    parse_float=_real,
    parse_constant=lambda _: _Unfit("NaN and the infinities are not JSON"),
)


def _refused(rule: str, place: _Place = ()) -> MalformedBody:
    pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in place)
    return MalformedBody(f"At {pointer[:_LONGEST_NAMED]}: {rule}." if place else f"{rule[0].upper()}{rule[1:]}.")


def _fit(members: _Members, place: _Place) -> Iterable[tuple[str | int, Any]]:
    seen = set()
    for key, _ in members:
        if len(key) > LONGEST_KEY:
            raise _refused(f"a key has at most {LONGEST_KEY} characters", place)
        if _UNFIT_LINE.search(key):
            raise _refused("a key has no control characters and no lone surrogates", place)
        if key in seen:
            raise _refused("the key is given twice", (*place, key))
        seen.add(key)
    return members


def _walk(body: _Members) -> None:
    found = 1
    left: list[tuple[Any, _Place]] = [(body, ())]
    while left:
        value, place = left.pop()
        match value:
            case _Unfit():
                raise _refused(str(value), place)
            case str():
                if len(value) > LONGEST_STRING:
                    raise _refused(f"a string has at most {LONGEST_STRING} characters", place)
                if _UNFIT_TEXT.search(value):
                    raise _refused("a string has no control characters but TAB, CR, LF, and no lone surrogates", place)
            case list():
                found += len(value)
                if found > MOST_VALUES:
                    raise _refused(_TOO_MANY)
                if len(place) >= DEEPEST:
                    raise _refused(f"objects and arrays are nested at most {DEEPEST} deep", place)
                inner = _fit(value, place) if isinstance(value, _Members) else enumerate(value)
                left.extend((below, (*place, step)) for step, below in inner)


def must_be_strict(body: bytes) -> None:
    """Raises MalformedBody unless this is one JSON object (RFC 8259) that every reader reads alike (RFC 7493).

    The refusal names the rule and, where it is known, the place as a JSON pointer (RFC 6901), never a value.
    """
    if body.startswith(b"\xef\xbb\xbf"):
        raise MalformedBody("A body begins without a byte order mark.")
    try:
        text = body.decode("utf-8")
        # Ahead of the walk's exact count, since decoding half a million values would hold up every other request.
        if text.count(",") >= MOST_VALUES and _STRING.sub("", text).count(",") >= MOST_VALUES:
            raise _refused(_TOO_MANY)
        value = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise MalformedBody(f"The body is not UTF-8 at byte {error.start}.") from None
    except json.JSONDecodeError as error:
        raise MalformedBody(f"The body is not JSON at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise MalformedBody(f"Objects and arrays are nested at most {DEEPEST} deep.") from None
    if not isinstance(value, _Members):
        raise MalformedBody("A body is a JSON object.")
    _walk(value)


def instance_of(scope: Scope) -> str:
    """The path that was asked, as a problem's `instance`: percent-encoded ASCII (RFC 3986) of bounded length."""
    return quote(scope["path"][:_LONGEST_NAMED], safe="/:@!$&'()*+,;=~", errors="replace")


def _address_is_fit(scope: Scope) -> None:
    path: bytes = scope.get("raw_path") or quote(scope["path"], errors="surrogatepass").encode()
    query: bytes = scope.get("query_string", b"")
    if len(path) + len(query) > LONGEST_ADDRESS:
        raise MalformedRequest(f"Path and query have at most {LONGEST_ADDRESS} bytes.")
    for part, sent in (("path", path), ("query", query)):
        # Bytes that are not UTF-8 become lone surrogates here, and those are unfit too.
        plain = unquote_to_bytes(sent).decode("utf-8", "surrogateescape")
        if not sent.isascii() or _UNFIT_LINE.search(plain):
            raise MalformedRequest(f"The {part} is percent-encoded UTF-8 (RFC 3986) without control characters.")
    keys = [key for key, _ in parse_qsl(query.decode("ascii"), keep_blank_values=True)]
    if len(keys) != len(set(keys)):
        raise MalformedRequest("A query parameter is given once.")


def _headers_are_fit(scope: Scope, largest: int) -> None:
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


def _media_type_is_fit(scope: Scope) -> None:
    headers = dict(scope["headers"])
    if not _JSON.fullmatch(headers.get(b"content-type", b"")):
        raise UnsupportedMediaType("The Content-Type of a command is application/json, in UTF-8.")
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise UnsupportedMediaType("A command is sent without a Content-Encoding.")


class Gate:
    """Pure ASGI middleware: refuses malformed requests itself, hands every other one on byte for byte."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _address_is_fit(scope)
            _headers_are_fit(scope, self._largest)
            body = await self._read(scope, receive)
        except Refusal as refusal:
            await answer(refusal, instance_of(scope))(scope, receive, _guarded(send))
        else:
            if body is not None:
                await self._app(scope, _replayed(body, receive), _guarded(send))

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
            _media_type_is_fit(scope)
            must_be_strict(bytes(body))
        elif scope["method"] in _TAKE_BODY:
            raise MalformedBody("A command has a body.")
        return bytes(body)


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
