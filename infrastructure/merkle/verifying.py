"""A bundle verified offline: is it what the log's key has signed, and if not, which entry is the first that is wrong?

It is read once through, in memory that does not grow with it but for a few bytes a stream.
"""

from collections.abc import Iterator
from typing import BinaryIO

from application.verifying import Finding, Verified
from infrastructure.merkle.bundle_lines import LONGEST_LINE, WHOLE, Manifest
from infrastructure.merkle.checkpoints import Checkpoint, opened
from infrastructure.merkle.comparing import Signed
from infrastructure.merkle.encoding import Malformed, shown
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.proofs import ProofFailed, verify_consistency
from infrastructure.merkle.reading_bundles import PartReader, WholeReader
from infrastructure.merkle.tree import EMPTY_ROOT
from infrastructure.merkle.vouching import Trusted, Vouched

ITSELF = (
    "It was verified with the key that it holds itself, which proves no more than that it agrees with itself. "
    "Compare that key with the one that the log's keeper has published, or give it: {}"
)
IN_PART = (
    "It holds {} of the log's {} entries. Each is proved to be in the log, and no stream has a gap; that nothing else "
    "in the log bears on it is not proved, nor that its streams don't go on."
)
_NO_BUNDLE = "Its first line is no manifest of a bundle: {}"
_GZIP = b"\x1f\x8b"


def verified(
    file: BinaryIO, key: VerifierKey | None = None, since: Note | None = None, trusted: Trusted = Trusted()
) -> Verified:
    """What is found of a bundle, read from its first byte.

    With a key it is that which must have signed; without, the bundle's own. `since` is a checkpoint that was kept.
    What others attest is verified as far as they are trusted.
    """
    lines = _lines(file)
    first = next(lines, b"")
    try:
        manifest = Manifest.parsed(first[:-1] if first.endswith(b"\n") else b"")
    except Malformed as error:
        return Verified(of="", findings=[Finding(words=_NO_BUNDLE.format(_why(first, error)))])
    vouched = Vouched(key or manifest.key, trusted)
    judged = _Judged(manifest, key or manifest.key, since, vouched)
    whole = manifest.of == WHOLE
    reader = WholeReader(manifest, judged.head, judged.signed) if whole else PartReader(manifest, judged.head)
    found = [*judged.findings, *reader.read(lines)]
    found.sort(key=lambda it: (it.position is None, it.position or 0))
    mind = [] if key else [ITSELF.format(shown(manifest.key.vkey))]
    if not whole:
        mind.append(IN_PART.format(manifest.entries, manifest.size))
    return vouched.told(
        Verified(
            of=manifest.of,
            origin=shown(manifest.key.name),
            key=shown(manifest.key.vkey),
            size=manifest.size,
            entries=reader.entries,
            findings=found,
            mind=mind,
        )
    )


class _Judged:
    """What a manifest says, held against itself and against a key and a checkpoint that are trusted."""

    def __init__(self, manifest: Manifest, key: VerifierKey, since: Note | None, vouched: Vouched) -> None:
        self._key, self._vouched = key, vouched
        self.findings: list[Finding] = []
        self._whole = manifest.of == WHOLE
        self._from: tuple[int, bytes] | None = None
        if key != manifest.key:
            self._wrong(f"It is of another log, or signed by another key: it holds {manifest.key.vkey}.")
        head = self._opened(manifest.checkpoint, "its checkpoint")
        if head is not None:
            vouched.meet(head.size, manifest.checkpoint, manifest.timestamp)
        if head is not None and head.size != manifest.size:
            self._wrong(f"It says that the log has {manifest.size} entries, and its checkpoint says {head.size}.")
        if self._whole and manifest.entries != manifest.size:
            self._wrong(f"It says that it holds {manifest.entries} entries, of a log of {manifest.size}.")
        self.head = head and Signed(head.size, head.root, "its checkpoint")
        self.signed = [self.head] if self.head else []
        self._earlier(manifest)
        if manifest.since:
            self._since(manifest, head)
        if since is not None:
            self._kept(since, head)

    def _wrong(self, words: str) -> None:
        self.findings.append(Finding(words=shown(words)))

    def _opened(self, note: Note, called: str) -> Checkpoint | None:
        try:
            head = opened(note, self._key)
        except (NotSigned, Malformed) as error:
            self._wrong(f"{called[0].upper()}{called[1:]} is not what the key has signed: {error}")
            return None
        if not head.size and head.root != EMPTY_ROOT:
            self._wrong(f"{called[0].upper()}{called[1:]} is of no entries, and yet has the root of some.")
            return None
        return head

    def _earlier(self, manifest: Manifest) -> None:
        if manifest.earlier and not self._whole:
            self._wrong("A bundle in part has no earlier checkpoints: there is nothing to hold against them.")
        before = -1
        for note in manifest.earlier:
            head = self._opened(note, "an earlier checkpoint")
            if head is None:
                continue
            self._vouched.meet(head.size, note)
            if not before < head.size < manifest.size:
                self._wrong("Its earlier checkpoints are not in the order of their sizes, below that of the last.")
            before = head.size
            self.signed.append(Signed(head.size, head.root, f"the earlier checkpoint of {head.size}"))

    def _since(self, manifest: Manifest, head: Checkpoint | None) -> None:
        """The checkpoint that the bundle goes on from: proved, and in a whole one re-computed besides."""
        assert manifest.since is not None
        old = self._opened(manifest.since.checkpoint, "the checkpoint that it goes on from")
        if old is None or head is None:
            return
        self._vouched.meet(old.size, manifest.since.checkpoint)
        if old.size > manifest.size:
            self._wrong(f"The checkpoint that it goes on from is of {old.size} entries: more than it says there are.")
            return
        try:
            if old.size or manifest.since.hashes:
                verify_consistency(old.size, head.size, manifest.since.hashes, old.root, head.root)
        except ProofFailed as error:
            self._wrong(f"That the log went on from the checkpoint of {old.size} is not proved: {error}")
        self.signed.append(Signed(old.size, old.root, f"the checkpoint of {old.size} that it goes on from"))
        self._from = old.size, old.root

    def _kept(self, since: Note, head: Checkpoint | None) -> None:
        """The checkpoint that somebody kept: the log must be the same, or have gone on from it."""
        old = self._opened(since, "the checkpoint that was kept")
        if old is None or head is None:
            return
        if old.size > head.size:
            self._wrong(f"The log was rolled back: it had {old.size} entries by the checkpoint that was kept.")
        elif self._whole or old.size == head.size:
            self.signed.append(Signed(old.size, old.root, f"the checkpoint of {old.size} that was kept"))
            if old.size == head.size and old.root != head.root:
                self._wrong(f"The log was forked: another of {old.size} entries was signed than was kept.")
        elif old.size and (old.size, old.root) != self._from:
            self._wrong(
                f"It does not prove that the log went on from the checkpoint of {old.size} that was kept: "
                "ask for a bundle since that checkpoint, or for a whole one."
            )


def _why(first: bytes, error: Malformed) -> str:
    if first.startswith(_GZIP):
        return "It is compressed. Unpack it first."
    if first.endswith(b"\r\n"):
        return "Its line ends were changed to CR LF, as mail programs do. Have it sent compressed."
    return str(error)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE):
        yield line
