"""Entries as they arrive at a mirror: of their form, and never a part of a transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.cloud_events import event
from application.mirroring import CopyDamaged, ForkFound, NoAnswer
from application.recording import Changed, StoredEntry
from domain.fact import Position
from features.checks.logs import NOON, Logs, register
from features.checks.mirror_lies import other_entry
from features.checks.mirrors import Lies, Original, entries_of, follow
from infrastructure import mirror_batches
from infrastructure.merkle.entries import hash_of
from infrastructure.mirror_batches import batches
from infrastructure.mirror_log import CopiedLog

TRANSACTIONS = (1, 3, 1, 1, 9, 2, 1, 4)
WHOLE = sum(TRANSACTIONS)


@pytest.fixture(scope="module", autouse=True)
def small_batches() -> Iterator[None]:
    before, mirror_batches.AT_ONCE = mirror_batches.AT_ONCE, 5
    yield
    mirror_batches.AT_ONCE = before


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Original]:
    it = Original(tmp_path_factory.mktemp("original"))
    it.grow(TRANSACTIONS)
    yield it
    it.logs.close()


def entry(position: int = 1, time: datetime = NOON, content: bytes = b'{"name":"x"}') -> StoredEntry:
    return StoredEntry(UUID(int=position), 1, "SourceRegistered", content, position, 1, time, "Rima", UUID(int=7))


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 80))
def test_each_batch_ends_with_a_transaction_whatever_of_them_arrives(counts: Sequence[int], cut: int) -> None:
    times = [NOON + timedelta(microseconds=at) for at, count in enumerate(counts) for _ in range(count)]
    lines = [event(entry(position, time)) for position, time in enumerate(times, 1)]
    found = [*batches(iter(lines[:cut]), 0, None, len(lines))]
    taken = [line for batch in found for line in batch.lines]
    assert taken == lines[: len(taken)]
    whole = [0, *(sum(counts[:at]) for at in range(1, len(counts) + 1))]
    shown = [it for it in whole if it < cut or it == cut == len(lines)]
    assert len(taken) == max(shown, default=0)
    for batch in found:
        assert batch.entries[-1].id in whole
        assert len(batch.entries) - counts[whole.index(batch.entries[-1].id) - 1] < 5
        assert (batch.beyond is None) == (batch.entries[-1].id == len(lines))


@pytest.mark.parametrize("at", range(WHOLE))
def test_no_transaction_is_cut_in_two(original: Original, tmp_path: Path, at: int) -> None:
    lies = Lies(original.services)
    lies.of_entries = lambda lines: [*lines[:at], other_entry(lines[at], "time")] if len(lines) > at else []
    with pytest.raises((NoAnswer, ForkFound)):
        follow(lies, tmp_path)
    rmtree(tmp_path / "forks", ignore_errors=True)
    follow(original.answers, tmp_path)
    assert entries_of(tmp_path) == entries_of(original.directory)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"streamversion":1', b'"streamversion":true'),
        (b'"streamversion":1', b'"streamversion":1.0'),
        (b'"streamversion":1', b'"streamversion":0'),
        (b'"streamversion":1', b'"streamversion":9223372036854775808'),
        (b'"form":1', b'"form":true'),
        (b'"form":1', b'"form":-1'),
        (b'"recordedby":"Rima"', b'"recordedby":7'),
        (b"12:00:00.000000Z", b"14:00:00.000000+02:00"),
        (b"12:00:00.000000Z", b"12:00:00Z"),
        (b'{"name":"x"}', b'{"name":NaN}'),
        (b'{"name":"x"}', b'{"name":"\xed\xa0\x80"}'),
        (b'{"name":"x"}', b'{"name":"x"},"more":1'),
        (b'{"name":"x"}', b'["x"]'),
        (b'{"name":"x"}', b"null"),
        (b'{"name":"x"}', b"[" * 100_000),
        (b'"id":"1"', b'"id":"01"'),
        (b'"id":"1"', b'"id":"2"'),
        (b'"source":"/log"', b'"source":"/logs"'),
        (b'{"specversion"', b'{ "specversion"'),
    ],
)
def test_what_would_not_be_stored_as_it_came_is_refused(old: bytes, new: bytes) -> None:
    line = event(entry())
    assert [it.lines for it in batches(iter([line]), 0, None, 1)] == [[line]]
    assert old in line
    with pytest.raises(NoAnswer):
        [it.hashes for it in batches(iter([line.replace(old, new)]), 0, None, 1)]


@pytest.mark.parametrize("seconds", [0, -1])
def test_an_entry_is_later_than_what_was_copied_before(seconds: int) -> None:
    line = event(entry(2, NOON + timedelta(seconds=seconds)))
    with pytest.raises(NoAnswer, match="not recorded after"):
        [*batches(iter([line]), 1, NOON, 2)]
    with pytest.raises(NoAnswer, match="not recorded after"):
        [*batches(iter([event(entry(1)), event(entry(2, NOON - timedelta(seconds=1)))]), 0, None, 2)]


def test_a_transaction_is_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror_batches, "MOST", 3)
    lines = (event(entry(position)) for position in range(1, 100))
    with pytest.raises(NoAnswer, match="longer than any may be"):
        [*batches(lines, 0, None, 99)]


def test_a_batch_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    copy = CopiedLog(tmp_path / "log.sqlite")
    first, later = entry(1), entry(2, NOON + timedelta(seconds=1))  # which begins the same stream once more
    with pytest.raises(Changed):
        copy.take([first, replace(later, originator_id=first.originator_id)])
    assert entries_of(tmp_path) == []
    assert copy.hashes(0, 0, 2) == []
    copy.take([first, later])
    assert copy.recorded_at(Position(2)) - copy.recorded_at(Position(1)) == timedelta(seconds=1)
    assert copy.hashes(0, 0, 2) == [hash_of(first), hash_of(later)]
    copy.close()


def test_a_copy_takes_nothing_where_somebody_else_has_appended(original: Original, tmp_path: Path) -> None:
    follow(original.answers, tmp_path)
    logs = Logs(tmp_path)
    register(logs.open())
    copy = CopiedLog(tmp_path / "log.sqlite")
    with pytest.raises(CopyDamaged, match=f"It goes on at position {WHOLE + 2}"):
        copy.take([entry(WHOLE + 1, NOON + timedelta(days=9))])
    copy.close()
    logs.close()
    assert len(entries_of(tmp_path)) == WHOLE + 1
