"""Copies another Casus's log, and keeps nothing of it before it is proved to be what its key has signed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError

from application.mirroring import (
    Advance,
    AnotherLog,
    CopyDamaged,
    ForkFound,
    NoAnswer,
    NotAMirror,
    RolledBack,
    Upstream,
)
from application.proving import Consistency, NotSignedYet
from application.recording import Changed, available
from domain.fact import Position
from infrastructure.directories import made
from infrastructure.merkle.checkpoints import opened
from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.kept import verifier
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.proofs import ProofFailed, verify_consistency
from infrastructure.merkle.tree import EMPTY_ROOT, HashMissing, consistency_proof, root
from infrastructure.mirror_batches import Batch, Grown, batches
from infrastructure.mirror_directory import MirrorDirectory, Original, usable
from infrastructure.mirror_forks import ENTRIES, README, Head, found_in, of_entries, of_two, path_of, proof_between
from infrastructure.mirror_log import CopiedLog


class Mirror:
    """A directory that another log is copied into."""

    def __init__(
        self, home: MirrorDirectory, log: CopiedLog, upstream: Upstream, key: VerifierKey, *, on_trust: bool
    ) -> None:
        self._home = home
        self._log = log
        self._upstream = upstream
        self._key = key
        self.key = key.vkey
        self.on_trust = on_trust

    def round(self, tell: Callable[[Advance], None]) -> Advance:
        with available(), usable():
            self._must_not_be_forked()
            kept, last = self._own()
            offered = self._offered()
            self._must_go_on(kept, last, offered)
            self._home.keep_original(Original(self._upstream.address, self._key))
            if kept is None or kept.size < offered.size:
                self._must_be_what_was_proved(kept, offered)
                self._home.promised = offered.note
                self._copy(kept, offered, tell)
                self._home.checkpoints.keep(offered.note)
            return Advance(self._size, offered.size)

    @property
    def _size(self) -> int:
        return self._log.max_notification_id() or 0

    def _root(self, size: int, batch: Batch | None = None) -> bytes:
        """The root of the copy's tree at a size, with what is not in it yet."""
        leaves = batch.hashes if batch else ()
        try:
            return root(Grown(self._log, size - len(leaves), leaves), size)
        except HashMissing as error:
            raise CopyDamaged(f"Of the copy's tree a part is missing: {error}") from error

    def _must_not_be_forked(self) -> None:
        if fork := self._home.fork:
            raise ForkFound(
                f"{fork.found} {self._home.path / fork.proof} holds the proof of it: read {README} there. Until it is "
                "moved, nothing is copied."
            )

    def _own(self) -> tuple[Head | None, Head | None]:
        """The checkpoint of what was copied, and the last that was signed; each may be none.

        Raises:
            CopyDamaged: the copy is not what its checkpoint says.
        """
        try:
            kept, promised = self._head(self._home.checkpoints.note()), self._head(self._home.promised)
        except (Malformed, NotSigned) as error:
            raise CopyDamaged(f"What it keeps as signed is not what the key has signed: {error}") from error
        last = max((it for it in (kept, promised) if it), key=lambda it: it.size, default=None)
        if not (kept.size if kept else 0) <= self._size <= (last.size if last else 0):
            raise CopyDamaged(f"It has {self._size} entries, which is not what was signed.")
        if kept and self._root(kept.size) != kept.root:
            raise CopyDamaged(f"Of its first {kept.size} entries the tree is not what was signed.")
        return kept, last

    def _head(self, note: Note | None) -> Head | None:
        return note and Head(opened(note, self._key), note)

    def _offered(self) -> Head:
        try:
            note = Note.parsed(self._upstream.checkpoint())
        except Malformed as error:
            raise NoAnswer(f"What was answered is no checkpoint: {error}") from error
        try:
            return Head(opened(note, self._key), note)
        except NotSigned as error:
            raise AnotherLog(
                f"{error} {self._upstream.address} was asked. If the log has another key now, begin another mirror "
                "with that."
            ) from error
        except Malformed as error:
            raise NoAnswer(f"What was signed is no checkpoint: {error}") from error

    def _must_go_on(self, kept: Head | None, last: Head | None, offered: Head) -> None:
        """That what is offered is what was signed last, or goes on from it; it is proved to us, or refused."""
        if not offered.size and offered.root != EMPTY_ROOT:
            raise NoAnswer("A checkpoint of no entries was signed with the root of some.")
        if last and offered.size < last.size:
            self._look_back(kept, last, offered)
        elif not offered.size:
            raise NotSignedYet("Nothing is on record there yet.")
        elif last:
            leads, proof = self._leads(last.size, last.root, offered)
            if not leads:
                self._fork(last, offered, proof)

    def _look_back(self, kept: Head | None, last: Head, offered: Head) -> NoReturn:
        """Of what is smaller than was signed before: whether it is the beginning of that."""
        if offered.size > self._size or self._root(offered.size) == offered.root:
            raise RolledBack(f"It offers {offered.size} entries; {last.size} were signed before.")
        whole = last if last.size <= self._size else kept
        if whole is None or whole.size < offered.size:
            self._fork(last, offered, None)
        path = consistency_proof(self._log, offered.size, whole.size)
        self._fork(whole, offered, proof_between(offered.size, self._root(offered.size), whole.checkpoint, path))

    def _must_be_what_was_proved(self, kept: Head | None, offered: Head) -> None:
        """That what was copied after the last checkpoint, before it was stopped, is still what was proved then."""
        size = self._size
        if size == (kept.size if kept else 0):
            return
        leads, proof = self._leads(size, self._root(size), offered)
        if not leads:
            raise CopyDamaged(
                f"It is not proved that its {size} entries are what was signed: they were changed here"
                + (", or the proof that was answered is wrong; ask another that has the log, too." if proof else ".")
            )

    def _copy(self, kept: Head | None, offered: Head, tell: Callable[[Advance], None]) -> None:
        while (size := self._size) < offered.size:
            later_than = self._log.recorded_at(Position(size)) if size else None
            with self._upstream.entries(Position(size)) as lines:
                for batch in batches(lines, size, later_than, offered.size):
                    self._prove(kept, offered, batch)
                    self._take(batch)
                    tell(Advance(batch.entries[-1].id, offered.size))
            if self._size == size:
                raise NoAnswer(f"There is no whole transaction after entry {size}, though {offered.size} are signed.")
        if self._root(offered.size) != offered.root:
            raise CopyDamaged(f"Of its {offered.size} entries the tree is not what was signed.")

    def _take(self, batch: Batch) -> None:
        try:
            self._log.take(batch.entries)
        except Changed as error:
            raise NoAnswer(f"What was signed is no log that can be kept: {error}.") from error

    def _prove(self, kept: Head | None, offered: Head, batch: Batch) -> None:
        """That the log with this batch is the beginning of what was signed."""
        leads, proof = self._leads(batch.last, self._root(batch.last, batch), offered)
        if not leads:
            self._refuse(of_entries(self._key, kept, offered, proof, batch.arrived), offered, f"{batch.last}-entries")

    def _leads(self, size: int, root: bytes, offered: Head) -> tuple[bool, Consistency | None]:
        """Whether a tree is the beginning of the one that is offered; and what was answered as the proof, if any is."""
        if size == offered.size:
            return root == offered.root, None
        proof = self._proof(size, offered)
        try:
            verify_consistency(size, offered.size, path_of(proof), root, offered.root)
        except ProofFailed:
            return False, proof
        return True, proof

    def _proof(self, size: int, offered: Head) -> Consistency:
        """What is answered as the proof from a size; it has its form, and nothing more is known of it."""
        try:
            proof = Consistency.model_validate_json(self._upstream.consistency(size, offered.size), strict=True)
            path_of(proof)
        except (ValidationError, Malformed) as error:
            raise NoAnswer("What was answered is no proof.") from error
        if (proof.size1, proof.size2) != (size, offered.size):
            raise NoAnswer(f"The proof that was answered is of {proof.size1} and {proof.size2} entries.")
        return proof

    def _fork(self, kept: Head, offered: Head, proof: Consistency | None) -> NoReturn:
        self._refuse(of_two(self._key, kept, offered, proof), offered, str(kept.size))

    def _refuse(self, files: Mapping[str, bytes], offered: Head, of: str) -> NoReturn:
        try:
            path = self._home.keep_fork(f"{of}-{offered.size}", files)
        except OSError as error:
            told = "".join(f"--- {name}\n{content.decode()}" for name, content in files.items() if name != ENTRIES)
            raise ForkFound(f"{found_in(files[README])} Its proof can't be kept ({error}); it is:\n{told}") from error
        raise ForkFound(
            f"{found_in(files[README])} Nothing of it was copied; what shows it is in {path}: read {README} there."
        )


