"""A read model as the `eventsourcing` library keeps it out of the box: its own runner, a commit for each event.

Its runner subscribes, which its SQLite recorder can't; so the events lie in memory, ready to be taken, and the view in
a SQLite file as the library sets it up. The events carry what ours carry, as JSON that the library's transcoder reads
without checking it; the view has a table for each kind of event, with a column for each field: a row an event, where
our read model inserts some two and a half.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import ApplicationRecorder, Tracking
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteTrackingRecorder

from application.recording import Draft
from infrastructure.codec import FACTS

_FIELDS: Mapping[str, tuple[str, ...]] = {fact.__name__: tuple(fact.model_fields) for fact in FACTS}


@dataclass(frozen=True)  # it is one already; this is what type checkers see
class Told(Aggregate.Event):
    """What was told of something: the name of a fact, and its content."""

    fact: str
    content: dict[str, Any]


class StockView(SQLiteTrackingRecorder):
    """The tables, and what was read so far."""

    def construct_create_table_statements(self) -> list[str]:
        return [
            *super().construct_create_table_statements(),
            *(
                f"CREATE TABLE {fact} (stream TEXT, version INTEGER, {', '.join(f'{name}_' for name in fields)},"
                " PRIMARY KEY (stream, version))"
                for fact, fields in _FIELDS.items()
            ),
        ]

    def tell(self, told: Told, tracking: Tracking) -> None:
        """Inserts a row, and how far the view is, in one transaction."""
        values = [told.content.get(name) for name in _FIELDS[told.fact]]
        row = [json.dumps(value) if isinstance(value, dict | list) else value for value in values]
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            places = ", ".join("?" * (len(row) + 2))
            stream, version = str(told.originator_id), told.originator_version
            cursor.execute(f"INSERT INTO {told.fact} VALUES ({places})", (stream, version, *row))


class StockProjection(Projection[StockView]):
    """Hands what was told to the view."""

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Of no other kind of event is there anything to tell."""

    @process_event.register
    def _(self, domain_event: Told, tracking: Tracking) -> None:
        self.view.tell(domain_event, tracking)


class StockLog:
    """Drafts as the library's own events, in its own recorder in memory."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._recorder: ApplicationRecorder = POPOApplicationRecorder()
        mapper = Application[UUID]().mapper
        told = [
            Told(
                originator_id=draft.originator_id,
                originator_version=draft.originator_version,
                timestamp=Told.create_timestamp(),
                fact=type(draft.fact).__name__,
                content=draft.fact.model_dump(mode="json", exclude_none=True),
            )
            for draft in drafts
        ]
        self._recorder.insert_events([mapper.to_stored_event(each) for each in told])
        self.events = len(told)

    def project(self, path: Path) -> int:
        """Runs the library's runner over all of it, into a new view; returns how many events it read."""
        recorder = self._recorder

        class Filled(Application[UUID]):
            name = "filled"

            def construct_recorder(self) -> ApplicationRecorder:
                return recorder

        env = {
            "STOCKPROJECTION_PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "STOCKPROJECTION_SQLITE_DBNAME": str(path),
        }
        with ProjectionRunner[Application[UUID], StockView](
            application_class=Filled, projection_class=StockProjection, view_class=StockView, env=env
        ) as runner:
            runner.wait(self.events, timeout=600)
        return self.events
