"""Bundles of the log: one file each, which an outsider verifies offline (docs/log_format.md has the form)."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from application.proving import Proving
from domain.fact import Position
from domain.refusal import Refusal


class NotACheckpoint(Refusal):
    """It is no checkpoint that this log has signed."""


class Bundling(Proving, Protocol):
    """The tree over the log, and bundles of entries with what proves them."""

    def signed(self) -> Position:
        """How far the log was signed: up to there entries go into bundles.

        Raises:
            NotSignedYet: nothing was signed.
        """

    def bundle(
        self, size: Position, of: str, positions: Sequence[Position] | None, since: bytes | None = None
    ) -> Iterator[bytes]:
        """The lines of a bundle under the checkpoint of a size: of these entries, ascending, or of all.

        `of` says what they are of: `log`, `incidents/<id>`. `since` is a checkpoint that somebody kept.

        Raises:
            NotSignedYet: no checkpoint of that size was signed.
            NotACheckpoint: `since` is none of this log, or of more entries.
        """
