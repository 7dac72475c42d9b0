"""What whoever verifies a log offline is told: of a bundle, or of a data directory."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

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


class Verified(Value):
    """What was found, the first wrong entry first, and what the finding doesn't say (`mind`)."""

    of: str
    origin: str | None = None
    key: str | None = None
    size: int | None = None
    entries: int = 0
    findings: Sequence[Finding] = ()
    mind: Sequence[str] = ()


class Verifying(Protocol):
    """Verifies what Casus wrote, without asking anybody."""

    def __call__(self, what: Path, key: str | None, since: Path | None) -> Verified:
        """A bundle, or a data directory; with the key that is trusted (a vkey, or a file that holds one).

        And against a checkpoint that was kept from before.

        Raises:
            NotVerifiable: there is no such file, or the key or the checkpoint can't be read.
        """
