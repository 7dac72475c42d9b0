"""A force as a reader sees it."""

from typing import ClassVar, Self, assert_never, cast
from uuid import UUID

from application.views.view import Based, Basis, View, without
from domain.allegiance import Allegiance, AllegianceKind
from domain.fact import Entry
from domain.force import Force
from domain.force_facts import (
    Actorhood,
    AliasAdded,
    AllegianceDeclared,
    AllegianceWithdrawn,
    ForceAbsorbed,
    ForceMerged,
    ForceRegistered,
    ForceReleased,
    ForceRenamed,
    ForceSplit,
    LaterForceFact,
)
from domain.value import Id


class AllegianceView(Based, Allegiance):
    """An allegiance as it was declared."""


class ForceView(Actorhood, View):
    """A force: its names, whom it held to when, and what it was merged with."""

    kind_of: ClassVar = Force
    aliases: tuple[str, ...] = ()
    allegiances: tuple[AllegianceView, ...] = ()
    merged_into: Id | None = None
    absorbed: tuple[Id, ...] = ()

    @classmethod
    def opened(cls, entry: Entry) -> Self:
        return cls._first(entry, **dict(cast("ForceRegistered", entry.fact)))

    def after(self, entry: Entry) -> Self:
        fact = cast("LaterForceFact", entry.fact)
        match fact:
            case ForceRenamed(name=name):
                aliases = tuple(alias for alias in (*self.aliases, self.name) if alias != name)
                return self._with(entry, name=name, aliases=aliases)
            case AliasAdded(alias=alias):
                return self._with(entry, aliases=(*self.aliases, alias))
            case AllegianceDeclared(allegiance=allegiance):
                declared = AllegianceView(**dict(allegiance), basis=Basis.of(entry))
                others = self._allegiances_but(allegiance.to, allegiance.kind)
                return self._with(entry, allegiances=(*others, declared))
            case AllegianceWithdrawn(to=to, kind=kind):
                return self._with(entry, allegiances=self._allegiances_but(to, kind))
            case ForceMerged(into=into):
                return self._with(entry, merged_into=into)
            case ForceAbsorbed(absorbed=absorbed):
                return self._with(entry, absorbed=(*self.absorbed, absorbed))
            case ForceSplit():
                return self._with(entry, merged_into=None)
            case ForceReleased(released=released):
                return self._with(entry, absorbed=without(self.absorbed, released))
            case _:
                assert_never(fact)

    def _allegiances_but(self, to: UUID, kind: AllegianceKind) -> tuple[AllegianceView, ...]:
        return tuple(it for it in self.allegiances if (it.to, it.kind) != (to, kind))
