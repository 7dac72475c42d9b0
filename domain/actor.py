"""Who acts, and what they may do."""

from enum import StrEnum

from domain.value import Line, Value


class Role(StrEnum):
    """What somebody may do: a viewer reads, an analyst records, a reviewer records and confirms."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    REVIEWER = "reviewer"


class Actor(Value):
    """Somebody who reads or records, as their token names them."""

    name: Line
    role: Role
