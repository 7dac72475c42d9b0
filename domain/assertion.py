"""What a claim asserts: a small closed language that a machine decides, as JSON.

`asserts` says what kind of assertion it is; every part is named in docs/claims.md, and domain/plain_words.py says each
one in words. Longer than most files would be with less in it: the whole language stands in one place.
"""

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from domain.coverage import Box
from domain.edtf import Edtf, Undated, parse
from domain.kinds import IncidentKind
from domain.place import Country
from domain.scales import Grading
from domain.toll import Harm, PersonStatus, PopulationGroup, Side
from domain.value import Count, Flag, Id, Value

MOST_PARTS, DEEPEST = 100, 12
"""How many parts an assertion has, and how deep it goes, at most."""


class Relation(StrEnum):
    """How a number is said to stand to another."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    """From `number` to `to`, both included."""
    ABOUT = "about"
    """At most `tolerance` of `number` away from it: 0.1 is a tenth."""


Number = Annotated[
    Annotated[int, Field(strict=True, ge=0, le=1_000_000_000_000)]
    | Annotated[float, Field(strict=True, ge=0, le=1_000_000_000_000)],
    Field(union_mode="left_to_right"),
]
"""A number to compare with; fractions only make sense for ratios and durations."""


class Comparison(Value):
    """What a number is compared with: `{"relation": "about", "number": 100, "tolerance": 0.1}`."""

    relation: Relation
    number: Number
    to: Number | None = None
    tolerance: Annotated[float, Field(strict=True, ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _says_what_its_relation_needs(self) -> Self:
        if (self.to is not None) != (self.relation is Relation.BETWEEN):
            raise ValueError("`to` is the upper bound of `between`, and of nothing else")
        if (self.tolerance is not None) != (self.relation is Relation.ABOUT):
            raise ValueError("`about` has a `tolerance`, a share of its number such as 0.1, and nothing else has")
        if self.to is not None and self.to < self.number:
            raise ValueError("`to` is less than `number`")
        return self

    @property
    def bounds(self) -> tuple[Fraction, Fraction | None]:
        """The least and the greatest number for which it holds, both included; None is no upper bound."""
        number = _exact(self.number)
        match self.relation:
            case Relation.EXACTLY:
                return number, number
            case Relation.AT_LEAST:
                return number, None
            case Relation.AT_MOST:
                return Fraction(0), number
            case Relation.BETWEEN:
                return number, _exact(self.to or 0)
            case Relation.ABOUT:
                away = number * _exact(self.tolerance or 0)
                return number - away, number + away


def _exact(number: float) -> Fraction:
    """The decimal that was written: 0.1 is a tenth, not the nearest binary fraction."""
    return Fraction(repr(number))


def _dated(period: str) -> str:
    span = parse(period)
    if Undated.UNKNOWN in {span.begin, span.end}:
        raise ValueError("an unknown end is no bound: give it a date, or leave it open (..)")
    if span.uncertain or span.approximate or span.unspecified:
        raise ValueError("an assertion says between which days: without ? ~ % and X")
    return period


class Incidents(Value):
    """Which incidents: this one; or all that stand and of which everything that is given holds.

    `force` took part or was harmed, or a force that stood under it at the time did; `between` two forces: each, or one
    that stood under it at the time, in camps that stood against each other. `min_killed` people were killed at least.
    """

    incident: Id | None = None
    occurred: Edtf | None = None
    countries: tuple[Country, ...] = Field(default=(), max_length=250)
    box: Box | None = None
    kinds: tuple[IncidentKind, ...] = Field(default=(), max_length=50)
    force: Id | None = None
    between: tuple[Id, Id] | None = None
    grading: tuple[Grading, ...] = Field(default=(), max_length=10)
    min_killed: Count | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.incident is not None and any(dict(self, incident=None).values()):
            raise ValueError("one incident is named by itself: with `incident`, nothing else is given")
        if self.between is not None and self.between[0] == self.between[1]:
            raise ValueError("`between` names two different forces")
        if self.occurred is not None:
            _dated(self.occurred)
        return self


class Tolled(Value):
    """How many people: one harm, perhaps to one side (with the forces that stood under it), of some incidents.

    Without a side, everybody who was harmed so.
    """

    harm: Harm
    side: Side | None = None
    person_status: PersonStatus | None = None
    group: PopulationGroup | None = None
    incidents: Incidents

    @model_validator(mode="after")
    def _names_a_side_by_itself(self) -> Self:
        if self.side == "all":
            raise ValueError("all sides together are meant where no side is given")
        return self


class TollAssertion(Value):
    """So many people were harmed."""

    asserts: Literal["toll"]
    toll: Tolled
    compared: Comparison


class CountAssertion(Value):
    """There were so many incidents."""

    asserts: Literal["count"]
    incidents: Incidents
    compared: Comparison


class RankAssertion(Value):
    """An incident has this rank among others by how many were harmed in it: 1 is the largest.

    Its rank is one more than the number of others in which as many or more were harmed; with `tied`, in which more
    were: it may then share its rank with others.
    """

    asserts: Literal["rank"]
    incident: Id
    harm: Harm
    side: Side | None = None
    person_status: PersonStatus | None = None
    group: PopulationGroup | None = None
    among: Incidents
    compared: Comparison
    tied: Flag = False

    @property
    def toll(self) -> Tolled:
        """What the incidents are ranked by."""
        return Tolled(
            harm=self.harm,
            side=self.side,
            person_status=self.person_status,
            group=self.group,
            incidents=self.among,
        )

    @model_validator(mode="after")
    def _ranks_among_several(self) -> Self:
        if self.among.incident is not None:
            raise ValueError("`among` names several incidents, not one")
        if self.compared.bounds[1] is not None and self.compared.bounds[1] < 1:
            raise ValueError("a rank is 1 or more")
        _ = self.toll  # its own rules hold too
        return self


class RatioAssertion(Value):
    """So many times as many people were harmed as others: `of` divided by `to`.

    Where nobody was harmed of `to`, there is no upper bound to the ratio; of neither, there is no ratio, and it does
    not hold.
    """

    asserts: Literal["ratio"]
    of: Tolled
    to: Tolled
    compared: Comparison

    @model_validator(mode="after")
    def _compares_two_things(self) -> Self:
        if self.of == self.to:
            raise ValueError("`of` and `to` are the same")
        return self


class OrderAssertion(Value):
    """One incident was before another; with `days`, so many days before it."""

    asserts: Literal["order"]
    first: Id
    then: Id
    days: Comparison | None = None

    @model_validator(mode="after")
    def _orders_two_things(self) -> Self:
        if self.first == self.then:
            raise ValueError("`first` and `then` are the same incident")
        return self


class TimeUnit(StrEnum):
    """In what a duration is counted."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"

    @property
    def seconds(self) -> int:
        """How long one is."""
        return {TimeUnit.MINUTES: 60, TimeUnit.HOURS: 3_600, TimeUnit.DAYS: 86_400}[self]


