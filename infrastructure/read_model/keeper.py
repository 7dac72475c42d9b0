"""Keeps the read model: opens it, has it follow the log, and builds it anew where it is gone, damaged or outdated."""

import logging
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition
from time import monotonic
from typing import Any
from uuid import UUID

import duckdb

from application.follower import Follower, TryAgain
from application.ledger import Ledger
from application.measures import Measure, Measurements
from application.moments import Standpoint
from application.movements import Movement
from application.questions import OfTolls, Question
from application.read_model import Difference, Following, NotReadYet, Progress
from domain.fact import Entry, Position
from domain.policy import Policy
from domain.value import Value
from infrastructure.codec import UnreadableEntry
from infrastructure.read_model.answers.answering import answer
from infrastructure.read_model.answers.differences import movement
from infrastructure.read_model.answers.measuring import measurements
from infrastructure.read_model.answers.turning import turning_points
from infrastructure.read_model.building import build
from infrastructure.read_model.checking import differences
from infrastructure.read_model.limits import within_limits
from infrastructure.read_model.projection.keys import NotOnRecord
from infrastructure.read_model.store import ROOMY, Damaged, InUse, Store

_log = logging.getLogger(__name__)

_UNSOUND = (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
"""What DuckDB says of a file that is not what it wrote."""
_SAID_OF_UNSOUND = ("Corrupt", "Could not read enough bytes")
"""And in words: of a block that is not what it wrote, and of a file that was cut short."""

FAR_BEHIND = 2_000
"""So many entries are read in bulk rather than followed."""


class Keeper:
    """The read model of one log, in one file; what of it is not right is made right from the log, by itself."""

    def __init__(self, ledger: Ledger, path: Path, *, poll: float = 1.0, room: Mapping[str, Any] = ROOMY) -> None:
        """Looks every `poll` seconds for what other processes record; DuckDB may take so much `room`."""
        self._room = room
        self._ledger = ledger
        self._path = path
        self._store: Store | None = None
        self._suspect = False
        self._building = True
        self._stopping = False
        self._tell: Callable[[Progress], None] | None = None
        self._moved = Condition()
        self._follower = Follower(ledger, self._consume, resume=self._resume, batch=500, poll=poll)

    def start(self) -> None:
        """Opens the file and follows the log, in a thread of its own.

        Raises:
            InUse: another process has the file open.
        """
        self._open()
        self._follower.start()

    def close(self) -> None:
        """Stops following, and lets the file go."""
        self._stopping = True
        self._follower.stop()
        if self._store:
            self._store.close()
        self._store = None

    @property
    def position(self) -> Position:
        """The last position that questions can be answered as of."""
        store = self._store
        return Position(0) if store is None else store.position

    def reach(self, position: Position, patience: float) -> bool:
        """Waits until it has reached a position, at most so many seconds, or until it stops; whether it has."""
        until = monotonic() + patience
        with self._moved:
            while self.position < position and not self._follower.failure and (left := until - monotonic()) > 0:
                self._moved.wait(min(left, 0.05))  # a failure moves nothing
        return self.position >= position

    def progress(self) -> Progress:
        """How far it is."""
        failure = self._follower.failure
        state = Following.STOPPED if failure else Following.BUILDING if self._building else Following.FOLLOWING
        end = self._ledger.position_at(None)
        return Progress(state=state, position=self.position, of=end, failure=str(failure) if failure else None)

    def rows(self, question: Question, at: Standpoint, limit: int | None, offset: int) -> Generator[Value, None, None]:
        """The rows that answer a question (application/read_model.py)."""
        with self._asked(at) as db:
            yield from answer(db, question, at, limit, offset)

    def compared(self, question: OfTolls, was: Standpoint, now: Standpoint, limit: int, offset: int) -> Movement:
        """How a question is answered otherwise from one standpoint than from another (application/differences.py)."""
        with self._asked(max(was, now, key=lambda it: it.position)) as db:
            return movement(db, question, was, now, limit, offset)

    def measurements(self, measures: Sequence[Measure], policy: Policy, at: Standpoint) -> Measurements:
        """What an assertion speaks of, in numbers (application/measures.py)."""
        with self._asked(at) as db, within_limits(db):
            return measurements(db, measures, policy, at)

    def turning_points(self, measures: Sequence[Measure], named: Sequence[UUID], at: Standpoint) -> Sequence[int]:
        """At which positions a verdict could have changed (infrastructure/read_model/answers/turning.py)."""
        with self._asked(at) as db, within_limits(db):
            return turning_points(db, measures, named, at)

    @contextmanager
    def _asked(self, at: Standpoint) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to answer from, as far as a standpoint; whatever fails there is NotReadYet, or is mended."""
        store = self._store
        if store is None or store.position < at.position:
            raise NotReadYet
        try:
            with store.cursor() as db:
                yield db
        except duckdb.OutOfMemoryException as error:
            raise NotReadYet("The question needs more memory than there is just now; ask for less.") from error
        except (duckdb.IOException, *_UNSOUND) as error:
            self._doubt(error)
            raise NotReadYet from error
        except duckdb.ConnectionException as error:  # the file was closed meanwhile, to be built anew
            raise NotReadYet from error

    def rebuild(self, tell: Callable[[Progress], None]) -> Progress:
        """Builds it anew, whatever is there, up to the end of the log, telling how far it is.

        Raises:
            InUse: another process has the file open.
        """
        self._open(new=True)
        self._tell = tell
        self._follower.catch_up()
        return self.progress()

    def check(self, tell: Callable[[Progress], None]) -> Sequence[Difference]:
        """Replays the log into a second file, as far as the first has come, and compares the two row by row.

        Raises:
            InUse: another process has the file open.
            Damaged: there is no file, or none of this version that can be read.
        """
        with closing(Store(self._path)) as store, TemporaryDirectory(dir=self._path.parent) as directory:
            path = Path(directory) / "replayed.duckdb"
            with closing(Store(path, new=True)) as replayed:

                def going_on() -> bool:
                    tell(Progress(state=Following.BUILDING, position=replayed.position, of=store.position))
                    return True

                build(self._ledger, replayed, store.position, going_on)
            try:
                return list(differences(store, path))
            except duckdb.Error as error:
                raise Damaged(f"{self._path} can't be read: {error}") from error

    def _resume(self) -> Position:
        """Where to go on: after what the file holds, which is opened, or built anew, first."""
        try:
            if self._store is None or self._suspect or not self._store.there():
                self._open(new=self._suspect)
            store = self._store
            assert store is not None
            if self._ledger.position_at(None) - store.position > FAR_BEHIND:
                self._building = True
                with suppress(UnreadableEntry, NotOnRecord):  # the follower meets it again, and stops there
                    build(self._ledger, store, self._ledger.position_at(None), self._going_on)
        except (duckdb.Error, InUse, Damaged, OSError) as error:
            self._doubt(error)
            raise TryAgain(f"the read model can't be built: {error}") from error
        if self._ledger.position_at(None) == store.position:
            self._building = False
        return store.position

    def _consume(self, entries: Sequence[Entry]) -> None:
        assert self._store is not None
        try:
            self._store.append(entries)
        except duckdb.Error as error:
            self._doubt(error)
            raise TryAgain(f"the read model can't be written: {error}") from error
        self._announce()

    def _going_on(self) -> bool:
        self._announce()
        progress = self.progress()
        if self._tell:
            self._tell(progress)
        _log.info("The read model has read %d of %d entries.", progress.position, progress.of)
        return not self._stopping

    def _announce(self) -> None:
        with self._moved:
            self._moved.notify_all()

    def _open(self, *, new: bool = False) -> None:
        self._building = True  # first: without a store there is nothing to be asked
        if self._store:
            self._store.close()
        self._store = None
        try:
            store = Store(self._path, new=new or not self._path.exists(), room=self._room)
        except Damaged as why:
            _log.warning("The read model is built anew: %s", why)
            store = Store(self._path, new=True, room=self._room)
        if not self._is_of_this_log(store):
            _log.warning("The read model is built anew: %s is of another log.", self._path)
            store.close()
            store = Store(self._path, new=True, room=self._room)
        self._building = store.position == 0
        self._suspect = False
        self._store = store

    def _is_of_this_log(self, store: Store) -> bool:
        if not store.position:
            return True
        entries = self._ledger.entries(Position(store.position - 1), 1)
        return store.begins_after in [{"stream": it.originator_id, "version": it.originator_version} for it in entries]

    def _doubt(self, error: Exception) -> None:
        """After a failure: where the file is not sound, or does not read any more, it is built anew."""
        _log.warning("The read model failed: %s", error)
        unsound = isinstance(error, _UNSOUND) or any(it in str(error) for it in _SAID_OF_UNSOUND)
        self._suspect = unsound or self._store is None or not self._store.reads()
        self._follower.wake()
