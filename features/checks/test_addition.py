"""What is added up counts nobody twice, and leaves out nothing but what is counted already."""

from collections.abc import Mapping, Sequence
from itertools import combinations, product, starmap
from random import Random
from typing import NamedTuple
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.addition import Belonging, add_up, overlap
from domain.toll import WIDER_STATUS, Harm, PersonStatus, PopulationGroup, Side, Toll

INCIDENT, OTHER_INCIDENT = UUID(int=100), UUID(int=101)
FORCES = [UUID(int=number) for number in range(1, 6)]
HARMS = st.sampled_from([Harm.KILLED, Harm.INJURED])
STATUSES = st.sampled_from(PersonStatus)
GROUPS = st.sampled_from(PopulationGroup)
NO_FORCES: Sequence[Side] = ("civilians", "unknown")


class Person(NamedTuple):
    """Somebody harmed: on which day, how, as one of which force (or of none), and what they were."""

    day: int
    harm: Harm
    of: Side
    status: PersonStatus
    group: PopulationGroup


class World(NamedTuple):
    """Two days of who stood under whom, forces always under those further on; and who was harmed on them."""

    under: Sequence[Mapping[UUID, frozenset[UUID]]]
    populations: frozenset[UUID]
    people: Sequence[Person]

    def sides(self, day: int, of: Side) -> frozenset[Side]:
        """The sides that somebody of this force, or of none, is harmed on."""
        if not isinstance(of, UUID):
            return frozenset({of})
        above = [self.sides(day, superior) for superior in self.under[day][of]]
        return frozenset({of, *({"civilians"} if of in self.populations else ())}).union(*above)

    @property
    def belonging(self) -> Belonging:
        return {force: self.sides(0, force) | self.sides(1, force) for force in FORCES}

    def counts(self, person: Person, toll: Toll) -> bool:
        return (
            person.harm is toll.harm
            and (toll.side == "all" or toll.side in self.sides(person.day, person.of))
            and toll.person_status in {None, person.status, WIDER_STATUS.get(person.status)}
            and toll.group in {None, person.group}
        )

    def contains(self, whole: Toll, part: Toll) -> bool:
        """Whether everybody who may ever be in the one is in the other."""
        days = [self.sides(day, part.side) for day in (0, 1)]
        return (
            whole.harm is part.harm
            and (whole.side == "all" or all(whole.side in sides for sides in days))
            and whole.person_status
            in {None, part.person_status, part.person_status and WIDER_STATUS.get(part.person_status)}
            and whole.group in {None, part.group}
        )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    orders = [
        {
            force: frozenset(draw(st.sets(st.sampled_from(further), max_size=2))) if further else frozenset()
            for force, further in ((force, FORCES[at + 1 :]) for at, force in enumerate(FORCES))
        }
        for _ in range(2)
    ]
    of = st.sampled_from([*FORCES, *NO_FORCES])
    people = st.builds(Person, st.sampled_from([0, 1]), HARMS, of, STATUSES, GROUPS)
    populations = draw(st.frozensets(st.sampled_from(FORCES), max_size=2))
    return World(orders, populations, draw(st.lists(people, max_size=30)))


SIDES: st.SearchStrategy[Side] = st.sampled_from([*FORCES, *NO_FORCES, "all"])
TOLLS = st.builds(
    Toll,
    incident_id=st.sampled_from([INCIDENT, OTHER_INCIDENT]),
    side=SIDES,
    harm=HARMS,
    person_status=st.none() | STATUSES,
    group=st.none() | GROUPS,
)
MANY = st.lists(TOLLS, max_size=25)

thoroughly = settings(max_examples=60, deadline=None)


def toll(side: Side = "all", status: PersonStatus | None = None, group: PopulationGroup | None = None) -> Toll:
    return Toll(incident_id=INCIDENT, side=side, harm=Harm.KILLED, person_status=status, group=group)


@thoroughly
@given(worlds(), MANY)
def test_what_is_added_up_does_not_overlap(world: World, tolls: list[Toll]) -> None:
    counted_in = add_up(tolls, world.belonging)
    counted = [it for it in counted_in if counted_in[it] is None]
    assert {*counted_in} == {*tolls}
    assert not [pair for pair in combinations(counted, 2) if overlap(*pair, world.belonging)]


