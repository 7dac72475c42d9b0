"""The leaf of an entry: every field in its place, read back to the byte, and nothing else read."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.leaf import LABEL, LONGEST, WHOLE, Digest, Leaf, leaf_hash, parsed, preimage

DOCUMENT = (Path(__file__).parents[2] / "docs" / "log_format.md").read_text("utf-8")
EXAMPLE = Leaf(
    *(6, UUID("0d5f3b1e-7c1a-4f57-9d0c-2b6a4e8f1c3d"), 3, "AliasAdded", 1),
    *(datetime(2026, 3, 1, 12, 0, 0, 250_000, UTC), "Rima", UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")),
    b'{"alias":"Alwa"}',
)
numbers = st.integers(0, (1 << 64) - 1) | st.sampled_from([0, 1, 255, 256])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(["", "Рима", "ر", "é" * 4_000])
contents = st.binary(max_size=80) | st.sampled_from([0, 1, WHOLE - 1, WHOLE]).map(bytes)
leaves = st.builds(
    Leaf,
    *(numbers, st.uuids(), numbers, texts, st.integers(0, (1 << 32) - 1)),
    *(
        st.datetimes(timezones=st.just(UTC)),
        texts,
        st.uuids(),
        contents | st.binary(min_size=32, max_size=32).map(Digest),
    ),
)


def test_the_example_of_the_document() -> None:
    blocks = re.findall(r"^    ((?:[0-9a-f]{2} ?)+)(?:  .*)?$", DOCUMENT, re.MULTILINE)
    entry = bytes.fromhex("".join(blocks))
    assert preimage(EXAMPLE) == entry
    assert parsed(entry) == EXAMPLE
    [length] = re.findall(r"(\d+) bytes in all", DOCUMENT)
    assert len(entry) == int(length)
    [hash] = re.findall(r"Its leaf hash is\s+`([0-9a-f]{64})`", DOCUMENT)
    assert leaf_hash(entry).hex() == hash == sha256(b"\0" + entry).hexdigest()


def test_every_field_of_the_example_is_named_in_the_document() -> None:
    shown = (6, "0d5f3b1e-7c1a-4f57-9d0c-2b6a4e8f1c3d", 3, "AliasAdded", "2026-03-01T12:00:00.250000Z", "Rima")
    for value in (
        *shown,
        "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        '{"alias":"Alwa"}',
        WHOLE,
        LONGEST,
        LABEL.decode()[:-1],
    ):
        said = f"{value:,}" if isinstance(value, int) else str(value)
        assert said in DOCUMENT, said


@given(leaves)
@settings(max_examples=300, deadline=None)
def test_any_leaf_comes_back(leaf: Leaf) -> None:
    entry = preimage(leaf)
    assert len(entry) <= LONGEST
    assert parsed(entry) == leaf
    assert preimage(parsed(entry)) == entry


@given(leaves, leaves)
@settings(deadline=None)
def test_leaves_that_differ_are_written_otherwise(one: Leaf, other: Leaf) -> None:
    assert (preimage(one) == preimage(other)) is (one == other)


def test_a_text_does_not_run_into_the_next() -> None:
    assert preimage(replace(EXAMPLE, fact="AB", recorded_by="C")) != preimage(
        replace(EXAMPLE, fact="A", recorded_by="BC")
    )


@pytest.mark.parametrize("size", [WHOLE + 1, 1_000_000])
def test_long_content_is_told_by_its_digest(size: int) -> None:
    content = bytes(size)
    entry = preimage(replace(EXAMPLE, content=content))
    assert entry == preimage(replace(EXAMPLE, content=Digest(sha256(content).digest())))
    assert parsed(entry).content == Digest(sha256(content).digest())
    assert len(entry) == len(preimage(EXAMPLE)) + 32 - len(b'{"alias":"Alwa"}')


def test_the_same_moment_is_written_the_same_wherever_it_was_read() -> None:
    elsewhere = EXAMPLE.recorded_at.astimezone(timezone(timedelta(hours=3)))
    assert preimage(replace(EXAMPLE, recorded_at=elsewhere)) == preimage(EXAMPLE)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "1969-12-31T23:59:59.999999", "9999-12-31T23:59:59.999999"])
def test_any_moment_of_the_calendar_is_kept_exactly(moment: str) -> None:
    leaf = replace(EXAMPLE, recorded_at=datetime.fromisoformat(f"{moment}Z"))
    assert parsed(preimage(leaf)) == leaf


@pytest.mark.parametrize(
    "wrong",
    [
        *({"index": -1}, {"index": 1 << 64}, {"version": 1 << 64}, {"form": 1 << 32}, {"form": -1}),
        *({"fact": "\ud800"}, {"recorded_by": "\udfff"}, {"fact": "x" * 65_536}, {"recorded_by": "é" * 32_768}),
        *(
            {"recorded_at": datetime.fromisoformat("2026-03-01")},
            {"content": Digest(b"")},
            {"content": Digest(bytes(33))},
        ),
        *({"content": bytes(WHOLE), "fact": "x" * 33_000},),
    ],
)
def test_what_does_not_fit_a_leaf_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        preimage(replace(EXAMPLE, **wrong))


def test_a_leaf_may_fill_an_entry_of_tlog_tiles() -> None:
    room = LONGEST - len(preimage(replace(EXAMPLE, fact="", content=bytes(WHOLE))))
    assert len(preimage(replace(EXAMPLE, content=bytes(WHOLE), fact="x" * room))) == LONGEST
    with pytest.raises(Malformed, match="at most 65535 bytes"):
        preimage(replace(EXAMPLE, content=bytes(WHOLE), fact="x" * (room + 1)))
    rest = preimage(EXAMPLE).split(b"\x00\x0aAliasAdded")
    for more in (LONGEST - len(preimage(EXAMPLE)), LONGEST - len(preimage(EXAMPLE)) + 1):
        size = more + len("AliasAdded")
        entry = b"".join((rest[0], size.to_bytes(2, "big"), b"x" * size, rest[1]))
        if len(entry) == LONGEST:
            assert parsed(entry).fact == "x" * size
        else:
            with pytest.raises(Malformed, match="not an entry"):
                parsed(entry)


def read_or_refused(entry: bytes) -> None:
    """What is read at all is written back to the same bytes."""
    try:
        leaf = parsed(entry)
    except Malformed:
        return
    assert preimage(leaf) == entry


@given(leaves, st.data())
@settings(max_examples=300, deadline=None)
def test_a_changed_byte_is_refused_or_another_leaf(leaf: Leaf, data: st.DataObject) -> None:
    entry = bytearray(preimage(leaf))
    at = data.draw(st.integers(0, min(len(entry) - 1, 400)))
    entry[at] ^= data.draw(st.integers(1, 255))
    read_or_refused(bytes(entry))
    try:
        assert parsed(bytes(entry)) != leaf
    except Malformed:
        assert bytes(entry) != preimage(leaf)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(LABEL.__add__))
@settings(max_examples=300)
def test_any_bytes_are_refused_or_read_exactly(entry: bytes) -> None:
    read_or_refused(entry)


def test_every_beginning_of_a_leaf_is_refused_and_so_is_more() -> None:
    entry = preimage(EXAMPLE)
    for end in range(len(entry)):
        with pytest.raises(Malformed):
            parsed(entry[:end])
    with pytest.raises(Malformed, match="goes on"):
        parsed(entry + b"\0")
    with pytest.raises(Malformed, match="not an entry"):
        parsed(entry.replace(b"v1", b"v2", 1))


@pytest.mark.parametrize(("kind", "size"), [(0, WHOLE + 1), (1, 31), (1, 33), (1, 0), (2, 32), (2, 0), (255, 16)])
def test_content_of_another_kind_or_length_is_refused(kind: int, size: int) -> None:
    entry = preimage(replace(EXAMPLE, content=b""))[:-5]
    with pytest.raises(Malformed, match="kind"):
        parsed(entry + bytes([kind]) + size.to_bytes(4, "big") + bytes(size))


@pytest.mark.parametrize("since", [-(1 << 63), (1 << 63) - 1, -62_135_596_800_000_001, 253_402_300_800_000_000])
def test_a_moment_beyond_the_calendar_is_refused(since: int) -> None:
    entry = preimage(EXAMPLE)
    at = entry.index(b"AliasAdded") + len(b"AliasAdded") + 4
    with pytest.raises(Malformed, match="no year"):
        parsed(entry[:at] + since.to_bytes(8, "big", signed=True) + entry[at + 8 :])


def test_text_that_is_not_utf_8_is_refused() -> None:
    entry = preimage(EXAMPLE)
    for wrong in (b"Ali\xffsAdded", b"Ali\xc0\x80Added"[:10], b"Ali\xed\xa0\x80dded"[:10]):
        with pytest.raises(Malformed, match="UTF-8"):
            parsed(entry.replace(b"AliasAdded", wrong))
