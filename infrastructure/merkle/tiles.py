"""The tree and the entries of a log as files, as https://c2sp.org/tlog-tiles lays them out: paths and bytes."""

import re
from collections.abc import Sequence
from typing import NamedTuple, Self

from infrastructure.merkle.encoding import HASH_SIZE, Malformed
from infrastructure.merkle.leaf import LONGEST
from infrastructure.merkle.tree import HEIGHT, WIDTH

_PATH = re.compile(
    r"tile/(?P<level>entries|[0-9]{1,2})"
    r"/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)
_LEVELS = 64
_NUMBERS = 1 << 56
"""Tiles of 256 leaves in a tree of 2**64."""

_LENGTH = 2


class Tile(NamedTuple):
    """Which tile: its level (none for a bundle of entries), its number there, and its width if it is not full."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it is, after the log's prefix: `tile/0/x001/x234/067`, or `tile/entries/000.p/12`.

        Raises:
            Malformed: no tree has such a tile.
        """
        if not (0 <= (self.level or 0) < _LEVELS and 0 <= self.number < _NUMBERS and 1 <= self.width <= WIDTH):
            raise Malformed("A tile has a level below 64, a number below 2^56, and from 1 to 256 hashes.")
        digits = f"{self.number:03}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        parts = (
            "tile",
            "entries" if self.level is None else str(self.level),
            *(f"x{it}" for it in groups[:-1]),
            groups[-1],
        )
        return "/".join(parts) + ("" if self.width == WIDTH else f".p/{self.width}")

    @classmethod
    def parsed(cls, path: str) -> Self:
        """The tile at a path; `path` gives exactly it back.

        Raises:
            Malformed: there is none at such a path.
        """
        found = _PATH.fullmatch(path)
        if not found:
            raise Malformed("This is no path of a tile.")
        level = None if found["level"] == "entries" else int(found["level"])
        tile = cls(level, int(re.sub("[x/]", "", found["number"])), int(found["width"] or WIDTH))
        if tile.path != path:
            raise Malformed("This is not how the path of a tile is written.")
        return tile


def tile_width(level: int | None, number: int, size: int) -> int:
    """How many hashes (of a bundle: entries) a tile has in a tree of this size; 0 if the tree doesn't have the tile."""
    return min(WIDTH, max(0, (size >> (HEIGHT * (level or 0))) - number * WIDTH))


def tile_bytes(hashes: Sequence[bytes]) -> bytes:
    """The bytes of a tile: its hashes, one after the other.

    Raises:
        Malformed: they are none, or more than 256, or one has not 32 bytes.
    """
    if not 1 <= len(hashes) <= WIDTH or any(len(hash) != HASH_SIZE for hash in hashes):
        raise Malformed("A tile has from 1 to 256 hashes, of 32 bytes each.")
    return b"".join(hashes)


def tile_hashes(tile: bytes) -> list[bytes]:
    """The hashes of a tile with these bytes; `tile_bytes` gives exactly them back.

    Raises:
        Malformed: they are no tile.
    """
    if not tile or len(tile) % HASH_SIZE or len(tile) > WIDTH * HASH_SIZE:
        raise Malformed("A tile has from 1 to 256 hashes, of 32 bytes each.")
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """The bytes of a bundle: its entries, each with its length before it (two bytes, big endian).

    Raises:
        Malformed: they are none, or more than 256, or one has more than 65,535 bytes.
    """
    if not 1 <= len(entries) <= WIDTH or any(len(entry) > LONGEST for entry in entries):
        raise Malformed("A bundle has from 1 to 256 entries, of at most 65,535 bytes each.")
    return b"".join(len(entry).to_bytes(_LENGTH, "big") + entry for entry in entries)


def bundle_entries(bundle: bytes) -> list[bytes]:
    """The entries of a bundle with these bytes; `bundle_bytes` gives exactly them back.

    Raises:
        Malformed: they are no bundle.
    """
    entries, at = [], 0
    while at < len(bundle):
        start = at + _LENGTH
        at = start + int.from_bytes(bundle[at:start], "big")
        if at > len(bundle):
            raise Malformed("The bundle ends before its last entry does.")
        entries.append(bundle[start:at])
    if not 1 <= len(entries) <= WIDTH:
        raise Malformed("A bundle has from 1 to 256 entries.")
    return entries
