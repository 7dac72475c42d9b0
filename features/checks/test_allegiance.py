"""Who stood under whom, day by day: no force ever under itself, no toll added to that of a force it stood under."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from application.casualties import ReportCasualty
from application.forces import DeclareAllegiance, Forces, MergeForce, RegisterForce, SplitForce, WithdrawAllegiance
from application.incidents import ReportIncident
from application.recording import Receipt
from application.reports import RecordReport
from application.services import Services
from application.sources import RegisterSource
from domain.allegiance import Allegiance, AllegianceKind, Days, superiors
from domain.edtf import parse
from domain.figure import Figure, Qualifier
from domain.force import Force, StandsUnderItself
from domain.force_facts import ForceKind
from domain.kinds import IncidentKind
from domain.place import Place, Precision
from domain.refusal import Refusal
from domain.source import SourceKind
from domain.toll import Harm, Side
from features.checks.logs import RIMA, Logs

DAYS = range(7)
"""The days of January 2018; on the first and the last nothing begins or ends, so they stand for all beyond."""
COUNT = 4
FORCES = [UUID(int=number) for number in range(COUNT)]
POPULATION = 0
PLACE = Place(name="Khasham", precision=Precision.EXACT)

Span = tuple[int | None, int | None] | None
"""The first and the last day, None without bound; or None for all the record knows."""
BOUNDED = st.tuples(st.none() | st.integers(1, 5), st.none() | st.integers(1, 5))
SPANS: st.SearchStrategy[Span] = st.one_of(
    st.none(), *[BOUNDED.filter(lambda it: (it[0] or 1) <= (it[1] or 5) and any(it))] * 4
)
KINDS = st.sampled_from([AllegianceKind.PART_OF, *AllegianceKind])
INDEXES = st.integers(0, COUNT - 1)


def edtf(span: Span) -> str | None:
    return span and "/".join(".." if day is None else f"2018-01-{day:02}" for day in span)


def holds(span: Span, day: int) -> bool:
    first, last = span or (None, None)
    return (first or 0) <= day <= (6 if last is None else last)


class Link(NamedTuple):
    force: int
    to: int
    kind: AllegianceKind


class World(NamedTuple):
    """What was accepted so far, by plain reckoning."""

    links: Mapping[Link, Span]
    into: Mapping[int, int]

    def standing(self, force: int) -> int:
        return self.standing(self.into[force]) if force in self.into else force

    def above(self, force: int, day: int) -> set[int]:
        """The forces that one stood under on a day, each as the one that stands for it."""

        held = [it for it, span in self.links.items() if it.kind.stands_under and holds(span, day)]
        above: set[int] = set()
        while (
            wider := above
            | {self.standing(it.to) for it in held if self.standing(it.force) in above | {self.standing(force)}}
        ) != above:
            above = wider
        return above

    @property
    def circular(self) -> bool:
        return any(self.standing(force) in self.above(force, day) for force in range(COUNT) for day in DAYS)


class Step(NamedTuple):
    """Something that is said of a force, and of another, and when."""

    verb: str
    force: int
    to: int
    kind: AllegianceKind
    span: Span

    def on(self, world: World) -> World:
        """What would hold, were it accepted."""
        links, into, link = dict(world.links), dict(world.into), Link(self.force, self.to, self.kind)
        match self.verb:
            case "declare":
                links[link] = self.span
            case "withdraw":
                links.pop(link, None)
            case "merge":
                into[self.force] = self.to
            case _:
                into.pop(self.force, None)
        return World(links, into)

    def send(self, forces: Forces, ids: Sequence[UUID], expecting: int) -> Receipt:
        id, to = ids[self.force], ids[self.to]
        match self.verb:
            case "declare":
                command = DeclareAllegiance(to=to, kind=self.kind, during=edtf(self.span))
                return forces.declare_allegiance(id, command, by=RIMA, expecting=expecting)
            case "withdraw":
                withdrawal = WithdrawAllegiance(to=to, kind=self.kind, reason="Not so.")
                return forces.withdraw_allegiance(id, withdrawal, by=RIMA, expecting=expecting)
            case "merge":
                return forces.merge(id, MergeForce(into=to, reason="The same."), by=RIMA, expecting=expecting)
            case _:
                return forces.split(id, SplitForce(reason="Not the same."), by=RIMA, expecting=expecting)


LINKS = st.builds(Link, INDEXES, INDEXES, KINDS)
VERBS = st.sampled_from(["declare"] * 3 + ["merge"] * 3 + ["withdraw", "split"])
STEPS = st.lists(st.builds(Step, VERBS, INDEXES, INDEXES, KINDS, SPANS), min_size=14, max_size=25)


class Play:
    """Steps taken on a real log, and by plain reckoning beside it."""

    def __init__(self, directory: Path) -> None:
        self.logs = Logs(directory)
        self.services = self.logs.services()
        kinds = [ForceKind.CIVILIANS, *[ForceKind.REBEL_GROUP] * (COUNT - 1)]
        self.ids = [
            self.services.forces.register(RegisterForce(name=f"Force {at}", kind=kind), by=RIMA).id
            for at, kind in enumerate(kinds)
        ]
        self.world = World({}, {})

    def take(self, step: Step) -> Refusal | None:
        """Takes a step, and gives the refusal, if it is refused."""
        expecting = self.services.ledger.folded(Force, self.ids[step.force]).version
        try:
            step.send(self.services.forces, self.ids, expecting)
        except Refusal as refusal:
            return refusal
        self.world = step.on(self.world)
        return None


@contextmanager
def playing() -> Iterator[Play]:
    with TemporaryDirectory() as directory:
        play = Play(Path(directory))
        try:
            yield play
        finally:
            play.logs.close()


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(LINKS, SPANS, max_size=12), INDEXES, SPANS)
def test_those_a_force_stood_under_are_found_with_their_days(
    links: Mapping[Link, Span], force: int, span: Span
) -> None:
    def allegiances_of(id: UUID) -> Sequence[Allegiance]:
        own = [(it, during) for it, during in links.items() if FORCES[it.force] == id]
        return [Allegiance(to=FORCES[it.to], kind=it.kind, during=edtf(during)) for it, during in own]

    during = Allegiance(to=FORCES[0], kind=AllegianceKind.PART_OF, during=edtf(span)).days
    found = list(superiors(FORCES[force], during, allegiances_of))
    assert len(found) == len(set(found))
    on = {day: Days(*[parse(f"2018-01-{day:02}").earliest] * 2) for day in DAYS[1:]}
    world = World(links, {})
    for day in DAYS[1:]:
        above = {id for id, when in found if when.meeting(on[day])} - {FORCES[force]}
        over = world.above(force, day) - {force} if holds(span, day) else set()
        assert above == {FORCES[it] for it in over}


@settings(max_examples=120, deadline=None)
@given(STEPS)
def test_no_force_ever_stands_under_itself_and_nothing_else_is_refused_as_if_it_did(
    steps: Sequence[Step],
) -> None:
    with playing() as play:
        for step in steps:
            refusal = play.take(step)
            assert not play.world.circular
            if isinstance(refusal, StandsUnderItself):
                assert step.force == step.to or step.on(play.world).circular


@settings(max_examples=80, deadline=None)
@given(STEPS, SPANS)
def test_a_dossier_adds_no_toll_to_that_of_a_force_it_stood_under_or_is_one_with(
    steps: Sequence[Step], span: Span
) -> None:
    with playing() as play:
        id, (*forces, civilians) = tolls(play.services, edtf(span) or "2018", [*play.ids, "civilians"])
        sides = {it: at for at, it in enumerate(forces)}
        for step in steps:
            play.take(step)
        dossier = play.services.dossiers.dossier(id)
        added = dossier.adds_up[Harm.KILLED]
        assert {*added, *dossier.counted_in} == {*sides, civilians}
        assert not [pair for pair in combinations(added, 2) if overlap(pair, sides, play.world, span)]
        for left_out, wider in dossier.counted_in.items():
            assert wider in added
            assert overlap((left_out, wider), sides, play.world, span)


def overlap(pair: tuple[UUID, UUID], sides: Mapping[UUID, int], world: World, span: Span) -> bool:
    """Whether some force belonged to both, on some days of the span; what is not among the sides is `civilians`."""
    for force in range(COUNT):
        over = {world.standing(force)}.union(*(world.above(force, day) for day in DAYS if holds(span, day)))
        if all(world.standing(sides[it]) in over if it in sides else POPULATION in over for it in pair):
            return True
    return False


def tolls(services: Services, occurred: str, sides: Sequence[Side]) -> tuple[UUID, Sequence[UUID]]:
    """An incident, and a toll of each side in it."""
    source = services.sources.register(RegisterSource(name="SANA", kind=SourceKind.NEWS_AGENCY), by=RIMA).id
    word = {"report_id": services.reports.record(RecordReport(source_id=source, published_at="2018-02-07"), by=RIMA).id}
    what = {"title": "A clash", "kind": IncidentKind.ARMED_CLASH, "occurred": occurred, "place": PLACE}
    id = services.incidents.report(ReportIncident(**what, **word), by=RIMA).id
    harmed = {"incident_id": id, "harm": Harm.KILLED, "figure": Figure(best=1, qualifier=Qualifier.EXACT), **word}
    reported = [ReportCasualty(side=side, **harmed) for side in sides]
    return id, [services.casualties.report(it, by=RIMA).id for it in reported]
