"""The leaf of an entry: the bytes that are hashed into the tree, version 1 (docs/log_format.md, field by field)."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from infrastructure.merkle.encoding import HASH_SIZE, Malformed

LABEL = b"casus/entry/v1\n"
"""What every pre-image begins with: nothing else that Casus hashes or signs does."""

WHOLE = 32_768
"""Content of more bytes than this is told by its SHA-256."""

LONGEST = 65_535
"""The most bytes that an entry of tlog-tiles can have."""

_CONTENT, _DIGEST = 0, 1
_HEAD = struct.Struct(">Q16sQH")
_MIDDLE = struct.Struct(">IqH")
_TAIL = struct.Struct(">16sBI")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Digest(NamedTuple):
    """The SHA-256 of content that is too long to stand in a leaf."""

    sha256: bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """All that is stored of an entry, at its place in the tree: `index` is its position less one."""

    index: int
    stream: UUID
    version: int
    fact: str
    form: int
    recorded_at: datetime
    recorded_by: str
    cause: UUID
    content: bytes | Digest


def preimage(leaf: Leaf) -> bytes:
    """The bytes of a leaf, at most 65,535: big endian, text and content with their length before them.

    Raises:
        Malformed: a part doesn't fit its place.
    """
    kind, held = _held(leaf.content)
    try:
        fact, recorded_by = leaf.fact.encode(), leaf.recorded_by.encode()
        since = (leaf.recorded_at - _EPOCH) // _MICROSECOND
        parts = (
            *(LABEL, _HEAD.pack(leaf.index, leaf.stream.bytes, leaf.version, len(fact)), fact),
            *(_MIDDLE.pack(leaf.form, since, len(recorded_by)), recorded_by),
            *(_TAIL.pack(leaf.cause.bytes, kind, len(held)), held),
        )
    except (struct.error, UnicodeEncodeError, TypeError) as error:
        raise Malformed(f"The entry does not fit a leaf: {error}.") from error
    entry = b"".join(parts)
    if len(entry) > LONGEST:
        raise Malformed(f"A leaf has at most {LONGEST} bytes, this one {len(entry)}.")
    return entry


def parsed(entry: bytes) -> Leaf:
    """The leaf that these bytes are; `preimage` gives exactly them back.

    Raises:
        Malformed: `preimage` would not have written them.
    """
    if not entry.startswith(LABEL) or len(entry) > LONGEST:
        raise Malformed("This is not an entry of a Casus log, version 1.")
    rest = _Rest(entry, len(LABEL))
    index, stream, version, fact_size = rest.unpack(_HEAD)
    fact = rest.text(fact_size)
    form, since, by_size = rest.unpack(_MIDDLE)
    recorded_by = rest.text(by_size)
    cause, kind, size = rest.unpack(_TAIL)
    held = rest.take(size)
    if rest.left:
        raise Malformed("The leaf goes on after its content.")
    return Leaf(
        *(index, UUID(bytes=stream), version, fact, form),
        *(_moment(since), recorded_by, UUID(bytes=cause), _content(kind, held)),
    )


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf with these bytes: RFC 9162, section 2.1.1."""
    return sha256(b"\x00" + entry).digest()


def _held(content: bytes | Digest) -> tuple[int, bytes]:
    if isinstance(content, Digest):
        if len(content.sha256) != HASH_SIZE:
            raise Malformed("A digest has 32 bytes.")
        return _DIGEST, content.sha256
    return (_CONTENT, content) if len(content) <= WHOLE else (_DIGEST, sha256(content).digest())


def _content(kind: int, held: bytes) -> bytes | Digest:
    if kind == _CONTENT and len(held) <= WHOLE:
        return held
    if kind == _DIGEST and len(held) == HASH_SIZE:
        return Digest(held)
    raise Malformed("A leaf holds content of at most 32,768 bytes (kind 0), or its SHA-256 (kind 1).")


def _moment(since: int) -> datetime:
    try:
        return _EPOCH + since * _MICROSECOND
    except OverflowError as error:
        raise Malformed("The leaf was recorded in no year from 1 to 9999.") from error


class _Rest:
    """What is still to be read of a leaf."""

    def __init__(self, entry: bytes, start: int) -> None:
        self._entry = entry
        self._next = start

    @property
    def left(self) -> int:
        return len(self._entry) - self._next

    def take(self, size: int) -> bytes:
        if size > self.left:
            raise Malformed("The leaf ends before its content does.")
        self._next += size
        return self._entry[self._next - size : self._next]

    def unpack(self, form: struct.Struct) -> tuple[Any, ...]:
        return form.unpack(self.take(form.size))

    def text(self, size: int) -> str:
        try:
            return self.take(size).decode()
        except UnicodeDecodeError as error:
            raise Malformed("A text of the leaf is not UTF-8.") from error
