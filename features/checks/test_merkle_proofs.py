"""A proof with anything changed is refused; what it doesn't bind is known exactly."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.checks.merkle_trees import Recursive, leaves_of, sides, sides_between
from features.checks.merkle_vectors import CONSISTENCY_PROOFS, INCLUSION_PROOFS, LEAVES, ROOTS
from infrastructure.merkle.leaf import leaf_hash
from infrastructure.merkle.proofs import ProofFailed, verify_consistency, verify_inclusion
from infrastructure.merkle.tree import EMPTY_ROOT, node_hash

TREE = leaves_of(1_200)
DEFINITION = Recursive(TREE)
ROOT = [bytes.fromhex(root) for root in ROOTS]
Hashes = list[bytes]


def holds_in(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    with suppress(ProofFailed):
        verify_inclusion(leaf, index, size, path, root)
        return True
    return False


def holds_between(size1: int, size2: int, path: Sequence[bytes], root1: bytes, root2: bytes) -> bool:
    with suppress(ProofFailed):
        verify_consistency(size1, size2, path, root1, root2)
        return True
    return False


def flipped(hash: bytes, bit: int) -> bytes:
    return (int.from_bytes(hash, "big") ^ 1 << bit).to_bytes(len(hash), "big")


def other_paths(path: Hashes, others: Hashes) -> list[Hashes]:
    """A path with a hash too many, too few, doubled, of another length, or in another place."""
    found = []
    for at in range(len(path) + 1):
        found += [[*path[:at], other, *path[at:]] for other in (*others, *path, b"")]
    for at in range(len(path)):
        found += [[*path[:at], *path[at + 1 :]], [*path[:at], path[at][:31], *path[at + 1 :]]]
        found += [[*path[:at], path[at] + b"\0", *path[at + 1 :]], [*path[:at], *path[at:][::-1]]]
    return [it for it in found if it != path]


@pytest.mark.parametrize(("index", "size", "hexes"), INCLUSION_PROOFS)
def test_published_inclusion_proofs_and_their_corruptions(index: int, size: int, hexes: list[str]) -> None:
    leaf, path = leaf_hash(LEAVES[index]), list(map(bytes.fromhex, hexes))
    assert holds_in(leaf, index, size, path, ROOT[size])
    for wrong in (index - 1, index + 1, index ^ 2):
        assert not holds_in(leaf, wrong, size, path, ROOT[size])
    for wrong in (size * 2, size // 2):
        assert not holds_in(leaf, index, wrong, path, ROOT[size])
    for root in (EMPTY_ROOT, bytes(32), b"", *(ROOT[:size])):
        assert not holds_in(leaf, index, size, path, root)
    for other in (b"WrongLeaf", b"", bytes(32)):
        assert not holds_in(other, index, size, path, ROOT[size])
    assert not any(holds_in(leaf, index, size, it, ROOT[size]) for it in other_paths(path, [ROOT[size], b"\0" * 32]))


@pytest.mark.parametrize(("size1", "size2", "hexes"), CONSISTENCY_PROOFS)
def test_published_consistency_proofs_and_their_corruptions(size1: int, size2: int, hexes: list[str]) -> None:
    path, roots = list(map(bytes.fromhex, hexes)), (ROOT[size1], ROOT[size2])
    assert holds_between(size1, size2, path, *roots)
    if size1 < size2:
        for wrong in (size1 - 1, size1 + 1, size1 ^ 2):
            assert not holds_between(wrong, size2, path, *roots)
        for wrong in (size2 * 2, size2 // 2):
            assert not holds_between(size1, wrong, path, *roots)
        assert not holds_between(size1, size2, [], *roots)
        assert not holds_between(size1, size2, path, *roots[::-1])
    assert not holds_between(size1, size2, path, b"WrongRoot", roots[1])
    assert not holds_between(size1, size2, path, roots[0], b"WrongRoot")
    assert not any(holds_between(size1, size2, it, *roots) for it in other_paths(path, [*roots, b"\0" * 32]))


# transparency-dev/merkle, proof/verify_test.go, TestVerifyConsistency, as it stands since size1 = 0 is refused there.
@pytest.mark.parametrize(
    ("size1", "size2", "same_roots", "path", "holds"),
    [
        *((0, 0, False, [], False), (1, 1, False, [], False), (0, 0, True, [], True), (0, 1, False, [], False)),
        *((1, 1, True, [], True), (1, 0, False, [], False), (2, 1, False, [], False), (1, 2, False, [], False)),
        *((0, 0, True, [EMPTY_ROOT], False), (0, 1, True, [EMPTY_ROOT], False), (1, 1, True, [EMPTY_ROOT], False)),
        *((0, 1, True, [], False), (-1, 1, True, [EMPTY_ROOT], False), (-1, 0, True, [], False)),
    ],
)
def test_proofs_from_or_to_nothing(size1: int, size2: int, same_roots: bool, path: Hashes, holds: bool) -> None:
    assert holds_between(size1, size2, path, ROOT[3], ROOT[3] if same_roots else ROOT[4]) is holds


@given(data=st.data(), size=st.integers(1, 1_200))
@settings(max_examples=300, deadline=None)
def test_one_bit_of_an_inclusion_proof_changed(data: st.DataObject, size: int) -> None:
    index, bit = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 255))
    parts = [TREE[index], DEFINITION.mth(0, size), *DEFINITION.path(index, 0, size)]
    assert holds_in(parts[0], index, size, parts[2:], parts[1])
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flipped(parts[at], bit)
    assert not holds_in(parts[0], index, size, parts[2:], parts[1])


@given(data=st.data(), size2=st.integers(2, 1_200))
@settings(max_examples=300, deadline=None)
def test_one_bit_of_a_consistency_proof_changed(data: st.DataObject, size2: int) -> None:
    size1, bit = data.draw(st.integers(1, size2 - 1)), data.draw(st.integers(0, 255))
    parts = [DEFINITION.mth(0, size1), DEFINITION.mth(0, size2), *DEFINITION.proof(size1, size2)]
    assert holds_between(size1, size2, parts[2:], parts[0], parts[1])
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flipped(parts[at], bit)
    assert not holds_between(size1, size2, parts[2:], parts[0], parts[1])


@given(data=st.data(), size=st.integers(2, 1_200))
@settings(max_examples=100, deadline=None)
def test_a_path_with_hashes_added_removed_or_moved(data: st.DataObject, size: int) -> None:
    it = data.draw(st.integers(1, size - 1))
    leaf, roots = TREE[it], (DEFINITION.mth(0, it), DEFINITION.mth(0, size))
    path, proof = DEFINITION.path(it, 0, size), DEFINITION.proof(it, size)
    others = [leaf, *roots]
    assert not any(holds_in(leaf, it, size, wrong, roots[1]) for wrong in other_paths(path, others))
    assert not any(holds_between(it, size, wrong, *roots) for wrong in other_paths(proof, others))


def test_another_index_or_size_verifies_only_if_every_hash_stands_on_the_same_side() -> None:
    """The size is bound by the checkpoint, not by the proof; of one size, each index has sides of its own."""
    equal = set()
    for size in range(1, 18):
        for index in range(size):
            path, root = DEFINITION.path(index, 0, size), DEFINITION.mth(0, size)
            for other_size in range(36):
                for other in range(-1, other_size + 1):
                    same = 0 <= other < other_size and sides(other, other_size) == sides(index, size)
                    assert holds_in(TREE[index], other, other_size, path, root) is same
                    if same and (other, other_size) != (index, size):
                        equal.add((index, size, other, other_size))
    assert (0, 5, 0, 8) in equal
    assert not any(size == other_size for _, size, _, other_size in equal)


def test_other_sizes_are_consistent_only_if_every_hash_stands_on_the_same_side() -> None:
    equal = set()
    for size2 in range(2, 18):
        for size1 in range(1, size2):
            path, roots = DEFINITION.proof(size1, size2), (DEFINITION.mth(0, size1), DEFINITION.mth(0, size2))
            for other2 in range(36):
                for other1 in range(other2 + 1):
                    same = 0 < other1 < other2 and sides_between(other1, other2) == sides_between(size1, size2)
                    assert holds_between(other1, other2, path, *roots) is same, (size1, size2, other1, other2)
                    if same and (other1, other2) != (size1, size2):
                        equal.add((size1, size2, other1, other2))
    assert {(1, 5, 1, 8), (1, 2, 2, 3)} <= equal
    assert not any(size2 == other2 for _, size2, _, other2 in equal)


def test_a_node_is_not_taken_for_a_leaf() -> None:
    left, right = TREE[:2]
    root = DEFINITION.mth(0, 2)
    assert leaf_hash(left + right) != node_hash(left, right) == root
    assert not holds_in(left + right, 0, 1, [], root)
    assert not holds_in(b"", 1, 2, [left + right], root)


def test_why_a_proof_fails_is_said() -> None:
    leaf, path, root = TREE[5], DEFINITION.path(5, 0, 8), DEFINITION.mth(0, 8)
    for wrong, words in (
        ((leaf, 8, 8, path, root), "A tree of 8 leaves has none of index 8."),
        ((leaf[1:], 5, 8, path, root), "has 32 bytes"),
        ((leaf, 5, 8, [*path, leaf], root), "has more hashes"),
        ((leaf, 5, 8, path[1:], root), "has fewer hashes"),
        ((leaf, 4, 8, path, root), "this leaf is not at this index"),
    ):
        with pytest.raises(ProofFailed, match=words):
            verify_inclusion(*wrong)
    proof, roots = DEFINITION.proof(6, 8), (DEFINITION.mth(0, 6), root)
    for sizes, wrong_path, wrong_roots, words in (
        ((8, 6), proof, roots, "Nothing proves a tree of 6 leaves consistent with one of 8."),
        ((6, 6), [], roots, "one of them is another log"),
        ((6, 6), proof, roots, "nothing to prove"),
        ((6, 8), [], roots, "has no hashes"),
        ((4, 8), [], roots, "has no hashes"),
        ((6, 8), [b""], roots, "has 32 bytes"),
        ((6, 8), [*proof, leaf], roots, "has more hashes"),
        ((6, 8), proof[:-1], roots, "has fewer hashes"),
        ((6, 8), proof, (leaf, root), "the log does not begin as it did"),
        ((6, 8), proof, (roots[0], leaf), "it is not of this tree"),
    ):
        with pytest.raises(ProofFailed, match=words):
            verify_consistency(*sizes, wrong_path, *wrong_roots)
