"""A PostgreSQL server of the checks' own, as safe as a server is by itself, and logs in it."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

import psycopg

from application.ledger import Ledger
from features.checks.logs import Clock, Logs
from infrastructure.codec import Codec
from infrastructure.postgres import PostgresRecorder
from infrastructure.postgres_server import begin

PASSWORD = "tell-nobody"
NOT_HERE = "PostgreSQL is not here: initdb is neither in PATH nor in /usr/lib/postgresql/*/bin"
_PATIENCE = 60
_DISCONNECT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def binaries() -> Path | None:
    """Where PostgreSQL's programs are, the newest if there are several."""
    found = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda it: float(it.parts[-3]))
    return Path(found).resolve().parent if found else places[-1].parent if places else None


class Server:
    """A server on a free port of this machine; it can be stopped, and killed, and be started again."""

    def __init__(self, programs: Path, home: Path) -> None:
        self._programs = programs
        self._home = home
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:  # as which PostgreSQL refuses to run
            name = next(it for it in ("postgres", "nobody") if it in {each.pw_name for each in pwd.getpwall()})
            self._user = {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
            shutil.chown(home, name)
        secret = home / "secret"
        secret.write_text(PASSWORD)
        self._data = home / "data"
        options = ["-D", self._data, "-U", "casus", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8"]
        self._run("initdb", *options, "--no-locale", "--no-sync")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self._databases: list[str] = []
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, database: str = "postgres") -> str:
        return f"postgresql://casus:{PASSWORD}@127.0.0.1:{self._port}/{database}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a database with nothing in it."""
        if not self._databases:
            self._made += 1
            with psycopg.connect(self.address(), autocommit=True) as db:
                db.execute(f"CREATE DATABASE log_{self._made}".encode())
            self._databases.append(f"log_{self._made}")
        name = self._databases.pop()
        yield self.address(name)
        with psycopg.connect(self.address(name), autocommit=True) as db:
            db.execute(_DISCONNECT)
            db.execute("DROP SCHEMA IF EXISTS casus CASCADE")
        self._databases.append(name)

    def start(self, **settings: str) -> None:
        """Starts it, with settings of its own, and returns once it answers."""
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(self._programs / "postgres"), "-D", str(self._data), "-h", "127.0.0.1", "-p", str(self._port)]
        command += ["-k", str(self._home), "-c", "shared_buffers=16MB", *options]
        with (self._home / "said").open("ab") as said:
            process = subprocess.Popen[bytes](command, cwd=self._home, stdout=said, stderr=said, **self._user)
        self._process = process
        for _ in range(_PATIENCE * 20):
            with suppress(psycopg.OperationalError), psycopg.connect(self.address(), connect_timeout=3) as db:
                assert db.execute("SHOW data_directory").fetchone() == (str(self._data),)  # so it is our own
                return
            assert process.poll() is None, (self._home / "said").read_text()
            sleep(0.05)
        raise AssertionError((self._home / "said").read_text())

    def stop(self, how: int = signal.SIGQUIT) -> None:
        """Stops it: by SIGQUIT at once, as when the power fails; by SIGINT in order."""
        assert self._process
        self._process.send_signal(how)
        self._process.wait(_PATIENCE)

    def _run(self, program: str, *options: object) -> None:
        words = [str(self._programs / program), *map(str, options)]
        subprocess.run(words, cwd=self._home, check=True, capture_output=True, **self._user)


@contextmanager
def served(programs: Path) -> Iterator[Server]:
    """A server, thrown away in the end."""
    with TemporaryDirectory(prefix="casus-postgres-") as home:
        server = Server(programs, Path(home))
        server.start()
        try:
            yield server
        finally:
            server.stop()


class PostgresLogs(Logs):
    """One log in a database, opened as often as a check asks; what else there is lies in a directory."""

    def __init__(self, directory: Path, address: str) -> None:
        super().__init__(directory)
        self.address = address

    def open(self, *, deciding: Clock | None = None, writing: Clock | None = None) -> Ledger:
        recorder = PostgresRecorder(self.address, writing or self.clock)
        return self._opened.enter_context(closing(Ledger(recorder, Codec(), clock=deciding or self.clock)))

    def database(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The database as any other program opens it, with none of our settings."""
        return self._opened.enter_context(psycopg.connect(self.address, autocommit=True))

    @contextmanager
    def held(self) -> Iterator[None]:
        with psycopg.connect(self.address, autocommit=True) as other:
            begin(other)
            yield

    def sound(self) -> bool:
        found = self.database().execute("SELECT count(*), min(position), max(position) FROM casus.entries").fetchone()
        assert found
        return found == (found[0], 1, found[0])

    def rows(self) -> Sequence[tuple[Any, ...]]:
        """All that the tables hold."""
        with psycopg.connect(self.address) as db:
            tables = (f"SELECT * FROM casus.{name} ORDER BY 1, 2".encode() for name in ("entries", "answers"))
            return [row for table in tables for row in db.execute(table)]


def logs_at(address: str) -> Logs:
    """The log that another process, or a check, has at this address."""
    return PostgresLogs(Path(), address) if address.startswith("postgresql:") else Logs(Path(address))
