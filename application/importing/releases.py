"""The releases of a dataset that are on record, and the place of the one that is to come in among them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from application.importing.drafts import SourceDraft, derived
from application.importing.formats import Format
from application.importing.naming import the_source
from application.importing.release import ReleaseAtHand
from application.importing.working import Working
from application.ledger import Ledger
from domain.coverage import Scope
from domain.edtf import parse
from domain.imports import Column, Import, Name, Release
from domain.moment import must_have_come
from domain.refusal import Refusal
from domain.report import Publication, PublishedAt, Report, ReportRecorded
from domain.source import Outlet
from domain.value import Flag, Line, Value


class Superseded(Refusal):
    """A later release of the dataset was imported since: going on with this one would undo what that one says."""


class PublisherNeeded(Refusal):
    """The format does not tell who publishes its datasets: say so."""


class ImportRelease(Value):
    """Import one release of a dataset.

    `coverage` is what the release declares itself complete for: what it held there before, and does not hold any more,
    is retracted; where it names no `harms`, it is complete for those of the format. `publisher` is who publishes it,
    where the format does not say. `strict` takes all rows or none.
    """

    format: Name
    dataset: Name
    release: Line
    published_at: PublishedAt | None = None
    coverage: Scope | None = None
    publisher: Outlet | None = None
    strict: Flag = False


def import_id(command: ImportRelease, sha256: str) -> UUID:
    """The id of the import of a file as a release."""
    return derived("import", command.dataset, command.release, sha256)


def report_id(import_id: UUID) -> UUID:
    """The id of the report that an import's release is."""
    return derived("release", str(import_id))


def imports_of(dataset: str, ledger: Ledger) -> Sequence[Import]:
    """The imports of a dataset, in the order in which they were begun."""
    ids = ledger.opened(Import, until=ledger.position_at(None))
    states = [ledger.load(Import, id) for id in ids]
    return [it for it in states if it.release.dataset == dataset]


def at_hand(id: UUID, command: ImportRelease, known: Sequence[Import], format: Format) -> ReleaseAtHand:
    """The release, among those before it.

    Raises:
        Superseded: another was begun after it.
    """
    ids = [it.id for it in known]
    earlier = known[: ids.index(id)] if id in ids else known
    if len(earlier) + 1 < len(known) + (id not in ids):
        raise Superseded(f"{known[-1].release.dataset}, release {known[-1].release.release}, was imported after it.")
    before = earlier[-1].release.columns if earlier else ()
    return ReleaseAtHand(
        dataset=command.dataset,
        name=command.release,
        cause=id,
        report=report_id(id),
        earlier=frozenset(it.id for it in earlier),
        columns_before=frozenset(it.name for it in before),
        core=format.core,
    )


def covered_by(command: ImportRelease, format: Format) -> Scope | None:
    """What a release declares itself complete for: for the tolls of which harms too, its format says if it doesn't."""
    coverage = command.coverage
    if coverage is None or coverage.harms:
        return coverage
    return coverage.model_copy(update={"harms": tuple(format.harms)})


def begin(
    id: UUID, command: ImportRelease, format: Format, columns: Sequence[Column], sha256: str, working: Working
) -> None:
    """Enters the release as its publisher's publication, and that its import was begun, unless they are on record.

    Raises:
        PublisherNeeded: nobody says who publishes it.
        InTheFuture: it would be published after now, or what it covers begins then.
    """
    if command.coverage:
        must_have_come(parse(command.coverage.period).earliest, working.now, "coverage.period")
    publisher = command.publisher or format.publisher
    if publisher is None:
        raise PublisherNeeded(f"Say who publishes {command.dataset}.", "publisher")
    source = the_source(SourceDraft(publisher), working)
    published = command.published_at or f"../{working.now.date().isoformat()}"
    publication = Publication(
        source_id=source.id, headline=f"{command.dataset}, release {command.release}", published_at=published
    )
    report = working.opened(Report, report_id(id), lambda: Report.record(publication, None, working.now))
    release = Release(
        dataset=command.dataset,
        release=command.release,
        format=format.name,
        sha256=sha256,
        report_id=report.id,
        columns=tuple(columns),
        coverage=covered_by(command, format),
    )
    working.opened(Import, id, lambda: Import.begin(release, report))
    working.hold(id, report.id)


def must_not_be_older(command: ImportRelease, known: Sequence[Import], ledger: Ledger) -> None:
    """Refuses a release that was published before the last one on record, as far as both dates are known.

    Raises:
        Superseded: it was.
    """
    if command.published_at is None or not known:
        return
    last = known[-1].release
    fact = ledger.history(Report, last.report_id)[0].fact
    assert isinstance(fact, ReportRecorded)
    if _latest(command.published_at) < _earliest(fact.published_at):
        raise Superseded(f"{last.dataset}, release {last.release}, was published later.", "published_at")


def _earliest(published: datetime | str) -> date:
    """The first day that may be meant; the first of all where that is not known."""
    if isinstance(published, datetime):
        return published.date()
    day = parse(published).earliest
    return date(*day) if day and day.year in _YEARS else date.min


def _latest(published: datetime | str) -> date:
    """The last day that may be meant; the last of all where that is not known."""
    if isinstance(published, datetime):
        return published.date()
    day = parse(published).latest
    return date(*day) if day and day.year in _YEARS else date.max


_YEARS = range(1, 10_000)