class DurationAssertion(Value):
    """An incident, or what a force did in it, lasted so long."""

    asserts: Literal["duration"]
    incident: Id
    force: Id | None = None
    compared: Comparison
    unit: TimeUnit


class InitiatedAssertion(Value):
    """A force, or one that stood under it at the time, initiated an incident; with `report_id`, as that report says."""

    asserts: Literal["initiated"]
    incident: Id
    force: Id
    report_id: Id | None = None


class AllAssertion(Value):
    """Each of these holds."""

    asserts: Literal["all"]
    of: tuple["Assertion", ...] = Field(min_length=1, max_length=MOST_PARTS)


class AnyAssertion(Value):
    """At least one of these holds."""

    asserts: Literal["any"]
    of: tuple["Assertion", ...] = Field(min_length=1, max_length=MOST_PARTS)


class NotAssertion(Value):
    """This does not hold."""

    asserts: Literal["not"]
    of: "Assertion"


Plain = (
    TollAssertion
    | CountAssertion
    | RankAssertion
    | RatioAssertion
    | OrderAssertion
    | DurationAssertion
    | InitiatedAssertion
)
"""An assertion that has no other inside it."""

Assertion = Annotated[Plain | AllAssertion | AnyAssertion | NotAssertion, Field(discriminator="asserts")]
"""What a claim asserts."""

for _model in (AllAssertion, AnyAssertion, NotAssertion):
    _model.model_rebuild()


def _small(assertion: Any) -> Any:
    if depth(assertion) > DEEPEST:
        raise ValueError(f"assertions stand inside each other at most {DEEPEST} deep")
    if sum(1 for _ in plain_parts(assertion)) > MOST_PARTS:
        raise ValueError(f"an assertion has at most {MOST_PARTS} parts")
    return assertion


Asserted = Annotated[Assertion, AfterValidator(_small)]
"""A whole assertion, of a size that can be decided."""


def plain_parts(assertion: Any) -> Iterator[Plain]:
    """The assertions without others inside, from left to right."""
    match assertion:
        case AllAssertion() | AnyAssertion():
            for each in assertion.of:
                yield from plain_parts(each)
        case NotAssertion():
            yield from plain_parts(assertion.of)
        case _:
            yield assertion


def depth(assertion: Any) -> int:
    """How many assertions stand inside each other."""
    match assertion:
        case AllAssertion() | AnyAssertion():
            return 1 + max(map(depth, assertion.of))
        case NotAssertion():
            return 1 + depth(assertion.of)
        case _:
            return 1
