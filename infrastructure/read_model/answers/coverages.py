"""The coverages on record, a line each."""

from collections.abc import Iterable, Iterator

from pydantic_core import from_json

from application.questions import CoverageQuestion, Status, Within
from application.rows import CoverageRow
from domain.coverage import Area, Box
from domain.kinds import CODEBOOKS, IncidentKind
from domain.toll import Harm
from infrastructure.read_model.answers.lines import AMONG, HEAD, head, heads, order
from infrastructure.read_model.answers.scope import narrow, period_condition, words_condition
from infrastructure.read_model.answers.sight import Sight


def keys(sight: Sight, question: CoverageQuestion) -> str:
    """The keys of the coverages that a question is about."""
    conditions = ["true"]
    if question.q:
        conditions.append(words_condition(sight, question.q, "c.words"))
    if question.occurred:
        conditions.append(period_condition(question.occurred, Within.POSSIBLY, "c"))
    if question.country:
        conditions.append(_names_any(sight, "c.countries", question.country))
    if question.kind:
        kinds = {each for kind in narrow(question.kind) for each in (kind, CODEBOOKS[kind].broader) if each}
        conditions.append(_names_any(sight, "c.kinds", sorted(kinds)))
    match question.status:
        case Status.STANDING:
            conditions.append("w.key IS NULL")
        case Status.RETRACTED:
            conditions.append("w.key IS NOT NULL")
        case Status.MERGED:
            conditions.append("false")
        case Status.ANY:
            pass
    return f"""
        SELECT key, row_number() OVER (ORDER BY {order(question.sort, {})}) AS ordinal FROM (
            SELECT c.position AS key FROM {sight.rows("coverage")} c
            LEFT JOIN {sight.rows("coverage_withdrawal")} w ON w.key = c.position WHERE {" AND ".join(conditions)})
    """


def rows(sight: Sight, _: CoverageQuestion) -> Iterator[CoverageRow]:
    """The coverages in `chunk`."""
    found = sight.fetch(
        f"""
        SELECT {HEAD}, c.countries, c.west, c.south, c.east, c.north, c.edtf, c.kinds, c.min_killed, c.harms, c.basis,
            (SELECT id FROM thing WHERE position = c.report), w.key IS NOT NULL
        FROM {heads(sight)} JOIN coverage c ON c.position = chunk.key
        LEFT JOIN {sight.rows("coverage_withdrawal", AMONG)} w ON w.key = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for row in found:
        countries, west, south, east, north, period, kinds, min_killed, harms = row[4:13]
        basis, report_id, withdrawn = row[13:]
        box = None if west is None else Box.model_construct(west=west, south=south, east=east, north=north)
        yield CoverageRow.model_construct(
            **head(*row[:4]),
            area=Area.model_construct(countries=listed(countries), box=box),
            period=period,
            kinds=tuple(map(IncidentKind, listed(kinds))),
            min_killed=min_killed,
            harms=tuple(map(Harm, listed(harms))),
            grounds=basis,
            report_id=report_id,
            status=Status.RETRACTED if withdrawn else Status.STANDING,
        )


def _names_any(sight: Sight, column: str, names: Iterable[str]) -> str:
    """The condition that a list, kept as JSON, holds one of these names; or is not there, and then holds all."""
    either = " OR ".join(f"contains({column}, {sight.given(_quoted(name))})" for name in names)
    return f"({column} IS NULL OR {either})"


def _quoted(name: str) -> str:
    return f'"{name}"'


def listed(text: str | None) -> tuple[str, ...]:
    """A list that is kept as JSON, or as nothing where it is empty."""
    return tuple(from_json(text)) if text else ()
