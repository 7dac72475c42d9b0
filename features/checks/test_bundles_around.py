"""The tamper suite: what stands around the entries of a bundle: manifest, keys, hashes, proofs."""

import json
from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from features.checks.bundles import (
    EDITS,
    Signed,
    edited,
    found,
    hash_at,
    lines_of,
    manifested,
    number_of,
    remade,
    signed,
    with_hash,
)
from features.checks.logs import Logs, draft
from infrastructure.merkle.bundle_lines import Manifest
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.encoding import base64
from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.notes import Note
from infrastructure.merkle.verifying import verified


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return signed(tmp_path_factory.mktemp("log"))


def test_what_was_signed_with_another_key_agrees_with_itself_alone(log: Signed) -> None:
    forged = remade(log, 77, SignerKey(log.key.name, bytes(32)))
    assert found(forged).right
    assert found(forged, log.key).wrong
    assert found(forged, None, log.notes[0]).wrong


@pytest.mark.parametrize(("edit", "words"), [("earlier time", "back-dated"), ("version", "version")])
def test_what_was_signed_out_of_its_order_is_named(log: Signed, edit: str, words: str) -> None:
    it = found(remade(log, 77, SignerKey(log.key.name, bytes(32)), edit))
    assert it.wrong
    assert (it.first, it.first_by_hand) == (77, 77), it.words
    assert it.words.count(words) >= 2


def test_where_hashes_were_changed_as_well_earlier_checkpoints_tell_where(log: Signed) -> None:
    sizes = [Checkpoint.parsed(Note.parsed(it).text).size for it in log.notes]
    for position, first in ((5, 1), (sizes[0] + 9, sizes[0] + 1), (sizes[1] + 7, sizes[1] + 1)):
        it = found(with_hash(edited(log.whole, position, EDITS["who"]), position), log.key)
        assert it.wrong
        assert (it.first, it.first_by_hand) == (first, first), it.words


def test_a_hash_that_was_changed_alone_is_told_from_its_entry(log: Signed) -> None:
    changed = edited(log.whole, 120, EDITS["who"])
    tampered = with_hash(changed, 120)
    lines, right = lines_of(tampered), lines_of(log.whole)
    lines[number_of(lines, 120)] = right[number_of(right, 120)]
    it = found(b"".join(lines), log.key)
    assert it.wrong
    assert (it.first, it.first_by_hand) == (120, 120)
    assert "is what was signed" in it.words


