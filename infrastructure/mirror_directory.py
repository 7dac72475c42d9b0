"""What a mirror keeps beside the copied log: whose it is, what was signed of it, and the proofs of a fork."""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

from application.mirroring import BeingFollowed, Copy, Fork, Standing
from application.refusals import LogUnavailable
from application.whole_files import synced
from infrastructure.directories import made, written
from infrastructure.merkle.kept import Checkpoints
from infrastructure.merkle.keys import VerifierKey
from infrastructure.merkle.notes import Note
from infrastructure.mirror_forks import README, found_in
from infrastructure.sqlite_file import UnsafeLog


class Original(NamedTuple):
    """The log that a mirror is a copy of: where it was last asked for, and the key that is trusted for it."""

    address: str
    key: VerifierKey


class MirrorDirectory:
    """A data directory, as far as it is a mirror."""

    def __init__(self, directory: Path) -> None:
        self.path = directory
        self.log = directory / "log.sqlite"
        self.checkpoints = Checkpoints(directory / "checkpoints")
        self._original = directory / "mirror.json"
        self._promised = directory / "mirror.promised"
        self._forks = directory / "forks"

    @property
    def original(self) -> Original | None:
        """Whose copy it is; none where it is no mirror.

        Raises:
            UnsafeLog: the file that says so can't be read.
        """
        try:
            told = json.loads(self._original.read_bytes())
            return Original(str(told["original"]), VerifierKey.parsed(told["key"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnsafeLog(f"{self._original} does not say whose copy this is: {error}") from error

    def keep_original(self, it: Original) -> None:
        """Says whose copy it is, from now on."""
        if it == self.original:
            return
        told = {"original": it.address, "origin": it.key.name, "key": it.key.vkey}
        written(self._original, json.dumps(told, indent=2).encode() + b"\n")

    @property
    def address(self) -> str | None:
        """Where the original was last asked for; none where it is no mirror.

        Raises:
            LogUnavailable: it can't be told just now, and so neither whether anything may be recorded here.
        """
        with _told():
            return (it := self.original) and it.address

    @property
    def copy(self) -> Copy | None:
        """Whose copy it is, and how it stands; none where it is no mirror.

        Raises:
            LogUnavailable: it can't be told just now.
        """
        with _told():
            if (it := self.original) is None:
                return None
            return Copy(it.address, Standing(key=it.key.vkey, signed=self.checkpoints.last or 0, fork=self.fork))

    @property
    def key(self) -> VerifierKey | None:
        """The key that is trusted for the original; none where it is no mirror."""
        return (it := self.original) and it.key

    @property
    def has_own(self) -> bool:
        """Whether a log was signed here by a key of its own."""
        return (self.path / "log.key").exists() or bool(self.checkpoints.sizes())

    @property
    def promised(self) -> Note | None:
        """The checkpoint up to which entries were copied last, or were to be: it was kept before the first of them.

        Raises:
            Malformed: the file is no note.
        """
        try:
            return Note.parsed(self._promised.read_bytes())
        except FileNotFoundError:
            return None

    @promised.setter
    def promised(self, note: Note) -> None:
        written(self._promised, note.written)

    @property
    def fork(self) -> Fork | None:
        """The fork that was found, if there is one: whatever lies there."""
        there = sorted(self._forks.iterdir()) if self._forks.is_dir() else ()
        path = next((it for it in there if not it.name.startswith(".")), None)
        if path is None:
            return None
        readme = path / README
        try:
            found, since = found_in(readme.read_bytes()), readme.stat().st_mtime
        except (FileNotFoundError, NotADirectoryError):
            found, since = "A fork was found.", path.stat().st_mtime
        return Fork(found=found, proof=str(path.relative_to(self.path)), since=datetime.fromtimestamp(since, UTC))

    def keep_fork(self, name: str, files: Mapping[str, bytes]) -> Path:
        """Keeps the proof of a fork, durably: all of it, or nothing."""
        partly, path = self._forks / f".{name}", self._forks / name
        rmtree(partly, ignore_errors=True)
        made(partly)
        for each, content in files.items():
            written(partly / each, content)
        partly.replace(path)
        synced(self._forks)
        return path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process copies into it meanwhile.

        Raises:
            BeingFollowed: one does.
        """
        with (self.path / "mirror.lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BeingFollowed from None
            yield


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, UnsafeLog) as error:
        raise LogUnavailable(f"It can't be told whether this is a copy of another log: {error}") from error


@contextmanager
def usable() -> Iterator[None]:
    """That what a mirror keeps beside the log can't be written or read, as the refusal LogUnavailable."""
    try:
        yield
    except OSError as error:
        raise LogUnavailable(f"What the mirror keeps beside the log can't be used just now: {error}") from error
