"""What a format owes the importer: the rows of a file, one by one, as drafts or with what is wrong with them."""

from collections.abc import Container, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from application.importing.drafts import IncidentDraft
from domain.imports import Column
from domain.refusal import Refusal
from domain.source import Outlet
from domain.toll import Harm
from domain.value import Value


class UnfitFile(Refusal):
    """The file is not what it is said to be: nothing of it was recorded."""


class UnknownFormat(Refusal):
    """Casus reads no format of that name."""


class Rejected(Value):
    """A row that can't be taken: where it stands, and which rule its field breaks.

    `line` counts the lines of the file from 1 (the rows, in a workbook); `field` is the column; `value` is what stands
    there, its first 200 characters; `row` is the row's own id, where it has one.
    """

    line: int
    row: str | None = None
    field: str | None = None
    value: str | None = None
    rule: str


class Taken(NamedTuple):
    """A row that can be taken, and the line of the file that it begins on."""

    line: int
    draft: IncidentDraft


class OpenFile(Protocol):
    """A file of a format, being read."""

    @property
    def columns(self) -> Sequence[Column]:
        """Its columns, in order."""

    @property
    def read(self) -> float:
        """How much of it was read, from 0 to 1."""

    def read_through(self) -> None:
        """Reads it to its end, and makes nothing of it.

        Raises:
            UnfitFile: it can't be read to its end.
        """

    def rows(self) -> Iterator[Taken | Rejected]:
        """Its rows, in order; memory stays bounded however many there are.

        Raises:
            UnfitFile: it turns out not to be of this format after all.
        """


class Format(Protocol):
    """A form that datasets come in."""

    @property
    def name(self) -> str:
        """As it is named in commands: `ucdp-ged`."""

    @property
    def publisher(self) -> Outlet | None:
        """Who publishes datasets of this format; None where whoever imports one says so."""

    @property
    def core(self) -> Container[str]:
        """The variables of its codings that tell something of the occurrence itself, not of its sources or its form."""

    @property
    def harms(self) -> Sequence[Harm]:
        """The harms of which a row tells whole: nobody else was harmed so in its incident than its tolls count."""

    def open(self, path: Path) -> AbstractContextManager[OpenFile]:
        """Opens a file.

        Raises:
            UnfitFile: it is not of this format, in words that say why.
        """
