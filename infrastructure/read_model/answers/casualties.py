"""The casualties on record, a line each."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from application.questions import CasualtyQuestion, OfTolls, Status
from application.rows import CasualtyRow, PickedFigure, ReconciledFigure
from domain.scales import Credibility
from domain.toll import Harm, PersonStatus, PopulationGroup
from infrastructure.read_model.answers.lines import AMONG, HEAD, head, heads, order, original
from infrastructure.read_model.answers.picking import picks
from infrastructure.read_model.answers.scope import keep_scope
from infrastructure.read_model.answers.sight import Sight


def toll_conditions(sight: Sight, question: OfTolls) -> Sequence[str]:
    """The conditions that a question makes of tolls, called `c`; of the incident's root, called `incident`."""
    conditions: list[str] = []
    if question.incident:
        key = sight.key_of("incident", question.incident, "incident")
        conditions.append(
            f"coalesce(root.root, c.incident) = coalesce((SELECT r.root FROM root r WHERE r.key = {key}), {key})"
        )
    if question.harm:
        conditions.append(sight.one_of("c.harm", question.harm))
    if question.side:
        named = [each for each in question.side if isinstance(each, str)]
        forces = [sight.key_of("force", each, "side") for each in question.side if not isinstance(each, str)]
        either = [sight.one_of("c.side_name", named)] if named else []
        either += [sight.one_of("c.side", forces)] if forces else []
        conditions.append(f"({' OR '.join(either)})")
    if question.person_status:
        conditions.append(sight.one_of("c.person_status", question.person_status))
    if question.group:
        conditions.append(sight.one_of("c.population_group", question.group))
    return conditions


def keys(sight: Sight, question: CasualtyQuestion) -> str:
    """The keys of the casualties that a question is about: of incidents that stand, or stand for those merged."""
    keep_scope(sight, question)
    conditions = ["coalesce(root.root, c.incident) IN (FROM scope)", *toll_conditions(sight, question)]
    match question.status:
        case Status.STANDING:
            conditions.append("c.position NOT IN (FROM retracted)")
        case Status.RETRACTED:
            conditions.append("c.position IN (FROM retracted)")
        case Status.MERGED:
            conditions.append("false")
        case Status.ANY:
            pass
    picked = f"LEFT JOIN {picks(sight, question.policy)} f ON f.key = c.position"
    by_figure = question.sort in {"best", "-best"}
    by = order(question.sort, {"best": "likely"})
    return f"""
        SELECT key, row_number() OVER (ORDER BY {by}) AS ordinal FROM (
            SELECT c.position AS key {", CASE WHEN f.countable THEN f.likely END AS likely" if by_figure else ""}
            FROM {sight.rows("casualty")} c LEFT JOIN root ON root.key = c.incident {picked if by_figure else ""}
            WHERE {" AND ".join(conditions)})
    """


def rows(sight: Sight, question: CasualtyQuestion) -> Iterator[CasualtyRow]:
    """The casualties in `chunk`."""
    figures = sight.last("figure", "key, report, original_source", AMONG)
    stances = ", ".join(f"count(*) FILTER (stance = '{each}') AS {each}" for each in ("disputed", "conceded", "denied"))
    found = sight.fetch(
        f"""
        SELECT {HEAD}, (SELECT id FROM thing WHERE position = c.incident),
            (SELECT id FROM thing WHERE position = c.side), c.side_name, c.harm, c.person_status, c.population_group,
            c.position IN (FROM retracted), coalesce(figures.figures, 0), coalesce(disputed, 0),
            coalesce(conceded, 0), coalesce(denied, 0),
            f.countable, f.least, f.likely, f.most, f.open_ended,
            f.low, f.best, f.high, f.qualifier, f.verbatim, f.inferred, f.judged,
            (SELECT id FROM thing WHERE position = f.report), f.original_source
        FROM {heads(sight)} JOIN casualty c ON c.position = chunk.key
        LEFT JOIN {picks(sight, question.policy, AMONG)} f ON f.key = chunk.key
        LEFT JOIN (SELECT key, count(*) AS figures FROM {figures} WHERE NOT retracted GROUP BY key) figures
            ON figures.key = chunk.key
        LEFT JOIN (SELECT key, {stances} FROM {sight.rows("stance", AMONG)} GROUP BY key) s ON s.key = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for row in found:
        incident, side, side_name, harm, status, group, retracted, competing, disputed, conceded, denied = row[4:15]
        countable, *reconciled = row[15:20]
        yield CasualtyRow.model_construct(
            **head(*row[:4]),
            incident_id=incident,
            side=side or side_name,
            harm=Harm(harm),
            person_status=status and PersonStatus(status),
            group=group and PopulationGroup(group),
            status=Status.RETRACTED if retracted else Status.STANDING,
            figure=_figure(*row[20:]) if row[23] else None,
            reconciled=_reconciled(*reconciled) if countable else None,
            figures=competing,
            disputes=disputed,
            concessions=conceded,
            denials=denied,
        )


def _reconciled(least: int, likely: int, most: int, open_ended: bool) -> ReconciledFigure:
    return ReconciledFigure.model_construct(low=least, best=likely, high=most, open_ended=open_ended)


def _figure(
    low: int | None,
    best: int | None,
    high: int | None,
    qualifier: str,
    verbatim: str | None,
    inferred: bool,
    credibility: int | None,
    report_id: UUID,
    word: str,
) -> PickedFigure:
    printed = [it for it in (low, best, high) if it is not None]
    return PickedFigure.model_construct(
        low=low,
        best=best,
        high=high,
        qualifier=qualifier,
        verbatim=verbatim,
        disordered=printed != sorted(printed),  # by itself, whatever it is reconciled with
        inferred=inferred,
        credibility=Credibility(credibility) if credibility else None,
        report_id=report_id,
        original_source=original(word),
    )
