"""The read model as it is seen from one standpoint: only rows that count there, and of those the last that was set."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import duckdb
from arro3.core import Array, DataType, Table

from application.mergers import gives_way
from application.moments import LeftOut, LeftOutKind, Standpoint
from application.refusals import UnknownReference

_SET_BY_FIRST_ENTRIES = {"incident_telling", "incident_place", "incident_period", "incident_kind", "figure"}
"""Tables of which nearly every row is its key's first, and is then found without sorting: some four times as fast."""


_MERGING = "'IncidentMerged', 'IncidentAbsorbed', 'ForceMerged', 'ForceAbsorbed'"


class Sight:
    """What a question sees; it works through one cursor, whose temporary tables are its own."""

    def __init__(self, db: duckdb.DuckDBPyConnection, at: Standpoint) -> None:
        self._db = db
        self.at = at
        self._values: dict[str, Any] = {}
        published = "" if at.published is None else f" AND published <= {at.published}"
        self.counts = f"position <= {at.position}{published}"
        """The condition under which a row counts."""
        if at.without:
            self._leave_out(at.without)
            self.counts += " AND position NOT IN (FROM left_aside)"
            self._have_mergers_give_way()

    def _leave_out(self, without: Sequence[LeftOut]) -> None:
        """Keeps the positions of what is left out, and of whatever rests on that, as `left_aside` (docs/resting.md)."""
        causes = [it.id for it in without if it.kind is LeftOutKind.CAUSE]
        things = [it.id for it in without if it.kind is not LeftOutKind.CAUSE]
        caused = self.one_of("cause", causes) if causes else "false"
        named = self.one_of("id", things) if things else "false"
        self.keep(
            "gone",
            f"""
            WITH RECURSIVE gone(key) AS (
                SELECT position FROM thing WHERE {self.counts} AND {named}
                UNION SELECT position FROM entered WHERE {self.counts} AND {caused} AND position = key
                UNION SELECT n.key FROM naming n JOIN gone ON gone.key = n.named
                    WHERE n.position = n.key AND n.position <= {self.at.position}
            )
            SELECT key FROM gone
            """,
        )
        self.keep(
            "left_aside",
            f"""
            SELECT position FROM entered WHERE {self.counts} AND ({caused} OR key IN (FROM gone))
            UNION SELECT position FROM naming WHERE {self.counts} AND named IN (FROM gone)
            """,
        )

    def _have_mergers_give_way(self) -> None:
        """Leaves those mergers aside that a later one would close into a circle (application/mergers.py)."""
        while True:
            found = self.fetch(f"SELECT key, survivor, position FROM {self.last('merger')} WHERE survivor IS NOT NULL")
            merged = {key: (survivor, position) for key, survivor, position in found}
            earlier = {gives_way(key, merged.get) for key in merged} - {None}
            if not earlier:
                return
            self.fetch(
                "INSERT INTO left_aside SELECT other.position FROM entered one JOIN entered other USING (cause)"
                f" WHERE one.position IN ({', '.join(map(str, earlier))}) AND other.fact IN ({_MERGING})"
            )

    def rows(self, table: str, among: str = "true") -> str:
        """The rows of a table that count, as a subquery."""
        return f"(SELECT * FROM {table} WHERE {self.counts} AND {among})"

    def last(self, table: str, by: str = "key", among: str = "true") -> str:
        """The last row that counts for each key, as a subquery; `among` may only choose between keys."""
        rows = f"SELECT * FROM {table} WHERE {self.counts} AND {among}"
        if table not in _SET_BY_FIRST_ENTRIES:
            return f"({rows} QUALIFY row_number() OVER (PARTITION BY {by} ORDER BY position DESC) = 1)"
        later = f"SELECT {by}, max(position) AS last FROM {table} WHERE {self.counts} AND {among} AND position <> key"
        same = " AND ".join(f"later.{column} = opening.{column}" for column in by.split(", "))
        return f"""(
            SELECT opening.* FROM ({rows}) opening LEFT JOIN ({later} GROUP BY {by}) later ON {same}
            WHERE later.last IS NULL OR later.last = opening.position
        )"""

    def given(self, value: Any) -> str:
        """A value of the question's, bound."""
        name = f"value_{len(self._values)}_"
        self._values[name] = value
        return f"${name}"

    def one_of(self, column: str, values: Sequence[Any]) -> str:
        """The condition that a column has one of these values."""
        return f"{column} IN ({', '.join(map(self.given, values))})"

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """Everything a statement gives."""
        return self._run(sql).fetchall()

    def keep(self, name: str, sql: str) -> None:
        """Keeps what a statement gives in a temporary table."""
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def show(self, name: str, sql: str) -> None:
        """Names what a statement gives, which is worked out when it is asked for."""
        self._run(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def take(self, name: str, columns: Mapping[str, Sequence[int | None]]) -> None:
        """Makes a temporary table of whole numbers."""
        numbers: dict[str, Any] = {
            column: Array(list(values), type=DataType.int64()) for column, values in columns.items()
        }
        self._db.register("taken", Table.from_pydict(numbers))
        self.keep(name, "SELECT * FROM taken")
        self._db.unregister("taken")

    def key_of(self, kind: str, id: UUID, field: str) -> int:
        """The key of what a field of the question names.

        Raises:
            UnknownReference: it was not on record.
        """
        found = self.fetch(f"SELECT position FROM {self.rows('thing')} WHERE kind = '{kind}' AND id = '{id}'")
        if not found:
            raise UnknownReference(kind, id, field)
        return int(found[0][0])

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        values = {name: self._values[name] for name in re.findall(r"\$(value_[0-9]+_)", sql)}
        return self._db.execute(sql, values or None)
