"""What every command of the command line stands on: a data directory and a log, opened, and how they are named."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

import click

from application.access import TokenStore
from application.read_model import KeptReadModel, Readable
from application.services import Services


class House(NamedTuple):
    """A data directory, opened: its services, its tokens, and its read model, which follows the log once started."""

    services: Services
    tokens: TokenStore
    model: KeptReadModel
    following: Callable[[], AbstractContextManager[Readable | None]]
    """Has a process of its own keep the read model while the context lasts; none where another has it open."""
    follow: Callable[[], bool]
    """Has the read model follow the log from now on; false where another process has it open."""


Opener = Callable[[Path, str | None], AbstractContextManager[House]]
"""Opens a data directory, with the log in it or that at an address."""

_HOST = r"(?:\[[0-9a-fA-F:.]+\]|[^@/?#:,\[\]\s]*)(?::\d+)?"
_ADDRESS = re.compile(rf"postgres(?:ql)?://(?:[^@/?#\s]*@)?{_HOST}(?:,{_HOST})*(?:/[^?#\s]*)?(?:\?[^#\s]*)?")


def _address(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """An address that reads as one; otherwise it is not said what was given, as that may be a password."""
    if given and not _ADDRESS.fullmatch(given):
        raise click.BadParameter(
            "an address such as postgresql://USER:PASSWORD@HOST:PORT/DATABASE, "
            "with %40 and the like for special characters.",
            context,
            parameter,
        )
    return given or None


def must_be_there(data: Path, log: str | None = None) -> None:
    """A data directory that is only asked is not made: its name may be a slip.

    Raises:
        BadParameter: it is not there, and neither is the log somewhere else.
    """
    if log is None and not data.is_dir():
        raise click.BadParameter(f"there is no directory {data}.", param_hint="'--data'")


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("casus-data"),
    envvar="CASUS_DATA",
    show_default=True,
    show_envvar=True,
    help="The directory that holds everything.",
)
log_option = click.option(
    "--log",
    metavar="URL",
    envvar="CASUS_LOG",
    show_envvar=True,
    callback=_address,
    help="The PostgreSQL database that has the log, instead of the file in --data.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON, a line each, for programs.")
