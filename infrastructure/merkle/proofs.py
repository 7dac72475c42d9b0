"""Proofs of the tree verified, as RFC 9162 does it: sections 2.1.3.2 and 2.1.4.2.

A size decides only which sides the hashes of a path stand on. Another size with the same sides verifies against the
same root: what binds a root to its size is the signed checkpoint that names both, so take both from there.
"""

from collections.abc import Sequence

from infrastructure.merkle.encoding import HASH_SIZE
from infrastructure.merkle.tree import node_hash


class ProofFailed(ValueError):
    """A proof that doesn't prove what it is said to."""


def verify_inclusion(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """That the leaf with this hash stands at this index in the tree of this size and root.

    Raises:
        ProofFailed: that is not proved.
    """
    if not 0 <= index < size:
        raise ProofFailed(f"A tree of {size} leaves has none of index {index}.")
    _must_be_hashes([leaf_hash, *path])
    at, last = index, size - 1
    found = leaf_hash
    for hash in path:
        if not last:
            raise ProofFailed("The inclusion proof has more hashes than lead from the leaf to the root.")
        if at & 1 or at == last:
            found = node_hash(hash, found)
            at, last = _to_a_right_child(at, last)
        else:
            found = node_hash(found, hash)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofFailed("The inclusion proof has fewer hashes than lead from the leaf to the root.")
    if found != root:
        raise ProofFailed("The inclusion proof leads to another root: this leaf is not at this index in this tree.")


def verify_consistency(size1: int, size2: int, path: Sequence[bytes], root1: bytes, root2: bytes) -> None:
    """That the tree of `size2` and `root2` begins with all the leaves of the tree of `size1` and `root1`, in order.

    Raises:
        ProofFailed: that is not proved; an empty first tree proves nothing, so it is refused unless both are empty.
    """
    if size1 == size2:
        if path:
            raise ProofFailed("Between trees of one size there is nothing to prove, and yet the proof has hashes.")
        if root1 != root2:
            raise ProofFailed("Two trees of one size have different roots: one of them is another log.")
        return
    if not 0 < size1 < size2:
        raise ProofFailed(f"Nothing proves a tree of {size2} leaves consistent with one of {size1}.")
    _must_be_hashes(path)
    hashes = [root1, *path] if size1 & (size1 - 1) == 0 else list(path)
    if not path:
        raise ProofFailed("The consistency proof has no hashes.")
    at, last = size1 - 1, size2 - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    found1 = found2 = hashes[0]
    for hash in hashes[1:]:
        if not last:
            raise ProofFailed("The consistency proof has more hashes than lead to the roots.")
        if at & 1 or at == last:
            found1, found2 = node_hash(hash, found1), node_hash(hash, found2)
            at, last = _to_a_right_child(at, last)
        else:
            found2 = node_hash(found2, hash)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofFailed("The consistency proof has fewer hashes than lead to the roots.")
    if found1 != root1:
        raise ProofFailed("The consistency proof leads to another first root: the log does not begin as it did.")
    if found2 != root2:
        raise ProofFailed("The consistency proof leads to another second root: it is not of this tree.")


def _to_a_right_child(at: int, last: int) -> tuple[int, int]:
    """Past the levels on which the last node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _must_be_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(hash) != HASH_SIZE for hash in hashes):
        raise ProofFailed("Every hash of a proof, and of a leaf, has 32 bytes.")
