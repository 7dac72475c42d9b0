"""What became of what a source reported, and of what an import entered: one row each.

docs/stability.md says what is counted; features/checks/test_stability.py counts the same from the entries themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from application.questions import ImportStabilityQuestion, SourceStabilityQuestion, TollQuestion
from application.views.stability import (
    Corrected,
    ImportStabilityRow,
    Quartiles,
    SourceStabilityRow,
    SumOfNumbers,
    SumSince,
)
from domain.policy import Policy
from domain.scales import Credibility
from domain.toll import Harm
from infrastructure.read_model.answers.picking import picks
from infrastructure.read_model.answers.scope import keep_scope
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.sums import SUMS
from infrastructure.read_model.answers.tolls import add_up

_AMONG = "key IN (SELECT key FROM given)"
"""The condition that a row is of a casualty of which the source gave a figure."""


def source_keys(sight: Sight, question: SourceStabilityQuestion) -> str:
    """The source's key."""
    return f"SELECT {sight.key_of('source', question.source, 'source')} AS key, 1 AS ordinal"


def source_rows(sight: Sight, question: SourceStabilityQuestion) -> Iterator[SourceStabilityRow]:
    """What became of what the source in `chunk` reported."""
    _keep_given(sight)
    _keep_standing(sight)
    ((reports, withdrawn),) = sight.fetch("SELECT count(*), count(*) FILTER (withdrawn) FROM of_source")
    ((figures, casualties, incidents, revised, disputed, retracted),) = sight.fetch(
        f"""
        SELECT count(*), count(DISTINCT given.key), count(DISTINCT c.incident), count(*) FILTER (given.revised),
            count(*) FILTER (d.key IS NOT NULL), count(*) FILTER (given.retracted)
        FROM given JOIN casualty c ON c.position = given.key
        LEFT JOIN (SELECT DISTINCT s.key, n.named FROM {sight.rows("stance", _AMONG)} s
            JOIN naming n ON n.position = s.position WHERE s.stance = 'disputed' AND n.named <> s.report) d
            ON d.key = given.key AND d.named = given.report
        """
    )
    ((standing, confirmed),) = sight.fetch(_CONFIRMED)
    ((compared, absolute, relative),) = sight.fetch(_distances(sight, question.policy))
    yield SourceStabilityRow.model_construct(
        reports=reports,
        withdrawn_reports=withdrawn,
        figures=figures,
        casualties=casualties,
        incidents=incidents,
        revised=revised,
        disputed=disputed,
        retracted=retracted,
        standing=standing,
        confirmed=confirmed,
        compared=compared,
        absolute=_quartiles(absolute),
        relative=_quartiles(relative),
    )


def _keep_given(sight: Sight) -> None:
    """Keeps the source's reports as `of_source`, and as `given` each figure that they gave: on one word, of a toll."""
    sight.keep(
        "of_source",
        f"""
        SELECT r.position AS key, coalesce(s.withdrawn, false) AS withdrawn
        FROM {sight.rows("report", "source IN (SELECT key FROM chunk)")} r
        LEFT JOIN {sight.last("report_standing")} s ON s.key = r.position
        """,
    )
    sight.keep(
        "given",
        f"""
        SELECT f.key, f.report, f.original_source, min(f.position) FILTER (NOT f.retracted) AS first,
            bool_or(e.fact = 'FigureRevised') AS revised, bool_or(f.retracted) AS retracted
        FROM {sight.rows("figure", "report IN (SELECT key FROM of_source)")} f
        JOIN entered e ON e.position = f.position GROUP BY f.key, f.report, f.original_source
        """,
    )


def _keep_standing(sight: Sight) -> None:
    """Keeps what stands of those casualties, whoever says it, as `standing`: of reports that are held good."""
    word = "key, report, original_source"
    sight.keep(
        "standing_figure",
        f"""
        SELECT f.key, f.countable, least(f.least, f.most) AS bottom,
            CASE WHEN NOT f.open_ended THEN greatest(f.least, f.most) END AS top, r.source,
            (SELECT id FROM thing WHERE position = r.source)::VARCHAR AS source_id,
            coalesce(nullif(f.original_source, ''), r.original_source, '') AS word,
            coalesce(a.credibility, f.credibility) AS judged, f.report, f.original_source
        FROM {sight.last("figure", word, _AMONG)} f JOIN report r ON r.position = f.report
        LEFT JOIN {sight.last("figure_assessment", word, _AMONG)} a ON a.key = f.key AND a.report = f.report
            AND a.original_source = f.original_source AND a.position > f.position
        ANTI JOIN (SELECT key FROM {sight.last("report_standing")} WHERE withdrawn) w ON w.key = f.report
        WHERE NOT f.retracted
        """,
    )


_CONFIRMED = f"""
    WITH own AS (SELECT * FROM standing_figure WHERE source IN (SELECT key FROM chunk)),
    agreed AS (
        SELECT DISTINCT own.key, own.report, own.original_source FROM own JOIN standing_figure o ON o.key = own.key
        WHERE o.source <> own.source AND own.countable AND o.countable
            AND (own.word = '' OR o.word <> own.word)
            AND NOT contains(own.word, o.source_id) AND NOT contains(o.word, own.source_id)
            AND coalesce(own.bottom <= o.top, true) AND coalesce(o.bottom <= own.top, true)
    )
    SELECT count(*), count(*) FILTER (own.judged = {int(Credibility.CONFIRMED_BY_OTHER_SOURCES)} OR a.key IS NOT NULL)
    FROM own LEFT JOIN agreed a
        ON a.key = own.key AND a.report = own.report AND a.original_source = own.original_source
"""
"""How many of the source's figures stand, and how many of those were judged confirmed, or others agree with."""


