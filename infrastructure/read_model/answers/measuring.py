"""Measures what an assertion speaks of: per incident, the least and the most people that may be meant.

Longer than most, as what bounds a number from above is one rule: own figures, those of all sides or of every camp, or a
coverage (docs/claims.md).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

import duckdb

from application.measures import Measure, Measured, Measurements, Member, Tally, Told
from application.moments import Standpoint
from domain.assertion import Tolled
from domain.covering import Declared
from domain.policy import Policy
from domain.toll import Harm, PersonStatus
from infrastructure.read_model.answers.force_graph import ForceGraph
from infrastructure.read_model.answers.held import coverages, holds, lacking
from infrastructure.read_model.answers.lines import EPOCH
from infrastructure.read_model.answers.members import keep_members, participations
from infrastructure.read_model.answers.scope import keep_standing
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.tolls import add_up
from infrastructure.read_model.answers.whose import Whose

_ONE_BY_ONE = 2_000
"""So many incidents are told one by one; of more, the largest."""
_LARGEST = 20


def measurements(
    db: duckdb.DuckDBPyConnection, measures: Sequence[Measure], policy: Policy, at: Standpoint
) -> Measurements:
    """The answer to these measures, as seen from a standpoint, with what the policy makes of competing figures.

    Raises:
        UnknownReference: a measure names what was not on record.
    """
    sight = Sight(db, at)
    keep_standing(sight)
    graph, declared = ForceGraph(sight), coverages(sight)
    measured = [_Measuring(sight, graph, policy, declared).measured(it) for it in measures]
    ((last,),) = sight.fetch(f"SELECT max(recorded_at) FROM {sight.rows('thing')}")
    return Measurements(measured, declared, None if last is None else EPOCH + timedelta(microseconds=last))


class _Measuring:
    """One measure, under way."""

    def __init__(self, sight: Sight, graph: ForceGraph, policy: Policy, declared: Sequence[Declared]) -> None:
        self._sight = sight
        self._graph = graph
        self._policy = policy
        self._declared = declared

    def measured(self, measure: Measure) -> Measured:
        """What is measured."""
        sight = self._sight
        self._suspected = [*keep_members(sight, measure.incidents, self._graph, f"{measure.path}.incidents")]
        apart = self._apart(measure)
        lacks = {} if measure.incidents.incident else {it.id: lacking(sight, it, self._policy) for it in self._declared}
        sight.keep("scope", "SELECT key FROM members")
        if measure.toll is None:
            sight.keep("measures", "SELECT key, certain, 0 AS least, 0 AS most, 'nothing' AS bounded_by FROM members")
            sight.keep("mine", "SELECT NULL AS key, NULL AS incident WHERE false")
        else:
            self._keep_measures(measure.toll, measure.path)
        if measure.incidents.min_killed is not None:
            self._leave_out_lesser(measure)
        others = f"key <> {apart}" if apart is not None else "true"
        tallies = sight.fetch(
            f"SELECT certain, least, most, count(*) FROM measures WHERE {others} GROUP BY ALL ORDER BY ALL"
        )
        count = sum(number for *_, number in tallies)
        every = count <= _ONE_BY_ONE
        largest = "" if every else f"ORDER BY most DESC NULLS FIRST, least DESC, key LIMIT {_LARGEST}"
        members = self._members(f"SELECT * FROM measures WHERE {others} {largest}", measure)
        alone = self._members(f"SELECT * FROM measures WHERE key = {apart}", measure) if apart is not None else []
        suspected = [(it.one, it.other) for it in dict.fromkeys(self._suspected)]
        return Measured(
            [Tally(*it) for it in tallies],
            members,
            every,
            alone[0] if alone else None,
            suspected,
            {id: incidents for id, incidents in lacks.items() if incidents},
        )

    def _apart(self, measure: Measure) -> int | None:
        if measure.apart is None:
            return None
        key = self._sight.key_of("incident", measure.apart, measure.path.removesuffix(".among") + ".incident")
        ((root,),) = self._sight.fetch(f"SELECT coalesce((SELECT root FROM root WHERE key = {key}), {key})")
        return int(root)

    def _leave_out_lesser(self, measure: Measure) -> None:
        """Leaves out the incidents in which fewer were killed, and doubts those of which it isn't certain."""
        sight, fewest = self._sight, measure.incidents.min_killed
        for each in ("measures", "mine"):
            sight.keep(f"{each}_asked", f"FROM {each}")
        killed = Tolled(harm=Harm.KILLED, incidents=measure.incidents)
        self._keep_measures(killed, measure.path)
        sight.keep("killed", "FROM measures")
        sight.keep(
            "measures",
            f"SELECT a.* REPLACE (a.certain AND k.least >= {fewest} AS certain)"
            f" FROM measures_asked a JOIN killed k ON k.key = a.key WHERE k.most IS NULL OR k.most >= {fewest}",
        )
        sight.keep("mine", "FROM mine_asked")

    def _keep_measures(self, toll: Tolled, path: str) -> None:
        """Keeps, of each member, the numbers that may be meant as `measures`, and its casualties as `mine`."""
        sight = self._sight
        whose = Whose(sight, self._graph, toll, path)
        self._suspected += whose.suspected
        add_up(sight, self._policy, whose.certainly())
        whole = _is_of_everybody(toll)
        exactly = "a.whole" if whole else f"coalesce({whose.exactly()}, false)"
        beside = "" if whole else "JOIN casualty c ON c.position = a.key"
        sight.keep("mine", f"SELECT a.*, {exactly} AS exact FROM added a {beside} WHERE counted")
        if whole:
            self._keep_by_camp()
        else:
            self._keep_whole(toll)
        complete = self._keep_complete(toll, whose)
        sight.keep(
            "measures",
            f"""
            WITH own AS (
                SELECT incident, sum(fewest)::BIGINT AS least,
                    CASE WHEN bool_and(greatest IS NOT NULL) FILTER (exact)
                        THEN sum(greatest) FILTER (exact) END AS most,
                    bool_or(exact) AS exact
                FROM mine GROUP BY incident
            )
            SELECT m.key, m.certain, coalesce(own.least, 0) AS least,
                CASE WHEN own.exact AND own.most IS NULL THEN NULL
                    WHEN own.exact THEN greatest(own.most, own.least)
                    WHEN least(whole.most, complete.most) IS NOT NULL
                        THEN greatest(least(whole.most, complete.most), coalesce(own.least, 0)) END::BIGINT AS most,
                CASE WHEN own.exact THEN 'own' WHEN whole.most IS NOT NULL THEN '{"camps" if whole else "all"}'
                    WHEN complete.most IS NOT NULL THEN 'coverage' ELSE 'nothing' END AS bounded_by
            FROM members m LEFT JOIN own ON own.incident = m.key
            LEFT JOIN whole ON whole.incident = m.key
            LEFT JOIN {complete or _NO_BOUND} complete ON complete.incident = m.key
            """,
        )

    def _keep_whole(self, toll: Tolled) -> None:
        """What figures of all sides together leave room for: nobody is harmed on one side who is not in all."""
        sight = self._sight
        everybody = "c.side_name = 'all' AND c.person_status IS NULL AND c.population_group IS NULL"
        add_up(sight, self._policy, [f"c.harm = {sight.given(str(toll.harm))}", everybody])
        sight.keep("whole", "SELECT incident, max(greatest) AS most FROM added WHERE counted GROUP BY incident")

    def _keep_by_camp(self) -> None:
        """What figures leave room for that are told on the side of every camp, where there is no one of all sides."""
        sight = self._sight
        sight.keep(
            "whole",
            """
            SELECT incident, CASE WHEN bool_and(countable AND greatest IS NOT NULL)
                THEN sum(greatest) FILTER (counted) END::BIGINT AS most
            FROM added GROUP BY incident HAVING NOT bool_or(coalesce(side_name = 'all', false)) AND count(side) > 1
            """,
        )
        if not sight.fetch("SELECT 1 FROM whole LIMIT 1"):
            return
        pairs = [(self._graph.keys[it], self._graph.keys[side]) for it, side in self._graph.above()]
        sight.take("of_side", {"force": [it for it, _ in pairs], "side": [side for _, side in pairs]})
        told = participations(sight, "key IN (SELECT incident FROM whole)")
        sight.keep(
            "whole",
            f"""
            WITH sides AS (
                SELECT mine.incident, mine.side FROM mine JOIN casualty c ON c.position = mine.key
                WHERE c.population_group IS NULL AND coalesce(c.person_status, '{_ANYBODY}') = '{_ANYBODY}'
            ),
            camps AS (
                SELECT told.key, told.camp, bool_or(m.side IS NOT NULL) AS counted FROM {told} told
                LEFT JOIN of_side o ON o.force = told.force
                LEFT JOIN sides m ON m.incident = told.key AND m.side = o.side GROUP BY ALL
            )
            SELECT whole.* FROM whole
            JOIN (SELECT key FROM camps GROUP BY key HAVING count(*) > 1 AND bool_and(counted)) every_camp
                ON every_camp.key = whole.incident
            """,
        )

    def _keep_complete(self, toll: Tolled, whose: Whose) -> str:
        """What coverages leave room for that hold the tolls complete, or the incident, if any toll of it is told.

        Of everybody, that is: of a side nothing is said by what is told of another.
        """
        sight = self._sight
        everybody = _is_of_everybody(toll)
        holding = {it: toll.harm in it.scope.harms for it in self._declared if everybody or toll.harm in it.scope.harms}
        if not holding:
            return ""
        if not everybody:  # otherwise that is what was added up just now
            add_up(sight, self._policy, [f"c.harm = {sight.given(str(toll.harm))}"])
        sight.keep("of_harm", "FROM added")
        told = "m.key IN (SELECT incident FROM mine)"
        held = " OR ".join(
            f"({holds(sight, it, toll.harm)} AND {'true' if silence else told})" for it, silence in holding.items()
        )
        sight.keep(
            "complete",
            f"""
            WITH killed AS (SELECT incident, sum(fewest) FILTER (counted) AS least FROM of_harm GROUP BY incident),
            overlapping AS (
                SELECT a.incident, sum(a.greatest) AS most,
                    bool_and(a.counted OR a.countable) AND bool_and(a.greatest IS NOT NULL) AS bounded
                FROM of_harm a JOIN casualty c ON c.position = a.key LEFT JOIN root ON root.key = c.incident
                WHERE (a.counted OR NOT a.countable) AND {whose.perhaps()} GROUP BY a.incident
            )
            SELECT m.key AS incident, coalesce(overlapping.most, 0) AS most FROM members m
            JOIN {sight.last("incident_period")} p ON p.key = m.key
            JOIN {sight.last("incident_place")} l ON l.key = m.key
            JOIN {sight.last("incident_kind")} k ON k.key = m.key
            LEFT JOIN killed ON killed.incident = m.key LEFT JOIN overlapping ON overlapping.incident = m.key
            WHERE coalesce(overlapping.bounded, true) AND ({held})
            """,
        )
        return "complete"

    def _members(self, sql: str, measure: Measure) -> Sequence[Member]:
        self._sight.keep("shown", sql)
        found = self._sight.fetch(
            "SELECT id, m.key, certain, least, most, bounded_by"
            " FROM shown m JOIN thing t ON t.position = m.key ORDER BY m.key"
        )
        counted = self._counted() if measure.toll else {}
        return [
            Member(id, certain, least, most, counted.get(key, ()), bounded_by)
            for id, key, certain, least, most, bounded_by in found
        ]

    def _counted(self) -> Mapping[int, Sequence[Told]]:
        told: defaultdict[int, list[Told]] = defaultdict(list)
        for incident, casualty, least, most, low, best, high, report in self._sight.fetch(
            """
            SELECT mine.incident, t.id, fewest, greatest, low_from, best_from, high_from, r.id
            FROM mine JOIN thing t ON t.position = mine.key LEFT JOIN thing r ON r.position = mine.report
            WHERE mine.incident IN (SELECT key FROM shown) ORDER BY mine.key
            """
        ):
            told[incident].append(Told(casualty, least, most, sorted({low, best, high}), report))
        return told


_ANYBODY = PersonStatus.COMBATANT
"""Whoever of a side: its combatants are its people."""

_NO_BOUND = "(SELECT NULL::BIGINT AS incident, NULL::BIGINT AS most WHERE false)"


def _is_of_everybody(toll: Tolled) -> bool:
    return toll.side is None and toll.person_status is None and toll.group is None
