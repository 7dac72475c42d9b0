"""Originals that are copied, as they answer, and as those answer who would have something false copied."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from application.cloud_events import event
from application.mirroring import Advance
from application.services import Services
from domain.fact import Position
from features.checks.logs import Logs, draft
from infrastructure.merkle.checkpoints import Checkpoint, opened
from infrastructure.merkle.kept import Checkpoints, verifier
from infrastructure.merkle.tree import root
from infrastructure.mirror import mirror
from infrastructure.sqlite import SQLiteRecorder

ADDRESS = "http://original.example"
Lie = Callable[[list[bytes]], list[bytes]]


class Answers:
    """What an original answers, truthfully, without a server between."""

    address = ADDRESS

    def __init__(self, services: Services) -> None:
        self.proving = services.proving
        self.ledger = services.ledger

    def key(self) -> str:
        return self.proving.key()

    def checkpoint(self) -> bytes:
        return self.proving.checkpoint()

    def consistency(self, size1: int, size2: int) -> bytes:
        return self.proving.consistency(size1, size2).model_dump_json().encode()

    @contextmanager
    def entries(self, after: Position) -> Iterator[Iterator[bytes]]:
        yield iter(self.lines(after))

    def lines(self, after: int) -> list[bytes]:
        return [event(it) for it in self.ledger.stored(Position(after), 100_000)]


class Lies(Answers):
    """The same, but for what is said by a lie: of entries, of a proof or of a checkpoint."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.of_entries: Lie = lambda lines: lines
        self.of_proof: Callable[[bytes], bytes] = lambda proof: proof
        self.of_checkpoint: Callable[[bytes], bytes] = lambda note: note

    def checkpoint(self) -> bytes:
        return self.of_checkpoint(super().checkpoint())

    def consistency(self, size1: int, size2: int) -> bytes:
        return self.of_proof(super().consistency(size1, size2))

    def lines(self, after: int) -> list[bytes]:
        return self.of_entries(super().lines(after))


class Original:
    """A log that grows, in transactions of various lengths, and is signed."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.logs = Logs(directory)
        self.ledger = self.logs.open()
        self.services = self.logs.services(self.ledger)

    def grow(self, transactions: Sequence[int], *, by: str = "") -> None:
        """Transactions of so many entries each, and a checkpoint of them."""
        for count in transactions:
            before = self.ledger.position_at(None)
            self.ledger.append([_draft(before + it + 1, by) for it in range(count)])
        assert self.services.proving.sign()

    @property
    def answers(self) -> Answers:
        return Answers(self.services)

    @property
    def vkey(self) -> str:
        return self.services.proving.key()

    def root(self, size: int) -> bytes:
        return root(self.ledger.recorder, size)


def _draft(number: int, by: str) -> Any:
    one = draft(number)
    return one._replace(recorded_by=by) if by else one


def follow(upstream: Answers, into: Path, key: str | None = None) -> Advance:
    """One round of a mirror."""
    with mirror(into, upstream, key) as it:
        return it.round(lambda _: None)


def entries_of(directory: Path) -> Sequence[tuple[Any, ...]]:
    """All that the file of a log holds of its entries and of its tree."""
    with closing(sqlite3.connect(directory / "log.sqlite")) as db:
        return db.execute("SELECT * FROM entries ORDER BY position").fetchall()


def kept(directory: Path, vkey: str) -> Checkpoint | None:
    """The checkpoint that a copy answers, verified."""
    note = Checkpoints(directory / "checkpoints").note()
    return note and opened(note, verifier(vkey))


def is_part_of(copy: Path, original: Original) -> bool:
    """Whether a copy is, byte for byte, the beginning of the original, and says nothing else of itself."""
    there, whole = entries_of(copy), entries_of(original.directory)
    if [*there] != [*whole[: len(there)]]:
        return False
    checkpoint = kept(copy, original.vkey)
    if checkpoint and (checkpoint.size > len(there) or checkpoint.root != original.root(checkpoint.size)):
        return False
    with closing(SQLiteRecorder(copy / "log.sqlite", original.logs.clock)) as recorder:
        return root(recorder, len(there)) == original.root(len(there))
