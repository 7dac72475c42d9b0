"""What every command of the command line stands on: a data directory, opened, and how it is named."""

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


Opener = Callable[[Path], AbstractContextManager[House]]

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("casus-data"),
    envvar="CASUS_DATA",
    show_default=True,
    show_envvar=True,
    help="The directory that holds everything.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON, a line each, for programs.")
