"""What the record says of an assertion, and what that rests on."""

from collections.abc import Sequence
from enum import StrEnum

from domain.coverage import Box
from domain.kinds import IncidentKind
from domain.policy import Policy
from domain.value import Id, Value


class Outcome(StrEnum):
    """Whether the record supports an assertion."""

    SUPPORTED = "supported"
    """Every reading of the record satisfies it."""
    CONTRADICTED = "contradicted"
    """None does."""
    NOT_DECIDABLE = "not_decidable"
    """Some readings do and others don't, or it hangs on what the record may not hold."""


class Bounded(Value):
    """A number that an assertion speaks of: what it is in words, and the least and the most that it may be."""

    words: str
    least: int
    most: int | None
    """None where nothing bounds it."""


class Witness(Value):
    """Something on record that the verdict rests on: the toll of an incident, or what a report says of it.

    `certain` where it belongs to what is asserted for certain, and not only perhaps; `figures` are the log positions
    of the figures that the policy picks.
    """

    incident_id: Id
    casualty_id: Id | None = None
    report_ids: Sequence[Id] = ()
    figures: Sequence[int] = ()
    least: int | None = None
    most: int | None = None
    certain: bool = True
    says: str


class Missing(Value):
    """A coverage that is not declared, and without which the record may not hold what would decide it."""

    countries: Sequence[str] = ()
    box: Box | None = None
    kinds: Sequence[IncidentKind] = ()
    period: str | None = None
    min_killed: int | None = None
    words: str


class Flip(Value):
    """What would make the verdict another one: a figure that said so much more or less, or a report that was not."""

    casualty_id: Id | None = None
    report_id: Id | None = None
    by: int | None = None
    """How many more (or, below none, fewer) people than its least or its most the figure would have to admit."""
    then: Outcome
    words: str


class Verdict(Value):
    """What the record says of an assertion, as seen from a standpoint, under a policy; with everything it rests on."""

    verdict: Outcome
    words: str
    because: Sequence[str]
    policy: Policy
    policy_version: int
    position: int
    published_by: str | None
    without: Sequence[str]
    numbers: Sequence[Bounded]
    witnesses: Sequence[Witness]
    witnesses_in_all: int
    coverages: Sequence[Id]
    """The coverages that it rests on."""
    missing: Sequence[Missing]
    flips: Sequence[Flip]
