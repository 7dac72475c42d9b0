"""What is odd in a bundle, but agrees with what was signed: both verifiers refuse it, in words that can be shown."""

import gzip
import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner

from application.cloud_events import event
from application.recording import StoredEntry
from features.checks.bundles import BY_HAND, Signed, found, lines_of, manifested, signed
from features.checks.logs import NOON
from features.checks.merkle_trees import Recursive
from infrastructure.merkle.bundle_lines import Manifest, Tile
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.keys import SignerKey, VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.merkle.verifying import verified
from interface.command_line import casus

KEY = SignerKey("forged/log", bytes(32))
NAME = "— forged/log "


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return signed(tmp_path_factory.mktemp("log"))


def forged(entries: Sequence[StoredEntry], key: SignerKey = KEY, text: Callable[[str], str] = str) -> bytes:
    """A bundle of entries as somebody likes them, signed with a key of his own."""
    hashes = [hash_of(it) for it in entries]
    size = len(entries)
    note = Note(text(Checkpoint(key.name, size, Recursive(hashes).mth(0, size)).text)).signed(key)
    lines = [Manifest("log", key.verifier, size, size, note).line, Tile(0, hashes).line, *map(event, entries)]
    return b"".join(it + b"\n" for it in lines)


def entry(position: int, **changes: Any) -> StoredEntry:
    recorded_at = NOON + timedelta(seconds=position)
    it = StoredEntry(UUID(int=position), 1, "SourceRegistered", b"{}", position, 1, recorded_at, "Rima", UUID(int=9))
    return replace(it, **changes)


def test_what_somebody_forges_agrees_with_itself() -> None:
    it = found(forged([entry(1), entry(2)]))
    assert it.right, it.words


ODD: Sequence[dict[str, Any]] = [
    {"topic": ""},
    {"topic": "Source Registered"},
    {"topic": "Sourcé"},
    {"form": 0},
    {"state": b'{"at":NaN}'},
    {"state": b'{"at":-Infinity}'},
    {"state": b'{"at":1} '},
    {"state": b' {"at":1}'},
    {"state": b'["at"]'},
]


@pytest.mark.parametrize("changes", ODD)
def test_an_entry_that_casus_never_writes_is_named_though_it_was_signed(changes: dict[str, Any]) -> None:
    it = found(forged([entry(1), entry(2, **changes)]))
    assert (it.wrong, it.first, it.first_by_hand) == (True, 2, 2), it.words


@pytest.mark.parametrize(
    "changes",
    [
        {"form": 1 << 32},
        {"recorded_by": "x" * 70_000},
        {"recorded_by": "x" * 40_000, "state": b"{" + b" " * 32_000 + b"}"},
    ],
)
def test_an_entry_that_fits_no_leaf_is_named(log: Signed, changes: dict[str, Any]) -> None:
    lines = lines_of(forged([entry(1), entry(2), entry(3)]))
    lines[3] = event(entry(2, **changes)) + b"\n"
    it = found(b"".join(lines))
    assert (it.wrong, it.first, it.first_by_hand) == (True, 2, 2), it.words


@pytest.mark.parametrize(
    "text",
    [
        lambda it: it + "\nmore\n",
        lambda it: it.replace("\n2\n", "\n+2\n"),
        lambda it: it.replace("\n2\n", "\n02\n"),
        lambda it: it.replace("\n2\n", "\n\u0662\n"),
        lambda it: it.replace("forged/log", "other/log"),
        lambda it: it.partition("\n")[0] + "\n",
    ],
)
def test_what_was_signed_and_is_no_checkpoint_is_none(text: Callable[[str], str]) -> None:
    it = found(forged([entry(1), entry(2)], text=text))
    assert it.wrong, it.words


def signature(value: bytes, name: str = NAME) -> str:
    return f"{name}{b64encode(value).decode()}\n"


@pytest.mark.parametrize(
    "line",
    [
        "no signature\n",
        "- witness AAAAAAAA\n",
        "— witness\n",
        "— witness !!!!\n",
        "— witness AAAAAAB=\n",
        "— wit+ness AAAAAAAA\n",
        "— wit\tness AAAAAAAA\n",
        signature(b"four", "— witness "),
        signature(KEY.verifier.id + bytes(64)),
        signature(KEY.verifier.id + b"short"),
        "— witness AAAAAAAA\n" * 100,
    ],
)
def test_what_stands_under_a_checkpoint_and_is_no_signature_is_found(line: str) -> None:
    bundle = forged([entry(1), entry(2)])
    note = json.loads(lines_of(bundle)[0])["checkpoint"]
    it = found(manifested(bundle, checkpoint=note + line))
    assert it.wrong, it.words
    assert found(manifested(bundle, checkpoint=note + "— witness AAAAAAAA\n" * 99)).right


