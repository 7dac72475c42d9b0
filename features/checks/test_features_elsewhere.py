"""Some scenarios, played once more over a log in PostgreSQL; claims are decided there by `test_log_elsewhere.py`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import scenarios

from application.recording import LogRecorder
from features.checks.postgres import Server
from features.desk import Desk
from infrastructure.postgres import PostgresRecorder


class DeskElsewhere(Desk):
    """A desk whose log is in PostgreSQL."""

    def __init__(self, directory: Path, address: str) -> None:
        super().__init__(directory)
        self._address = address

    def recorder(self) -> LogRecorder:
        return PostgresRecorder(self._address, self.clock)


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Iterator[Desk]:
    with server.database() as address, DeskElsewhere(tmp_path, address).opened() as desk:
        yield desk


scenarios(
    "record_the_first_case.feature",
    "change_what_you_have_read.feature",
    "follow_the_log.feature",
    "read_what_was_known_then.feature",
)
