"""UCDP's Syria file, imported by a program that is killed twenty times: whether it ends in the log of one that was not.

It prints what it found, and ends in 1 if that is not the same log, or if the read model is not what the log says.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

_FILES = Path(os.environ.get("CASUS_UCDP", Path(__file__).parents[2] / "shared/data/ucdp"))
_SYRIA = "ged_syria_652.1601.1911.csv"
_KILLS = 20
_CASUS = [sys.executable, "-c", "from interface.main import main; main()"]


def main() -> None:
    file = _FILES / _SYRIA
    if not file.is_file():
        print(
            f"killed is skipped: {file} is missing: name the directory of UCDP's files in CASUS_UCDP.", file=sys.stderr
        )
        return
    with TemporaryDirectory(prefix="casus-bench-") as directory:
        whole, killed = Path(directory) / "whole", Path(directory) / "killed"
        seconds = _imported(file, whole)
        entries = _end(whole)
        print(f"Imported whole: {entries:,} entries in {seconds:.1f} s.", flush=True)
        for number, moment in enumerate(_moments(entries), 1):
            print(f"Killed at {_killed(file, killed, *moment):,} ({number} of {_KILLS}).", flush=True)
        seconds = _imported(file, killed)
        print(f"Then run to its end, in {seconds:.1f} s: {_end(killed):,} entries.", flush=True)
        same = _digest(whole) == _digest(killed)
        print("The logs are the same, entry by entry." if same else "The logs are not the same.", flush=True)
        checked = subprocess.run([*_CASUS, "read", "check", "--data", str(killed)], check=False).returncode
        sys.exit(0 if same and not checked else 1)


def _moments(entries: int) -> Iterator[tuple[int, float]]:
    """Twenty positions of the log at which it is killed, in order, and how many seconds after each.

    None in its last fiftieth: there it might end before it is killed.
    """
    random = Random(os.environ.get("CASUS_BENCH_SEED", "Khasham"))
    for position in sorted(random.randrange(1, entries - entries // 50) for _ in range(_KILLS)):
        yield position, random.uniform(0, 0.3)


def _command(file: Path, data: Path) -> Sequence[str]:
    release = ["--dataset", "ucdp-ged-syria", "--published", "2020"]
    return [*_CASUS, "import", "ucdp-ged", str(file), *release, "--rejected", f"{data}.csv", "--data", str(data)]


def _imported(file: Path, data: Path) -> float:
    began = perf_counter()
    ended = subprocess.run(_command(file, data), capture_output=True, text=True, check=False)
    if ended.returncode > 1:
        sys.exit(ended.stderr)
    return perf_counter() - began


def _killed(file: Path, data: Path, position: int, later: float) -> int:
    """Where the log ends after a kill."""
    with subprocess.Popen(_command(file, data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and _end(data) < position:
            sleep(0.01)
        sleep(later)
        process.send_signal(signal.SIGKILL)
        if process.wait() != -signal.SIGKILL:
            sys.exit(f"It ended by itself, in {process.returncode}.")
    return _end(data)


def _end(data: Path) -> int:
    try:
        return int(_asked(data, "SELECT coalesce(max(position), 0) FROM entries")[0][0])
    except sqlite3.OperationalError:  # nothing is there yet
        return 0


def _digest(data: Path) -> str:
    """Of the log, entry by entry, but for when each was recorded."""
    digest = sha256()
    columns = "position, stream, version, recorded_by, cause, fact, form, content"
    with closing(_opened(data)) as log:
        for row in log.execute(f"SELECT {columns} FROM entries ORDER BY position"):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _asked(data: Path, sql: str) -> Sequence[Any]:
    with closing(_opened(data)) as log:
        return log.execute(sql).fetchall()


def _opened(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{data / 'log.sqlite'}?mode=ro", uri=True)


if __name__ == "__main__":
    main()
