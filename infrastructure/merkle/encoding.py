"""The small parts that the C2SP texts are made of, each with one spelling only: decimals and base64."""

import re
from base64 import b64decode, b64encode

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,19}")
HASH_SIZE = 32
"""Bytes of a SHA-256."""


class Malformed(ValueError):
    """Bytes or a text that isn't what it should be, or a value that has no such bytes or text."""


def decimal(text: str) -> int:
    """A number below 2**64 in ASCII digits, without leading zeros.

    Raises:
        Malformed: it is written in another way.
    """
    if not _DECIMAL.fullmatch(text) or int(text) >= 1 << 64:
        raise Malformed("A number is written in decimal digits without leading zeros, and is below 2^64.")
    return int(text)


def base64(value: bytes) -> str:
    """Base64 as RFC 4648, section 4 has it, with padding."""
    return b64encode(value).decode()


def unbase64(text: str) -> bytes:
    """What a base64 text stands for.

    Raises:
        Malformed: `base64` would not have written it: other characters, no padding, stray bits.
    """
    try:
        value = b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed("This is not base64.") from error
    if base64(value) != text:
        raise Malformed("This base64 has stray bits or other padding than it should.")
    return value


def shown(text: str) -> str:
    """A text as it may be shown, whoever wrote it: what can't be printed, and might move a terminal, is escaped."""
    return "".join(it if it.isprintable() else it.encode("unicode_escape").decode() for it in text)


def unbase64_hash(text: str) -> bytes:
    """The SHA-256 that a base64 text stands for.

    Raises:
        Malformed: it is no base64, or not of 32 bytes.
    """
    value = unbase64(text)
    if len(value) != HASH_SIZE:
        raise Malformed("A hash has 32 bytes.")
    return value
