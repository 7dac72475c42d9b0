"""What the fault tests work with: processes that are killed, disks that fail, and what is left after a power loss.

`CASUS_FAULTS=long` has them take longer; `CASUS_FAULTS_SEED` is where their chances begin, and is printed.
"""

import json
import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from errno import EIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Self

import pytest

from features.checks.logs import ROOT

LONG = os.environ.get("CASUS_FAULTS") == "long"
SEED = int(os.environ.get("CASUS_FAULTS_SEED") or 7)
COMPILER = shutil.which("cc") or shutil.which("gcc")
PATIENCE = 60.0
"""Seconds that nothing here takes, unless it never comes."""

compiled = pytest.mark.skipif(COMPILER is None, reason="No C compiler is here: what is preloaded can't be made")
"""Of a check: it preloads what a compiler makes."""

KINDS = ["open", "read", "write", "sync", "truncate", "unlink", "rename", "lock", "allocate", "mkdir", "map"]
"""The kinds of call that may fail, as faults.c has them."""
CHANGING = ["open", "write", "sync", "truncate", "unlink", "rename", "allocate", "mkdir"]
"""Those of which any may change what is on the disk."""
_CONTROL = struct.Struct(f"=6i{len(KINDS)}i64s")
_DEATH = -1


def tell(words: str) -> None:
    """Says what came of a check, to whoever looks."""
    sys.stdout.write(f"{words}\n")


def chance(name: str) -> Random:
    """The chances of one check; where they begin is printed."""
    tell(f"CASUS_FAULTS_SEED={SEED}, {name}")
    return Random(f"{name} {SEED}")


def cycles(short: int, long: int) -> int:
    """How often, as CASUS_FAULTS says."""
    return long if LONG else short


class Faults:
    """What fails, in the processes that are told so; everything works until then."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(_CONTROL.size))
        self.path = path
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _CONTROL.size)

    def fail(
        self, *kinds: str, error: int = EIO, name: str = "", after: int = 0, times: int = -1, part: bool = False
    ) -> None:
        """From now on, `after` so many calls, these kinds fail so many `times`, on files with `name` in their path.

        With `part`, every other write that would fail writes a half instead.
        """
        bits = sum(1 << KINDS.index(it) for it in kinds)
        self._map[:] = _CONTROL.pack(bits, error, after, times, part, 0, *[0] * len(KINDS), name.encode())

    def die(self, *kinds: str, after: int = 0, part: bool = False, name: str = "") -> None:
        """From now on a process is killed at the call after so many of these kinds, or of any that may change a file.

        With `part`, in the middle of it, where it writes.
        """
        self.fail(*kinds or CHANGING, error=_DEATH, name=name, after=after, times=1, part=part)

    def mend(self) -> int:
        """Everything works again; how many calls have failed."""
        met = int(_CONTROL.unpack(self._map[:])[5])
        self._map[:] = bytes(_CONTROL.size)
        return met

    def calls(self) -> Mapping[str, int]:
        """How many calls of each kind there were since it was last said what fails."""
        return dict(zip(KINDS, _CONTROL.unpack(self._map[:])[6:-1], strict=True))


class Process:
    """A process that was begun in the nursery: what it says, and its end."""

    def __init__(self, number: int, said: Path, troubles: Path) -> None:
        self.number = number
        self.said = said.open("rb")
        self.troubles = troubles

    def line(self) -> str:
        """The next line it says; nothing once it has ended."""
        return self.said.readline().decode().strip()

    def kill(self) -> list[str]:
        """Kills it, and returns once it is gone what else it said; never a part of a line."""
        with suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        rest = [it.decode().strip() for it in self.said if it.endswith(b"\n")]
        self.said.close()
        until = monotonic() + PATIENCE
        while Path(f"/proc/{self.number}").exists():
            assert monotonic() < until
            sleep(0.001)
        return rest


class Nursery:
    """Begins processes over data directories."""

    def __init__(self, home: Path, process: "subprocess.Popen[str]") -> None:
        self._home = home
        self._process = process
        self._begun = 0

    @contextmanager
    def begun(
        self,
        do: str,
        data: Path,
        *,
        seed: int = 0,
        words: Sequence[str] = (),
        settings: Mapping[str, int] | None = None,
        patience: float = PATIENCE,
        faults: Faults | None = None,
        durable: Path | None = None,
    ) -> Iterator[Process]:
        """A process that appends to, or serves, what is in `data`, or runs these words; it is killed in the end.

        `settings` are of SQLite, in place of our own; so are the seconds of `patience` with a lock.
        """
        self._begun += 1
        said, troubles = self._home / f"said-{self._begun}", self._home / f"troubles-{self._begun}"
        os.mkfifo(said)
        environment = {"CASUS_FAULTS_ROOT": str(data)} if faults or durable else {}
        if faults:
            environment["CASUS_FAULTS_CONTROL"] = str(faults.path)
        if durable:
            environment["CASUS_FAULTS_DURABLE"] = str(durable)
        asked = {"do": do, "data": str(data), "said": str(said), "troubles": str(troubles), "seed": seed}
        asked |= {"environment": environment, "settings": settings or {}, "patience": patience, "words": [*words]}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        process = Process(int(self._process.stdout.readline()), said, troubles)
        try:
            yield process
        finally:
            if not process.said.closed:
                process.kill()

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        with TemporaryDirectory(prefix="casus-faults-") as home:
            preloaded = {"LD_PRELOAD": str(_shim(Path(home)))} if COMPILER else {}
            command = [sys.executable, "-m", "features.checks.faults.nursery"]
            with subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **preloaded},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            ) as process:
                assert process.stdout
                try:
                    assert process.stdout.readline() == "ready\n"
                    yield cls(Path(home), process)
                finally:
                    process.kill()


def _shim(home: Path) -> Path:
    made = home / "faults.so"
    assert COMPILER
    source = Path(__file__).with_name("faults.c")
    subprocess.run([COMPILER, "-O1", "-shared", "-fPIC", "-o", made, source, "-ldl", "-lpthread"], check=True)
    return made


def after_power_loss(durable: Path, live: Path, into: Path, random: Random | None = None) -> None:
    """What is in a directory once power was lost: of each file what was synced last, of each directory its names then.

    With chances, some sectors of what was written since have reached the disk all the same, in whatever order.
    """
    _restore("root", durable, live, into, random)


_SECTOR = 512


def _restore(key: str, durable: Path, live: Path, into: Path, random: Random | None) -> None:
    into.mkdir(exist_ok=True)
    listed = durable / key
    for line in listed.read_text().splitlines() if listed.is_file() else ():
        kind, inner, name = line.split(" ", 2)
        if kind == "directory":
            _restore(inner, durable, live / name, into / name, random)
            continue
        kept, now = durable / inner, live / name
        content = kept.read_bytes() if kept.is_file() else b""
        same = now.is_file() and inner.startswith(f"{now.stat().st_ino}-")
        if random and same and not name.endswith("-journal"):
            content = _mixed(content, now.read_bytes(), random)
        (into / name).write_bytes(content)
        (into / name).chmod(0o600)


def _mixed(old: bytes, new: bytes, random: Random) -> bytes:
    """Sectors of either, each by chance; as long as either is."""
    likely, mixed = random.random(), bytearray()
    length = len(random.choice([old, new]))
    for at in range(0, length, _SECTOR):
        one, other = old[at : at + _SECTOR], new[at : at + _SECTOR]
        piece = other if random.random() < likely else one
        mixed += piece.ljust(_SECTOR, b"\0")
    return bytes(mixed[:length])
