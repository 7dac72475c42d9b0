"""The options of `casus import`, as the command that they say, and where its tables go."""

import os
from collections.abc import Callable, Mapping
from getpass import getuser
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from pydantic import ValidationError

from application.importing.releases import ImportRelease
from domain.source import SourceKind
from interface.outputs import must_be_writable

_LEAST_KILLED = {"ucdp-ged": 1}
"""The fewest killed that an incident has in what a format's publisher declares complete."""
_OPTIONS = {
    "format": "FORMAT",
    "dataset": "--dataset",
    "release": "--release",
    "published_at": "--published",
    "publisher": "--publisher",
    "name": "--by",
}
"""Which option gives a field."""

Made = TypeVar("Made")


class Tables(NamedTuple):
    """Where it is listed which rows can't be taken, which differ, and what may be on record twice."""

    rejected: Path
    changes: Path | None
    similar: Path | None


def command_of(
    *,
    format: str,
    file: Path,
    dataset: str | None,
    release: str | None,
    published: str | None,
    publisher: str | None,
    countries: tuple[str, ...],
    period: str | None,
    strict: bool,
) -> ImportRelease:
    """The command that the options say.

    Raises:
        ValidationError: one of them is not of its form.
    """
    if countries and not period:
        raise click.UsageError("Say with --covers-period for which period it is complete.")
    told: Mapping[str, Any] = {
        "format": format,
        "dataset": dataset or format,
        "release": release or file.stem,
        "published_at": published,
        "publisher": publisher and {"name": publisher, "kind": SourceKind.OTHER},
        "coverage": period
        and {"area": {"countries": countries}, "period": period, "min_killed": _LEAST_KILLED.get(format)},
        "strict": strict,
    }
    return ImportRelease.model_validate(told)


def made(make: Callable[[], Made]) -> Made:
    """What is made of the options, or which of them is not of its form."""
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        field, *below = first["loc"]
        covers = "--covers-country" if "countries" in below else "--covers-period"
        raise click.UsageError(f"{_OPTIONS.get(str(field), covers)}: {first['msg']}.") from error


def user() -> str:
    """The name that somebody is logged in by."""
    try:
        return getuser()
    except (KeyError, OSError):
        raise click.UsageError("This machine does not know your name: say with --by who records it.") from None


def tables_of(file: Path, rejected: Path | None, changes: Path | None, similar: Path | None) -> Tables:
    """Where it is listed: beside the file, or where one works if it is among what nobody may write to."""
    beside = file.with_name(f"{file.name}.rejected.csv")
    if rejected is None and not os.access(beside.parent, os.W_OK):
        beside = Path(beside.name)
    taken = {file.resolve(): "the file that is imported"}
    for option, path in (("--rejected", rejected), ("--changes", changes), ("--similar", similar)):
        if path:
            must_be_writable(option, path)
            if path.resolve() in taken:
                raise click.UsageError(f"{option} names {taken[path.resolve()]}.")
            taken[path.resolve()] = f"the same file as {option}"
    return Tables(rejected or beside, changes, similar)
