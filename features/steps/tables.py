"""Tables of a feature as JSON, and values of an answer by their path."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Table = Sequence[Sequence[str]]


def value(text: str) -> Any:
    """A cell as JSON where it is JSON, else as the text it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def body(table: Table) -> dict[str, Any]:
    """Rows of `a.b.c | value` as nested JSON; `| a.0.b |` are the items of a list."""
    whole: dict[str, Any] = {}
    for path, text in table:
        *steps, last = path.split(".")
        inner = whole
        for step in steps:
            inner = inner.setdefault(step, {})
        inner[last] = value(text)
    return {key: _listed(each) for key, each in whole.items()}


def _listed(inner: Any) -> Any:
    if not isinstance(inner, dict):
        return inner
    inner = {key: _listed(each) for key, each in inner.items()}
    return [*inner.values()] if inner and all(key.isdigit() for key in inner) else inner


def at(whole: Any, path: str) -> Any:
    """What an answer holds at `a.0.b`; `#` is how many there are."""
    for step in path.split("."):
        match whole:
            case list() if step == "#":
                whole = len(whole)
            case list():
                whole = whole[int(step)]
            case Mapping():
                whole = whole[step]
            case _:
                raise AssertionError(f"nothing at {step} of {path}: {whole!r}")
    return whole
