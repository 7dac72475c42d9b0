"""Trees for the checks: RFC 9162's recursive definitions written out as they stand, and stored hashes in memory."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256


def leaves_of(count: int) -> list[bytes]:
    """Cheap leaf hashes, each another."""
    return [sha256(index.to_bytes(8, "big")).digest() for index in range(count)]


class Recursive:
    """Section 2.1 of the RFC over D[first:last], nothing shortened; what was once worked out is remembered."""

    def __init__(self, leaf_hashes: Sequence[bytes]) -> None:
        self._leaf_hashes = leaf_hashes
        self.mth = cache(self._mth)

    def _mth(self, first: int, last: int) -> bytes:
        n = last - first
        if n == 0:
            return sha256(b"").digest()
        if n == 1:
            return self._leaf_hashes[first]
        k = power_of_two_below(n)
        return sha256(b"\x01" + self.mth(first, first + k) + self.mth(first + k, last)).digest()

    def path(self, m: int, first: int, last: int) -> list[bytes]:
        """PATH(m, D[first:last]); m counts from `first`."""
        n = last - first
        if n == 1:
            return []
        k = power_of_two_below(n)
        if m < k:
            return [*self.path(m, first, first + k), self.mth(first + k, last)]
        return [*self.path(m - k, first + k, last), self.mth(first, first + k)]

    def proof(self, m: int, n: int) -> list[bytes]:
        """PROOF(m, D[0:n])."""
        return self._subproof(m, 0, n, whole=True)

    def _subproof(self, m: int, first: int, last: int, *, whole: bool) -> list[bytes]:
        n = last - first
        if m == n:
            return [] if whole else [self.mth(first, last)]
        k = power_of_two_below(n)
        if m <= k:
            return [*self._subproof(m, first, first + k, whole=whole), self.mth(first + k, last)]
        return [*self._subproof(m - k, first + k, last, whole=False), self.mth(first, first + k)]


def power_of_two_below(n: int) -> int:
    """The k of the RFC: the largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def sides(index: int, size: int) -> str:
    """On which side of the path from a leaf to the root each hash of its inclusion proof stands."""
    if size == 1:
        return ""
    k = power_of_two_below(size)
    return sides(index, k) + "R" if index < k else sides(index - k, size - k) + "L"


def sides_between(size1: int, size2: int, start: str = "root") -> str:
    """The same of a consistency proof, and what it starts from: the first root, or a hash of its own."""
    if size1 == size2:
        return start
    k = power_of_two_below(size2)
    if size1 <= k:
        return sides_between(size1, k, start) + "R"
    return sides_between(size1 - k, size2 - k, "hash") + "L"


class MemoryHashes:
    """The stored hashes of a tree, level by level, and which ranges of them were read."""

    def __init__(self, leaf_hashes: Sequence[bytes]) -> None:
        self.levels = [list(leaf_hashes)]
        while len(self.levels[-1]) >= 256:
            row = self.levels[-1]
            whole = range(0, len(row) // 256 * 256, 256)
            self.levels.append([Recursive(row[at : at + 256]).mth(0, 256) for at in whole])
        self.read: list[tuple[int, int, int]] = []

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        self.read.append((level, first, count))
        row = self.levels[level] if level < len(self.levels) else []
        return row[first : first + count]
