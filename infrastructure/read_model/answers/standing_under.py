"""Who is meant with a force: those that stood under it, for certain or perhaps, and on which days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from math import inf
from typing import NamedTuple
from uuid import UUID

from domain.alike_forces import Named, may_be_one
from domain.allegiance import Days
from infrastructure.read_model.answers.force_graph import ForceGraph
from infrastructure.read_model.answers.sight import Sight


class Suspicion(NamedTuple):
    """A force, and another that may be the same."""

    one: UUID
    other: UUID


SOME_DAY = "coalesce(p.first_day <= u.last_day, true) AND coalesce(u.first_day <= p.last_day, true)"
"""The condition that a force `u` stood under another on some day on which an incident of period `p` may have been."""

EVERY_DAY = (
    "u.sure = 1 AND (u.first_day IS NULL OR u.first_day <= p.first_day)"
    " AND (u.last_day IS NULL OR u.last_day >= p.last_day)"
)
"""The condition that it surely did on each of those days; not known where they aren't."""


def keep_under(sight: Sight, force: UUID, graph: ForceGraph, path: str, name: str) -> Sequence[Suspicion]:
    """Keeps a force and those that stood under it, each with the days on which it did, as a table of that name.

    And as not `sure` whoever is told in its stead, perhaps: those that it stood under, as it may have been they who are
    named for it; and those that may be the same as any of these, which nobody merged or linked so far. It returns the
    latter.
    """
    sight.key_of("force", force, path)
    rows = [(*row, 1) for row in _under(graph, force)]
    known = {key for key, *_ in rows}
    above = [it for it in {*graph.sides(force, Days())} if isinstance(it, UUID)]
    rows += [(graph.keys[it], None, None, 0) for it in above if graph.keys[it] not in known]
    suspected = _suspected(sight, graph, {id for id, _ in graph.under(force)} | {*above})
    others = dict.fromkeys(it.other for it in suspected)
    rows += [(*row, 0) for it in others for row in _under(graph, it) if row[0] not in known]
    columns = ("force", "first_day", "last_day", "sure")
    sight.take(name, dict(zip(columns, zip(*rows, strict=True), strict=True)))
    return suspected


def _under(graph: ForceGraph, force: UUID) -> Iterator[tuple[int, int | None, int | None]]:
    days_of: dict[UUID, list[Days]] = {}
    for id, days in graph.under(force):
        days_of.setdefault(id, []).append(days)
    for id, every in days_of.items():
        for first, last in _stretches(every):
            yield graph.keys[id], first, last


def _suspected(sight: Sight, graph: ForceGraph, meant: Collection[UUID]) -> Sequence[Suspicion]:
    """The forces that may be the same as some: by their names (docs/similar.md), or as forces of the same state."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for key, called in sight.fetch(f"SELECT key, name FROM {sight.rows('force_name')} ORDER BY position DESC"):
        names[key].append(called)
    countries = dict(sight.fetch("SELECT position, country FROM force"))

    def named(id: UUID) -> Named:
        key = graph.keys[id]
        return Named(id, tuple(dict.fromkeys(names[key])), graph.kind(id), countries[key])

    those = tuple(named(it) for it in sorted(meant))
    others = tuple(named(it) for it in graph.keys if it not in meant and graph.standing(it) == it)
    return [Suspicion(one, other) for one, other in _alike(those, others)]


@lru_cache(maxsize=64)  # forces are named anew far less often than they are asked about
def _alike(those: Sequence[Named], others: Sequence[Named]) -> Sequence[tuple[UUID, UUID]]:
    return [(one.id, other.id) for one in those for other in others if may_be_one(one, other)]


def _stretches(every: Iterable[Days]) -> Sequence[tuple[int | None, int | None]]:
    """The same days, in as few stretches as they make."""
    joined: list[tuple[float, float]] = []
    ends = ((it.first.ordinal if it.first else -inf, it.last.ordinal if it.last else inf) for it in every)
    for first, last in sorted(ends):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return [(None if first == -inf else int(first), None if last == inf else int(last)) for first, last in joined]
