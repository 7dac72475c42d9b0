"""One item that a source published, on a date, perhaps relaying somebody else."""

from datetime import datetime
from typing import Annotated, ClassVar, Self, assert_never
from uuid import UUID

from pydantic import Field, StringConstraints

from domain.attribution import OriginalSource, RelayedSource
from domain.edtf import Edtf, parse
from domain.fact import Aggregate, Fact, Verb
from domain.moment import must_have_come
from domain.refusal import Refusal
from domain.value import Id, Instant, Line, Reason, Sha256, Text, Url, Value


class AlreadyWithdrawn(Refusal):
    """The report was withdrawn; nothing more may rest on it."""


class NotWithdrawn(Refusal):
    """Only a withdrawn report can be reinstated."""


class AlreadyArchived(Refusal):
    """A copy with this SHA-256 is archived already."""


class NotOfThatSource(Refusal):
    """The report that is said to be relayed was published by another source."""


PublishedAt = Annotated[Instant | Edtf, Field(union_mode="left_to_right")]
"""When a source said so: an instant, or the day as EDTF text, as uncertain or as vague as it is known."""


class Publication(Value):
    """What a source published: headline, address, when, and whom it relays."""

    source_id: Id
    headline: Line | None = None
    url: Url | None = None
    published_at: PublishedAt
    original_source: OriginalSource | None = None
    quote: Text | None = None


class ReportRecorded(Fact, Publication):
    """A report was entered."""

    verb: ClassVar = Verb.REPORT


class Copy(Value):
    """An archived copy of a report, named by the SHA-256 of its bytes."""

    sha256: Sha256
    media_type: Annotated[
        str,
        StringConstraints(
            strict=True, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]*/[A-Za-z0-9][A-Za-z0-9.+-]*$"
        ),
    ]
    archived_at: Instant
    url: Url | None = None


class CopyArchived(Fact, Copy):
    """A copy of the report was archived."""

    verb: ClassVar = Verb.ARCHIVE


class ReportWithdrawn(Fact):
    """The report is no longer held good: by its source, or by us."""

    verb: ClassVar = Verb.RETRACT
    reason: Reason


class ReportReinstated(Fact):
    """The withdrawal was a mistake; the report is held good again."""

    verb: ClassVar = Verb.REINSTATE
    reason: Reason


LaterReportFact = CopyArchived | ReportWithdrawn | ReportReinstated


class Report(Aggregate[ReportRecorded, LaterReportFact]):
    """A report, as far as decisions need it."""

    opening: ClassVar = ReportRecorded
    later: ClassVar = LaterReportFact
    id: Id
    source_id: Id
    copies: frozenset[Sha256] = frozenset()
    withdrawn: bool = False

    @classmethod
    def record(cls, publication: Publication, relayed: "Report | None", now: datetime) -> ReportRecorded:
        """Enter what a source published; `relayed` is the report it relays, where that is on record.

        Raises:
            InTheFuture: it would be published after `now`.
            NotOfThatSource: the relayed report is another source's.
        """
        published = publication.published_at
        must_have_come(parse(published).earliest if isinstance(published, str) else published, now, "published_at")
        original = publication.original_source
        if relayed and isinstance(original, RelayedSource) and relayed.source_id != original.source_id:
            raise NotOfThatSource(f"Report {relayed.id} is of source {relayed.source_id}.", "original_source.report_id")
        return ReportRecorded(**dict(publication))

    def archive(self, copy: Copy, now: datetime) -> CopyArchived:
        """Enter an archived copy.

        Raises:
            InTheFuture: it would be archived after `now`.
            AlreadyArchived: the same bytes are archived already.
        """
        must_have_come(copy.archived_at, now, "archived_at")
        if copy.sha256 in self.copies:
            raise AlreadyArchived(f"A copy {copy.sha256} is archived already.", "sha256")
        return CopyArchived(**dict(copy))

    def withdraw(self, reason: str) -> ReportWithdrawn:
        """Hold the report no longer good.

        Raises:
            AlreadyWithdrawn: it is withdrawn.
        """
        self.must_stand()
        return ReportWithdrawn(reason=reason)

    def reinstate(self, reason: str) -> ReportReinstated:
        """Undo a withdrawal.

        Raises:
            NotWithdrawn: it was not withdrawn.
        """
        if not self.withdrawn:
            raise NotWithdrawn
        return ReportReinstated(reason=reason)

    @classmethod
    def opened(cls, id: UUID, fact: ReportRecorded) -> Self:
        return cls(id=id, source_id=fact.source_id)

    def after(self, fact: LaterReportFact) -> Self:
        match fact:
            case CopyArchived(sha256=sha256):
                return self._with(copies=self.copies | {sha256})
            case ReportWithdrawn():
                return self._with(withdrawn=True)
            case ReportReinstated():
                return self._with(withdrawn=False)
            case _:
                assert_never(fact)

    def must_stand(self, field: str | None = None) -> None:
        if self.withdrawn:
            raise AlreadyWithdrawn(f"Report {self.id} was withdrawn.", field)
