"""Compares two files of the read model, row by row."""

from collections.abc import Iterator
from pathlib import Path

from application.read_model import Difference
from infrastructure.read_model.projection.tables import TABLES, name_of
from infrastructure.read_model.store import Store

_FEW = 10
"""How many differences of a table are told."""


def differences(store: Store, replayed: Path) -> Iterator[Difference]:
    """The first rows of each table that are not the same in a store and in a file that the log was replayed into."""
    with store.cursor() as db:
        db.execute(f"ATTACH '{str(replayed).replace(chr(39), chr(39) * 2)}' AS replayed (READ_ONLY)")
        try:
            for table in map(name_of, TABLES):
                found = db.execute(
                    "SELECT coalesce(a.rowid, b.rowid) + 1, CASE WHEN a.rowid IS NOT NULL THEN a::VARCHAR END,"
                    f" CASE WHEN b.rowid IS NOT NULL THEN b::VARCHAR END FROM {table} a"
                    f" FULL JOIN replayed.{table} b ON a.rowid = b.rowid"
                    f" WHERE a IS DISTINCT FROM b ORDER BY 1 LIMIT {_FEW}"
                ).fetchall()
                for row, there, log in found:
                    yield Difference(table=table, row=row, there=there, log=log)
        finally:
            db.execute("DETACH replayed")
