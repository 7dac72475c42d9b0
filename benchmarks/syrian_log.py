"""The large record on disk: a data directory whose log is made once and kept while what makes it is the same.

CASUS_BENCH_DIR names where it is kept; a directory that lasts as long as the process, if none is named.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from inspect import getsource
from itertools import islice
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import perf_counter

from application.ledger import Ledger
from application.recording import Draft
from benchmarks import copies, syria, ucdp
from benchmarks.ledgers import BATCH, ledger_in

_MADE = "complete"


def syrian_data(entries: int | None = None) -> Path:
    """The data directory, its log filled: with the whole record, or with its first entries only.

    Raises:
        Skipped: the file that it is made from is missing.
    """
    directory = _home() / f"syria-{_version()}-{entries or 'whole'}"
    if not (directory / _MADE).exists():
        rows = ucdp.events()
        rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        began = perf_counter()
        ledger = ledger_in(directory / "log.sqlite")
        made = _fill(ledger, islice(syria.drafts(rows), entries))
        ledger.close()
        (directory / _MADE).write_text(f"{made}\n")
        print(f"The Syrian record is made: {made:,} entries in {perf_counter() - began:.0f} s.", file=sys.stderr)
    return directory


def _fill(ledger: Ledger, drafts: Iterator[Draft]) -> int:
    made = 0
    while batch := list(islice(drafts, BATCH)):
        made = ledger.append(batch)[-1]
    return made


@cache
def _kept() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="casus-bench-")


def _home() -> Path:
    return Path(os.environ.get("CASUS_BENCH_DIR") or _kept().name)


def _version() -> str:
    """Of what makes the record; another one is another record."""
    made_by = "".join(getsource(module) for module in (ucdp, copies, syria))
    return sha256(made_by.encode()).hexdigest()[:8]
