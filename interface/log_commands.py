"""`casus log`: the log itself, shown, handed on as a bundle, and verified."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import click

from application.read_model import NotReadYet
from application.verifying import Finding, Verified, Verifying
from application.views.view import EntryView
from domain.casualty import Casualty
from domain.claim import Claim
from domain.fact import Aggregate, Position
from domain.incident import Incident
from interface.house import House, Opener, data_option, json_option, log_option

_PATIENCE = 600
"""Seconds for which a bundle of a claim waits until the read model can tell what it rests on."""

_file = click.Path(path_type=Path, dir_okay=False)


@click.group()
def log() -> None:
    """Look at the log itself."""


@log.command()
@data_option
@log_option
@json_option
@click.option("--after", type=click.IntRange(0), default=0, show_default=True, help="Entries after this position.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.pass_obj
def show(open_house: Opener, data: Path, log: str | None, as_json: bool, after: int, limit: int | None) -> None:
    """Show the entries of the log, oldest first."""
    left = limit
    with open_house(data, log) as house:
        while entries := house.services.ledger.entries(Position(after), min(1_000, left or 1_000)):
            for entry in entries:
                view = EntryView.of(entry)
                click.echo(view.model_dump_json() if as_json else f"{_heading(view)}\n    {_inline(view.content)}")
            after, left = entries[-1].position, left and left - len(entries)
            if left == 0:
                break


@log.command()
@data_option
@log_option
@click.option("--incident", type=click.UUID, help="Of this incident, with its casualties.")
@click.option("--claim", type=click.UUID, help="Of this claim, and what its verdict rests on.")
@click.option("--figure", type=click.UUID, help="Of the figures of this casualty.")
@click.option("--since", type=_file, help="Also prove that the log went on from this checkpoint, a file.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="Where to, or -.")
@click.pass_obj
def bundle(
    open_house: Opener,
    data: Path,
    log: str | None,
    incident: UUID | None,
    claim: UUID | None,
    figure: UUID | None,
    since: Path | None,
    output: Path | None,
) -> None:
    """Write the log, as far as it is signed, or one thing with all it rests on, to be verified offline."""
    asked = [(kind, id) for kind, id in ((Incident, incident), (Claim, claim), (Casualty, figure)) if id]
    if len(asked) > 1:
        raise click.UsageError("A bundle is of one thing: an incident, a claim, or a figure; or of the whole log.")
    with open_house(data, log) as house:
        lines = _lines(house, asked[0] if asked else None, _read("--since", since))
        with _written(output) as file:
            file.writelines(lines)


def verify_command(verify: Verifying) -> click.Command:
    """`casus log verify`, by this verifier."""

    @click.command("verify")
    @click.argument("what", metavar="BUNDLE|DIR", type=click.Path(path_type=Path, exists=True))
    @click.option("--key", metavar="VKEY|FILE", help="The log's public key, from where its keeper published it.")
    @click.option("--since", type=_file, help="A checkpoint that you kept: the log must have gone on from it.")
    @json_option
    def command(what: Path, key: str | None, since: Path | None, as_json: bool) -> None:
        """Verify a bundle, or the log in a data directory, offline; ends in 1 if something is wrong.

        The first wrong entry is named by its position. Without --key a bundle is verified with the key that it holds
        itself, and a directory with the one that lies in it, which proves less: it is said how much.
        """
        found = verify(what, key, since)
        if as_json:
            click.echo(found.model_dump_json())
        else:
            click.echo(_told(found))
        if found.findings:
            raise click.exceptions.Exit(1)

    return command


def _lines(house: House, asked: tuple[type[Aggregate[Any, Any]], UUID] | None, since: bytes | None) -> Iterator[bytes]:
    services = house.services
    if asked is None:
        return services.bundles.whole(since)
    kind, id = asked
    if kind is Claim:  # what its verdict rests on is a question to the read model
        if not house.follow():
            raise click.UsageError("Another process has the read model open: ask that for /log/bundle.")
        if not house.model.reach(services.ledger.position_at(None), _PATIENCE):
            raise NotReadYet
    return services.bundles.of(kind, id, since)


def _told(found: Verified) -> str:
    of = f"{found.entries:,} entries of {found.of}, of the log {found.origin}, which has {found.size or 0:,}"
    lines = [_wrong(it) for it in found.findings] or ["Nothing is wrong."]
    return "\n".join([of, *lines, *found.mind])


def _wrong(finding: Finding) -> str:
    if finding.position is None:
        return f"WRONG: {finding.words}"
    entry = f"entry {finding.position}"
    return f"WRONG: {entry if finding.until is None else f'{entry} to {finding.until}'}: {finding.words}"


def _read(option: str, path: Path | None) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError as why:
        raise click.UsageError(f"{option}: {path} can't be read: {why.strerror}.") from why


@contextmanager
def _written(path: Path | None) -> Iterator[BinaryIO]:
    """A file that takes the place of what was there once it is whole; the standard output where none is named."""
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            yield file
    except OSError as why:
        raise click.UsageError(f"--output: {path} can't be written: {why.strerror}.") from why
    except BaseException:
        partial.unlink(missing_ok=True)  # what was refused on the way is no bundle
        raise
    partial.replace(path)


def _heading(entry: EntryView) -> str:
    when = entry.recorded_at.isoformat(timespec="seconds")
    return f"{entry.position:>6}  {when}  {entry.fact} of {entry.id} version {entry.version}, by {entry.recorded_by}"


def _inline(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)
