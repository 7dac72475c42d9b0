"""The log in PostgreSQL: kept safely or not at all, only ever appended to, whatever becomes of server and network.

Longer than most: what PostgreSQL alone can do wrong is many small things, all over one server.
"""

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from application.ledger import Ledger
from application.recording import Once, StoredDraft
from application.refusals import LogUnavailable
from domain.fact import Position
from domain.scales import Reliability
from domain.source import Source
from features.checks.logs import NOON, RIMA, at_once, draft, rate, rated, register, registered
from features.checks.postgres import PASSWORD, PostgresLogs, Server
from features.checks.wires import Cut, Wire
from infrastructure.codec import Codec
from infrastructure.postgres import PostgresRecorder
from infrastructure.postgres_connections import Connections
from infrastructure.postgres_server import has_log
from infrastructure.sqlite_file import UnsafeLog

ONE, NEW = UUID(int=1), UUID(int=99)
NOW, BEFORE = "2026-03-01T12:00:00.000009Z", "2026-03-01T11:59:59.999999Z"
ONCE = Once("Rima", "key", "digest")
A, B = Reliability("A"), Reliability("B")
COMMIT, INSERT, BEGIN = b"COMMIT\0", b"INSERT INTO entries", b"BEGIN"


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with server.database() as it:
        yield it


@pytest.fixture
def logs(address: str, tmp_path: Path) -> Iterator[PostgresLogs]:
    with closing(PostgresLogs(tmp_path, address)) as logs:
        yield logs


def opened(address: str) -> PostgresRecorder:
    return PostgresRecorder(address, lambda: NOON)


def entry(position: int, stream: UUID, version: int, recorded_at: str = NOW) -> str:
    return f"({position}, '{stream}', {version}, '{recorded_at}', 'Mallory', '{NEW}', 'SourceRegistered', 1, '{{}}')"


TAMPERING = [
    "UPDATE entries SET content = '{}'",
    "UPDATE entries SET position = 4 WHERE position = 3",
    "UPDATE entries SET content = '{}' WHERE false",
    "DELETE FROM entries WHERE position = 3",
    "TRUNCATE entries",
    "TRUNCATE entries, answers, log CASCADE",
    f"INSERT INTO entries VALUES {entry(3, NEW, 1)} ON CONFLICT (position) DO UPDATE SET content = '{{}}'",
    f"INSERT INTO entries VALUES {entry(4, ONE, 2)} ON CONFLICT (stream, version) DO UPDATE SET content = '{{}}'",
    f"INSERT INTO entries VALUES {entry(3, NEW, 1)}",
    f"INSERT INTO entries VALUES {entry(5, NEW, 1)}",
    f"INSERT INTO entries VALUES {entry(0, NEW, 1)}",
    f"INSERT INTO entries VALUES {entry(4, NEW, 1)}, {entry(6, UUID(int=98), 1)}",
    f"INSERT INTO entries VALUES {entry(4, ONE, 2)}",
    f"INSERT INTO entries VALUES {entry(4, ONE, 4)}",
    f"INSERT INTO entries VALUES {entry(4, NEW, 0)}",
    f"INSERT INTO entries VALUES {entry(4, NEW, 2)}, {entry(5, NEW, 1)}",
    f"INSERT INTO entries VALUES {entry(4, NEW, 1, BEFORE)}",
    f"INSERT INTO entries VALUES {entry(4, NEW, 1)}, {entry(5, NEW, 2, BEFORE)}",
    "UPDATE answers SET position = 1",
    "DELETE FROM answers",
    "TRUNCATE answers",
    "INSERT INTO answers VALUES ('Rima', 'key', '-', 1) ON CONFLICT (owner, key) DO UPDATE SET position = 1",
    "UPDATE hashes SET hash = decode(repeat('00', 32), 'hex') WHERE number = 1",
    "DELETE FROM hashes WHERE number = 2",
    "TRUNCATE hashes",
    "INSERT INTO hashes VALUES (0, 4, decode(repeat('00', 32), 'hex'))",
    "INSERT INTO hashes VALUES (1, 1, decode(repeat('00', 32), 'hex'))",
    "INSERT INTO hashes VALUES (0, 3, decode(repeat('00', 31), 'hex'))",
    "UPDATE log SET form = 2",
    "DELETE FROM log",
]


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize("statement", TAMPERING)
def test_the_database_itself_refuses_to_be_changed(logs: PostgresLogs, statement: str, role: str) -> None:
    ledger = logs.open()
    ledger.append([draft(1), draft(1, 2, rated(A))])
    ledger.append([draft(3)], once=ONCE)
    before, db = logs.rows(), logs.database()
    assert len(before) == 4
    db.execute(f"SET search_path = casus; SET session_replication_role = {role}".encode())
    with pytest.raises(psycopg.IntegrityError):
        db.execute(statement.encode())
    assert logs.rows() == before
    assert ledger.append([draft(1, 3, rated(B)), draft(NEW)]) == [4, 5]


