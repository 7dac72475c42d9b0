"""Rows that come one by one and are read again later, kept in a file: memory stays bounded however many there are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TextIO, TypeVar

from domain.value import Value

ValueT = TypeVar("ValueT", bound=Value)


class Spool(Generic[ValueT]):
    """Values of one kind in the order in which they came, a line of JSON each.

    The file is there once there is a row, and has its name once it is kept: what was cut off replaces nothing.
    """

    def __init__(self, kind: type[ValueT], path: Path) -> None:
        self._kind = kind
        self._path = path
        self._partial = path.with_name(f"{path.name}.partial")
        self._file: TextIO | None = None

    def add(self, row: ValueT) -> None:
        """Adds a row."""
        if self._file is None:
            self._file = self._partial.open("w", encoding="utf-8")
        self._file.write(f"{row.model_dump_json()}\n")

    def keep(self) -> None:
        """Keeps the rows, in the place of any that were kept under the same name before."""
        if self._file is None:
            self._path.unlink(missing_ok=True)
        else:
            self._file.close()
            self._partial.replace(self._path)
            self._file = None

    def discard(self) -> None:
        """Lets go of rows that were not kept."""
        if self._file is not None:
            self._file.close()
            self._partial.unlink(missing_ok=True)
            self._file = None

    def remove(self) -> None:
        """Removes what was kept, too."""
        self.discard()
        self._path.unlink(missing_ok=True)

    def rows(self) -> Iterator[ValueT]:
        """The rows so far; or those that were kept, if there are no others."""
        path = self._path
        if self._file is not None:
            self._file.flush()
            path = self._partial
        if path.exists():
            with path.open(encoding="utf-8") as file:
                for line in file:
                    if line.endswith("\n"):  # another thread may be writing just now
                        yield self._kind.model_validate_json(line)
