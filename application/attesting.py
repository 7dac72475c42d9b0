"""What others attest of a log's checkpoints: witnesses that they saw them, authorities that they were there by a time.

Nothing is sent: whatever is exchanged is a file.
"""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from domain.refusal import Refusal


class NotAttested(Refusal):
    """What was handed in does not attest a checkpoint of this log."""


class NotAWitness(Refusal):
    """Only a copy of another log attests it: it has proved each checkpoint consistent with those before."""


class KeyExists(Refusal):
    """The log has a key already, under another origin: what it signed would no longer be this log's."""


class Attesting(Protocol):
    """The checkpoints of one data directory, and what is attested of them."""

    def begin(self, origin: str | None) -> str:
        """The log's verifier key (vkey), made under this origin if there is none.

        Raises:
            KeyExists: it has another origin.
        """

    def request(self) -> bytes:
        """The request (RFC 3161, DER) for a time stamp over the text of the last checkpoint.

        Raises:
            NotSignedYet: there is none.
        """

    def stamp(self, answer: bytes, roots: bytes) -> datetime:
        """Keeps an authority's answer with the checkpoint that it is over; by when that was there.

        `roots` are the certificates (PEM) of authorities that are trusted.

        Raises:
            NotAttested: it is over none of this log's checkpoints, or not by such an authority.
        """

    def cosign(self, key: Path, name: str | None, at: datetime) -> tuple[bytes, str]:
        """The last checkpoint of the log that this one is a copy of, with a cosignature (C2SP) by the key in a file.

        And the witness's verifier key (vkey). The key is made under this name if there is none.

        Raises:
            NotAWitness: this is no copy of another log.
            NotSignedYet: nothing was copied yet.
        """

    def cosigned(self, note: bytes, witness: str) -> int:
        """Keeps a witness's cosignature with the checkpoint that it is of; how many entries that has.

        Raises:
            NotAttested: it is no cosignature of a checkpoint of this log by the key `witness` (a vkey).
        """
