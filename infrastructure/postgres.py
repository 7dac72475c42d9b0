"""The log in PostgreSQL: one writer at a time, in whatever process, readers that never wait, durable when it says so.

Longer than most: one class that keeps the whole contract of a recorder, a statement for each question.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

import psycopg
from eventsourcing.persistence import NotSupportedError, OperationalError, PersistenceError, StoredEvent, Subscription

from application.recording import Answered, Changed, LogRecorder, Once, Receipt, StoredDraft, StoredEntry
from application.refusals import LogUnavailable
from domain.fact import Position
from infrastructure.log_clock import LogClock
from infrastructure.merkle.entries import hash_of_draft
from infrastructure.postgres_connections import Connections, NotAcknowledged
from infrastructure.postgres_server import Connection, prepare
from infrastructure.postgres_tree import HASHES, grow

_COLUMNS = "position, stream, version, recorded_at, recorded_by, cause, fact, form, content"
_INSERT = (
    f"INSERT INTO entries ({_COLUMNS}) SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::timestamptz[],"
    " %s::text[], %s::uuid[], %s::text[], %s::integer[], %s::text[])"
)
_SELECT = f"SELECT {_COLUMNS} FROM entries "
_ANSWERED = (
    "SELECT digest, stream, version, position FROM answers JOIN entries USING (position) WHERE owner = %s AND key = %s"
)


class _Row(NamedTuple):
    """An entry as the table has it."""

    position: int
    stream: UUID
    version: int
    recorded_at: datetime
    recorded_by: str
    cause: UUID
    fact: str
    form: int
    content: str


class PostgresRecorder(LogRecorder):
    """Keeps the log in the schema `casus` of one PostgreSQL database, which refuses by itself to be changed.

    A connection that was lost is made anew by the next call. Where it was lost while a transaction was committed, the
    log itself is asked whether it has the entries.
    """

    def __init__(self, address: str, clock: Callable[[], datetime]) -> None:
        """Of the database at an address, which is a postgresql:// URL.

        Raises:
            UnsafeLog: it can't be reached, or not kept as safely as the log must be, or its log is not of this version.
        """
        self._clock = LogClock(clock)
        self._connections = Connections(address)
        prepare(address)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        unchanged: Mapping[UUID, int] | None = None,
        once: Once | None = None,
        **_: Any,
    ) -> Sequence[int]:
        drafts = cast("Sequence[StoredDraft]", stored_events)
        rows: list[_Row] = []
        try:
            with self._connections.writing() as db:
                if once and (before := _answer(db.execute(_ANSWERED, [once.owner, once.key]).fetchall())):
                    raise before
                _must_be_unchanged(db, unchanged or {})
                position, recorded_at = self._next(db)
                rows += [_row(at, recorded_at, draft) for at, draft in enumerate(drafts, start=position)]
                if rows:
                    _insert(db, rows)
                    grow(
                        db, position - 1, [hash_of_draft(it, at, recorded_at) for at, it in enumerate(drafts, position)]
                    )
                if once:
                    db.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*once, position])
        except NotAcknowledged as lost:
            self._must_have(rows, lost)
        return [row.position for row in rows]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEntry]:
        order = "DESC" if desc else "ASC"
        return self._select(
            f"WHERE stream = %s AND version > %s AND version <= %s ORDER BY version {order} LIMIT %s",
            [originator_id, gt or 0, _LAST if lte is None else lte, limit],
        )

    def select_streams(self, originator_ids: Sequence[UUID]) -> Sequence[StoredEntry]:
        return self._select("WHERE stream = ANY (%s::uuid[]) ORDER BY stream, version", [list(originator_ids)])

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[StoredEntry]:
        after = (start or 0) - inclusive_of_start
        which, values = ("AND fact = ANY (%s)", [list(topics)]) if topics else ("", [])
        return self._select(
            f"WHERE position > %s AND position <= %s {which} ORDER BY position LIMIT %s",
            [after, _LAST if stop is None else stop, *values, limit],
        )

    def max_notification_id(self) -> int | None:
        return cast("int | None", self._one("SELECT max(position) FROM entries"))

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[Any]:  # noqa: ARG002 - refused
        """Not this way: a Follower pulls in batches, and hears of other processes' entries too."""
        raise NotSupportedError("follow the log with application.follower.Follower")

    def answered(self, once: Once) -> Answered | None:
        return _answer(self._connections.ask(_ANSWERED, [once.owner, once.key]))

    def recorded_at(self, position: Position) -> datetime:
        found = self._one("SELECT recorded_at FROM entries WHERE position = %s", position)
        return cast("datetime", found).replace(tzinfo=UTC)

    def version_at(self, originator_id: UUID, position: Position) -> int:
        which = "WHERE stream = %s AND position <= %s"
        return cast("int", self._one(f"SELECT coalesce(max(version), 0) FROM entries {which}", originator_id, position))

    def opened(self, fact: str, *, until: Position, about: UUID | None = None) -> Sequence[UUID]:
        # Each of the two conditions is, to the letter, that of an index in postgres.sql.
        if about is None:
            which, named = "version = 1 AND fact = %s", fact
        else:
            which, named = f"fact = '{fact}' AND content::json ->> 'incident_id' = %s", str(about)
        which = f"WHERE {which} AND position <= %s ORDER BY position"
        return [stream for (stream,) in self._connections.ask(f"SELECT stream FROM entries {which}", [named, until])]

    def opened_by(self, fact: str, cause: UUID, *, after: Position, limit: int) -> Sequence[tuple[Position, UUID]]:
        which = "WHERE version = 1 AND fact = %s AND position > %s AND cause = %s ORDER BY position LIMIT %s"
        rows = self._connections.ask(f"SELECT position, stream FROM entries {which}", [fact, after, cause, limit])
        return [(Position(position), stream) for position, stream in rows]

    def caused(self, cause: UUID, until: Position) -> bool:
        which = "WHERE cause = %s AND position <= %s"
        return bool(self._one(f"SELECT EXISTS (SELECT FROM entries {which})", cause, until))

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        return [hash for (hash,) in self._connections.ask(HASHES, [level, first, first + count])]

    def close(self) -> None:
        """Closes every connection; what was acknowledged is on the server."""
        self._connections.close()

    def _select(self, which: str, values: Sequence[Any]) -> list[StoredEntry]:
        return [
            StoredEntry(
                row.stream,
                row.version,
                row.fact,
                row.content.encode(),
                row.position,
                row.form,
                row.recorded_at.replace(tzinfo=UTC),
                row.recorded_by,
                row.cause,
            )
            for row in map(_Row._make, self._connections.ask(_SELECT + which, values))
        ]

    def _one(self, question: str, *values: Any) -> Any:
        rows = self._connections.ask(question, values)
        return rows[0][0] if rows else None

    def _must_have(self, rows: Sequence[_Row], lost: NotAcknowledged) -> None:
        """Returns where the log has these entries, after all.

        Raises:
            OperationalError: it does not, and won't: the lock is had only once the lost transaction has ended.
            LogUnavailable: it can't be told just now.
        """
        if not rows:
            return
        try:
            with self._connections.writing() as db:
                which = f"{_SELECT} WHERE position BETWEEN %s AND %s ORDER BY position"
                found = db.execute(which.encode(), [rows[0].position, rows[-1].position]).fetchall()
        except (PersistenceError, NotAcknowledged) as error:
            raise LogUnavailable(
                "The log was lost while it recorded this, and it can't be told whether it has it. Send the same again, "
                "with the same Idempotency-Key: it is recorded once."
            ) from error
        if list(map(_Row._make, found)) != list(rows):
            raise OperationalError("the connection was lost") from lost

    def _next(self, db: Connection) -> tuple[int, datetime]:
        last = db.execute("SELECT position, recorded_at FROM entries ORDER BY position DESC LIMIT 1").fetchone()
        if last is None:
            return 1, self._clock.after(None)
        return last[0] + 1, self._clock.after(last[1].replace(tzinfo=UTC))


