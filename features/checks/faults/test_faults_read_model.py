"""A read model whose process is killed, or loses power, and whose file is then cut short: right again by itself."""

from contextlib import closing, suppress
from pathlib import Path
from random import Random
from time import sleep

from application.moments import Standpoint
from application.questions import SourceQuestion
from application.read_model import NotReadYet
from features.checks.faults.faulty import PATIENCE, Nursery, after_power_loss, chance, compiled, cycles, tell
from features.checks.faults.wholeness import reopened
from infrastructure.read_model.keeper import Keeper
from infrastructure.read_model.store import Damaged


def harmed(path: Path, random: Random) -> str:
    """What happens to the file further, mostly nothing."""
    what = random.choice(["nothing", "nothing", "cut", "gone", "empty", "without its write-ahead log"])
    if path.exists() and what in {"cut", "empty"}:
        path.write_bytes(path.read_bytes()[: random.randrange(path.stat().st_size + 1) if what == "cut" else 0])
    if what == "gone":
        path.unlink(missing_ok=True)
    if what.startswith("without"):
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    return what


def is_right_again(data: Path) -> bool:
    """Whether it comes to the end of the log, and says then what the log says.

    What is missing where nobody has looked yet is noticed by whoever looks; then it is built anew. What no question of
    these asks for, `casus read check` finds.
    """
    with reopened(data) as ledger:
        end = ledger.position_at(None)
        with closing(Keeper(ledger, data / "read.duckdb", poll=0.01)) as model:
            model.start()
            assert model.reach(end, PATIENCE), model.progress()
        try:
            return model.check(lambda _: None) == []
        except Damaged:
            with closing(Keeper(ledger, data / "read.duckdb", poll=0.01)) as model:
                model.start()
                asked = list[object]()
                while not asked:
                    with suppress(NotReadYet):
                        model.reach(end, PATIENCE)
                        asked = list(model.rows(SourceQuestion(), Standpoint(end), None, 0))
            with suppress(Damaged):
                return model.check(lambda _: None) == []
            model.rebuild(lambda _: None)
            return model.check(lambda _: None) == []


def test_killed_in_mid_batch_and_harmed_it_is_right_again(nursery: Nursery, tmp_path: Path) -> None:
    random, met = chance("read model killed"), list[str]()
    for cycle in range(cycles(6, 40)):
        data = tmp_path / f"log {cycle // 6}"
        data.mkdir(exist_ok=True)
        with nursery.begun("follow", data, seed=random.getrandbits(60)) as process:
            process.line()
            sleep(random.uniform(0, 0.3))
            process.kill()
        met.append(harmed(data / "read.duckdb", random))
        assert is_right_again(data), met
    tell(f"read model killed: {len(met)} cycles, right again each time; then {sorted({*met})}")


@compiled
def test_after_a_power_loss_it_is_right_again(nursery: Nursery, tmp_path: Path) -> None:
    random = chance("read model without power")
    for cycle in range(turns := cycles(4, 25)):
        live, durable, left = (tmp_path / f"{name} {cycle}" for name in ("live", "durable", "left"))
        for each in (live, durable):
            each.mkdir()
        with nursery.begun("follow", live, seed=random.getrandbits(60), durable=durable) as process:
            process.line()
            sleep(random.uniform(0, 0.3))
            process.kill()
        after_power_loss(durable, live, left, random.choice([random, None]))
        assert is_right_again(left)
    tell(f"read model without power: {turns} cycles, right again each time")
