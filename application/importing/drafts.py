"""What a row of a dataset says, in the domain's own values: the one form that every format's rows take.

A draft's ids derive from what it is (version 5 UUIDs, RFC 9562), so that the same row, report or force is the same
thing however often, and from whichever file, it comes.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple
from uuid import UUID, uuid5

from domain.coding import Variable
from domain.figure import Figure
from domain.force_facts import Actorhood
from domain.kinds import IncidentKind
from domain.participation import Camp, Means, Participation, ParticipationRole
from domain.period import Period
from domain.place import Place
from domain.source import Outlet
from domain.toll import Harm, PersonStatus, PopulationGroup, Toll
from domain.value import Code, of_valid

DATASETS = UUID("6f1c1b52-7f0c-5c0e-9d7e-3f6a1f2b8c44")
"""The namespace of every id that derives from a dataset's."""


@lru_cache(2_048)  # rows that follow each other name the same things
def derived(*parts: str) -> UUID:
    """The id of what these words identify."""
    return uuid5(DATASETS, "\x1f".join(parts))


@dataclass(frozen=True)
class SourceDraft:
    """An outlet or organisation, the same for every row that names it alike."""

    outlet: Outlet

    @cached_property
    def id(self) -> UUID:
        return derived("source", " ".join(self.outlet.name.split()))


@dataclass(frozen=True)
class ReportDraft:
    """What a source published: the same for every row that cites it with the same date and headline (or address)."""

    source: SourceDraft
    published_at: str
    """EDTF."""
    headline: str | None = None
    url: str | None = None
    original_source: str | None = None
    quote: str | None = None

    @cached_property
    def id(self) -> UUID:
        said = " ".join((self.quote or self.headline or "").split())
        return derived("report", str(self.source.id), self.published_at, said or self.url or "")


@dataclass(frozen=True)
class ForceDraft:
    """A force, identified by a published scheme's code (`ucdp-actor`, `118`), or by its name alone."""

    identity: Code
    actorhood: Actorhood

    @cached_property
    def id(self) -> UUID:
        return derived("force", self.identity.scheme, self.identity.value)


class ParticipationDraft(NamedTuple):
    """A force in the incident, in the camp that the row puts it in."""

    force: ForceDraft
    camp: Camp
    role: ParticipationRole | None = None
    means: tuple[Means, ...] = ()

    @property
    def participation(self) -> Participation:
        return _participation(self.force.id, self.camp, self.role, self.means)


@lru_cache(2_048)  # the same few forces, in the same camps
def _participation(force: UUID, camp: Camp, role: ParticipationRole | None, means: tuple[Means, ...]) -> Participation:
    return Participation(force_id=force, camp=camp, role=role, means=means)


class TollDraft(NamedTuple):
    """A toll, and the figure that the row gives for it."""

    side: ForceDraft | Literal["civilians", "unknown", "all"]
    figure: Figure
    harm: Harm = Harm.KILLED
    person_status: PersonStatus | None = None
    group: PopulationGroup | None = None
    inference: str | None = None

    def of(self, incident: UUID) -> Toll:
        """What it counts, in this incident."""
        side = self.side.id if isinstance(self.side, ForceDraft) else self.side
        parts = {"side": side, "harm": self.harm, "person_status": self.person_status, "group": self.group}
        return of_valid(Toll, {"incident_id": incident, **parts})  # a draft has no other parts than a toll may have


class CitationDraft(NamedTuple):
    """A report that the row cites, and whom it has that from."""

    report: ReportDraft
    original_source: str | None = None


class IncidentDraft(NamedTuple):
    """What one row says of one incident; `row` is the row's id in its dataset.

    `word` is the report on whose word the row says it; where there is none, that is the release itself. `citing` are
    the columns and cells that print the citations: they are kept as variables, which they can be made, only where the
    record's citations come to be others.
    """

    row: str
    title: str
    kind: IncidentKind
    occurred: Period
    place: Place
    summary: str | None = None
    participations: tuple[ParticipationDraft, ...] = ()
    tolls: tuple[TollDraft, ...] = ()
    citations: tuple[CitationDraft, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    citing: tuple[tuple[str, str], ...] = ()
    word: ReportDraft | None = None