def test_a_witness_is_no_log() -> None:
    bundle = forged([entry(1)])
    text = Note.parsed(json.loads(lines_of(bundle)[0])["checkpoint"].encode()).text
    note = Note(text).cosigned(KEY, 1_800_000_000).written.decode()
    assert found(manifested(bundle, key=KEY.witness.vkey, checkpoint=note)).wrong


def test_earlier_checkpoints_stand_in_their_order_each_once_and_not_too_many(log: Signed) -> None:
    earlier = json.loads(lines_of(log.whole)[0])["earlier"]
    head = log.notes[-1].decode()
    assert len(earlier) == 2
    for told in ([*reversed(earlier)], earlier * 2, [*earlier, head], "", {}, dict.fromkeys(earlier, 0)):
        assert found(manifested(log.whole, earlier=told), log.key).wrong, told
    for told in ([], earlier[:1], earlier[1:]):
        assert found(manifested(log.whole, earlier=told), log.key).right, told
    entries = [entry(it) for it in range(1, 103)]
    bundle = forged(entries)
    notes = [json.loads(lines_of(forged(entries[:size]))[0])["checkpoint"] for size in range(1, 102)]
    assert found(manifested(bundle, earlier=notes[1:])).right
    assert found(manifested(bundle, earlier=notes)).wrong


def test_what_is_said_of_an_older_checkpoint_is_of_its_kind(log: Signed) -> None:
    head = log.notes[-1].decode()
    assert found(manifested(log.whole, since={"checkpoint": head, "hashes": []}), log.key).right
    others: Sequence[Any] = (None, "", {}, 0, False)
    for hashes in others:
        assert found(manifested(log.whole, since={"checkpoint": head, "hashes": hashes}), log.key).wrong
    assert found(manifested(log.whole, timestamp=""), log.key).wrong


def test_a_proof_is_a_list_of_hashes(log: Signed) -> None:
    lines = lines_of(log.part)
    told = json.loads(lines[1])
    told["hashes"] = dict.fromkeys(told["hashes"], 0)
    lines[1] = json.dumps(told, separators=(",", ":")).encode() + b"\n"
    assert found(b"".join(lines), log.key).wrong


def test_a_checkpoint_that_was_kept_of_the_same_tree_is_gone_on_from_whatever_else_was_signed(log: Signed) -> None:
    it = found(log.part, log.key, log.notes[0])
    assert it.right, it.words
    witness = SignerKey("witness", bytes(32))
    assert found(log.part, log.key, Note.parsed(log.notes[0]).cosigned(witness, 5).written).right


def test_what_a_manifest_gets_wrong_is_not_said_of_an_entry(log: Signed) -> None:
    for changes in ({"size": log.size + 1}, {"size": log.size - 1}, {"size": 0}, {"entries": 1 << 70, "size": 1 << 70}):
        it = found(manifested(log.whole, **changes), log.key)
        assert (it.wrong, it.first, it.first_by_hand) == (True, None, None), it.words
    entries = json.loads(lines_of(log.part)[0])["entries"]
    for count in (entries + 1, entries - 1, 1 << 70):
        it = found(manifested(log.part, entries=count), log.key)
        assert (it.wrong, it.first, it.first_by_hand) == (True, None, None), it.words


