"""Files that a command writes, or its standard output: whole or not at all, and what is said where a disk fails."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EPIPE
from pathlib import Path
from typing import BinaryIO

import click

from application.whole_files import FilesUnavailable, unavailable, whole
from interface.problems import in_words


def must_be_writable(option: str, path: Path) -> None:
    """Refuses a file that an option names, where it can't be written."""
    if not path.parent.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise click.UsageError(f"{option}: {path} can't be written.")


@contextmanager
def output_to(path: Path | None) -> Iterator[BinaryIO]:
    """A file that takes the place of what was there once it is whole; where none is named, the standard output.

    Raises:
        FilesUnavailable: it can't be written.
    """
    if path:
        with whole(path) as file:
            yield file
        return
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except OSError as why:
        if why.errno == EPIPE:  # whoever reads it has enough
            raise
        raise unavailable("The standard output can't be written", why) from why


@contextmanager
def failing() -> Iterator[None]:
    """Ends the command in 1, in words, where a disk fails or is full."""
    try:
        yield
    except FilesUnavailable as why:
        click.echo(in_words(why), err=True)
        raise click.exceptions.Exit(1) from why
