"""Two answers to one question, kept side by side as `was_...` and `now_...`, and what differs between them."""

from typing import NamedTuple

import duckdb

from application.moments import Standpoint
from application.questions import OfTolls
from application.refusals import UnknownReference
from infrastructure.read_model.answers.casualties import toll_conditions
from infrastructure.read_model.answers.scope import keep_scope
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.sums import SUMS
from infrastructure.read_model.answers.tolls import add_up


class Both(NamedTuple):
    """The read model as it is seen from one standpoint, and from another."""

    was: Sight
    now: Sight


def keep_both(db: duckdb.DuckDBPyConnection, question: OfTolls, was: Standpoint, now: Standpoint) -> Both:
    """Keeps both answers, and what differs between them: of sums, figures, gradings and incidents.

    `moved` are the entries that count from one standpoint only; `touching`, which of them concern which incident.

    Raises:
        UnknownReference: the question names what was on record at neither.
    """
    both = Both(Sight(db, was), Sight(db, now))
    refused = [_keep(sight, name, question) for name, sight in both._asdict().items()]
    if all(refused):
        raise refused[1] or AssertionError
    _keep_differences(both.now)
    _keep_moved(both)
    both.now.keep("differing", _DIFFERING)
    return both


def _keep(sight: Sight, name: str, question: OfTolls) -> UnknownReference | None:
    """Keeps one answer; nothing, where what the question names was not on record there."""
    refused = None
    try:
        keep_scope(sight, question)
        conditions = toll_conditions(sight, question)
    except UnknownReference as why:
        refused, conditions = why, []
        keep_scope(sight, OfTolls())
        sight.keep("scope", "SELECT key FROM scope WHERE false")
    if question.incident and not refused:
        key = sight.key_of("incident", question.incident, "incident")
        sight.keep(
            "scope", f"SELECT key FROM scope WHERE key = coalesce((SELECT root FROM root WHERE key = {key}), {key})"
        )
    add_up(sight, question.policy, conditions)
    sums = ", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())
    graded = sight.last("incident_grading", "key", "key IN (FROM scope)")
    sight.keep(f"{name}_scope", "SELECT key FROM scope")
    sight.keep(f"{name}_root", "SELECT key, root FROM root")
    sight.keep(f"{name}_toll", f"SELECT incident AS key, harm, {sums} FROM added GROUP BY incident, harm")
    sight.keep(
        f"{name}_figure",
        "SELECT key, incident, least, likely, most, open_ended, counted, report FROM added WHERE countable",
    )
    sight.keep(f"{name}_grading", f"SELECT key, grading FROM {graded}")
    return refused


def _keep_differences(sight: Sight) -> None:
    compared = (
        ("toll", "key, harm", (*SUMS,)),
        ("figure", "key", ("incident", "least", "likely", "most", "open_ended", "counted", "report")),
        ("grading", "key", ("grading",)),
    )
    for name, by, columns in compared:
        both = " OR ".join(f"was.{column} IS DISTINCT FROM now.{column}" for column in columns)
        parts = ", ".join(f"was.{column} AS was_{column}, now.{column} AS now_{column}" for column in columns)
        sight.keep(
            f"{name}_differing",
            f"SELECT {by}, {parts} FROM was_{name} was FULL JOIN now_{name} now USING ({by}) WHERE {both}",
        )


def _keep_moved(both: Both) -> None:
    """Keeps the entries that count from one standpoint only, and which incidents they are about, or else concern.

    Of reports, sources and forces that are judged, withdrawn, merged or the like, that is the incidents whose figures
    differ and rest on them.
    """
    was, now = both.was.counts, both.now.counts
    both.now.keep(
        "moved",
        f"SELECT position, key FROM entered WHERE ({now}) AND NOT ({was})"
        f" UNION ALL SELECT position, key FROM entered WHERE ({was}) AND NOT ({now})",
    )
    both.now.keep("touching", _TOUCHING)


_TOUCHING = """
WITH about AS (SELECT position AS key, position AS incident FROM incident
    UNION ALL SELECT position, incident FROM casualty),
direct AS (SELECT moved.position, about.incident FROM moved JOIN about USING (key)),
root AS (FROM was_root UNION FROM now_root),
moving AS (SELECT key, was_incident AS incident FROM figure_differing WHERE was_incident IS NOT NULL
    UNION SELECT key, now_incident FROM figure_differing WHERE now_incident IS NOT NULL),
later AS (SELECT position, key FROM moved WHERE position <> key)
FROM direct
UNION SELECT direct.position, root.root FROM direct JOIN root ON root.key = direct.incident
UNION SELECT later.position, moving.incident FROM later JOIN figure f ON f.report = later.key
    JOIN moving ON moving.key = f.key
UNION SELECT later.position, moving.incident FROM later JOIN report r ON r.source = later.key
    JOIN figure f ON f.report = r.position JOIN moving ON moving.key = f.key
UNION SELECT later.position, moving.incident FROM later JOIN casualty c ON c.side = later.key
    JOIN moving ON moving.key = c.position
"""

_DIFFERING = """
SELECT key, what, row_number() OVER (ORDER BY key) AS ordinal FROM (
    SELECT coalesce(was.key, now.key) AS key,
        CASE WHEN was.key IS NULL THEN 'appeared' WHEN now.key IS NULL THEN 'went' ELSE 'changed' END AS what
    FROM was_scope was FULL JOIN now_scope now ON was.key = now.key
)
WHERE what <> 'changed' OR key IN (SELECT incident FROM touching) OR key IN (SELECT key FROM toll_differing)
    OR key IN (SELECT was_incident FROM figure_differing UNION SELECT now_incident FROM figure_differing)
"""
