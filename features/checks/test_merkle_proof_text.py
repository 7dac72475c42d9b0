"""A proof of one entry is a tlog-proof, verified offline with the log's key alone; changed anywhere, it is refused."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.checks.merkle_trees import MemoryHashes, Recursive, leaves_of
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.encoding import Malformed, base64
from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.proof_text import LogProof
from infrastructure.merkle.proofs import ProofFailed
from infrastructure.merkle.tree import inclusion_proof

TREE = leaves_of(600)
SOURCE, DEFINITION = MemoryHashes(TREE), Recursive(TREE)
LOG = SignerKey("example.com/log", bytes(31) + b"\1")


def signed(size: int) -> Note:
    return Note(Checkpoint(LOG.name, size, DEFINITION.mth(0, size)).text).signed(LOG)


def proof_of(index: int, size: int, extra: bytes = b"") -> LogProof:
    return LogProof(index, tuple(inclusion_proof(SOURCE, index, size)), signed(size), extra)


PROOF = proof_of(5, 300)
HASH = base64(bytes(32))


def test_a_proof_as_it_is_written() -> None:
    head, checkpoint = replace(PROOF, extra=b"context").written.decode().split("\n\n", 1)
    assert head.split("\n")[:3] == ["c2sp.org/tlog-proof@v1", f"extra {base64(b'context')}", "index 5"]
    assert head.split("\n")[3:] == [base64(hash) for hash in DEFINITION.path(5, 0, 300)]
    assert checkpoint.encode() == signed(300).written
    assert PROOF.written.startswith(b"c2sp.org/tlog-proof@v1\nindex 5\n")


@given(st.data(), st.integers(1, 600), st.binary(max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_proof_comes_back_and_verifies(data: st.DataObject, size: int, extra: bytes) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = LogProof.parsed(proof_of(index, size, extra).written)
    assert proof == proof_of(index, size, extra)
    assert proof.verified(TREE[index], LOG.verifier) == Checkpoint(LOG.name, size, DEFINITION.mth(0, size))
    for other in {index ^ 1, 0, size - 1} - {index}:
        with pytest.raises(ProofFailed):
            proof.verified(TREE[other], LOG.verifier)


def test_a_proof_of_the_only_entry_has_no_hashes() -> None:
    assert b"index 0\n\nexample.com/log\n1\n" in proof_of(0, 1).written
    assert LogProof.parsed(proof_of(0, 1).written) == proof_of(0, 1)


@given(st.integers(0, len(PROOF.written) * 8 - 1))
@settings(max_examples=400, deadline=None)
def test_one_bit_of_a_proof_changed_is_refused(bit: int) -> None:
    wrong = (int.from_bytes(PROOF.written, "big") ^ 1 << bit).to_bytes(len(PROOF.written), "big")
    with pytest.raises((Malformed, NotSigned, ProofFailed)):
        LogProof.parsed(wrong).verified(TREE[5], LOG.verifier)


def test_a_proof_under_another_checkpoint_is_refused() -> None:
    for size in (299, 301, 512, 5):
        with pytest.raises(ProofFailed):
            replace(PROOF, checkpoint=signed(size)).verified(TREE[5], LOG.verifier)
    with pytest.raises(NotSigned):
        PROOF.verified(TREE[5], SignerKey(LOG.name, bytes(32)).verifier)


CHECKPOINT = signed(300).written.decode()


@pytest.mark.parametrize(
    "head",
    [
        # transparency-dev/merkle, proof/tlog_proof_test.go, TestVerifyTLogProofErrors.
        *(
            "wrong-header\nindex 0\n",
            "c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n",
            "c2sp.org/tlog-proof@v1\n",
        ),
        *("c2sp.org/tlog-proof@v1\nindex notanumber\n", "c2sp.org/tlog-proof@v1\nindex -5\n"),
        "c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{base64(bytes(64))}\n",
        # Ours.
        *("", "\n", "index 0\n", "c2sp.org/tlog-proof@v2\nindex 0\n", "C2SP.org/tlog-proof@v1\nindex 0\n"),
        *(
            "c2sp.org/tlog-proof@v1\nindex 00\n",
            "c2sp.org/tlog-proof@v1\nindex  0\n",
            "c2sp.org/tlog-proof@v1\nindex\n",
        ),
        *(f"c2sp.org/tlog-proof@v1\nindex {1 << 64}\n", "c2sp.org/tlog-proof@v1\r\nindex 0\r\n"),
        *("c2sp.org/tlog-proof@v1\nextra \nindex 0\n", "c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n"),
        *("c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n", "c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n"),
        *("c2sp.org/tlog-proof@v1\nextra AA\nindex 0\n", f"c2sp.org/tlog-proof@v1\n{HASH}\nindex 0\n"),
        *("c2sp.org/tlog-proof@v1\nindex 0\n" + 65 * f"{HASH}\n", f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH} \n"),
        *(
            "c2sp.org/tlog-proof@v1\nindex é\n",
            "c2sp.org/tlog-proof@v1 \nindex 0\n",
            "\nc2sp.org/tlog-proof@v1\nindex 0\n",
        ),
    ],
)
def test_what_is_no_proof_is_refused(head: str) -> None:
    with pytest.raises(Malformed):
        LogProof.parsed(f"{head}\n{CHECKPOINT}".encode())


@pytest.mark.parametrize(
    "proof",
    [
        *(b"", b"\n\n", PROOF.written[:-1], PROOF.written + b"\n", PROOF.written + b" ", b" " + PROOF.written),
        *(PROOF.written.split(b"\n\n")[0] + b"\n\n", PROOF.written.replace(b"\n\n", b"\n"), signed(300).written),
        PROOF.written.replace(b"\n\n", b"\n\n\n", 1),
    ],
)
def test_a_proof_without_its_checkpoint_or_with_more_is_refused(proof: bytes) -> None:
    with pytest.raises(Malformed):
        LogProof.parsed(proof)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        *((b"c2sp.org/tlog-proof@v2\nindex 0\n", "begins with c2sp.org/tlog-proof@v1"), (b"", "begins with")),
        *((b"c2sp.org/tlog-proof@v1\n", "of which index"), (b"c2sp.org/tlog-proof@v1\n7\n", "of which index")),
        *((b"c2sp.org/tlog-proof@v1\nextra AA==\n", "of which index"), (b"\xff\n", "ASCII")),
    ],
)
def test_why_a_proof_is_refused_is_said(wrong: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        LogProof.parsed(wrong + b"\n" + CHECKPOINT.encode())


pieces = st.sampled_from(
    ["c2sp.org/tlog-proof@v1\n", "index 0\n", "index 7\n", "extra AA==\n", f"{HASH}\n", "\n", CHECKPOINT, "a"]
)


@given(st.lists(pieces, max_size=7).map("".join).map(str.encode) | st.binary(max_size=40))
@settings(max_examples=500, deadline=None)
def test_what_is_read_is_written_back_to_the_same_bytes(proof: bytes) -> None:
    try:
        read = LogProof.parsed(proof)
    except Malformed:
        return
    assert read.written == proof


@pytest.mark.parametrize(
    "wrong", [{"index": -1}, {"index": 1 << 64}, {"path": (bytes(31),)}, {"path": (bytes(32),) * 65}]
)
def test_what_is_no_proof_is_not_written(wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        assert replace(PROOF, **wrong).written
