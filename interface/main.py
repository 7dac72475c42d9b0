"""The composition root: the one place that sees both the interface and what it stands on."""

import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from application.ledger import Ledger
from application.services import Services
from infrastructure.access import Access, AccessUnusable
from infrastructure.codec import Codec
from infrastructure.read_model.keeper import Keeper
from infrastructure.read_model.store import Damaged, InUse
from infrastructure.sqlite import SQLiteRecorder
from infrastructure.sqlite_file import UnsafeLog
from interface.command_line import House, casus


@contextmanager
def house(directory: Path) -> Iterator[House]:
    """Casus over a data directory, which is made, for its owner only, if there is none."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        closing(Ledger(SQLiteRecorder(directory / "log.sqlite", now), Codec(), clock=now)) as ledger,
        closing(Access(directory, now)) as tokens,
        closing(Keeper(ledger, directory / "read.duckdb")) as model,
    ):
        yield House(Services(ledger, model), tokens, model)


def now() -> datetime:
    """The clock of the log: the machine's, in UTC."""
    return datetime.now(UTC)


def steady_memory() -> None:
    """Spares the collector what stays: the modules, and the many small values that a reading holds for a moment."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def main() -> None:
    """The command line."""
    steady_memory()
    logging.basicConfig(format="%(message)s")
    logging.getLogger("infrastructure.read_model").setLevel(logging.INFO)  # how far it is built
    try:
        casus(obj=house)
    except (UnsafeLog, AccessUnusable, InUse, Damaged, OSError) as unusable:
        sys.exit(f"Casus can't use its data directory: {unusable}")
