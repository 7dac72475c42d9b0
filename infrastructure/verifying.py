"""What `casus log verify` verifies: a bundle, or a data directory with its log."""

from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.x509 import Certificate

from application.verifying import Finding, NotVerifiable, Verified
from infrastructure import sqlite_verifying
from infrastructure.kept_checkpoints import KeptCheckpoints
from infrastructure.merkle import verifying
from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.kept import Checkpoints, KeyUnusable, signer, verifier
from infrastructure.merkle.keys import KeyType, VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.merkle.stamping import certificates
from infrastructure.merkle.vouching import Trusted
from infrastructure.mirror_directory import MirrorDirectory
from infrastructure.sqlite_file import UnsafeLog

_OWN = (
    "It was verified with the key that lies beside it: whoever has that can change the log and sign it anew. "
    "Give the key that was published, and a checkpoint that was kept elsewhere."
)
_MIRRORED = (
    "It was verified with the key that this copy was begun with. "
    "Compare it with the one that the log's keeper has published, or give that: {}"
)
_NONE = "There is no key: the checkpoints were not verified, and the entries only against the hashes kept of them."
_UNSIGNED = "Nothing was signed yet: entries were held against no more than the hashes that are kept of them."
_NOTHING = "Nothing is signed there by the key that was given: entries agree with no more than what lies beside them."
_TAIL = "The last {} of its entries are not signed yet."


class Verifier:
    """Verifies, with a private key's own public key where a data directory has one and no other is given."""

    def __init__(self, log: str, own_key: Callable[[Path], Path]) -> None:
        """The name of the log's file in a data directory, and where the key of one is."""
        self._log = log
        self._own_key = own_key

    def __call__(
        self,
        what: Path,
        key: str | None,
        since: Path | None,
        roots: Path | None = None,
        witnesses: Sequence[str] = (),
    ) -> Verified:
        own, kept = None if key is None else _key(key, "key"), _note(since)
        trusted = Trusted(_roots(roots), [*map(_witness, witnesses)])
        try:
            if what.is_dir():
                return self._directory(what, own, kept, trusted)
            with what.open("rb") as file:
                return verifying.verified(file, own, kept, trusted)
        except OSError as error:
            raise NotVerifiable(f"{what} can't be read: {error.strerror}.") from error

    def _directory(self, directory: Path, key: VerifierKey | None, since: Note | None, trusted: Trusted) -> Verified:
        log, own = directory / self._log, self._own_key(directory)
        if not log.is_file():
            raise NotVerifiable(f"{directory} has no {self._log}. A log elsewhere is verified as a bundle of it.")
        mind, given = [], key is not None
        if key is None and (key := _original(directory)):
            mind.append(_MIRRORED.format(key.vkey))
        if key is None and own.is_file():
            key = _public(own)
            mind.append(_OWN)
        if key is None and (since is not None or any(trusted)):
            raise NotVerifiable("There is no key to verify checkpoints with: give the one that was published.", "key")
        found = sqlite_verifying.verified(log, KeptCheckpoints(directory / "checkpoints", key, since, trusted))
        sizes = Checkpoints(directory / "checkpoints").sizes()
        last = max(sizes, default=0)
        findings = [*found.findings]
        if key is None:
            mind.append(_NONE)
        elif given and not sizes and since is None:
            findings.append(Finding(words=_NOTHING))
        elif not sizes:
            mind.append(_UNSIGNED)
        elif found.size and found.size > last:
            mind.append(_TAIL.format(found.size - last))
        return found.model_copy(update={"mind": [*mind, *found.mind], "findings": findings})


def _key(given: str, option: str) -> VerifierKey:
    try:
        return verifier(given)
    except ValueError as error:
        raise NotVerifiable(
            f"It is neither a key as it was published (NAME+ID+KEY) nor a file that holds one: {error}", option
        ) from error


def _witness(given: str) -> VerifierKey:
    key = _key(given, "witness")
    if key.type is not KeyType.COSIGNATURE:
        raise NotVerifiable("The key is no witness's: its type is not that of cosignatures.", "witness")
    return key


def _roots(path: Path | None) -> Sequence[Certificate]:
    try:
        return () if path is None else certificates(path.read_bytes())
    except (OSError, Malformed) as error:
        raise NotVerifiable(f"{path} holds no root certificates: {error}", "roots") from error


def _public(path: Path) -> VerifierKey:
    try:
        return signer(path).verifier
    except (KeyUnusable, OSError) as error:
        raise NotVerifiable(f"The key beside the log can't be used: {error}", "key") from error


def _original(directory: Path) -> VerifierKey | None:
    try:
        return MirrorDirectory(directory).key
    except (UnsafeLog, OSError, RecursionError) as error:
        raise NotVerifiable(str(error), "key") from error


def _note(path: Path | None) -> Note | None:
    if path is None:
        return None
    try:
        return Note.received(path.read_bytes())
    except (OSError, Malformed) as error:
        raise NotVerifiable(f"{path} is no checkpoint: {error}", "since") from error
