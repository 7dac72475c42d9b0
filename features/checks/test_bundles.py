"""The tamper suite: whatever is done to the entries of a bundle, both verifiers name the first wrong one."""

from dataclasses import replace

import pytest

from features.checks.bundles import EDITS, Signed, edited, found, lines_of, manifested, number_of, signed


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return signed(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return signed(tmp_path_factory.mktemp("other"), first=5_000)


def test_what_casus_writes_is_right(log: Signed) -> None:
    for bundle in (log.whole, log.part):
        assert found(bundle).right
        for note in log.notes:
            assert note in {log.notes[0], log.notes[-1]} or bundle is log.whole or found(bundle, log.key, note).wrong
        for note in (log.notes[0], log.notes[-1]):
            assert found(bundle, log.key, note).right, found(bundle, log.key, note).words
    assert found(log.whole, log.key, log.notes[1]).right


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_entry_is_named(log: Signed, edit: str) -> None:
    for position in (log.size - 1, 257, 101, 259):
        it = found(edited(log.whole, position, EDITS[edit]), log.key)
        if it.right:
            assert edit == "content"  # a rating has no such word
            continue
        assert it.wrong, it.words
        assert (it.first, it.first_by_hand) == (position, position), it.words


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_entry_of_a_part_is_named(log: Signed, edit: str) -> None:
    it = found(
        edited(log.part, 1, EDITS[edit] if edit != "content" else lambda e: replace(e, state=b'{"a":1}')), log.key
    )
    assert it.wrong, it.words
    assert it.first_by_hand == 1
    assert it.first in {1, 2, 10**9}


def at(log: Signed) -> dict[str, int]:
    return {"first": 1, "middle": 150, "first of a tile": 257, "last of a tile": 256, "last": log.size}


@pytest.mark.parametrize("where", ["first", "middle", "first of a tile", "last of a tile", "last"])
def test_a_deleted_entry_is_named(log: Signed, where: str) -> None:
    position = at(log)[where]
    lines = lines_of(log.whole)
    del lines[number_of(lines, position)]
    for bundle in (b"".join(lines), manifested(b"".join(lines), entries=log.size - 1)):
        it = found(bundle, log.key)
        assert it.wrong
        assert it.first == position, it.words
        assert bundle != b"".join(lines) or it.first_by_hand == position, it.words


@pytest.mark.parametrize("where", ["first", "middle", "first of a tile", "last of a tile", "last"])
def test_a_repeated_entry_is_named(log: Signed, where: str) -> None:
    position = at(log)[where]
    lines = lines_of(log.whole)
    number = number_of(lines, position)
    it = found(b"".join([*lines[: number + 1], *lines[number:]]), log.key)
    assert it.wrong
    assert (it.first, it.first_by_hand) == (position + 1, position + 1), it.words


@pytest.mark.parametrize(("one", "two"), [(1, 2), (1, 150), (256, 257), (10, 270)])
def test_swapped_entries_are_named(log: Signed, one: int, two: int) -> None:
    lines = lines_of(log.whole)
    a, b = number_of(lines, one), number_of(lines, two)
    lines[a], lines[b] = lines[b], lines[a]
    it = found(b"".join(lines), log.key)
    assert it.wrong
    assert (it.first, it.first_by_hand) == (one, one), it.words


def test_an_inserted_entry_is_named(log: Signed, other: Signed) -> None:
    lines, others = lines_of(log.whole), lines_of(other.whole)
    number = number_of(lines, 120)
    it = found(b"".join([*lines[:number], others[number_of(others, 120)], *lines[number:]]), log.key)
    assert it.wrong
    assert (it.first, it.first_by_hand) == (120, 120), it.words


def test_entries_of_another_log_are_named(log: Signed, other: Signed) -> None:
    lines, others = lines_of(log.whole), lines_of(other.whole)
    assert log.key != other.key
    for kept in (lines[:1], lines[:5], lines[:259]):
        it = found(b"".join([*kept, *others[len(kept) :]]), log.key)
        assert it.wrong, it.words
        assert it.first is not None
        assert it.first <= max(len(kept) - 1, 1) + 1
    assert found(other.whole, log.key).wrong
    assert found(other.part, log.key).wrong
