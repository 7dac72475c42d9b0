"""What coverages hold: which incidents certainly lie in one, and which of them its dataset lacks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from application.questions import BoundingBox
from domain.coverage import Area, Box, Scope
from domain.covering import Declared
from domain.edtf import CalendarDay, Span, parse
from domain.kinds import IncidentKind
from domain.policy import Policy
from domain.toll import Harm
from infrastructure.read_model.answers.coverages import listed
from infrastructure.read_model.answers.lines import EPOCH
from infrastructure.read_model.answers.scope import in_box, narrow
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.tolls import add_up


def coverages(sight: Sight) -> Sequence[Declared]:
    """The coverages that stand and say between which days: with `?`, `~`, `%` or `X` one holds nothing for certain."""
    found = sight.fetch(
        f"""
        SELECT t.id, t.recorded_at, c.countries, c.west, c.south, c.east, c.north, c.edtf, c.kinds, c.harms,
            c.min_killed, i.dataset
        FROM {sight.rows("coverage")} c JOIN thing t ON t.position = c.position
        LEFT JOIN {sight.rows("import_outcome")} o ON o.coverage = c.position
        LEFT JOIN {sight.rows("import")} i ON i.position = o.key
        ANTI JOIN {sight.rows("coverage_withdrawal")} w ON w.key = c.position ORDER BY c.position
        """
    )
    declared = [_declared(*it) for it in found]
    return [it for it in declared if not _qualified(parse(it.scope.period))]


def holds(sight: Sight, declared: Declared, harm: Harm) -> str:
    """The condition that a coverage holds an incident for certain, by period `p`, place `l` and kind `k`."""
    scope = declared.scope
    first, last = declared.days
    conditions = [f"p.last_day <= {last}"] + ([] if first is None else [f"p.first_day >= {first}"])
    if scope.area.countries:
        conditions.append(sight.one_of("l.country", scope.area.countries))
    if box := scope.area.box:
        conditions.append(f"l.precision = 1 AND {in_box(BoundingBox(*dict(box).values()))}")
    if scope.kinds:
        conditions.append(sight.one_of("k.kind", [*narrow(scope.kinds)]))
    if scope.min_killed:
        conditions.append(f"killed.least >= {scope.min_killed}" if harm is Harm.KILLED else "false")
    if declared.dataset is not None:
        conditions.append(f"m.key IN ({coded(sight, declared.dataset)})")
    return " AND ".join(f"coalesce({it}, false)" for it in conditions)


def lacking(sight: Sight, declared: Declared, policy: Policy) -> Sequence[UUID]:
    """Incidents, some, that a dataset lacks which is declared to hold them all: they were killed in for certain."""
    if declared.dataset is None:
        return []
    fewest = declared.scope.min_killed or 0
    bare = declared._replace(scope=declared.scope.model_copy(update={"min_killed": None}), dataset=None)
    sight.keep(
        "scope",
        f"""
        SELECT m.key FROM members m JOIN {sight.last("incident_period")} p ON p.key = m.key
        JOIN {sight.last("incident_place")} l ON l.key = m.key JOIN {sight.last("incident_kind")} k ON k.key = m.key
        WHERE m.certain AND {holds(sight, bare, Harm.KILLED)} AND m.key NOT IN ({coded(sight, declared.dataset)})
        """,
    )
    if not sight.fetch("SELECT 1 FROM scope LIMIT 1"):
        return []
    add_up(sight, policy, [f"c.harm = '{Harm.KILLED}'"])
    found = sight.fetch(
        f"""
        SELECT id FROM scope JOIN thing ON thing.position = scope.key
        LEFT JOIN (SELECT incident, sum(fewest) AS least FROM added WHERE counted GROUP BY incident) a
            ON a.incident = scope.key
        WHERE coalesce(a.least, 0) >= {fewest} ORDER BY scope.key LIMIT 3
        """
    )
    return [id for (id,) in found]


def coded(sight: Sight, dataset: str) -> str:
    """The incidents that a row of a dataset codes."""
    coding = sight.rows("incident_coding", f"dataset = {sight.given(dataset)}")
    return f"SELECT coalesce(root.root, d.key) FROM {coding} d LEFT JOIN root ON root.key = d.key"


def _declared(
    id: UUID,
    recorded_at: int,
    countries: Any,
    west: Any,
    south: Any,
    east: Any,
    north: Any,
    edtf: str,
    kinds: Any,
    harms: Any,
    min_killed: int | None,
    dataset: str | None,
) -> Declared:
    box = None if west is None else Box(west=west, south=south, east=east, north=north)
    scope = Scope(
        area=Area(countries=listed(countries), box=box),
        period=edtf,
        kinds=tuple(map(IncidentKind, listed(kinds))),
        harms=tuple(map(Harm, listed(harms))),
        min_killed=min_killed,
    )
    day = EPOCH + timedelta(microseconds=recorded_at, days=-1)  # the day itself was not over yet
    return Declared(id, scope, CalendarDay(day.year, day.month, day.day).ordinal, dataset)


def _qualified(period: Span) -> bool:
    return period.uncertain or period.approximate or period.unspecified
