"""Processes that are to be killed: forked from one that has everything imported, as starting Python takes longer.

    python -m features.checks.faults.nursery

reads a line of JSON for each process it is to begin (`Nursery.begun` writes it), and answers with its number; what the
process prints goes to `said`, what it complains of to `troubles`. Its processes end when it does, and it when nobody
speaks to it any more.
"""

import ctypes
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from random import Random
from time import sleep
from typing import Any
from uuid import UUID

from application.ledger import Ledger
from application.recording import Draft
from application.whole_files import synced
from domain.fact import Fact
from domain.scales import Reliability
from features.checks.logs import RIMA, rated, registered
from infrastructure import sqlite_connections, sqlite_file
from infrastructure.codec import Codec
from infrastructure.merkle.kept import Checkpoints
from infrastructure.read_model.keeper import Keeper
from infrastructure.sqlite import SQLiteRecorder
from interface import server
from interface.command_line import casus
from interface.house import House
from interface.main import house, now, steady_memory, tree_of

_PR_SET_PDEATHSIG = 1


def drafts_of(random: Random) -> list[Draft]:
    """One to six drafts of some streams, for one transaction; each names how many there are, and their cause them."""
    cause, drafts = UUID(int=random.getrandbits(128)), list[Draft]()
    size = random.choice([1, 1, 1, 2, 3, 6])
    while len(drafts) < size:
        stream = UUID(int=random.getrandbits(128))
        facts: list[Fact] = [
            registered(f"One of {size}"),
            rated(Reliability("A"), f"One of {size}. " * random.randrange(1, 90)),
        ]
        for version, fact in enumerate(facts[: size - len(drafts)], start=1):
            drafts.append(Draft(stream, version, RIMA.actor.name, cause, fact))
    return drafts


def append(data: Path, seed: int, **_: Any) -> None:
    """Appends for ever, and prints each entry once it is acknowledged: position, stream, version."""
    random = Random(seed)
    with closing(Ledger(SQLiteRecorder(data / "log.sqlite", now), Codec(), clock=now)) as ledger:
        while True:
            drafts = drafts_of(random)
            positions = ledger.append(drafts)
            lines = [
                f"{at} {it.originator_id} {it.originator_version}\n" for at, it in zip(positions, drafts, strict=True)
            ]
            os.write(1, "".join(lines).encode())
            sleep(random.choice([0, 0, 0.001]))


def sign(data: Path, seed: int, **_: Any) -> None:
    """Appends and signs for ever, and prints the size of each checkpoint once it is kept."""
    random = Random(seed)
    with closing(Ledger(SQLiteRecorder(data / "log.sqlite", now), Codec(), clock=now)) as ledger:
        tree = tree_of(ledger, data)
        while True:
            ledger.append(drafts_of(random))
            tree.sign()
            os.write(1, f"{max(Checkpoints(data / 'checkpoints').sizes())}\n".encode())


def stamp(data: Path, seed: int, **_: Any) -> None:
    """Keeps one time stamp after another over the same checkpoint, and prints the number of each once it is kept."""
    for number in range(seed, seed + 1_000_000):
        Checkpoints(data / "checkpoints").keep_stamp(1, f"{number}\n".encode() * 500)
        os.write(1, f"{number}\n".encode())


def follow(data: Path, seed: int, **_: Any) -> None:
    """Appends for ever, while a read model follows, and prints how far that is."""
    random = Random(seed)
    with closing(Ledger(SQLiteRecorder(data / "log.sqlite", now), Codec(), clock=now)) as ledger:
        model = Keeper(ledger, data / "read.duckdb", poll=0.01)
        model.start()
        while True:
            ledger.append([it for _ in range(random.choice([1, 3, 300])) for it in drafts_of(random)])
            os.write(1, f"{model.position}\n".encode())


def serve(data: Path, **_: Any) -> None:
    """The program itself, on a port of its own choice."""
    steady_memory()
    casus(["serve", "--port", "0", "--data", str(data)], obj=house)


def serve_and_sign(data: Path, **_: Any) -> None:
    """The same, which signs the log as fast as it can."""
    server.SIGN_EVERY = 0.02
    serve(data)


def settle(data: Path, **_: Any) -> None:
    """Syncs all that there is, and says so: as it is found when the machine starts."""
    for each in (data, *data.rglob("*")):
        synced(each)
    os.write(1, b"settled\n")


def run(data: Path, words: Sequence[str], **_: Any) -> None:
    """The program with these words, its temporary files in the directory too; it says at last how it ended.

    No process of its own keeps the read model, which would take longer to begin than all the rest.
    """
    tempfile.tempdir = str(data)

    @contextmanager
    def alone(directory: Path, log: str | None = None) -> Iterator[House]:
        with house(directory, log) as it:
            yield it._replace(following=nullcontext)

    try:
        casus(list(words), obj=alone)
    except SystemExit as end:
        sys.stdout.flush()
        os.write(1, f"ended in {end.code}\n".encode())


_DOES: Mapping[str, Callable[..., None]] = {
    it.__name__: it for it in (append, sign, stamp, follow, serve, serve_and_sign, settle, run)
}


def _begin(asked: Mapping[str, Any]) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for way, to in (("said", 1), ("troubles", 2)):
        os.dup2(os.open(asked[way], os.O_WRONLY | os.O_CREAT | os.O_APPEND), to)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for settings in (sqlite_file._SETTINGS, sqlite_file._WRITING):
        settings.update({key: it for key, it in asked["settings"].items() if key in settings})  # type: ignore[attr-defined]
    sqlite_connections.PATIENCE = sqlite_file.PATIENCE = asked["patience"]  # type: ignore[attr-defined]
    os.environ.update(asked["environment"])
    _DOES[asked["do"]](Path(asked["data"]), seed=asked["seed"], words=asked["words"])


def _answer(words: object) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ends is forgotten
    _answer("ready")
    for line in sys.stdin:
        number = os.fork()
        if not number:
            try:
                _begin(json.loads(line))
            finally:
                os._exit(1)
        _answer(number)


if __name__ == "__main__":
    main()
