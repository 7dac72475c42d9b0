"""What a casualty's figure rests on: every figure that competes, back to reports, sources and originals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from application.ledger import Ledger
from application.moments import NOW, AsOf
from application.reading import Readings, Seen
from application.refusals import Missing
from application.views.casualty import CasualtyView, FigureView
from application.views.force import ForceView
from application.views.imports import ImportView
from application.views.incident import IncidentView
from application.views.lineage import (
    FigureLineage,
    ForceLineage,
    ImportLineage,
    IncidentLineage,
    Lineage,
    MergerStep,
    OriginalView,
    PolicyInWords,
    ReconciledLineage,
    ReportLineage,
    SourceLineage,
    StepKind,
    StepView,
    TakenFor,
    bases,
)
from application.views.report import ReportView
from application.views.source import SourceView
from application.views.view import Basis
from domain.attribution import OriginalSource, RelayedSource
from domain.casualty import Casualty
from domain.casualty_facts import CasualtyReported, FigureReported, FigureRetracted, FigureRevised
from domain.fact import Entry
from domain.moment import last_microsecond
from domain.originals import OfReport, OfSource, OwnWord, Relaying, Step, Words, folded
from domain.passed_over import passed_over
from domain.policy import RULES, Candidate, Policy, Reconciled, reconcile
from domain.toll import Toll
from domain.value import part_of


class Lineages:
    """What the figures on record rest on, as seen from any standpoint."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._readings = Readings(ledger)

    def lineage(self, id: UUID, policy: Policy = Policy.HIGHEST_CREDIBILITY, as_of: AsOf = NOW) -> Lineage:
        """What the figure that a policy makes of a casualty rests on.

        Raises:
            Missing: the casualty was not on record.
            UnknownMoment, UnknownReference: as for `Readings.seen`.
        """
        position = self._ledger.position_at(as_of.known_at)
        seen = self._readings.seen(as_of._replace(known_at=position))
        history = seen.history(Casualty, id)
        casualty = CasualtyView.of(history)
        around = _Around.of(casualty, seen)
        candidates = {it: around.candidate(it) for it in casualty.figures}
        made = reconcile(policy, candidates.values())
        standing = [it for it, candidate in candidates.items() if not candidate.withdrawn]
        incident, force = _incident(casualty.incident_id, seen), _force(casualty, seen)
        come_from = around.come_from(standing)
        told = Lineage(
            **dict(part_of(Toll, casualty)),
            id=id,
            basis=casualty.basis["opened"],
            position=position,
            policy=PolicyInWords(name=policy, version=RULES[policy].version, words=RULES[policy].words),
            reconciled=made and ReconciledLineage.of(made),
            retracted=casualty.retracted,
            taken_back=casualty.basis["retracted"] if casualty.retracted else None,
            reports=len({it.report_id for it in standing}),
            originals=len(come_from),
            figures=[around.figure(it, candidates[it], policy, made, history) for it in casualty.figures],
            come_from=come_from,
            incident=incident,
            force=force,
            cited={id: ReportLineage.of(it) for id, it in sorted(around.reports.items())},
            sources={id: SourceLineage.of(it) for id, it in sorted(around.sources.items())},
            imports={},
        )
        return told.model_copy(update={"imports": dict(_imports({it.cause for it in bases(told)}, seen))})


