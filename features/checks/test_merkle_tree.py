"""Roots and proofs are those of RFC 9162's recursive definition, read from few ranges however large the tree is."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.checks.merkle_trees import MemoryHashes, Recursive, leaves_of
from features.checks.merkle_vectors import CONSISTENCY_PROOFS, INCLUSION_PROOFS, LEAVES, ROOTS
from infrastructure.merkle.leaf import leaf_hash
from infrastructure.merkle.proofs import verify_consistency, verify_inclusion
from infrastructure.merkle.tree import (
    EMPTY_ROOT,
    HashMissing,
    NoSuchProof,
    Remembering,
    consistency_proof,
    grown,
    inclusion_proof,
    root,
    subtree_hash,
)

SMALL, LARGE = 600, 70_000
TREE = leaves_of(LARGE)
SOURCE, DEFINITION = MemoryHashes(TREE), Recursive(TREE)
PUBLISHED = MemoryHashes(list(map(leaf_hash, LEAVES)))
sizes = st.integers(1, LARGE) | st.sampled_from([255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_792, LARGE])


REMEMBERED = Remembering(MemoryHashes(TREE))


@given(sizes, st.data())
def test_what_is_remembered_of_tiles_makes_the_same_roots_and_proofs(size: int, data: st.DataObject) -> None:
    index, size1 = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert root(REMEMBERED, size) == root(SOURCE, size)
    assert inclusion_proof(REMEMBERED, index, size) == inclusion_proof(SOURCE, index, size)
    assert consistency_proof(REMEMBERED, size1, size) == consistency_proof(SOURCE, size1, size)


def test_of_complete_tiles_above_the_leaves_each_is_read_once() -> None:
    source = MemoryHashes(TREE)
    remembering = Remembering(source)
    for index in range(0, 60_000, 1_000):
        inclusion_proof(remembering, index, LARGE)
    above = [it for it in source.read if it[0] > 0 and it[2] == 256]
    assert len(above) == len({*above}) == 1


def test_the_large_tree_has_three_levels() -> None:
    assert list(map(len, SOURCE.levels)) == [70_000, 273, 1]


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert root(PUBLISHED, size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION_PROOFS)
def test_published_inclusion_proofs(index: int, size: int, path: list[str]) -> None:
    assert [hash.hex() for hash in inclusion_proof(PUBLISHED, index, size)] == path


@pytest.mark.parametrize(("size1", "size2", "path"), CONSISTENCY_PROOFS)
def test_published_consistency_proofs(size1: int, size2: int, path: list[str]) -> None:
    assert [hash.hex() for hash in consistency_proof(PUBLISHED, size1, size2)] == path


def test_the_empty_tree_has_a_root_of_nothing() -> None:
    assert root(MemoryHashes([]), 0) == root(SOURCE, 0) == EMPTY_ROOT == DEFINITION.mth(0, 0)


def test_every_root_of_small_trees() -> None:
    for size in range(SMALL):
        assert root(SOURCE, size) == DEFINITION.mth(0, size), size


def test_every_inclusion_proof_of_small_trees() -> None:
    for size in range(1, 70):
        for index in range(size):
            assert inclusion_proof(SOURCE, index, size) == DEFINITION.path(index, 0, size), (index, size)


def test_every_consistency_proof_of_small_trees() -> None:
    for size2 in range(1, 70):
        for size1 in range(1, size2 + 1):
            assert consistency_proof(SOURCE, size1, size2) == DEFINITION.proof(size1, size2), (size1, size2)


def some_pairs() -> Iterator[tuple[int, int]]:
    for size in range(70, SMALL):
        yield from (
            (it, size) for it in {1, size // 3, size // 2, 255, 256, 257, size - 2, size - 1, size} if it <= size
        )


def test_some_proofs_of_every_middling_tree() -> None:
    for it, size in some_pairs():
        assert inclusion_proof(SOURCE, it - 1, size) == DEFINITION.path(it - 1, 0, size), (it, size)
        assert consistency_proof(SOURCE, it, size) == DEFINITION.proof(it, size), (it, size)


@given(data=st.data(), size=sizes)
@settings(max_examples=150, deadline=None)
def test_any_tree_is_that_of_the_definition(data: st.DataObject, size: int) -> None:
    it = data.draw(st.integers(1, size), "it")
    roots = root(SOURCE, it), root(SOURCE, size)
    assert roots == (DEFINITION.mth(0, it), DEFINITION.mth(0, size))
    inclusion, consistency = inclusion_proof(SOURCE, it - 1, size), consistency_proof(SOURCE, it, size)
    assert inclusion == DEFINITION.path(it - 1, 0, size)
    assert consistency == DEFINITION.proof(it, size)
    verify_inclusion(TREE[it - 1], it - 1, size, inclusion, roots[1])
    verify_consistency(it, size, consistency, *roots)


@given(data=st.data(), size=sizes)
@settings(max_examples=100, deadline=None)
def test_no_proof_reads_more_than_two_ranges_of_a_level(data: st.DataObject, size: int) -> None:
    it = data.draw(st.integers(1, size), "it")
    for make in (
        lambda: root(SOURCE, size),
        lambda: inclusion_proof(SOURCE, it - 1, size),
        lambda: consistency_proof(SOURCE, it, size),
    ):
        SOURCE.read.clear()
        make()
        assert len(set(SOURCE.read)) == len(SOURCE.read)
        for level in range(3):
            assert len([read for read in SOURCE.read if read[0] == level]) <= 2
        assert all(1 <= count <= 256 and first % 256 == 0 for _, first, count in SOURCE.read)
        assert all((first + count) << (8 * level) <= size for level, first, count in SOURCE.read)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 1), (-1, 0), (5, 4), (70_000, 70_000)])
def test_there_is_no_proof_of_a_leaf_beyond_the_tree(index: int, size: int) -> None:
    with pytest.raises(NoSuchProof, match=f"of {size} leaves has none of index {index}"):
        inclusion_proof(SOURCE, index, size)


@pytest.mark.parametrize(("size1", "size2"), [(0, 0), (0, 1), (2, 1), (-1, 1), (-1, -1)])
def test_there_is_no_proof_from_nothing_or_back(size1: int, size2: int) -> None:
    with pytest.raises(NoSuchProof, match="Nothing proves"):
        consistency_proof(SOURCE, size1, size2)


def test_there_is_no_root_of_fewer_leaves_than_none() -> None:
    with pytest.raises(NoSuchProof):
        root(SOURCE, -1)


@pytest.mark.parametrize("size", [8, 256, 300, 65_536, 65_537])
def test_a_source_that_lacks_a_hash_is_named(size: int) -> None:
    short = MemoryHashes(TREE[: size - 1])
    with pytest.raises(HashMissing, match=r"Of the hashes of level \d, \d+ from \d+ on are asked for, and \d+ found"):
        root(short, size)
    with pytest.raises(HashMissing):
        inclusion_proof(short, 0, size)
    with pytest.raises(HashMissing):
        consistency_proof(short, 1, size)


@pytest.mark.parametrize("height", range(9))
def test_a_complete_subtree(height: int) -> None:
    assert subtree_hash(TREE[: 1 << height]) == DEFINITION.mth(0, 1 << height)


def grow(batches: list[int], before: int = 0) -> tuple[MemoryHashes, int]:
    """What a recorder stores that appends in these batches; every hash is stored once, in order."""
    stored = MemoryHashes(TREE[:before])
    for batch in batches:
        stored.read.clear()
        for level, number, hash in list(grown(stored, before, TREE[before : before + batch])):
            if level == len(stored.levels):
                stored.levels.append([])
            assert number == len(stored.levels[level])
            stored.levels[level].append(hash)
        assert len({level for level, _, _ in stored.read}) == len(stored.read)
        assert all(count for _, _, count in stored.read)
        before += batch
    return stored, before


@given(st.lists(st.integers(0, 700) | st.sampled_from([1, 255, 256, 257]), max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_tree_grows_in_any_batches_to_the_same_hashes(batches: list[int]) -> None:
    stored, size = grow(batches)
    assert stored.levels == MemoryHashes(TREE[:size]).levels


@pytest.mark.parametrize("batches", [[1, 1, 1], [3], [2, 4_000], [0, 2]])
def test_a_tree_grows_past_the_second_level(batches: list[int]) -> None:
    stored, size = grow(batches, before=65_534)
    assert stored.levels == MemoryHashes(TREE[:size]).levels


def test_a_large_tree_grows_at_once() -> None:
    assert grow([LARGE])[0].levels == SOURCE.levels


def test_one_more_leaf_mostly_reads_nothing() -> None:
    reads = 0
    for before in range(1_000):
        SOURCE.read.clear()
        list(grown(SOURCE, before, TREE[before : before + 1]))
        reads += len(SOURCE.read)
    assert reads == 3
