"""The checkpoints in a data directory, verified: which the key has signed, and what others attest of them."""

from pathlib import Path

from application.refusals import LogUnavailable
from application.verifying import Finding, Verified
from infrastructure.merkle.checkpoints import Checkpoint, opened
from infrastructure.merkle.comparing import Signed
from infrastructure.merkle.encoding import Malformed, shown
from infrastructure.merkle.kept import Checkpoints
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.vouching import Trusted, Vouched

_STAMPS = "*.tsr"


class KeptCheckpoints:
    """Those in a directory, and one that was kept elsewhere: `signed` by the key that is trusted.

    Without a key nothing can be said of them, and none is read. `findings` are of those which it has not signed.
    """

    def __init__(self, directory: Path, key: VerifierKey | None, since: Note | None, trusted: Trusted) -> None:
        self.key = key
        self.signed = list[Signed]()
        self.findings = list[Finding]()
        if key is not None:
            self._vouched = Vouched(key, trusted)
            self._read(directory, key, trusted)
            if since is not None:
                self._elsewhere(since, key)

    def told(self, found: Verified) -> Verified:
        """What was found, with what others attest of it."""
        return found if self.key is None else self._vouched.told(found)

    def _read(self, directory: Path, key: VerifierKey, trusted: Trusted) -> None:
        checkpoints = Checkpoints(directory)
        stamps = {it.name for it in directory.glob(_STAMPS)}
        for size in checkpoints.sizes():
            stamp = f"{size}.tsr" in stamps
            stamps.discard(f"{size}.tsr")
            try:
                note = checkpoints.note(size)
                if note is None:
                    raise Malformed("it is no file")  # noqa: TRY301 - one answer to all that may be wrong
                head = opened(note, key)
                if head.size != size:
                    raise Malformed(f"it is of {head.size} entries")  # noqa: TRY301 - one answer to all that may be wrong
            except (Malformed, NotSigned, LogUnavailable) as error:
                self._wrong(f"The checkpoint of {size} is not what the key has signed: {error}")
                continue
            self._add(head, f"the checkpoint of {size}")
            self._vouched.meet(size, note, self._stamp(checkpoints, size) if stamp else None)
        if trusted.roots:
            for name in sorted(stamps):
                self._wrong(f"The time stamp {name} is over no checkpoint that is kept.")

    def _stamp(self, checkpoints: Checkpoints, size: int) -> bytes:
        """The stamp in a file; what can't be read is no stamp."""
        try:
            return checkpoints.stamp(size) or b""
        except LogUnavailable:
            return b""

    def _elsewhere(self, since: Note, key: VerifierKey) -> None:
        try:
            head = opened(since, key)
        except (Malformed, NotSigned) as error:
            self._wrong(f"The checkpoint that was kept elsewhere is not what the key has signed: {error}")
        else:
            self._add(head, f"the checkpoint of {head.size} that was kept elsewhere")

    def _add(self, head: Checkpoint, called: str) -> None:
        self.signed.append(Signed(head.size, head.root, called))

    def _wrong(self, words: str) -> None:
        self.findings.append(Finding(words=shown(words)))
