"""Imports releases of datasets: their rows become incidents, and what a later release changes becomes history.

An import that was stopped at any moment, by anything, goes on with the same command, and ends in the same log as one
that was not: a batch of rows is one transaction, every id derives from the dataset's, and a row that this import has
entered is known by its cause.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from errno import EACCES, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM
from hashlib import file_digest
from pathlib import Path

from application.importing.formats import Format, OpenFile, UnfitFile, UnknownFormat
from application.importing.releases import (
    ImportRelease,
    at_hand,
    begin,
    covered_by,
    import_id,
    imports_of,
    must_not_be_older,
)
from application.importing.under_way import UnderWay
from application.importing.watching import OnTrial, Progress, Tally, Watcher
from application.importing.working import Working, settled
from application.ledger import Ledger
from application.read_model import Readable
from application.recording import Behalf
from application.whole_files import unavailable
from domain.actor import Actor
from domain.refusal import Refusal

_NAMED_WRONGLY = {EACCES, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM}
"""Why a file can't be read that is another than was meant; otherwise the disk fails."""


class RowsRejected(Refusal):
    """Some rows can't be taken, and all or none was asked for: nothing was recorded."""


class Importer:
    """Imports releases into one ledger, in any of these formats."""

    def __init__(self, ledger: Ledger, model: Readable | None, formats: Mapping[str, Format]) -> None:
        """An import waits for the read model where it is far ahead of it; without one, for nobody."""
        self._ledger = ledger
        self._model = model
        self._formats = formats

    def beside(self, model: Readable | None) -> "Importer":
        """The same, where another process keeps the read model: it waits for that one, or for nobody."""
        return Importer(self._ledger, model, self._formats)

    def run(
        self,
        path: Path,
        command: ImportRelease,
        *,
        by: Actor,
        watcher: Watcher,
        keep: Callable[[], None] = lambda: None,
        rehearsed: bool = False,
    ) -> Tally:
        """Imports a file, or goes on with it; `rehearsed`, it says what would come of it, and records nothing.

        `keep` has what the watcher was told of the rows kept for good. It is called when all of them were looked at
        and before the import is finished, after which nobody could learn it again.

        Raises:
            UnknownFormat, UnfitFile: there is no such format, or the file is not of it; nothing was recorded.
            PublisherNeeded: nobody says who publishes the dataset; nothing was recorded.
            RowsRejected: rows can't be taken, and the command is strict; nothing was recorded.
            Superseded: a later release of the dataset is on record; nothing was recorded.
            ImportStopped: the watcher had it stop; the same command goes on.
            LogUnavailable: the log can't be written just now; the same command goes on.
            FilesUnavailable: the file can't be read just now, or a list can't be kept; the same command goes on.
        """
        format = self._formats.get(command.format)
        if format is None:
            raise UnknownFormat(f"Casus reads {', '.join(sorted(self._formats))}.", "format")
        sha256 = _digest(path)
        id, known = import_id(command, sha256), imports_of(command.dataset, self._ledger)
        if finished := next((it.counts for it in known if it.id == id), None):
            return Progress(watcher, id, rehearsed=rehearsed, known=finished).tally(0, 1.0, finished=True)
        release = at_hand(id, command, known, format)
        must_not_be_older(command, known, self._ledger)

        def under_way(file: OpenFile, watcher: Watcher, *, rehearsed: bool) -> tuple[UnderWay, Progress]:
            working = Working(self._ledger, Behalf(by, id), rehearsed=rehearsed)
            settled(lambda: begin(id, command, format, file.columns, sha256, working), working)
            progress = Progress(watcher, id, rehearsed=rehearsed)
            return UnderWay(self._ledger, self._model, release, working, progress), progress

        if command.strict and not rehearsed:
            with _opened(format, path) as file:
                trial, progress = under_way(file, OnTrial(watcher), rehearsed=True)
                trial.enter(file)
            if rejected := progress.counts.rejected:
                raise RowsRejected(f"{rejected} rows can't be taken.")
        elif not rehearsed:
            with _opened(format, path) as file:
                file.read_through()
        with _opened(format, path) as file:
            it, _ = under_way(file, watcher, rehearsed=rehearsed)
            it.enter(file)
            return it.finish(covered_by(command, format), keep)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as why:
        raise _unreadable(why) from why


@contextmanager
def _opened(format: Format, path: Path) -> Iterator[OpenFile]:
    try:
        with format.open(path) as file:
            yield file
    except UnfitFile as unfit:
        if isinstance(why := unfit.__cause__, OSError):  # it may well be fit
            raise _unreadable(why) from why
        raise


def _unreadable(why: OSError) -> Refusal:
    words = "The file can't be read"
    return UnfitFile(f"{words}: {why.strerror}.") if why.errno in _NAMED_WRONGLY else unavailable(words, why)
