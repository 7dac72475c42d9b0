"""Who stood under whom, as it is seen from one standpoint: the forces, their mergers and their allegiances."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from uuid import UUID

from domain.allegiance import Allegiance, AllegianceKind, Days, superiors
from domain.force_facts import ForceKind
from domain.toll import Side
from infrastructure.read_model.answers.sight import Sight


class ForceGraph:
    """The forces that are on record, small enough to be held at once."""

    def __init__(self, sight: Sight) -> None:
        forces = sight.fetch(
            f"SELECT t.position, t.id, f.kind FROM {sight.rows('thing')} t JOIN force f ON f.position = t.position"
        )
        self.ids: Mapping[int, UUID] = {key: id for key, id, _ in forces}
        self.keys: Mapping[UUID, int] = {id: key for key, id, _ in forces}
        self._kinds = {id: ForceKind(kind) for _, id, kind in forces}
        mergers = sight.fetch(
            f"SELECT key, survivor FROM {sight.last('merger')} WHERE survivor IS NOT NULL"
            " AND key IN (SELECT position FROM force)"
        )
        self._into = {self.ids[key]: self.ids[survivor] for key, survivor in mergers}
        self._absorbed: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for merged, survivor in self._into.items():
            self._absorbed[survivor].append(merged)
        self._declared: defaultdict[UUID, list[Allegiance]] = defaultdict(list)
        for key, superior, kind, during in sight.fetch(
            "SELECT key, superior, kind, during"
            f" FROM {sight.last('force_allegiance', 'key, superior, kind')} WHERE NOT withdrawn AND stands_under"
        ):
            allegiance = Allegiance(to=self.ids[superior], kind=AllegianceKind(kind), during=during)
            self._declared[self.ids[key]].append(allegiance)

    def kind(self, id: UUID) -> ForceKind:
        """What kind of force stands for this one."""
        return self._kinds[self.standing(id)]

    def standing(self, id: UUID) -> UUID:
        """The force that stands for this one: itself, unless it was merged."""
        while id in self._into:
            id = self._into[id]
        return id

    def absorbed_by(self, id: UUID) -> Iterator[UUID]:
        """The forces merged into this one, and those merged into them before."""
        waiting = [*self._absorbed[id]]
        while waiting:
            absorbed = waiting.pop()
            yield absorbed
            waiting += self._absorbed[absorbed]

    def under(self, id: UUID) -> Iterator[tuple[UUID, Days]]:
        """The force and all that stood under it, each with those merged into it, and the days of each."""
        top = self.standing(id)
        for force, days in ((top, Days()), *superiors(top, Days(), lambda it: self._below.get(it, ()))):
            for each in (force, *self.absorbed_by(force)):
                yield each, days

    @cached_property
    def _below(self) -> Mapping[UUID, Sequence[Allegiance]]:
        """The allegiances to each force, as of those that declare them: naming them."""
        below: defaultdict[UUID, list[Allegiance]] = defaultdict(list)
        for force in self._kinds:
            if force not in self._into:
                for allegiance in self._allegiances_of(force):
                    below[allegiance.to].append(allegiance.model_copy(update={"to": force}))
        return below

    def sides(self, id: UUID, days: Days) -> Iterator[Side]:
        """The sides that a force belonged to on those days: itself, those it stood under, each with those merged."""
        yield id
        for one in (id, *(superior for superior, _ in superiors(id, days, self._allegiances_of))):
            force = self.standing(one)
            yield force
            if force != id:
                yield from self.absorbed_by(force)
            if self._kinds[force] is ForceKind.CIVILIANS:
                yield "civilians"

    def above(self) -> Iterator[tuple[UUID, UUID]]:
        """Each force with each that it is, or ever stood under, or that was merged into one of these."""
        for id in self._kinds:
            yield from ((id, side) for side in {*self.sides(id, Days())} if isinstance(side, UUID))

    def entangled(self) -> Sequence[int]:
        """The forces whose tolls may overlap with those of another side, by key."""
        related = {id for id, declared in self._declared.items() if declared}
        related |= {each.to for declared in self._declared.values() for each in declared}
        related |= {*self._into, *self._into.values()}
        related |= {id for id, kind in self._kinds.items() if kind is ForceKind.CIVILIANS}
        return [self.keys[id] for id in related]

    def _allegiances_of(self, id: UUID) -> Sequence[Allegiance]:
        force = self.standing(id)
        return [
            each.model_copy(update={"to": self.standing(each.to)})
            for one in (force, *self.absorbed_by(force))
            for each in self._declared[one]
        ]
