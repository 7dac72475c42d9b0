"""How far an import is, and what came of it so far: for whoever watches it."""

from collections import Counter
from collections.abc import Mapping
from time import monotonic
from typing import Protocol
from uuid import UUID

from application.importing.entering import Outcome, What
from application.importing.formats import Rejected
from domain.imports import Counts
from domain.value import Id, Value


class Tally(Value):
    """What came of the rows so far, and how long the rest may take.

    `fields` counts the rows of which each field differs from what the releases before said. `read` is the part of the
    file that was read, from 0 to 1; `left` is in seconds.
    """

    import_id: Id
    counts: Counts
    fields: Mapping[str, int]
    entries: int
    read: float
    rate: float
    """Rows a second."""
    left: float | None
    rehearsed: bool
    finished: bool = False


class Watcher(Protocol):
    """Whoever watches an import: it is told of every row that is not as it should be, or not as it was."""

    def rejected(self, row: Rejected) -> None:
        """A row can't be taken."""

    def came(self, line: int, row: str, outcome: Outcome) -> None:
        """A row came in, and differs from what was on record of it; `line` is 0 for what the file does not hold."""

    def progress(self, tally: Tally) -> bool:
        """How far it is; whether to go on. Asked first when the import was begun, and no row was looked at."""


class OnTrial:
    """Watches the trial of a strict import for somebody: they are told what can't be taken, and how far it is."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def rejected(self, row: Rejected) -> None:
        """A row can't be taken."""
        self._watcher.rejected(row)

    def came(self, line: int, row: str, outcome: Outcome) -> None:
        """A row would come in: it is told when it does."""

    def progress(self, tally: Tally) -> bool:
        """How far it is; whether to go on."""
        return self._watcher.progress(tally)


class Progress:
    """Counts what comes of the rows."""

    def __init__(self, watcher: Watcher, import_id: UUID, *, rehearsed: bool, known: Counts | None = None) -> None:
        """`known` is what came of it, where it was finished before."""
        self._known = known
        self._watcher = watcher
        self._import_id = import_id
        self._rehearsed = rehearsed
        self._counts: Counter[What] = Counter()
        self._fields: Counter[str] = Counter()
        self._rows = 0
        self._began = monotonic()

    def rejected(self, row: Rejected) -> None:
        """A row can't be taken."""
        self._rows += 1
        self._counts[What.REJECTED] += 1
        self._watcher.rejected(row)

    def came(self, line: int, row: str, outcome: Outcome) -> None:
        """A row came in, or an incident of the dataset is not held any more."""
        self._rows += outcome.what is not What.RETRACTED
        self._counts[outcome.what] += 1
        self._fields.update(outcome.fields)
        if outcome.what not in {What.NEW, What.UNCHANGED}:
            self._watcher.came(line, row, outcome)

    @property
    def counts(self) -> Counts:
        """What came of the rows so far."""
        return Counts(rows=self._rows, **{what: self._counts[what] for what in What})

    def tell(self, entries: int, read: float) -> bool:
        """Tells how far it is, with so many entries recorded; whether to go on."""
        return self._watcher.progress(self.tally(entries, read))

    def tally(self, entries: int, read: float, *, finished: bool = False) -> Tally:
        """What came of the rows so far, and how long the rest may take."""
        seconds = max(monotonic() - self._began, 1e-6)
        return Tally(
            import_id=self._import_id,
            counts=self._known or self.counts,
            fields=dict(self._fields.most_common()),
            entries=entries,
            read=1.0 if finished else read,
            rate=self._rows / seconds,
            left=None if read <= 0 else 0.0 if finished else seconds * (1 - read) / read,
            rehearsed=self._rehearsed,
            finished=finished,
        )
