"""The tamper suite: any byte, any lines; and what neither verifier verifies."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.checks.bundles import (
    Signed,
    found,
    lines_of,
    manifested,
    signed,
)
from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.notes import Note


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return signed(tmp_path_factory.mktemp("log"))


@pytest.mark.parametrize("part", [False, True])
def test_a_truncated_file_is_found_wherever_it_ends(log: Signed, part: bool) -> None:
    whole = log.part if part else log.whole
    for end in {0, 1, len(whole) // 2, len(whole) - 1, len(whole) - 2, *range(1_000, len(whole), len(whole) // 40)}:
        assert found(whole[:end], log.key).wrong, end
    lines = lines_of(whole)
    for count in range(1, len(lines), 29):
        assert found(b"".join(lines[:count]), log.key).wrong


def test_values_of_two_spellings_are_read_in_one_only(log: Signed) -> None:
    for old, new in (
        (b'"streamversion":1,', b'"streamversion":true,'),
        (b'"streamversion":1,', b'"streamversion":1.0,'),
        (b'"form":1,', b'"form":true,'),
        (b'{"tile":1,', b'{"tile":true,'),
        (b'{"tile":1,"hashes"', b'{"tile":1, "hashes"'),
        (b'"data":{', b'"data":{},"data":{'),
        (b'"data":', b'"data": '),
        (b"\n", b"\r\n"),
    ):
        assert old in log.whole
        assert found(log.whole.replace(old, new, 1), log.key).wrong, (old, new)
        last = log.whole.rpartition(old)
        assert found(last[0] + new + last[2], log.key).wrong, (old, new)
    assert found(log.part.replace(b',"hashes":[', b', "hashes":[', 1), log.key).wrong
    assert found(log.part.replace(b'{"position":', b'{"position": '), log.key).wrong


@settings(max_examples=150)
@given(st.data())
def test_any_byte_that_is_changed_is_found(log: Signed, data: st.DataObject) -> None:
    for bundle in (log.part, log.whole):
        place = data.draw(st.integers(0, len(bundle) - 1))
        byte = bundle[place] ^ data.draw(st.integers(1, 255))
        changed = bundle[:place] + bytes([byte]) + bundle[place + 1 :]
        it = found(changed, log.key)
        assert it.wrong, (place, byte, it.words)


@settings(max_examples=150)
@given(st.data())
def test_any_lines_that_are_moved_are_found(log: Signed, data: st.DataObject) -> None:
    for bundle in (log.part, log.whole):
        lines = lines_of(bundle)
        places = st.integers(0, len(lines) - 1)
        for _ in range(data.draw(st.integers(1, 3))):
            match data.draw(st.sampled_from(["delete", "repeat", "move", "swap"])):
                case "delete":
                    del lines[data.draw(places) % len(lines)]
                case "repeat":
                    lines.insert(data.draw(places), lines[data.draw(places) % len(lines)])
                case "move":
                    lines.insert(data.draw(places), lines.pop(data.draw(places) % len(lines)))
                case "swap":
                    one, two = data.draw(places) % len(lines), data.draw(places) % len(lines)
                    lines[one], lines[two] = lines[two], lines[one]
            lines = lines or [b""]
        it = found(b"".join(lines), log.key)
        assert it.right if b"".join(lines) == bundle else it.wrong, it.words


def test_signatures_of_others_and_time_stamps_are_what_is_not_verified(log: Signed) -> None:
    told = json.loads(lines_of(log.whole)[0])
    witness = SignerKey("witness", bytes(32))
    cosigned = Note.parsed(told["checkpoint"].encode()).cosigned(witness, 1_800_000_000).written.decode()
    assert found(manifested(log.whole, checkpoint=cosigned), log.key).right
    assert found(manifested(log.whole, timestamp="MIIB"), log.key).right
    assert found(manifested(log.whole, timestamp="MIIC"), log.key).right
