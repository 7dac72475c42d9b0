"""The read model's rows: however it came by them, they are those that the log says; and it keeps to that by itself."""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ledger import Ledger
from application.moments import Standpoint
from application.questions import SourceQuestion
from application.read_model import Following, NotReadYet
from domain.fact import Position
from domain.source import SourceRated
from features.checks.histories import Program, histories, played
from features.checks.logs import Logs, draft, register
from features.checks.test_standpoints import at_length
from infrastructure.read_model.building import build
from infrastructure.read_model.keeper import Keeper
from infrastructure.read_model.projection.keys import NotOnRecord
from infrastructure.read_model.projection.tables import TABLES, name_of
from infrastructure.read_model.store import Damaged, Store

LONG = 20.0
"""Seconds that nothing here takes, unless it never comes."""


def rows_of(store: Store) -> Sequence[Any]:
    with store.cursor() as db:
        return [db.execute(f"SELECT rowid, * FROM {name_of(table)} ORDER BY rowid").fetchall() for table in TABLES]


@contextmanager
def kept(ledger: Ledger, path: Path) -> Iterator[Keeper]:
    with closing(Keeper(ledger, path, poll=0.01)) as model:
        yield model


@given(histories, st.randoms(use_true_random=False))
@at_length
def test_followed_one_by_one_in_batches_or_in_bulk_the_rows_are_the_same(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs:
        ledger = logs.open()
        end = ledger.position_at(None)
        with closing(Store(None)) as bulk, closing(Store(None)) as batches, closing(Store(None)) as single:
            build(ledger, bulk, end, lambda: True)
            while entries := ledger.entries(batches.position, random.randint(1, 9)):
                batches.append(entries)
            while entries := ledger.entries(single.position, 1):
                single.append(entries)
            assert rows_of(bulk) == rows_of(batches) == rows_of(single)


def test_with_few_keys_at_hand_the_rows_are_the_same(logs: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory() as directory, closing(played(Program(7, 60), Path(directory))) as others:
        ledger = others.open()
        with closing(Store(None)) as plenty, closing(Store(None)) as few:
            few._keys._limit = 1
            for store in (plenty, few):
                while entries := ledger.entries(store.position, 5):
                    store.append(entries)
            assert rows_of(plenty) == rows_of(few)


def test_it_goes_on_where_it_was(logs: Logs) -> None:
    ledger, path = logs.open(), logs.path.with_name("read.duckdb")
    register(ledger)
    for _ in range(3):
        with kept(ledger, path) as model:
            model.start()
            receipt = register(ledger)
            assert model.reach(Position(receipt.position), LONG)
    with kept(ledger, path) as model:
        assert model.check(lambda _: None) == []


def test_an_entry_about_nothing_stops_it_aloud(logs: Logs, caplog: pytest.LogCaptureFixture) -> None:
    ledger = logs.open()
    register(ledger)
    stranger = SourceRated(reliability="A", reason="Proved so.")
    other = sqlite3.connect(logs.path)
    with other:
        other.execute(
            "INSERT INTO entries SELECT 2, ?, 1, recorded_at, recorded_by, cause, 'SourceRated', 1, ? FROM entries",
            (str(uuid4()), stranger.model_dump_json()),
        )
    other.close()
    with kept(ledger, logs.path.with_name("read.duckdb")) as model, caplog.at_level(logging.ERROR):
        model.start()
        assert not model.reach(Position(2), LONG)
        assert model.progress().state is Following.STOPPED
        assert model.reach(Position(1), LONG)
    assert "stopped after position 1" in caplog.text


def test_what_was_not_inserted_is_not_remembered(logs: Logs) -> None:
    ledger = logs.open()
    receipt = register(ledger)
    with closing(Store(None)) as store:
        entries = ledger.entries(Position(0), 1)
        rows = store.project(entries)
        with pytest.raises(duckdb.Error):
            store.insert({TABLES[0]: [(None,) * 5]}, Position(1))  # type: ignore[list-item]
        assert store.position == 0
        with pytest.raises(NotOnRecord):
            store._keys[receipt.id]
        store.insert(rows, Position(1))
        assert store.position == 1


def test_wherever_a_bit_flips_it_answers_rightly_or_is_built_anew(logs: Logs) -> None:
    ledger, path = logs.open(), logs.path.with_name("read.duckdb")
    ledger.append([draft(number) for number in range(1, 3_000)])
    with kept(ledger, path) as model:
        model.rebuild(lambda _: None)
        whole = list(model.rows(SourceQuestion(), Standpoint(model.position), None, 0))
    sound, random = path.read_bytes(), Random(3)
    for _ in range(12):
        broken = bytearray(sound)
        broken[random.randrange(len(broken))] ^= 1 << random.randrange(8)
        path.write_bytes(broken)
        with kept(ledger, path) as model:
            model.start()
            assert model.reach(Position(2_999), LONG)
            assert _answered(model) == whole


def _answered(model: Keeper) -> Sequence[Any]:
    """What it answers, asked until it does."""
    for _ in range(100):
        try:
            return list(model.rows(SourceQuestion(), Standpoint(Position(2_999)), None, 0))
        except NotReadYet:
            model.reach(Position(2_999), LONG)
    raise AssertionError("It never answered.")


def test_a_version_is_of_the_tables_and_of_the_code_that_projects(logs: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    path = logs.path.with_name("read.duckdb")
    Store(path, new=True).close()
    Store(path).close()
    monkeypatch.setattr("infrastructure.read_model.store.version", lambda: "of later code")
    with pytest.raises(Damaged, match="another version"):
        Store(path)
