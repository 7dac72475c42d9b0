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


class Skipped(Exception):
    """A benchmark can't be run here; its words say what it needs."""


class Row(NamedTuple):
    """One comparison: ours, what it stands against, and the aim, if there is one, for their ratio.

    A ratio is aimed at from below, as is fit for rates; or from above (`at_most`), as for times and for memory.
    """

    what: str
    figure: float
    compared_with: str = ""
    reference: float | None = None
    ratio: float | None = None
    aim: float | None = None
    unit: str = "/s"
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        if self.aim is None or self.ratio is None:
            return None
        return self.ratio <= self.aim if self.at_most else self.ratio >= self.aim


def milliseconds(work: Callable[[], object], rounds: int = 3) -> float:
    """How long some work takes: the median of some rounds, after one that is not counted."""
    times: list[float] = []
    for _ in range(1 + rounds):
        began = perf_counter()
        work()
        times.append((perf_counter() - began) * 1_000)
    return median(times[1:])


def costs(
    what: str,
    figure: float,
    compared_with: str = "",
    reference: float | None = None,
    aim: float | None = None,
    *,
    unit: str = "ms",
) -> Row:
    """A time or an amount of memory, beside another; the less the better."""
    ratio = None if reference is None else figure / reference
    return Row(what, figure, compared_with, reference, ratio, aim, unit, at_most=True)


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
    cells = [("what", "figure", "", "compared with", "figure", "ratio", "aim", "met"), *map(_cells, rows)]
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
            try:
                rows += benchmark(Path(directory))
            except Skipped as skipped:
                print(f"{benchmark.__name__} is skipped: {skipped}", file=sys.stderr)
    if "--json" in sys.argv[1:]:
        print(json.dumps([{**row._asdict(), "met": row.met} for row in rows], indent=1))
        return
    print(table(rows))
    print(
        f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},"
        f" {perf_counter() - began:.0f} s. Figures are medians of rounds that take turns,"
        " ratios medians of the rounds' own ratios."
    )


_NUMBERS = {1, 4, 5, 6}


def _cells(row: Row) -> tuple[str, ...]:
    aim = "" if row.aim is None else f"{'≤' if row.at_most else '≥'} {row.aim:.2f}"
    met = "" if row.met is None else "yes" if row.met else "no"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return row.what, _figure(row.figure), row.unit, row.compared_with, _figure(row.reference), ratio, aim, met


def _figure(figure: float | None) -> str:
    """To three digits, or to the whole number."""
    if figure is None:
        return ""
    return f"{figure:,.{0 if figure >= 100 else 1 if figure >= 10 else 2}f}"
