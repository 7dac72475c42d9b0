"""What checks of the log begin with: a log on disk, and a ledger over it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from application.ledger import Ledger
from features.checks.logs import Logs


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Logs]:
    with closing(Logs(tmp_path)) as logs:
        yield logs


@pytest.fixture
def ledger(logs: Logs) -> Ledger:
    return logs.open()
