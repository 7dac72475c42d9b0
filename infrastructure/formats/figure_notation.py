"""How a figure is written in one cell: "about 100", "more than 100" and "at least 100" stay three statements."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from domain.figure import Figure, Qualifier
from infrastructure.formats.breach import Breach, made
from infrastructure.formats.cells import count, line

NOTATION: Mapping[str, str] = MappingProxyType(
    {
        "4": "four",
        "~100": "about 100",
        ">100": "more than 100",
        ">=100": "at least 100",
        "<20": "fewer than 20",
        "<=20": "at most 20",
        "10-20": "between 10 and 20; also 10..20, which no spreadsheet takes for a date",
        "10-15-20": "between 10 and 20, most likely 15; also 10..15..20",
        "dozens": "words without a number stay as they are",
    }
)
"""Each form by an example, and what that says."""

_MARKS = {
    "": (Qualifier.EXACT, "best"),
    "~": (Qualifier.ABOUT, "best"),
    ">": (Qualifier.MORE_THAN, "low"),
    ">=": (Qualifier.AT_LEAST, "low"),
    "<": (Qualifier.FEWER_THAN, "high"),
    "<=": (Qualifier.AT_MOST, "high"),
}
_ALIKE = str.maketrans({"≥": ">=", "≤": "<=", "–": "-", "≈": "~"})
_NUMBER = re.compile(r"(~|>=|<=|>|<|) *([0-9]+)")
_RANGE = re.compile(r"([0-9]+) *(?:-|\.\.) *([0-9]+)(?: *(?:-|\.\.) *([0-9]+))?")
_NOTHING = frozenset({"unknown", "none", "nil", "null", "na", "n/a", "no data"})
_RULE = f"a figure is written as one of: {', '.join(NOTATION)}"


@lru_cache(4_096)
def figure_in(field: str, cell: str) -> Figure:
    """The figure that a cell holds.

    Raises:
        Breach: it is written otherwise, or its numbers contradict each other.
    """
    plain = cell.strip().translate(_ALIKE)
    if found := _NUMBER.fullmatch(plain):
        qualifier, name = _MARKS[found[1]]
        return _made(field, qualifier, {name: found[2]})
    if found := _RANGE.fullmatch(plain):
        low, *best, high = (it for it in found.groups() if it)
        return _made(field, Qualifier.BETWEEN, {"low": low, "high": high} | ({"best": best[0]} if best else {}))
    words = line(field, cell)
    if not words[0].isalpha() or any(it.isdigit() for it in words):
        raise Breach(field, _RULE)
    if words.casefold() in _NOTHING:
        raise Breach(field, "where no figure is given, the cell stays empty")
    return Figure(qualifier=Qualifier.VAGUE, verbatim=words)


def written(figure: Figure) -> str | None:
    """The figure as a cell; None where the notation can't say it."""
    given = {name: it for name in ("low", "best", "high") if (it := getattr(figure, name)) is not None}
    if figure.qualifier is Qualifier.BETWEEN:
        cell = "-".join(map(str, given.values()))
    elif figure.qualifier is Qualifier.VAGUE:
        cell = figure.verbatim or ""
    else:
        mark = next(mark for mark, (qualifier, _) in _MARKS.items() if qualifier is figure.qualifier)
        cell = mark + "".join(map(str, given.values()))
    try:
        return cell if figure_in("", cell) == figure else None
    except Breach:
        return None


def _made(field: str, qualifier: Qualifier, numbers: Mapping[str, str]) -> Figure:
    counts = {name: count(field, digits) for name, digits in numbers.items()}
    return made(lambda: Figure(qualifier=qualifier, **counts), {}, field)
