"""Numbers and base64 in the texts of the log are written in one way each, and read in no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.merkle.encoding import Malformed, base64, decimal, unbase64, unbase64_hash


@given(st.integers(0, (1 << 64) - 1))
def test_any_number_comes_back(number: int) -> None:
    assert decimal(str(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00",
        "01",
        "+1",
        "-0",
        "-1",
        " 1",
        "1 ",
        "1\n",
        "1_0",
        "1.0",
        "1e3",
        "0x1",
        "١",
        "１",
        str(1 << 64),
        "9" * 5_000,
    ],
)
def test_a_number_written_in_another_way_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="decimal digits"):
        decimal(text)


@given(st.binary(max_size=50))
def test_any_bytes_come_back(value: bytes) -> None:
    assert unbase64(base64(value)) == value


@pytest.mark.parametrize(
    "text",
    ["A", "AA", "AAA", "AA=", "AB==", "AAB=", "AA==\n", " AAAA", "AA AA", "AA-_", "====", "AA==AA==", "AAAA=", "é"],
)
def test_base64_written_in_another_way_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="base64"):
        unbase64(text)


@given(st.text(st.sampled_from("AZaz09+/=-_ \n"), max_size=9))
def test_base64_that_is_read_is_written_back_the_same(text: str) -> None:
    try:
        value = unbase64(text)
    except Malformed:
        return
    assert base64(value) == text


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_hash_of_another_length_is_refused(size: int) -> None:
    assert unbase64_hash(base64(bytes(32))) == bytes(32)
    with pytest.raises(Malformed, match="32 bytes"):
        unbase64_hash(base64(bytes(size)))
