"""The lines of a bundle, `casus/v1`: the manifest, hashes and entries, each with one spelling only.

docs/log_format.md says which line stands where. Whatever is read here is written back to the same bytes.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from application.cloud_events import NotAnEntry, entry_of
from application.recording import StoredEntry
from infrastructure.merkle.encoding import Malformed, base64, unbase64, unbase64_hash
from infrastructure.merkle.keys import KeyType, VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.merkle.tiles import tile_bytes, tile_hashes

BUNDLE = "casus/v1"
WHOLE = "log"
"""What a bundle of all entries is of."""
OPENINGS: Mapping[str, str] = {
    "incidents": "IncidentReported",
    "claims": "ClaimMade",
    "figures": "CasualtyReported",
}
"""What else a bundle may be of, and the fact that the stream of such a thing begins with."""
MOST_EARLIER = 100
LONGEST_LINE = 1 << 26
"""No line of a bundle has more bytes: whoever reads one needs no more memory."""

_LONGEST_PROOF = 128
_OF = re.compile(rf"{WHOLE}|({'|'.join(OPENINGS)})/[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")
_TILE, _PROOF = b'{"tile":', b'{"position":'


class Since(NamedTuple):
    """A checkpoint that somebody kept, and the proof that the log went on from it (RFC 9162, section 2.1.4)."""

    checkpoint: Note
    hashes: tuple[bytes, ...]


@dataclass(frozen=True)
class Manifest:
    """What a bundle says of itself, in its first line. Nothing of it holds but what the checkpoint bears out."""

    of: str
    key: VerifierKey
    size: int
    entries: int
    checkpoint: Note
    earlier: tuple[Note, ...] = ()
    since: Since | None = None
    timestamp: bytes | None = None
    """An RFC 3161 response over the text of the checkpoint, in DER."""

    @property
    def line(self) -> bytes:
        """The manifest as a line of JSON, without its end."""
        since = self.since and {
            "checkpoint": _text(self.since.checkpoint),
            "hashes": [*map(base64, self.since.hashes)],
        }
        return _written(
            {
                "bundle": BUNDLE,
                "of": self.of,
                "origin": self.key.name,
                "key": self.key.vkey,
                "size": self.size,
                "entries": self.entries,
                "checkpoint": _text(self.checkpoint),
                "earlier": [*map(_text, self.earlier)],
                "since": since,
                "timestamp": None if self.timestamp is None else base64(self.timestamp),
            }
        )

    @classmethod
    def parsed(cls, line: bytes) -> Self:
        """The manifest that a line is; `line` gives exactly it back. Nothing of it is verified.

        Raises:
            Malformed: it is none.
        """
        told = _object(line)
        try:
            since = told["since"]
            read = cls(
                _as(str, told["of"]),
                VerifierKey.parsed(_as(str, told["key"])),
                _as(int, told["size"]),
                _as(int, told["entries"]),
                _note(told["checkpoint"]),
                tuple(map(_note, _as(list, told["earlier"]))),
                None if since is None else Since(_note(since["checkpoint"]), _hashes(since["hashes"])),
                None if told["timestamp"] is None else unbase64(_as(str, told["timestamp"])),
            )
        except (KeyError, TypeError) as error:
            raise Malformed("The manifest lacks what every bundle's has.") from error
        if read.line != line:
            raise Malformed("The manifest is not written as Casus writes it.")
        if not _OF.fullmatch(read.of):
            raise Malformed("It is of no such thing as a bundle may be of.")
        if read.key.type is not KeyType.NOTE or len(read.earlier) > MOST_EARLIER or read.timestamp == b"":
            raise Malformed("It has another key, more earlier checkpoints, or less of a time stamp than a bundle may.")
        return read


class Tile(NamedTuple):
    """The hashes of the leaves that follow, up to 256: those of index 256 * number on."""

    number: int
    hashes: Sequence[bytes]

    @property
    def line(self) -> bytes:
        return _written({"tile": self.number, "hashes": base64(tile_bytes(self.hashes))})


class Proof(NamedTuple):
    """The inclusion proof (RFC 9162, section 2.1.3) of the entry that follows."""

    position: int
    hashes: tuple[bytes, ...]

    @property
    def line(self) -> bytes:
        return _written({"position": self.position, "hashes": [*map(base64, self.hashes)]})


def line_of(line: bytes) -> Tile | Proof | StoredEntry:
    """What a line after the first is.

    Raises:
        Malformed: Casus writes no such line, be it for a blank.
    """
    if not line.startswith((_TILE, _PROOF)):
        return _entry(line)
    told = _object(line)
    try:
        read: Tile | Proof
        if line.startswith(_TILE):
            read = Tile(_as(int, told["tile"]), tile_hashes(unbase64(_as(str, told["hashes"]))))
        else:
            read = Proof(_as(int, told["position"]), _hashes(told["hashes"]))
    except (KeyError, TypeError) as error:
        raise Malformed("It is no line of hashes.") from error
    if read.line != line:
        raise Malformed("Casus writes it otherwise.")
    return read


def _entry(line: bytes) -> StoredEntry:
    try:
        return entry_of(line)
    except NotAnEntry as error:
        raise Malformed(str(error)) from error


def _object(line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Malformed("It is no line of JSON.") from error
    if not isinstance(told, dict):
        raise Malformed("It is no JSON object.")
    return told


def _written(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _text(note: Note) -> str:
    return note.written.decode()


def _note(text: Any) -> Note:
    return Note.parsed(_as(str, text).encode("utf-8", "surrogatepass"))


def _hashes(told: Any) -> tuple[bytes, ...]:
    given = _as(list, told)
    if len(given) > _LONGEST_PROOF:
        raise Malformed("No proof has so many hashes.")
    return tuple(unbase64_hash(_as(str, it)) for it in given)


def _as(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:  # True is an int, and written otherwise
        raise Malformed(f"Where a value of another kind stands, a {kind.__name__} should.")
    return value
