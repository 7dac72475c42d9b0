"""The read model's file: a DuckDB database that is disposable, and only ever inserted into."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
from arro3.core import Array, DataType, Table

from domain.fact import Entry, Position
from infrastructure.read_model.projection.keys import Keys, Known
from infrastructure.read_model.projection.projecting import Rows, project
from infrastructure.read_model.projection.tables import TABLES, Row, columns_of, definition, name_of
from infrastructure.read_model.version import version

_SETTINGS = {
    "autoinstall_known_extensions": "false",  # nothing is fetched, nothing outside the file is read
    "autoload_known_extensions": "false",
}

ROOMY: Mapping[str, Any] = {"memory_limit": "2GB"}
"""DuckDB's own limit is most of the machine's; what doesn't fit goes to the disk."""

SPARING: Mapping[str, Any] = {
    "memory_limit": "128MB",  # with 64 it runs out of it, as each column that is written to takes some
    "threads": 1,
    "allocator_flush_threshold": "8MB",
    "allocator_bulk_deallocation_flush_threshold": "8MB",
}
"""For who only follows the log: the process takes some 280 MB then, however long the log is."""

_ARROW = {
    "BIGINT": DataType.int64(),
    "VARCHAR": DataType.string(),
    "DOUBLE": DataType.float64(),
    "BOOLEAN": DataType.bool(),
    "UUID": DataType.string(),  # a cast in the INSERT is quicker than anything that builds a UUID in Python
}

_LAST = """
SELECT {'stream': id, 'version': version} FROM entered JOIN thing ON thing.position = key
WHERE entered.position = (SELECT max(position) FROM entered)
"""
_LOOK = "SELECT id, position, published FROM thing WHERE id IN (SELECT id::UUID FROM wanted)"

_COLUMNS: Mapping[type[Row], Sequence[tuple[str, DataType, bool]]] = {
    table: [(name, _ARROW[kind], kind == "UUID") for name, (kind, _) in columns_of(table).items()] for table in TABLES
}


class InUse(Exception):
    """Another process has the read model open: one process may, and others ask it."""


class Damaged(Exception):
    """The file is not a read model of this version, or can't be read."""


class Store:
    """One open file of the read model."""

    def __init__(self, path: Path | None, *, new: bool = False, room: Mapping[str, Any] = ROOMY) -> None:
        """Opens the file, or makes a `new` one in its place; without a path, in memory.

        Raises:
            InUse: another process has it open.
            Damaged: there is none, or none of this version that can be read.
        """
        self.path = path
        if path and new:
            _remove(path)
        elif path and not path.exists():
            raise Damaged(f"{path} is not there.")
        self._db = _connect(path, room)
        try:
            found = self._begin() if new or not path else self._one("SELECT version FROM made_by")
            self.position = Position(self._one("SELECT coalesce(max(position), 0) FROM entered"))
            self.begins_after = self._one(_LAST)
            """The stream and the version of the last entry that it held when it was opened: whose log it is of."""
        except duckdb.Error as error:
            self._db.close()
            raise Damaged(f"{path} can't be read: {error}") from error
        if found != version():
            self._db.close()
            raise Damaged(f"{path} was made by another version.")
        self._looking = self._db.cursor()  # as things may be looked up while others are inserted
        self._keys = Keys(self._look)
        self._inode = path and path.stat().st_ino

    def there(self) -> bool:
        """Whether the file is still where it was opened."""
        try:
            return self.path is None or self.path.stat().st_ino == self._inode
        except FileNotFoundError:
            return False

    def reads(self) -> bool:
        """Whether it can still be read."""
        try:
            with self._db.cursor() as db:
                db.execute("SELECT count(*) FROM entered").fetchone()
        except duckdb.Error:
            return False
        return self.there()

    def append(self, entries: Sequence[Entry]) -> None:
        """Inserts what these entries set, as `project` and `insert` do."""
        self.insert(self.project(entries), Position(entries[-1].position))

    def project(self, entries: Sequence[Entry]) -> Rows:
        """The rows of these entries, which follow those that were projected before.

        Raises:
            NotOnRecord: an entry names what none before it opened.
        """
        return project(entries, self._keys)

    def insert(self, rows: Rows, until: Position) -> None:
        """Inserts rows, and with them the position that they reach, in one transaction.

        Raises:
            duckdb.Error: nothing is inserted.
        """
        self._db.execute("BEGIN")
        try:
            for table, each in rows.items():
                self._db.from_arrow(_arrow(table, each)).insert_into(name_of(table))
            self._db.execute("COMMIT")
        except BaseException:
            self._keys.forget()
            self._db.rollback()
            raise
        self.position = until

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own, for one thread at a time; it sees what was committed when it began to read."""
        return self._db.cursor()

    def close(self) -> None:
        """Lets the file go."""
        self._db.close()

    def _look(self, ids: Sequence[UUID]) -> Mapping[UUID, Known]:
        wanted = Table.from_pydict({"id": Array([str(id) for id in ids], type=DataType.string())})
        found = self._looking.register("wanted", wanted).execute(_LOOK).fetchall()
        return {id: Known(key, published) for id, key, published in found}

    def _begin(self) -> str:
        self._db.execute(f"BEGIN; {definition()} CREATE TABLE made_by AS SELECT '{version()}' AS version; COMMIT")
        return version()

    def _one(self, sql: str) -> Any:
        found = self._db.execute(sql).fetchone()
        return found and found[0]


def _connect(path: Path | None, room: Mapping[str, Any] = ROOMY) -> duckdb.DuckDBPyConnection:
    try:
        db = duckdb.connect(str(path or ":memory:"), config={**_SETTINGS, **room})
        return db.execute("SET enable_progress_bar = false")  # it can't be set with the others; cursors have none
    except duckdb.Error as error:
        if "lock on file" in str(error):
            raise InUse(f"{path} is open in another process.") from error
        raise Damaged(f"{path} can't be opened: {error}") from error


def _remove(path: Path) -> None:
    """Removes a file, and what DuckDB keeps beside it; never from under another process."""
    if path.exists():
        with suppress(Damaged):
            _connect(path).close()
    for each in (path, path.with_name(f"{path.name}.wal")):
        each.unlink(missing_ok=True)


def _arrow(table: type[Row], rows: Collection[Row]) -> Table:
    columns = zip(*rows, strict=True)
    return Table.from_pydict(
        {
            name: Array(list(map(str, values)) if is_id else list(values), type=kind)
            for (name, kind, is_id), values in zip(_COLUMNS[table], columns, strict=True)
        }
    )
