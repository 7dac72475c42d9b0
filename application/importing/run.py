"""One import, or one preview, that this process runs: what it tells to whoever asks."""

from collections.abc import Iterator
from enum import StrEnum
from threading import Condition
from typing import NamedTuple
from uuid import UUID, uuid4

from application.importing.entering import Outcome
from application.importing.formats import Rejected
from application.importing.importer import RowsRejected
from application.importing.spool import Spool
from application.importing.under_way import ImportStopped
from application.importing.watching import Tally
from application.whole_files import FilesUnavailable


class Standing(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    """Somebody had it stop; the same command goes on."""
    FAILED = "failed"


class Told(NamedTuple):
    """The newest that a run tells: it is told anew with every `number`."""

    number: int
    standing: Standing
    tally: Tally | None
    why: Exception | None
    """What ended it, where it did not finish."""


class Run:
    """One import, or one preview: it watches it, and tells how far it is to whoever asks."""

    def __init__(self, id: UUID, dataset: str, rejected: Spool[Rejected], *, rehearsed: bool) -> None:
        self.id = id
        self.dataset = dataset
        self.rehearsed = rehearsed
        self.serial = uuid4().hex
        """Tells it from any other run, also of the same import."""
        self.begun = False
        """Whether the import is on record as begun, or would be."""
        self._spool = rejected
        self._kept = False
        self._told = Told(0, Standing.RUNNING, None, None)
        self._stopping = False
        self._moved = Condition()

    @property
    def told(self) -> Told:
        """The newest that it tells."""
        return self._told

    @property
    def over(self) -> bool:
        """Whether it ended."""
        return self._told.standing is not Standing.RUNNING

    def stop(self) -> None:
        """Has it stop after the batch at hand."""
        self._stopping = True

    def rows(self) -> Iterator[Rejected]:
        """The rows that can't be taken, as far as it is."""
        return self._spool.rows()

    def rejected(self, row: Rejected) -> None:
        """A row can't be taken; may raise FilesUnavailable."""
        self._spool.add(row)

    def keep(self) -> None:
        """Keeps the rows that can't be taken, for good, in the place of those of a run before.

        Raises:
            FilesUnavailable: they can't be kept.
        """
        if not self._kept:
            self._spool.keep()
            self._kept = True

    def came(self, line: int, row: str, outcome: Outcome) -> None:
        """A row came in, and differs from what was on record of it: its import's history tells how."""

    def progress(self, tally: Tally) -> bool:
        """How far it is; whether to go on."""
        self.begun |= tally.rehearsed == self.rehearsed
        self._tell(Standing.RUNNING, tally)
        return not self._stopping

    def end(self, tally: Tally | None, why: Exception | None) -> None:
        """It ended: with this, or for that reason."""
        try:
            if isinstance(why, RowsRejected) or (tally and self.begun):
                self.keep()
        except FilesUnavailable as unkept:
            tally, why = None, unkept
        self._spool.discard()
        if tally:
            self._tell(Standing.FINISHED, tally)
        elif why:
            why = why.with_traceback(None)  # it would hold all that the import held
            self._tell(Standing.STOPPED if isinstance(why, ImportStopped) else Standing.FAILED, self._told.tally, why)

    def forget(self) -> None:
        """Lets go of what a preview found."""
        if self.rehearsed:
            self._spool.remove()

    def wait(self) -> None:
        """Waits until it has begun, or ended."""
        with self._moved:
            self._moved.wait_for(lambda: self.begun or self.over)

    def _tell(self, standing: Standing, tally: Tally | None, why: Exception | None = None) -> None:
        with self._moved:
            self._told = Told(self._told.number + 1, standing, tally, why)
            self._moved.notify_all()
