"""Declarations that the record is complete: for which area, period and kinds of incident, and on what basis."""

from datetime import datetime
from typing import Annotated, ClassVar, Self, assert_never
from uuid import UUID

from pydantic import Field, model_validator

from domain.edtf import Edtf, certainly_within, parse
from domain.fact import Aggregate, Fact, Verb
from domain.kinds import CODEBOOKS, IncidentKind
from domain.moment import must_have_come
from domain.period import Period
from domain.place import Country, Degrees, Place
from domain.refusal import Refusal
from domain.report import Report
from domain.toll import Harm
from domain.value import Count, Id, Reason, Text, Value, part_of


class CoverageAlreadyWithdrawn(Refusal):
    """The declaration was withdrawn; nothing more may rest on it."""


class Box(Value):
    """The part of the globe between two parallels and two meridians, in degrees (WGS 84).

    Where west is more than east, it lies across the antimeridian.
    """

    west: Annotated[Degrees, Field(ge=-180, le=180)]
    south: Annotated[Degrees, Field(ge=-90, le=90)]
    east: Annotated[Degrees, Field(ge=-180, le=180)]
    north: Annotated[Degrees, Field(ge=-90, le=90)]

    @model_validator(mode="after")
    def _upright(self) -> Self:
        if self.south > self.north:
            raise ValueError("the box's south lies north of its north")
        return self

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether the point lies in it or on its edge; the antimeridian has two names, 180 and -180."""
        names = (180, -180) if abs(longitude) == 180 else (longitude,)  # noqa: PLR2004 - degrees
        return any(map(self._between, names)) and self.south <= latitude <= self.north

    def _between(self, longitude: float) -> bool:
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


class Area(Value):
    """Where: in any of these countries, and in this box; without either, everywhere."""

    countries: tuple[Country, ...] = Field(default=(), max_length=250)
    box: Box | None = None

    def holds(self, place: Place) -> bool:
        """Whether a place is known to lie in it."""
        if self.countries and place.country not in self.countries:
            return False
        if self.box is None:
            return True
        return (
            place.latitude is not None
            and place.longitude is not None
            and self.box.holds(place.latitude, place.longitude)
        )


class Scope(Value):
    """What a declaration covers: incidents in an area, within a period, of these kinds; no kinds is every kind.

    `min_killed` is the fewest killed that an incident must have had to be covered: UCDP's datasets, for one, hold only
    incidents with at least one death. `harms` are those for which the tolls of these incidents are complete as well, so
    that a side without a toll was not harmed so, unless among those whom a toll of `all` or `unknown` counts; none says
    nothing of tolls.
    """

    area: Area = Area()
    period: Edtf
    kinds: tuple[IncidentKind, ...] = Field(default=(), max_length=50)
    min_killed: Count | None = None
    harms: tuple[Harm, ...] = Field(default=(), max_length=len(Harm))

    def holds(self, kind: IncidentKind, occurred: Period, place: Place) -> bool:
        """Whether an incident certainly lies in it, by kind, time and place; a broad kind takes in its narrow ones."""
        return (
            (not self.kinds or kind in self.kinds or CODEBOOKS[kind].broader in self.kinds)
            and certainly_within(parse(occurred.edtf), parse(self.period))
            and self.area.holds(place)
        )


class Declaration(Scope):
    """A scope, and why the record is held to be complete for it: in words, and by the report that says so."""

    basis: Text
    report_id: Id | None = None


class CoverageDeclared(Fact, Declaration):
    """The record was declared complete for a scope."""

    verb: ClassVar = Verb.REPORT


class CoverageWithdrawn(Fact):
    """The record is not complete there, or not held to be any more."""

    verb: ClassVar = Verb.RETRACT
    reason: Reason


class Coverage(Aggregate[CoverageDeclared, CoverageWithdrawn]):
    """A coverage, as far as decisions need it."""

    opening: ClassVar = CoverageDeclared
    later: ClassVar = CoverageWithdrawn
    id: Id
    scope: Scope
    withdrawn: bool = False

    @classmethod
    def declare(cls, declaration: Declaration, report: Report | None, now: datetime) -> CoverageDeclared:
        """Declare that the record is complete for a scope.

        Raises:
            AlreadyWithdrawn: the report was withdrawn.
            InTheFuture: the period begins after `now`.
        """
        if report:
            report.must_stand("report_id")
        must_have_come(parse(declaration.period).earliest, now, "period")
        return CoverageDeclared(**dict(declaration))

    def withdraw(self, reason: str) -> CoverageWithdrawn:
        """Say that the record is not complete there after all.

        Raises:
            CoverageAlreadyWithdrawn: it is withdrawn.
        """
        self.must_stand()
        return CoverageWithdrawn(reason=reason)

    @classmethod
    def opened(cls, id: UUID, fact: CoverageDeclared) -> Self:
        return cls(id=id, scope=part_of(Scope, fact))

    def after(self, fact: CoverageWithdrawn) -> Self:
        match fact:
            case CoverageWithdrawn():
                return self._with(withdrawn=True)
            case _:
                assert_never(fact)

    def must_stand(self, field: str | None = None) -> None:
        if self.withdrawn:
            raise CoverageAlreadyWithdrawn(f"Coverage {self.id} was withdrawn.", field)
