"""A table whose rows become drafts, one by one: what every format's open file has in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from application.importing.formats import Rejected, Taken
from domain.imports import Column
from infrastructure.formats.row import Row
from infrastructure.formats.table import Table


class DraftedTable(ABC):
    """A file of a format, being read; its rows can be asked for once."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def columns(self) -> Sequence[Column]:
        """Its columns, in order."""
        return self._table.columns

    @property
    def read(self) -> float:
        """How much of it was read, from 0 to 1."""
        return self._table.read

    def rows(self) -> Iterator[Taken | Rejected]:
        """Its rows, in order.

        Raises:
            UnfitFile: it can't be read any further.
        """
        for row in self._table.rows():
            yield row if isinstance(row, Rejected) else self._taken(row)

    def read_through(self) -> None:
        """Reads it to its end, and makes nothing of it.

        Raises:
            UnfitFile: it can't be read to its end.
        """
        for _ in self._table.rows():
            pass

    @abstractmethod
    def _taken(self, row: Row) -> Taken | Rejected:
        """The row as a draft, or what is wrong with it."""
