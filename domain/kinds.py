"""What kind of occurrence an incident is: the taxonomy of the ACLED Codebook (2024), its event and sub-event types.

ACLED's event types are the broad kinds, its sub-event types the narrow ones; either may be given, as far as sources
tell. UCDP (GED Codebook 25.1) types organised violence by who fights whom, not by its form, so a kind admits several
of its types, or none where it is not organised violence that kills.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NamedTuple


class TypeOfViolence(IntEnum):
    """UCDP's types of organised violence."""

    STATE_BASED = 1
    NON_STATE = 2
    ONE_SIDED = 3


class IncidentKind(StrEnum):
    """A kind of occurrence: an event type or a sub-event type of the ACLED Codebook (2024)."""

    BATTLE = "battle"
    ARMED_CLASH = "armed_clash"
    GOVERNMENT_REGAINS_TERRITORY = "government_regains_territory"
    NON_STATE_ACTOR_OVERTAKES_TERRITORY = "non_state_actor_overtakes_territory"
    EXPLOSION_OR_REMOTE_VIOLENCE = "explosion_or_remote_violence"
    CHEMICAL_WEAPON = "chemical_weapon"
    AIR_OR_DRONE_STRIKE = "air_or_drone_strike"
    SUICIDE_BOMB = "suicide_bomb"
    SHELLING_ARTILLERY_OR_MISSILE_ATTACK = "shelling_artillery_or_missile_attack"
    REMOTE_EXPLOSIVE_LANDMINE_OR_IED = "remote_explosive_landmine_or_ied"
    GRENADE = "grenade"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    SEXUAL_VIOLENCE = "sexual_violence"
    ATTACK = "attack"
    ABDUCTION_OR_FORCED_DISAPPEARANCE = "abduction_or_forced_disappearance"
    PROTEST = "protest"
    PEACEFUL_PROTEST = "peaceful_protest"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention"
    EXCESSIVE_FORCE_AGAINST_PROTESTERS = "excessive_force_against_protesters"
    RIOT = "riot"
    VIOLENT_DEMONSTRATION = "violent_demonstration"
    MOB_VIOLENCE = "mob_violence"
    STRATEGIC_DEVELOPMENT = "strategic_development"
    AGREEMENT = "agreement"
    ARRESTS = "arrests"
    CHANGE_TO_GROUP_OR_ACTIVITY = "change_to_group_or_activity"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use"
    HEADQUARTERS_OR_BASE_ESTABLISHED = "headquarters_or_base_established"
    LOOTING_OR_PROPERTY_DESTRUCTION = "looting_or_property_destruction"
    NON_VIOLENT_TRANSFER_OF_TERRITORY = "non_violent_transfer_of_territory"
    OTHER = "other"


class Codebook(NamedTuple):
    """One kind as other codebooks have it."""

    broader: IncidentKind | None
    acled_event_type: str
    acled_sub_event_type: str | None
    ucdp_types: frozenset[TypeOfViolence]


_FIGHTING = frozenset({TypeOfViolence.STATE_BASED, TypeOfViolence.NON_STATE})
_ANY = frozenset(TypeOfViolence)
_ONE_SIDED = frozenset({TypeOfViolence.ONE_SIDED})
_NOT_ORGANISED: frozenset[TypeOfViolence] = frozenset()

_ROWS = """
battle                               | Battles                    |
armed_clash                          | Battles                    | Armed clash
government_regains_territory         | Battles                    | Government regains territory
non_state_actor_overtakes_territory  | Battles                    | Non-state actor overtakes territory
explosion_or_remote_violence         | Explosions/Remote violence |
chemical_weapon                      | Explosions/Remote violence | Chemical weapon
air_or_drone_strike                  | Explosions/Remote violence | Air/drone strike
suicide_bomb                         | Explosions/Remote violence | Suicide bomb
shelling_artillery_or_missile_attack | Explosions/Remote violence | Shelling/artillery/missile attack
remote_explosive_landmine_or_ied     | Explosions/Remote violence | Remote explosive/landmine/IED
grenade                              | Explosions/Remote violence | Grenade
violence_against_civilians           | Violence against civilians |
sexual_violence                      | Violence against civilians | Sexual violence
attack                               | Violence against civilians | Attack
abduction_or_forced_disappearance    | Violence against civilians | Abduction/forced disappearance
protest                              | Protests                   |
peaceful_protest                     | Protests                   | Peaceful protest
protest_with_intervention            | Protests                   | Protest with intervention
excessive_force_against_protesters   | Protests                   | Excessive force against protesters
riot                                 | Riots                      |
violent_demonstration                | Riots                      | Violent demonstration
mob_violence                         | Riots                      | Mob violence
strategic_development                | Strategic developments     |
agreement                            | Strategic developments     | Agreement
arrests                              | Strategic developments     | Arrests
change_to_group_or_activity          | Strategic developments     | Change to group/activity
disrupted_weapons_use                | Strategic developments     | Disrupted weapons use
headquarters_or_base_established     | Strategic developments     | Headquarters or base established
looting_or_property_destruction      | Strategic developments     | Looting/property destruction
non_violent_transfer_of_territory    | Strategic developments     | Non-violent transfer of territory
other                                | Strategic developments     | Other
"""

_UCDP = {
    "Battles": _FIGHTING,
    "Explosions/Remote violence": _ANY,
    "Violence against civilians": _ONE_SIDED,
    "Excessive force against protesters": _ONE_SIDED,
}


def _codebooks() -> Mapping[IncidentKind, Codebook]:
    rows = [[cell.strip() for cell in line.split("|")] for line in _ROWS.strip().splitlines()]
    broad = {event_type: IncidentKind(kind) for kind, event_type, sub_event_type in rows if not sub_event_type}
    return MappingProxyType(
        {
            IncidentKind(kind): Codebook(
                broader=broad[event_type] if sub_event_type else None,
                acled_event_type=event_type,
                acled_sub_event_type=sub_event_type or None,
                ucdp_types=_UCDP.get(sub_event_type, _UCDP.get(event_type, _NOT_ORGANISED)),
            )
            for kind, event_type, sub_event_type in rows
        }
    )


CODEBOOKS = _codebooks()
"""Each kind as ACLED and UCDP have it."""


def kind_of_ucdp(type_of_violence: TypeOfViolence) -> IncidentKind:
    """The broadest kind that UCDP's type tells by itself: fighting between sides, or violence against civilians."""
    if type_of_violence is TypeOfViolence.ONE_SIDED:
        return IncidentKind.VIOLENCE_AGAINST_CIVILIANS
    return IncidentKind.BATTLE