@thoroughly
@given(worlds(), MANY)
def test_what_is_left_out_overlaps_the_added_one_that_is_named(world: World, tolls: list[Toll]) -> None:
    counted_in = add_up(tolls, world.belonging)
    for left_out, wider in counted_in.items():
        if wider is not None:
            assert counted_in[wider] is None
            assert overlap(left_out, wider, world.belonging)
            assert overlap(wider, left_out, world.belonging)


@thoroughly
@given(worlds(), MANY, st.randoms(use_true_random=False))
def test_the_order_of_the_tolls_does_not_matter(world: World, tolls: list[Toll], random: Random) -> None:
    shuffled = [*tolls, *tolls[:3]]
    random.shuffle(shuffled)
    assert add_up(shuffled, world.belonging) == add_up(tolls, world.belonging)


@thoroughly
@given(worlds(), MANY)
def test_nobody_is_counted_twice(world: World, tolls: list[Toll]) -> None:
    """Where every toll gives the true number, the sum is never more than there were."""
    counted_in = add_up(tolls, world.belonging)
    for harm in Harm:
        added = [it for it in counted_in if counted_in[it] is None and it.harm is harm]
        for person in world.people:
            assert len([it for it in added if world.counts(person, it)]) <= 1
        total = sum(world.counts(person, it) for it in added for person in world.people)
        assert total <= len([it for it in world.people if it.harm is harm])


@thoroughly
@given(worlds(), MANY)
def test_a_toll_is_left_out_only_where_somebody_can_be_counted_twice(world: World, tolls: list[Toll]) -> None:
    for left_out, wider in add_up(tolls, world.belonging).items():
        if wider is not None:
            # On which of its days somebody was harmed, a toll doesn't tell.
            anybody = [
                *starmap(Person, product((0, 1), [wider.harm], [*FORCES, *NO_FORCES], PersonStatus, PopulationGroup))
            ]
            left = {it[1:] for it in anybody if world.counts(it, left_out)}
            assert left & {it[1:] for it in anybody if world.counts(it, wider)}


@thoroughly
@given(worlds(), MANY)
def test_no_toll_stands_for_a_wider_one(world: World, tolls: list[Toll]) -> None:
    for left_out, wider in add_up(tolls, world.belonging).items():
        if wider is not None and world.contains(left_out, wider):
            assert world.contains(wider, left_out)


@thoroughly
@given(worlds(), st.sampled_from(FORCES), st.sampled_from(FORCES))
def test_a_force_stands_for_those_under_it_on_some_day(world: World, force: UUID, superior: UUID) -> None:
    if superior in world.belonging[force] - {force}:
        assert add_up([toll(force), toll(superior)], world.belonging) == {
            toll(superior): None,
            toll(force): toll(superior),
        }


@thoroughly
@given(worlds(), TOLLS)
def test_all_stands_for_every_side(world: World, part: Toll) -> None:
    whole = Toll(incident_id=part.incident_id, side="all", harm=part.harm)
    assert add_up([part, whole], world.belonging) == {whole: None} | ({part: whole} if part != whole else {})


@thoroughly
@given(worlds(), SIDES, STATUSES, GROUPS)
def test_everybody_stands_for_the_women_and_combatants_for_the_armed_forces(
    world: World, side: Side, status: PersonStatus, group: PopulationGroup
) -> None:
    everybody, wider = toll(side), toll(side, WIDER_STATUS.get(status))
    narrower, some = toll(side, status), toll(side, status, group)
    assert add_up([some, narrower], world.belonging) == {narrower: None, some: narrower}
    assert add_up([narrower, wider], world.belonging) == {wider: None, narrower: wider}
    assert add_up([some, everybody, wider], world.belonging)[some] == everybody


@thoroughly
@given(worlds(), MANY)
def test_different_harms_never_meet(world: World, tolls: list[Toll]) -> None:
    whole = add_up(tolls, world.belonging)
    assert all(wider is None or wider.harm is it.harm for it, wider in whole.items())
    for harm in Harm:
        own = [it for it in tolls if it.harm is harm]
        assert add_up(own, world.belonging) == {it: whole[it] for it in own}
