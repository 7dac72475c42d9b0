"""What the read model is asked for suspected duplicates: which incidents are near others in days and distance."""

from typing import NamedTuple

from pydantic import Field

from application.questions import Question
from domain.compared import Compared
from domain.value import Id, Value


class NearQuestion(Question):
    """Which pairs of incidents that stand are near each other: of one with all, or of those that a dataset brought.

    Those brought were entered after one position and up to another, and are coded by a row of the dataset. Others that
    the dataset codes too are left out, unless they are asked for. Each pair is answered once.
    """

    incident: Id | None = None
    after: int = 0
    until: int = 0
    dataset: str = ""
    within_dataset: bool = False
    days: int = Field(ge=0)
    """From the earliest that either may have been to the latest, at most."""
    km: float = Field(gt=0)
    """Between their points, at most; one without a point is near whatever is not of another country."""


class NearIncident(NamedTuple):
    """An incident that is near another."""

    id: Id
    title: str
    compared: Compared


class NearPair(Value):
    """Two incidents that are near each other; `one` is the one asked about, or one that the dataset brought."""

    one: NearIncident
    other: NearIncident
