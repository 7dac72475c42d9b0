"""The bearer tokens of a data directory: keyed hashes in SQLite, the key in a file beside it."""

import hashlib
import hmac
import os
import re
import secrets
import sqlite3
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock

from application.access import AlreadyRevoked, ExpiryInThePast, NoSuchToken, Token, Tokens
from application.refusals import LogUnavailable
from application.whole_files import synced
from domain.actor import Actor, Role
from domain.value import Line
from infrastructure.directories import made
from infrastructure.sqlite_file import PATIENCE, UnsafeLog, keep

_KEY_BYTES = 32
_TIMES = ("created_at", "expires_at", "revoked_at")
_SECRET = re.compile(r"casus_([0-9a-f]{12})_[A-Za-z0-9_-]{43}", re.ASCII)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS token (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL,
    owner TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT
) STRICT
"""
_ALL = "SELECT * FROM token ORDER BY place"
_ONE = "SELECT * FROM token WHERE id = ?"
_ADD = "INSERT INTO token (id, hash, owner, role, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)"


class AccessUnusable(Exception):
    """The files that hold the tokens are missing, unreadable or not what they should be."""


class Access:
    """The tokens of one data directory, for any number of threads and beside other processes."""

    def __init__(
        self, directory: Path, clock: Callable[[], datetime], random: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        self._clock = clock
        self._random = random
        self._lock = Lock()
        path = directory / "access.sqlite"
        try:
            made(directory)
            # Created here, since SQLite would let everybody read it. Only ever by O_EXCL: to close a second
            # descriptor of a database that is open in this process would drop SQLite's locks on it.
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise AccessUnusable(f"{path} can't be opened: {error}") from error
        try:
            self._db.row_factory = sqlite3.Row
            keep(self._db, {"journal_mode": "wal", "synchronous": 2}, path)  # FULL, as the log has it
            with self._writing():
                self._db.execute(_SCHEMA)
                self._key = self._read_key(directory / "access.key")
        except (UnsafeLog, LogUnavailable, sqlite3.Error) as error:
            self.close()
            raise AccessUnusable(f"{path} can't be used: {error}") from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the files; nothing can be asked afterwards."""
        with self._lock:
            self._db.close()

    def create(self, owner: Line, role: Role, expires_at: datetime | None = None) -> tuple[Token, str]:
        """A new token and its secret, which is shown this once; may raise ExpiryInThePast."""
        now = self._clock()
        token = Token(id=self._random(6).hex(), owner=owner, role=role, created_at=now, expires_at=expires_at)
        if _past(token.expires_at, now):
            raise ExpiryInThePast
        secret = f"casus_{token.id}_{urlsafe_b64encode(self._random(32)).rstrip(b'=').decode()}"
        until = token.expires_at.isoformat() if token.expires_at else None
        with self._lock, self._writing():
            self._ask(_ADD, token.id, self._hash(secret), token.owner, role.value, now.isoformat(), until)
        return token, secret

    def list(self) -> Tokens:
        """Every token there ever was, in the order of their creation."""
        with self._lock:
            return [_token(row) for row in self._ask(_ALL)]

    def revoke(self, id: str) -> Token:
        """The token, which opens nothing from now on; may raise NoSuchToken or AlreadyRevoked."""
        now = self._clock()
        with self._lock, self._writing():
            rows = self._ask(_ONE, id) if id.isascii() else []
            if not rows:
                raise NoSuchToken
            if rows[0]["revoked_at"]:
                raise AlreadyRevoked
            self._ask("UPDATE token SET revoked_at = ? WHERE id = ?", now.isoformat(), id)
        return _token(rows[0]).model_copy(update={"revoked_at": now})

    def any(self) -> bool:
        """Whether a token was ever created, be it revoked or expired since."""
        with self._lock:
            return bool(self._ask("SELECT 1 FROM token LIMIT 1"))

    def actor(self, secret: str) -> Actor | None:
        """Whom the secret stands for just now; nobody if it is unknown, wrong, expired or revoked."""
        form = _SECRET.fullmatch(secret)
        if form is None:
            return None
        with self._lock:
            rows = self._ask(_ONE, form[1])
        if not rows or not hmac.compare_digest(rows[0]["hash"], self._hash(secret)):
            return None
        token = _token(rows[0])
        lapsed = token.revoked_at or _past(token.expires_at, self._clock())
        return None if lapsed else Actor(name=token.owner, role=token.role)

    def _hash(self, secret: str) -> bytes:
        return hashlib.blake2b(secret.encode(), digest_size=32, key=self._key, person=b"casus token").digest()

    def _ask(self, statement: str, *values: str | bytes | None) -> Sequence[sqlite3.Row]:
        # All rows at once: a statement left half-read would keep later reads at the state of its beginning.
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise LogUnavailable("Who asks can't be told just now: the tokens can't be read. Try again.") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _read_key(self, path: Path) -> bytes:
        """The key, made at the first use; in a write transaction, so that two processes never make two."""
        try:
            if not path.exists():
                if self._ask("SELECT 1 FROM token LIMIT 1"):
                    raise AccessUnusable(f"{path} is missing, and without it no token is recognised: restore it.")
                _write_key(path, self._random(_KEY_BYTES))
            key = path.read_bytes()
        except OSError as error:
            raise AccessUnusable(f"{path} can't be read or made: {error}") from error
        if len(key) != _KEY_BYTES:
            raise AccessUnusable(f"{path} has {len(key)} bytes instead of {_KEY_BYTES}: restore it.")
        return key


def _write_key(path: Path, key: bytes) -> None:
    """The whole key under its name or nothing, whenever the power goes."""
    new = path.with_suffix(".key.new")
    new.unlink(missing_ok=True)
    file = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(file, key)
        os.fsync(file)
    finally:
        os.close(file)
    new.rename(path)
    synced(path.parent)


def _past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def _token(row: sqlite3.Row) -> Token:
    times = {name: row[name] and datetime.fromisoformat(row[name]) for name in _TIMES}
    return Token(id=row["id"], owner=row["owner"], role=Role(row["role"]), **times)
