"""Power that is lost: only what was synced is there afterwards, or some of the rest too; it holds all acknowledged."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from random import Random
from time import sleep

from features.checks.faults.faulty import Faults, Nursery, after_power_loss, chance, compiled, cycles, tell
from features.checks.faults.wholeness import lost, must_be_whole, reopened
from infrastructure.merkle.kept import Checkpoints

pytestmark = compiled


def until_power_was_lost(
    nursery: Nursery, home: Path, random: Random, do: str = "append", settings: Mapping[str, int] | None = None
) -> tuple[Path, list[str]]:
    """A process at work in a directory until the power goes: what is there afterwards, and what it had said.

    It goes at some moment; or at some call that changes a file, or in the middle of it.
    """
    faults = Faults(home / "ending")
    if random.random() < 0.5:
        faults.die(after=random.randrange(20, 300), part=random.random() < 0.5)
    live, durable, left = home / "live", home / "durable", home / "left"
    for each in (live, durable, left):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir()
    seed = random.getrandbits(60)
    with nursery.begun(do, live, seed=seed, settings=settings, durable=durable, faults=faults) as process:
        said = [process.line()]
        sleep(random.uniform(0, 0.12))
        said += process.kill()
    after_power_loss(durable, live, left, random.choice([random, None]))
    return left, [it for it in said if it]


def test_what_was_acknowledged_outlives_a_power_loss(nursery: Nursery, tmp_path: Path) -> None:
    random, total = chance("power loss"), 0
    for _ in range(turns := cycles(20, 200)):
        settings = {"wal_autocheckpoint": random.choice([4, 40, 8_000])}
        left, acknowledged = until_power_was_lost(nursery, tmp_path, random, settings=settings)
        with reopened(left) as ledger:
            assert lost(ledger, acknowledged) == set()
            must_be_whole(ledger, left)
        total += len(acknowledged)
    tell(f"power loss: {turns} cycles, {total} acknowledged, 0 lost, 0 torn")


def test_the_same_power_loss_takes_what_a_less_careful_log_has_acknowledged(nursery: Nursery, tmp_path: Path) -> None:
    """So it is one, which only synchronous = FULL outlives; with NORMAL, nothing is torn but the end is lost."""
    random, total, gone = chance("power loss"), 0, 0
    for _ in range(turns := cycles(5, 50)):
        settings = {"wal_autocheckpoint": random.choice([40, 8_000]), "synchronous": 1}
        left, acknowledged = until_power_was_lost(nursery, tmp_path, random, settings=settings)
        with reopened(left) as ledger:
            gone += len(lost(ledger, acknowledged))
            must_be_whole(ledger, left)
        total += len(acknowledged)
    tell(f"power loss with synchronous=NORMAL: {turns} cycles, {total} acknowledged, {gone} lost")
    assert gone


def test_a_checkpoint_that_was_signed_outlives_a_power_loss(nursery: Nursery, tmp_path: Path) -> None:
    random, total = chance("power loss while it is signed"), 0
    for _ in range(turns := cycles(5, 50)):
        left, said = until_power_was_lost(nursery, tmp_path, random, do="sign")
        assert {*map(int, said)} <= {*Checkpoints(left / "checkpoints").sizes()}
        with reopened(left) as ledger:
            must_be_whole(ledger, left)
        total += len(said)
    tell(f"power loss while it is signed: {turns} cycles, {total} checkpoints signed, 0 lost")
