"""Incidents as they are compared, read from the rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from application.near import NearIncident
from domain.alike_forces import Named
from domain.compared import Compared, Days, Killed, Spot
from domain.force_facts import ForceKind
from domain.kinds import IncidentKind
from domain.period import DatePrecision
from domain.place import Precision
from domain.policy import Policy
from domain.toll import Harm
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.tolls import add_up

_AMONG = "key IN (SELECT key FROM scope)"


def compared(sight: Sight, keys: str) -> Mapping[int, NearIncident]:
    """The incidents of these keys, by key; they replace `scope`, and `retracted`, `merged` and `root` are kept."""
    sight.keep("scope", keys)
    add_up(sight, Policy.HIGHEST_CREDIBILITY, [f"harm = '{Harm.KILLED}'"])
    _keep_killed(sight)
    forces = _forces(sight)
    found = sight.fetch(
        f"""
        SELECT key, t.id, telling.title, kind.kind, p.first_day, p.last_day, p.precision,
            l.name, l.precision, l.latitude, l.longitude, l.country, told.sides,
            k.low, k.best, CASE WHEN NOT k.open_ended THEN k.high END, s.killed, coded.rows, cited.reports
        FROM scope JOIN thing t ON t.position = key
        JOIN {sight.last("incident_telling", "key", _AMONG)} telling USING (key)
        JOIN {sight.last("incident_kind", "key", _AMONG)} kind USING (key)
        JOIN {sight.last("incident_period", "key", _AMONG)} p USING (key)
        JOIN {sight.last("incident_place", "key", _AMONG)} l USING (key)
        LEFT JOIN (SELECT key, list((force, camp)) AS sides FROM told GROUP BY key) told USING (key)
        LEFT JOIN (SELECT incident AS key, sum(least)::BIGINT AS low, sum(likely)::BIGINT AS best,
            sum(most)::BIGINT AS high, bool_or(open_ended) AS open_ended
            FROM added WHERE counted GROUP BY incident) k USING (key)
        LEFT JOIN (SELECT incident AS key, list((t.id, side_name, killed)) AS killed
            FROM killed LEFT JOIN thing t ON t.position = side GROUP BY incident) s USING (key)
        LEFT JOIN (SELECT key, list((dataset, row)) AS rows
            FROM {sight.rows("incident_coding", _AMONG)} GROUP BY key) coded USING (key)
        LEFT JOIN (SELECT key, list(t.id) AS reports FROM {sight.rows("citation", _AMONG)} c
            JOIN thing t ON t.position = c.report WHERE NOT disputes GROUP BY key) cited USING (key)
        """
    )
    return {key: _incident(row, forces) for key, *row in found}


def _keep_killed(sight: Sight) -> None:
    """Keeps how many of each side were killed in `scope`, whoever they were; forces as those that stand for them."""
    sight.keep(
        "killed",
        """
        SELECT tolls.incident, coalesce(root.root, tolls.side) AS side, tolls.side_name, max(likely) AS killed
        FROM tolls JOIN casualty c ON c.position = tolls.key LEFT JOIN root ON root.key = tolls.side
        WHERE countable AND coalesce(tolls.side_name <> 'all', true)
            AND c.person_status IS NULL AND c.population_group IS NULL
        GROUP BY ALL
        """,
    )


def _forces(sight: Sight) -> Mapping[int, Named]:
    """The forces that took part in `scope`, as those that stand for them; where, and in which camp, as `told`."""
    by = "key, force, report, original_source"
    sight.keep(
        "told",
        f"SELECT DISTINCT told.key, coalesce(root.root, told.force) AS force, camp"
        f" FROM {sight.last('participation', by, _AMONG)} told LEFT JOIN root ON root.key = told.force"
        " WHERE NOT retracted",
    )
    among = "key IN (SELECT force FROM told)"
    found = sight.fetch(
        f"""
        SELECT f.position, t.id, f.kind, f.country, n.name, names.names
        FROM force f JOIN thing t ON t.position = f.position
        JOIN {sight.last("force_name", "key", f"goes_by AND {among}")} n ON n.key = f.position
        JOIN (SELECT key, list(DISTINCT name) AS names FROM {sight.rows("force_name", among)} GROUP BY key) names
            ON names.key = f.position
        """
    )
    return {
        key: Named(id, (name, *sorted(each for each in names if each != name)), ForceKind(kind), country)
        for key, id, kind, country, name, names in found
    }


def _incident(row: Sequence[Any], forces: Mapping[int, Named]) -> NearIncident:
    id, title, kind, first, last, precision, name, exactness, latitude, longitude, country, sides = row[:12]
    low, best, high, by_side, rows, reports = row[12:]
    killed = frozenset((side or side_name, number) for side, side_name, number in by_side or ())
    return NearIncident(
        id,
        title,
        Compared(
            days=Days(first, last, precision and DatePrecision(precision)),
            spot=Spot(name, Precision(exactness), latitude, longitude, country),
            kind=IncidentKind(kind),
            sides=frozenset((forces[force], camp) for force, camp in sides or ()),
            killed=None if best is None else Killed(low, best, high, killed),
            rows=frozenset(rows or ()),
            reports=frozenset(reports or ()),
        ),
    )
