"""Keys are handed on as the texts that other programs of the transparency world know, and as no others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.checks.merkle_vectors import (
    ENOCH,
    EXAMPLE_KEY,
    MANGLED_KEYS,
    PETER,
    PETER_SECRET,
    PUBLIC_LOG,
    PUBLIC_WITNESS,
)
from infrastructure.merkle.encoding import Malformed, base64, unbase64
from infrastructure.merkle.keys import KeyType, SignerKey, VerifierKey

_NAMED = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="+")
names = st.text(_NAMED, min_size=1, max_size=20) | st.sampled_from(["a", "casus/00aa11bb", "سوريا"])
keys = st.builds(SignerKey, names, st.binary(min_size=32, max_size=32))


@pytest.mark.parametrize("vkey", [PETER, ENOCH, EXAMPLE_KEY, PUBLIC_LOG, PUBLIC_WITNESS])
def test_published_keys_are_read_and_written_back(vkey: str) -> None:
    key = VerifierKey.parsed(vkey)
    assert key.vkey == vkey
    assert [key.name, key.id.hex()] == vkey.split("+", 2)[:2]
    assert key.type is (KeyType.COSIGNATURE if vkey == PUBLIC_WITNESS else KeyType.NOTE)


def test_a_published_private_key_is_read_and_written_back() -> None:
    key = SignerKey.parsed(PETER_SECRET)
    assert key.secret == PETER_SECRET
    assert key.verifier.vkey == PETER
    assert (key.witness.type, key.witness.public) == (KeyType.COSIGNATURE, key.verifier.public)
    assert key.witness.id != key.verifier.id


def manglings(text: str) -> list[str]:
    """Every part of a key that isn't the whole, and the key with one character the next: as the tests of x/mod try."""
    ends = range(len(text) + 1)
    parts = [text[start:end] for start in ends for end in ends if (start, end) != (0, len(text))]
    return parts + [text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :] for at in range(len(text))]


def test_every_mangling_of_a_key_is_refused() -> None:
    for text in {
        *manglings(PETER),
        *MANGLED_KEYS,
        PETER.upper(),
        PETER.replace("c74f", "C74F"),
        f"{PETER}\n",
        f" {PETER}",
    }:
        with pytest.raises(Malformed):
            VerifierKey.parsed(text)


def test_every_mangling_of_a_private_key_is_refused_without_repeating_it() -> None:
    for text in {*manglings(PETER_SECRET), PETER, PETER_SECRET.upper(), f"{PETER_SECRET} "}:
        with pytest.raises(Malformed) as refused:
            SignerKey.parsed(text)
        assert PETER_SECRET[-40:-4] not in str(refused.value)


def test_a_private_key_of_another_type_is_refused() -> None:
    key = SignerKey.parsed(PETER_SECRET)
    seed = unbase64(PETER_SECRET.split("+", 4)[4])[1:]
    for id in (key.verifier.id, key.witness.id):
        with pytest.raises(Malformed, match="id in the key"):
            SignerKey.parsed(f"PRIVATE+KEY+{key.name}+{id.hex()}+{base64(bytes([KeyType.COSIGNATURE]) + seed)}")


def test_a_private_key_shows_nothing_of_itself() -> None:
    key = SignerKey.parsed(PETER_SECRET)
    for shown in (repr(key), str(key), f"{key}"):
        assert PETER_SECRET.rsplit("+", 1)[1] not in shown
        assert "seed" not in shown


@given(keys)
@settings(deadline=None)
def test_any_key_comes_back(key: SignerKey) -> None:
    assert SignerKey.parsed(key.secret).secret == key.secret
    for public in (key.verifier, key.witness):
        assert VerifierKey.parsed(public.vkey) == public


@given(names, st.binary(min_size=32, max_size=32), st.binary(max_size=70), st.binary(max_size=20))
@settings(deadline=None)
def test_no_public_key_of_chance_verifies_or_fails_otherwise(
    name: str, public: bytes, signature: bytes, message: bytes
) -> None:
    assert not VerifierKey(name, KeyType.NOTE, public).verifies(message, signature)


@given(keys, st.binary(max_size=40), st.integers(0, 511))
@settings(deadline=None)
def test_a_signature_is_of_one_message_and_key(key: SignerKey, message: bytes, bit: int) -> None:
    signature = key.signature(message)
    assert key.verifier.verifies(message, signature)
    assert not key.verifier.verifies(message + b"\0", signature)
    wrong = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
    assert not key.verifier.verifies(message, wrong)
    assert not key.verifier.verifies(message, signature[:-1])
    assert not SignerKey(key.name, bytes(31) + b"\x07").verifier.verifies(message, signature)


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a+b", "a\n", "\t", "a\u00a0b", "\u2003", "a\x00", "\ud800", "a\u3000"]
)
def test_a_name_with_a_space_a_plus_or_a_control_is_refused(name: str) -> None:
    with pytest.raises(Malformed, match="name"):
        SignerKey(name, bytes(32))
    with pytest.raises(Malformed, match="name"):
        VerifierKey(name, KeyType.NOTE, bytes(32))


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(Malformed, match="32 bytes"):
        SignerKey("a", bytes(size))
    with pytest.raises(Malformed, match="32 bytes"):
        VerifierKey("a", KeyType.NOTE, bytes(size))
