"""Which casualties of one incident may be added up without counting anybody twice: one rule."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from domain.toll import WIDER_STATUS, PersonStatus, Side, Toll

Belonging = Mapping[UUID, frozenset[Side]]
"""The sides that each force belonged to on any day of the incident: itself, those it stood under, and `civilians` if it
is a population. A toll doesn't tell on which of the days its people were harmed."""


def overlap(one: Toll, other: Toll, belonging: Belonging) -> bool:
    """Whether somebody may be counted in both tolls of one incident."""
    return (
        one.harm is other.harm
        and _sides_overlap(one.side, other.side, belonging)
        and _statuses_overlap(one.person_status, other.person_status)
        and (one.group is None or other.group is None or one.group is other.group)
    )


def add_up(tolls: Iterable[Toll], belonging: Belonging, of: UUID | None = None) -> Mapping[Toll, Toll | None]:
    """Says of each toll of one incident that it is added up (None), or which toll counts its people already.

    The widest come first, so that a whole stands for its parts: `all` for every side, a force for those under it,
    everybody for the women among them; and of equals the one `of` the incident itself, before one of an incident that
    was merged into it. What is added up never overlaps; what is left out always overlaps something that is added up;
    the order in which tolls are given does not matter. Different harms stay different sums.
    """
    counted: list[Toll] = []
    counted_in: dict[Toll, Toll | None] = {}
    for toll in sorted(set(tolls), key=lambda it: _narrowness(it, belonging, of)):
        counted_in[toll] = next((wider for wider in counted if overlap(toll, wider, belonging)), None)
        if counted_in[toll] is None:
            counted.append(toll)
    return counted_in


def _sides_overlap(one: Side, other: Side, belonging: Belonging) -> bool:
    return one == other or "all" in {one, other} or any(one in it and other in it for it in belonging.values())


def _statuses_overlap(one: PersonStatus | None, other: PersonStatus | None) -> bool:
    return (
        one is None or other is None or one is other or WIDER_STATUS.get(one) is other or WIDER_STATUS.get(other) is one
    )


def _narrowness(toll: Toll, belonging: Belonging, of: UUID | None) -> tuple[int, int, int, bool, str]:
    """A total order in which every toll comes after those that contain it."""
    side = 0 if toll.side == "all" else len(_at_any_remove(toll.side, belonging))
    status = 0 if toll.person_status is None else 2 if toll.person_status in WIDER_STATUS else 1
    return (side, status, int(toll.group is not None), toll.incident_id != of, toll.model_dump_json())


def _at_any_remove(side: Side, belonging: Belonging) -> frozenset[Side]:
    """The side, those it belonged to, and those that they belonged to, even on other days."""
    sides, further = frozenset[Side](), frozenset({side})
    while further:
        sides |= further
        further = frozenset[Side]().union(*(belonging.get(it, ()) for it in further if isinstance(it, UUID))) - sides
    return sides
