"""What the server needs while it streams every incident there is: its memory, and how fast they come."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.measure import Row, Skipped, costs, show
from benchmarks.models import syrian_copy
from benchmarks.syria import INCIDENTS

_PATIENCE = 900
_CASUS = "from interface.main import main; main()"
_FORMS: Mapping[str, tuple[str, bytes]] = {
    "NDJSON": ("application/x-ndjson", b"\n"),
    "CSV": ("text/csv", b"\r\n"),
    "GeoJSON": ("application/geo+json", b'"Feature"'),
}
"""Each form's media type, and what it has once for each incident."""


def streaming(directory: Path) -> Sequence[Row]:
    """The server's peak resident memory in each form, beside what it needed before anything was streamed."""
    rows: list[Row] = []
    with _served(syrian_copy(directory)) as (process, address):
        _must_answer(address)
        before = _memory(process, "VmRSS")
        rows.append(costs("server's memory, before", before, unit="MB"))
        for name, (media_type, mark) in _FORMS.items():
            Path(f"/proc/{process}/clear_refs").write_text("5")  # the peak is counted from here on
            began = perf_counter()
            found, size = _streamed(address, media_type, mark)
            found -= name == "CSV"  # its first line names the columns
            seconds, peak = perf_counter() - began, _memory(process, "VmHWM")
            rows += [
                costs(
                    f"server's peak while it streams {found:,} incidents as {name}", peak, "before", before, unit="MB"
                ),
                Row(f"incidents streamed as {name}, {size / 1e6:.0f} MB", found / seconds),
            ]
        rows.append(costs("server's memory, after", _memory(process, "VmRSS"), "before", before, unit="MB"))
    return rows


@contextmanager
def _served(data: Path) -> Iterator[tuple[int, str]]:
    """`casus serve` in a process of its own: its id, and where it is."""
    casus = [sys.executable, "-c", _CASUS, "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(casus, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            told = re.search(r"http://([^;\s]+);", server.stdout.readline())
            if not told:
                raise Skipped("casus serve doesn't say where it is")
            yield server.pid, told[1]
        finally:
            server.terminate()


def _must_answer(address: str) -> None:
    until = perf_counter() + _PATIENCE
    while (status := _get(address, "/incidents?limit=1", "application/json").status) != 200:
        if status != 503 or perf_counter() > until:
            raise Skipped(f"the server answers {status}")
        sleep(1)


def _streamed(address: str, media_type: str, mark: bytes) -> tuple[int, int]:
    """How many incidents there were, and how many bytes."""
    response, found, size, left = _get(address, "/incidents", media_type), 0, 0, b""
    while chunk := response.read(1 << 18):
        size += len(chunk)
        chunk = left + chunk
        found += chunk.count(mark)
        left = chunk[-len(mark) + 1 :] if len(mark) > 1 else b""
    assert found > INCIDENTS * 0.9, f"{found} incidents"
    return found, size


def _get(address: str, path: str, media_type: str) -> HTTPResponse:
    connection = HTTPConnection(address, timeout=_PATIENCE)
    connection.request("GET", path, headers={"Accept": media_type})
    return connection.getresponse()


def _memory(process: int, which: str) -> float:
    """In MB (10^6 bytes), as the kernel tells it."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(rf"^{which}:\s+(\d+) kB", status, re.MULTILINE)
    assert found
    return int(found[1]) * 1_024 / 1e6


if __name__ == "__main__":
    show(streaming)
