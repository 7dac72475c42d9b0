"""The composition root: the one place that sees both the interface and what it stands on."""

import gc
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from application.importing.formats import Format
from application.ledger import Ledger
from application.services import Services
from infrastructure.access import Access, AccessUnusable
from infrastructure.codec import Codec
from infrastructure.formats.acled import Acled
from infrastructure.formats.casus_table import CasusTable, template
from infrastructure.formats.ucdp_export import UcdpGedForm
from infrastructure.formats.ucdp_ged import UcdpGed
from infrastructure.read_model.apart import apart
from infrastructure.read_model.keeper import Keeper
from infrastructure.read_model.store import Damaged, InUse
from infrastructure.sqlite import SQLiteRecorder
from infrastructure.sqlite_file import UnsafeLog, connect
from infrastructure.uploads import UploadedFiles
from interface.audit_commands import audit_command
from interface.auditing.openings import Directories, OpenElsewhere
from interface.command_line import casus
from interface.export_commands import export_command
from interface.house import House
from interface.import_commands import template_command

casus.add_command(template_command(template))
casus.add_command(export_command({UcdpGedForm.name: UcdpGedForm()}))

LOG, READ_MODEL = "log.sqlite", "read.duckdb"


@contextmanager
def house(directory: Path) -> Iterator[House]:
    """Casus over a data directory, which is made, for its owner only, if there is none."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        closing(Ledger(SQLiteRecorder(directory / LOG, now), Codec(), clock=now)) as ledger,
        closing(Access(directory, now)) as tokens,
        closing(Keeper(ledger, directory / READ_MODEL)) as model,
    ):
        services = Services(ledger, model, formats(now), UploadedFiles(directory / "uploads"))
        with closing(services.runs):
            following = partial(apart, directory / LOG, directory / READ_MODEL)
            yield House(services, tokens, model, following, partial(_follow, model))


def _follow(model: Keeper) -> bool:
    try:
        model.start()
    except InUse:
        return False
    return True


@contextmanager
def read_house(directory: Path) -> Iterator[House]:
    """The same, its read model following the log.

    Raises:
        OpenElsewhere: another process has it open.
    """
    with house(directory) as it:
        try:
            it.model.start()
        except InUse as why:
            raise OpenElsewhere(
                f"{directory} is open in another process. Audit through that, with --server and its address, "
                "or audit a copy, with --scratch."
            ) from why
        yield it


def copied(directory: Path, into: Path) -> None:
    """Copies the log of a data directory as it is at one moment, whoever else has it open, into an empty directory."""
    with closing(connect(directory / LOG)) as log, closing(sqlite3.connect(into / LOG)) as copy:
        log.backup(copy)


def formats(clock: Callable[[], datetime]) -> Mapping[str, Format]:
    """The forms that datasets come in, by their names."""
    return {it.name: it for it in (UcdpGed(clock), Acled(), CasusTable())}


def now() -> datetime:
    """The clock of the log: the machine's, in UTC."""
    return datetime.now(UTC)


casus.add_command(audit_command(Directories(read_house, lambda it: (it / LOG).is_file(), copied)))


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
