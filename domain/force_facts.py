"""What a force is, and the facts that its history is made of."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from pydantic import Field

from domain.allegiance import Allegiance, AllegianceKind
from domain.fact import Fact, Verb
from domain.place import Country
from domain.value import Code, Id, Line, Reason, Value


class ForceKind(StrEnum):
    """What kind of actor a force is: ACLED's eight `inter` kinds, and two narrower ones within its last."""

    STATE_FORCES = "state_forces"
    REBEL_GROUP = "rebel_group"
    POLITICAL_MILITIA = "political_militia"
    IDENTITY_MILITIA = "identity_militia"
    RIOTERS = "rioters"
    PROTESTERS = "protesters"
    CIVILIANS = "civilians"
    EXTERNAL_OR_OTHER_FORCES = "external_or_other_forces"
    COALITION = "coalition"
    PRIVATE_COMPANY = "private_company"


ACLED_INTER: Mapping[ForceKind, int] = MappingProxyType(
    {
        ForceKind.STATE_FORCES: 1,
        ForceKind.REBEL_GROUP: 2,
        ForceKind.POLITICAL_MILITIA: 3,
        ForceKind.IDENTITY_MILITIA: 4,
        ForceKind.RIOTERS: 5,
        ForceKind.PROTESTERS: 6,
        ForceKind.CIVILIANS: 7,
        ForceKind.EXTERNAL_OR_OTHER_FORCES: 8,
        ForceKind.COALITION: 8,
        ForceKind.PRIVATE_COMPANY: 8,
    }
)
"""Each kind as ACLED's `inter` code; coalitions and private companies are 8, external or other forces."""


class Actorhood(Value):
    """What a force is: its name, its kind, its country and its codes in published schemes."""

    name: Line
    kind: ForceKind
    country: Country | None = None
    codes: tuple[Code, ...] = Field(default=(), max_length=50)


class ForceRegistered(Fact, Actorhood):
    """A force was entered."""

    verb: ClassVar = Verb.REGISTER


class ForceRenamed(Fact):
    """The force goes by another name now; the old one stays as an alias."""

    verb: ClassVar = Verb.RENAME
    name: Line
    reason: Reason


class AliasAdded(Fact):
    """The force is also known by this name: in another language or script, or to another source."""

    verb: ClassVar = Verb.LINK
    alias: Line


class AllegianceDeclared(Fact):
    """The force held to another; said again of the same force and kind, the period said last holds."""

    verb: ClassVar = Verb.LINK
    allegiance: Allegiance
    report_id: Id | None = None


class AllegianceWithdrawn(Fact):
    """The force did not hold to the other in this way."""

    verb: ClassVar = Verb.RETRACT
    to: Id
    kind: AllegianceKind
    reason: Reason


class ForceMerged(Fact):
    """The force is the same as another, which stands for both."""

    verb: ClassVar = Verb.MERGE
    into: Id
    reason: Reason


class ForceAbsorbed(Fact):
    """Another force was merged into this one."""

    verb: ClassVar = Verb.MERGE
    absorbed: Id
    reason: Reason


class ForceSplit(Fact):
    """The merger was a mistake: the force stands for itself again."""

    verb: ClassVar = Verb.SPLIT
    reason: Reason


class ForceReleased(Fact):
    """A force that was merged into this one was split off again."""

    verb: ClassVar = Verb.SPLIT
    released: Id
    reason: Reason


LaterForceFact = (
    ForceRenamed
    | AliasAdded
    | AllegianceDeclared
    | AllegianceWithdrawn
    | ForceMerged
    | ForceAbsorbed
    | ForceSplit
    | ForceReleased
)
