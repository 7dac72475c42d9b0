"""`casus log`: the log itself, shown, handed on as a bundle, and verified."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from application.read_model import NotReadYet
from application.verifying import Attestation, Finding, Verified, Verifying
from application.views.view import EntryView
from domain.casualty import Casualty
from domain.claim import Claim
from domain.fact import Aggregate, Position
from domain.incident import Incident
from interface.house import House, Opener, data_option, json_option, log_option, must_be_there
from interface.outputs import failing, must_be_writable, output_to
from interface.vkeys import key_text

_PATIENCE = 600
"""Seconds for which a bundle of a claim waits until the read model can tell what it rests on."""

_file = click.Path(path_type=Path, dir_okay=False)


@click.group()
def log() -> None:
    """The log itself: shown, signed, attested, handed on, verified and copied."""


@log.command()
@data_option
@log_option
@json_option
@click.option("--after", type=click.IntRange(0), default=0, show_default=True, help="Entries after this position.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.pass_obj
def show(open_house: Opener, data: Path, log: str | None, as_json: bool, after: int, limit: int | None) -> None:
    """Show the entries of the log, oldest first."""
    must_be_there(data, log)
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
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="A file; else it is shown."
)
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
    must_be_there(data, log)
    path = None if output is None or str(output) == "-" else output
    if path:
        must_be_writable("--output", path)
    with open_house(data, log) as house, failing():
        lines = _lines(house, asked[0] if asked else None, _read("--since", since))
        with output_to(path) as file:
            file.writelines(lines)


def verify_command(verify: Verifying) -> click.Command:
    """`casus log verify`, by this verifier."""

    @click.command("verify")
    @click.argument("what", metavar="BUNDLE|DIR", type=click.Path(path_type=Path, exists=True))
    @click.option("--key", metavar="VKEY|FILE", help="The log's public key, from where its keeper published it.")
    @click.option("--since", type=_file, help="A checkpoint that you kept: the log must have gone on from it.")
    @click.option("--roots", type=_file, help="Root certificates (PEM) of authorities whose time stamps you trust.")
    @click.option(
        "--witness",
        metavar="VKEY|FILE",
        multiple=True,
        help="The key of a witness that you trust; more of them, more often.",
    )
    @json_option
    def command(
        what: Path, key: str | None, since: Path | None, roots: Path | None, witness: Sequence[str], as_json: bool
    ) -> None:
        """Verify a bundle, or the log in a data directory, offline; ends in 1 if something is wrong.

        The first wrong entry is named by its position. Without --key a bundle is verified with the key that it holds
        itself, and a directory with the one that lies in it, which proves less: it is said how much. What --roots and
        --witness ask for must be there: it is told by when others saw the log, and how much of it.
        """
        found = verify(what, key and key_text(key), since, roots, [*map(key_text, witness)])
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
            raise click.UsageError(f"Another process has the read model open: ask that for /log/bundle?claim={id}.")
        if not house.model.reach(services.ledger.position_at(None), _PATIENCE):
            raise NotReadYet
    return services.bundles.of(kind, id, since)


def _told(found: Verified) -> str:
    lines = [_wrong(it) for it in found.findings] or ["Nothing is wrong."]
    if found.size is not None:
        of = f"{found.entries:,} entries of {found.of}, of the log {found.origin}, which has {found.size:,}"
        lines = [of, *lines]
    stamps = [f"By {it.at.isoformat()} {_there(it, found)}, by the word of {it.by}." for it in _last(found.stamps)]
    seen = [_seen(it, found) for it in _last(found.cosignatures)]
    return "\n".join([*lines, *stamps, *seen, *found.mind])


def _seen(it: Attestation, found: Verified) -> str:
    name, at, there = it.by.partition("+")[0], it.at.isoformat(), _there(it, found)
    return f"{name} saw at {at} that {there}, and that it had gone on from what was seen before."


def _there(it: Attestation, found: Verified) -> str:
    """What is attested, of what was found."""
    if found.findings:
        return f"there was a checkpoint of {it.size:,} entries"
    if it.size != found.size:
        return f"the log had its first {it.size:,} entries"
    if it.size != found.entries:
        return f"the log had {it.size:,} entries, these {found.entries:,} among them"
    return f"the log had these {it.size:,} entries"


def _last(told: Sequence[Attestation]) -> Sequence[Attestation]:
    """Of each who attests something the last, which is of the most entries; `--json` has them all."""
    return [*{it.by: it for it in told}.values()]


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


def _heading(entry: EntryView) -> str:
    when = entry.recorded_at.isoformat(timespec="seconds")
    return f"{entry.position:>6}  {when}  {entry.fact} of {entry.id} version {entry.version}, by {entry.recorded_by}"


def _inline(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)
