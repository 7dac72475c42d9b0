"""Checkpoints and the cosignatures of witnesses are those of C2SP, and bind size, root, origin and time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.checks import merkle_vectors as published
from infrastructure.merkle.checkpoints import Checkpoint, opened
from infrastructure.merkle.encoding import Malformed, base64
from infrastructure.merkle.keys import SignerKey, VerifierKey
from infrastructure.merkle.notes import Attestation, Note, NotSigned, Signature
from infrastructure.merkle.tree import EMPTY_ROOT

LOG, WITNESS = SignerKey("example.com/log", bytes(31) + b"\1"), SignerKey("example.com/witness", bytes(31) + b"\2")
HEAD = Checkpoint("example.com/log", 7, bytes(range(32)))
NOTE = Note(HEAD.text).signed(LOG)
SEEN_AT = 1_772_366_400

lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
sizes = st.integers(0, (1 << 64) - 1)
heads = st.builds(Checkpoint, lines, sizes, st.binary(min_size=32, max_size=32), st.lists(lines, max_size=2).map(tuple))


def test_the_example_of_the_specifications_is_read() -> None:
    note = Note.parsed(published.CHECKPOINT.encode())
    assert note.written.decode() == published.CHECKPOINT
    head = Checkpoint.parsed(note.text)
    assert (head.origin, head.size, head.extensions) == ("example.com/behind-the-sofa", 20_852_163, ())
    assert base64(head.root) == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    assert [it.name for it in note.signatures] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert [len(it.value) for it in note.signatures] == [64, 72]
    assert int.from_bytes(note.signatures[1].value[:8], "big") == published.COSIGNED_AT


def test_a_public_checkpoint_verifies_with_its_cosignature() -> None:
    log, witness = VerifierKey.parsed(published.PUBLIC_LOG), VerifierKey.parsed(published.PUBLIC_WITNESS)
    note = Note.parsed(published.PUBLIC_CHECKPOINT.encode())
    assert opened(note, log).size == 1_432_088_532
    assert note.attested([witness]) == (Attestation(witness, 1_779_573_024),)
    larger = note._replace(text=note.text.replace("1432088532", "1432088533"))
    for key in (log, witness):
        with pytest.raises(NotSigned):
            larger.attested([key])


def test_a_checkpoint_as_it_is_written() -> None:
    assert HEAD.text == "example.com/log\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert Checkpoint("a", 0, EMPTY_ROOT).text == "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"


def test_a_signed_checkpoint_opens() -> None:
    assert opened(Note.parsed(NOTE.written), LOG.verifier) == HEAD


def test_a_checkpoint_opens_only_with_its_own_key() -> None:
    for key in (SignerKey(LOG.name, bytes(32)).verifier, WITNESS.verifier, LOG.witness):
        with pytest.raises(NotSigned):
            opened(NOTE, key)


def test_a_checkpoint_of_another_log_does_not_open() -> None:
    other = Note(HEAD._replace(origin="example.com/other").text).signed(LOG)
    with pytest.raises(NotSigned, match=r"another log: example\.com/other"):
        opened(other, LOG.verifier)


def test_what_a_log_signed_need_not_be_a_checkpoint() -> None:
    with pytest.raises(Malformed):
        opened(Note("We are on holiday.\n").signed(LOG), LOG.verifier)


@given(heads, sizes.filter(lambda it: it < 1 << 63))
@settings(deadline=None)
def test_any_checkpoint_comes_back_and_is_cosigned(head: Checkpoint, time: int) -> None:
    assert Checkpoint.parsed(head.text) == head
    note = Note.parsed(Note(head.text).signed(LOG).cosigned(WITNESS, time).written)
    assert note.attested([WITNESS.witness, LOG.verifier]) == (
        Attestation(LOG.verifier, None),
        Attestation(WITNESS.witness, time),
    )


@given(st.integers(0, 72 * 8 - 1))
@settings(deadline=None)
def test_one_bit_of_a_cosignature_changed_is_refused(bit: int) -> None:
    note = NOTE.cosigned(WITNESS, SEEN_AT)
    *others, (name, id, value) = note.signatures
    wrong = (int.from_bytes(value, "big") ^ 1 << bit).to_bytes(72, "big")
    with pytest.raises(NotSigned, match=name):
        note._replace(signatures=(*others, Signature(name, id, wrong))).attested([WITNESS.witness])


def test_a_cosignature_is_not_a_signature_nor_the_other_way_round() -> None:
    cosigned = Note(HEAD.text).cosigned(WITNESS, SEEN_AT)
    with pytest.raises(NotSigned, match="None"):
        cosigned.attested([WITNESS.verifier])
    for key, value in (
        (WITNESS.verifier, cosigned.signatures[0].value),
        (WITNESS.verifier, cosigned.signatures[0].value[8:]),
        (WITNESS.witness, WITNESS.signature(HEAD.text.encode())),
        (WITNESS.witness, bytes(8) + WITNESS.signature(HEAD.text.encode())),
        (WITNESS.witness, b""),
    ):
        with pytest.raises(NotSigned, match="is not its key's"):
            Note(HEAD.text, (Signature(key.name, key.id, value),)).attested([key])


def test_a_cosignature_signs_what_the_specification_says() -> None:
    message = f"cosignature/v1\ntime {SEEN_AT}\n{HEAD.text}".encode()
    value = SEEN_AT.to_bytes(8, "big") + WITNESS.signature(message)
    assert Note(HEAD.text).cosigned(WITNESS, SEEN_AT).signatures[0].value == value


@pytest.mark.parametrize("time", [-1, 1 << 63, 1 << 64])
def test_a_time_that_no_cosignature_can_state_is_refused(time: int) -> None:
    with pytest.raises(Malformed, match="time of a cosignature"):
        NOTE.cosigned(WITNESS, time)


def test_a_cosignature_of_a_time_beyond_2_63_is_refused() -> None:
    time = 1 << 63
    value = time.to_bytes(8, "big") + WITNESS.signature(f"cosignature/v1\ntime {time}\n{HEAD.text}".encode())
    with pytest.raises(NotSigned):
        Note(HEAD.text, (Signature(WITNESS.name, WITNESS.witness.id, value),)).attested([WITNESS.witness])


ROOT = base64(bytes(32))


@pytest.mark.parametrize(
    "text",
    [
        *("", "\n", "a\n", "a\n1\n", f"a\n1\n{ROOT}", f"\n1\n{ROOT}\n", f"a\n1\n{ROOT}\n\n", f"a\n1\n{ROOT}\n\nb\n"),
        *(f"a\n01\n{ROOT}\n", f"a\n+1\n{ROOT}\n", f"a\n-1\n{ROOT}\n", f"a\n 1\n{ROOT}\n", f"a\n1 \n{ROOT}\n"),
        *(
            f"a\n\n{ROOT}\n",
            f"a\n1_0\n{ROOT}\n",
            f"a\n١\n{ROOT}\n",
            f"a\n{1 << 64}\n{ROOT}\n",
            f"a\n{'9' * 5_000}\n{ROOT}\n",
        ),
        *(
            f"a\n1\n{ROOT[:-1]}\n",
            f"a\n1\n{base64(bytes(31))}\n",
            f"a\n1\n{base64(bytes(33))}\n",
            f"a\n1\n{ROOT[:-2]}B=\n",
        ),
        *(
            f"a\n1\n\n{ROOT}\n",
            f"a\r\n1\r\n{ROOT}\r\n",
            f"a\n1\n{ROOT} \n",
            f"a\n1\n{ROOT}\n\x01\n",
            f"\x7fa\t\n1\n{ROOT}\n",
        ),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        Checkpoint.parsed(text)


pieces = st.sampled_from(["a", "\n", "0", "1", "7\n", f"{ROOT}\n", ROOT, "é", " ", "=", "a\n1\n"])


@given(st.lists(pieces, max_size=8).map("".join) | st.text(max_size=20))
@settings(max_examples=500)
def test_what_is_read_is_written_back_to_the_same_text(text: str) -> None:
    try:
        head = Checkpoint.parsed(text)
    except Malformed:
        return
    assert head.text == text


@pytest.mark.parametrize(
    "head",
    [
        *(HEAD._replace(origin=""), HEAD._replace(origin="a\nb"), HEAD._replace(size=-1), HEAD._replace(size=1 << 64)),
        *(HEAD._replace(root=bytes(31)), HEAD._replace(extensions=("",)), HEAD._replace(extensions=("a\nb",))),
    ],
)
def test_what_is_no_checkpoint_is_not_written(head: Checkpoint) -> None:
    with pytest.raises(Malformed):
        assert head.text
