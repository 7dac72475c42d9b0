"""How a PostgreSQL server is asked for the log: safe settings, set and read back, or not at all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import psycopg
from eventsourcing import persistence
from psycopg.conninfo import conninfo_to_dict

from infrastructure.sqlite_file import UnsafeLog

FORM = 1
"""The version of postgres.sql, kept beside the tables."""
PATIENCE = 5.0
"""How many seconds a write waits for another before it gives up, with nothing recorded."""
LOCK = 0x43415355
"""The one lock, in the database of the log, that whoever makes the tables or appends to them holds meanwhile."""

Connection = psycopg.Connection[tuple[Any, ...]]

_CONNECTING: Mapping[str, Any] = {
    "connect_timeout": 3,  # psycopg's own is as long as the machine's
    "tcp_user_timeout": 15_000,  # ms; a server that vanished is given up, on whatever side it is noticed
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "client_encoding": "utf8",
    "application_name": "casus",
    "autocommit": True,
    "prepare_threshold": None,  # a plan that was made while the log was short would read all of it
}
_SETTINGS: Mapping[str, str] = {
    "synchronous_commit": "on",
    "statement_timeout": "60000",  # ms
    "idle_in_transaction_session_timeout": "60000",  # ms; a process that hangs does not keep the lock
    "search_path": "casus",
    "TimeZone": "UTC",
    "DateStyle": "ISO, MDY",
}
_SERVER: Mapping[str, str] = {
    "fsync": "on",
    "full_page_writes": "on",  # without, a power loss can tear a page that holds entries acknowledged long before
    "server_encoding": "UTF8",
}


def connect(address: str, *, writing: bool = False) -> Connection:
    """A connection in autocommit that waits up to PATIENCE for a lock; unless it is for `writing`, it can't write.

    Raises:
        UnsafeLog: the address is none; or the server does not keep what it acknowledges, or does not take a setting.
        psycopg.Error: it can't be reached, or lets nobody in by this address.
    """
    named(address)
    db: Connection = psycopg.connect(address, **_CONNECTING)
    try:
        reading = {"default_transaction_read_only": "off" if writing else "on"}
        _keep(db, {**_SETTINGS, **reading, "lock_timeout": str(round(PATIENCE * 1_000))}, address)
    except BaseException:
        db.close()
        raise
    return db


def named(address: str) -> str:
    """An address without the user and the password.

    Raises:
        UnsafeLog: it is none; it is not said how far it reads, as that may tell a password.
    """
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:
        raise UnsafeLog(
            "The address of the log is not of the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE, "
            "with %40 and the like for special characters."
        ) from None
    return f"postgresql://{parts.get('host', '')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


def _keep(db: Connection, settings: Mapping[str, str], address: str) -> None:
    """Makes settings, and reads them back, with those of the server that a log must be able to rely on."""
    names, values = list(settings), list(settings.values())
    db.execute(
        "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS _ (name, value)", [names, values]
    )
    wanted = {**settings, **_SERVER}
    found: dict[str, str] = dict(
        db.execute("SELECT name, setting FROM pg_settings WHERE name = ANY (%s)", [list(wanted)]).fetchall()
    )
    for setting, value in wanted.items():
        if found.get(setting) != value:
            raise UnsafeLog(f"{named(address)}: PostgreSQL's {setting} is {found.get(setting)}, and must be {value}.")


def prepare(address: str) -> None:
    """Makes the tables where there are none; where there are, checks that they are those of this version.

    Raises:
        UnsafeLog: they are another program's, or another version's; or the server can't be reached, or not be used.
    """
    if has_log(address):  # for which it is enough to be allowed to read
        return
    with _reached(address), connect(address, writing=True) as db:
        begin(db)
        if not _is_there(db, address):
            if db.execute("SELECT to_regnamespace('casus')").fetchone() == (None,):
                db.execute("CREATE SCHEMA casus")
            db.execute(files(__package__).joinpath("postgres.sql").read_bytes())
            db.execute("INSERT INTO casus.log VALUES ('casus', %s)", [FORM])
        db.execute("COMMIT")


def has_log(address: str) -> bool:
    """Whether a database has a log, of this version; it is not begun.

    Raises:
        UnsafeLog: as for `prepare`.
    """
    with _reached(address), connect(address) as db:
        return _is_there(db, address)


@contextmanager
def _reached(address: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise UnsafeLog(f"{named(address)} can't be opened: {' '.join(str(error).split())}.") from error


def begin(db: Connection) -> None:
    """Begins a transaction with the lock, so that nothing it reads can change, and none begins before its end.

    Nothing but READ COMMITTED sees what was committed while it waited for the lock.
    """
    db.execute(f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock({LOCK})".encode())


def _is_there(db: Connection, address: str) -> bool:
    there = db.execute("SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('casus')").fetchall()
    if not there:
        return False
    form = db.execute("SELECT application, form FROM casus.log").fetchall() if ("log",) in there else None
    if form != [("casus", FORM)]:
        raise UnsafeLog(f"{named(address)} has a schema casus that is not a log of form {FORM}.")
    return True


@contextmanager
def translated() -> Iterator[None]:
    """Errors of psycopg as eventsourcing's, whose names are PEP 249's too; so is a server that changed its settings."""
    try:
        yield
    except UnsafeLog as error:
        raise persistence.OperationalError(*error.args) from error
    except psycopg.Error as error:
        names = (kind.__name__ for kind in type(error).__mro__ if hasattr(persistence, kind.__name__))
        raise getattr(persistence, next(names, "PersistenceError"))(*error.args) from error
