"""A public key on the command line: as it was published, or in a file, with whatever blanks came to stand around it."""

from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import click


def vkey(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """The key (a vkey, docs/log_format.md) that is named, or that the file of that name holds.

    Raises:
        BadParameter: it is none: nothing is begun with it.
    """
    if given is None:
        return None
    text = key_text(given)
    if not _is_key(text):
        raise click.BadParameter(
            "neither a key as it was published (one line: NAME+ID+KEY), nor a file that holds one.", context, parameter
        )
    return text


def key_name(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """A name that a key may have (C2SP signed-note).

    Raises:
        BadParameter: it is none.
    """
    if given is not None and (not given or any(it.isspace() or not it.isprintable() or it == "+" for it in given)):
        raise click.BadParameter("a name is not empty, and has no blank and no plus in it.", context, parameter)
    return given


def key_text(given: str) -> str:
    """What is given, or what the file of that name holds: without blanks and marks around it."""
    try:
        path = Path(given)
        text = path.read_text("utf-8-sig") if path.is_file() else given
    except (OSError, ValueError):
        text = given
    return text.strip("\ufeff \t\r\n")


def _is_key(text: str) -> bool:
    try:
        name, id, encoded = text.split("+", 2)  # base64 may hold a plus too
        public = b64decode(encoded, validate=True)
        return sha256(name.encode() + b"\n" + public).digest()[:4].hex() == id
    except ValueError:
        return False