def test_content_is_kept_byte_by_byte(logs: PostgresLogs) -> None:
    contents = [b'{"b" : 1.0,\n "a":1e2, "a": "\\u00e9\\ud83d\\ude00"}', '{"z":"é😀 "}'.encode(), b'{"n":"\\u0000"}']
    with closing(opened(logs.address)) as recorder:
        recorder.insert_events(
            [
                StoredDraft(UUID(int=number), 1, "SourceRegistered", content, 1, "Rima", RIMA.cause)
                for number, content in enumerate(contents)
            ]
        )
        assert [it.state for it in recorder.select_notifications(1, 10)] == contents


def test_a_server_that_may_lose_what_it_acknowledged_is_refused(server: Server, address: str) -> None:
    with closing(opened(address)) as recorder:
        for setting in ("fsync", "full_page_writes"):
            server.stop(signal.SIGINT)
            server.start(**{setting: "off"})
            try:
                with pytest.raises(UnsafeLog, match=f"PostgreSQL's {setting} is off, and must be on"):
                    opened(address)
                with pytest.raises(LogUnavailable):  # as one that has it open is by itself
                    Ledger(recorder, Codec(), clock=lambda: NOON).position_at(None)
            finally:
                server.stop(signal.SIGINT)
                server.start()
        assert recorder.max_notification_id() is None


CARELESS = {
    "synchronous_commit": "off", "default_transaction_isolation": "'repeatable read'", "lock_timeout": "0",
    "default_transaction_read_only": "on", "TimeZone": "'Asia/Damascus'", "DateStyle": "'German'",
    "statement_timeout": "0", "client_encoding": "latin1",
}  # fmt: skip


def test_every_connection_is_durable_whatever_the_database_begins_with(logs: PostgresLogs) -> None:
    database = psycopg.conninfo.conninfo_to_dict(logs.address)["dbname"]
    try:
        db = logs.database()
        for setting, value in CARELESS.items():
            db.execute(f"ALTER DATABASE {database} SET {setting} = {value}".encode())
        ledgers = [logs.open(), logs.open()]
        id = register(ledgers[0], "وكالة").id
        (first,) = ledgers[1].history(Source, id)
        assert first.fact == registered("وكالة")
        assert first.recorded_at.isoformat() == "2026-03-01T12:00:00+00:00"
        # Of two at once, the second sees what the first did while it waited.
        ends = at_once(*[partial(it.append, [draft(uuid4())]) for it in ledgers * 10])
        assert sorted(position for end in ends for position in end.result()) == [*range(2, 22)]
        with closing(Connections(logs.address)) as connections, connections.writing() as ours:
            for setting, value in {"synchronous_commit": "on", "lock_timeout": "5s"}.items():
                assert ours.execute(f"SHOW {setting}".encode()).fetchone() == (value,)
    finally:
        options = "-c default_transaction_read_only=off"
        with psycopg.connect(logs.address, autocommit=True, options=options) as again:
            again.execute(f"ALTER DATABASE {database} RESET ALL".encode())


@pytest.mark.parametrize(
    "theirs",
    ["CREATE TABLE casus.entries (a int)", "CREATE TABLE casus.log AS SELECT 'casus' AS application, 2 AS form",
     "CREATE TABLE casus.log AS SELECT 'other' AS application, 1 AS form"],
)  # fmt: skip
def test_what_is_no_log_of_this_version_is_left_alone(logs: PostgresLogs, theirs: str) -> None:
    logs.database().execute(f"CREATE SCHEMA casus; {theirs}".encode())
    with pytest.raises(UnsafeLog, match="has a schema casus that is not a log of form 1"):
        logs.open()
    assert (
        len(logs.database().execute("SELECT FROM pg_class WHERE relnamespace = 'casus'::regnamespace").fetchall()) == 1
    )


def test_a_log_is_begun_by_who_opens_it_and_not_by_who_asks_for_it(address: str, logs: PostgresLogs) -> None:
    assert not has_log(address)
    logs.database().execute("CREATE SCHEMA casus")  # by an administrator, for who may not
    assert not has_log(address)
    for end in at_once(*[logs.open] * 4):
        assert end.result().position_at(None) == 0
    assert has_log(address)


def test_who_may_only_read_can_read(logs: PostgresLogs, address: str) -> None:
    id = register(logs.open()).id
    db = logs.database()
    try:
        db.execute(
            f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'; GRANT USAGE ON SCHEMA casus TO reader;"
            "GRANT SELECT ON ALL TABLES IN SCHEMA casus TO reader".encode()
        )
        ledger = PostgresLogs(logs.path.parent, address.replace("//casus:", "//reader:")).open()
        with closing(ledger):
            assert ledger.load(Source, id).reliability is None
            with pytest.raises(LogUnavailable):
                register(ledger)
    finally:
        db.execute("DROP OWNED BY reader; DROP ROLE reader")
    assert logs.open().position_at(None) == 1


