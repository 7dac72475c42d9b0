"""What a policy makes of the competing figures of each casualty: domain/reconciling.py as SQL, held equal by a test.

Its numbers are those that domain/reckoning.py and domain/vague_words.py made of each figure when its row was written.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from domain.competing import CREDIBILITY_RANK, RELIABILITY_RANK
from domain.policy import Policy
from domain.reconciling import HARDLY_CREDIBLE, HARDLY_RELIABLE
from infrastructure.read_model.answers.sight import Sight

_WORD = "key, report, original_source"
_BESIDE = "reliability, last_microsecond, place"
"""What a figure is ranked by beside its own columns."""


def picks(sight: Sight, policy: Policy, among: str = "true") -> str:
    """What a policy makes of the figures of each casualty, as a subquery; `among` may only choose between casualties.

    Of each casualty that has any, by `key`, the columns of the figure that gives its best number, with `least, likely,
    most, open_ended, countable, disordered` as the policy reconciles them, the credibility last `judged`, and the
    positions of the figures that give the lowest and the highest number as `low_from` and `high_from`; and as `fewest`
    and `greatest` the bounds of all that its figures admit.

    Where a casualty has one figure, as it came, there is nothing to reconcile: only the others are ranked.
    """
    rule = _RULES[policy]
    withdrawn = f"SELECT key FROM {sight.last('report_standing')} WHERE withdrawn"
    contested = f"""
        SELECT key FROM figure WHERE {sight.counts} AND {among} AND position <> key
        UNION ALL SELECT key FROM figure_assessment WHERE {sight.counts} AND {among}
    """
    among_contested = f"{among} AND key IN (SELECT key FROM contested)"
    return f"""(
        WITH contested AS MATERIALIZED ({contested}), withdrawn AS MATERIALIZED ({withdrawn}),
        placed AS (
            SELECT *, row_number() OVER (PARTITION BY key ORDER BY {rule.order}, position DESC) AS place
            FROM (
                SELECT {rule.figure}, coalesce(a.credibility, f.credibility) AS judged, s.reliability,
                    r.last_microsecond
                FROM {sight.last("figure", _WORD, among_contested)} f
                LEFT JOIN {sight.last("figure_assessment", _WORD, among)} a
                    ON a.key = f.key AND a.report = f.report AND a.original_source = f.original_source
                        AND a.position > f.position
                JOIN report r ON r.position = f.report
                ANTI JOIN withdrawn w ON w.key = f.report
                LEFT JOIN {sight.last("source_rating")} s ON s.key = r.source
                WHERE NOT f.retracted
            )
        )
        SELECT {rule.figure}, f.credibility AS judged, f.position AS low_from, f.position AS high_from FROM figure f
            ANTI JOIN contested c ON c.key = f.key ANTI JOIN withdrawn w ON w.key = f.report
        WHERE {sight.counts} AND {among}
        UNION ALL
        {_OWN if rule.bounding is None else _BETWEEN.format(bounding=rule.bounding)}
    )"""


_OWN = f"""
    SELECT * EXCLUDE ({_BESIDE}), position AS low_from, position AS high_from FROM placed WHERE place = 1
"""
"""The figure in the first place with its own numbers."""

_BETWEEN = f"""
    SELECT * EXCLUDE ({_BESIDE}, bounding) REPLACE (
            first_value(least) OVER from_below AS least,
            first_value(most) OVER from_above AS most,
            first_value(open_ended) OVER from_above AS open_ended,
            disordered OR first_value(disordered) OVER from_below OR first_value(disordered) OVER from_above
                AS disordered,
            min(fewest) FILTER (bounding) OVER of_key AS fewest,
            CASE WHEN bool_and(greatest IS NOT NULL) FILTER (bounding) OVER of_key
                THEN max(greatest) FILTER (bounding) OVER of_key END AS greatest
        ),
        first_value(position) OVER from_below AS low_from, first_value(position) OVER from_above AS high_from
    FROM (SELECT *, place = 1 OR (countable AND {{bounding}}) AS bounding FROM placed)
    WINDOW of_key AS (PARTITION BY key), from_below AS (PARTITION BY key ORDER BY bounding DESC, least, position DESC),
        from_above AS (PARTITION BY key ORDER BY bounding DESC, most DESC, open_ended DESC, position DESC)
    QUALIFY place = 1
"""
"""The figure in the first place, with the lowest and the highest number of those that bound it and its own."""


class _Rule(NamedTuple):
    """How a policy reconciles figures."""

    order: str
    """The order in which it prefers figures for its best number; of equals, the one recorded last."""
    bounding: str | None
    """Which figures with a number give low and high, beside the one that gives best; none where that gives all."""
    figure: str = "f.*"
    """A figure's columns, with the numbers that it takes them for."""


def _ranked(column: str, ranks: Mapping[Any, int]) -> str:
    """A scale's ranks as SQL."""
    cases = " ".join(f"WHEN {_literal(each)} THEN {rank}" for each, rank in ranks.items() if each)
    return f"CASE {column} {cases} ELSE {ranks[None]} END"


def _none_of(column: str, values: Iterable[Any]) -> str:
    return f"coalesce({column} NOT IN ({', '.join(map(_literal, values))}), true)"


def _literal(value: Any) -> str:
    return repr(int(value) if isinstance(value, int) else str(value))


_CREDIBILITY = _ranked("judged", CREDIBILITY_RANK)
_RELIABILITY = _ranked("reliability", RELIABILITY_RANK)

_RULES: Mapping[Policy, _Rule] = MappingProxyType(
    {
        Policy.HIGHEST_CREDIBILITY: _Rule(
            order=f"{_CREDIBILITY}, {_RELIABILITY}, countable DESC, last_microsecond DESC NULLS LAST",
            bounding=None,
        ),
        Policy.UCDP_BEST: _Rule(
            order=f"countable DESC, {_RELIABILITY}, {_CREDIBILITY}, likely",
            bounding=f"{_none_of('judged', HARDLY_CREDIBLE)} AND {_none_of('reliability', HARDLY_RELIABLE)}",
        ),
        Policy.ACLED_CONSERVATIVE: _Rule(
            order="countable DESC, least",
            bounding=None,
            figure="""f.* REPLACE (
                coalesce(f.conservative, 0) AS least, coalesce(f.conservative, 0) AS likely,
                coalesce(f.conservative, 0) AS most, false AS open_ended, f.conservative IS NOT NULL AS countable)""",
        ),
        Policy.AIRWARS_MINMAX: _Rule(
            order="countable DESC, least", bounding="true", figure="f.* REPLACE (f.least AS likely)"
        ),
    }
)
