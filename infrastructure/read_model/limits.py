"""How long a question may take."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

import duckdb

from application.refusals import TookTooLong

LONGEST = 30.0
"""Seconds that deciding an assertion may take."""


@contextmanager
def within_limits(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupts what runs on a connection once it took as long as it may, again and again until all of it has ended.

    Raises:
        TookTooLong: it took longer.
    """
    seconds = LONGEST
    ended, until = Event(), monotonic() + seconds

    def interrupt() -> None:
        if not ended.wait(seconds):
            while not ended.wait(0.05):
                db.interrupt()

    watch = Thread(target=interrupt, name="time limit", daemon=True)
    watch.start()
    too_long = TookTooLong(f"It was given up after {seconds:g} seconds: ask for less.")
    try:
        yield
    except duckdb.InterruptException as error:
        raise too_long from error
    finally:
        ended.set()
        watch.join()
    if monotonic() > until:
        raise too_long
