"""`casus import`, which brings a release of a dataset in, and `casus template`, which writes our own empty table."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import monotonic
from typing import Any, Literal

import click

from application.importing.formats import Rejected
from application.importing.importer import RowsRejected
from application.importing.suspected import suspected
from application.importing.under_way import ImportStopped
from application.importing.watching import Tally
from application.read_model import Readable
from application.refusals import LogUnavailable
from application.whole_files import FilesUnavailable, whole
from domain.actor import Actor, Role
from domain.fact import Position
from interface.house import House, Opener, data_option, json_option, log_option
from interface.import_options import Tables, command_of, made, tables_of, user
from interface.import_report import ChangedRow, Report, SuspectedRow, came_of_it, write_table
from interface.outputs import failing, must_be_writable
from interface.problems import in_words

_PATIENCE = 600
"""Seconds for which an import that is done waits until it can be read."""

_file = click.Path(path_type=Path, dir_okay=False)


@click.command("import")
@data_option
@log_option
@json_option
@click.argument("format")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dataset", metavar="NAME", help="The dataset; the format's name, unless you say.")
@click.option("--release", metavar="NAME", help="The release; the file's name without its ending, unless you say.")
@click.option("--published", metavar="DATE", help="When it was published: EDTF, or an RFC 3339 instant.")
@click.option("--publisher", metavar="NAME", help="Who publishes it, where the format does not say.")
@click.option("--covers-country", "countries", multiple=True, metavar="ISO3", help="It is complete for this country.")
@click.option("--covers-period", "period", metavar="EDTF", help="It is complete for this period: what it lacks, goes.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and record nothing.")
@click.option("--strict", is_flag=True, help="Take all rows or none.")
@click.option("--rejected", type=_file, help="Where rows are listed that can't be taken; FILE.rejected.csv.")
@click.option("--changes", type=_file, help="Where to list what differs, row by row.")
@click.option("--similar", type=_file, help="Where to list what it brought that may be on record already.")
@click.option("--by", help="Who records it; the name that you are logged in by, unless you say.")
@click.pass_obj
def import_release(
    open_house: Opener,
    /,
    data: Path,
    log: str | None,
    as_json: bool,
    file: Path,
    dry_run: bool,
    rejected: Path | None,
    changes: Path | None,
    similar: Path | None,
    by: str | None,
    **said: Any,
) -> None:
    """Import FILE as a release of a dataset: what it changes becomes history.

    Stopped or killed at any moment, the same command goes on. It ends in 1 if rows can't be taken, or if it is stopped
    or held up: the log can't be written, or a file can't be read or written.
    """
    command = made(lambda: command_of(file=file, **said))
    actor = made(lambda: Actor(name=user() if by is None else by, role=Role.ANALYST))
    if similar and dry_run:
        raise click.UsageError("What is not recorded is similar to nothing: --similar goes without --dry-run.")
    tables = tables_of(file, rejected, changes, similar)
    began = monotonic()
    with (
        open_house(data, log) as house,
        TemporaryDirectory(prefix="casus-", ignore_cleanup_errors=True) as directory,
        _stopping() as stopped,
        closing(Report(Path(directory), stopped)) as report,
    ):
        following = nullcontext() if dry_run else house.following()
        try:
            with following as model:
                importer = house.services.importer.beside(model)
                keep = partial(_list, report, tables)
                tally = importer.run(file, command, by=actor, watcher=report, keep=keep, rehearsed=dry_run)
                report.line.end()
                _await(model, house, stopped)
            if similar:
                _list_similar(house, tally, similar, alone=model is not None)
        except RowsRejected as why:
            report.line.end()
            click.echo(in_words(why), err=True)
            with failing():
                write_table(tables.rejected, Rejected, report.rejects.rows())
            click.echo(f"They are listed in {tables.rejected}.", err=True)
            raise click.exceptions.Exit(1) from why
        except (ImportStopped, LogUnavailable, FilesUnavailable) as why:
            report.line.end()
            click.echo(in_words(why), err=True)
            raise click.exceptions.Exit(1) from why
    listed = tables.rejected if report.looked and tally.counts.rejected else None
    _say(tally, report, monotonic() - began, listed, as_json=as_json)
    if tally.counts.rejected:
        raise click.exceptions.Exit(1)


def template_command(template: Callable[[Literal["csv", "xlsx"]], bytes]) -> click.Command:
    """`casus template`, which writes this table."""

    @click.command("template")
    @click.option("--xlsx", is_flag=True, help="A workbook, in which every column is explained.")
    @click.option("--output", type=_file, help="Where to; unless you say, it is printed.")
    def write(xlsx: bool, output: Path | None) -> None:
        """Write the empty table of the format casus-csv, to be filled in."""
        if output:
            must_be_writable("--output", output)
            with failing(), whole(output) as file:
                file.write(template("xlsx" if xlsx else "csv"))
        elif xlsx and sys.stdout.isatty():
            raise click.UsageError("A workbook is no text: name a file with --output.")
        else:
            click.echo(template("xlsx" if xlsx else "csv"), nl=False)

    return write


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that is set when the process is asked to stop; asked again, it stops at once."""
    stopped = Event()

    def stop(number: int, _: object) -> None:
        if stopped.is_set():
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stopped.set()

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _list(report: Report, tables: Tables) -> None:
    """Writes what is to be listed.

    Raises:
        FilesUnavailable: it can't be written.
    """
    if tables.changes:
        write_table(tables.changes, ChangedRow, report.changes.rows())
    if not report.rejects.empty or tables.rejected.exists():
        write_table(tables.rejected, Rejected, report.rejects.rows())


def _await(model: Readable | None, house: House, stopped: Event) -> None:
    """Waits until what came in can be read, unless the process is asked to stop, or another keeps the read model."""
    end, until = house.services.ledger.position_at(None), monotonic() + _PATIENCE
    while model and not stopped.is_set() and monotonic() < until and not model.reach(Position(end), 0.2):
        pass


def _list_similar(house: House, tally: Tally, path: Path, *, alone: bool) -> None:
    """Writes what the import brought that may be on record already."""
    if not alone:
        click.echo(f"Ask the server, which has the read model open, for /imports/{tally.import_id}/similar.", err=True)
        return
    house.model.start()
    found = suspected(tally.import_id, house.services.ledger, house.services.similar)
    write_table(path, SuspectedRow, SuspectedRow.of(found))
    pairs = f"{len(found.incidents):,} pairs of incidents and {len(found.forces):,} of forces"
    click.echo(f"{pairs} may be the same; they are listed in {path}.", err=True)


def _say(tally: Tally, report: Report, seconds: float, listed: Path | None, *, as_json: bool) -> None:
    if as_json:
        said = {**tally.model_dump(mode="json"), "seconds": seconds, "rejected": listed and str(listed)}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    for line in came_of_it(tally, seconds, looked=report.looked):
        click.echo(line)
    if listed:
        click.echo(f"The rows that can't be taken are listed in {listed}.")
