"""What every scenario has: a desk of its own, and the steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from features.desk import Desk
from features.steps.asking import *  # noqa: F403 - pytest-bdd finds steps by the names of a conftest
from features.steps.case import *  # noqa: F403
from features.steps.checking import *  # noqa: F403
from features.steps.reading import *  # noqa: F403
from features.steps.recording import *  # noqa: F403
from features.steps.running import *  # noqa: F403
from interface.main import steady_memory


def pytest_sessionstart() -> None:
    """Collects garbage as the program does: each scenario makes an application of its own, of many small parts."""
    steady_memory()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path).opened() as desk:
        yield desk
