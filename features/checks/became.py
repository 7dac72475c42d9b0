"""What became of what a source reported, and of what an import entered: counted from the entries, one by one."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from application.ledger import Ledger
from application.moments import Standpoint, left_out
from application.questions import ImportStabilityQuestion, IncidentQuestion, SourceStabilityQuestion
from application.reading import Seen
from application.refusals import Missing
from application.resting import Counting
from application.views.casualty import CasualtyView, FigureView
from application.views.report import ReportView
from application.views.source import SourceView
from domain.attribution import OriginalSource, RelayedSource
from domain.casualty import Casualty
from domain.casualty_facts import CasualtyReported, FigureDisputed, FigureReported, FigureRetracted, FigureRevised
from domain.competing import Candidate
from domain.fact import Entry, Position, named
from domain.moment import last_microsecond
from domain.policy import Policy, reconcile
from domain.reckoning import reckon
from domain.report import Report
from domain.scales import Credibility
from domain.stability import quartiles, relative
from features.checks import histories
from features.checks.histories import CUTOFFS, Row
from infrastructure.read_model.keeper import Keeper


def standpoints(entries: Sequence[Row], random: Random) -> Iterator[Standpoint]:
    """As known now, at some moment, by some cut-off then, and without something."""
    whole = Standpoint(Position(len(entries)))
    position = histories.settled(entries, random.randint(len(entries) // 2, len(entries)))
    then = whole._replace(position=Position(position))
    cutoff = last_microsecond(datetime.fromisoformat(CUTOFFS[random.choice([*CUTOFFS])]))
    unsaid = left_out(histories.left_out(histories.truncated(entries, then.position), random))
    yield from (whole, then, then._replace(published=cutoff), then._replace(without=unsaid))


class Given(NamedTuple):
    """A figure that a report gave of a casualty, on one word."""

    casualty: UUID
    report: UUID
    original: OriginalSource | None


class OfSource:
    """What became of what a source reported, as it is seen from a standpoint."""

    def __init__(self, ledger: Ledger, at: Standpoint, question: SourceStabilityQuestion) -> None:
        self._seen = Seen(ledger, at)
        self._source = question.source
        self._policy = question.policy
        self._reports = {it.id: it for it in self._all(ledger, at, Report, ReportView)}
        self._casualties = {it.id: it for it in self._all(ledger, at, Casualty, CasualtyView)}
        self._own = {it.id for it in self._reports.values() if it.source_id == question.source}
        self._given: defaultdict[Given, list[Entry]] = defaultdict(list)
        for id in self._casualties:
            for entry in self._seen.history(Casualty, id):
                match entry.fact:
                    case CasualtyReported() | FigureReported() | FigureRevised() | FigureRetracted() as fact:
                        if fact.report_id in self._own:
                            self._given[Given(id, fact.report_id, fact.original_source)].append(entry)

    def counted(self) -> Mapping[str, Any]:
        """The numbers, as a row has them."""
        casualties = {it.casualty for it in self._given}
        standing = [(id, it) for id in casualties for it in self._standing(id) if it.report_id in self._own]
        distances = [far for id in sorted(casualties) if (far := self._distance(id)) is not None]
        shares = [share for first, now in distances if (share := relative(first, now)) is not None]
        return {
            "reports": len(self._own),
            "withdrawn_reports": sum(self._reports[it].withdrawn for it in self._own),
            "figures": len(self._given),
            "casualties": len(casualties),
            "incidents": len({self._casualties[it].incident_id for it in casualties}),
            "revised": sum(_has(FigureRevised, it) for it in self._given.values()),
            "disputed": sum(map(self._is_disputed, self._given)),
            "retracted": sum(_has(FigureRetracted, it) for it in self._given.values()),
            "standing": len(standing),
            "confirmed": sum(self._is_confirmed(it, self._standing(id)) for id, it in standing),
            "compared": len(distances),
            "absolute": _quartiles([abs(first - now) for first, now in distances]),
            "relative": _quartiles(shares),
        }

    def _all(self, ledger: Ledger, at: Standpoint, kind: Any, view: Any) -> Iterator[Any]:
        for id in ledger.opened(kind, until=at.position):
            with suppress(Missing):
                yield self._seen.one(view, id)

    def _standing(self, casualty: UUID) -> Sequence[FigureView]:
        return [it for it in self._casualties[casualty].figures if not self._reports[it.report_id].withdrawn]

    def _is_disputed(self, it: Given) -> bool:
        facts = [each.fact for each in self._seen.history(Casualty, it.casualty)]
        return any(isinstance(f, FigureDisputed) and it.report in {*named(f)} - {f.disputed_by} for f in facts)

    def _is_confirmed(self, it: FigureView, beside: Sequence[FigureView]) -> bool:
        judged = it.credibility is Credibility.CONFIRMED_BY_OTHER_SOURCES
        return judged or any(self._are_apart(it, other) and _agree(it, other) for other in beside)

    def _are_apart(self, one: FigureView, other: FigureView) -> bool:
        sources = [self._reports[it.report_id].source_id for it in (one, other)]
        words = [it.original_source or self._reports[it.report_id].original_source for it in (one, other)]
        crossed = zip(words, reversed(sources), strict=True)
        relays = any(isinstance(it, RelayedSource) and it.source_id == other for it, other in crossed)
        return sources[0] != sources[1] and (words[0] != words[1] or not words[0]) and not relays

    def _distance(self, casualty: UUID) -> tuple[int, int] | None:
        """The source's first number of a casualty and the one that stands, where there is something to compare."""
        told = [it for it in self._seen.history(Casualty, casualty) if _tells(it)]
        first = next(reckon(_figure(it)) for it in told if _report(it) in self._own)
        made = reconcile(self._policy, [self._candidate(it) for it in self._casualties[casualty].figures])
        alone = len(told) == 1 or self._casualties[casualty].retracted
        if alone or made is None or not made.reckoning.countable or not first.countable:
            return None
        return first.likely, made.reckoning.likely

    def _candidate(self, it: FigureView) -> Candidate:
        report = self._reports[it.report_id]
        return Candidate(
            figure=it.figure,
            credibility=it.credibility,
            reliability=self._seen.one(SourceView, report.source_id).reliability,
            published=last_microsecond(report.published_at),
            position=it.basis.position,
            withdrawn=report.withdrawn,
        )


