"""What others attest of checkpoints: believed of what the log's key has signed, and of whom one trusts; else found."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from application.verifying import Verified
from features.checks.bundles import EDITS, Signed, edited, lines_of, manifested, remade, signed
from features.checks.stamping_authority import NOT_HERE, Authority, is_here
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.keys import SignerKey, VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.merkle.stamping import certificates, request
from infrastructure.merkle.verifying import verified
from infrastructure.merkle.vouching import Trusted
from interface.command_line import casus

WITNESS, OTHER = SignerKey("witness.org", bytes(32)), SignerKey("other.org", bytes([1]) * 32)
NOON = 1_800_000_000


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return signed(tmp_path_factory.mktemp("log"), further=6)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if not is_here():
        pytest.skip(NOT_HERE)
    return Authority(tmp_path_factory.mktemp("authorities") / "one")


def cosigned(note: bytes, time: int = NOON, *witnesses: SignerKey) -> str:
    it = Note.parsed(note)
    for witness in witnesses or (WITNESS,):
        it = it.cosigned(witness, time)
    return it.written.decode()


def judged(
    bundle: bytes, log: Signed, witnesses: Sequence[VerifierKey] = (WITNESS.witness,), roots: bytes | None = None
) -> Verified:
    trusted = Trusted(certificates(roots) if roots else (), witnesses)
    return verified(BytesIO(bundle), log.key, None, trusted)


def words(found: Verified) -> str:
    return "\n".join(it.words for it in found.findings)


def size_of(note: bytes) -> int:
    return Checkpoint.parsed(Note.parsed(note).text).size


@given(st.integers(0, (1 << 63) - 1))
@example(0)
@example(253_402_300_799)
@example(253_402_300_800)
@example((1 << 63) - 1)
def test_a_cosignature_is_of_the_second_that_it_states_or_of_no_time(log: Signed, time: int) -> None:
    found = judged(manifested(log.whole, checkpoint=cosigned(log.notes[-1], time)), log)
    if time < 253_402_300_800:  # the year 10000
        assert not found.findings
        assert [it.at.timestamp() for it in found.cosignatures] == [time]
    else:
        assert "does not hold" in words(found)
        assert found.cosignatures == []


@given(place=st.integers(0), bits=st.integers(1, 255))
def test_any_byte_of_a_cosignature_that_is_changed_is_found(log: Signed, place: int, bits: int) -> None:
    head, _, last = cosigned(log.notes[-1]).removesuffix("\n").rpartition(" ")
    changed = bytearray(b64decode(last))
    changed[place % len(changed)] ^= bits
    found = judged(manifested(log.whole, checkpoint=f"{head} {b64encode(changed).decode()}\n"), log)
    assert found.findings
    assert found.cosignatures == []


def test_one_checkpoint_that_stands_twice_is_told_of_once(log: Signed) -> None:
    told = json.loads(lines_of(log.whole)[0])
    old = cosigned(log.notes[0])
    twice = {"earlier": [old, *told["earlier"][1:]], "since": {**told["since"], "checkpoint": old}}
    found = judged(manifested(log.whole, **twice), log)
    assert not found.findings
    assert [(it.size, it.by) for it in found.cosignatures] == [(size_of(log.notes[0]), WITNESS.witness.vkey)]


def test_a_part_is_vouched_for_by_the_checkpoint_that_it_goes_on_from(log: Signed) -> None:
    since = json.loads(lines_of(log.part)[0])["since"]
    found = judged(manifested(log.part, since={**since, "checkpoint": cosigned(log.notes[0])}), log)
    assert not found.findings
    assert [it.size for it in found.cosignatures] == [size_of(log.notes[0])]


def test_it_is_told_what_entries_are_vouched_for(log: Signed, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    entries = json.loads(lines_of(log.part)[0])["entries"]

    def told(it: bytes) -> str:
        bundle.write_bytes(it)
        return CliRunner().invoke(casus, ["log", "verify", str(bundle), "--witness", WITNESS.witness.vkey]).output

    note = cosigned(log.notes[-1])
    assert f"that the log had these {log.size} entries, and" in told(manifested(log.whole, checkpoint=note))
    part = manifested(log.part, checkpoint=note)
    assert f"that the log had {log.size} entries, these {entries} among them, and" in told(part)
    wrong = edited(manifested(log.whole, checkpoint=note), 7, EDITS["who"])
    assert f"that there was a checkpoint of {log.size} entries, and" in told(wrong)


def test_each_witness_is_asked_for_by_itself(log: Signed) -> None:
    bundle = manifested(log.whole, checkpoint=cosigned(log.notes[-1], NOON, WITNESS, OTHER))
    both = judged(bundle, log, [WITNESS.witness, OTHER.witness])
    assert (both.findings, both.mind) == ([], [])
    assert [it.by for it in both.cosignatures] == sorted(it.witness.vkey for it in (WITNESS, OTHER))
    one = judged(bundle, log)
    assert [it.by for it in one.cosignatures] == [WITNESS.witness.vkey]
    assert ["--witness" in it for it in one.mind] == [True]
    third = SignerKey("witness.org", bytes([2]) * 32).witness  # of the same name, and another key
    assert third.vkey in words(judged(bundle, log, [WITNESS.witness, third]))


def test_what_the_trusted_key_has_not_signed_is_vouched_for_by_nobody(log: Signed) -> None:
    forged = remade(log, 7, SignerKey(log.key.name, bytes(32)))
    note = json.loads(lines_of(forged)[0])["checkpoint"]
    found = judged(manifested(forged, checkpoint=cosigned(note.encode())), log)
    assert found.findings
    assert found.cosignatures == []


@pytest.mark.parametrize("name", ["x\u009b2K", "x\u202e", "\x7f"])
def test_a_witness_whose_name_moves_a_terminal_is_shown_escaped(log: Signed, name: str) -> None:
    key = SignerKey(name, bytes(32))
    note = cosigned(log.notes[-1], NOON, key)
    for bundle in (manifested(log.whole, checkpoint=note), manifested(log.whole, checkpoint=note[:-6] + "AAA=\n")):
        found = judged(bundle, log, [key.witness])
        assert words(found).isprintable()
        assert all(it.by.isprintable() for it in found.cosignatures)


@given(place=st.integers(0), bits=st.integers(1, 255))
def test_any_byte_of_a_stamp_in_a_bundle_that_is_changed_is_found_or_says_the_same(
    log: Signed, authority: Authority, stamp: bytes, place: int, bits: int
) -> None:
    def found(answer: bytes) -> Verified:
        bundle = manifested(log.whole, timestamp=b64encode(answer).decode())
        return judged(bundle, log, (), authority.root)

    right, changed = found(stamp), bytearray(stamp)
    assert [it.size for it in right.stamps] == [log.size]
    changed[place % len(stamp)] ^= bits
    it = found(bytes(changed))
    assert it.findings or it.stamps == right.stamps


@pytest.fixture(scope="module")
def stamp(log: Signed, authority: Authority) -> bytes:
    return authority.answer(request(Note.parsed(log.notes[-1]).text.encode()))


def test_a_stamp_of_an_earlier_checkpoint_is_none_of_this_bundle(log: Signed, authority: Authority) -> None:
    old = authority.answer(request(Note.parsed(log.notes[0]).text.encode()))
    found = judged(manifested(log.whole, timestamp=b64encode(old).decode()), log, (), authority.root)
    assert "does not hold" in words(found)
    assert found.stamps == []


def test_a_part_is_stamped_as_the_whole_is(log: Signed, authority: Authority, stamp: bytes) -> None:
    found = judged(manifested(log.part, timestamp=b64encode(stamp).decode()), log, (), authority.root)
    assert not found.findings
    assert [(it.size, it.by) for it in found.stamps] == [(log.size, "CN=Authority")]
