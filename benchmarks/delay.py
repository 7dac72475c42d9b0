"""The delay from a command's commit to its readability: alone, and while a thousand entries at a time are appended."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from statistics import quantiles
from threading import Event, Thread
from time import perf_counter, perf_counter_ns, sleep
from uuid import UUID, uuid4

from application.ledger import Ledger
from application.recording import Behalf
from benchmarks.content import ANALYST, REASON, Record
from benchmarks.ledgers import BATCH, ledger_in
from benchmarks.measure import Row, Skipped, costs, show
from benchmarks.models import Reading, reading, syrian_copy
from domain.actor import Actor, Role
from domain.fact import Fact, Position
from domain.incident import Incident
from domain.incident_facts import IncidentGraded
from domain.scales import Grading

_COMMANDS, _SECONDS, _PATIENCE = 300, 30.0, 60.0
_APPENDING = "--append"
Load = Callable[[], AbstractContextManager[None]]
"""What else is appended meanwhile."""

_BY = Behalf(Actor(name=ANALYST, role=Role.ANALYST), uuid4())


def delay(directory: Path) -> Sequence[Row]:
    """How long a reader waits for what was just recorded, on the whole Syrian record."""
    data, rows = syrian_copy(directory), list[Row]()
    with reading(data) as it:
        incidents = it.ledger.opened(Incident, until=it.ledger.position_at(None))
        loads: Mapping[str, Load] = {
            "alone": _nothing,
            "while another process appends 1,000 at a time": partial(_by_process, data / "log.sqlite"),
            "while a thread appends 1,000 at a time": partial(_by_thread, it.ledger),
        }
        for name, load in loads.items():
            rows += _under(it, name, load, incidents)
    return rows


def _under(it: Reading, name: str, load: Load, incidents: Sequence[UUID]) -> Sequence[Row]:
    began, before = perf_counter(), it.ledger.position_at(None)
    with load():
        waits = _delays(it, incidents)
        seconds, last = perf_counter() - began, it.ledger.position_at(None)
        behind = last - it.model.position
    if not it.model.reach(it.ledger.position_at(None), 10 * _PATIENCE):
        raise Skipped(f"the read model stays behind: {it.model.progress()}")
    cuts = quantiles(waits, n=100, method="inclusive")
    return [
        costs(f"delay {name}, {len(waits)} commands: p50", cuts[49]),
        costs(f"delay {name}, {len(waits)} commands: p99", cuts[98]),
        Row(f"entries that came in meanwhile; {behind:,} of them unread at last", (last - before) / seconds),
    ]


def _delays(it: Reading, incidents: Sequence[UUID]) -> Sequence[float]:
    """In milliseconds, of gradings of incidents from all over the log; one that isn't read in time counts as that."""
    random, waits, until = Random(1), list[float](), perf_counter() + _SECONDS
    for id in random.sample(incidents, _COMMANDS):
        version = it.ledger.folded(Incident, id).version
        graded = IncidentGraded(grading=random.choice([*Grading]), reason=REASON)
        position = it.ledger.change(Incident, id, partial(_telling, graded), by=_BY, expecting=version).position
        began = perf_counter()
        it.model.reach(Position(position), _PATIENCE)
        waits.append((perf_counter() - began) * 1_000)
        if len(waits) > 1 and perf_counter() > until:
            break
        sleep(random.random() / 200)  # so that commands don't fall into step with what they wait for
    return waits


def _telling(fact: Fact, _: Incident) -> Fact:
    return fact


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _by_thread(ledger: Ledger) -> Iterator[None]:
    begun, stop = Event(), Event()
    thread = Thread(target=_append, args=(ledger, stop.is_set, begun.set))
    thread.start()
    try:
        begun.wait()
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _by_process(path: Path) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.delay", _APPENDING, path], stdout=subprocess.PIPE
    ) as other:
        try:
            assert other.stdout
            other.stdout.readline()  # it has begun
            yield
        finally:
            other.terminate()


def _append(ledger: Ledger, stopped: Callable[[], bool], begun: Callable[[], None]) -> None:
    """Appends cases as analysts write them, as fast as it can."""
    drafts = Record(seed=perf_counter_ns()).drafts(1_000_000_000)
    while not stopped():
        ledger.append(list(islice(drafts, BATCH)))
        begun()


if __name__ == "__main__":
    if sys.argv[1:2] == [_APPENDING]:
        _append(ledger_in(Path(sys.argv[2])), lambda: False, lambda: print(flush=True))
    else:
        show(delay)
