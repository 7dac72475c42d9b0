"""At which entries of the log a verdict could have changed: those that bear on what an assertion speaks of."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import duckdb

from application.measures import Measure
from application.moments import Standpoint
from application.questions import Within
from domain.assertion import Incidents
from infrastructure.read_model.answers.members import in_some_part, possibly_of_kind
from infrastructure.read_model.answers.scope import period_condition
from infrastructure.read_model.answers.sight import Sight


def turning_points(
    db: duckdb.DuckDBPyConnection, measures: Sequence[Measure], named: Sequence[UUID], at: Standpoint
) -> Sequence[int]:
    """The last position of each command, or import, that entered something that bears on it, in log order.

    That is whatever is about incidents that may ever have been meant, or are named, about their casualties, reports and
    sources; about who stood under whom, and what forces are called, by which they may be the same; and about coverages,
    where it speaks of more than incidents that it names.
    """
    sight = Sight(db, at)
    ever = [_ever(sight, it.incidents) for it in measures if it.incidents.incident is None]
    listed = ", ".join(sight.given(str(it)) for it in named)
    own = f"SELECT position FROM {sight.rows('thing')} WHERE kind = 'incident' AND id IN ({listed})" if named else ""
    about = " UNION ".join([*ever, *([own] if own else [])]) or "SELECT NULL::BIGINT AS key WHERE false"
    sight.keep(
        "bearing",
        f"""
        WITH RECURSIVE bearing(key) AS (
            SELECT * FROM ({about})
            UNION SELECT CASE WHEN m.key = bearing.key THEN m.survivor ELSE m.key END FROM {sight.rows("merger")} m
                JOIN bearing ON bearing.key IN (m.key, m.survivor) WHERE m.survivor IS NOT NULL
        )
        SELECT key FROM bearing UNION SELECT position FROM {sight.rows("casualty")} WHERE incident IN (FROM bearing)
        """,
    )
    coverages = ["coverage", "coverage_withdrawal"] if ever else []
    forces = f"SELECT position FROM {sight.rows('merger')} WHERE key IN (SELECT position FROM force)"
    found = sight.fetch(
        f"""
        WITH reports AS (SELECT DISTINCT named AS key FROM naming JOIN report ON report.position = named
            WHERE key IN (FROM bearing)),
        turning AS (
            SELECT position FROM {sight.rows("entered")} WHERE key IN (FROM bearing)
            UNION SELECT position FROM {sight.rows("force_allegiance")} UNION {forces}
            UNION SELECT position FROM {sight.rows("force_name")}
            UNION SELECT position FROM {sight.rows("report_standing")} WHERE key IN (FROM reports)
            UNION SELECT position FROM {sight.rows("source_rating")}
                WHERE key IN (SELECT source FROM report WHERE position IN (SELECT key FROM reports))
            {" ".join(f"UNION SELECT position FROM {sight.rows(it)}" for it in coverages)}
        )
        SELECT position FROM entered JOIN turning USING (position)
        QUALIFY cause IS DISTINCT FROM lead(cause) OVER (ORDER BY position) ORDER BY position
        """
    )
    return [position for (position,) in found]


def _ever(sight: Sight, which: Incidents) -> str:
    """The incidents that may have been meant at any time, by when, where and of which kind they were."""
    return " INTERSECT ".join([f"SELECT position AS key FROM {sight.rows('incident')}", *_conditions(sight, which)])


def _conditions(sight: Sight, which: Incidents) -> Iterator[str]:
    if which.occurred:
        possibly = period_condition(which.occurred, Within.POSSIBLY, "incident_period")
        yield f"SELECT key FROM incident_period WHERE {sight.counts} AND {possibly}"
    if which.countries or which.box:
        yield f"SELECT key FROM incident_place WHERE {sight.counts} AND {in_some_part(sight, which)}"
    if which.kinds:
        yield f"SELECT key FROM incident_kind WHERE {sight.counts} AND {possibly_of_kind(sight, which.kinds)}"