@contextmanager
def mirror(directory: Path, upstream: Upstream, key: str | None) -> Iterator[Mirror]:
    """Begins a mirror in a directory, or goes on with it; `key` is the vkey that is trusted.

    Raises:
        NotAMirror: the directory holds another log.
        AnotherLog: it is the mirror of a log with another key, or the key is none.
        BeingFollowed: another process copies into it.
        NoAnswer: no key was given, and the server gives none.
    """
    made(directory)
    home = MirrorDirectory(directory)
    with home.alone(), closing(CopiedLog(home.log)) as log:
        before = home.original
        if before is None and (home.has_own or log.max_notification_id()):
            raise NotAMirror(f"{directory} is no mirror, and not empty.")
        trusted = _key(key) if key is not None else before.key if before else _key_of(upstream)
        if before and trusted != before.key:
            raise AnotherLog(f"{directory} is a mirror of {before.key.name}, and trusts {before.key.vkey}.")
        on_trust = key is None and before is None
        yield Mirror(home, log, upstream, trusted, on_trust=on_trust)


def _key(text: str) -> VerifierKey:
    try:
        return verifier(text)
    except Malformed as error:
        raise AnotherLog(f"The key is none: {error}") from error


def _key_of(upstream: Upstream) -> VerifierKey:
    try:
        return verifier(upstream.key())
    except Malformed as error:
        raise NoAnswer(f"What was answered is no key: {error}") from error
