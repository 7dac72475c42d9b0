"""The log in its SQLite file: written safely or not at all, only ever appended to, readable without us."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any, cast
from uuid import UUID

import pytest

from application.ledger import Ledger
from domain.allegiance import Allegiance, AllegianceKind
from domain.attribution import RelayedSource
from domain.casualty_facts import CasualtyReported
from domain.fact import Entry, Fact, Position
from domain.figure import Figure, Qualifier
from domain.force_facts import AllegianceDeclared
from domain.incident_facts import IncidentReported
from domain.kinds import IncidentKind
from domain.period import Period
from domain.place import Place, Precision
from domain.report import ReportRecorded
from domain.scales import Credibility, Reliability
from domain.source import Source
from domain.toll import Harm
from domain.value import Code
from features.checks.logs import NOON, RIMA, Logs, draft, everywhere, rate, register, registered
from infrastructure.codec import Codec, UnreadableEntry
from infrastructure.sqlite import SQLiteRecorder
from infrastructure.sqlite_file import UnsafeLog

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
FIGURE = Figure(low=20, best=35, high=40, qualifier=Qualifier.ABOUT, verbatim="حوالي 35 قتيلا")
PERIOD = Period.model_validate(
    {"edtf": "2018-02-07/2018-02-08", "precision": 2, "began_at": "2018-02-07T22:00:00.25+03:00", "duration": "PT3H"}
)
PLACE = Place(name="Khashām", precision=Precision.WITHIN_25_KM, latitude=35.3, longitude=40.3, country="SYR")
FACTS: tuple[Fact, ...] = (
    registered("وكالة سانا \U0001f4f0 \\ \"'"),
    ReportRecorded(source_id=ONE, headline="-", published_at=NOON, original_source="a US military official"),
    ReportRecorded(source_id=ONE, headline="-", published_at="2018-02?", original_source=RelayedSource(source_id=TWO)),
    IncidentReported(
        title="Clash", kind=IncidentKind.ARMED_CLASH, occurred=PERIOD, place=PLACE, report_id=ONE,
        codes=(Code(scheme="gwno", value="652"),),
    ),
    CasualtyReported(
        incident_id=ONE, side=TWO, harm=Harm.KILLED, report_id=THREE, figure=FIGURE, credibility=Credibility(3)
    ),
    CasualtyReported(incident_id=ONE, side="all", harm=Harm.KILLED, report_id=THREE, figure=FIGURE, inference="a\n\tb"),
    AllegianceDeclared(allegiance=Allegiance(to=TWO, kind=AllegianceKind.LOYAL_TO, during="2015/..")),
)  # fmt: skip


def recorder_of(ledger: Ledger) -> SQLiteRecorder:
    return cast("SQLiteRecorder", ledger.recorder)


@everywhere
@pytest.mark.parametrize("fact", FACTS, ids=lambda it: type(it).__name__)
def test_what_is_read_is_what_was_written(logs: Logs, ledger: Ledger, fact: Fact) -> None:
    ledger.append([draft(9, 1, fact)])
    (entry,) = logs.open().entries(Position(0), 10)
    assert entry == Entry(
        position=1, originator_id=UUID(int=9), originator_version=1, recorded_at=NOON, recorded_by="Rima",
        cause=RIMA.cause, fact=fact,
    )  # fmt: skip
    assert (type(entry.fact), hash(entry.fact), entry.fact.model_copy()) == (type(fact), hash(fact), fact)
    said = {name for name, value in fact if value is not None}
    assert said == {name for name in entry.fact.model_fields_set if getattr(entry.fact, name) is not None}
    assert entry.model_copy(update={"position": 2}).fact == fact


@pytest.mark.parametrize(
    ("fact", "form"),
    [
        ("planted:Planted", 1), ("planted", 1), ("os:system", 1), ("domain.source:SourceRated", 1), ("Fact", 1),
        ("SourceRated ", 1), ("", 1), ("SourceRated", 0), ("SourceRated", -1), ("SourceRated", 2),
    ],
)  # fmt: skip
def test_a_stored_name_is_never_imported(
    logs: Logs, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fact: str, form: int
) -> None:
    (tmp_path / "planted.py").write_text("class Planted: ...")
    monkeypatch.syspath_prepend(tmp_path)
    ledger.append([draft(1)])
    content = '{"reliability": "A", "reason": "-"}'
    logs.plain().execute(
        "INSERT INTO entries VALUES (2, ?, 2, '2030-01-01T00:00:00.000000Z', '-', ?, ?, ?, ?)",
        (str(ONE), str(ONE), fact, form, content),
    )
    for read in (lambda: ledger.entries(Position(0), 10), lambda: ledger.load(Source, ONE)):
        with pytest.raises(UnreadableEntry, match="Position 2: this Casus knows no"):
            read()
    assert "planted" not in sys.modules


SETTINGS = {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1, "recursive_triggers": 1, "foreign_keys": 1}


def connecting(monkeypatch: pytest.MonkeyPatch, kind: type[sqlite3.Connection]) -> None:
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=kind))


def test_every_connection_is_durable_whatever_sqlite_begins_with(logs: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    class Careless(sqlite3.Connection):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            for setting in ("synchronous", "fullfsync", "recursive_triggers", "foreign_keys"):
                self.execute(f"PRAGMA {setting} = OFF")
            made.append(self)

    connecting(monkeypatch, Careless)
    connections = recorder_of(logs.open())._connections
    for reader in (connections._reader(), connections._reader()):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("CREATE TABLE a (b)")
    assert len(made) == 3
    for db in made:
        assert {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS} == SETTINGS


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_that_sqlite_does_not_take_stops_the_start(
    logs: Logs, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    class Deaf(sqlite3.Connection):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            super().execute("PRAGMA synchronous = NORMAL")

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            return super().execute("SELECT 1" if sql.startswith(f"PRAGMA {setting} =") else sql, *values)

    connecting(monkeypatch, Deaf)
    with pytest.raises(UnsafeLog, match=f"SQLite's {setting} is"):
        logs.open()


def test_a_log_outlives_the_process_whatever_it_is_called(tmp_path: Path) -> None:
    for name in (":memory:", "a?mode=memory", "file:log#1 %20"):
        with closing(SQLiteRecorder(tmp_path / name, lambda: NOON)):
            assert (tmp_path / name).is_file()


def marked(*statements: str) -> Callable[[Path], None]:
    def mark(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            for statement in statements:
                db.execute(statement)

    return mark


def later(path: Path) -> None:
    with closing(Logs(path.parent)) as logs:
        logs.open()
    marked("PRAGMA user_version = 3")(path)


FOREIGN: dict[str, Callable[[Path], object]] = {
    "another program's": marked("CREATE TABLE entries (a)"),
    "another program's, in WAL": marked("PRAGMA journal_mode = WAL", "CREATE TABLE a (b)"),
    "another program's, empty": marked("PRAGMA user_version = 1"),
    "of a later form": later,
    "not a database": lambda path: path.write_bytes(b"no database, but long enough to be one " * 200),
}


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
def test_a_file_that_is_no_log_of_ours_is_refused_and_left_alone(logs: Logs, make: Callable[[Path], object]) -> None:
    make(logs.path)
    before = logs.path.read_bytes()
    with pytest.raises(
        UnsafeLog, match=r"log\.sqlite (is not a log of form 2|can't be opened: file is not a database)"
    ):
        logs.open()
    assert logs.path.read_bytes() == before
    assert [*logs.path.parent.iterdir()] == [logs.path]


def test_a_place_that_holds_no_file_is_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "log.sqlite"):
        with pytest.raises(UnsafeLog, match="can't be opened: unable to open database file"):
            SQLiteRecorder(path, lambda: NOON)


def test_an_opening_waits_for_another_that_is_under_way(logs: Logs) -> None:
    other = logs.plain()
    other.execute("CREATE TABLE a (b)")
    other.execute("DROP TABLE a")
    other.execute("BEGIN IMMEDIATE")  # for a writer SQLite itself doesn't wait before it changes to WAL
    Timer(0.1, other.close).start()
    assert register(logs.open()).position == 1


def test_the_file_alone_is_readable(logs: Logs, ledger: Ledger) -> None:
    ledger.append([draft(stream, 1, fact) for stream, fact in enumerate(FACTS, start=1)])
    logs.close()
    with closing(sqlite3.connect(f"{logs.path.as_uri()}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        rows = db.execute("SELECT *, CAST(content AS BLOB) AS bytes, typeof(content) AS type FROM entries").fetchall()
        assert db.execute("PRAGMA encoding").fetchone()[0] == "UTF-8"
    for position, (row, fact) in enumerate(zip(rows, FACTS, strict=True), start=1):
        assert (row["position"], row["stream"], row["version"]) == (position, str(UUID(int=position)), 1)
        assert (row["recorded_at"], row["recorded_by"]) == ("2026-03-01T12:00:00.000000Z", "Rima")
        assert (row["cause"], row["fact"], row["form"]) == (str(RIMA.cause), type(fact).__name__, 1)
        assert (row["type"], json.loads(row["bytes"])) == ("text", fact.model_dump(mode="json", exclude_none=True))
    assert "وكالة سانا \U0001f4f0".encode() in rows[0]["bytes"]
    assert logs.path.read_bytes()[68:72] == b"CASU"


@pytest.mark.parametrize(
    ("name", "value"),
    {
        "POSTGRES_DBNAME": "casus", "POSTGRES_HOST": "127.0.0.1", "POSTGRES_PASSWORD": "-", "SQLITE_DBNAME": ":memory:",
        "PERSISTENCE_MODULE": "eventsourcing.postgres", "MAPPER_TOPIC": "eventsourcing.persistence:Mapper",
        "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher", "COMPRESSOR_TOPIC": "zlib", "AGGREGATE_CACHE_MAXSIZE": "0",
        "AGGREGATE_CACHE_FASTFORWARD": "n", "IS_SNAPSHOTTING_ENABLED": "y",
    }.items(),
)  # fmt: skip
def test_the_environment_configures_nothing(logs: Logs, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for prefix in ("", "LEDGER_"):
        monkeypatch.setenv(prefix + name, value)
    ledger, other = logs.open(), logs.open()
    id = register(ledger).id
    for version, reliability in enumerate((Reliability("A"), Reliability("B")), start=1):
        rate(other, id, reliability, expecting=version)
        assert ledger.load(Source, id).reliability is reliability
    assert [row[6:9] for row in logs.rows()][:1] == [("SourceRegistered", 1, '{"name":"SANA","kind":"news_agency"}')]
    assert isinstance(ledger.mapper, Codec)
    assert ledger.snapshots is None
    assert getattr(ledger.repository.cache, "maxsize", None) == 4_096
