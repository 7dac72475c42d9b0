"""The imports and previews that this process runs: each in a thread of its own, one at a time for each dataset."""

import logging
from collections.abc import Iterator
from functools import partial
from threading import Lock, Thread
from uuid import UUID, uuid4

from application.importing.formats import Rejected
from application.importing.importer import Importer, RowsRejected
from application.importing.releases import ImportRelease, import_id
from application.importing.run import Run
from application.importing.spool import Spool
from application.importing.uploads import Uploads
from application.importing.watching import Tally
from application.ledger import Ledger
from application.record import Record
from application.recording import Receipt
from domain.actor import Actor
from domain.imports import AlreadyFinished, Import
from domain.refusal import Refusal
from domain.value import Sha256, part_of

_log = logging.getLogger(__name__)

_AT_ONCE = 8
"""Imports and previews that one process runs at a time."""
_KEPT = 100
"""Those that ended of which a process still tells what came of them."""


class ImportRunning(Refusal):
    """The dataset is being imported, or previewed, just now: one at a time."""


class NoSuchRun(Refusal):
    """This process does not run such an import or preview, and has not lately."""


class ImportUpload(ImportRelease):
    """Import one release of a dataset from a file that was uploaded, named by its SHA-256.

    `coverage` is what the release declares itself complete for: what it held there before, and does not hold any more,
    is retracted; where it names no `harms`, it is complete for those of the format. `publisher` is who publishes it,
    where the format does not say. `strict` takes all rows or none.
    """

    upload: Sha256


class PreviewUpload(ImportUpload):
    """Say what an import would do, and record nothing."""


class Runs:
    """The imports and previews of one process."""

    def __init__(self, importer: Importer, ledger: Ledger, uploads: Uploads) -> None:
        self._importer = importer
        self._ledger = ledger
        self._uploads = uploads
        self._lock = Lock()
        self._runs: dict[UUID, Run] = {}
        self._threads: list[Thread] = []

    def begin(self, command: ImportUpload, *, by: Actor) -> Receipt:
        """Begins an import, or goes on with it, in a thread of its own; the receipt of its beginning.

        Raises:
            UnknownUpload: there is no such file.
            ImportRunning: the dataset is being imported.
            AlreadyFinished: it was imported; the same file brings nothing new.
            Refusal: whatever the importer refuses before it records anything.
        """
        id = import_id(command, command.upload)
        known = Record(self._ledger).find(Import, id)
        if known:
            known.must_stand()
        run = self._started(id, command, by, rehearsed=False)
        run.wait()
        if isinstance(run.told.why, RowsRejected):
            raise RowsRejected(f"{run.told.why} Import {id} lists them.")
        if not run.begun:
            raise run.told.why or AlreadyFinished(f"Import {id} was finished.")
        opening = self._ledger.history(Import, id)[0]
        return Receipt(id=id, version=opening.originator_version, position=opening.position)

    def preview(self, command: PreviewUpload, *, by: Actor) -> Run:
        """Begins to look at what an import would do.

        Raises:
            UnknownUpload: there is no such file.
            ImportRunning: the dataset is being previewed.
        """
        return self._started(uuid4(), command, by, rehearsed=True)

    def run(self, id: UUID, *, rehearsed: bool) -> Run:
        """An import by its id, or a preview by its own.

        Raises:
            NoSuchRun: this process has none, or has forgotten it.
        """
        run = self._runs.get(id)
        if run is None or run.rehearsed is not rehearsed:
            raise NoSuchRun
        return run

    def rejected(self, id: UUID) -> Iterator[Rejected]:
        """The rows of an import that can't be taken: of one that runs, as far as it is.

        Raises:
            Missing: no such import is on record.
            FilesUnavailable: their list can't be read.
        """
        run = self._runs.get(id)
        if run and not run.rehearsed:
            return run.rows()
        self._ledger.history(Import, id)
        return self._spool(id).rows()

    def stop(self) -> None:
        """Has every run stop after the batch at hand."""
        for run in list(self._runs.values()):
            run.stop()

    def close(self) -> None:
        """Stops every run, and waits until it has."""
        self.stop()
        for thread in list(self._threads):
            thread.join()
        for run in self._runs.values():
            run.forget()

    def _started(self, id: UUID, command: ImportUpload, by: Actor, *, rehearsed: bool) -> Run:
        path = self._uploads.path(command.upload)
        with self._lock:
            running = [it for it in self._runs.values() if not it.over]
            if same := next((it for it in running if (it.dataset, it.rehearsed) == (command.dataset, rehearsed)), None):
                raise ImportRunning(f"{'Preview' if rehearsed else 'Import'} {same.id} is running.", "dataset")
            if len(running) >= _AT_ONCE:
                raise ImportRunning(f"{_AT_ONCE} imports and previews are running, as many as may at a time.")
            run = Run(id, command.dataset, self._spool(id), rehearsed=rehearsed)
            self._runs.pop(id, None)
            self._forget_old()
            self._runs[id] = run
            release = part_of(ImportRelease, command)
            work = partial(self._importer.run, path, release, by=by, watcher=run, keep=run.keep, rehearsed=rehearsed)
            thread = Thread(target=self._work, args=(run, work), name=f"import of {command.dataset}")
            self._threads = [it for it in self._threads if it.is_alive()] + [thread]
            thread.start()
        return run

    def _work(self, run: Run, work: partial[Tally]) -> None:
        try:
            tally = work()
        except Exception as why:  # noqa: BLE001 - whatever it was, whoever watches must be told
            if not isinstance(why, Refusal):
                _log.exception("Import %s failed.", run.id)
            run.end(None, why)
        else:
            run.end(tally, None)

    def _spool(self, id: UUID) -> Spool[Rejected]:
        return Spool(Rejected, self._uploads.beside(f"{id}.rejected"))

    def _forget_old(self) -> None:
        over = [it for it in self._runs.values() if it.over]
        for run in over[: max(len(over) - _KEPT, 0)]:
            run.forget()
            del self._runs[run.id]
