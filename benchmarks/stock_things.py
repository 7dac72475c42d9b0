"""The `eventsourcing` library's own application, saving whatever it is given as aggregates of its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

Json = dict[str, Any]


class Thing(Aggregate):
    """Anything, as it is opened and changed."""

    @event("Opened")
    def __init__(self, content: Json) -> None:
        self.content = content

    @event("Changed")
    def change(self, content: Json) -> None:
        self.content = {**self.content, **content}


class Things:
    """The library's application on a SQLite file, as it comes."""

    def __init__(self, path: Path) -> None:
        self._app = Application[Any](
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path), "SQLITE_POOL_SIZE": "1"}
        )

    def save(self, contents: Sequence[Json]) -> None:
        """Saves one aggregate: opened with the first content, changed by those that follow."""
        thing = Thing(contents[0])
        for content in contents[1:]:
            thing.change(content)
        self._app.save(thing)
