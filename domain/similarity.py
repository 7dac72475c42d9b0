"""How alike two incidents are, as far as it tells whether they are one: a suspicion with reasons, never a decision.

The score is the product of six parts, each from 0 to 1, each with the words that a person judges it by:

- **when**: 1 / (1 + days / 2), for the fewest days apart that hold both for certain: from the earliest that either may
  have been to the latest. A day apart is 0.67, a week 0.22. One that is known to its month is 30 days from anything.
- **where**: 1 / (1 + km / 20), for the width of the smallest circle that holds both places for certain: the great
  circle distance of their points, and around each what its precision leaves open (`EXTENT`). Without a point, half as
  much where the names are the same, and 0 otherwise.
- **sides**: how far the forces of each are found in the other, the same or alike by name, from 0.3 (none) to 1 (all);
  less if those who stood together in one are opposed in the other; 0.75 where one tells of no force.
- **toll**: the fewer killed over the more, each plus 1, or 0.8 where their ranges meet; but no more than those who may
  be the same people, side by side, over the more, where the same forces took part and both tell of sides. Equal numbers
  tell the less, the smaller they are, for many incidents kill one or two. From 0.1 to 1; 0.6 where one tells of none.
- **kind**: 1 for the same, 0.95 for a broader one, else 0.7.
- **reports**: 1 where both cite a report, 0.9 where they don't; 0.5 where one dataset codes both as rows of their own
  from the same report, for then whoever coded them told them apart.

Days and circles are those that hold both *for certain*, so that what is known roughly is never nearer than what is
known exactly; of two that are as rough as each other the same is the nearest there is. Parts multiply, because an
incident is another one as soon as it was on another day, or elsewhere, whatever else agrees; and because then whatever
reaches a score is within so many days and kilometres (`reach`), where a store can look for it.

The numbers were chosen by hand on one half of the labelled pairs (docs/similar.md), and measured on the other.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations
from math import fsum
from types import MappingProxyType
from typing import NamedTuple

from domain.alike_forces import Named, alike_forces
from domain.alike_names import alike_names
from domain.compared import Compared, Days, Killed, Spot, kilometres
from domain.kinds import CODEBOOKS, IncidentKind
from domain.likeness import Likeness, Reason
from domain.period import DatePrecision
from domain.place import Precision
from domain.toll import Side

THRESHOLD = 0.4
"""What is listed unless somebody asks for more or less: chosen in docs/similar.md."""
LEAST = 0.1
"""Below this, nothing is looked for."""

EXTENT: Mapping[Precision, float] = MappingProxyType(
    {
        Precision.EXACT: 0.0,
        Precision.WITHIN_25_KM: 3.0,
        Precision.SECOND_ORDER_DIVISION: 15.0,
        Precision.FIRST_ORDER_DIVISION: 40.0,
        Precision.FUZZY_AREA: 15.0,
        Precision.COUNTRY: 250.0,
        Precision.INTERNATIONAL: 500.0,
    }
)
"""How far around its point, in km, a place of each precision is taken to reach."""

_DAYS_LEFT_OPEN: Mapping[DatePrecision | None, int] = MappingProxyType(
    {None: 0, DatePrecision.DAY: 0, DatePrecision.DAYS: 1, DatePrecision.WEEK: 6}
    | {DatePrecision.MONTH: 27, DatePrecision.YEAR: 364}
)
"""The fewest days apart that a date of this precision leaves open, whatever its text says."""

_PRECISIONS: Mapping[Precision, str] = MappingProxyType(
    {
        Precision.EXACT: "the place",
        Precision.WITHIN_25_KM: "within 25 km",
        Precision.SECOND_ORDER_DIVISION: "the district",
        Precision.FIRST_ORDER_DIVISION: "the province",
        Precision.FUZZY_AREA: "an area",
        Precision.COUNTRY: "the country",
        Precision.INTERNATIONAL: "international waters or air space",
    }
)

_DAYS_HALF, _KM_HALF = 2.0, 20.0
_UNPOINTED, _NO_TELLING = 0.5, 0.75
_NO_SIDE, _OPPOSED = 0.3, 0.7
_NO_TOLL, _OTHER_TOLL, _SMALL_TOLL, _IN_RANGE = 0.6, 0.1, 0.4, 0.8
_BROADER_KIND, _OTHER_KIND = 0.95, 0.7
_NO_REPORT, _TOLD_APART = 0.9, 0.5
_ALIKE_FORCE = 0.7
"""Forces that are less alike are others."""
_SAME_NAME, _SAME_POINT = 0.85, 0.05


Told = AbstractSet[tuple[Named, str]]
"""Forces that took part, each with its camp."""


class Reach(NamedTuple):
    """How far apart two incidents may be and still be as alike as some score."""

    days: int
    km: float


def reach(score: float) -> Reach:
    """The days and kilometres within which everything lies that is as alike as this."""
    return Reach(int(_DAYS_HALF * (1 / score - 1) + 1e-9), _KM_HALF * (1 / score - 1))


def alike(one: Compared, other: Compared) -> Likeness:
    """How alike two incidents are, and why: the same whichever comes first."""
    return Likeness.of(
        _when(one.days, other.days),
        _where(one.spot, other.spot),
        _sides(one.sides, other.sides),
        _toll(one, other),
        _kind(one.kind, other.kind),
        _reports(one, other),
    )


def _when(one: Days, other: Days) -> Reason:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return Reason("when", 0.0, "when is not limited on both sides")
    open_days = max(_DAYS_LEFT_OPEN[one.precision], _DAYS_LEFT_OPEN[other.precision])
    days = max(one.last, other.last, min(one.first, other.first) + open_days) - min(one.first, other.first)
    exact = one.first == one.last and other.first == other.last and open_days == 0
    apart = "the same day" if days == 0 else f"{days} {'day' if days == 1 else 'days'} apart"
    words = apart if exact else f"together within {days + 1} days, and no more exactly known"
    return Reason("when", 1 / (1 + days / _DAYS_HALF), words)


def _where(one: Spot, other: Spot) -> Reason:
    here, there = EXTENT[one.precision], EXTENT[other.precision]
    apart = kilometres(one, other)
    width = max(2 * here, 2 * there, (apart or 0.0) + (here + there))
    near = 1 / (1 + width / _KM_HALF)
    if apart is None:
        countries = {one.country, other.country} - {None}
        if len(countries) > 1 or alike_names(one.name, other.name) < _SAME_NAME:
            return Reason("where", 0.0, "one has no point, and the places are not called the same")
        return Reason("where", near * _UNPOINTED, "called the same, without a point")
    known = f"known to {' and '.join(_PRECISIONS[it] for it in sorted((one.precision, other.precision)))}"
    if one.precision is other.precision:
        known = f"both known to {_PRECISIONS[one.precision]}"
    return Reason("where", near, f"{'the same point' if apart < _SAME_POINT else f'{apart:.3g} km apart'}, {known}")


def _sides(one: Told, other: Told) -> Reason:
    if not one or not other:
        return Reason("sides", _NO_TELLING, "who took part is not known of both")
    if one == other:
        return Reason("sides", 1.0, f"the same took part: {_listed({force for force, _ in one})}")
    mine, theirs = ({force for force, _ in told} for told in (one, other))
    found = [_found(force, theirs) for force in mine] + [_found(force, mine) for force in theirs]
    share = fsum(found) / len(found)
    score = _NO_SIDE + (1 - _NO_SIDE) * share
    both = {force for force in mine if _found(force, theirs)} | {force for force in theirs if _found(force, mine)}
    rest = (mine | theirs) - both
    words = f"in both: {_listed(both)}" if both else "nobody took part in both"
    if rest:
        words += f"; in one only: {_listed(rest)}"
    if _stood_otherwise(one, other):
        return Reason("sides", score * _OPPOSED, f"{words}; but together in one, and opposed in the other")
    return Reason("sides", score, words)


def _found(force: Named, among: AbstractSet[Named]) -> float:
    """How far a force is among others: as the one that is most like it."""
    likeness = max(alike_forces(force, it).score for it in among)
    return likeness if likeness >= _ALIKE_FORCE else 0.0


def _stood_otherwise(one: Told, other: Told) -> bool:
    """Whether two forces that are in both stood together in one, and opposed in the other."""
    shared = sorted({force for force, _ in one} & {force for force, _ in other})
    return any(_together(a, b, one) != _together(a, b, other) for a, b in combinations(shared, 2))


def _together(force: Named, with_: Named, told: Told) -> bool:
    return bool({camp for it, camp in told if it == force} & {camp for it, camp in told if it == with_})


def _listed(forces: AbstractSet[Named]) -> str:
    return ", ".join(sorted({force.names[0] for force in forces}))


def _toll(one: Compared, other: Compared) -> Reason:
    if one.killed is None or other.killed is None:
        return Reason("toll", _NO_TOLL, "how many were killed is not known of both")
    fewer, more = sorted((one.killed.best, other.killed.best))
    words = f"{fewer} killed in both" if fewer == more else f"{fewer} and {more} killed"
    share = (fewer + 1) / (more + 1)
    if _may_be_equal(one.killed, other.killed):
        share = max(share, _IN_RANGE)
    same_forces = {force.id for force, _ in one.sides} == {force.id for force, _ in other.sides}
    if same_forces and one.killed.by_side and other.killed.by_side:
        same_people = _same_people(dict(one.killed.by_side), dict(other.killed.by_side))
        words += ", of other sides" if same_people < share else ""
        share = min(share, same_people)
    share *= 1 - _SMALL_TOLL / (1 + fewer)
    return Reason("toll", _OTHER_TOLL + (1 - _OTHER_TOLL) * share, words)


def _same_people(one: dict[Side, int], other: dict[Side, int]) -> float:
    """How many may be the same people, over the more, each plus 1: those of an unknown side may be of any."""
    more = max(sum(one.values()), sum(other.values()))
    my_unknown, its_unknown = one.pop("unknown", 0), other.pop("unknown", 0)
    same = sum(min(number, other.get(side, 0)) for side, number in one.items())
    by_my_unknown = min(my_unknown, sum(other.values()) - same)
    by_its_unknown = min(its_unknown, sum(one.values()) - same)
    same += by_my_unknown + by_its_unknown + min(my_unknown - by_my_unknown, its_unknown - by_its_unknown)
    return (same + 1) / (more + 1)


def _may_be_equal(one: Killed, other: Killed) -> bool:
    return all(mine.high is None or mine.high >= its.low for mine, its in ((one, other), (other, one)))


def _kind(one: IncidentKind, other: IncidentKind) -> Reason:
    if one is other:
        return Reason("kind", 1.0, f"both {_words(one)}")
    broader = {CODEBOOKS[one].broader, CODEBOOKS[other].broader}
    score = _BROADER_KIND if broader & {one, other} else _OTHER_KIND
    return Reason("kind", score, " and ".join(sorted(map(_words, (one, other)))))


def _words(kind: IncidentKind) -> str:
    return kind.replace("_", " ")


def _reports(one: Compared, other: Compared) -> Reason:
    datasets = {dataset for dataset, _ in one.rows} & {dataset for dataset, _ in other.rows}
    if not one.reports & other.reports:
        return Reason("reports", _NO_REPORT, "cite no report in common")
    if datasets and not one.rows & other.rows:
        return Reason("reports", _TOLD_APART, f"{min(datasets)} codes both, told apart, from the same report")
    return Reason("reports", 1.0, "cite the same report")