def test_a_log_that_was_rolled_back_is_found_by_a_checkpoint_that_was_kept(log: Signed, tmp_path: Path) -> None:
    before = signed(tmp_path, further=6)
    lines = lines_of(log.whole)
    assert found(log.whole, log.key, log.notes[-1]).right
    size = Checkpoint.parsed(Note.parsed(log.notes[1]).text).size
    cut = list(lines[1 : number_of(lines, size) + 1])
    short = manifested(
        b"".join([lines[0], *cut]),
        size=size,
        entries=size,
        checkpoint=log.notes[1].decode(),
        earlier=[log.notes[0].decode()],
        since=None,
    )
    # A tile is as wide as the log is long; what is left of it is made anew.
    for first in range(0, size, 256):
        width = min(256, size - first)
        hashes = base64(b"".join(hash_at(short, first + it + 1) for it in range(width)))
        rows = lines_of(short)
        number = next(at for at, line in enumerate(rows) if line.startswith(b'{"tile":%d,' % (first // 256)))
        rows[number] = b'{"tile":%d,"hashes":"%b"}\n' % (first // 256, hashes.encode())
        short = b"".join(rows)
    assert found(short, log.key).right, found(short, log.key).words
    assert found(short, log.key, log.notes[-1]).wrong
    assert "rolled back" in found(short, log.key, log.notes[-1]).words
    assert before.size < log.size


MANIFEST: dict[str, Any] = {
    "bundle": "casus/v2",
    "of": "incidents/00000000-0000-0000-0000-000000000001",
    "origin": "casus/00000000",
    "size": 7,
    "entries": 7,
    "checkpoint": "",
    "earlier": ["x"],
    "since": {"checkpoint": "x", "hashes": []},
    "timestamp": "-",
    "further": 1,
}


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize("field", MANIFEST)
def test_what_a_manifest_says_otherwise_is_found(log: Signed, field: str, part: bool) -> None:
    bundle = log.part if part else log.whole
    assert found(manifested(bundle, **{field: MANIFEST[field]}), log.key).wrong
    assert found(manifested(bundle, **{field: True}), log.key).wrong
    assert found(manifested(bundle, **{field: []}), log.key).wrong or field == "earlier"


def test_a_part_that_says_that_it_is_of_something_else_is_found(log: Signed) -> None:
    of = json.loads(lines_of(log.part)[0])["of"]
    for told in ("log", of.replace("incidents", "claims"), of.replace("incidents", "figures"), f"{of}/x", ""):
        assert found(manifested(log.part, of=told), log.key).wrong, told


def test_proofs_that_were_changed_are_found(log: Signed) -> None:
    lines = lines_of(log.part)
    for number, line in enumerate(lines):
        if not line.startswith(b'{"position"') or number > 40:
            continue
        told = json.loads(line)
        for hashes in ([], told["hashes"][:-1], [*told["hashes"], told["hashes"][0]], told["hashes"][::-1]):
            changed = json.dumps({**told, "hashes": hashes}, separators=(",", ":")).encode() + b"\n"
            it = found(b"".join([*lines[:number], changed, *lines[number + 1 :]]), log.key)
            assert it.wrong
            assert (it.first, it.first_by_hand) == (told["position"], told["position"]), it.words


def test_hashes_and_proofs_that_say_they_are_of_others_are_found(log: Signed) -> None:
    for old, new in ((b'{"tile":0,', b'{"tile":1,'), (b'{"tile":1,', b'{"tile":2,'), (b'{"tile":1,', b'{"tile":0,')):
        it = found(log.whole.replace(old, new), log.key)
        assert it.wrong
        assert it.first == it.first_by_hand == (1 if b"0" in old else 257), it.words
    for number, line in enumerate(lines := lines_of(log.part)):
        if line.startswith(b'{"position":'):
            told = json.loads(line)
            for position in (told["position"] + 1, 0, -1, log.size + 1, 10**30):
                changed = json.dumps({**told, "position": position}, separators=(",", ":")).encode() + b"\n"
                assert found(b"".join([*lines[:number], changed, *lines[number + 1 :]]), log.key).wrong


def test_entries_of_a_part_that_are_moved_with_their_proofs_are_found(log: Signed) -> None:
    lines = lines_of(log.part)
    pairs = [lines[at : at + 2] for at in range(1, len(lines), 2)]
    moved = [*pairs[:3], pairs[4], pairs[3], *pairs[5:]]
    twice = [*pairs[:4], *pairs[3:-1]]
    for changed in (moved, twice):
        it = found(b"".join([lines[0], *(line for pair in changed for line in pair)]), log.key)
        assert it.wrong
    fewer = [*pairs[:1], *pairs[2:]]
    bundle = manifested(b"".join([lines[0], *(line for pair in fewer for line in pair)]), entries=len(fewer))
    it = found(bundle, log.key)
    assert it.by_casus == it.by_hand  # as the entry is the last of its stream, or not


def test_where_some_hashes_were_changed_as_well_no_later_entry_is_called_the_first(log: Signed) -> None:
    both = edited(with_hash(edited(log.whole, 5, EDITS["who"]), 5), 270, EDITS["who"])
    it = found(both, log.key)
    assert it.wrong
    assert (it.first, it.first_by_hand) == (1, 1), it.words


def test_entries_are_trusted_as_far_as_they_were_signed_whatever_became_of_their_hashes(log: Signed) -> None:
    sizes = [Checkpoint.parsed(Note.parsed(it).text).size for it in log.notes]
    lines, right = lines_of(with_hash(edited(log.whole, 5, EDITS["who"]), 5)), lines_of(log.whole)
    lines[number_of(lines, 5)] = right[number_of(right, 5)]  # of entry 5 the hash alone
    it = found(with_hash(edited(b"".join(lines), 270, EDITS["who"]), 270), log.key)
    assert it.wrong
    assert (it.first, it.first_by_hand) == (sizes[1] + 1, sizes[1] + 1), it.words


def test_a_part_that_says_what_only_a_whole_bundle_can_is_found(log: Signed) -> None:
    plain = manifested(log.part, since=None)
    assert found(plain, log.key).right
    assert found(manifested(plain, size=log.size + 1), log.key).wrong
    assert found(manifested(plain, earlier=[log.notes[0].decode()]), log.key).wrong
    assert found(manifested(plain, checkpoint=log.notes[1].decode()), log.key).wrong


def test_a_bundle_of_no_entries_is_right_and_holds_nothing_else() -> None:
    key = SignerKey("empty/log", bytes(32))
    note = Note(Checkpoint("empty/log", 0, sha256(b"").digest()).text).signed(key)
    empty = Manifest("log", key.verifier, 0, 0, note).line + b"\n"
    assert found(empty, key.verifier).right
    assert found(empty, key.verifier, note.written).right
    assert found(empty[:-1], key.verifier).wrong
    assert found(empty + b"\n", key.verifier).wrong
    other = Note(Checkpoint("empty/log", 0, bytes(32)).text).signed(key)
    assert found(manifested(empty, checkpoint=other.written.decode()), key.verifier).wrong


def test_of_many_checkpoints_a_hundred_go_with_a_bundle_from_end_to_end(logs: Logs) -> None:
    ledger = logs.open()
    services = logs.services(ledger)
    for number in range(1, 131):
        ledger.append([draft(number)])
        services.proving.sign()
    bundle = b"".join(services.bundles.whole())
    notes = json.loads(lines_of(bundle)[0])["earlier"]
    sizes = [Checkpoint.parsed(Note.parsed(it.encode()).text).size for it in notes]
    assert (len(sizes), sizes[0], sizes[-1]) == (100, 1, 129)
    assert sizes == sorted({*sizes})
    assert max(then - was for was, then in pairwise(sizes)) == 2
    assert found(bundle).right


def test_a_time_stamp_that_was_laid_beside_a_checkpoint_goes_with_it(logs: Logs) -> None:
    ledger = logs.open()
    services = logs.services(ledger)
    ledger.append([draft(1)])
    services.proving.sign()
    (logs.path.parent / "checkpoints" / "1.tsr").write_bytes(b"a response")
    bundle = b"".join(services.bundles.whole())
    assert b64decode(json.loads(bundle.partition(b"\n")[0])["timestamp"]) == b"a response"
    assert found(bundle).right
    assert "time stamp" in verified(BytesIO(bundle)).mind[1]
