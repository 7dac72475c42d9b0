"""Where something happened, as exactly as the source tells and no more exactly."""

from enum import IntEnum
from typing import Annotated, Self

from iso3166 import countries_by_alpha3
from pydantic import AfterValidator, Field, model_validator

from domain.value import Code, FromNumber, Line, Text, Value


class Precision(IntEnum):
    """UCDP's `where_prec`: how exactly the place is known (GED Codebook 25.1)."""

    EXACT = 1
    WITHIN_25_KM = 2
    SECOND_ORDER_DIVISION = 3
    FIRST_ORDER_DIVISION = 4
    FUZZY_AREA = 5
    """A line, a fuzzy area, or a point between two places."""
    COUNTRY = 6
    INTERNATIONAL = 7
    """International waters or air space."""


def _on_record(code: str) -> str:
    if code not in countries_by_alpha3:
        raise ValueError("a country is an ISO 3166-1 alpha-3 code, such as SYR")
    return code


Country = Annotated[str, Field(strict=True), AfterValidator(_on_record)]
"""A country's ISO 3166-1 alpha-3 code, or XKX, the user-assigned code for Kosovo."""

Degrees = Annotated[float, Field(strict=True)]


class Division(Value):
    """A first- or second-order administrative division: its name, and its codes in published schemes."""

    name: Line
    codes: tuple[Code, ...] = Field(default=(), max_length=20)


class Place(Value):
    """A place on the globe (WGS 84 degrees) with its precision; beyond precision 1 the point only represents it."""

    name: Line
    precision: Annotated[Precision, FromNumber()]
    latitude: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    country: Country | None = None
    adm1: Division | None = None
    adm2: Division | None = None
    codes: tuple[Code, ...] = Field(default=(), max_length=20)
    description: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("a latitude and a longitude are given together")
        if self.precision == Precision.COUNTRY and self.country is None:
            raise ValueError("a place known to its country only names the country")
        return self

    @property
    def exact(self) -> bool:
        """Whether the point is the place itself, rather than representing it."""
        return self.precision is Precision.EXACT and self.latitude is not None
