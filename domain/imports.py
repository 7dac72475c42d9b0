"""The import of one release of a dataset: which file, declared to cover what, and what came of it."""

from typing import Annotated, ClassVar, Self, assert_never
from uuid import UUID

from pydantic import Field, StringConstraints

from domain.coverage import Scope
from domain.fact import Aggregate, Fact, Verb
from domain.refusal import Refusal
from domain.report import Report
from domain.value import Id, Line, Sha256, Value, part_of


class AlreadyFinished(Refusal):
    """The import was finished; the same file brings nothing new."""


Name = Annotated[str, StringConstraints(strict=True, max_length=100, pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")]
"""A name of a dataset or a format: lower-case letters and digits, with dots, dashes and underscores between them."""


Number = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
"""A number of rows, or of what they became."""


class Column(Value):
    """A column of a file: its name, and the HXL tag under it, where the file has any."""

    name: Line
    tag: Line | None = None


class Release(Value):
    """One release of a dataset, in one file: the report is the release as its publisher's publication.

    `coverage` is what the release declares itself complete for, if anything: what it held before within that scope,
    and does not hold any more, is retracted.
    """

    dataset: Name
    release: Line
    format: Name
    sha256: Sha256
    report_id: Id
    columns: tuple[Column, ...] = Field(max_length=1_000)
    coverage: Scope | None = None


class Counts(Value):
    """What came of the rows of a file."""

    rows: Number = 0
    new: Number = 0
    """Rows that became incidents."""
    changed: Number = 0
    """Rows that tell something else of the occurrence itself than the releases before."""
    recoded: Number = 0
    """Rows of which only the coding changed: its sources, the form of its cells, or columns that were not there."""
    unchanged: Number = 0
    contested: Number = 0
    """Rows that say otherwise than somebody recorded since, which stands: entered as disputes."""
    rejected: Number = 0
    retracted: Number = 0
    """Incidents of the dataset that the release covers and does not hold any more."""


class ImportBegun(Fact, Release):
    """The import of a release was begun."""

    verb: ClassVar = Verb.REGISTER


class ImportFinished(Fact):
    """Every row of the release was looked at."""

    verb: ClassVar = Verb.REPORT
    counts: Counts
    coverage_id: Id | None = None


class Import(Aggregate[ImportBegun, ImportFinished]):
    """An import, as far as decisions need it."""

    opening: ClassVar = ImportBegun
    later: ClassVar = ImportFinished
    id: Id
    release: Release
    counts: Counts | None = None

    @classmethod
    def begin(cls, release: Release, report: Report) -> ImportBegun:
        """Begin to import a release.

        Raises:
            AlreadyWithdrawn: the release was withdrawn.
        """
        report.must_stand("report_id")
        return ImportBegun(**dict(release))

    def finish(self, counts: Counts, coverage_id: UUID | None) -> ImportFinished:
        """Say that every row was looked at, and what came of it.

        Raises:
            AlreadyFinished: it is finished.
        """
        self.must_stand()
        return ImportFinished(counts=counts, coverage_id=coverage_id)

    @classmethod
    def opened(cls, id: UUID, fact: ImportBegun) -> Self:
        return cls(id=id, release=part_of(Release, fact))

    def after(self, fact: ImportFinished) -> Self:
        match fact:
            case ImportFinished(counts=counts):
                return self._with(counts=counts)
            case _:
                assert_never(fact)

    def must_stand(self, field: str | None = None) -> None:
        if self.counts is not None:
            raise AlreadyFinished(f"Import {self.id} was finished.", field)
