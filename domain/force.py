"""An armed actor, or a population when it is the one harmed: what may be decided of its names and allegiances."""

from typing import ClassVar, Self, assert_never
from uuid import UUID

from domain.allegiance import Allegiance, AllegianceKind, AllegiancesOf, Days, superiors
from domain.fact import Aggregate
from domain.force_facts import (
    Actorhood,
    AliasAdded,
    AllegianceDeclared,
    AllegianceWithdrawn,
    ForceAbsorbed,
    ForceKind,
    ForceMerged,
    ForceRegistered,
    ForceReleased,
    ForceRenamed,
    ForceSplit,
    LaterForceFact,
)
from domain.refusal import AlreadyMerged, MergedIntoItself, NothingChanges, NotMerged, Refusal
from domain.report import Report
from domain.value import Id


class StandsUnderItself(Refusal):
    """No force stands under itself, directly or through others, on any day, nor beside itself."""


class NoSuchAllegiance(Refusal):
    """No such allegiance is on record."""


class AlreadyNamed(Refusal):
    """The force bears this name or alias already."""


class Force(Aggregate[ForceRegistered, LaterForceFact]):
    """A force, as far as decisions need it."""

    opening: ClassVar = ForceRegistered
    later: ClassVar = LaterForceFact
    id: Id
    kind: ForceKind
    names: frozenset[str]
    name: str
    allegiances: tuple[Allegiance, ...] = ()
    absorbed: frozenset[UUID] = frozenset()
    merged_into: Id | None = None

    @classmethod
    def register(cls, actorhood: Actorhood) -> ForceRegistered:
        """Enter a force."""
        return ForceRegistered(**dict(actorhood))

    def rename(self, name: str, reason: str) -> ForceRenamed:
        """Give the force another name.

        Raises:
            AlreadyMerged: another force stands for it.
            NothingChanges: it is called so.
        """
        self.must_stand()
        if name == self.name:
            raise NothingChanges(f"The force is called {name}.", "name")
        return ForceRenamed(name=name, reason=reason)

    def add_alias(self, alias: str) -> AliasAdded:
        """Add a name that the force is also known by.

        Raises:
            AlreadyMerged: another force stands for it.
            AlreadyNamed: it is known by that name.
        """
        self.must_stand()
        if alias in self.names:
            raise AlreadyNamed(f"The force is known as {alias}.", "alias")
        return AliasAdded(alias=alias)

    def declare_allegiance(
        self, allegiance: Allegiance, allegiances_of: AllegiancesOf, *, superior: Self, report: Report | None
    ) -> AllegianceDeclared:
        """Say that the force held to another, and when.

        Raises:
            AlreadyMerged: another force stands for it, or for the other.
            AlreadyWithdrawn: the report was withdrawn.
            NothingChanges: it is on record so.
            StandsUnderItself: the other stood under it on one of those days, at any remove.
        """
        self.must_stand()
        superior.must_stand("to")
        if report:
            report.must_stand("report_id")
        if allegiance in self.allegiances:
            raise NothingChanges("The allegiance is on record.")
        if allegiance.kind.stands_under or allegiance.to == self.id:
            self._must_not_be_over(allegiance.to, allegiance.days, allegiances_of, "to")
        return AllegianceDeclared(allegiance=allegiance, report_id=report and report.id)

    def withdraw_allegiance(self, to: UUID, kind: AllegianceKind, reason: str) -> AllegianceWithdrawn:
        """Take back that the force held to another in this way.

        Raises:
            AlreadyMerged: another force stands for it.
            NoSuchAllegiance: that is not on record.
        """
        self.must_stand()
        if not any((it.to, it.kind) == (to, kind) for it in self.allegiances):
            raise NoSuchAllegiance(f"No allegiance {kind} to {to} is on record.", "to")
        return AllegianceWithdrawn(to=to, kind=kind, reason=reason)

    def merge(self, into: Self, allegiances_of: AllegiancesOf, reason: str) -> tuple[ForceMerged, ForceAbsorbed]:
        """Say that the force is the same as another: one fact for each of the two.

        Raises:
            MergedIntoItself: it is the very same.
            AlreadyMerged: either of them is merged.
            StandsUnderItself: one of them stood under the other on some day.
        """
        if self.id == into.id:
            raise MergedIntoItself(field="into")
        self.must_stand()
        into.must_stand("into")
        self._must_not_be_over(into.id, Days(), allegiances_of, "into")
        into._must_not_be_over(self.id, Days(), allegiances_of, "into")
        return ForceMerged(into=into.id, reason=reason), ForceAbsorbed(absorbed=self.id, reason=reason)

    def split(self, reason: str) -> tuple[ForceSplit, ForceReleased]:
        """Undo the merger: one fact for each of the two.

        It brings no circle about: a circle among the two apart would be one among the merged already, or an allegiance
        between the two, and those are never merged.

        Raises:
            NotMerged: it stands for itself.
        """
        if self.merged_into is None:
            raise NotMerged
        return ForceSplit(reason=reason), ForceReleased(released=self.id, reason=reason)

    @classmethod
    def opened(cls, id: UUID, fact: ForceRegistered) -> Self:
        return cls(id=id, kind=fact.kind, name=fact.name, names=frozenset({fact.name}))

    def after(self, fact: LaterForceFact) -> Self:
        match fact:
            case ForceRenamed(name=name):
                return self._with(name=name, names=self.names | {name})
            case AliasAdded(alias=alias):
                return self._with(names=self.names | {alias})
            case AllegianceDeclared(allegiance=allegiance):
                others = self._allegiances_but(allegiance.to, allegiance.kind)
                return self._with(allegiances=(*others, allegiance))
            case AllegianceWithdrawn(to=to, kind=kind):
                return self._with(allegiances=self._allegiances_but(to, kind))
            case ForceMerged(into=into):
                return self._with(merged_into=into)
            case ForceAbsorbed(absorbed=absorbed):
                return self._with(absorbed=self.absorbed | {absorbed})
            case ForceSplit():
                return self._with(merged_into=None)
            case ForceReleased(released=released):
                return self._with(absorbed=self.absorbed - {released})
            case _:
                assert_never(fact)

    def must_stand(self, field: str | None = None) -> None:
        if self.merged_into is not None:
            raise AlreadyMerged(self.id, self.merged_into, field)

    def _allegiances_but(self, to: UUID, kind: AllegianceKind) -> tuple[Allegiance, ...]:
        return tuple(it for it in self.allegiances if (it.to, it.kind) != (to, kind))

    def _must_not_be_over(self, other: UUID, during: Days, allegiances_of: AllegiancesOf, field: str) -> None:
        over = {above for above, _ in superiors(other, during, allegiances_of)} | {other}
        if self.id in over:
            raise StandsUnderItself(f"{other} stood under {self.id} on some of those days.", field)
