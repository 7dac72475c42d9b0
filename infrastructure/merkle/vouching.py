"""What others attest of checkpoints, verified: stamps by authorities and cosignatures by witnesses that one trusts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cryptography.x509 import Certificate

from application.verifying import Attestation, Finding, Verified
from infrastructure.merkle.encoding import shown
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note, NotSigned
from infrastructure.merkle.stamping import NotStamped, stamped

STAMPS = "There is an RFC 3161 time stamp, which is not verified here: --roots takes its authority's root certificates."
WITNESSES = "There are signatures of other keys, which are not verified here: --witness takes the key of a witness."
_NO_STAMP = "There is no time stamp over what the key has signed."
_NO_COSIGNATURE = "Nothing that the key has signed is cosigned by {}."
_EPOCH = datetime.fromtimestamp(0, UTC)


class Trusted(NamedTuple):
    """Whom one trusts besides the log's key: root certificates of time-stamping authorities, and keys of witnesses."""

    roots: Sequence[Certificate] = ()
    witnesses: Sequence[VerifierKey] = ()


class Vouched:
    """What is attested of those checkpoints of a log which its key has signed, as they are met."""

    def __init__(self, log: VerifierKey, trusted: Trusted) -> None:
        self._trusted = trusted
        self._known = {(it.name, it.id) for it in (log, *trusted.witnesses)}
        self._missing = [*([_NO_STAMP] if trusted.roots else []), *map(_no_cosignature, trusted.witnesses)]
        self._findings = list[str]()
        self._stamps, self._cosignatures, self._mind = set[Attestation](), set[Attestation](), set[str]()

    def meet(self, size: int, note: Note, stamp: bytes | None = None) -> None:
        """A checkpoint of that size that the log's key has signed, and the stamp over it, if there is one."""
        under = {(it.name, it.key_id) for it in note.signatures}
        for key in self._trusted.witnesses:
            if (key.name, key.id) in under:
                self._met(_no_cosignature(key))
                self._cosigned(size, note, key)
        if under - self._known:
            self._mind.add(WITNESSES)
        if stamp is None:
            return
        if self._trusted.roots:
            self._met(_NO_STAMP)
            self._stamped(size, note, stamp)
        else:
            self._mind.add(STAMPS)

    def told(self, found: Verified) -> Verified:
        """What was found, with what is attested of it."""
        more = [Finding(words=shown(it)) for it in dict.fromkeys([*self._findings, *self._missing])]
        return found.model_copy(
            update={
                "findings": [*found.findings, *more],
                "stamps": sorted(self._stamps, key=_order),
                "cosignatures": sorted(self._cosignatures, key=_order),
                "mind": [*found.mind, *sorted(self._mind)],
            }
        )

    def _met(self, missing: str) -> None:
        self._missing = [it for it in self._missing if it != missing]

    def _cosigned(self, size: int, note: Note, key: VerifierKey) -> None:
        try:
            for it in note.attested([key]):
                at = _EPOCH + timedelta(seconds=it.time or 0)
                self._cosignatures.add(Attestation(size=size, at=at, by=shown(key.vkey)))
        except (NotSigned, OverflowError) as error:
            self._findings.append(
                f"The cosignature of {key.name} under the checkpoint of {size} does not hold: {error}"
            )

    def _stamped(self, size: int, note: Note, stamp: bytes) -> None:
        try:
            at, by = stamped(stamp, note.text.encode(), self._trusted.roots)
            self._stamps.add(Attestation(size=size, at=at, by=shown(by)))
        except NotStamped as error:
            self._findings.append(f"The time stamp over the checkpoint of {size} does not hold: {error}")


def _no_cosignature(key: VerifierKey) -> str:
    return _NO_COSIGNATURE.format(key.vkey)


def _order(it: Attestation) -> tuple[int, datetime, str]:
    return it.size, it.at, it.by
