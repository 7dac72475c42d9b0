"""The rows that tell what a sum is made of: each casualty that it considered."""

from collections.abc import Sequence
from enum import StrEnum

from domain.toll import Harm, PersonStatus, PopulationGroup, Side
from domain.value import Id, Value


class LeftOutOfSum(StrEnum):
    """Why a casualty adds nothing to a sum."""

    NOT_COUNTABLE = "not_countable"
    """It has no number to add, or no report that is held good."""
    COUNTED_IN_OTHERS = "counted_in_others"
    """Another one that is added counts its people already."""


class LineageRow(Value):
    """A casualty that a sum considered: what it adds, or why nothing, and the entries that this rests on.

    `incident_id` is the incident whose sum it is a part of, `entered_for` the one that it was entered for, which may be
    merged into that. `counted_in` is the casualty that counts its people, where that is the toll of everybody.
    `low_from`, `best_from` and `high_from` are the positions of the figures that the policy takes, `report_ids` and
    `source_ids` whose they are.
    """

    casualty_id: Id
    incident_id: Id
    entered_for: Id
    side: Side
    harm: Harm
    person_status: PersonStatus | None
    group: PopulationGroup | None
    low: int
    best: int
    high: int
    open_ended: bool
    disordered: bool
    left_out: LeftOutOfSum | None
    counted_in: Id | None
    low_from: int | None
    best_from: int | None
    high_from: int | None
    report_ids: Sequence[Id]
    source_ids: Sequence[Id]
