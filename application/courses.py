"""How the figures of one incident went, from its first report on: what stood after each entry, or each publication."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple, cast
from uuid import UUID

from application.dossiers import belonging, forces_in
from application.ledger import Ledger
from application.moments import Standpoint
from application.reading import Seen
from application.record import Folded, Record, fold
from application.refusals import Missing
from application.resting import NEVER, Counting
from application.views.casualty import CasualtyView
from application.views.incident import IncidentView
from domain.addition import Belonging, add_up
from domain.allegiance import Days
from domain.attribution import Attribution
from domain.casualty import Casualty
from domain.competing import Candidate
from domain.fact import Aggregate, AggregateT, Entry, named
from domain.force import Force
from domain.incident import Incident
from domain.incident_facts import IncidentAbsorbed
from domain.moment import last_microsecond
from domain.policy import Policy, reconcile
from domain.report import Report, ReportRecorded, ReportReinstated, ReportWithdrawn
from domain.source import Source, SourceRated
from domain.stability import Numbers, added, numbers
from domain.toll import Harm, Toll

Kind = type[Aggregate[Any, Any]]


class Step(NamedTuple):
    """The entries that come to count at once: one after the other as recorded, or those of one publication."""

    entries: Sequence[Entry]
    published: int
    """The last publication that they rest on, as in `last_publication`."""


class State(NamedTuple):
    """What stands after a step: of each casualty on record its number, and of each harm the sum of the incident."""

    step: Step
    tolls: Mapping[UUID, Numbers | None]
    sums: Mapping[Harm, Numbers | None]


class Courses:
    """One incident with whatever its figures depend on, as it is seen from one standpoint, replayed."""

    def __init__(self, ledger: Ledger, seen: Seen, at: Standpoint, id: UUID, policy: Policy) -> None:
        self._seen = seen
        self._id = id
        self._policy = policy
        self._counting = Counting(ledger.opening, at)
        self._histories: dict[tuple[Kind, UUID], Sequence[Entry]] = {}
        self._incidents = self._ever_merged(id)
        self._casualties: dict[UUID, UUID] = {
            casualty: incident
            for incident in self._incidents
            for casualty in ledger.opened(Casualty, until=at.position, about=incident)
            if self.history(Casualty, casualty)
        }
        self._hang_on: dict[UUID, set[UUID]] = {}
        for casualty in self._casualties:
            for id_ in self._rests_on(casualty):
                self._hang_on.setdefault(id_, set()).add(casualty)
        self._load_forces()
        self._sides: dict[tuple[Days, frozenset[UUID], frozenset[int]], Belonging] = {}

    def as_recorded(self) -> Iterator[State]:
        """What stood after each entry, as they were recorded."""
        return self._replayed([Step([it], self._counting.last_publication(it)) for it in self._entries()])

    def as_published(self) -> Iterator[State]:
        """What could be known by each publication, of all that is recorded; what is never certain is left out."""
        published = self._counting.last_publication
        entries = sorted(self._entries(), key=published)
        return self._replayed([Step([*group], when) for when, group in groupby(entries, published) if when < NEVER])

    def history(self, kind: Kind, id: UUID) -> Sequence[Entry]:
        """The entries of a thing that the incident depends on, as they count; none where it is not on record."""
        if (kind, id) not in self._histories:
            self._histories[kind, id] = ()
            with suppress(Missing):
                self._histories[kind, id] = self._seen.history(kind, id)
        return self._histories[kind, id]

    def casualties(self) -> Sequence[UUID]:
        """The casualties of the incident, and of those merged into it, in the order they were entered."""
        merged = self._merged({it.position for it in self._entries()})
        return [id for id, incident in self._casualties.items() if incident in merged]

    def _replayed(self, steps: Sequence[Step]) -> Iterator[State]:
        visible: set[int] = set()
        tolls: dict[UUID, Numbers | None] = {}
        views: dict[UUID, CasualtyView] = {}
        for step in steps:
            visible |= {it.position for it in step.entries}
            for casualty in {each for it in step.entries for each in self._hang_on.get(it.originator_id, ())}:
                entries = self._visible(Casualty, casualty, visible)
                if entries:
                    views[casualty] = CasualtyView.of(entries)
                    tolls[casualty] = self._number(views[casualty], visible)
            yield State(step, dict(tolls), self._sums(tolls, views, visible))

    def _number(self, casualty: CasualtyView, visible: set[int]) -> Numbers | None:
        """What the policy makes of a casualty's figures; none where it is retracted."""
        if casualty.retracted:
            return None
        reconciled = reconcile(
            self._policy, [self._candidate(it, it.basis.position, visible) for it in casualty.figures]
        )
        return numbers(reconciled and reconciled.reckoning)

    def _candidate(self, it: Any, position: int, visible: set[int]) -> Candidate:
        opening, *later = self._visible(Report, it.report_id, visible)
        publication = cast("ReportRecorded", opening.fact)
        standing = [e.fact for e in later if isinstance(e.fact, ReportWithdrawn | ReportReinstated)]
        rated = [
            e.fact for e in self._visible(Source, publication.source_id, visible) if isinstance(e.fact, SourceRated)
        ]
        return Candidate(
            figure=it.figure,
            credibility=it.credibility,
            reliability=rated[-1].reliability if rated else None,
            published=last_microsecond(publication.published_at),
            position=position,
            withdrawn=bool(standing) and isinstance(standing[-1], ReportWithdrawn),
        )

    def _sums(
        self, tolls: Mapping[UUID, Numbers | None], views: Mapping[UUID, CasualtyView], visible: set[int]
    ) -> Mapping[Harm, Numbers | None]:
        """The sum of each harm that is told of, where nobody is counted twice; none where nothing can be added."""
        entries = self._visible(Incident, self._id, visible)
        incident = IncidentView.of(entries) if entries else None
        if incident is None or incident.retracted or incident.merged_into:
            return {}
        merged = self._merged(visible)
        counted = {id: view for id, view in views.items() if self._casualties[id] in merged}
        told = {it.toll: number for id, it in counted.items() if (number := tolls[id]) and not it.retracted}
        if len({it.harm for it in told}) < len(told):
            told = self._added_up(told, incident, [*counted.values()], visible)
        harms = {it.harm for it in counted.values()}
        return {harm: added(number for toll, number in told.items() if toll.harm is harm) for harm in harms}

    def _added_up(
        self,
        told: Mapping[Toll, Numbers],
        incident: IncidentView,
        casualties: Sequence[CasualtyView],
        visible: set[int],
    ) -> dict[Toll, Numbers]:
        days = Days(incident.occurred.earliest, incident.occurred.latest)
        forces = forces_in(incident, casualties)
        key = days, forces, frozenset(visible & self._of_forces)
        if key not in self._sides:
            self._sides[key] = belonging(
                forces, days, Record(_Visible(partial(self._visible, visible=visible), self._seen))
            )
        wider = add_up(told, self._sides[key], of=self._id)
        return {toll: number for toll, number in told.items() if wider[toll] is None}

    def _merged(self, visible: set[int]) -> set[UUID]:
        """The incident and those that stand merged into it, at any remove."""
        found: set[UUID] = set()
        waiting = [self._id]
        while waiting:
            id = waiting.pop()
            if id not in found and (entries := self._visible(Incident, id, visible)):
                found.add(id)
                waiting += IncidentView.of(entries).absorbed
        return found

    def _ever_merged(self, id: UUID) -> Sequence[UUID]:
        found: dict[UUID, None] = {}
        waiting = [id]
        while waiting:
            if (each := waiting.pop()) not in found:
                found[each] = None
                facts = [it.fact for it in self.history(Incident, each)]
                waiting += [it.absorbed for it in facts if isinstance(it, IncidentAbsorbed)]
        return [*found]

    def _rests_on(self, casualty: UUID) -> Iterator[UUID]:
        """The casualty, the reports that give figures of it, and their sources."""
        yield casualty
        facts: Sequence[Any] = [it.fact for it in self.history(Casualty, casualty)]
        for report in {it.report_id for it in facts if isinstance(it, Attribution)}:
            yield report
            publication = cast("ReportRecorded", self.history(Report, report)[0].fact)
            self.history(Source, publication.source_id)
            yield publication.source_id

    def _load_forces(self) -> None:
        """Loads the forces that are named in the incident, and those that they ever stood under or were merged with."""
        about = [*self._histories.items()]
        waiting = {
            id
            for (kind, _), entries in about
            if kind in {Incident, Casualty}
            for it in entries
            for id in named(it.fact)
        }
        found: set[UUID] = set()
        while waiting:
            found |= waiting
            facts = [it.fact for id in waiting for it in self.history(Force, id)]
            waiting = {id for it in facts for id in named(it)} - found
        loaded = [entries for (kind, _), entries in self._histories.items() if kind is Force]
        self._of_forces = frozenset(it.position for entries in loaded for it in entries)

    def _entries(self) -> Sequence[Entry]:
        every = {it.position: it for entries in self._histories.values() for it in entries}
        return [every[position] for position in sorted(every)]

    def _visible(self, kind: Kind, id: UUID, visible: set[int]) -> Sequence[Entry]:
        return [it for it in self.history(kind, id) if it.position in visible]


class _Visible:
    """States as they are folded from what is visible after a step."""

    def __init__(self, entries: Any, seen: Seen) -> None:
        self._entries = entries
        self.clock = seen.clock

    def folded(self, kind: type[AggregateT], id: UUID) -> Folded[AggregateT]:
        """The state of a stream; Missing where there is none of this kind."""
        entries = self._entries(kind, id)
        if not entries:
            raise Missing(kind.__name__.lower(), id)
        folded = fold(kind, id, iter(entries))
        assert folded is not None, "a history is of its kind"
        return folded
