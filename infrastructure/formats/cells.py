"""Cells as values of the domain, or the rule that they break in plain words."""

import re
from collections.abc import Iterable
from functools import lru_cache
from math import isfinite

from domain.coding import Variable
from infrastructure.formats.breach import Breach, made

_LINE, _TEXT, _PEOPLE = 500, 20_000, 1_000_000_000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DIGITS = re.compile(r"[0-9]{1,10}")
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{0,30})?")


def without_blanks(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The cells that hold anything, without the spaces around it."""
    return {name: held for name, cell in cells if (held := cell.strip())}


def line(field: str, cell: str | None) -> str:
    """A cell that must hold one line: its breaks and controls become spaces.

    Raises:
        Breach: it holds nothing, or too much.
    """
    words = " ".join(_NO_LINE.sub(" ", cell or "").split())
    if not words:
        raise Breach(field, "this can't be empty")
    if len(words) > _LINE:
        raise Breach(field, f"this has at most {_LINE} characters")
    return words


def text(field: str, cell: str | None) -> str | None:
    """A cell of text, where it holds any: its controls become spaces.

    Raises:
        Breach: it holds too much.
    """
    words = _CONTROLS.sub(" ", cell or "").strip()
    if len(words) > _TEXT:
        raise Breach(field, f"a text has at most {_TEXT:,} characters")
    return words or None


def count(field: str, cell: str | None) -> int | None:
    """A number of people, where the cell holds any.

    Raises:
        Breach: it holds something else.
    """
    if not cell:
        return None
    if not _DIGITS.fullmatch(cell) or int(cell) > _PEOPLE:
        raise Breach(field, f"a number of people is a whole number in digits, at most {_PEOPLE}")
    return int(cell)


def degrees(field: str, cell: str | None) -> float | None:
    """Degrees, where the cell holds any.

    Raises:
        Breach: it holds something else.
    """
    if not cell:
        return None
    if not _DEGREES.fullmatch(cell) or not isfinite(number := float(cell)):
        raise Breach(field, "degrees are a decimal number with a point, such as -7.25")
    return number


@lru_cache(2_048)  # most variables have few values
def variable(name: str, cell: str) -> Variable:
    """What a cell says beyond the record's own fields.

    Raises:
        Breach: it holds too much.
    """
    return made(lambda: Variable.of(name, cell), {"value": name}, name)
