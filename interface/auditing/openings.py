"""What an audit is held over: a data directory, a log in a database, copies that are thrown away, or a server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol, cast

from application.access import TokenStore
from domain.refusal import Refusal
from interface.app import create_app
from interface.auditing.record import NobodyElse, Record
from interface.house import House


class OpenElsewhere(Refusal):
    """Another process has the data directory open: audit through it, with --server, or a copy, with --scratch."""


class Directories(NamedTuple):
    """What an audit needs of data directories; only the composition root knows how they are kept."""

    opened: Callable[[Path], AbstractContextManager[House]]
    """Opens one, its read model following the log; raises OpenElsewhere where another process has it open."""
    has_log: Callable[[Path], bool]
    """Whether there is a log in it."""
    copied: Callable[[Path, Path], None]
    """Copies the log of one, whoever has it open, into another, which is empty."""


class Databases(NamedTuple):
    """The same of logs in databases, by their addresses."""

    opened: Callable[[str, Path | None], AbstractContextManager[House]]
    """Opens one, its read model following it in a data directory, or in one that is thrown away; as for directories."""
    has_log: Callable[[str], bool]
    """Whether there is a log in it."""
    copied: Callable[[str, Path], None]
    """Copies the log of one, whoever has it open, into a data directory, which is empty."""


class Opening(Protocol):
    """A record, opened for an audit."""

    position: int
    """Up to which it is looked at."""

    @property
    def shared(self) -> Record:
        """The record as all scenarios see it that record nothing."""

    def own(self) -> AbstractContextManager[Record]:
        """The record for one scenario that records: a copy of its own; or the shared one, which refuses that."""


class ReadOnly:
    """A record that is only read."""

    def __init__(self, record: Record) -> None:
        self.position = record.position()
        self.shared = record

    @contextmanager
    def own(self) -> Iterator[Record]:
        """The same record: it refuses to be recorded into."""
        yield self.shared


class Scratch:
    """Copies of a log, thrown away in the end: one that is only read, and one for each scenario that records."""

    def __init__(self, directories: Directories, copied: Callable[[Path], None] | None, room: ExitStack) -> None:
        """Copies of the log that is `copied` into a directory; without one, of an empty log."""
        self._directories = directories
        self._room = room
        self._home = Path(room.enter_context(TemporaryDirectory(prefix="casus-scratch-")))
        self._first = self._home / "first"
        self._first.mkdir(mode=0o700)
        if copied:
            copied(self._first)
        with record_of(directories, self._first) as record:  # its read model is built once, and copied with it
            self.position = record.position()

    @cached_property
    def shared(self) -> Record:
        """A copy for all scenarios that record nothing."""
        copy = self._copy(self._room)
        return self._room.enter_context(record_of(self._directories, copy))

    @contextmanager
    def own(self) -> Iterator[Record]:
        """A copy for one scenario."""
        with ExitStack() as room:
            record = room.enter_context(record_of(self._directories, self._copy(room), takes=True))
            record.position()
            yield record

    def _copy(self, room: ExitStack) -> Path:
        directory = Path(room.enter_context(TemporaryDirectory(dir=self._home))) / "data"
        copytree(self._first, directory)
        return directory


@contextmanager
def opened(directories: Directories, directory: Path) -> Iterator[Opening]:
    """A data directory, only read."""
    with record_of(directories, directory) as record:
        yield ReadOnly(record)


@contextmanager
def opened_log(databases: Databases, log: str, directory: Path | None) -> Iterator[Opening]:
    """A log in a database, only read; its read model in a data directory, or in one that is thrown away."""
    with databases.opened(log, directory) as house, _record(house) as record:
        yield ReadOnly(record)


@contextmanager
def scratch(directories: Directories, copied: Callable[[Path], None] | None) -> Iterator[Opening]:
    """Copies of the log that is `copied` into a directory, or of an empty one."""
    with ExitStack() as room:
        yield Scratch(directories, copied, room)


@contextmanager
def served(address: str, token: str | None) -> Iterator[Opening]:
    """A server, only read."""
    with Record(address, token=token) as record:
        yield ReadOnly(record)


@contextmanager
def record_of(directories: Directories, directory: Path, *, takes: bool = False) -> Iterator[Record]:
    with directories.opened(directory) as house, _record(house, takes=takes) as record:
        yield record


def _record(house: House, *, takes: bool = False) -> AbstractContextManager[Record]:
    return Record.of(create_app(house.services, cast("TokenStore", NobodyElse())), takes=takes)
