"""The record in the forms that others read: row by row, with what each form can't hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from application.dossiers import Dossiers
from application.ledger import Ledger
from application.moments import AsOf, Moment
from application.views.casualty import CasualtyView, FigureView
from application.views.force import ForceView
from application.views.imports import ImportView
from application.views.incident import CodingView, IncidentView
from application.views.report import ReportView
from application.views.source import SourceView
from application.views.view import View
from domain.casualty import Casualty
from domain.fact import Entry, Position
from domain.figure import Figure, Qualifier
from domain.imports import Import
from domain.incident import Incident
from domain.moment import last_microsecond
from domain.policy import Candidate, Policy, reckon, reconcile

_AT_ONCE = 250
_KEPT = 20_000
ViewT = TypeVar("ViewT", bound=View)


class Losses(Counter[str]):
    """What a form can't hold of an incident: how many things of each kind."""

    def __str__(self) -> str:
        return "; ".join(f"{kind}: {number}" for kind, number in self.items() if number)


class Row(NamedTuple):
    """An incident in a form: its cells by column, and what they can't hold."""

    incident: UUID
    cells: Mapping[str, str]
    losses: Losses


class Around:
    """What incidents name, as known at a moment: each looked up once, as long as it is used."""

    def __init__(self, ledger: Ledger, at: Position, policy: Policy) -> None:
        self._ledger = ledger
        self._at = at
        self._policy = policy
        self._known: dict[UUID, View] = {}

    def force(self, id: UUID) -> ForceView:
        """A force, as it is named now; of one that was merged, the one that stands for it."""
        found = self._one(ForceView, id)
        while found.merged_into:
            found = self._one(ForceView, found.merged_into)
        return found

    def code(self, id: UUID, scheme: str) -> str:
        """A force's own code in a scheme, whatever stands for it now; nothing where it has none."""
        return next((it.value for it in self._one(ForceView, id).codes if it.scheme == scheme), "")

    def report(self, id: UUID) -> ReportView:
        """A report."""
        return self._one(ReportView, id)

    def source(self, id: UUID) -> SourceView:
        """A source."""
        return self._one(SourceView, id)

    def picked(self, casualty: CasualtyView) -> FigureView | None:
        """The figure that gives the policy's best number of a casualty; none where no report is held good.

        Where the policy makes other numbers of it, or of others beside it, it has those.
        """
        by_position = {it.basis.position: it for it in casualty.figures}
        made = reconcile(self._policy, map(self._candidate, casualty.figures))
        if made is None:
            return None
        picked = by_position[made.best_from.position]
        adds = made.reckoning
        if adds == reckon(picked.figure):
            return picked
        numbers = [adds.least, adds.likely, adds.most]
        figure = Figure(
            low=adds.least,
            best=adds.likely,
            high=adds.most,
            qualifier=Qualifier.BETWEEN,
            verbatim=picked.figure.verbatim,
            disordered=numbers != sorted(numbers),
        )
        return picked.model_copy(update={"figure": figure})

    def _candidate(self, it: FigureView) -> Candidate:
        report = self.report(it.report_id)
        return Candidate(
            figure=it.figure,
            credibility=it.credibility,
            reliability=self.source(report.source_id).reliability,
            published=last_microsecond(report.published_at),
            position=it.basis.position,
            withdrawn=report.withdrawn,
        )

    def _one(self, view: type[ViewT], id: UUID) -> ViewT:
        found = self._known.get(id)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            found = self._known[id] = view.of(self._ledger.history(view.kind_of, id, self._at))
        assert isinstance(found, view)
        return found


class Told(NamedTuple):
    """An incident that stands, the casualties of it that stand, and what it names."""

    incident: IncidentView
    casualties: Sequence[CasualtyView]
    coding: CodingView | None
    """How the dataset that is written codes it, if it does."""
    releases: frozenset[UUID]
    """The imports that the dataset's own word comes from."""
    around: Around
    dossiers: Dossiers
    at: Position

    def adds_up(self) -> frozenset[UUID]:
        """The casualties whose figures may be added up without counting anybody twice."""
        dossier = self.dossiers.dossier(self.incident.id, AsOf(self.at))
        return frozenset(id for ids in dossier.adds_up.values() for id in ids)


class Form(Protocol):
    """A form that the record is written in."""

    @property
    def name(self) -> str:
        """As it is named in commands: `ucdp-ged`."""

    def columns(self, imports: Sequence[ImportView]) -> Sequence[tuple[str, str]]:
        """The columns, each with its HXL tag or nothing: those of the dataset's last release, where there is one."""

    def row(self, told: Told) -> tuple[Mapping[str, str], Losses]:
        """An incident's cells, and what they can't hold."""


class Export:
    """The record in one form, as known at a moment: of one dataset, or whatever stands."""

    def __init__(
        self, ledger: Ledger, form: Form, *, dataset: str | None, known_at: Moment | None, policy: Policy
    ) -> None:
        """Looks at the moment and the dataset.

        Raises:
            UnknownMoment: the moment has not come.
        """
        self._ledger = ledger
        self._form = form
        self._at = ledger.position_at(known_at)
        self._around = Around(ledger, self._at, policy)
        self._dossiers = Dossiers(ledger)
        ids = ledger.opened(Import, until=self._at)
        every = [ImportView.of(ledger.history(Import, id, self._at)) for id in ids]
        self._imports = [it for it in every if it.format == form.name and dataset in {None, it.dataset}]
        self._dataset = dataset

    @cached_property
    def columns(self) -> Sequence[tuple[str, str]]:
        """The columns, each with its HXL tag or nothing."""
        return self._form.columns(self._imports)

    def rows(self) -> Iterator[Row]:
        """Each incident that stands, in the order in which they were entered; memory stays bounded."""
        ids = self._ledger.opened(Incident, until=self._at)
        for first in range(0, len(ids), _AT_ONCE):
            yield from self._some(ids[first : first + _AT_ONCE])

    def _some(self, ids: Sequence[UUID]) -> Iterator[Row]:
        incidents = [it for it in self._views(IncidentView, ids) if not it.retracted and not it.merged_into]
        chosen = [(it, coding) for it in incidents if (coding := self._coding(it)) or self._dataset is None]
        about = [self._ledger.opened(Casualty, until=self._at, about=it.id) for it, _ in chosen]
        casualties = {it.id: it for it in self._views(CasualtyView, [id for each in about for id in each])}
        for (incident, coding), counted in zip(chosen, about, strict=True):
            standing = [it for id in counted if not (it := casualties[id]).retracted]
            releases = frozenset(it.id for it in self._imports if coding and it.dataset == coding.dataset)
            told = Told(incident, standing, coding, releases, self._around, self._dossiers, self._at)
            yield Row(incident.id, *self._form.row(told))

    def _coding(self, incident: IncidentView) -> CodingView | None:
        datasets = {it.dataset for it in self._imports}
        return next((it for it in reversed(incident.codings) if it.dataset in datasets), None)

    def _views(self, view: type[ViewT], ids: Sequence[UUID]) -> Iterator[ViewT]:
        histories: Mapping[UUID, Iterable[Entry]] = self._ledger.streams(ids)
        for id in ids:
            yield view.of([it for it in histories[id] if it.position <= self._at])
