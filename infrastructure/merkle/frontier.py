"""The root of a tree that grows, in as many hashes as its size has binary digits: for reading a log once through."""

from collections.abc import Sequence

from infrastructure.merkle.tree import EMPTY_ROOT, HEIGHT, WIDTH, node_hash, subtree_hash


class Frontier:
    """The roots of the complete subtrees that the leaves so far fall into, the largest first."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, bytes]] = []

    def add(self, leaf_hashes: Sequence[bytes]) -> None:
        """Goes on by 256 leaves."""
        assert len(leaf_hashes) == WIDTH
        height, hash = HEIGHT, subtree_hash(leaf_hashes)
        while self._nodes and self._nodes[-1][0] == height:
            hash = node_hash(self._nodes.pop()[1], hash)
            height += 1
        self._nodes.append((height, hash))

    def root(self, further: Sequence[bytes] = ()) -> bytes:
        """The root of the leaves so far and some more, up to 256: MTH of RFC 9162, section 2.1.1."""
        found = _root(further) if further else None
        for _, hash in reversed(self._nodes):
            found = hash if found is None else node_hash(hash, found)
        return EMPTY_ROOT if found is None else found


def _root(leaf_hashes: Sequence[bytes]) -> bytes:
    count = len(leaf_hashes)
    if count == 1:
        return leaf_hashes[0]
    middle = 1 << ((count - 1).bit_length() - 1)
    return node_hash(_root(leaf_hashes[:middle]), _root(leaf_hashes[middle:]))
