"""A force in an incident, as a report tells it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.figure import Figure
from domain.period import Duration
from domain.value import Id, Instant, Line, Value

Camp = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]$")]
"""Who stood together: `a`, `b`, ... It implies no direction, like UCDP's sides."""


class ParticipationRole(StrEnum):
    """What a report claims that a force did there; who started it is often what is contested."""

    INITIATOR = "initiator"
    TARGET = "target"
    RESPONDER = "responder"
    SUPPORTING = "supporting"
    CO_LOCATED = "co_located"


class MeansKind(StrEnum):
    """What a force fought with."""

    SMALL_ARMS = "small_arms"
    HEAVY_WEAPONS = "heavy_weapons"
    MORTAR = "mortar"
    ARTILLERY = "artillery"
    ROCKETS = "rockets"
    MISSILE = "missile"
    TANK = "tank"
    ARMOURED_VEHICLE = "armoured_vehicle"
    FIGHTER_AIRCRAFT = "fighter_aircraft"
    BOMBER = "bomber"
    GUNSHIP = "gunship"
    ATTACK_HELICOPTER = "attack_helicopter"
    DRONE = "drone"
    AIR_DEFENCE = "air_defence"
    WARSHIP = "warship"
    BOMB = "bomb"
    IMPROVISED_EXPLOSIVE_DEVICE = "improvised_explosive_device"
    SUICIDE_BOMB = "suicide_bomb"
    LANDMINE = "landmine"
    GRENADE = "grenade"
    CHEMICAL_AGENT = "chemical_agent"
    INCENDIARY = "incendiary"
    CLUSTER_MUNITION = "cluster_munition"
    BLADED_WEAPON = "bladed_weapon"
    OTHER = "other"


class Means(Value):
    """One means, and what the report says of it beyond its kind."""

    kind: MeansKind
    detail: Line | None = None


class Participation(Value):
    """A force in an incident: its camp, its role where one is claimed, its means and strength, from when, how long."""

    force_id: Id
    camp: Camp
    role: ParticipationRole | None = None
    means: tuple[Means, ...] = Field(default=(), max_length=30)
    strength: Figure | None = None
    began_at: Instant | None = None
    duration: Duration | None = None
