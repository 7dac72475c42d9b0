"""Writers that are killed: what was acknowledged stays, what was not is whole or not there, and the log goes on."""

from contextlib import ExitStack
from pathlib import Path
from time import sleep

from features.checks.faults.faulty import Faults, Nursery, chance, cycles, tell
from features.checks.faults.wholeness import lost, must_be_whole, reopened


def test_what_was_acknowledged_outlives_kill_9(nursery: Nursery, faults: Faults, tmp_path: Path) -> None:
    """Killed at some moment; or, the first of them, at some call that changes a file, or in the middle of it."""
    random, total = chance("kill -9"), 0
    for cycle in range(cycles(20, 200)):
        data = tmp_path / f"log {cycle // 10}"
        data.mkdir(exist_ok=True)
        settings = {"wal_autocheckpoint": random.choice([4, 8_000])}
        acknowledged = list[str]()
        if random.random() < 0.5:
            faults.die(after=random.randrange(300), part=random.random() < 0.5)
        with ExitStack() as room:
            writers = [
                room.enter_context(
                    nursery.begun("append", data, seed=random.getrandbits(60), settings=settings, faults=faults)
                )
                for _ in range(random.choice([1, 1, 2]))
            ]
            if random.random() < 0.8:  # otherwise perhaps while it makes or opens the file
                acknowledged += [it.line() for it in writers]
            sleep(random.uniform(0, 0.06))
            for it in writers:
                acknowledged += it.kill()
        faults.mend()
        acknowledged = [it for it in acknowledged if it]
        with reopened(data) as ledger:
            assert lost(ledger, acknowledged) == set()
            must_be_whole(ledger, data)
        total += len(acknowledged)
    tell(f"kill -9: {cycle + 1} cycles, {total} acknowledged, 0 lost, 0 torn")
    assert total > cycle