_LAST = 2**63 - 1


def _row(position: int, recorded_at: datetime, draft: StoredDraft) -> _Row:
    return _Row(
        position,
        cast("UUID", draft.originator_id),
        draft.originator_version,
        recorded_at,
        draft.recorded_by,
        draft.cause,
        draft.topic,
        draft.form,
        draft.state.decode(),
    )


def _insert(db: Connection, rows: Sequence[_Row]) -> None:
    """All in one statement, whose trigger looks at them together."""
    try:
        db.execute(_INSERT.encode(), [list(column) for column in zip(*rows, strict=True)])
    except psycopg.IntegrityError as error:
        raise Changed(*error.args) from error


def _answer(rows: Sequence[tuple[Any, ...]]) -> Answered | None:
    for digest, stream, version, position in rows:
        return Answered(digest, Receipt(id=stream, version=version, position=position))
    return None


def _must_be_unchanged(db: Connection, versions: Mapping[UUID, int]) -> None:
    if not versions:
        return
    rows = db.execute(
        "SELECT stream, expected, (SELECT coalesce(max(version), 0) FROM entries WHERE entries.stream = read.stream)"
        " FROM unnest(%s::uuid[], %s::bigint[]) AS read (stream, expected)",
        [list(versions), list(versions.values())],
    )
    for stream, version, found in rows:
        if found != version:
            raise Changed(f"{stream} is at version {found}, not {version}.")
