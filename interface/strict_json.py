"""Strict JSON: what every reader reads alike (RFC 8259, RFC 7493), and nothing that FastAPI would stumble over.

Behind the gate FastAPI alone answers 500 to NaN, 1e400 and lone surrogates, and accepts doubled keys, NUL and
400-digit integers.
"""

import json
import re
from collections.abc import Iterable
from math import isfinite
from typing import Any

from interface.refusals import MalformedBody

LARGEST_INTEGER = 2**53 - 1  # what every reader agrees on (RFC 7493, 2.2)
LONGEST_STRING = 100_000  # characters: as many as a feature that is stored; other texts have narrower limits
LONGEST_KEY = 200
LONGEST_NUMBER = 64  # characters, of a number with a fraction or an exponent; a double needs 24
DEEPEST = 32  # objects and arrays inside one another, the body itself counted
MOST_VALUES = 10_000  # of every kind in one body, the body itself counted
LONGEST_NAMED = 200  # characters of a place or path that a refusal names

UNFIT_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNFIT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)  # always ends somewhere: linear on any text
_TOO_MANY = f"a body has at most {MOST_VALUES} values"
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
    return MalformedBody(f"At {pointer[:LONGEST_NAMED]}: {rule}." if place else f"{rule[0].upper()}{rule[1:]}.")


def _fit(members: _Members, place: _Place) -> Iterable[tuple[str | int, Any]]:
    seen = set()
    for key, _ in members:
        if len(key) > LONGEST_KEY:
            raise _refused(f"a key has at most {LONGEST_KEY} characters", place)
        if UNFIT_LINE.search(key):
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
