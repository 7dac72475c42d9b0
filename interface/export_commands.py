"""`casus export`, which writes the record in a form that others read, and what that form can't hold."""

import csv
import json
from codecs import getwriter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from application.exporting import Export, Form, Losses
from application.harmless import harmless
from application.moments import Moment
from application.moments import moment as asked_moment
from domain.policy import Policy
from interface.house import Opener, data_option, json_option, log_option, must_be_there
from interface.outputs import failing, must_be_writable, output_to

if TYPE_CHECKING:
    from _csv import Writer

_file = click.Path(path_type=Path, dir_okay=False)


def export_command(forms: Mapping[str, Form]) -> click.Command:
    """`casus export`, in these forms."""

    @click.command("export")
    @data_option
    @log_option
    @json_option
    @click.argument("form", type=click.Choice(sorted(forms)))
    @click.option("--dataset", metavar="NAME", help="Only what this dataset codes; whatever stands, unless you say.")
    @click.option("--known-at", metavar="MOMENT", help="As known then: an RFC 3339 instant, or a position of the log.")
    @click.option(
        "--policy",
        type=click.Choice([it.value for it in Policy]),
        default=Policy.HIGHEST_CREDIBILITY.value,
        show_default=True,
        help="The rule that reconciles competing figures.",
    )
    @click.option("--output", type=_file, help="Where to; unless you say, it is printed.")
    @click.option("--losses", type=_file, help="Where to list what FORM can't hold; OUTPUT.losses.csv.")
    @click.option("--spreadsheet", is_flag=True, help="Begin text that a spreadsheet might run with an apostrophe.")
    @click.pass_obj
    def export(
        open_house: Opener,
        data: Path,
        log: str | None,
        as_json: bool,
        form: str,
        dataset: str | None,
        known_at: str | None,
        policy: str,
        output: Path | None,
        losses: Path | None,
        spreadsheet: bool,
    ) -> None:
        """Write the record in FORM, a row for each incident that stands, and list what FORM can't hold."""
        try:
            moment = None if known_at is None else cast("Moment", asked_moment(known_at))
        except ValueError as error:
            raise click.UsageError(f"--known-at: {error}") from error
        lost = losses or (output and output.with_name(f"{output.name}.losses.csv"))
        for option, path in (("--output", output), ("--losses", lost)):
            if path:
                must_be_writable(option, path)
        must_be_there(data, log)
        with open_house(data, log) as house, failing():
            it = Export(house.services.ledger, forms[form], dataset=dataset, known_at=moment, policy=Policy(policy))
            with output_to(output) as file, output_to(lost) if lost else nullcontext() as listed:
                number, total = _write(it, file, listed, harmless if spreadsheet else str)
        if as_json:
            click.echo(json.dumps({"rows": number, "losses": total}), err=output is None)
        else:
            click.echo(f"{number:,} rows written; lost: {total or 'nothing'}.", err=output is None)

    return export


def _write(it: Export, file: BinaryIO, lost: BinaryIO | None, written: Callable[[str], str]) -> tuple[int, Losses]:
    """Writes every row, and what each loses; how many rows, and what they lose together."""
    writer, names = _table(file), [name for name, _ in it.columns]
    writer.writerow(names)
    if any(tag for _, tag in it.columns):
        writer.writerow([tag for _, tag in it.columns])
    report = _table(lost) if lost else None
    if report:
        report.writerow(["incident", "id", "lost"])
    number, total = 0, Losses()
    for row in it.rows():
        number += 1
        writer.writerow([written(row.cells.get(name, "")) for name in names])
        total.update(row.losses)
        if row.losses and report:
            report.writerow([row.incident, row.cells["id"], row.losses])
        elif row.losses:
            click.echo(f"{row.incident} loses {row.losses}", err=True)
    return number, total


def _table(file: BinaryIO) -> "Writer":
    return csv.writer(getwriter("utf-8")(file), lineterminator="\r\n")