def _distances(sight: Sight, policy: Policy) -> str:
    """How far the source's first figure of each casualty was from the one that stands, where others beside it tell."""
    told = f"SELECT key, count(*) FILTER (NOT retracted) AS told FROM {sight.rows('figure', _AMONG)} GROUP BY key"
    return f"""
        WITH compared AS (
            SELECT f.likely AS first, p.likely AS now, abs(f.likely - p.likely) AS distance
            FROM (SELECT key, min(first) AS first FROM given GROUP BY key) g JOIN figure f ON f.position = g.first
            JOIN ({told}) t ON t.key = g.key AND t.told > 1
            JOIN {picks(sight, policy, _AMONG)} p ON p.key = g.key
            ANTI JOIN (SELECT key FROM {sight.last("standing", "key", _AMONG)} WHERE retracted) r ON r.key = g.key
            WHERE f.countable AND p.countable
        )
        SELECT count(*), quantile_cont(distance, [0.25, 0.5, 0.75]),
            quantile_cont(CASE WHEN now <> 0 THEN distance / now WHEN first = 0 THEN 0 END, [0.25, 0.5, 0.75])
        FROM compared
    """


def _quartiles(found: Sequence[float] | None) -> Quartiles | None:
    if not found or found[0] is None:
        return None
    lower, median, upper = found
    return Quartiles.model_construct(lower=lower, median=median, upper=upper)


def import_keys(sight: Sight, question: ImportStabilityQuestion) -> str:
    """The import's key."""
    return f"SELECT {sight.key_of('import', question.of_import, 'of_import')} AS key, 1 AS ordinal"


def import_rows(sight: Sight, question: ImportStabilityQuestion) -> Iterator[ImportStabilityRow]:
    """What became of the incidents that the import in `chunk` entered."""
    own = sight.given(question.of_import)
    entered = sight.rows("entered", f"cause = {own} AND fact = 'IncidentReported'")
    sight.keep("entered_by_it", f"SELECT key FROM {entered}")
    ((incidents,),) = sight.fetch("SELECT count(*) FROM entered_by_it")
    yield ImportStabilityRow.model_construct(
        incidents=incidents, **_corrected(sight, own), sums=_sums_since(sight, question.policy)
    )


_CORRECTING: Mapping[str, tuple[str, ...]] = {
    "relocated": ("IncidentRelocated",),
    "redated": ("IncidentRedated",),
    "reclassified": ("IncidentReclassified",),
    "retracted": ("IncidentRetracted",),
    "merged": ("IncidentMerged",),
    "figures_revised": ("FigureRevised",),
    "disputed": ("FigureDisputed", "IncidentDisputed"),
}
"""The facts, of an incident or of a casualty of it, by which it is corrected."""


def _corrected(sight: Sight, own: str) -> dict[str, Any]:
    """How many incidents were corrected so, by entries that were made for other imports, and for none."""
    counts = [
        f"count(DISTINCT incident) FILTER (fact IN ({', '.join(map(repr, facts))}) AND {by})"
        for facts in _CORRECTING.values()
        for by in ("by_import", "NOT by_import")
    ]
    later = sight.rows("entered", f"cause <> {own}")
    ((*found,),) = sight.fetch(
        f"""
        WITH imports AS (SELECT id FROM {sight.rows("thing")} WHERE kind = 'import'),
        corrected AS (
            SELECT i.key AS incident, e.fact, e.cause IN (FROM imports) AS by_import
            FROM {later} e JOIN entered_by_it i ON i.key = e.key
            UNION ALL SELECT c.incident, e.fact, e.cause IN (FROM imports)
            FROM {later} e JOIN casualty c ON c.position = e.key JOIN entered_by_it i ON i.key = c.incident
        )
        SELECT {", ".join(counts)} FROM corrected
        """
    )
    pairs = zip(found[::2], found[1::2], strict=True)
    return {
        name: Corrected.model_construct(by_releases=releases, by_analysts=analysts)
        for name, (releases, analysts) in zip(_CORRECTING, pairs, strict=True)
    }


def _sums_since(sight: Sight, policy: Policy) -> Mapping[Harm, SumSince] | None:
    """The sums of its incidents that stand, now and when it was finished; None where it was not."""
    finished = sight.fetch(f"SELECT position FROM {sight.rows('import_outcome', 'key IN (SELECT key FROM chunk)')}")
    if not finished:
        return None
    then = copy(sight)
    then.counts = f"{sight.counts} AND position <= {finished[0][0]}"
    now, was = _sums(sight, policy), _sums(then, policy)
    return {
        harm: SumSince.model_construct(
            was=_sum(was.get(harm, _NOBODY)),
            now=_sum(now.get(harm, _NOBODY)),
            by=_sum([now.get(harm, _NOBODY)[it] - was.get(harm, _NOBODY)[it] for it in range(3)]),
        )
        for harm in Harm
        if harm in now or harm in was
    }


_NOBODY = (0, 0, 0)


def _sums(sight: Sight, policy: Policy) -> Mapping[Harm, Sequence[int]]:
    keep_scope(sight, TollQuestion(policy=policy))
    sight.keep("scope", "SELECT key FROM scope WHERE key IN (FROM entered_by_it)")
    add_up(sight, policy)
    sums = ", ".join(SUMS[it] for it in SumOfNumbers.model_fields)
    return {Harm(harm): numbers for harm, *numbers in sight.fetch(f"SELECT harm, {sums} FROM added GROUP BY harm")}


def _sum(numbers: Sequence[int]) -> SumOfNumbers:
    low, best, high = numbers
    return SumOfNumbers.model_construct(low=low, best=best, high=high)
