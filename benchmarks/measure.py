"""Contenders measured side by side, and the table that says how they compare.

Other processes make a machine noisy, and a disk more so. So contenders take turns, in small pieces, in an order that
rotates; a figure is the median of its rounds, and a ratio the median of the rounds' own ratios: what slows one round
slows both sides of its ratio.
"""

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from interface.main import steady_memory

Work = Callable[[], int]
"""What is timed; it returns how many it did."""

Contender = Callable[[int], Work]
"""Prepares a round, untimed, and hands back its work."""

Rates = Sequence[float]
"""How many a second, round by round."""


class Row(NamedTuple):
    """One comparison: ours, what it stands against, and the aim, if there is one, for the ratio of their rates."""

    what: str
    figure: float
    compared_with: str
    reference: float
    ratio: float
    aim: float | None = None

    @property
    def met(self) -> bool | None:
        return None if self.aim is None else self.ratio >= self.aim


def side_by_side(contenders: Mapping[str, Contender], rounds: int) -> Mapping[str, Rates]:
    """The rates of each contender in each round, after one round that is not counted."""
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    gc.collect()
    steady_memory()  # as the program does
    for each in range(-1, rounds):
        turn = each % len(names)
        for name in (*names[turn:], *names[:turn]):
            work = contenders[name](each + 1)
            began = perf_counter()
            done = work()
            rate = done / (perf_counter() - began)
            if each >= 0:
                rates[name].append(rate)
    gc.unfreeze()
    return rates


def compare(rates: Mapping[str, Rates], what: str, compared_with: str, aim: float | None = None) -> Row:
    """How the rates of one contender compare with another's."""
    ratio = median(ours / theirs for ours, theirs in zip(rates[what], rates[compared_with], strict=True))
    return Row(what, median(rates[what]), compared_with, median(rates[compared_with]), ratio, aim)


def table(rows: Iterable[Row]) -> str:
    """The rows as aligned text."""
    cells = [("what", "a second", "compared with", "a second", "ratio", "aim", "met"), *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(f"{cell:{'>' if at in _NUMBERS else '<'}{widths[at]}}" for at, cell in enumerate(row)).rstrip()
        for row in cells
    )


def show(*benchmarks: Callable[[Path], Sequence[Row]]) -> None:
    """Runs benchmarks, each in a directory of its own, and prints what they found; `--json` for programs."""
    began = perf_counter()
    rows: list[Row] = []
    for benchmark in benchmarks:
        with TemporaryDirectory(prefix="casus-bench-") as directory:
            rows += benchmark(Path(directory))
    if "--json" in sys.argv[1:]:
        print(json.dumps([{**row._asdict(), "met": row.met} for row in rows], indent=1))
        return
    print(table(rows))
    print(
        f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},"
        f" {perf_counter() - began:.0f} s. Figures are medians of rounds that take turns,"
        " ratios medians of the rounds' own ratios."
    )


_NUMBERS = {1, 3, 4, 5}


def _cells(row: Row) -> tuple[str, ...]:
    aim = "" if row.aim is None else f"≥ {row.aim:.2f}"
    met = "" if row.met is None else "yes" if row.met else "no"
    return row.what, f"{row.figure:,.0f}", row.compared_with, f"{row.reference:,.0f}", f"{row.ratio:.2f}", aim, met
