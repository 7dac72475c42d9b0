"""Bundles of what the log holds: of all of it, or of one thing with everything that it rests on."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from application.bundling import Bundling
from application.grounds import Grounds
from application.ledger import Ledger
from application.proving import NotSignedYet
from application.refusals import Missing
from domain.casualty import Casualty
from domain.claim import Claim
from domain.fact import Aggregate
from domain.incident import Incident


class Bundles:
    """Bundles, each under the last checkpoint that was signed: what came since is in none."""

    def __init__(self, ledger: Ledger, tree: Bundling, grounds: Grounds) -> None:
        self._ledger = ledger
        self._tree = tree
        self._grounds = grounds

    def whole(self, since: bytes | None = None) -> Iterator[bytes]:
        """The lines of a bundle of all entries; `since` is a checkpoint that somebody kept.

        Raises:
            NotSignedYet: nothing was signed.
            NotACheckpoint: `since` is none of this log.
            LogUnavailable: the log can't be read just now.
        """
        return self._tree.bundle(self._tree.signed(), "log", None, since)

    def of(self, kind: type[Aggregate[Any, Any]], id: UUID, since: bytes | None = None) -> Iterator[bytes]:
        """The lines of a bundle of an incident, a claim, or the figures of a casualty.

        Raises:
            Missing: it is not on record.
            NotSignedYet: no checkpoint was signed since it was.
            NotReadYet, ReadModelStopped, TookTooLong: a claim can't be decided just now.
            NotACheckpoint, LogUnavailable: as for `whole`.
        """
        self._ledger.history(kind, id)  # else it is missing, whatever was signed
        size = self._tree.signed()
        resource, grounds = {
            Incident: ("incidents", self._grounds.of_incident),
            Casualty: ("figures", self._grounds.of_figure),
            Claim: ("claims", self._grounds.of_claim),
        }[kind]
        try:
            positions = grounds(id, size)
        except Missing as error:
            raise NotSignedYet("It was entered after the last checkpoint.") from error
        return self._tree.bundle(size, f"{resource}/{id}", positions, since)
