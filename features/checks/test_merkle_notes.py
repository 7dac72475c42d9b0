"""Signed notes are those of golang.org/x/mod and of C2SP, to the byte; what is read is written back the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.checks import merkle_vectors as published
from infrastructure.merkle.encoding import Malformed, base64
from infrastructure.merkle.keys import SignerKey, VerifierKey
from infrastructure.merkle.notes import Attestation, Note, NotSigned, Signature

PETER, ENOCH = VerifierKey.parsed(published.PETER), VerifierKey.parsed(published.ENOCH)
SIGNER = SignerKey.parsed(published.PETER_SECRET)
TEXT, PETER_LINE, ENOCH_LINE = published.NOTE_TEXT, published.PETER_LINE, published.ENOCH_LINE
BOTH = f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}".encode()

texts = st.text(st.characters(exclude_categories=["Cs"], min_codepoint=32) | st.just("\n"), max_size=40).map(
    "{}\n".format
)
names = st.text(st.sampled_from("ab.é/—="), min_size=1, max_size=5)
signatures = st.builds(Signature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=72))
notes = st.builds(Note, texts, st.lists(signatures, min_size=1, max_size=5).map(tuple))


def test_the_published_note_is_signed_to_the_same_bytes() -> None:
    assert Note(TEXT).signed(SIGNER).written.decode() == f"{TEXT}\n{PETER_LINE}"


def test_the_published_signatures_verify() -> None:
    note = Note.parsed(BOTH)
    assert note.text == TEXT
    assert note.attested([PETER, ENOCH]) == (Attestation(PETER, None), Attestation(ENOCH, None))
    assert note.attested([ENOCH]) == (Attestation(ENOCH, None),)
    assert note.written == BOTH


def test_the_example_of_the_specification_verifies() -> None:
    note, key = Note.parsed(published.EXAMPLE_NOTE.encode()), VerifierKey.parsed(published.EXAMPLE_KEY)
    assert note.attested([key]) == (Attestation(key, None),)
    assert note.text == "This is an example message.\n"


def test_a_signature_takes_the_place_of_one_by_the_same_key() -> None:
    note = Note.parsed(BOTH)
    again = note.signed(SIGNER)
    assert again.signatures == note.signatures[::-1]
    assert Note(TEXT, (Signature("PeterNeumann", PETER.id, b"stale"),)).signed(SIGNER).attested([PETER])


def test_a_note_that_nobody_known_has_signed_is_refused() -> None:
    other = SignerKey("PeterNeumann", bytes(32)).verifier
    for keys in ([], [other], [SIGNER.witness]):
        with pytest.raises(NotSigned, match="None of the keys"):
            Note.parsed(BOTH).attested(keys)


def test_a_note_whose_text_was_changed_is_refused() -> None:
    for wrong in (TEXT.replace("your", "our"), f"{TEXT}\n", f" {TEXT}", TEXT.upper()):
        with pytest.raises(NotSigned, match="The signature under the name of"):
            Note.parsed(f"{wrong}\n{PETER_LINE}{ENOCH_LINE}".encode()).attested([ENOCH])


def test_one_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    good = Note.parsed(BOTH)
    for value in (b"\0" * 64, b"x", good.signatures[0].value[:-1], good.signatures[0].value + b"\0"):
        spoilt = good._replace(signatures=(*good.signatures, Signature("PeterNeumann", PETER.id, value)))
        with pytest.raises(NotSigned, match="PeterNeumann"):
            spoilt.attested([PETER, ENOCH])
        assert spoilt.attested([ENOCH])


@given(st.integers(0, len(f"{TEXT}\n{PETER_LINE}".encode()) * 8 - 1))
@settings(max_examples=300, deadline=None)
def test_one_bit_of_a_note_changed_is_refused(bit: int) -> None:
    note = f"{TEXT}\n{PETER_LINE}".encode()
    wrong = (int.from_bytes(note, "big") ^ 1 << bit).to_bytes(len(note), "big")
    with pytest.raises((Malformed, NotSigned)):
        Note.parsed(wrong).attested([PETER])


@pytest.mark.parametrize(
    "note",
    [
        # golang.org/x/mod, sumdb/note/note_test.go, badMsgs.
        *(TEXT, f"{TEXT}\n", f"{TEXT}\n{PETER_LINE[:-1]}", f"\x01{TEXT}\n{PETER_LINE}"),
        *(f"{TEXT}\n{PETER_LINE.replace('PeterNeumann', 'Bad Name')}", f"{TEXT}\n{PETER_LINE}Unexpected line.\n"),
        f"{TEXT}\n{PETER_LINE * 101}",
        # Ours.
        *("", "\n", "\n\n", "\n\n\n", f"\n{PETER_LINE}"[1:], f"{TEXT}{PETER_LINE}", f"{TEXT}\n{PETER_LINE}\n"),
        *(f"{TEXT}\n\r\n{PETER_LINE}", f"{TEXT}\n{PETER_LINE}".replace("\n", "\r\n"), f"{TEXT}\n{PETER_LINE[1:]}"),
        *(f"{TEXT}\n{PETER_LINE.replace('— ', '- ')}", f"{TEXT}\n{PETER_LINE.replace('— ', '—')}"),
        *(f"{TEXT}\n{PETER_LINE.replace('=', '')}", f"{TEXT}\n{PETER_LINE.replace(' x', '  x')}"),
        *(
            f"{TEXT}\n{PETER_LINE.replace('M=', 'N=')}",
            f"{TEXT}\n— a AAAAAA==\n",
            f"{TEXT}\n— a AAAA\n",
            f"{TEXT}\n— a \n",
        ),
        *(
            f"{TEXT}\n— a+b {base64(bytes(68))}\n",
            f"{TEXT}\n—  {base64(bytes(68))}\n",
            f"{TEXT}\n— a\u2003b AAAAAAAA\n",
        ),
        *(f"{TEXT}\n{PETER_LINE.replace('/', '_')}", f"a\tb\n\n{PETER_LINE}", f"a\0b\n\n{PETER_LINE}"),
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(Malformed):
        Note.parsed(note.encode())


@pytest.mark.parametrize("note", [b"\xff", f"\xff\n\n{PETER_LINE}".encode("latin-1", "replace"), BOTH[:-1] + b"\x80\n"])
def test_a_note_that_is_not_utf_8_is_refused(note: bytes) -> None:
    with pytest.raises(Malformed):
        Note.parsed(note)


@pytest.mark.parametrize(
    ("note", "words"),
    [
        *((PETER_LINE, "an empty line and signatures"), (f"{TEXT}\n\n", "an empty line and signatures")),
        *((f"{TEXT}\n{PETER_LINE[2:]}", "an em dash, a space"), (f"{TEXT}\n— PeterNeumann\n", "an em dash, a space")),
        (f"{TEXT}\n{PETER_LINE[:-1]}", "ends with a line break"),
    ],
)
def test_why_a_note_is_refused_is_said(note: str, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        Note.parsed(note.encode())


def test_up_to_100_signatures_are_read() -> None:
    assert len(Note.parsed(f"{TEXT}\n{PETER_LINE * 100}".encode()).signatures) == 100


def test_the_text_ends_at_the_last_empty_line() -> None:
    for text in ("\n", "\n\n", "a\n\n\n", f"a\n\n{PETER_LINE}"):
        note = Note(text).signed(SIGNER)
        assert Note.parsed(note.written) == note
        assert note.attested([PETER])


@given(notes)
@settings(deadline=None)
def test_any_note_comes_back(note: Note) -> None:
    assert Note.parsed(note.written) == note


lines = st.sampled_from(
    [TEXT, "\n", "a", "—", " ", PETER_LINE, ENOCH_LINE, "— a AAAAAAAA\n", "— a AAAAAAB=\n", "é", "\x1f"]
)


@given(st.lists(lines, max_size=8).map("".join).map(str.encode) | st.binary(max_size=40))
@settings(max_examples=500)
def test_what_is_read_is_written_back_to_the_same_bytes(note: bytes) -> None:
    try:
        read = Note.parsed(note)
    except Malformed:
        return
    assert read.written == note


@pytest.mark.parametrize(
    "note",
    [
        *(Note(TEXT), Note("a", (Signature("a", bytes(4), b"x"),)), Note("", (Signature("a", bytes(4), b"x"),))),
        *(Note("a\r\n", (Signature("a", bytes(4), b"x"),)), Note("\ud800\n", (Signature("a", bytes(4), b"x"),))),
        *(Note(TEXT, (Signature("a b", bytes(4), b"x"),)), Note(TEXT, (Signature("a", bytes(3), b"xy"),))),
        *(Note(TEXT, (Signature("a", bytes(4), b""),)), Note(TEXT, (Signature("a", bytes(4), b"x"),) * 101)),
    ],
)
def test_what_is_no_note_is_not_written(note: Note) -> None:
    with pytest.raises(Malformed):
        assert note.written


@pytest.mark.parametrize("text", ["", "a", "a\r\n", "\ud800\n"])
def test_what_is_no_text_of_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(Malformed):
        Note(text).signed(SIGNER)
    with pytest.raises(Malformed):
        Note(text).cosigned(SIGNER, 0)
