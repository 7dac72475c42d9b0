"""The same case as the `eventsourcing` library keeps it out of the box: its own aggregate, mapper and recorder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.sqlite import SQLiteApplicationRecorder

Json = dict[str, Any]


class Occurrence(Aggregate):
    """An incident with content of the same size as ours."""

    @event("Reported")
    def __init__(
        self,
        title: str,
        kind: str,
        occurred: Json,
        place: Json,
        report_id: str,
        summary: str,
        codes: list[Json],
    ) -> None:
        self.title = title
        self.kind = kind
        self.occurred = occurred
        self.place = place
        self.cited = [report_id]
        self.summary = summary
        self.codes = codes

    @event("Relocated")
    def relocate(self, place: Json, reason: str, report_id: str) -> None:
        self.place = place
        self.reason = reason
        self.cited = [*self.cited, report_id]


class Stock:
    """The library's own application on a SQLite file, as it comes or made as durable as our log."""

    def __init__(self, path: Path, synchronous: str | None = None) -> None:
        self.app = Application[Any](
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path), "SQLITE_POOL_SIZE": "1"}
        )
        recorder = cast("SQLiteApplicationRecorder", self.app.recorder)
        with recorder.datastore.get_connection(commit=True) as connection:  # its one connection
            cursor = connection.cursor()
            if synchronous:
                cursor.execute(f"PRAGMA synchronous = {synchronous}")
            cursor.execute("PRAGMA synchronous")
            self.synchronous = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}[cursor.fetchone()[0]]

    def open(self, content: Json, changes: Sequence[Json] = ()) -> Occurrence:
        it = Occurrence(**content)
        for change in changes:
            it.relocate(**change)
        self.app.save(it)
        return it

    def relocate(self, it: Occurrence, content: Json) -> None:
        found: Occurrence = self.app.repository.get(it.id)
        found.relocate(**content)
        self.app.save(found)
