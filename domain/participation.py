"""A force in an incident, as a report tells it."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from domain.figure import Figure
from domain.period import Duration
from domain.value import Id, Instant, Line, Value, text_or

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
    """One means, and what the report says of it beyond its kind; plain text is read as the kind alone."""

    kind: MeansKind
    detail: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"kind": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return text_or(handler(schema), {"enum": [*MeansKind], "type": "string"}, handler.mode)


class Participation(Value):
    """A force in an incident: its camp, its role where one is claimed, its means and strength, from when, how long."""

    force_id: Id
    camp: Camp
    role: ParticipationRole | None = None
    means: tuple[Means, ...] = Field(default=(), max_length=30)
    strength: Figure | None = None
    began_at: Instant | None = None
    duration: Duration | None = None
