"""Whose toll an assertion speaks of: which casualties count nobody else, which count all of them, which may some."""

from uuid import UUID

from domain.allegiance import Days
from domain.assertion import Tolled
from domain.force_facts import ForceKind
from domain.toll import WIDER_STATUS, PersonStatus
from infrastructure.read_model.answers.force_graph import ForceGraph
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.standing_under import EVERY_DAY, SOME_DAY, Suspicion, keep_under


class Whose:
    """The people that a toll is of, as conditions on a casualty `c` of an incident whose root is `root`."""

    suspected: list[Suspicion]
    """Forces that may be the same as its side."""

    def __init__(self, sight: Sight, graph: ForceGraph, toll: Tolled, path: str) -> None:
        """For the incidents in `members`; `path` is where the toll stands in the assertion.

        Raises:
            UnknownReference: its side was not on record.
        """
        self._sight = sight
        self._graph = graph
        self._toll = toll
        self.suspected = []
        if isinstance(toll.side, UUID):
            self.suspected += keep_under(sight, toll.side, graph, f"{path}.side", "side_under")
            periods = sight.last("incident_period", "key", "key IN (SELECT key FROM members)")
            sight.keep("incident_period_now", f"SELECT key, first_day, last_day FROM {periods}")

    def certainly(self) -> list[str]:
        """The conditions under which a casualty `c` certainly counts nobody but who is meant."""
        sight, toll = self._sight, self._toll
        conditions = [f"c.harm = {sight.given(str(toll.harm))}"]
        civilian = f"(coalesce(c.side_name = 'civilians', false) OR coalesce({self._is_population('c.side')}, false))"
        match toll.side:
            case None:
                pass
            case UUID():
                conditions.append(_stood(EVERY_DAY))
            case "civilians":
                conditions.append(civilian)
            case other:
                conditions.append(f"c.side_name = '{other}'")
        if toll.person_status:
            narrower = [
                it for it in PersonStatus if it is toll.person_status or WIDER_STATUS.get(it) is toll.person_status
            ]
            whoever = {
                PersonStatus.CIVILIAN: f"c.person_status IS NULL AND {civilian}",
                PersonStatus.COMBATANT: f"c.person_status IS NULL AND c.side IS NOT NULL AND NOT {civilian}",
            }.get(toll.person_status, "false")
            conditions.append(f"({sight.one_of('c.person_status', [str(it) for it in narrower])} OR ({whoever}))")
        if toll.group:
            conditions.append(f"c.population_group = {sight.given(str(toll.group))}")
        return conditions

    def exactly(self) -> str:
        """The condition that a casualty `c` that counts nobody else counts everybody who is meant."""
        sight, toll = self._sight, self._toll
        same = [f"c.population_group IS NOT DISTINCT FROM {sight.given(toll.group and str(toll.group))}::VARCHAR"]
        status: list[PersonStatus | None] = [toll.person_status]
        match toll.side:
            case None:
                same.append("c.side_name = 'all'")
            case UUID():
                own = [self._graph.keys[it] for it in self._names_of(toll.side)]
                same.append(f"c.side IN ({', '.join(map(str, own))})")
                armed = self._graph.kind(toll.side) is not ForceKind.CIVILIANS
                members = PersonStatus.COMBATANT if armed else PersonStatus.CIVILIAN
                status = [None, members] if toll.person_status in {None, members} else status
            case other:
                same.append(f"c.side_name = '{other}'")
                if other == "civilians" and toll.person_status in {None, PersonStatus.CIVILIAN}:
                    status = [None, PersonStatus.CIVILIAN]
        either = " OR ".join("c.person_status IS NULL" if it is None else f"c.person_status = '{it}'" for it in status)
        return " AND ".join([*same, f"({either})"])

    def perhaps(self) -> str:
        """The condition that a casualty `c` may count somebody who is meant: it is of no other side."""
        toll = self._toll
        match toll.side:
            case None:
                return "true"
            case UUID():
                above = [self._graph.keys[it] for it in {*self._graph.sides(toll.side, Days())} if isinstance(it, UUID)]
                named = f"c.side IN ({', '.join(map(str, above))})" if above else "false"
                return f"({_stood(SOME_DAY)} OR {named} OR coalesce(c.side_name IN ('unknown', 'all'), false))"
            case "civilians":
                return f"(c.side_name IS NOT NULL OR {self._is_population('c.side')})"
            case _:
                return "true"

    def _names_of(self, force: UUID) -> set[UUID]:
        standing = self._graph.standing(force)
        return {standing, *self._graph.absorbed_by(standing)}

    def _is_population(self, column: str) -> str:
        return f"{column} IN (SELECT position FROM force WHERE kind = '{ForceKind.CIVILIANS}')"


def _stood(days: str) -> str:
    """The condition that the side of a casualty `c` stood under the one that is meant, on these days."""
    always = "first_day IS NULL AND last_day IS NULL" + (" AND sure = 1" if days == EVERY_DAY else "")
    return f"""(c.side IN (SELECT force FROM side_under WHERE {always}) OR EXISTS (
        SELECT 1 FROM side_under u JOIN incident_period_now p ON true
        WHERE u.force = c.side AND p.key = coalesce(root.root, c.incident) AND {days}))"""