def _tells(entry: Entry) -> bool:
    return isinstance(entry.fact, CasualtyReported | FigureReported | FigureRevised)


def _figure(entry: Entry) -> Any:
    return entry.fact.figure  # type: ignore[attr-defined]


def _report(entry: Entry) -> Any:
    return entry.fact.report_id  # type: ignore[attr-defined]


def _has(kind: type, entries: Sequence[Entry]) -> bool:
    return any(isinstance(it.fact, kind) for it in entries)


def _agree(one: FigureView, other: FigureView) -> bool:
    """Whether some number is within the bounds of both."""
    adds = [reckon(it.figure) for it in (one, other)]
    bottom = max(min(it.least, it.most) for it in adds)
    tops = [max(it.least, it.most) for it in adds if not it.open_ended]
    return all(it.countable for it in adds) and all(bottom <= top for top in tops)


def _quartiles(values: Sequence[float]) -> Mapping[str, float] | None:
    found = quartiles(values)
    return found and dict(zip(("lower", "median", "upper"), found, strict=True))


def imported(entries: Sequence[Row], random: Random) -> Sequence[Row]:
    """The same entries, of which some are made for an import that was begun before."""
    begun: list[str] = []
    made: list[Row] = []
    for entry in entries:
        if entry.fact == "ImportBegun":
            begun.append(entry.stream)
            made.append(entry._replace(cause=entry.stream))
        elif entry.fact == "ImportFinished":
            made.append(entry._replace(cause=entry.stream))
        else:
            made.append(entry._replace(cause=random.choice([*begun, entry.cause])))
    return made


_CORRECTING = {
    "relocated": ["IncidentRelocated"],
    "redated": ["IncidentRedated"],
    "reclassified": ["IncidentReclassified"],
    "retracted": ["IncidentRetracted"],
    "merged": ["IncidentMerged"],
    "figures_revised": ["FigureRevised"],
    "disputed": ["FigureDisputed", "IncidentDisputed"],
}


def of_import(
    ledger: Ledger, model: Keeper, rows: Sequence[Row], at: Standpoint, question: ImportStabilityQuestion
) -> Mapping[str, Any]:
    """What became of what an import entered, as it is seen from a standpoint."""
    counting = Counting(ledger.opening, at)
    seen = [row for row, it in zip(rows, ledger.entries(Position(0), len(rows)), strict=True) if counting.counts(it)]
    own = str(question.of_import)
    incidents = {it.stream for it in seen if (it.cause, it.fact) == (own, "IncidentReported")}
    imports = {it.stream for it in seen if it.fact == "ImportBegun"}
    about = {it: it for it in incidents}
    for it in seen:
        if it.fact == "CasualtyReported" and (incident := json.loads(it.content)["incident_id"]) in incidents:
            about[it.stream] = incident
    corrected = {
        name: {
            who: len(
                {
                    about[it.stream]
                    for it in seen
                    if it.stream in about
                    and it.fact in facts
                    and it.cause != own
                    and (it.cause in imports) is (who == "by_releases")
                }
            )
            for who in ("by_releases", "by_analysts")
        }
        for name, facts in _CORRECTING.items()
    }
    finished = [it.position for it in seen if (it.stream, it.fact) == (own, "ImportFinished")]
    sums = None
    if finished:
        was = _sums(model, at._replace(position=Position(finished[0])), incidents, question.policy)
        now = _sums(model, at, incidents, question.policy)
        by = {harm: {part: now[harm][part] - was[harm][part] for part in now[harm]} for harm in {*was, *now}}
        sums = {harm: {"was": was[harm], "now": now[harm], "by": by[harm]} for harm in by}
    return {"incidents": len(incidents), **corrected, "sums": sums}


def _sums(model: Keeper, at: Standpoint, incidents: set[str], policy: Policy) -> Any:
    found: Any = defaultdict(lambda: {"low": 0, "best": 0, "high": 0})
    rows: Any = model.rows(IncidentQuestion(policy=policy), at, None, 0)
    for row in rows:
        for harm, it in row.toll.items() if str(row.id) in incidents else ():
            for part in ("low", "best", "high"):
                found[harm][part] += getattr(it, part)
    return found
