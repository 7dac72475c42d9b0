"""An import under way: it enters the rows of a file, some at a time, then takes back what is gone, and ends."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from pydantic import ValidationError

from application.importing.drafts import IncidentDraft, derived
from application.importing.entering import Outcome, enter
from application.importing.formats import OpenFile, Rejected, Taken
from application.importing.gone import retract_gone
from application.importing.naming import named_by
from application.importing.release import ReleaseAtHand
from application.importing.watching import Progress, Tally
from application.importing.working import Working, half, settled
from application.ledger import Ledger
from application.read_model import Readable
from domain.coverage import Coverage, Declaration, Scope
from domain.fact import Position
from domain.imports import Import
from domain.refusal import Refusal
from domain.report import Report

_BATCH = 250
"""Rows in one transaction."""
_AHEAD = 20_000
"""Entries that an import may be ahead of the read model, so that what others record meanwhile can soon be read."""
_PATIENCE = 30
"""Seconds for which it waits for that at most, after a batch."""


class ImportStopped(Refusal):
    """The import was stopped; the same command goes on where it stopped."""


class UnderWay:
    """An import of one release, or its rehearsal."""

    def __init__(
        self, ledger: Ledger, model: Readable | None, release: ReleaseAtHand, working: Working, progress: Progress
    ) -> None:
        self._ledger = ledger
        self._model = model
        self._release = release
        self._working = working
        self._progress = progress
        self._seen: set[int] = set()
        """The incidents of the rows so far, by half of their ids: 400,000 take some 30 MB."""
        self._refused: set[int] = set()
        """Likewise of the rows that the file's form did not let be taken."""
        self._unknown = 0
        """Rows that can't be taken and whose ids can't be told: what they are may not be gone."""

    def enter(self, file: OpenFile) -> None:
        """Enters every row of a file.

        Raises:
            ImportStopped: whoever watches had it stop; what was entered so far stays.
            AlreadyWithdrawn: somebody withdrew the release meanwhile; what was entered so far stays.
            LogUnavailable: the log can't be written just now; what was entered so far stays.
        """
        self._go_on(0.0)
        rows = (self._once(it) for it in file.rows())
        while batch := list(islice(rows, _BATCH)):
            came: list[Outcome | Rejected] = []

            def decide(batch: Sequence[Taken | Rejected] = batch, came: list[Outcome | Rejected] = came) -> None:
                self._working.shared(Report, self._release.report).must_stand("release")
                came[:] = self._entered(batch)

            position = settled(decide, self._working)
            for row, result in zip(batch, came, strict=True):
                self._tell(row, result)
            self._go_on(file.read)
            self._let_catch_up(position, file.read)

    def finish(self, coverage: Scope | None, keep: Callable[[], None]) -> Tally:
        """Takes back what the release covers and does not hold, and enters what came of it all.

        Where rows could not be told apart, nothing is taken back; where rows were not taken, the record does not cover
        what the release does, and no coverage is declared.

        Raises:
            ImportStopped, LogUnavailable: as for `enter`.
            FilesUnavailable: `keep` does not keep what it has to be kept before the end is entered.
        """
        if coverage and not self._unknown:
            for row, outcome in retract_gone(coverage, self._holds, self._working, self._ledger, self._release):
                self._progress.came(0, row, outcome)
                self._go_on(1.0)
        covered = None if self._progress.counts.rejected else coverage
        keep()
        settled(lambda: self._end(covered), self._working)
        return self._progress.tally(self._working.recorded, 1.0, finished=True)

    def _go_on(self, read: float) -> None:
        if not self._progress.tell(self._working.recorded, read):
            raise ImportStopped("The same command goes on where it stopped.")

    def _let_catch_up(self, position: Position | None, read: float) -> None:
        """Waits for the read model where it is far behind, but never for long."""
        if position is None or self._model is None:
            return
        for _ in range(_PATIENCE):
            if self._model.reach(Position(max(position - _AHEAD, 0)), 1.0):
                return
            self._go_on(read)

    def _end(self, coverage: Scope | None) -> None:
        working, release, id = self._working, self._release, None
        if coverage:
            id = derived("coverage", str(release.cause))
            report = working.shared(Report, release.report)
            basis = f"Declared complete by {release.dataset}, release {release.name}."
            declaration = Declaration(**dict(coverage), basis=basis, report_id=report.id)
            working.add(Coverage, id, Coverage.declare(declaration, report, working.now))
        fact = working.the(Import, release.cause).finish(self._progress.counts, id)
        working.add(Import, release.cause, fact)

    def _once(self, row: Taken | Rejected) -> Taken | Rejected:
        """The row, unless one before it has its id."""
        if isinstance(row, Rejected):
            if row.row:
                self._refused.add(half(self._release.incident(row.row)))
            else:
                self._unknown += 1
            return row
        known = half(self._release.incident(row.draft.row))
        if known in self._seen:
            rule = "a row's id stands once in a file; the first row that has it was taken"
            return Rejected(line=row.line, row=row.draft.row[:200], rule=rule)
        self._seen.add(known)
        return row

    def _holds(self, id: UUID) -> bool:
        return half(id) in self._seen or half(id) in self._refused

    def _entered(self, batch: Sequence[Taken | Rejected]) -> Iterator[Outcome | Rejected]:
        drafts = [it.draft for it in batch if isinstance(it, Taken)]
        self._working.fetch([*(self._release.incident(it.row) for it in drafts), *named_by(drafts)])
        for row in batch:
            yield row if isinstance(row, Rejected) else self._enter_one(row.line, row.draft)

    def _enter_one(self, line: int, draft: IncidentDraft) -> Outcome | Rejected:
        try:
            with self._working.row():
                return enter(draft, self._working, self._release)
        except Refusal as refusal:
            rule = f"{type(refusal).__name__}: {refusal or type(refusal).__doc__}"
            return Rejected(line=line, row=draft.row[:200], field=refusal.field, rule=rule)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or None
            return Rejected(line=line, row=draft.row[:200], field=field, rule=str(first["msg"]))

    def _tell(self, row: Taken | Rejected, result: Outcome | Rejected) -> None:
        if isinstance(result, Rejected):
            self._progress.rejected(result)
        else:
            assert isinstance(row, Taken)
            self._progress.came(row.line, row.draft.row, result)
