"""What whoever verifies a log offline is told: of a bundle, or of a data directory."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from pydantic import AwareDatetime

from domain.refusal import Refusal
from domain.value import Value


class NotVerifiable(Refusal):
    """There is nothing to verify there, or nothing to verify it with."""


class Finding(Value):
    """Something that is wrong: with the entry at a position, or one of those from there `until` another.

    Without a position it is wrong with what stands around the entries: the manifest, the checkpoint, its signature.
    """

    position: int | None = None
    until: int | None = None
    words: str


class Attestation(Value):
    """What somebody else attests of the log: that it had so many entries by a time (UTC), as a checkpoint of it says.

    `by` is the subject of an authority's certificate (RFC 4514), or a witness's verifier key (vkey).
    """

    size: int
    at: AwareDatetime
    by: str


class Verified(Value):
    """What was found, the first wrong entry first, and what the finding doesn't say (`mind`)."""

    of: str
    origin: str | None = None
    key: str | None = None
    size: int | None = None
    entries: int = 0
    findings: Sequence[Finding] = ()
    stamps: Sequence[Attestation] = ()
    """Time stamps (RFC 3161) by authorities that are trusted, the smallest checkpoint first."""
    cosignatures: Sequence[Attestation] = ()
    """Of witnesses that are trusted: each also attests that the log had gone on from what it had seen before."""
    mind: Sequence[str] = ()


class Verifying(Protocol):
    """Verifies what Casus wrote, without asking anybody."""

    def __call__(
        self,
        what: Path,
        key: str | None,
        since: Path | None,
        roots: Path | None = None,
        witnesses: Sequence[str] = (),
    ) -> Verified:
        """A bundle, or a data directory; with the key that is trusted (a vkey).

        And against a checkpoint that was kept from before. With the root certificates (PEM) of time-stamping
        authorities, and the vkeys of witnesses, what these attest is verified as well: what does not hold is
        a finding, and so is what was asked for, and is not there.

        Raises:
            NotVerifiable: there is no such file, or a key, the checkpoint or the certificates can't be read.
        """
