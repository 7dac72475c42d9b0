"""The forces on record, a line each."""

from collections.abc import Iterator

from application.questions import ForceQuestion, Status
from application.rows import ForceRow
from domain.force_facts import ForceKind
from infrastructure.read_model.answers.force_graph import ForceGraph
from infrastructure.read_model.answers.lines import AMONG, HEAD, codes, head, heads, order
from infrastructure.read_model.answers.scope import words_condition
from infrastructure.read_model.answers.sight import Sight


def keys(sight: Sight, question: ForceQuestion) -> str:
    """The keys of the forces that a question is about."""
    conditions = ["true"]
    if question.kind:
        conditions.append(sight.one_of("f.kind", question.kind))
    if question.country:
        conditions.append(sight.one_of("f.country", question.country))
    if question.q:
        bearing = words_condition(sight, question.q, "words")
        conditions.append(f"f.position IN (SELECT key FROM {sight.rows('force_name')} WHERE {bearing})")
    if question.force:
        sight.key_of("force", question.force, "force")
        graph = ForceGraph(sight)
        sight.take("under_it", {"force": sorted({graph.keys[id] for id, _ in graph.under(question.force)})})
        conditions.append("f.position IN (FROM under_it)")
    match question.status:
        case Status.STANDING:
            conditions.append("m.survivor IS NULL")
        case Status.MERGED:
            conditions.append("m.survivor IS NOT NULL")
        case Status.RETRACTED:
            conditions.append("false")
        case Status.ANY:
            pass
    by = order(question.sort, {"name": "words"})
    return f"""
        SELECT key, row_number() OVER (ORDER BY {by}) AS ordinal FROM (
            SELECT f.position AS key, n.words FROM {sight.rows("force")} f
            JOIN {sight.last("force_name", "key", "goes_by")} n ON n.key = f.position
            LEFT JOIN {sight.last("merger")} m ON m.key = f.position WHERE {" AND ".join(conditions)})
    """


def rows(sight: Sight, _: ForceQuestion) -> Iterator[ForceRow]:
    """The forces in `chunk`."""
    found = sight.fetch(
        f"""
        SELECT {HEAD}, n.name, names.names, f.kind, f.country, f.codes,
            (SELECT id FROM thing WHERE position = m.survivor)
        FROM {heads(sight)} JOIN force f ON f.position = chunk.key
        JOIN {sight.last("force_name", "key", f"goes_by AND {AMONG}")} n ON n.key = chunk.key
        JOIN (SELECT key, list(name ORDER BY first) AS names FROM (SELECT key, name, min(position) AS first
            FROM {sight.rows("force_name", AMONG)} GROUP BY key, name) GROUP BY key) names ON names.key = chunk.key
        LEFT JOIN {sight.last("merger", "key", AMONG)} m ON m.key = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for id, version, position, recorded_at, name, names, kind, country, written, survivor in found:
        yield ForceRow.model_construct(
            **head(id, version, position, recorded_at),
            name=name,
            aliases=tuple(each for each in names if each != name),
            kind=ForceKind(kind),
            country=country,
            codes=codes(written),
            status=Status.MERGED if survivor else Status.STANDING,
            merged_into=survivor,
        )
