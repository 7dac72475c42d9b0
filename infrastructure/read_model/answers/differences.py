"""What is answered otherwise from one standpoint than from another: the sums whole, the incidents by the page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import duckdb

from application.moments import Standpoint
from application.movements import (
    FigureMoved,
    GradingMoved,
    Moved,
    Movement,
    OfImport,
    Reckoned,
    SumMoved,
    TollMoved,
    Touch,
    What,
)
from application.questions import OfTolls
from application.rows import TollSum
from domain.fact import Position
from domain.scales import Grading
from domain.toll import Harm, PersonStatus, PopulationGroup
from infrastructure.read_model.answers.because import IMPORTS, because_of
from infrastructure.read_model.answers.differing import Both, keep_both
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.sums import SUMS

_MOST_ENTRIES = 100
"""So many entries of one incident are told; of the others, how many they are."""


def movement(
    db: duckdb.DuckDBPyConnection, question: OfTolls, was: Standpoint, now: Standpoint, limit: int, offset: int
) -> Movement:
    """How a question is answered otherwise from `now` than from `was`: at most `limit` incidents after `offset`.

    Raises:
        UnknownReference: the question names what was on record at neither.
    """
    both = keep_both(db, question, was, now)
    sums = _sums(both.now)
    both.now.keep(
        "page", f"SELECT * FROM differing WHERE ordinal > {offset} AND ordinal <= {offset + limit} ORDER BY ordinal"
    )
    return Movement(sums, _incidents(both))


def _sums(sight: Sight) -> Sequence[SumMoved]:
    totals = ", ".join(f"sum({name})::BIGINT AS {name}" for name in SUMS)
    because = because_of(sight)
    found = sight.fetch(
        f"""
        WITH was AS (SELECT harm, {totals} FROM was_toll GROUP BY harm),
        now AS (SELECT harm, {totals} FROM now_toll GROUP BY harm)
        SELECT coalesce(was.harm, now.harm) AS harm, {_columns("was", SUMS)}, {_columns("now", SUMS)}
        FROM was FULL JOIN now ON was.harm = now.harm ORDER BY harm
        """
    )
    return [
        SumMoved(**_toll(row[1:]).model_dump(), harm=Harm(row[0]), because=because.get(row[0], [])) for row in found
    ]


def _incidents(both: Both) -> Sequence[Moved]:
    among = "key IN (SELECT key FROM page)"
    now, was = (it.last("incident_telling", "key", among) for it in (both.now, both.was))
    found = both.now.fetch(
        f"""
        SELECT page.key, (SELECT id FROM thing WHERE position = page.key), coalesce(now.title, was.title), what
        FROM page LEFT JOIN {now} now ON now.key = page.key LEFT JOIN {was} was ON was.key = page.key ORDER BY ordinal
        """
    )
    touches, figures, tolls = _touches(both.now), _figures(both.now), _tolls(both.now)
    gradings = {
        key: GradingMoved(was=was and Grading(was), now=now and Grading(now))
        for key, was, now in both.now.fetch(
            f"SELECT key, was_grading, now_grading FROM grading_differing WHERE {among}"
        )
    }
    return [
        Moved(
            id=id,
            title=title,
            what=What(what),
            touches=touches[key][:_MOST_ENTRIES],
            more=max(len(touches[key]) - _MOST_ENTRIES, 0),
            figures=figures[key],
            tolls=tolls[key],
            grading=gradings.get(key),
        )
        for key, id, title, what in found
    ]


def _touches(sight: Sight) -> Mapping[int, Sequence[Touch]]:
    found = sight.fetch(
        f"""
        SELECT t.incident, t.position, i.id, i.dataset, i.release
        FROM touching t JOIN entered e USING (position) LEFT JOIN {IMPORTS} i USING (cause)
        WHERE t.incident IN (SELECT key FROM page) ORDER BY t.incident, t.position
        """
    )
    touches: defaultdict[int, list[Touch]] = defaultdict(list)
    for incident, position, id, dataset, release in found:
        of_import = OfImport(id=id, dataset=dataset, release=release) if id else None
        touches[incident].append(Touch(Position(position), of_import))
    return touches


def _figures(sight: Sight) -> Mapping[int, Sequence[FigureMoved]]:
    parts = ("least", "likely", "most", "open_ended", "counted")
    reports = ", ".join(f"(SELECT id FROM thing WHERE position = d.{name}_report)" for name in ("was", "now"))
    found = sight.fetch(
        f"""
        SELECT coalesce(now_incident, was_incident) AS incident, (SELECT id FROM thing WHERE position = d.key),
            (SELECT id FROM thing WHERE position = c.side), c.side_name, c.harm, c.person_status, c.population_group,
            {reports}, {", ".join(f"was_{it}" for it in parts)}, {", ".join(f"now_{it}" for it in parts)}
        FROM figure_differing d JOIN casualty c ON c.position = d.key
        WHERE coalesce(now_incident, was_incident) IN (SELECT key FROM page) ORDER BY d.key
        """
    )
    figures: defaultdict[int, list[FigureMoved]] = defaultdict(list)
    for incident, id, side, side_name, harm, status, group, was_report, now_report, *numbers in found:
        figures[incident].append(
            FigureMoved(
                casualty_id=id,
                side=side or side_name,
                harm=Harm(harm),
                person_status=status and PersonStatus(status),
                group=group and PopulationGroup(group),
                was=_reckoned(was_report, *numbers[: len(parts)]),
                now=_reckoned(now_report, *numbers[len(parts) :]),
            )
        )
    return figures


def _reckoned(report: UUID | None, low: int, best: int, high: int, open_ended: bool, counted: bool) -> Reckoned | None:
    if report is None:
        return None
    return Reckoned(low=low, best=best, high=high, open_ended=open_ended, counted=counted, report_id=report)


def _tolls(sight: Sight) -> Mapping[int, Mapping[Harm, TollMoved]]:
    columns = ", ".join(f"{name}_{part}" for name in ("was", "now") for part in SUMS)
    found = sight.fetch(
        f"SELECT key, harm, {columns} FROM toll_differing WHERE key IN (SELECT key FROM page) ORDER BY key, harm"
    )
    tolls: defaultdict[int, dict[Harm, TollMoved]] = defaultdict(dict)
    for key, harm, *sums in found:
        tolls[key][Harm(harm)] = _toll(sums)
    return tolls


def _toll(numbers: Sequence[Any]) -> TollMoved:
    """A sum from both standpoints: its parts from the one, and then from the other."""
    was, now = (
        TollSum(**dict(zip(SUMS, part, strict=True))) if part[0] is not None else None
        for part in (numbers[: len(SUMS)], numbers[len(SUMS) :])
    )
    return TollMoved(
        was=was,
        now=now,
        **{
            part: (getattr(now, part) if now else 0) - (getattr(was, part) if was else 0)
            for part in ("low", "best", "high")
        },
    )


def _columns(table: str, names: Iterable[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)
