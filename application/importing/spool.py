"""Rows that come one by one and are read again later, kept in a file: memory stays bounded however many there are."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from application.whole_files import FilesUnavailable, WholeFile, remove, unavailable
from domain.value import Value

ValueT = TypeVar("ValueT", bound=Value)

_CALLED = "The list of an import's rows"


class Spool(Generic[ValueT]):
    """Values of one kind in the order in which they came, a line of JSON each.

    The file is there once there is a row, and has its name once it is kept: what was cut off replaces nothing.
    """

    def __init__(self, kind: type[ValueT], path: Path) -> None:
        self._kind = kind
        self._path = path
        self._coming: WholeFile | None = None

    @property
    def empty(self) -> bool:
        """Whether no row has come that is not kept."""
        return self._coming is None

    def add(self, row: ValueT) -> None:
        """Adds a row.

        Raises:
            FilesUnavailable: it can't be written.
        """
        if self._coming is None:
            self._coming = WholeFile(self._path, _CALLED)
        self._coming.file.write(f"{row.model_dump_json()}\n".encode())

    def keep(self) -> None:
        """Keeps the rows, in the place of any that were kept under the same name before: they outlast a power loss.

        Raises:
            FilesUnavailable: they can't be kept.
        """
        if self._coming is None:
            remove(self._path, _CALLED)
        else:
            self._coming.keep()
            self._coming = None

    def discard(self) -> None:
        """Lets go of rows that were not kept."""
        if self._coming is not None:
            self._coming.discard()
            self._coming = None

    def remove(self) -> None:
        """Removes what was kept, too, if it can be."""
        self.discard()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def rows(self) -> Iterator[ValueT]:
        """The rows so far; or those that were kept, if there are no others.

        Raises:
            FilesUnavailable: they can't be read.
        """
        paths = [self._path]
        if coming := self._coming:
            with suppress(FilesUnavailable, ValueError):  # another thread keeps it just now, or is told why it can't
                coming.file.flush()
            paths.insert(0, coming.partial)
        try:
            for path in paths:
                with suppress(FileNotFoundError), path.open(encoding="utf-8") as file:
                    for line in file:
                        if line.endswith("\n"):  # another thread may be writing just now
                            yield self._kind.model_validate_json(line)
                    return
        except OSError as why:
            raise unavailable(f"{_CALLED} can't be read", why) from why
