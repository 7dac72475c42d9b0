"""Which incidents a question is about."""

from collections.abc import Iterator
from typing import Any

from application.questions import BoundingBox, OfIncidents, Status, Within
from domain.edtf import Span, Undated, parse
from domain.kinds import CODEBOOKS, IncidentKind
from domain.value import Code
from infrastructure.read_model.answers.force_graph import ForceGraph
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.tolls import add_up
from infrastructure.read_model.projection.folding import folded
from infrastructure.read_model.projection.writing import text_or_none

_ROOT = """
WITH RECURSIVE step(key, root) AS (
    SELECT key, survivor FROM merged
    UNION SELECT step.key, merged.survivor FROM step JOIN merged ON merged.key = root
)
SELECT key, root FROM step WHERE root NOT IN (SELECT key FROM merged)
"""


def keep_scope(sight: Sight, question: OfIncidents, status: Status = Status.STANDING) -> None:
    """Keeps the keys of the incidents that a question is about, as `scope`.

    And with them, of everything on record: `retracted`, and `merged` (of which `root` is what stands for each).
    """
    keep_standing(sight)
    joins, conditions = _conditions(sight, question, status)
    sight.keep(
        "scope",
        f"SELECT i.position AS key FROM {sight.rows('incident')} i {' '.join(joins)}"
        f" WHERE {' AND '.join(['true', *conditions])}",
    )
    if question.tolls:
        _keep_those_with_tolls(sight, question)


def keep_standing(sight: Sight) -> None:
    """Keeps what does not stand by itself: `retracted`, and `merged`, with the `root` that stands for each."""
    sight.keep("retracted", f"SELECT key FROM {sight.last('standing')} WHERE retracted")
    sight.keep("merged", f"SELECT key, survivor FROM {sight.last('merger')} WHERE survivor IS NOT NULL")
    sight.keep("root", _ROOT)


def period_condition(interval: str, within: Within, row: str) -> str:
    """The condition that the days of a row are possibly, or certainly, within an EDTF interval (domain/edtf.py)."""
    span = parse(interval)
    return _possibly(span, row) if within is Within.POSSIBLY else _certainly(span, row)


def words_condition(sight: Sight, words: str, column: str) -> str:
    """The condition that a column of folded words holds each of some words."""
    return " AND ".join(f"contains({column}, {sight.given(word)})" for word in folded(words).split()) or "false"


def narrow(kinds: tuple[IncidentKind, ...]) -> Iterator[IncidentKind]:
    """The kinds, and those that are narrower."""
    return (kind for kind, book in CODEBOOKS.items() if kind in kinds or book.broader in kinds)


def _conditions(sight: Sight, question: OfIncidents, status: Status) -> tuple[list[str], list[str]]:
    joins: dict[str, str] = {}
    conditions: list[str] = []

    def on(table: str, condition: str = "true") -> None:
        joins[table] = f"JOIN {sight.last(table)} {table} ON {table}.key = i.position"
        conditions.append(condition)

    match status:
        case Status.STANDING:
            conditions.append("i.position NOT IN (FROM retracted) AND i.position NOT IN (SELECT key FROM merged)")
        case Status.RETRACTED:
            conditions.append("i.position IN (FROM retracted)")
        case Status.MERGED:
            conditions.append("i.position IN (SELECT key FROM merged) AND i.position NOT IN (FROM retracted)")
        case Status.ANY:
            pass
    if question.occurred:
        on("incident_period", period_condition(question.occurred, question.within, "incident_period"))
    if question.bbox:
        on("incident_place", in_box(question.bbox))
    if question.country:
        on("incident_place", sight.one_of("country", question.country))
    if question.kind:
        on("incident_kind", sight.one_of("incident_kind.kind", list(narrow(question.kind))))
    if question.grading:
        on("incident_grading", sight.one_of("grading", question.grading))
    if question.q:
        on("incident_telling")
        words = "(incident_telling.words || ' ' || incident_place.words)"
        on("incident_place", words_condition(sight, question.q, words))
    if question.dataset:
        coding = sight.rows("incident_coding", f"dataset = {sight.given(question.dataset)}")
        conditions.append(f"i.position IN (SELECT key FROM {coding})")
    if question.code:
        conditions.append(_bears(sight, question.code))
    if question.force:
        _keep_involved(sight, question)
        conditions.append("i.position IN (FROM involved)")
    return [*joins.values()], conditions