class _Around(NamedTuple):
    """What the figures of a casualty rest on."""

    casualty: CasualtyView
    reports: Mapping[UUID, ReportView]
    sources: Mapping[UUID, SourceView]
    relaying: Relaying
    words: Mapping[str, str]
    """The words that name somebody as they were told first, by how they are compared."""

    @classmethod
    def of(cls, casualty: CasualtyView, seen: Seen) -> "_Around":
        told: list[OriginalSource | None] = [it.original_source for it in casualty.figures]
        waiting = [
            *(it.report_id for it in casualty.figures),
            *(it.disputed_by for it in casualty.disputes),
            *(it.corrected_by for it in casualty.figures if it.corrected_by),
            *_relayed_reports(told),
        ]
        reports: dict[UUID, ReportView] = {}
        while waiting:
            id = waiting.pop()
            if id not in reports:
                reports[id] = seen.one(ReportView, id)
                waiting += _relayed_reports([reports[id].original_source])
        told += [it.original_source for it in reports.values()]
        relayed = {it.source_id for it in told if isinstance(it, RelayedSource)}
        sources = {it: seen.one(SourceView, it) for it in {it.source_id for it in reports.values()} | relayed}
        return cls(casualty, reports, sources, Relaying(casualty.figures, reports), _words(casualty, reports.values()))

    def candidate(self, figure: FigureView) -> Candidate:
        report = self.reports[figure.report_id]
        return Candidate(
            figure=figure.figure,
            credibility=figure.credibility,
            reliability=self.sources[report.source_id].reliability,
            published=last_microsecond(report.published_at),
            position=figure.basis.position,
            withdrawn=report.withdrawn,
        )

    def figure(
        self, it: FigureView, candidate: Candidate, policy: Policy, made: Reconciled | None, history: Sequence[Entry]
    ) -> FigureLineage:
        taken = zip(TakenFor, (made.low_from, made.best_from, made.high_from) if made else (), strict=False)
        return FigureLineage(
            basis=it.basis,
            report_id=it.report_id,
            original_source=it.original_source,
            figure=it.figure,
            taken_for=[part for part, by in taken if by.position == candidate.position],
            passed_over=passed_over(policy, candidate, made),
            inference=it.inference,
            credibility=it.credibility,
            judged=None if it.credibility is None else it.assessment or it.basis,
            corrected_by=it.corrected_by,
            revises=_revised(it, history),
            chains=[[*map(self.step, chain)] for chain in self.relaying.chains(it)],
            disputes=[dispute for dispute in self.casualty.disputes if dispute.same_word(it)],
        )

    def come_from(self, standing: Iterable[FigureView]) -> Sequence[OriginalView]:
        """The originals of these figures, in a fixed order, each with the reports that come from it."""
        reports: defaultdict[frozenset[Step], set[UUID]] = defaultdict(set)
        for it in standing:
            for original in self.relaying.originals(it):
                reports[original].add(it.report_id)
        ordered = sorted(((sorted(original, key=repr), sorted(by)) for original, by in reports.items()), key=repr)
        return [OriginalView(steps=[*map(self.step, steps)], reports=by) for steps, by in ordered]

    def step(self, step: Step) -> StepView:
        match step:
            case OfReport(report_id=id):
                return StepView(kind=StepKind.REPORT, id=id)
            case OfSource(source_id=id):
                return StepView(kind=StepKind.SOURCE, id=id)
            case OwnWord(source_id=id):
                return StepView(kind=StepKind.OWN_WORD, id=id)
            case Words(words=words):
                return StepView(kind=StepKind.WORDS, words=self.words[words])


def _words(casualty: CasualtyView, reports: Iterable[ReportView]) -> Mapping[str, str]:
    told = [(it.basis.position, it.original_source) for it in casualty.figures]
    told += [(it.basis["opened"].position, it.original_source) for it in reports]
    words: dict[str, str] = {}
    for _, original in sorted(told, key=lambda it: it[0]):
        if isinstance(original, str):
            words.setdefault(folded(original), original)
    return words


def _revised(figure: FigureView, history: Sequence[Entry]) -> Sequence[Basis]:
    """The entries that gave the figure of this word before, since it was last taken back."""
    before: list[Basis] = []
    for entry in history:
        fact = entry.fact
        match fact:
            case CasualtyReported() | FigureReported() | FigureRevised():
                if fact.same_word(figure) and entry.position < figure.basis.position:
                    before.append(Basis.of(entry))
            case FigureRetracted() if fact.same_word(figure):
                before.clear()
    return before


def _relayed_reports(originals: Iterable[OriginalSource | None]) -> Iterator[UUID]:
    return (it.report_id for it in originals if isinstance(it, RelayedSource) and it.report_id)


def _incident(id: UUID, seen: Seen) -> IncidentLineage:
    incident = seen.one(IncidentView, id)
    mergers = [*_mergers(IncidentView, incident, seen)]
    return IncidentLineage(
        **{name: getattr(incident, name) for name in ("id", "title", "kind", "grading", "retracted")},
        basis=incident.basis["opened"],
        graded=incident.basis.get("grading"),
        taken_back=incident.basis["retracted"] if incident.retracted else None,
        counts_through=mergers[-1].into if mergers else id,
        mergers=mergers,
    )


def _force(casualty: CasualtyView, seen: Seen) -> ForceLineage | None:
    if not isinstance(casualty.side, UUID):
        return None
    force = seen.one(ForceView, casualty.side)
    mergers = [*_mergers(ForceView, force, seen)]
    return ForceLineage(
        id=force.id,
        name=force.name,
        basis=force.basis["opened"],
        stands_for_it=mergers[-1].into if mergers else force.id,
        mergers=mergers,
    )


def _mergers(
    view: type[IncidentView] | type[ForceView], thing: IncidentView | ForceView, seen: Seen
) -> Iterator[MergerStep]:
    while thing.merged_into:
        yield MergerStep(id=thing.id, into=thing.merged_into, basis=thing.basis["merged_into"])
        thing = seen.one(view, thing.merged_into)


def _imports(causes: Iterable[UUID], seen: Seen) -> Iterator[tuple[UUID, ImportLineage]]:
    for cause in sorted(causes):
        with suppress(Missing):  # most are commands
            yield cause, ImportLineage.of(seen.one(ImportView, cause))
