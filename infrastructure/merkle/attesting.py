"""Time stamps and cosignatures, kept with the checkpoints that they are of."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from application.attesting import KeyExists, NotAttested, NotAWitness
from application.proving import NotSignedYet
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.kept import Checkpoints, key_to_sign, signer
from infrastructure.merkle.keys import KeyType, VerifierKey
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.stamping import NotStamped, certificates, request, stamped


class Attested:
    """The checkpoints of one data directory, and what others attest of them."""

    def __init__(self, checkpoints: Checkpoints, key: Path, original: Callable[[], VerifierKey | None]) -> None:
        """`original` answers the key of the log that this is a copy of, if it is one."""
        self._checkpoints = checkpoints
        self._key = key
        self._original = original

    def begin(self, origin: str | None) -> str:
        if original := self._original():
            return original.vkey
        key = key_to_sign(self._key, self._checkpoints, origin).verifier
        if origin is not None and origin != key.name:
            raise KeyExists(f"The log has a key already, and is called {key.name}: that can't be changed.")
        return key.vkey

    def request(self) -> bytes:
        return request(self._last().text.encode())

    def stamp(self, answer: bytes, roots: bytes) -> datetime:
        try:
            trusted, why = certificates(roots), ""
            for size in reversed(self._checkpoints.sizes()):
                note = self._noted(size)
                try:
                    at = stamped(answer, note.text.encode(), trusted).at
                except NotStamped as error:
                    why = why or str(error)
                else:
                    self._checkpoints.keep_stamp(size, answer)
                    return at
        except Malformed as error:
            raise NotAttested(str(error)) from error
        raise NotAttested(why or "Nothing was signed yet.")

    def cosign(self, key: Path, name: str | None, at: datetime) -> tuple[bytes, str]:
        if self._original() is None:
            raise NotAWitness
        own = signer(key, name)
        return self._last().cosigned(own, int(at.timestamp())).written, own.witness.vkey

    def cosigned(self, note: bytes, witness: str) -> int:
        try:
            key, theirs = VerifierKey.parsed(witness), Note.received(note)
            if key.type is not KeyType.COSIGNATURE:
                raise NotAttested("The key is no witness's: its type is not that of cosignatures.")
            theirs.attested([key])
            size = Checkpoint.parsed(theirs.text).size
        except (Malformed, NotSigned) as error:
            raise NotAttested(str(error)) from error
        with self._checkpoints.alone():
            ours = self._checkpoints.note(size)
            if ours is None or ours.text != theirs.text:
                raise NotAttested(f"This log has signed no such checkpoint of {size} entries.")
            [signature] = (it for it in theirs.signatures if (it.name, it.key_id) == (key.name, key.id))
            others = (it for it in ours.signatures if (it.name, it.key_id) != (key.name, key.id))
            self._checkpoints.keep(ours._replace(signatures=(*others, signature)))
        return size

    def _last(self) -> Note:
        note = self._checkpoints.note()
        if note is None:
            raise NotSignedYet("No checkpoint was signed yet: `casus log sign` signs one.")
        return note

    def _noted(self, size: int) -> Note:
        note = self._checkpoints.note(size)
        assert note is not None
        return note