def _bears(sight: Sight, code: Code) -> str:
    """The condition that some row codes it so by now; or its first report, and no row ever did."""
    given = sight.given(text_or_none(code))  # as it stands in the JSON of several, and nowhere else there
    coded = f"SELECT key FROM {sight.last('incident_coding', 'key, dataset, row')} WHERE contains(codes, {given})"
    ever = f"SELECT key FROM {sight.rows('incident_coding')} WHERE contains(codes, {given})"
    own = f"coalesce(contains(i.codes, {given}), false) AND i.position NOT IN ({ever})"
    return f"(i.position IN ({coded}) OR {own})"


def _possibly(span: Span, row: str) -> str:
    since = "true" if span.earliest is None else f"coalesce({row}.last_day >= {span.earliest.ordinal}, true)"
    until = "true" if span.latest is None else f"coalesce({row}.first_day <= {span.latest.ordinal}, true)"
    return f"{since} AND {until}"


def _certainly(span: Span, row: str) -> str:
    first, last = span.earliest or span.latest, span.latest or span.earliest
    assert first is not None and last is not None  # noqa: PT018 - an interval has a dated end
    since = "true" if span.begin is Undated.OPEN else f"coalesce({row}.first_day >= {first.ordinal}, false)"
    until = "true" if span.end is Undated.OPEN else f"coalesce({row}.last_day <= {last.ordinal}, false)"
    return f"{since} AND {until}"


def in_box(box: BoundingBox) -> str:
    """The condition that a point lies in a box; the antimeridian's two names, 180 and -180, are one meridian."""
    joined = "AND" if box.west <= box.east else "OR"
    meridian = f"(longitude >= {box.west} {joined} longitude <= {box.east})"
    if max(abs(box.west), abs(box.east)) == 180 or box.west > box.east:  # noqa: PLR2004 - degrees
        meridian = f"({meridian} OR abs(longitude) = 180)"
    return f"latitude BETWEEN {box.south} AND {box.north} AND {meridian}"


def _keep_involved(sight: Sight, question: OfIncidents) -> None:
    """Keeps the incidents in which a force, or one that stood under it then, took part or was harmed."""
    assert question.force is not None
    graph = ForceGraph(sight)
    sight.key_of("force", question.force, "force")
    under = [(graph.keys[id], days) for id, days in graph.under(question.force)]
    sight.take(
        "under_it",
        {
            "force": [key for key, _ in under],
            "first_day": [days.first and days.first.ordinal for _, days in under],
            "last_day": [days.last and days.last.ordinal for _, days in under],
        },
    )
    told = sight.last("participation", "key, force, report, original_source", "force IN (SELECT force FROM under_it)")
    sight.keep(
        "involved",
        f"WITH involved AS (SELECT key, force FROM {told} WHERE NOT retracted UNION ALL"
        f" SELECT coalesce(root.root, c.incident), c.side FROM {sight.rows('casualty')} c"
        " LEFT JOIN root ON root.key = c.incident"
        " WHERE c.side IN (SELECT force FROM under_it) AND c.position NOT IN (FROM retracted))"
        " SELECT DISTINCT involved.key FROM involved JOIN under_it u ON u.force = involved.force"
        f" JOIN {sight.last('incident_period')} p ON p.key = involved.key"
        " WHERE coalesce(p.first_day <= u.last_day, true) AND coalesce(u.first_day <= p.last_day, true)",
    )


def _keep_those_with_tolls(sight: Sight, question: OfIncidents) -> None:
    """Keeps, of the scope, the incidents whose tolls are within the bounds that are asked for."""
    add_up(sight, question.policy, [f"harm IN ({', '.join(repr(str(harm)) for harm in question.tolls)})"])
    conditions: list[Any] = []
    for harm, (fewest, most) in question.tolls.items():
        best = f"sum(likely) FILTER (harm = '{harm}')"
        conditions += [f"{best} IS NOT NULL"]
        conditions += [] if fewest is None else [f"{best} >= {fewest}"]
        conditions += [] if most is None else [f"{best} <= {most}"]
    sight.keep(
        "scope", f"SELECT incident AS key FROM added WHERE counted GROUP BY incident HAVING {' AND '.join(conditions)}"
    )
