"""The tolls of incidents, each with the figure that a policy picks, and which of them are added up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from domain.addition import add_up as added_up
from domain.allegiance import Days
from domain.edtf import parse
from domain.policy import Policy
from domain.toll import Harm, PersonStatus, PopulationGroup, Side, Toll
from infrastructure.read_model.answers.force_graph import ForceGraph
from infrastructure.read_model.answers.picking import picks
from infrastructure.read_model.answers.sight import Sight


def add_up(sight: Sight, policy: Policy, conditions: Sequence[str] = (), *, by_side: bool = False) -> None:
    """Shows the tolls of the incidents in `scope` as `added`: of each whether it is counted, and the `first` that is.

    Those that another one which is counted contains are not, nor those without a number; with `by_side`, tolls of
    different sides are not compared, as they are not added to each other. `conditions` choose among the tolls. Each
    incident has one first toll of a harm (and side).
    """
    unit = "incident, harm" + (", side, side_name" if by_side else "")
    sight.keep(
        "candidates",
        f"""
        SELECT c.position AS key, coalesce(root.root, c.incident) AS incident, c.incident AS own,
            c.side, c.side_name, c.harm, {_WHOLE} AS whole
        FROM {sight.rows("casualty")} c LEFT JOIN root ON root.key = c.incident
        WHERE coalesce(root.root, c.incident) IN (FROM scope) AND c.position NOT IN (FROM retracted)
            AND {" AND ".join(["true", *conditions])}
        """,
    )
    ((count,),) = sight.fetch("SELECT count(*) FROM candidates")
    among = "key IN (SELECT key FROM candidates)" if count < _FEW else "true"
    sight.keep(
        "tolls",
        f"""
        SELECT c.*, f.least, f.likely, f.most, f.open_ended, f.disordered, coalesce(f.countable, false) AS countable,
            f.fewest, f.greatest, f.report, f.low_from, f.position AS best_from, f.high_from
        FROM candidates c LEFT JOIN {picks(sight, policy, among)} f ON f.key = c.key
        """,
    )
    sight.keep(
        "several",
        f"""
        SELECT {unit}, min(key) FILTER (whole AND own = incident) AS whole
        FROM tolls WHERE countable GROUP BY {unit} HAVING count(*) > 1
        """,
    )
    _keep_left_out(sight, unit)
    sight.keep(
        "judged",
        f"""
        WITH judged AS (
            SELECT {_of(unit, "tolls")}, key,
                CASE WHEN several.whole IS NULL THEN key NOT IN (FROM left_out) ELSE several.whole = key END AS counted
            FROM tolls JOIN several ON {_same(unit, "several", "tolls")} WHERE countable
        )
        SELECT key, counted, key = min(key) FILTER (counted) OVER (PARTITION BY {unit}) AS first FROM judged
        """,
    )
    sight.show(
        "added",
        """
        SELECT tolls.*, countable AND coalesce(judged.counted, true) AS counted,
            countable AND coalesce(judged.first, true) AS first
        FROM tolls LEFT JOIN judged ON judged.key = tolls.key
        """,
    )


_WHOLE = "coalesce(side_name = 'all', false) AND person_status IS NULL AND population_group IS NULL"
"""The toll of everybody, which contains every other of its incident and harm."""

_FEW = 20_000
"""So many tolls are worth looking up their figures one by one, in place of those of all."""


def _of(unit: str, table: str) -> str:
    return ", ".join(f"{table}.{column}" for column in unit.split(", "))


def _same(unit: str, one: str, other: str) -> str:
    return " AND ".join(f"{one}.{column} IS NOT DISTINCT FROM {other}.{column}" for column in unit.split(", "))


def _keep_left_out(sight: Sight, unit: str) -> None:
    """Keeps the tolls that another one contains, where that takes the domain's rule to tell, as `left_out`.

    It does not where all are of different sides, of everybody on each, and no force stood under another's.
    """
    sight.take("left_out", {"key": []})
    if not sight.fetch("SELECT 1 FROM several WHERE whole IS NULL LIMIT 1"):
        return
    graph = ForceGraph(sight)
    sight.take("entangled", {"force": graph.entangled()})
    found = sight.fetch(
        f"""
        WITH undecided AS (SELECT tolls.*, person_status, population_group
            FROM tolls JOIN several ON {_same(unit, "several", "tolls")} JOIN casualty c ON c.position = tolls.key
            WHERE countable AND several.whole IS NULL),
        apart AS (SELECT {unit} FROM undecided GROUP BY {unit}
            HAVING count(*) = count(DISTINCT side) + count(DISTINCT side_name)
                AND NOT bool_or(person_status IS NOT NULL OR population_group IS NOT NULL)
                AND NOT bool_or(coalesce(side_name = 'all' OR side IN (FROM entangled), false)))
        SELECT key, incident, (SELECT id FROM thing WHERE position = own), side, side_name, harm, person_status,
            population_group
        FROM undecided ANTI JOIN apart ON {_same(unit, "undecided", "apart")} ORDER BY key
        """
    )
    tolls: defaultdict[tuple[Any, ...], dict[Toll, int]] = defaultdict(dict)
    for key, incident, own, side, side_name, harm, status, group in found:
        toll = Toll(
            incident_id=own,
            side=side_name if side is None else graph.ids[side],
            harm=Harm(harm),
            person_status=status and PersonStatus(status),
            group=group and PopulationGroup(group),
        )
        tolls[(incident, harm, *([toll.side] if "side" in unit else []))][toll] = key
    belonging = _belonging(sight, graph, sorted({incident for incident, *_ in tolls}))
    left_out: list[int] = []
    for (incident, *_), keys in tolls.items():
        sides_of, id = belonging[incident]
        left_out += [keys[toll] for toll, wider in added_up(keys, sides_of, of=id).items() if wider]
    sight.take("left_out", {"key": left_out})


def _belonging(
    sight: Sight, graph: ForceGraph, incidents: Sequence[int]
) -> Mapping[int, tuple[Mapping[UUID, frozenset[Side]], UUID]]:
    """Of each incident: the sides that each force in it belonged to, and its id."""
    if not incidents:
        return {}
    sight.take("entangling", {"key": incidents})
    among = "key IN (FROM entangling)"
    periods = sight.last("incident_period", "key", among)
    when = sight.fetch(f"SELECT key, edtf, (SELECT id FROM thing WHERE position = key) FROM {periods}")
    told = sight.last("participation", "key, force, report, original_source", among)
    forces = sight.fetch(
        f"""
        WITH of AS (SELECT position AS key, coalesce(root.root, incident) AS incident, side
            FROM {sight.rows("casualty")} c LEFT JOIN root ON root.key = c.incident)
        SELECT DISTINCT key, force FROM {told} WHERE NOT retracted
        UNION SELECT incident, side FROM of WHERE side IS NOT NULL AND incident IN (FROM entangling)
        UNION SELECT of.incident, s.force FROM {sight.rows("stance")} s JOIN of ON of.key = s.key
            WHERE s.force IS NOT NULL AND of.incident IN (FROM entangling)
        """
    )
    of: defaultdict[int, list[UUID]] = defaultdict(list)
    for key, force in forces:
        of[key].append(graph.ids[force])
    found: dict[int, tuple[Mapping[UUID, frozenset[Side]], UUID]] = {}
    for key, edtf, id in when:
        span = parse(edtf)
        days = Days(span.earliest, span.latest)
        found[key] = ({force: frozenset(graph.sides(force, days)) for force in of[key]}, id)
    return found
