"""What the command line tells of an import: how far it is, what can't be taken, what differs, what came of it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Self

import click

from application.importing.entering import Outcome, What
from application.importing.formats import Rejected
from application.importing.spool import Spool
from application.importing.suspected import SuspectedByImport
from application.importing.watching import Tally
from application.similar import SimilarIncident
from application.whole_files import whole
from domain.value import Id, Value
from interface.tables import lines, table

_OFTEN, _SELDOM = 0.1, 5.0
"""Seconds between two looks at how far it is: of somebody at a terminal, and of a file or a program."""


class ChangedRow(Value):
    """What came of a row that differs from what was on record of it; `line` is 0 for what the file does not hold."""

    line: int
    row: str
    incident: Id
    what: What
    fields: Sequence[str]
    contested: Sequence[str]


class SuspectedRow(Value):
    """Two things that may be the same: one that an import brought, and another."""

    kind: str
    id: Id
    called: str
    other: Id
    other_called: str
    score: float
    reasons: Sequence[str]

    @classmethod
    def of(cls, found: SuspectedByImport) -> Iterator[Self]:
        """A row for each pair."""
        for kind, pairs in (("incident", found.incidents), ("force", found.forces)):
            for id, called, other in ((it.id, it.called, it.other) for it in pairs):
                name = other.title if isinstance(other, SimilarIncident) else other.name
                reasons = [it.words for it in other.reasons]
                yield cls(
                    kind=kind,
                    id=id,
                    called=called,
                    other=other.id,
                    other_called=name,
                    score=other.score,
                    reasons=reasons,
                )


class Report:
    """Watches one import for whoever sits at the command line; it goes on until `stopped` is set."""

    def __init__(self, directory: Path, stopped: Event) -> None:
        """What comes row by row is kept in the directory until it is known what it is for."""
        self.line = _Line()
        self.looked = False
        """Whether any row was looked at: none is of what was imported before."""
        self.rejects = Spool(Rejected, directory / "rejected")
        self.changes = Spool(ChangedRow, directory / "changes")
        self._stopped = stopped

    def rejected(self, row: Rejected) -> None:
        """A row can't be taken."""
        self.rejects.add(row)

    def came(self, line: int, row: str, outcome: Outcome) -> None:
        """A row came in, and differs from what was on record of it."""
        what, incident, fields, contested = outcome
        self.changes.add(
            ChangedRow(line=line, row=row, incident=incident, what=what, fields=fields, contested=contested)
        )

    def progress(self, tally: Tally) -> bool:
        """How far it is; whether to go on."""
        self.looked = True
        self.line.show(_so_far(tally))
        return not self._stopped.is_set()

    def close(self) -> None:
        """Lets go of what came row by row."""
        self.line.end()
        self.rejects.discard()
        self.changes.discard()


class _Line:
    """How far it is, on the standard error: a line that is written over on a terminal, else one every few seconds."""

    def __init__(self) -> None:
        self._often = sys.stderr.isatty()
        self._last = monotonic()
        self._open = False

    def show(self, words: str) -> None:
        """Shows it, if it is time to."""
        if monotonic() - self._last < (_OFTEN if self._often else _SELDOM):
            return
        self._last = monotonic()
        self._open = self._often
        words = f"\r\033[K{words}" if self._often else words
        with suppress(OSError):  # an import is not to fail as nobody can be told how far it is
            click.echo(words, nl=not self._often, err=True)

    def end(self) -> None:
        """Ends the line, for others to follow."""
        if self._open:
            with suppress(OSError):
                click.echo(err=True)
        self._open = False


def _so_far(tally: Tally) -> str:
    left = "" if tally.left is None else f", {_span(tally.left)} left"
    return f"{tally.counts.rows:,} rows, {tally.rate:,.0f} a second, {tally.counts.rejected:,} rejected{left}"


def came_of_it(tally: Tally, seconds: float, *, looked: bool) -> Iterator[str]:
    """What came of an import, line by line."""
    if not looked:
        yield "This file was imported as this release before; this is what came of it then."
    counts = tally.counts.model_dump()
    for name, number in counts.items():
        if number or name in {"rows", "new"}:
            yield f"{number:>12,}  {name}"
    if tally.fields:
        yield f"What differs: {', '.join(f'{name} {number:,}' for name, number in tally.fields.items())}."
    recorded = "would be recorded" if tally.rehearsed else "recorded"
    yield f"{tally.entries:,} entries {recorded}, in {_span(seconds)}; the import is {tally.import_id}."


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{seconds:.1f} s"


def write_table(path: Path, kind: type[Value], rows: Iterable[Value]) -> None:
    """Writes rows as comma-separated values, in the place of what the file held, once they are whole.

    Raises:
        FilesUnavailable: they can't be written.
    """
    with whole(path) as file:
        file.writelines(lines(table(kind), rows))
