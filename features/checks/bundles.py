"""Bundles for the checks: of a real log, taken apart into lines, changed, and read by both verifiers."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from application.cloud_events import entry_of, event
from application.recording import StoredEntry
from domain.incident import Incident
from domain.scales import Reliability
from features.checks.logs import ROOT, Logs, draft, rated
from features.checks.merkle_trees import Recursive
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.keys import SignerKey, VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.merkle.verifying import verified
from interface.first_case import tell_first_case

BY_HAND = ROOT / "docs" / "verify_casus.py"
Lines = list[bytes]


class Signed(NamedTuple):
    """A log that was signed at several sizes, and bundles of it: whole, and of an incident."""

    whole: bytes
    part: bytes
    key: VerifierKey
    notes: Sequence[bytes]
    size: int


def signed(directory: Path, *, further: int = 250, first: int = 1_000) -> Signed:
    """The first case, then many sources, each rated; signed three times."""
    logs = Logs(directory)
    try:
        ledger = logs.open()
        services = logs.services(ledger)
        case = tell_first_case(services)
        notes = [services.proving.sign()]
        for number in range(0, further, 2):
            ledger.append([draft(first + number), draft(first + number, 2, rated(Reliability.USUALLY_RELIABLE))])
            if number in {further // 4 * 2, further - 2}:
                notes.append(services.proving.sign())
        whole = b"".join(services.bundles.whole(notes[0]))
        part = b"".join(services.bundles.of(Incident, case.incident, notes[0]))
        key = VerifierKey.parsed(json.loads(whole.partition(b"\n")[0])["key"])
        return Signed(whole, part, key, [it for it in notes if it], ledger.position_at(None))
    finally:
        logs.close()


class Found(NamedTuple):
    """What both verifiers find: whether anything is wrong, the first wrong entry of each, and their words."""

    by_casus: bool
    by_hand: bool
    first: int | None
    first_by_hand: int | None
    words: str

    @property
    def right(self) -> bool:
        return not (self.by_casus or self.by_hand)

    @property
    def wrong(self) -> bool:
        return self.by_casus and self.by_hand


def found(bundle: bytes, key: VerifierKey | None = None, since: bytes | None = None) -> Found:
    """What both find of a bundle."""
    ours = verified(BytesIO(bundle), key, Note.parsed(since) if since else None)
    theirs = _by_hand(bundle, key.vkey if key else None, since.decode() if since else None)
    told = [it.words for it in ours.findings]
    named = re.match(r"entry (\d+)", theirs or "")
    first = next((it.position for it in ours.findings if it.position), None)
    words = f"{told}; {theirs}"
    return Found(bool(told), theirs is not None, first, int(named[1]) if named else None, words)


@cache
def by_hand() -> Any:
    """The verifier for those who don't install Casus."""
    spec = spec_from_file_location("verify_casus", BY_HAND)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _by_hand(bundle: bytes, key: str | None, since: str | None) -> str | None:
    it = by_hand()
    try:
        it.verify(TextIOWrapper(BytesIO(bundle), encoding="utf-8", newline="\n"), key, since)
    except Exception as error:  # noqa: BLE001 - as the program itself
        return str(it.words_of(error))
    return None


def lines_of(bundle: bytes) -> Lines:
    return bundle.splitlines(keepends=True)


def number_of(lines: Lines, position: int) -> int:
    """The number of the line with the entry at a position."""
    opening = b'{"specversion":"1.0","id":"%d",' % position
    return next(number for number, line in enumerate(lines) if line.startswith(opening))


def edited(bundle: bytes, position: int, change: Callable[[StoredEntry], StoredEntry]) -> bytes:
    """The bundle with one entry changed, and written as Casus would."""
    lines = lines_of(bundle)
    at = number_of(lines, position)
    lines[at] = event(change(entry_of(lines[at][:-1]))) + b"\n"
    return b"".join(lines)


def manifested(whole: bytes, **changes: Any) -> bytes:
    """The bundle with other things said in its manifest."""
    first, _, rest = whole.partition(b"\n")
    told = {**json.loads(first), **changes}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + rest


def hash_at(bundle: bytes, position: int) -> bytes:
    lines = lines_of(bundle)
    return hash_of(entry_of(lines[number_of(lines, position)][:-1]))


EDITS: dict[str, Callable[[StoredEntry], StoredEntry]] = {
    "content": lambda it: replace(it, state=it.state.replace(b"Source", b"Sauce")),
    "a blank in the content": lambda it: replace(it, state=it.state.replace(b":", b": ", 1)),
    "fact": lambda it: replace(it, topic="ReportRecorded"),
    "form": lambda it: replace(it, form=2),
    "time": lambda it: replace(it, recorded_at=it.recorded_at + timedelta(microseconds=1)),
    "earlier time": lambda it: replace(it, recorded_at=it.recorded_at - timedelta(days=400)),
    "who": lambda it: replace(it, recorded_by="Somebody"),
    "cause": lambda it: replace(it, cause=UUID(int=8)),
    "stream": lambda it: replace(it, originator_id=UUID(int=99)),
    "version": lambda it: replace(it, originator_version=7),
    "position": lambda it: replace(it, id=it.id + 1),
    "position far away": lambda it: replace(it, id=10**9),
}


def remade(log: Signed, position: int, key: SignerKey, edit: str = "who") -> bytes:
    """The bundle with an entry changed, everything worked out anew, and signed with another key of the same name."""
    bundle = with_hash(edited(log.whole, position, EDITS[edit]), position)
    leaves = [hash_at(bundle, it + 1) for it in range(log.size)]
    head = Checkpoint(key.name, log.size, Recursive(leaves).mth(0, log.size))
    note = Note(head.text).signed(key).written.decode()
    return manifested(bundle, key=key.verifier.vkey, checkpoint=note, earlier=[], since=None)


def with_hash(bundle: bytes, position: int) -> bytes:
    """The bundle with the hash that is kept of an entry made anew."""
    lines = lines_of(bundle)
    tiles = [number for number, line in enumerate(lines) if line.startswith(b'{"tile"')]
    number = tiles[(position - 1) // 256]
    told = json.loads(lines[number])
    hashes = bytearray(b64decode(told["hashes"]))
    within = (position - 1) % 256 * 32
    hashes[within : within + 32] = hash_at(bundle, position)
    lines[number] = b'{"tile":%d,"hashes":"%b"}\n' % (told["tile"], b64encode(hashes))
    return b"".join(lines)