@pytest.mark.parametrize("noticed", [True, False], ids=["noticed", "not noticed"])
@pytest.mark.parametrize("how", [signal.SIGQUIT, signal.SIGINT], ids=["at once", "in order"])
def test_a_restart_of_the_server_loses_nothing_and_stops_nothing(
    server: Server, logs: PostgresLogs, how: int, noticed: bool
) -> None:
    ledgers = [logs.open(), logs.open()]
    receipts = [register(ledger) for ledger in ledgers * 3]
    assert [len(ledger.entries(Position(0), 100)) for ledger in ledgers] == [6, 6]
    server.stop(how)
    for ledger in ledgers if noticed else ():
        for ask in (partial(register, ledger), partial(ledger.position_at, None)):
            with pytest.raises(LogUnavailable):
                ask()
    server.start()
    receipts.append(register(ledgers[0]))  # its first call since
    assert ledgers[1].position_at(None) == 7
    receipts += [end.result() for end in at_once(*[partial(register, ledger) for ledger in ledgers * 4])]
    there = {(it.originator_id, it.originator_version, it.position) for it in ledgers[1].entries(Position(0), 100)}
    assert there == {(it.id, it.version, it.position) for it in receipts}
    assert sorted(it.position for it in receipts) == [*range(1, 16)]


@pytest.fixture
def wire(address: str) -> Iterator[Wire]:
    with Wire(int(psycopg.conninfo.conninfo_to_dict(address)["port"] or 0)) as wire:
        yield wire


@pytest.fixture
def far(logs: PostgresLogs, wire: Wire, address: str) -> Iterator[Ledger]:
    """A ledger at the other end of the wire."""
    port = psycopg.conninfo.conninfo_to_dict(address)["port"]
    far = PostgresLogs(logs.path.parent, address.replace(f":{port}/", f":{wire.port}/"))
    with closing(far):
        yield far.open()


@pytest.mark.parametrize("once", [ONCE, None], ids=["with a key", "without"])
def test_what_was_committed_is_acknowledged_though_the_wire_was_cut(
    logs: PostgresLogs, far: Ledger, wire: Wire, once: Once | None
) -> None:
    first = register(far)
    with wire.cutting(COMMIT, "after", mended=True):
        receipt = rate(far, first.id, A, expecting=1, once=once)
    assert (receipt.version, receipt.position) == (2, 2)
    assert len(logs.open().entries(Position(0), 10)) == 2
    assert rate(far, first.id, B, expecting=2).position == 3


@pytest.mark.parametrize(("at", "cut"), [(COMMIT, "before"), (INSERT, "after"), (BEGIN, "after")])
def test_what_was_not_committed_was_not_recorded(
    logs: PostgresLogs, far: Ledger, wire: Wire, at: bytes, cut: Cut
) -> None:
    first = register(far)
    with wire.cutting(at, cut, mended=True), ExitStack() as failing:
        if at != BEGIN:  # at which it connects anew, as nothing had been sent
            failing.enter_context(pytest.raises(LogUnavailable, match="nothing was recorded"))
        rate(far, first.id, A, expecting=1, once=ONCE)
    assert logs.open().position_at(None) == (1 if at != BEGIN else 2)
    assert rate(far, first.id, A, expecting=1, once=ONCE).position == 2


@pytest.mark.parametrize("cut", ["before", "after"])
def test_what_can_not_be_told_is_said_so_and_the_key_answers_for_it(
    logs: PostgresLogs, far: Ledger, wire: Wire, cut: Cut
) -> None:
    first = register(far)
    with wire.cutting(COMMIT, cut, mended=False), pytest.raises(LogUnavailable):
        rate(far, first.id, A, expecting=1, once=ONCE)
    with wire.cutting(COMMIT, cut, mended=False), pytest.raises(LogUnavailable, match="it can't be told whether"):
        far.append([draft(5)], once=ONCE._replace(key="another"))
    recorded = logs.open().position_at(None)
    assert recorded == (3 if cut == "after" else 1)
    receipt = rate(far, first.id, A, expecting=1, once=ONCE)
    assert (receipt.id, receipt.version, receipt.position) == (first.id, 2, 2)
    assert logs.open().position_at(None) == max(recorded, 2)


def test_who_does_not_answer_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(UnsafeLog, match=r"can't be opened: .*timeout"):
            opened(f"postgresql://casus:{PASSWORD}@127.0.0.1:{port}/casus?connect_timeout=600")


@pytest.mark.parametrize(
    "wrong",
    ["postgresql://casus:{0}x@{1}", "postgresql://casus:{0}@{1}-not-there", "postgresql://{0}%zz@{1}",
     "postgresql://casus:{0}@127.0.0.1:1/casus", "{0}", "postgresql://casus@{1}?password={0}x", "postgresql://a:{0}@[{1}"],
)  # fmt: skip
def test_a_refusal_tells_no_password(address: str, wrong: str) -> None:
    with pytest.raises(UnsafeLog) as refused:
        opened(wrong.format(PASSWORD, address.partition("@")[2]))
    assert PASSWORD not in str(refused.value)
