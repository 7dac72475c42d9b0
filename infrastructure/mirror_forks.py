"""The proof of a fork: files from which somebody who trusts neither the mirror nor the original sees it too."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from application.proving import Consistency
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.encoding import Malformed, base64, unbase64_hash
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.merkle.proofs import ProofFailed, verify_consistency

README = "README.txt"
"""The file that says what was found."""
ENTRIES = "entries.ndjson"
"""The file of entries, which nobody has signed."""
_LONGEST = 128
"""No proof has as many hashes."""


class Head(NamedTuple):
    """A signed checkpoint: what it says, and the note itself."""

    checkpoint: Checkpoint
    note: Note

    @property
    def size(self) -> int:
        return self.checkpoint.size

    @property
    def root(self) -> bytes:
        return self.checkpoint.root


def path_of(proof: Consistency) -> Sequence[bytes]:
    """The hashes of a proof.

    Raises:
        Malformed: they are none.
    """
    if len(proof.hashes) > _LONGEST:
        raise Malformed("No proof has so many hashes.")
    return [*map(unbase64_hash, proof.hashes)]


def is_proved(one: Checkpoint, other: Checkpoint, proof: Consistency | None) -> bool:
    """Whether two checkpoints that one key has signed can't be of one log.

    Those of one size have one root. Of two sizes the proof has to show that the larger has, at the size of the smaller,
    another root than was signed of that.
    """
    small, large = sorted((one, other), key=lambda it: it.size)
    if small.size == large.size:
        return small.root != large.root
    if proof is None or (proof.size1, proof.size2) != (small.size, large.size):
        return False
    try:
        root1 = unbase64_hash(proof.root1)
        verify_consistency(small.size, large.size, path_of(proof), root1, large.root)
    except (ProofFailed, Malformed):
        return False
    return root1 != small.root


def proof_between(size1: int, root1: bytes, large: Checkpoint, path: Sequence[bytes]) -> Consistency:
    """A proof as a Casus answers it."""
    return Consistency(
        size1=size1, root1=base64(root1), size2=large.size, root2=base64(large.root), hashes=[*map(base64, path)]
    )


def of_two(key: VerifierKey, kept: Head, offered: Head, proof: Consistency | None) -> Mapping[str, bytes]:
    """The files about two checkpoints of which one does not go on from the other, as far as can be seen."""
    proved = is_proved(kept.checkpoint, offered.checkpoint, proof)
    said = _FORKED if proved else _NOT_GONE_ON
    return {
        **_heads(key, kept, offered, proof),
        README: _told(said.format(kept=kept.size, offered=offered.size)),
    }


def of_entries(
    key: VerifierKey, kept: Head | None, offered: Head, proof: Consistency | None, lines: Sequence[bytes]
) -> Mapping[str, bytes]:
    """The files about entries that do not lead to the checkpoint which covers them."""
    first = lines[0].partition(b'"id":"')[2].partition(b'"')[0].decode()
    return {
        **_heads(key, kept, offered, proof),
        ENTRIES: b"".join(it + b"\n" for it in lines),
        README: _told(_OTHER_ENTRIES.format(first=first, count=len(lines), offered=offered.size)),
    }


def found_in(readme: bytes) -> str:
    """What was found, in a sentence: the README's first line."""
    return readme.decode("utf-8", "replace").partition("\n")[0].capitalize()


def _heads(key: VerifierKey, kept: Head | None, offered: Head, proof: Consistency | None) -> Mapping[str, bytes]:
    files = {"key": f"{key.vkey}\n".encode(), "offered": offered.note.written}
    if kept:
        files["kept"] = kept.note.written
    if proof:
        files["consistency.json"] = proof.model_dump_json().encode() + b"\n"
    return files


def _told(words: str) -> bytes:
    return f"{words}\n\n{_AFTER}\n".encode()


_FORKED = """\
THE LOG WAS FORKED.

`kept` and `offered` are two checkpoints, of {kept} and of {offered} entries, that the key in `key` has signed, and
they can't be of one log: of two sizes, `consistency.json` (RFC 9162, section 2.1.4) shows that the larger has, at the
size of the smaller, the root `root1`, which is not the one that was signed of that size; of one size, their roots
differ. Whoever holds the key has shown two logs, changed one after it was signed, or lost the key to somebody who
did. No more than these files is needed to see it: docs/mirrors.md of Casus says how."""

_NOT_GONE_ON = """\
IT IS NOT PROVED THAT THE LOG WENT ON FROM WHAT IT WAS.

`kept` and `offered` are two checkpoints, of {kept} and of {offered} entries, that the key in `key` has signed. What
the server gave as the proof that the one is the beginning of the other (`consistency.json`, if it gave any) does not
prove it. It does not prove the contrary either: ask the server, and others who follow the log, for a proof."""

_OTHER_ENTRIES = """\
ENTRIES ARE NOT WHAT WAS SIGNED.

The {count} entries in `entries.ndjson`, from {first} on, came as those of the log, and do not lead to the root in
`offered`, the checkpoint of {offered} entries that the key in `key` has signed. What the server gave as the proof of
the tree that ends with the last of them is in `consistency.json`. The entries themselves are signed by nobody: that
they were answered by the server, and not changed on the way, is what you say, and not what these files prove."""

_AFTER = """\
Nothing of it was copied. Show these files to whoever keeps the log, and to others who follow it. The mirror copies
nothing more while they are here; move them elsewhere to have it ask again."""
