"""An import from file to readable, against the library's own application saving as many aggregates one at a time.

`python -m benchmarks.importing`; it needs UCDP's files (CASUS_UCDP: the directory that has them). With `--large` it
also imports the Syria file 400,000 rows long, made of copies with ids of their own, and compares peak memory; that
takes some ten minutes.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID

from benchmarks.ledgers import ledger_in
from benchmarks.measure import Row, Skipped, costs, show
from benchmarks.stock_things import Things
from domain.fact import Position

_FILES = Path(os.environ.get("CASUS_UCDP", Path(__file__).parents[2] / "shared/data/ucdp"))
_SYRIA, _FIRST, _SECOND = "ged_syria_652.1601.1911.csv", "hdx_ukraine_to_2018.csv", "hdx_ukraine_to_2019.csv"
_LARGE = 400_000
_CASUS = [sys.executable, "-c", "from interface.main import main; main()"]


class Imported(NamedTuple):
    """What an import came to: its tally, seconds from start to readable, and peak memory in megabytes."""

    tally: dict[str, Any]
    seconds: float
    peak: float


def importing(directory: Path) -> Sequence[Row]:
    """How fast a file comes in, how a later release does, and how much memory it takes."""
    syria = directory / "syria"
    first = _import(_file(_SYRIA), syria, "ucdp-syria", "1")
    rows, entries = first.tally["counts"]["rows"], first.tally["entries"]
    streams, seconds = _stock(syria / "log.sqlite", directory / "stock.sqlite")
    ours, theirs = streams / first.seconds, streams / seconds
    again = _import(_file(_SYRIA), syria, "ucdp-syria", "1")
    changed = _import(_file(_SYRIA), syria, "ucdp-syria", "the same, as another release")
    found = [
        Row("import, aggregates from file to readable", ours, "stock, saved one at a time", theirs, ours / theirs, 5),
        Row("import, rows from file to readable", rows / first.seconds),
        Row("import, entries from file to readable", entries / first.seconds),
        costs("the same file again", again.seconds, "the first time", first.seconds, unit="s"),
        Row("entries that it records", again.tally["entries"], unit=""),
        costs("the same rows as another release", changed.seconds, "the first time", first.seconds, unit="s"),
        Row("entries that it records (the release itself)", changed.tally["entries"], unit=""),
    ]
    if "--large" in sys.argv[1:]:
        large = _import(_copies(directory / "large.csv"), directory / "large", "ucdp-syria", "1")
        what = f"peak memory, {large.tally['counts']['rows']:,} rows"
        found.append(costs(what, large.peak, f"{rows:,} rows", first.peak, 1.2, unit="MB"))
        found.append(Row("import, rows of the large file", large.tally["counts"]["rows"] / large.seconds))
    ukraine = directory / "ukraine"
    _import(_file(_FIRST), ukraine, "ucdp-ukraine", "to 2018")
    later = _import(_file(_SECOND), ukraine, "ucdp-ukraine", "to 2019")
    counts = later.tally["counts"]
    found += [Row(f"second Ukraine release, {name}", number, unit="rows") for name, number in counts.items()]
    return found


def _file(name: str) -> Path:
    path = _FILES / name
    if not path.is_file():
        raise Skipped(f"{path} is missing: name the directory with UCDP's files in CASUS_UCDP.")
    return path


def _import(path: Path, data: Path, dataset: str, release: str) -> Imported:
    """`casus import` in a process of its own, until it can be read."""
    command = [*_CASUS, "import", "ucdp-ged", str(path), "--data", str(data), "--dataset", dataset]
    began = perf_counter()
    process = subprocess.Popen([*command, "--release", release, "--json"], stdout=subprocess.PIPE, stderr=sys.stderr)
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, said
    return Imported(json.loads(said), perf_counter() - began, usage.ru_maxrss / 1024)


def _stock(log: Path, path: Path) -> tuple[int, float]:
    """How many streams the log has, and how long the library's own application takes to save as many: it saves a tenth.

    Each is an aggregate with the same content, in as many events.
    """
    with closing(ledger_in(log)) as ledger:
        contents: dict[UUID, list[dict[str, Any]]] = {}
        for entry in _entries(ledger):
            contents.setdefault(entry.originator_id, []).append(entry.fact.model_dump(mode="json", exclude_none=True))
    things, sample = Things(path), list(islice(contents.values(), 0, None, 10))
    began = perf_counter()
    for content in sample:
        things.save(content)
    return len(contents), (perf_counter() - began) * len(contents) / len(sample)


def _entries(ledger: Any) -> Iterator[Any]:
    after = Position(0)
    while entries := ledger.entries(after, 500):
        yield from entries
        after = Position(entries[-1].position)


def _copies(path: Path) -> Path:
    """The Syria file over and over, each time with other ids."""
    with _file(_SYRIA).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number, (id, *cells) in enumerate(islice(cycle(rows), _LARGE)):
            writer.writerow([f"{number // len(rows)}{id:0>7}", *cells])
    return path


if __name__ == "__main__":
    show(importing)
