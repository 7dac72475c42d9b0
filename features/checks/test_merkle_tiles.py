"""Tiles and bundles are laid out as tlog-tiles says; their paths and bytes have one form each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.checks.merkle_trees import MemoryHashes, leaves_of
from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.tiles import (
    Tile,
    bundle_bytes,
    bundle_entries,
    tile_bytes,
    tile_hashes,
    tile_width,
)

levels = st.none() | st.integers(0, 63)
numbers = st.integers(0, (1 << 56) - 1) | st.sampled_from([0, 999, 1_000, 999_999, 1_000_000])
tiles = st.builds(Tile, levels, numbers, st.integers(1, 256))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),  # the number is the specification's example
        *((Tile(0, 0), "tile/0/000"), (Tile(0, 999), "tile/0/999"), (Tile(0, 1_000), "tile/0/x001/000")),
        *((Tile(63, 5, 255), "tile/63/005.p/255"), (Tile(None, 273, 112), "tile/entries/273.p/112")),
        *((Tile(None, 1_000_000), "tile/entries/x001/x000/000"), (Tile(2, 0, 1), "tile/2/000.p/1")),
        (Tile(1, (1 << 56) - 1), "tile/1/x072/x057/x594/x037/x927/935"),
    ],
)
def test_paths_of_tiles(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parsed(path) == tile


@given(tiles)
def test_any_path_comes_back(tile: Tile) -> None:
    assert Tile.parsed(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "0/000",
        ),
        *("tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/100/000", "tile/x/000", "tile/Entries/000"),
        *("tile/0/x000/000", "tile/0/x000/001", "tile/0/001/000", "tile/0/x001", "tile/0/x001/x000", "tile/0/X001/000"),
        *("tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/000.p/-1"),
        *("tile/0/000.P/1", "tile/0/000.p/1/", "tile/0/000.p/999", "tile/0/000\n", "tile/0/٠٠٠", "tile/0/000.p/1\n"),
        *(
            "tile/0/x072/x057/x594/x037/x927/936",
            "tile/1/x999/x999/x999/x999/x999/x999/999",
            "tile//000",
            "tile/0//000",
        ),
        *("tile/0/../000", "tile/0/%30%30%30", f"tile/0/{'x001/' * 1_000}000"),
    ],
)
def test_what_is_no_path_of_a_tile_is_refused(path: str) -> None:
    with pytest.raises(Malformed):
        Tile.parsed(path)


pieces = st.sampled_from(["tile/", "entries/", "0/", "12/", "x001/", "x000/", "067", "000", ".p/", "1", "255", "/"])


@given(st.lists(pieces, max_size=6).map("".join) | st.text(max_size=20))
@settings(max_examples=500)
def test_a_path_that_is_read_is_written_back_the_same(path: str) -> None:
    try:
        tile = Tile.parsed(path)
    except Malformed:
        return
    assert tile.path == path


@pytest.mark.parametrize(
    "tile", [Tile(64, 0), Tile(-1, 0), Tile(0, -1), Tile(0, 1 << 56), Tile(0, 0, 0), Tile(0, 0, 257)]
)
def test_a_tile_that_no_tree_has_has_no_path(tile: Tile) -> None:
    with pytest.raises(Malformed):
        assert tile.path


def test_the_tree_of_70_000_leaves_of_the_specification() -> None:
    widths = [[tile_width(level, number, 70_000) for number in range(275)] for level in range(4)]
    assert widths[0] == [*[256] * 273, 112, 0]
    assert widths[1] == [256, 17, *[0] * 273]
    assert widths[2] == [1, *[0] * 274]
    assert widths[3] == [0] * 275
    assert tile_width(None, 273, 70_000) == 112
    assert (tile_width(0, 0, 256), tile_width(1, 0, 256), tile_width(0, 0, 0)) == (256, 1, 0)


@given(st.integers(0, 3_000))
@settings(max_examples=40, deadline=None)
def test_the_tiles_of_a_tree_are_its_stored_hashes(size: int) -> None:
    stored = MemoryHashes(leaves_of(size))
    for level, row in enumerate([*stored.levels, []]):
        widths = [tile_width(level, number, size) for number in range(len(row) // 256 + 2)]
        assert sum(widths) == len(row)
        read = [tile_hashes(tile_bytes(row[at * 256 : at * 256 + width])) for at, width in enumerate(widths) if width]
        assert [hash for tile in read for hash in tile] == row


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=256))
@settings(max_examples=30, deadline=None)
def test_any_tile_comes_back(hashes: list[bytes]) -> None:
    assert len(tile_bytes(hashes)) == 32 * len(hashes)
    assert tile_hashes(tile_bytes(hashes)) == hashes


@pytest.mark.parametrize("size", [0, 1, 31, 33, 8_193, 8_224])
def test_what_is_no_tile_is_refused(size: int) -> None:
    with pytest.raises(Malformed, match="from 1 to 256 hashes"):
        tile_hashes(bytes(size))


@pytest.mark.parametrize("hashes", [[], [bytes(32)] * 257, [bytes(31)], [bytes(32), bytes(33)]])
def test_what_is_no_tile_is_not_written(hashes: list[bytes]) -> None:
    with pytest.raises(Malformed):
        tile_bytes(hashes)


entries = st.binary(max_size=40) | st.sampled_from([b"", bytes(256), bytes(65_535)])


@given(st.lists(entries, min_size=1, max_size=12))
@settings(deadline=None)
def test_any_bundle_comes_back(bundle: list[bytes]) -> None:
    assert bundle_entries(bundle_bytes(bundle)) == bundle


def test_a_bundle_as_it_is_written() -> None:
    assert bundle_bytes([b"ab", b"", bytes(257)]) == b"\0\2ab\0\0\1\1" + bytes(257)
    assert len(bundle_entries(bundle_bytes([b""] * 256))) == 256


@given(st.binary(max_size=60) | st.lists(st.sampled_from([b"\0", b"\1", b"\0\1a", b"\0\0"])).map(b"".join))
@settings(max_examples=500)
def test_a_bundle_that_is_read_is_written_back_the_same(bundle: bytes) -> None:
    try:
        read = bundle_entries(bundle)
    except Malformed:
        return
    assert bundle_bytes(read) == bundle


@pytest.mark.parametrize(
    "bundle", [b"", b"\0", b"\0\1", b"\0\2a", b"\0\0\0", b"\xff\xff" + bytes(65_534), bytes(2 * 257)]
)
def test_what_is_no_bundle_is_refused(bundle: bytes) -> None:
    with pytest.raises(Malformed):
        bundle_entries(bundle)


@pytest.mark.parametrize("bundle", [[], [b""] * 257, [bytes(65_536)]])
def test_what_is_no_bundle_is_not_written(bundle: list[bytes]) -> None:
    with pytest.raises(Malformed):
        bundle_bytes(bundle)
