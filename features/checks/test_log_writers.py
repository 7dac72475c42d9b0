"""Many writers of one log, in threads and processes: nothing is lost, whatever happens to any of them."""

import subprocess
import sys
from collections import Counter
from contextlib import closing
from functools import partial
from random import Random
from time import sleep
from uuid import UUID

from application.follower import Follower
from application.ledger import Ledger
from domain.fact import Position
from features.checks.logs import ROOT, Logs, at_once, everywhere, register

pytestmark = everywhere

WRITER = """
import sys
from datetime import timedelta
from uuid import uuid4
from features.checks.logs import draft
from features.checks.postgres import logs_at
logs = logs_at(sys.argv[1])
logs.clock.now -= timedelta(days=int(sys.argv[2]))
ledger = logs.open()
for turn in range(int(sys.argv[3])):
    drafts = [draft(uuid4()) for _ in range(turn % 3 + 1)]
    drafts.append(draft(drafts[-1].originator_id, 2))
    for position, it in zip(ledger.append(drafts), drafts, strict=True):
        print(position, it.originator_id, it.originator_version, flush=True)
"""


def writer(logs: Logs, turns: int, *, days_back: int) -> subprocess.Popen[str]:
    """A process that prints every entry once it is acknowledged; each turn appends up to four in one transaction."""
    command = [sys.executable, "-c", WRITER, logs.address, str(days_back), str(turns)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def printed(process: subprocess.Popen[str], lines: int | None = None) -> list[str]:
    """The next lines that a process has printed, or all that are left; never a part of one."""
    assert process.stdout
    found = list(process.stdout) if lines is None else [process.stdout.readline() for _ in range(lines)]
    return [line.strip() for line in found if line.endswith("\n")]


def kept(ledger: Ledger) -> list[str]:
    """The log as the writers would have printed it; its positions, versions and times are in order."""
    entries = ledger.entries(Position(0), 100_000)
    versions: Counter[UUID] = Counter()
    for position, entry in enumerate(entries, start=1):
        versions[entry.originator_id] += 1
        assert (entry.position, entry.originator_version) == (position, versions[entry.originator_id])
    times = [it.recorded_at for it in entries]
    assert times == sorted(times)
    return [f"{it.position} {it.originator_id} {it.originator_version}" for it in entries]


def test_many_threads_and_processes_lose_nothing(logs: Logs) -> None:
    ledgers = [logs.open(), logs.open()]
    heard: list[int] = []
    follower = Follower(ledgers[1], lambda entries: heard.extend(it.position for it in entries), batch=7, poll=0.001)
    follower.start()

    def write(ledger: Ledger) -> list[str]:
        made = [register(ledger) for _ in range(25)]
        return [f"{it.position} {it.id} {it.version}" for it in made]

    with writer(logs, 60, days_back=0) as one, writer(logs, 60, days_back=1) as other:
        acknowledged = [*printed(one, 1), *printed(other, 1)]  # both are at it by now
        for end in at_once(*[partial(write, ledger) for ledger in ledgers * 3]):
            acknowledged += end.result()
        acknowledged += [*printed(one), *printed(other)]
    assert (one.returncode, other.returncode) == (0, 0)
    follower.stop()
    follower.catch_up()
    assert heard == [*range(1, len(acknowledged) + 1)]
    assert len(acknowledged) == 6 * 25 + 2 * 60 * 3
    assert sorted(acknowledged) == sorted(kept(ledgers[0]))
    transactions = 6 * 25 + 2 * 60
    assert len({it.recorded_at for it in ledgers[0].entries(Position(0), 1_000)}) == transactions


def test_what_was_acknowledged_outlives_kill_9(logs: Logs) -> None:
    random = Random(9)
    for days_back in range(4):
        with writer(logs, 100_000, days_back=days_back) as process:
            acknowledged = printed(process, random.randrange(1, 60))
            sleep(random.random() / 50)
            process.kill()
            acknowledged += printed(process)
        with closing(logs.open()) as ledger:
            assert len(acknowledged) > 1
            assert set(acknowledged) <= set(kept(ledger))
            assert logs.sound()
            assert f"{register(ledger).position - 1} " in kept(ledger)[-2]
