"""The release at hand: what the importer knows of it, and of those of its dataset that came in before."""

from collections.abc import Container, Iterable
from typing import NamedTuple
from uuid import UUID

from application.importing.drafts import IncidentDraft, derived
from domain.coding import Coding, Variable
from domain.fact import Entry


class ReleaseAtHand(NamedTuple):
    """A release that is coming in: its import is the cause of what it says, its report the word it says it on."""

    dataset: str
    name: str
    cause: UUID
    report: UUID
    earlier: frozenset[UUID]
    """The imports of the dataset before this one."""
    columns_before: frozenset[str]
    """The columns that the release before it had."""
    core: Container[str]

    @property
    def reason(self) -> str:
        """Why something is corrected."""
        return f"So says {self.dataset}, release {self.name}."

    def incident(self, row: str) -> UUID:
        """The id of the incident that a row is."""
        return derived("incident", self.dataset, row)

    def coding(self, draft: IncidentDraft, *, cites: bool) -> Coding:
        """How the dataset codes the incident; `cites`, with the cells that print its citations too."""
        cited = (Variable.of(column, cell) for column, cell in draft.citing) if cites else ()
        variables = (*draft.variables, *cited)
        return Coding(dataset=self.dataset, row=draft.row, codes=draft.codes, variables=variables)

    def said_before(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those of a stream's entries that earlier releases caused."""
        return [it for it in entries if it.cause in self.earlier]

    def says(self, entries: Iterable[Entry]) -> bool:
        """Whether this release has had its say in a stream."""
        return any(it.cause == self.cause for it in entries)
