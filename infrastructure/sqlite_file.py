"""How a SQLite file of the log is opened: safe settings, set and read back, or not at all."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from time import monotonic, sleep

from eventsourcing import persistence

from application.refusals import LogUnavailable, StorageFull
from infrastructure.sqlite_tree import fill

APPLICATION_ID = 0x43415355
"""`CASU`, in the header of the file."""
FORM = 2
"""The version of log.sql and tree.sql, in the header of the file. Form 1 had no tree: it gets one."""
_WITHOUT_TREE = 1
PATIENCE = 5.0
"""How many seconds a write waits for another before it gives up, with nothing recorded."""

_SETTINGS: Mapping[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL lost 898 of 19,774 acknowledged writes in a simulated power loss
    "fullfsync": 1,  # macOS: an fsync that reaches the disk
    "recursive_triggers": 1,
    "foreign_keys": 1,
}
_WRITING: Mapping[str, str | int] = {
    # Streams lie scattered in the indexes: with SQLite's own 2 MB and 1,000 pages, bulk appends at a million entries
    # ran at half the speed (benchmarks/growth.py).
    "cache_size": -65_536,  # KiB
    "wal_autocheckpoint": 8_000,  # pages
}
_READING: Mapping[str, str | int] = {"query_only": 1}


FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What is raised where a file can't be used: SQLite's words of it quote what is damaged, and may not be UTF-8."""


class UnsafeLog(Exception):
    """The file can't be opened, or kept as safely as the log must be, or is not a log that this version reads."""


def connect(path: Path, *, writing: bool = False, make: bool = False) -> sqlite3.Connection:
    """A connection in autocommit, usable from any one thread at a time, that waits up to PATIENCE for a lock.

    Only to `make` a log is the file made where there is none, or may be of an older form: a log that is taken away
    while it is used is not begun anew.

    Raises:
        UnsafeLog: the file is another program's, or another version's; or the file system does not give WAL, or SQLite
            does not take a setting.
    """
    address = f"{path.absolute().as_uri()}?mode={'rwc' if make else 'rw'}"
    db = sqlite3.connect(address, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=True)
    try:
        _form(db, path, oldest=_WITHOUT_TREE if make else FORM)  # first: WAL is set in the file itself
        keep(db, {**_SETTINGS, **(_WRITING if writing else _READING)}, path)
        if writing:
            # What a process wrote that ended before it was synced is read as committed when the file is opened next:
            # this syncs it, before anything is said to rest on it.
            db.execute("PRAGMA wal_checkpoint(PASSIVE)")
    except BaseException:
        db.close()
        raise
    return db


def keep(db: sqlite3.Connection, settings: Mapping[str, str | int], path: Path) -> None:
    """Makes settings, and reads them back: SQLite may keep others than it is asked for, and says so only then.

    Raises:
        UnsafeLog: it does not take one of them.
    """
    for setting, value in settings.items():
        _set(db, setting, value)
        found = db.execute(f"PRAGMA {setting}").fetchone()[0]
        if found != value:
            raise UnsafeLog(f"{path}: SQLite's {setting} is {found}, and must be {value}.")


def _set(db: sqlite3.Connection, setting: str, value: str | int) -> None:
    until = monotonic() + PATIENCE
    while True:
        try:
            db.execute(f"PRAGMA {setting} = {value}")
        except sqlite3.OperationalError as error:  # SQLite itself doesn't wait for another that turns to WAL too
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Makes the tables in a new file; in an old one, checks that they are those of this version.

    Raises:
        UnsafeLog: the file is another program's, or another version's.
    """
    if _form(db, path, oldest=_WITHOUT_TREE) == FORM:
        return  # and waits for nobody who writes
    db.execute("BEGIN IMMEDIATE")
    try:
        form = _form(db, path, oldest=_WITHOUT_TREE)
        if form == 0:
            _execute(db, "log.sql")
        if form < FORM:
            _execute(db, "tree.sql")
            fill(db)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {FORM}")
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _form(db: sqlite3.Connection, path: Path, *, oldest: int) -> int:
    """The form of the log in the file; 0 in an empty one."""
    # In one statement, so that another process can't make the tables in between.
    header = db.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if header == (0, 0, 0):
        return 0
    if header[0] != APPLICATION_ID or not oldest <= header[1] <= FORM:
        raise UnsafeLog(f"{path} is not a log of form {FORM}.")
    return int(header[1])


def _execute(db: sqlite3.Connection, script: str) -> None:
    statement = ""
    for line in files(__package__).joinpath(script).read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def code_of(error: Exception) -> int | None:
    """SQLite's own extended code of an error; none where it is the module's."""
    return getattr(error, "sqlite_errorcode", None)


@contextmanager
def translated() -> Iterator[None]:
    """SQLite's errors as eventsourcing's, whose names are PEP 249's too; as a refusal, what the disk did to a write."""
    try:
        yield
    except FAILURES as error:
        code = code_of(error)
        if code == sqlite3.SQLITE_FULL:
            raise StorageFull from error
        if code == sqlite3.SQLITE_IOERR_FSYNC:  # what is written may be found after a crash
            raise LogUnavailable(
                "The disk failed as it was to keep this, and it can't be told whether it has. Send the same again, "
                "with the same Idempotency-Key: it is recorded once."
            ) from error
        names = (kind.__name__ for kind in type(error).__mro__)
        name = next((it for it in names if hasattr(persistence, it)), "DatabaseError")
        raise getattr(persistence, name)(*error.args) from error
