"""Sums of figures, by group."""

from collections.abc import Iterator, Mapping
from typing import Any

from application.questions import Grouping, TollQuestion
from application.rows import TollRow
from domain.kinds import IncidentKind
from domain.toll import Harm
from infrastructure.read_model.answers.casualties import toll_conditions
from infrastructure.read_model.answers.scope import keep_scope
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.tolls import add_up

SUMS: Mapping[str, str] = {
    "low": "coalesce(sum(least) FILTER (counted), 0)::BIGINT",
    "best": "coalesce(sum(likely) FILTER (counted), 0)::BIGINT",
    "high": "coalesce(sum(most) FILTER (counted), 0)::BIGINT",
    "casualties": "count(*) FILTER (counted)",
    "open_ended": "count(*) FILTER (counted AND open_ended)",
    "disordered": "count(*) FILTER (counted AND disordered)",
    "not_countable": "count(*) FILTER (NOT countable)",
    "counted_in_others": "count(*) FILTER (countable AND NOT counted)",
}
"""What a sum says, over `added`."""

BY: Mapping[Grouping, tuple[str, str]] = {
    Grouping.COUNTRY: ("country", "incident_place"),
    Grouping.MONTH: ("month", "incident_period"),
    Grouping.YEAR: ("year", "incident_period"),
    Grouping.KIND: ("kind", "incident_kind"),
}
"""The column that names a group, and the table of incidents that has it."""

_PARTS = ("country", "month", "year", "kind", "force", "side", "side_name", "harm")
"""What names a group, in the order of its rows."""


def keys(sight: Sight, question: TollQuestion) -> str:
    """The groups, kept as `sums`; each has its ordinal as key."""
    keep_scope(sight, question)
    by_side = Grouping.SIDE in question.group_by
    add_up(sight, question.policy, toll_conditions(sight, question), by_side=by_side)
    groups, joins = {"harm": "a.harm"}, dict[str, str]()
    for grouping in question.group_by:
        if grouping in BY:
            column, table = BY[grouping]
            groups[column] = f"{table}.{column}"
            joins[table] = f"JOIN {sight.last(table)} {table} ON {table}.key = a.incident"
    if by_side:
        groups |= {"side": "a.side", "side_name": "a.side_name"}
    if Grouping.FORCE in question.group_by:
        groups["force"] = "told.force"
        joins["told"] = f"LEFT JOIN {took_part(sight)} told ON told.key = a.incident"
    named = ", ".join(f"{groups.get(part, 'NULL')} AS {part}" for part in _PARTS)
    sums = ", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())
    sight.keep(
        "sums",
        f"""
        SELECT {named}, {sums}, count(*) FILTER (first) AS incidents
        FROM added a {" ".join(joins.values())} GROUP BY {", ".join(groups.values())}
        """,
    )
    order = ", ".join(f"{part} NULLS LAST" for part in _PARTS)
    sight.keep("sums", f"SELECT *, row_number() OVER (ORDER BY {order}) AS ordinal FROM sums")
    return "SELECT ordinal AS key, ordinal FROM sums"


def rows(sight: Sight, _: TollQuestion) -> Iterator[TollRow]:
    """The sums in `chunk`."""
    found = sight.fetch(
        f"""
        WITH named AS MATERIALIZED (SELECT position, id FROM thing
            WHERE position IN (SELECT force FROM sums UNION SELECT side FROM sums))
        SELECT country, month, year, sums.kind, t.id, n.name, s.id, side_name, harm, incidents,
            {", ".join(SUMS)}
        FROM chunk JOIN sums USING (ordinal)
        LEFT JOIN named t ON t.position = sums.force LEFT JOIN named s ON s.position = sums.side
        LEFT JOIN {sight.last("force_name", "key", "goes_by")} n ON n.key = sums.force
        ORDER BY ordinal
        """
    )
    for country, month, year, kind, force_id, force, side, side_name, harm, incidents, *sums in found:
        groups: dict[str, Any] = {"country": country, "month": month, "year": year, "force": force}
        yield TollRow.model_construct(
            **groups,
            force_id=force_id,
            side=side or side_name,
            kind=kind and IncidentKind(kind),
            harm=Harm(harm),
            incidents=incidents,
            **dict(zip(SUMS, sums, strict=True)),
        )


def took_part(sight: Sight) -> str:
    """The forces that took part, each as the one that stands for it, once an incident."""
    doubtful = f"SELECT key, force FROM participation WHERE {sight.counts} AND retracted"
    again = sight.last("participation", "key, force, report, original_source", f"(key, force) IN ({doubtful})")
    return f"""(
        WITH told AS (
            SELECT key, force FROM {sight.rows("participation")} p
                ANTI JOIN ({doubtful}) d ON d.key = p.key AND d.force = p.force
            UNION ALL SELECT key, force FROM {again} WHERE NOT retracted
        )
        SELECT DISTINCT told.key, coalesce(root.root, force) AS force FROM told LEFT JOIN root ON root.key = force
    )"""
