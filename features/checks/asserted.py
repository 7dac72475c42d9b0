"""Assertions of every kind about a world, drawn at random, each with whether it is true of what happened."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from domain.assertion import (
    AllAssertion,
    AnyAssertion,
    Comparison,
    CountAssertion,
    DurationAssertion,
    Incidents,
    InitiatedAssertion,
    NotAssertion,
    OrderAssertion,
    RankAssertion,
    RatioAssertion,
    Relation,
    TimeUnit,
    TollAssertion,
    Tolled,
)
from domain.coverage import Box
from domain.kinds import CODEBOOKS, IncidentKind
from domain.toll import Harm, PersonStatus, PopulationGroup
from features.checks.worlds import ARMED, BOXES, POINTS, POPULATION, Happened, Recorded, World, counts

_PERIODS = {
    None: (date(1, 1, 1), date(9999, 12, 31)),
    "2018-02-07": (date(2018, 2, 7), date(2018, 2, 7)),
    "2018-02-06/2018-02-08": (date(2018, 2, 6), date(2018, 2, 8)),
    "2018-02": (date(2018, 2, 1), date(2018, 2, 28)),
    "2018-02-07/..": (date(2018, 2, 7), date(9999, 12, 31)),
    "../2018-02-08": (date(1, 1, 1), date(2018, 2, 8)),
}


class Said(NamedTuple):
    """An assertion, and whether it is so; None where nothing happened that could tell."""

    assertion: Any
    so: bool


class Drawing:
    """Draws assertions about a world, of what is on record of it."""

    def __init__(self, world: World, record: Recorded, random: Random) -> None:
        self.world, self.record, self.random = world, record, random

    def one(self) -> Said:
        """Any assertion, perhaps with others inside."""
        near = self.random.random()
        if near < 0.75:
            return self.plain()
        if near < 0.83:
            said = self.one()
            return Said(NotAssertion(asserts="not", of=said.assertion), not said.so)
        several = [self.one() for _ in range(2)]
        of = tuple(it.assertion for it in several)
        if near < 0.92:
            return Said(AllAssertion(asserts="all", of=of), all(it.so for it in several))
        return Said(AnyAssertion(asserts="any", of=of), any(it.so for it in several))

    def plain(self) -> Said:
        """An assertion without others inside."""
        kinds: list[Callable[[], Said]] = [self.toll, self.toll, self.count]
        if self.record.incidents:
            kinds += [self.rank, self.ratio, self.duration, self.initiated]
        if len(self.record.incidents) > 1:
            kinds += [self.order]
        return self.random.choice(kinds)()

    def toll(self) -> Said:
        toll, number = self._tolled()
        compared, so = self._compared(number)
        return Said(TollAssertion(asserts="toll", toll=toll, compared=compared), so)

    def count(self) -> Said:
        which, of = self._incidents()
        compared, so = self._compared(len(of))
        return Said(CountAssertion(asserts="count", incidents=which, compared=compared), so)

    def ratio(self) -> Said:
        of, above = self._tolled()
        to, below = self._tolled()
        while to == of:
            to, below = self._tolled()
        share = None if below == 0 else Fraction(above, below)
        number = self.random.choice([0, 0.5, 1, 1.5, 2, 3])
        relation = self.random.choice([Relation.AT_LEAST, Relation.AT_MOST, Relation.EXACTLY])
        least, most = Comparison(relation=relation, number=number).bounds
        without_end = above > 0 and most is None
        so = without_end if share is None else least <= share and (most is None or share <= most)
        return Said(
            RatioAssertion(asserts="ratio", of=of, to=to, compared=Comparison(relation=relation, number=number)), so
        )

    def rank(self) -> Said:
        which, of = self._several()
        place, id = self._recorded()
        harm, side, status, group = self._harmed()
        own = self._number(harm, side, status, group, [self.world.happened[place]])
        tied = self.random.random() < 0.5
        others = [it for it in of if it is not self.world.happened[place]]
        numbers = [self._number(harm, side, status, group, [it]) for it in others]
        rank = 1 + sum(it > own if tied else it >= own for it in numbers)
        compared, so = self._compared(rank, least=1)
        assertion = RankAssertion(
            asserts="rank",
            incident=id,
            harm=harm,
            side=self._named(side),
            person_status=status,
            group=group,
            among=which,
            compared=compared,
            tied=tied,
        )
        return Said(assertion, so and any(it is self.world.happened[place] for it in of))

    def order(self) -> Said:
        first, then = self.random.sample([*self.record.incidents], 2)
        ids = [self.random.choice(self.record.incidents[it]) for it in (first, then)]
        one, other = (self.world.happened[it] for it in (first, then))
        if self.random.random() < 0.5:
            so = (one.day, one.hour) < (other.day, other.hour)
            return Said(OrderAssertion(asserts="order", first=ids[0], then=ids[1]), so)
        apart = (other.day - one.day).days
        compared, so = self._compared(max(apart, 0))
        return Said(OrderAssertion(asserts="order", first=ids[0], then=ids[1], days=compared), so and apart >= 0)

    def duration(self) -> Said:
        place, id = self._recorded()
        it = self.world.happened[place]
        compared, so = self._compared(round(it.lasted.total_seconds() / 3600))
        force = self.random.choice([None, *it.camps])
        named = None if force is None else self.record.forces[force]
        assertion = DurationAssertion(
            asserts="duration", incident=id, force=named, compared=compared, unit=TimeUnit.HOURS
        )
        return Said(assertion, so)

    def initiated(self) -> Said:
        place, id = self._recorded()
        it = self.world.happened[place]
        force = self.random.choice([*ARMED])
        so = it.initiator in self.world.of_force(force, it)
        return Said(InitiatedAssertion(asserts="initiated", incident=id, force=self.record.forces[force]), so)

    def _compared(self, number: int, least: int = 0) -> tuple[Comparison, bool]:
        random = self.random
        near = max(least, number + random.choice([-2, -1, 0, 0, 0, 1, 2]))
        relation = random.choice([*Relation])
        more: dict[str, Any] = {"to": near + random.randint(0, 2)} if relation is Relation.BETWEEN else {}
        more |= {"tolerance": 0.34} if relation is Relation.ABOUT else {}
        compared = Comparison(relation=relation, number=near, **more)
        low, high = compared.bounds
        return compared, low <= number and (high is None or number <= high)

    def _recorded(self) -> tuple[int, UUID]:
        place = self.random.choice([*self.record.incidents])
        return place, self.random.choice(self.record.incidents[place])

    def _harmed(self) -> tuple[Harm, str | None, PersonStatus | None, PopulationGroup | None]:
        random = self.random
        side = random.choice([None, None, None, "civilians", *ARMED, "army", POPULATION])
        status = random.choice([*[None] * 5, PersonStatus.CIVILIAN, PersonStatus.COMBATANT, PersonStatus.JOURNALIST])
        group = random.choice([*[None] * 5, PopulationGroup.WOMEN])
        return random.choice([Harm.KILLED, Harm.KILLED, Harm.INJURED]), side, status, group

    def _number(self, harm: Harm, side: Any, status: Any, group: Any, of: Sequence[Happened]) -> int:
        return sum(
            each.harm is harm and counts(self.world, it, each, side, status, group) for it in of for each in it.harmed
        )

    def _named(self, side: str | None) -> Any:
        return side if side is None else self.record.forces.get(side, side)

    def _tolled(self) -> tuple[Tolled, int]:
        which, of = self._incidents()
        harm, side, status, group = self._harmed()
        toll = Tolled(harm=harm, side=self._named(side), person_status=status, group=group, incidents=which)
        return toll, self._number(harm, side, status, group, of)

    def _incidents(self) -> tuple[Incidents, Sequence[Happened]]:
        if self.record.incidents and self.random.random() < 0.5:
            place, id = self._recorded()
            return Incidents(incident=id), [self.world.happened[place]]
        return self._several()

    def _several(self) -> tuple[Incidents, Sequence[Happened]]:
        random = self.random
        if random.random() < 0.4:
            return Incidents(), self.world.happened
        period = random.choice([*_PERIODS])
        countries = random.choice([(), (), ("SYR",), ("SYR", "IRQ")])
        box = random.choice([None, None, None, *BOXES])
        kinds = random.choice([(), (), (IncidentKind.BATTLE,), (IncidentKind.ARMED_CLASH,), (IncidentKind.ATTACK,)])
        force = random.choice([None, None, None, *ARMED])
        pair = None if random.random() < 0.7 else random.sample([*ARMED], 2)
        fewest = random.choice([None, None, None, 1, 2])
        which = Incidents(
            occurred=period,
            countries=countries,
            box=box,
            kinds=kinds,
            force=force and self.record.forces[force],
            between=pair and (self.record.forces[pair[0]], self.record.forces[pair[1]]),
            min_killed=fewest,
        )
        first, last = _PERIODS[period]
        of = [
            it
            for it in self.world.happened
            if first <= it.day <= last
            and (not countries or it.country in countries)
            and (box is None or _inside(box, it))
            and (not kinds or it.kind in kinds or CODEBOOKS[it.kind].broader in kinds)
            and (force is None or self._involves(force, it))
            and (pair is None or self._against(pair, it))
            and self._number(Harm.KILLED, None, None, None, [it]) >= (fewest or 0)
        ]
        return which, of

    def _involves(self, force: str, it: Happened) -> bool:
        whole = self.world.of_force(force, it)
        return bool(whole & {*it.camps}) or any(each.force in whole for each in it.harmed)

    def _against(self, pair: Sequence[str], it: Happened) -> bool:
        camps = [{it.camps[each] for each in self.world.of_force(force, it) if each in it.camps} for force in pair]
        return any(one != other for one in camps[0] for other in camps[1])


def _inside(box: Box, it: Happened) -> bool:
    return box.holds(*POINTS[it.country])
