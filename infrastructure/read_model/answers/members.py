"""Which incidents an assertion speaks of: those that are meant for certain, and those that may be."""

from collections.abc import Sequence

from application.questions import BoundingBox, Within
from domain.assertion import Incidents
from domain.coverage import Box
from domain.kinds import CODEBOOKS, IncidentKind
from infrastructure.read_model.answers.force_graph import ForceGraph
from infrastructure.read_model.answers.scope import in_box, narrow, period_condition
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.standing_under import EVERY_DAY, SOME_DAY, Suspicion, keep_under

_WORD = "key, force, report, original_source"
_EXACT = 1
"""UCDP's `where_prec` of a place that the point is; any other point only represents it."""


def keep_members(sight: Sight, which: Incidents, graph: ForceGraph, path: str) -> Sequence[Suspicion]:
    """Keeps the incidents that stand and may be meant as `members`: each, and whether it is for `certain`.

    An incident of which something is not known may be meant: one whose days only touch the interval, whose country is
    not told, whose place is no point, whose kind is only told broadly, of whose camps fewer than two are told.

    Raises:
        UnknownReference: what it names was not on record.
    """
    standing = "i.position NOT IN (FROM retracted) AND i.position NOT IN (SELECT key FROM merged)"
    if which.incident:
        key = sight.key_of("incident", which.incident, f"{path}.incident")
        own = f"coalesce((SELECT root FROM root WHERE key = {key}), {key})"
        conditions, joins, suspected = [(f"i.position = {own}", "true")], "", list[Suspicion]()
    else:
        conditions, joins, suspected = _conditions(sight, which, graph, path)
        _keep_doubted(sight)
        conditions = [*conditions, ("true", "i.position NOT IN (FROM doubted)")]
    possibly = " AND ".join([standing, *(possible for possible, _ in conditions)])
    certainly = " AND ".join(["true", *(f"coalesce({certain}, false)" for _, certain in conditions)])
    sight.keep(
        "members",
        f"SELECT i.position AS key, {certainly} AS certain FROM {sight.rows('incident')} i {joins} WHERE {possibly}",
    )
    return suspected


_SURE = "NOT regexp_matches(incident_period.edtf, '[?~%]')"
"""The condition that an `incident_period` says its days without doubt: near which days it may have been is not told."""


def in_some_part(sight: Sight, which: Incidents) -> str:
    """The condition that an `incident_place` may lie in the countries and the box that are meant."""
    there = sight.one_of("incident_place.country", which.countries) if which.countries else "true"
    inside = in_box(_bounding(which.box)) if which.box else "true"
    doubtful = f"incident_place.precision <> {_EXACT} OR latitude IS NULL"
    return f"({there} OR incident_place.country IS NULL) AND ({inside} OR {doubtful})"


def possibly_of_kind(sight: Sight, kinds: tuple[IncidentKind, ...]) -> str:
    """The condition that an `incident_kind` is one of these, a narrower one, or a broader that may be one of these."""
    broad = [book.broader for kind in kinds if (book := CODEBOOKS[kind]).broader]
    return sight.one_of("incident_kind.kind", sorted({*narrow(kinds), *broad}))


def _conditions(
    sight: Sight, which: Incidents, graph: ForceGraph, path: str
) -> tuple[list[tuple[str, str]], str, list[Suspicion]]:
    """The conditions under which an incident may be meant, and is for certain; what they are of, and who is doubted."""
    joins: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    suspected: list[Suspicion] = []

    def on(table: str, possible: str, certain: str) -> None:
        joins[table] = f"JOIN {sight.last(table)} {table} ON {table}.key = i.position"
        found.append((possible, certain))

    if which.occurred:
        spans = [period_condition(which.occurred, it, "incident_period") for it in (Within.POSSIBLY, Within.CERTAINLY)]
        on("incident_period", spans[0], f"{spans[1]} AND {_SURE}")
    if which.countries or which.box:
        on("incident_place", in_some_part(sight, which), _inside(sight, which))
    if which.kinds:
        certain = sight.one_of("incident_kind.kind", [*narrow(which.kinds)])
        on("incident_kind", possibly_of_kind(sight, which.kinds), certain)
    if which.grading:
        graded = sight.one_of("grading", which.grading)
        on("incident_grading", graded, graded)
    if which.force:
        suspected += keep_under(sight, which.force, graph, f"{path}.force", "under_it")
        _keep_involved(sight)
        certain = "i.position IN (SELECT key FROM involved WHERE certain)"
        found.append((f"(i.position IN (SELECT key FROM involved) OR i.position NOT IN ({_told(sight)}))", certain))
    if which.between:
        for number, force in enumerate(which.between):
            suspected += keep_under(sight, force, graph, f"{path}.between.{number}", "under_it")
            _keep_camps(sight, f"camps_{number}")
        _keep_opposed(sight)
        found.append(
            ("i.position IN (SELECT key FROM opposed)", "i.position IN (SELECT key FROM opposed WHERE certain)")
        )
    return found, " ".join(joins.values()), suspected


