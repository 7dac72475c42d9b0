"""The read model as it is seen from one standpoint: only rows that count there, and of those the last that was set."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import duckdb
from arro3.core import Array, DataType, Table

from application.moments import Standpoint
from application.refusals import UnknownReference

_SET_BY_FIRST_ENTRIES = {"incident_telling", "incident_place", "incident_period", "incident_kind", "figure"}
"""Tables of which nearly every row is its key's first, and is then found without sorting: some four times as fast."""


class Sight:
    """What a question sees; it works through one cursor, whose temporary tables are its own."""

    def __init__(self, db: duckdb.DuckDBPyConnection, at: Standpoint) -> None:
        self._db = db
        self._values: dict[str, Any] = {}
        published = "" if at.published is None else f" AND published <= {at.published}"
        self.counts = f"position <= {at.position}{published}"
        """The condition under which a row counts."""

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
