"""What every scenario has: a desk of its own, and the steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from features.desk import Desk
from features.steps.asking import *  # noqa: F403 - pytest-bdd finds steps by the names of a conftest
from features.steps.attesting import *  # noqa: F403
from features.steps.auditing import *  # noqa: F403
from features.steps.case import *  # noqa: F403
from features.steps.checking import *  # noqa: F403
from features.steps.claiming import *  # noqa: F403
from features.steps.deciding import *  # noqa: F403
from features.steps.exporting import *  # noqa: F403
from features.steps.following import *  # noqa: F403
from features.steps.imported import *  # noqa: F403
from features.steps.importing import *  # noqa: F403
from features.steps.keeping import *  # noqa: F403
from features.steps.leaving_out import *  # noqa: F403
from features.steps.lineage import *  # noqa: F403
from features.steps.mirroring import *  # noqa: F403
from features.steps.proving import *  # noqa: F403
from features.steps.questioning import *  # noqa: F403
from features.steps.reading import *  # noqa: F403
from features.steps.recording import *  # noqa: F403
from features.steps.releases import *  # noqa: F403
from features.steps.rereading import *  # noqa: F403
from features.steps.running import *  # noqa: F403
from features.steps.similar import *  # noqa: F403
from features.steps.verdicts import *  # noqa: F403
from features.steps.verifying import *  # noqa: F403
from interface.main import steady_memory

# A slow machine is not a fault: neither of one example, nor of drawing them.
settings.register_profile("casus", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("casus")


def pytest_sessionstart() -> None:
    """Collects garbage as the program does: each scenario makes an application of its own, of many small parts."""
    steady_memory()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path).opened() as desk:
        yield desk
