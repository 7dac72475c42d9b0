"""What checks of the log begin with: a log, and a ledger over it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from application.ledger import Ledger
from features.checks.logs import Logs
from features.checks.postgres import NOT_HERE, PostgresLogs, Server, binaries, served

NewLogs = Callable[[Path], AbstractContextManager[Logs]]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, for all checks that ask for one."""
    programs = binaries()
    if programs is None:
        pytest.skip(NOT_HERE)
    with served(programs) as it:
        yield it


@pytest.fixture(scope="module")
def new_logs(request: pytest.FixtureRequest) -> NewLogs:
    """Makes a log with what else lies in a directory: in a file, or as `logs.everywhere` says."""
    if getattr(request, "param", "sqlite") == "postgres":
        return partial(_in_postgres, request.getfixturevalue("server"))
    return lambda directory: closing(Logs(directory))


@contextmanager
def _in_postgres(server: Server, directory: Path) -> Iterator[Logs]:
    with server.database() as address, closing(PostgresLogs(directory, address)) as logs:
        yield logs


@pytest.fixture
def logs(new_logs: NewLogs, tmp_path: Path) -> Iterator[Logs]:
    with new_logs(tmp_path) as logs:
        yield logs


@pytest.fixture
def ledger(logs: Logs) -> Ledger:
    return logs.open()
