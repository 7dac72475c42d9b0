"""What a log's SQLite file is around its entries: how it is opened to verify it, laid out, and whether it is sound."""

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

from infrastructure.sqlite_file import APPLICATION_ID, FAILURES, FORM

_SCRIPTS = ("log.sql", "tree.sql")
_BESIDE = ("-wal", "-journal")


def opened(log: Path) -> sqlite3.Connection:
    """A connection that only reads; texts come as `bytearray`, so that they are told from blobs.

    Raises:
        sqlite3.Error, UnicodeDecodeError: it can't be read, or only without what another program left beside it.
    """
    uri = f"{log.absolute().as_uri()}?mode=ro"
    db = sqlite3.connect(uri, uri=True)
    try:
        db.execute("SELECT count(*) FROM sqlite_schema")
    except FAILURES as error:
        db.close()
        if not isinstance(error, sqlite3.OperationalError):
            raise
        for name in (log.name + it for it in _BESIDE):
            if (path := log.with_name(name)).exists() and path.stat().st_size:
                raise sqlite3.OperationalError(
                    f"{error}; {name} beside it belongs to it. Verify a copy of both"
                ) from error
        # On a disk that can't be written, where the file is not open anywhere else.
        db = sqlite3.connect(f"{uri}&immutable=1", uri=True)
    db.text_factory = bytearray
    return db


class Layout:
    """The tables, indexes and triggers of a file, held against those of a log of this version."""

    def __init__(self, db: sqlite3.Connection) -> None:
        found, right = _laid_out(db), _right()
        triggers = {name for name, (kind, _) in found.items() if kind == "trigger"}
        self.others = sorted({name for name in {*right, *triggers} if found.get(name) != right.get(name)})
        """Which are missing, or otherwise than Casus makes them; or are triggers that it doesn't make."""
        self.readable = not {"entries", "hashes"} & {*self.others}
        """Whether entries, and the hashes kept of them, are where they should be."""
        self._header = [db.execute(f"PRAGMA {it}").fetchone()[0] for it in ("application_id", "user_version")]

    @property
    def words(self) -> str | None:
        """What is wrong with it, if anything."""
        if self._header[0] != APPLICATION_ID:
            return "The file is no log of Casus by its header."
        if self._header[1] != FORM:
            return f"The file is a log of form {self._header[1]} by its header, and this Casus verifies form {FORM}."
        if self.others:
            return f"The file is not laid out as Casus has made it: {', '.join(self.others)}."
        return None


def unsound(db: sqlite3.Connection) -> str | None:
    """What SQLite finds wrong with the file itself: who reads by a damaged index may miss some."""
    try:
        said = [_text(it) for (it,) in db.execute("PRAGMA integrity_check(5)")]
    except FAILURES as error:
        said = [str(error)]
    return None if said == ["ok"] else f"The file itself is damaged: {'; '.join(said)}."


def _right() -> Mapping[str, tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as db:
        for script in _SCRIPTS:
            db.executescript(files(__package__).joinpath(script).read_text("utf-8"))
        return _laid_out(db)


def _laid_out(db: sqlite3.Connection) -> Mapping[str, tuple[str, str]]:
    """By name the kind of each, and what it was made by, however that is spaced and commented."""
    rows = db.execute(
        "SELECT name, type, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return {
        _text(name): (_text(kind), " ".join(re.sub("--[^\n]*", "", _text(sql)).split())) for name, kind, sql in rows
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else bytes(value).decode("utf-8", "backslashreplace")
