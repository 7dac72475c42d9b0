"""A read model that a process of its own keeps up with the log, while this one appends: two cores, two processes."""

import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, sleep

from application.ledger import Ledger
from application.recording import LogRecorder
from domain.fact import Position
from infrastructure.codec import Codec
from infrastructure.read_model.keeper import Keeper
from infrastructure.read_model.store import SPARING, InUse

OpenLog = Callable[[Callable[[], datetime]], LogRecorder]
"""Opens a log that is timed by a clock; it is handed to the other process."""

_PATIENCE = 5.0
"""Seconds that it waits for a process to let the file go that was killed, or is about to end."""


class Apart:
    """The read model, as the process that appends sees it: how far it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reach(self, position: Position, patience: float) -> bool:
        """Waits until it has reached a position, or stops, at most so many seconds; whether it has."""
        try:
            self._connection.send((position, patience))
            return bool(self._connection.recv())
        except (OSError, EOFError):  # it ended: whoever opens the file next goes on where it stopped
            sleep(min(patience, 0.1))
            return False


@contextmanager
def apart(log: OpenLog, path: Path) -> Iterator[Apart | None]:
    """Has a process of its own keep the read model of a log; None where yet another process has the file open."""
    context = get_context("spawn")  # not fork: this process has threads
    ours, its = context.Pipe()
    process = context.Process(target=_keep, args=(log, path, its), name="read model")
    process.start()
    its.close()
    try:
        started = False
        with suppress(EOFError):
            started = ours.recv()
        yield Apart(ours) if started else None
    finally:
        ours.close()  # at which it ends
        process.join()


def _keep(log: OpenLog, path: Path, connection: Connection) -> None:
    """Follows the log, and tells how far it is whenever it is asked, until nobody is there to ask."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # they are meant for who asks, without whom this ends too
    recorder = log(lambda: datetime.now(UTC))
    with (
        closing(Ledger(recorder, Codec(), clock=lambda: datetime.now(UTC))) as ledger,
        closing(Keeper(ledger, path, poll=0.1, room=SPARING)) as model,
        suppress(EOFError, OSError),
    ):
        connection.send(started := _start(model))
        while started:
            position, patience = connection.recv()
            connection.send(model.reach(position, patience))


def _start(model: Keeper) -> bool:
    until = monotonic() + _PATIENCE
    while True:
        try:
            model.start()
        except InUse:
            if monotonic() > until:
                return False
            sleep(0.1)
        else:
            return True
