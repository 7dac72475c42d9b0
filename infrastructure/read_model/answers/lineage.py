"""What a sum adds up, casualty by casualty: the rows that answers/sums.py adds."""

from collections.abc import Iterator
from typing import Any

from application.lineage_rows import LeftOutOfSum, LineageRow
from application.questions import NONE, Grouping, LineageQuestion
from domain.toll import Harm, PersonStatus, PopulationGroup
from infrastructure.read_model.answers.casualties import toll_conditions
from infrastructure.read_model.answers.lines import AMONG
from infrastructure.read_model.answers.picking import picks
from infrastructure.read_model.answers.scope import keep_scope
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.sums import BY, took_part
from infrastructure.read_model.answers.tolls import add_up


def keys(sight: Sight, question: LineageQuestion) -> str:
    """The keys of the casualties that the sum considered, in the order of entry; kept with what they add."""
    keep_scope(sight, question, question.status)
    by_side = Grouping.SIDE in question.group_by or question.of_side is not None
    add_up(sight, question.policy, toll_conditions(sight, question), by_side=by_side)
    joins, conditions = _of_one_row(sight, question)
    unit = ["incident", "harm", *(["side", "side_name"] if by_side else [])]
    same = " AND ".join(f"several.{column} IS NOT DISTINCT FROM a.{column}" for column in unit)
    sight.keep(
        "considered",
        f"""
        SELECT a.*, CASE WHEN a.countable AND NOT a.counted THEN several.whole END AS counted_in
        FROM added a {" ".join(joins)} LEFT JOIN several ON {same} WHERE {" AND ".join(["true", *conditions])}
        """,
    )
    return "SELECT key, row_number() OVER (ORDER BY key) AS ordinal FROM considered"


def rows(sight: Sight, question: LineageQuestion) -> Iterator[LineageRow]:
    """The casualties in `chunk`, each with what it adds."""
    sight.keep("picked", f"SELECT key, position, low_from, high_from FROM {picks(sight, question.policy, AMONG)}")
    found = sight.fetch(
        f"""
        WITH taken AS (
            SELECT key, unnest([low_from, position, high_from]) AS position FROM picked
        ),
        whose AS (
            SELECT taken.key, list(DISTINCT r.id ORDER BY r.id) AS reports, list(DISTINCT s.id ORDER BY s.id) AS sources
            FROM taken JOIN figure f ON f.position = taken.position JOIN report ON report.position = f.report
            JOIN thing r ON r.position = f.report JOIN thing s ON s.position = report.source GROUP BY taken.key
        )
        SELECT t.id, root.id, own.id, side.id, c.side_name, c.harm, casualty.person_status, casualty.population_group,
            c.counted, c.countable, c.least, c.likely, c.most, c.open_ended, c.disordered, counting.id,
            p.low_from, p.position, p.high_from, whose.reports, whose.sources
        FROM chunk JOIN considered c USING (key) JOIN thing t ON t.position = chunk.key
        JOIN {sight.rows("casualty")} casualty ON casualty.position = chunk.key
        JOIN thing root ON root.position = c.incident JOIN thing own ON own.position = c.own
        LEFT JOIN thing side ON side.position = c.side LEFT JOIN thing counting ON counting.position = c.counted_in
        LEFT JOIN picked p ON p.key = chunk.key LEFT JOIN whose ON whose.key = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for row in found:
        id, incident, own, side, side_name, harm, status, group, counted, countable, *adds = row[:15]
        counted_in, low_from, best_from, high_from, reports, sources = row[15:]
        least, likely, most, open_ended, disordered = adds if counted else (0, 0, 0, False, False)
        yield LineageRow.model_construct(
            casualty_id=id,
            incident_id=incident,
            entered_for=own,
            side=side or side_name,
            harm=Harm(harm),
            person_status=status and PersonStatus(status),
            group=group and PopulationGroup(group),
            low=least,
            best=likely,
            high=most,
            open_ended=open_ended,
            disordered=disordered,
            left_out=_left_out(counted=counted, countable=countable),
            counted_in=counted_in,
            low_from=low_from,
            best_from=best_from,
            high_from=high_from,
            report_ids=reports or (),
            source_ids=sources or (),
        )


def _left_out(*, counted: bool, countable: bool) -> LeftOutOfSum | None:
    if counted:
        return None
    return LeftOutOfSum.COUNTED_IN_OTHERS if countable else LeftOutOfSum.NOT_COUNTABLE


def _of_one_row(sight: Sight, question: LineageQuestion) -> tuple[list[str], list[str]]:
    """The joins and conditions that choose the casualties of one group, `a` being what was added up."""
    joins: dict[str, str] = {}
    conditions: list[str] = []
    for grouping, (column, table) in BY.items():
        value = getattr(question, f"of_{grouping}")
        if value is not None:
            joins[table] = f"JOIN {sight.last(table)} {table} ON {table}.key = a.incident"
            conditions.append(_is(sight, f"{table}.{column}", value))
    if question.of_force is not None:
        joins["told"] = f"LEFT JOIN {took_part(sight)} told ON told.key = a.incident"
        force = question.of_force if question.of_force == NONE else sight.key_of("force", question.of_force, "of_force")
        conditions.append(_is(sight, "told.force", force))
    if question.of_side is not None:
        side = question.of_side
        by_name = isinstance(side, str)
        conditions.append(_is(sight, "a.side_name", side) if by_name else _is(sight, "a.side", _key(sight, side)))
    if question.of_harm is not None:
        conditions.append(_is(sight, "a.harm", question.of_harm))
    return [*joins.values()], conditions


def _key(sight: Sight, force: Any) -> int:
    return sight.key_of("force", force, "of_side")


def _is(sight: Sight, column: str, value: Any) -> str:
    return f"{column} IS NULL" if value == NONE else f"{column} = {sight.given(value)}"
