"""Which incidents are near each other: by days, and by cells of a grid.

The grid is of cubes around the Earth's centre, each as wide as the distance that is asked about, and of stretches as
long as the days: whatever is near lies in the same or a neighbouring one, at the antimeridian and the poles too.
"""

from collections.abc import Iterator

from application.near import NearPair, NearQuestion
from application.questions import IncidentQuestion
from domain.compared import EARTH_KM
from infrastructure.read_model.answers.compared import compared
from infrastructure.read_model.answers.scope import keep_scope
from infrastructure.read_model.answers.sight import Sight

_SUBJECTS = 2_000
"""So many incidents are joined with all others at once."""
_PAIRS = 20_000
"""So many pairs are read at once: memory holds the incidents in them."""
_ROUNDING_KM = 0.01

_TOGETHER = "greatest(a.last_day, o.last_day) - least(a.first_day, o.first_day)"
_KM = f"""
{2 * EARTH_KM} * asin(sqrt(least(1, sin(radians(a.latitude - o.latitude) / 2) ** 2
    + cos(radians(a.latitude)) * cos(radians(o.latitude)) * sin(radians(a.longitude - o.longitude) / 2) ** 2)))
"""


def pairs(sight: Sight, question: NearQuestion) -> Iterator[NearPair]:
    """The pairs of incidents that are near each other."""
    keep_scope(sight, IncidentQuestion())
    sight.keep("coded", f"SELECT DISTINCT key FROM {_coded(sight, question)}")
    if question.incident:
        asked = f"key = {sight.key_of('incident', question.incident, 'incident')}"
    else:
        asked = f"key > {question.after} AND key <= {question.until} AND key IN (FROM coded)"
    sight.keep("subject", f"SELECT key, row_number() OVER (ORDER BY key) AS ordinal FROM scope WHERE {asked}")
    _keep_located(sight, question)
    ((subjects,),) = sight.fetch("SELECT count(*) FROM subject")
    for after in range(0, subjects, _SUBJECTS):
        sight.keep(
            "asked",
            "SELECT located.* FROM located JOIN subject USING (key)"
            f" WHERE ordinal > {after} AND ordinal <= {after + _SUBJECTS}",
        )
        sight.keep("near", _near(question))
        ((found,),) = sight.fetch("SELECT count(*) FROM near")
        for first in range(0, found, _PAIRS):
            sight.keep("pair", f"SELECT one, other FROM near WHERE rowid >= {first} AND rowid < {first + _PAIRS}")
            incidents = compared(sight, "SELECT one AS key FROM pair UNION SELECT other FROM pair")
            for one, other in sight.fetch("SELECT one, other FROM pair"):
                yield NearPair.model_construct(one=incidents[one], other=incidents[other])


def _coded(sight: Sight, question: NearQuestion) -> str:
    return sight.rows("incident_coding", f"dataset = {sight.given(question.dataset)}")


def _keep_located(sight: Sight, question: NearQuestion) -> None:
    """Keeps when and where each incident was that is limited to as few days, and which cells that is."""
    around = "FROM scope JOIN {} p USING (key) WHERE key IN (SELECT key FROM subject)"
    periods = sight.last("incident_period")
    ((first, last),) = sight.fetch(f"SELECT min(first_day), max(last_day) {around.format(periods)}")
    cell = question.km + _ROUNDING_KM
    axes = {
        "x": "cos(radians(latitude)) * cos(radians(longitude))",
        "y": "cos(radians(latitude)) * sin(radians(longitude))",
        "z": "sin(radians(latitude))",
    }
    cells = ", ".join(f"floor({EARTH_KM / cell} * {sql})::BIGINT AS {axis}" for axis, sql in axes.items())
    sight.keep(
        "located",
        f"""
        SELECT key, first_day, last_day, latitude, longitude, country, {cells},
            floor(first_day / {question.days + 1}.0)::BIGINT AS stretch
        FROM scope JOIN {periods} p USING (key) JOIN {sight.last("incident_place")} l USING (key)
        WHERE last_day - first_day <= {question.days}
            AND last_day >= {first or 0} - {question.days} AND first_day <= {last or 0} + {question.days}
        """,
    )


def _near(question: NearQuestion) -> str:
    """The pairs, each once, whose days and points are near enough; or of which one has no point."""
    conditions = [f"{_TOGETHER} <= {question.days}", "a.key <> o.key"]
    if not question.incident:
        conditions.append("(o.key NOT IN (SELECT key FROM subject) OR a.key < o.key)")
        conditions += [] if question.within_dataset else ["o.key NOT IN (FROM coded)"]
    both = " AND ".join(conditions)
    return f"""
        WITH step AS (SELECT unnest([-1, 0, 1]) AS step),
        moment AS (SELECT asked.*, stretch + step AS beside FROM asked, step),
        cell AS (SELECT moment.*, x + i.step AS x_beside, y + j.step AS y_beside, z + k.step AS z_beside
            FROM moment, step i, step j, step k WHERE latitude IS NOT NULL)
        SELECT a.key AS one, o.key AS other FROM cell a JOIN located o
            ON o.stretch = a.beside AND o.x = a.x_beside AND o.y = a.y_beside AND o.z = a.z_beside
        WHERE {both} AND {_KM} <= {question.km + _ROUNDING_KM}
        UNION ALL
        SELECT a.key, o.key FROM moment a JOIN located o ON o.stretch = a.beside
        WHERE {both} AND (a.latitude IS NULL OR o.latitude IS NULL) AND coalesce(a.country = o.country, true)
    """
