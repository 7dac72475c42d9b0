"""`casus log key`, `sign`, and what is exchanged with witnesses and time-stamping authorities, as files."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from application.attesting import Attesting
from interface.house import Opener, data_option, log_option

_read = click.Path(path_type=Path, dir_okay=False, exists=True)
_write = click.Path(path_type=Path, dir_okay=False)

Attests = Callable[[Path], Attesting]
"""The checkpoints of a data directory."""


def attesting_commands(attests: Attests) -> Sequence[click.Command]:
    """The commands, over data directories whose checkpoints are kept so."""

    @click.command("key")
    @data_option
    @click.option("--origin", help="What the log is called, as a URL without its scheme; once and for all.")
    def key(data: Path, origin: str | None) -> None:
        """Print the key that the log is verified by; publish it where it can't be changed with the log."""
        click.echo(attests(data).begin(origin))

    @click.command("sign")
    @data_option
    @log_option
    @click.pass_obj
    def sign(open_house: Opener, data: Path, log: str | None) -> None:
        """Sign a checkpoint of the log as it is now, and print the last one; `casus serve` does so as it grows."""
        with open_house(data, log) as house:
            house.services.proving.sign()
            sys.stdout.buffer.write(house.services.proving.checkpoint())

    @click.group("timestamp")
    def timestamp() -> None:
        """Have an authority attest by when the last checkpoint was there (RFC 3161)."""

    @timestamp.command("request")
    @data_option
    @click.option("--output", type=_write, required=True, help="Where to: a file to be sent to an authority.")
    def request(data: Path, output: Path) -> None:
        """Write the request for a time stamp over the last checkpoint."""
        output.write_bytes(attests(data).request())

    @timestamp.command("keep")
    @data_option
    @click.argument("answer", type=_read)
    @click.option("--roots", type=_read, required=True, help="The certificates (PEM) of authorities that you trust.")
    def keep(data: Path, answer: Path, roots: Path) -> None:
        """Keep an authority's answer with the checkpoint that it is over; it goes into bundles."""
        at = attests(data).stamp(answer.read_bytes(), roots.read_bytes())
        click.echo(f"The checkpoint was there by {at.isoformat()}.")

    @click.command("cosign")
    @data_option
    @click.option("--key", type=_write, required=True, help="The witness's own key: a file, made if there is none.")
    @click.option("--name", help="The witness's name, where its key is made.")
    @click.option("--output", type=_write, required=True, help="Where to: the checkpoint with the cosignature.")
    def cosign(data: Path, key: Path, name: str | None, output: Path) -> None:
        """As a witness, in a copy of another log: attest its last checkpoint, which was proved consistent."""
        note, vkey = attests(data).cosign(key, name, datetime.now(UTC))
        output.write_bytes(note)
        click.echo(vkey)

    @click.command("cosigned")
    @data_option
    @click.argument("note", type=_read)
    @click.option("--witness", metavar="VKEY", required=True, help="The key of the witness.")
    def cosigned(data: Path, note: Path, witness: str) -> None:
        """Keep a witness's cosignature with the checkpoint that it is of."""
        size = attests(data).cosigned(note.read_bytes(), witness)
        click.echo(f"The checkpoint of {size:,} entries is cosigned.")

    return [key, sign, timestamp, cosign, cosigned]