def test_where_a_file_was_cut_off_both_name_the_same_entry(log: Signed) -> None:
    for bundle in (log.whole, log.part):
        lines = lines_of(bundle)
        for count in (4, len(lines) // 2 // 2 * 2 + 1, len(lines)):
            it = found(b"".join(lines[:count])[:-1], log.key)
            assert it.wrong
            assert it.first == it.first_by_hand, it.words


def test_where_proofs_were_swapped_both_name_the_first_entry(log: Signed) -> None:
    lines = lines_of(log.part)
    lines[1], lines[3] = lines[3], lines[1]
    it = found(b"".join(lines), log.key)
    assert (it.wrong, it.first, it.first_by_hand) == (True, 1, 1), it.words
    lines = lines_of(log.part)
    at = len(lines) - 1
    position = json.loads(lines[at - 1])["position"]
    lines[at] = lines[at].replace(b'"id":"%d"' % position, b'"id":"1"')
    it = found(b"".join(lines), log.key)
    assert (it.wrong, it.first, it.first_by_hand) == (True, position, position), it.words


@pytest.mark.parametrize("name", ["x\u009b2K", "x\u202e", "\x7f"])
def test_a_name_that_moves_a_terminal_is_shown_escaped(name: str) -> None:
    bundle = forged([entry(1)], SignerKey(name, bytes(32)))
    ours = verified(BytesIO(bundle), VerifierKey.parsed(KEY.verifier.vkey))
    for words in (*(it.words for it in ours.findings), *ours.mind, ours.origin or "", ours.key or ""):
        assert words.isprintable(), words
    told = found(bundle, KEY.verifier)
    assert told.wrong
    assert told.words.partition("; ")[2].isprintable(), told.words
    assert verified(BytesIO(manifested(bundle, of="incidents/\x1b[2K"))).of == ""


def test_of_all_that_is_wrong_in_a_part_no_more_is_kept_than_the_first(log: Signed) -> None:
    lines = lines_of(log.part)
    junk = verified(BytesIO(lines[0] + b"\n" * 10_000 + b"".join(lines[1:])), log.key)
    assert len(junk.findings) == 1
    assert len(verified(BytesIO(lines[0] + b"".join(lines[2::2])), log.key).findings) == 1


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, BY_HAND, *arguments], capture_output=True, text=True, check=False)


def test_the_program_ends_as_it_says_whatever_it_is_given(log: Signed, tmp_path: Path) -> None:
    bundle, kept = tmp_path / "bundle", tmp_path / "kept"
    bundle.write_bytes(log.whole)
    kept.write_bytes(b"")
    assert run(bundle, "--key", log.key.vkey).returncode == 0
    assert run(tmp_path / "nowhere").returncode == 2
    for arguments in (("--since", kept), ("--key", ""), ("--key", "nonsense"), ("--key", tmp_path / "nowhere")):
        ended = run(bundle, *arguments)
        assert (ended.returncode, "error: --key is neither" in ended.stderr) == (2, True), ended
    for junk in (b"", b"\n", b"[]\n", b"[" * 100_000, b"\xff\n", b"\x1f\x8b\x08", b"\x00" * (1 << 27), b"9" * 10_000):
        bundle.write_bytes(junk)
        ended = run(bundle)
        assert (ended.returncode, ended.stderr[:6], "Traceback" in ended.stderr) == (1, "WRONG:", False), ended


@pytest.mark.parametrize("form", ["{}", " {}", "{}\n", "\ufeff{}\r\n"])
def test_a_key_and_a_checkpoint_are_taken_as_mail_programs_leave_them(log: Signed, tmp_path: Path, form: str) -> None:
    bundle, kept, file = tmp_path / "bundle", tmp_path / "kept", tmp_path / "key"
    bundle.write_bytes(log.whole)
    file.write_text(form.format(log.key.vkey), newline="")
    note = log.notes[-1].decode().rstrip("\n").replace("\n", "\r\n" if "\r" in form else "\n")
    kept.write_text(form.lstrip().format(note), newline="")
    for key in (form.format(log.key.vkey), file):
        ended = run(bundle, "--key", key, "--since", kept)
        assert (ended.returncode, ended.stdout[:6]) == (0, "Right:"), ended
        ours = CliRunner().invoke(casus, ["log", "verify", str(bundle), "--key", str(key), "--since", str(kept)])
        assert (ours.exit_code, "Nothing is wrong." in ours.output) == (0, True), ours.output


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda it: it.replace(b"\n", b"\r\n"), "CR LF"),
        (gzip.compress, "compressed"),
        (lambda _: b"", "no line"),
    ],
)
def test_what_became_of_a_bundle_on_its_way_is_told(
    log: Signed, tmp_path: Path, spoil: Callable[[bytes], bytes], words: str
) -> None:
    (tmp_path / "bundle").write_bytes(spoil(log.whole))
    ended = CliRunner().invoke(casus, ["log", "verify", str(tmp_path / "bundle")])
    assert ended.exit_code == 1
    assert words in ended.output
    assert "entries of" not in ended.output
