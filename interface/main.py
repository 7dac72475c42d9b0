"""The composition root: the one place that sees both the interface and what it stands on."""

import gc
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from application.importing.formats import Format
from application.ledger import Ledger
from application.mirroring import GuardedLedger
from application.services import Services
from infrastructure.access import Access, AccessUnusable
from infrastructure.codec import Codec
from infrastructure.copying import copy
from infrastructure.directories import made
from infrastructure.formats.acled import Acled
from infrastructure.formats.casus_table import CasusTable, template
from infrastructure.formats.ucdp_export import UcdpGedForm
from infrastructure.formats.ucdp_ged import UcdpGed
from infrastructure.merkle.attesting import Attested
from infrastructure.merkle.bundling import BundledTree
from infrastructure.merkle.kept import Checkpoints, KeyUnusable, key_to_sign
from infrastructure.mirror import mirror
from infrastructure.mirror_directory import MirrorDirectory
from infrastructure.postgres import PostgresRecorder
from infrastructure.postgres_server import has_log
from infrastructure.read_model.apart import OpenLog, apart
from infrastructure.read_model.keeper import Keeper
from infrastructure.read_model.store import Damaged, InUse
from infrastructure.sqlite import SQLiteRecorder
from infrastructure.sqlite_file import UnsafeLog, connect
from infrastructure.uploads import UploadedFiles
from infrastructure.verifying import Verifier
from interface.attesting_commands import attesting_commands
from interface.audit_commands import audit_command
from interface.auditing.openings import Databases, Directories, OpenElsewhere
from interface.command_line import casus
from interface.export_commands import export_command
from interface.follow_command import follow_command
from interface.house import House
from interface.import_commands import template_command
from interface.log_commands import log, verify_command

casus.add_command(template_command(template))
casus.add_command(export_command({UcdpGedForm.name: UcdpGedForm()}))

LOG, READ_MODEL = "log.sqlite", "read.duckdb"


@contextmanager
def house(directory: Path, log: str | None = None) -> Iterator[House]:
    """Casus over a data directory, which is made, for its owner only, if there is none.

    The log is the file in it, or in the PostgreSQL database at an address.
    """
    made(directory)
    if not os.access(directory, os.W_OK):
        raise UnsafeLog(
            f"{directory} can't be written to. Copy it to where you may write; `casus log verify` reads it as it is."
        )
    mirrored = MirrorDirectory(directory)
    if log and mirrored.original:
        raise UnsafeLog(f"{directory} is the mirror of another log: name another directory beside --log.")
    kept: OpenLog = partial(PostgresRecorder, log) if log else partial(SQLiteRecorder, directory / LOG)
    with (
        closing(GuardedLedger(kept(now), Codec(), clock=now, original=lambda: mirrored.address)) as ledger,
        closing(Access(directory, now)) as tokens,
        closing(Keeper(ledger, directory / READ_MODEL)) as model,
    ):
        uploads, proving = UploadedFiles(directory / "uploads"), tree_of(ledger, directory)
        services = Services(ledger, model, formats(now), uploads, proving)
        services.mirror = lambda: mirrored.copy
        with closing(services.runs):
            following = partial(apart, kept, directory / READ_MODEL)
            yield House(services, tokens, model, following, partial(_follow, model))


def _follow(model: Keeper) -> bool:
    try:
        model.start()
    except InUse:
        return False
    return True


@contextmanager
def read_house(directory: Path, log: str | None = None) -> Iterator[House]:
    """The same, its read model following the log.

    Raises:
        OpenElsewhere: another process has it open.
    """
    with house(directory, log) as it:
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


@contextmanager
def read_log(log: str, directory: Path | None) -> Iterator[House]:
    """The log at an address, its read model in a data directory, or in one that is thrown away.

    Raises:
        OpenElsewhere: another process has the directory open.
    """
    with ExitStack() as room:
        home = directory or Path(room.enter_context(TemporaryDirectory(prefix="casus-audit-")))
        yield room.enter_context(read_house(home, log))


def copied_log(log: str, into: Path) -> None:
    """Copies the log at an address as it is at one moment, whoever else has it open, into an empty directory."""
    with closing(PostgresRecorder(log, now)) as recorder:
        copy(recorder, partial(SQLiteRecorder, into / LOG))


def there(log: str) -> bool:
    """Whether there is a log at an address."""
    try:
        return has_log(log)
    except UnsafeLog as why:
        raise click.UsageError(f"--log: {why}") from why


def tree_of(ledger: Ledger, directory: Path) -> BundledTree:
    """The tree over a log, its signed checkpoints in the data directory, as is their key unless CASUS_LOG_KEY says."""
    checkpoints = Checkpoints(directory / "checkpoints")
    tree = BundledTree(ledger.recorder, checkpoints, partial(key_to_sign, key_of(directory), checkpoints))
    mirrored = MirrorDirectory(directory)
    tree.original = lambda: mirrored.key
    return tree


def key_of(directory: Path) -> Path:
    """Where the key is that signs the log of a data directory."""
    return Path(os.environ.get("CASUS_LOG_KEY") or directory / "log.key")


def attested(directory: Path) -> Attested:
    """The signed checkpoints in a data directory, which is made, for its owner only, if there is none."""
    made(directory)
    mirrored = MirrorDirectory(directory)
    return Attested(Checkpoints(directory / "checkpoints"), key_of(directory), lambda: mirrored.key)


def formats(clock: Callable[[], datetime]) -> Mapping[str, Format]:
    """The forms that datasets come in, by their names."""
    return {it.name: it for it in (UcdpGed(clock), Acled(), CasusTable())}


def now() -> datetime:
    """The clock of the log: the machine's, in UTC."""
    return datetime.now(UTC)


for command in attesting_commands(attested):
    log.add_command(command)
log.add_command(follow_command(mirror))
log.add_command(verify_command(Verifier(LOG, key_of)))
casus.add_command(
    audit_command(
        Directories(read_house, lambda it: (it / LOG).is_file(), copied), Databases(read_log, there, copied_log)
    )
)


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
    except (UnsafeLog, AccessUnusable, KeyUnusable, InUse, Damaged, OSError) as unusable:
        click.echo(f"Casus can't use its data directory or its log: {unusable}", err=True)
        sys.exit(2)
