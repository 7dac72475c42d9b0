"""The Merkle tree of RFC 9162, section 2.1, over hashes that are stored as tlog-tiles lays them out (height 8).

Level 0 holds the hashes of the leaves, level 1 the root of each complete 256 of them, level 2 of each complete 256 of
level 1, and so on. The functions that make roots and proofs follow the RFC's recursive definitions and read at most
two ranges of 256 hashes of each level, however large the tree is. See proofs.py for those that verify.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, Protocol

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""Hashes in a full tile."""

_REMEMBERED = 256
"""Tiles: those of sixteen million leaves, in some ten MB."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""


class HashSource(Protocol):
    """Where the stored hashes of a tree are."""

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """So many hashes of one level, from this number on.

        Number N of level L is the root of the leaves from N * 256**L to (N + 1) * 256**L, the last not included.
        """


class TreeHash(NamedTuple):
    """A hash that is stored: the root of a complete subtree, at its place."""

    level: int
    number: int
    hash: bytes


class NoSuchProof(ValueError):
    """There is no such root or proof: of a leaf beyond the tree, from the empty tree, or from a larger one."""


class HashMissing(LookupError):
    """The source lacks hashes that a tree of this size has."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two others: RFC 9162, section 2.1.1."""
    return sha256(b"\x01" + left + right).digest()


def subtree_hash(hashes: Sequence[bytes]) -> bytes:
    """The root of a complete subtree, from its hashes of one level; they are a power of two."""
    while len(hashes) > 1:
        hashes = [sha256(b"\x01" + hashes[at] + hashes[at + 1]).digest() for at in range(0, len(hashes), 2)]
    return hashes[0]


def root(source: HashSource, size: int) -> bytes:
    """The root of the first `size` leaves: MTH(D[0:size]) of RFC 9162, section 2.1.1.

    Raises:
        NoSuchProof: the size is negative.
        HashMissing: the source doesn't hold that many leaves.
    """
    if size < 0:
        raise NoSuchProof("A tree has no fewer than 0 leaves.")
    return _Reading(source, size).root(0, size) if size else EMPTY_ROOT


def inclusion_proof(source: HashSource, index: int, size: int) -> list[bytes]:
    """That leaf `index` is in the tree of `size` leaves: PATH(index, D[0:size]) of RFC 9162, section 2.1.3.1.

    Raises:
        NoSuchProof: that tree has no such leaf.
        HashMissing: the source doesn't hold that many leaves.
    """
    if not 0 <= index < size:
        raise NoSuchProof(f"A tree of {size} leaves has none of index {index}.")
    tree = _Reading(source, size)
    first, last = 0, size
    path = []
    while last - first > 1:
        middle = first + _largest_power_below(last - first)
        if index < middle:
            path.append(tree.root(middle, last))
            last = middle
        else:
            path.append(tree.root(first, middle))
            first = middle
    return path[::-1]


def consistency_proof(source: HashSource, size1: int, size2: int) -> list[bytes]:
    """That the tree of `size2` leaves begins with that of `size1`: PROOF(size1, D[0:size2]), RFC 9162, section 2.1.4.1.

    Empty if they are of one size.

    Raises:
        NoSuchProof: the first is empty (then there is nothing to prove), or larger than the second.
        HashMissing: the source doesn't hold that many leaves.
    """
    if not 0 < size1 <= size2:
        raise NoSuchProof(f"Nothing proves a tree of {size2} leaves consistent with one of {size1}.")
    tree = _Reading(source, size2)
    first, last = 0, size2
    path = []
    while size1 != last:
        middle = first + _largest_power_below(last - first)
        if size1 <= middle:
            path.append(tree.root(middle, last))
            last = middle
        else:
            path.append(tree.root(first, middle))
            first = middle
    if first:  # else the subtree is the whole first tree, whose root is known
        path.append(tree.root(first, last))
    return path[::-1]


def grown(source: HashSource, before: int, leaf_hashes: Sequence[bytes]) -> Iterator[TreeHash]:
    """The hashes to be stored when these leaves are appended to a tree of `before` leaves, lowest level first.

    The source is read only where a tile is completed that was begun before: at most once for each level.

    Raises:
        HashMissing: the source doesn't hold the leaves before.
    """
    level, added = 0, leaf_hashes
    while added:
        first = before >> (HEIGHT * level)
        for number, hash in enumerate(added, first):
            yield TreeHash(level, number, hash)
        begun = first % WIDTH
        if begun + len(added) < WIDTH:
            return
        row = [*_read(source, level, first - begun, begun), *added]
        added = [subtree_hash(row[at : at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)]
        level += 1


class Remembering:
    """A source that remembers what it made of complete tiles above the leaves: there are few, and none changes.

    So a proof costs little more in a large tree than in a small one.
    """

    def __init__(self, source: HashSource) -> None:
        self._source = source
        self._rows = lru_cache(maxsize=_REMEMBERED)(self._made)

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """As the source has them."""
        return self._source.hashes(level, first, count)

    def node(self, level: int, tile: int, within: int, start: int) -> bytes:
        """The root of the complete subtree of 2**within hashes of a complete tile, from `start` on."""
        return self._rows(level, tile)[within][start >> within]

    def _made(self, level: int, tile: int) -> Sequence[Sequence[bytes]]:
        rows = [_read(self._source, level, tile * WIDTH, WIDTH)]
        while len(rows[-1]) > 1:
            row = rows[-1]
            rows.append([node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)])
        return rows


class _Reading:
    """One reading of a tree of some size: each tile at most once."""

    def __init__(self, source: HashSource, size: int) -> None:
        self._source = source
        self._size = size
        self._tiles: dict[tuple[int, int], Sequence[bytes]] = {}

    def root(self, first: int, last: int) -> bytes:
        """MTH(D[first:last]); `first` is a multiple of the largest power of two below `last - first`, as in the RFC."""
        count = last - first
        if count & (count - 1) == 0:
            return self._complete(count.bit_length() - 1, first)
        middle = first + _largest_power_below(count)
        return node_hash(self.root(first, middle), self.root(middle, last))

    def _complete(self, height: int, first: int) -> bytes:
        level, within = divmod(height, HEIGHT)
        tile, start = divmod(first >> (HEIGHT * level), WIDTH)
        if level and isinstance(self._source, Remembering) and (tile + 1) * WIDTH <= self._size >> (HEIGHT * level):
            return self._source.node(level, tile, within, start)
        return subtree_hash(self._tile(level, tile)[start : start + (1 << within)])

    def _tile(self, level: int, number: int) -> Sequence[bytes]:
        if (level, number) not in self._tiles:
            first = number * WIDTH
            count = min(WIDTH, (self._size >> (HEIGHT * level)) - first)
            self._tiles[level, number] = _read(self._source, level, first, count)
        return self._tiles[level, number]


def _read(source: HashSource, level: int, first: int, count: int) -> Sequence[bytes]:
    found = source.hashes(level, first, count) if count else ()
    if len(found) != count:
        raise HashMissing(
            f"Of the hashes of level {level}, {count} from {first} on are asked for, and {len(found)} found."
        )
    return found


def _largest_power_below(count: int) -> int:
    """The largest power of two that is smaller than a count of 2 or more."""
    return 1 << ((count - 1).bit_length() - 1)