def _inside(sight: Sight, which: Incidents) -> str:
    """The condition that an `incident_place` certainly lies in the countries and the box that are meant."""
    there = sight.one_of("incident_place.country", which.countries) if which.countries else "true"
    inside = f"{in_box(_bounding(which.box))} AND incident_place.precision = {_EXACT}" if which.box else "true"
    return f"{there} AND {inside}"


def _bounding(box: Box) -> BoundingBox:
    return BoundingBox(box.west, box.south, box.east, box.north)


def participations(sight: Sight, among: str = "true") -> str:
    """What reports that are held good tell of who took part, as a subquery."""
    told = sight.last("participation", _WORD, among)
    return f"(SELECT * FROM {told} WHERE NOT retracted AND report NOT IN ({_withdrawn(sight)}))"


def _withdrawn(sight: Sight) -> str:
    return f"SELECT key FROM {sight.last('report_standing')} WHERE withdrawn"


def _told(sight: Sight) -> str:
    """The incidents of which it is told who took part: in two camps at least."""
    return f"SELECT key FROM {participations(sight)} GROUP BY key HAVING count(DISTINCT camp) > 1"


def _keep_doubted(sight: Sight) -> None:
    """Keeps, as `doubted`, the incidents of which only withdrawn reports tell."""
    sight.keep("doubted", f"SELECT position AS key FROM {sight.rows('incident')} WHERE report IN ({_withdrawn(sight)})")
    if not sight.fetch("SELECT 1 FROM doubted LIMIT 1"):
        return
    sight.keep(
        "doubted",
        f"""
        WITH about AS (
            SELECT key AS thing, key FROM doubted UNION SELECT root.key, root FROM root WHERE root IN (FROM doubted)
        ),
        telling AS (
            SELECT thing, key FROM about
            UNION SELECT c.position, key FROM {sight.rows("casualty")} c JOIN about ON thing = c.incident
        )
        SELECT key FROM doubted EXCEPT SELECT telling.key FROM telling JOIN {sight.rows("naming")} n ON n.key = thing
            JOIN entered e ON e.position = n.position JOIN report r ON r.position = n.named
        WHERE e.fact IN ({_TELLING}) AND n.named NOT IN ({_withdrawn(sight)})
        """,
    )


_TELLING = (
    "'IncidentReported', 'IncidentCorroborated', 'IncidentCoded', 'ParticipationReported', 'CasualtyReported',"
    " 'FigureReported'"
)
"""The facts that are on the word of a report which tells of the incident too."""


def _keep_involved(sight: Sight) -> None:
    """Keeps the incidents in which a force of `under_it` took part or was harmed, as `involved`."""
    took_part = participations(sight, "force IN (SELECT force FROM under_it)")
    harmed = "key IN (SELECT position FROM casualty WHERE side IN (SELECT force FROM under_it))"
    sight.keep(
        "involved",
        f"""
        WITH somebody AS (
            SELECT key FROM {sight.last("figure", "key, report, original_source", harmed)}
            WHERE NOT retracted AND report NOT IN ({_withdrawn(sight)}) GROUP BY key HAVING min(fewest) > 0
        ),
        told AS (
            SELECT key, force, true AS sure FROM {took_part}
            UNION ALL SELECT coalesce(root.root, c.incident), c.side, c.position IN (FROM somebody)
                FROM {sight.rows("casualty")} c LEFT JOIN root ON root.key = c.incident
                WHERE c.side IN (SELECT force FROM under_it) AND c.position NOT IN (FROM retracted)
        )
        SELECT told.key, coalesce(bool_or(told.sure AND {EVERY_DAY}), false) AS certain FROM told
        JOIN under_it u ON u.force = told.force JOIN {sight.last("incident_period")} p ON p.key = told.key
        WHERE {SOME_DAY} GROUP BY told.key
        """,
    )


def _keep_camps(sight: Sight, name: str) -> None:
    """Keeps the camps in which a force of `under_it` stood, by incident."""
    took_part = participations(sight, "force IN (SELECT force FROM under_it)")
    sight.keep(
        name,
        f"""
        SELECT told.key, min(camp) AS camp, count(DISTINCT camp) AS camps,
            coalesce(bool_or({EVERY_DAY}), false) AS certain
        FROM {took_part} told JOIN under_it u ON u.force = told.force
        JOIN {sight.last("incident_period")} p ON p.key = told.key
        WHERE {SOME_DAY} GROUP BY told.key
        """,
    )


def _keep_opposed(sight: Sight) -> None:
    """Keeps the incidents in which the forces of `camps_0` and `camps_1` stood against each other, as `opposed`."""
    sight.keep(
        "opposed",
        f"""
        SELECT one.key, one.certain AND other.certain AND one.camps = 1 AND other.camps = 1 AS certain
        FROM camps_0 one JOIN camps_1 other ON other.key = one.key
        WHERE one.camp <> other.camp OR one.camps > 1 OR other.camps > 1
        UNION ALL SELECT i.position, false FROM {sight.rows("incident")} i LEFT JOIN (
            SELECT key, count(DISTINCT camp) AS camps FROM {participations(sight)} GROUP BY key
        ) told ON told.key = i.position
        WHERE coalesce(told.camps, 0) < 2
        """,
    )
