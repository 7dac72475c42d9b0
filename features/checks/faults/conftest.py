"""What the fault tests begin with: a nursery of processes, and what may fail in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from features.checks.faults.faulty import Faults, Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    with Nursery.opened() as it:
        yield it


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    return Faults(tmp_path / "faults")
