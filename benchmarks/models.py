"""The read model over a data directory, put together as interface/main.py does, and caught up."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

from application.ledger import Ledger
from benchmarks.ledgers import ledger_in
from benchmarks.measure import Skipped
from benchmarks.syrian_log import syrian_data
from infrastructure.read_model.keeper import Keeper

_PATIENCE = 1_800


class Reading(NamedTuple):
    """A log, and its read model, which follows it."""

    ledger: Ledger
    model: Keeper


@contextmanager
def reading(directory: Path) -> Iterator[Reading]:
    """The read model of a data directory: built, if it is not there, and at the end of the log."""
    with closing(ledger_in(directory / "log.sqlite")) as ledger:
        model = Keeper(ledger, directory / "read.duckdb")
        model.start()
        try:
            if not model.reach(ledger.position_at(None), _PATIENCE):
                raise Skipped(f"the read model stopped: {model.progress()}")
            yield Reading(ledger, model)
        finally:
            model.close()


def syrian_copy(directory: Path) -> Path:
    """A copy of the large record, read model and all, that may be written to."""
    data = syrian_data()
    with reading(data):
        pass
    return Path(copytree(data, directory / "syria"))
