"""`casus log key`, `sign`, and what is exchanged with witnesses and time-stamping authorities, as files."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from application.attesting import Attesting
from interface.house import Opener, data_option, log_option, must_be_there
from interface.outputs import failing, must_be_writable, output_to
from interface.vkeys import key_name, vkey

_read = click.Path(path_type=Path, dir_okay=False, exists=True)
_write = click.Path(path_type=Path, dir_okay=False)

Attests = Callable[[Path], Attesting]
"""The checkpoints of a data directory."""


def attesting_commands(attests: Attests) -> Sequence[click.Command]:
    """The commands, over data directories whose checkpoints are kept so."""

    @click.command("key")
    @data_option
    @click.option(
        "--origin", callback=key_name, help="What the log is called, as a URL without its scheme; once and for all."
    )
    def key(data: Path, origin: str | None) -> None:
        """Print the key that the log is verified by; publish it where it can't be changed with the log."""
        click.echo(attests(data).begin(origin))

    @click.command("sign")
    @data_option
    @log_option
    @click.pass_obj
    def sign(open_house: Opener, data: Path, log: str | None) -> None:
        """Sign a checkpoint of the log as it is now, and print the last one; `casus serve` does so as it grows."""
        must_be_there(data, log)
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
        must_be_there(data)
        _save(output, attests(data).request())

    @timestamp.command("keep")
    @data_option
    @click.argument("answer", type=_read)
    @click.option("--roots", type=_read, required=True, help="The certificates (PEM) of authorities that you trust.")
    def keep(data: Path, answer: Path, roots: Path) -> None:
        """Keep an authority's answer with the checkpoint that it is over; it goes into bundles."""
        must_be_there(data)
        at = attests(data).stamp(answer.read_bytes(), roots.read_bytes())
        click.echo(f"The checkpoint was there by {at.isoformat()}.")

    @click.command("cosign")
    @data_option
    @click.option("--key", type=_write, required=True, help="The witness's own key, a file; made with --name.")
    @click.option("--name", callback=key_name, help="What the witness is called; to make its key.")
    @click.option("--output", type=_write, required=True, help="Where to: the checkpoint with the cosignature.")
    def cosign(data: Path, key: Path, name: str | None, output: Path) -> None:
        """As a witness, in a copy of another log: attest its last checkpoint, which was proved consistent."""
        must_be_there(data)
        if not key.parent.is_dir():
            raise click.BadParameter(f"there is no directory {key.parent}.", param_hint="'--key'")
        if name is None and not key.exists():
            raise click.BadParameter(
                f"{key} is not there; it is made under the name that is given.", param_hint="'--name'"
            )
        note, public = attests(data).cosign(key, name, datetime.now(UTC))
        if name not in {None, own := public.partition("+")[0]}:
            raise click.BadParameter(f"{key} is the key of {own}.", param_hint="'--name'")
        _save(output, note)
        click.echo(public)

    @click.command("cosigned")
    @data_option
    @click.argument("note", type=_read)
    @click.option("--witness", metavar="VKEY|FILE", callback=vkey, required=True, help="The witness's public key.")
    def cosigned(data: Path, note: Path, witness: str) -> None:
        """Keep a witness's cosignature with the checkpoint that it is of."""
        must_be_there(data)
        size = attests(data).cosigned(note.read_bytes(), witness)
        click.echo(f"The checkpoint of {size:,} entries is cosigned.")

    return [key, sign, timestamp, cosign, cosigned]


def _save(output: Path, content: bytes) -> None:
    must_be_writable("--output", output)
    with failing(), output_to(output) as file:
        file.write(content)
