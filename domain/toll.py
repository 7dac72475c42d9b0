"""Who was harmed, and how."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal
from uuid import UUID, uuid5

from domain.value import Id, Value


class Harm(StrEnum):
    """What was done to people. Different harms are never added together."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    DETAINED = "detained"
    DISPLACED = "displaced"


class PersonStatus(StrEnum):
    """What the harmed were, after OHCHR's Guidance on Casualty Recording (2019); none is: whoever they were."""

    COMBATANT = "combatant"
    ARMED_FORCES = "armed_forces"
    DIRECT_PARTICIPANT = "direct_participant"
    HORS_DE_COMBAT = "hors_de_combat"
    MEDICAL_OR_RELIGIOUS = "medical_or_religious"
    CIVILIAN = "civilian"
    CIVILIAN_IN_MILITARY_ROLE = "civilian_in_military_role"
    JOURNALIST = "journalist"
    HEALTHCARE = "healthcare"
    OTHER_PROTECTED = "other_protected"
    UNDETERMINED = "undetermined"


class PopulationGroup(StrEnum):
    """Women, men and children as groups; none is: everybody."""

    WOMEN = "women"
    MEN = "men"
    CHILDREN = "children"


Side = Id | Literal["civilians", "unknown", "all"]
"""Whose toll it is: a force, civilians, an unknown side, or all sides together."""

WIDER_STATUS: Mapping[PersonStatus, PersonStatus] = MappingProxyType(
    {
        PersonStatus.ARMED_FORCES: PersonStatus.COMBATANT,
        PersonStatus.DIRECT_PARTICIPANT: PersonStatus.COMBATANT,
        PersonStatus.CIVILIAN_IN_MILITARY_ROLE: PersonStatus.CIVILIAN,
        PersonStatus.JOURNALIST: PersonStatus.CIVILIAN,
        PersonStatus.HEALTHCARE: PersonStatus.CIVILIAN,
    }
)
"""Which status is a part of which wider one."""


class Toll(Value):
    """What one casualty counts: one harm to one side in one incident, perhaps only some of its people."""

    incident_id: Id
    side: Side
    harm: Harm
    person_status: PersonStatus | None = None
    group: PopulationGroup | None = None

    @property
    def casualty_id(self) -> UUID:
        """The id of the one casualty that holds this toll: a version 5 UUID (RFC 9562), so nothing is counted twice."""
        parts = (self.side, self.harm, self.person_status or "any", self.group or "any")
        return uuid5(self.incident_id, "/".join(map(str, parts)))
