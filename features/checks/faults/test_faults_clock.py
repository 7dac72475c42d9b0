"""A clock that is set back: the order stays, times go on, and it is told."""

import logging
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from application.ledger import Ledger
from domain.fact import Position
from features.checks.faults.wholeness import must_be_whole
from features.checks.logs import NOON, Logs, draft
from infrastructure.merkle.kept import signer
from infrastructure.verifying import Verifier
from interface.main import LOG, key_of, tree_of

DAY, STEP = timedelta(days=1), timedelta(microseconds=1)


def test_a_clock_set_back_a_day_changes_no_order_and_is_told_once(
    logs: Logs, ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    numbers = iter(range(1, 99))

    def record() -> None:
        ledger.append([draft(next(numbers))])

    record()
    logs.clock.now = NOON - timedelta(milliseconds=200)  # as the clocks of two machines differ
    record()
    assert not caplog.records
    logs.clock.now = NOON - DAY
    for _ in range(3):
        record()
    assert [it.levelno for it in caplog.records] == [logging.WARNING]
    assert "behind the log's last entry" in caplog.text
    logs.clock.now = NOON + DAY
    record()
    logs.clock.now = NOON
    record()
    assert len(caplog.records) == 2
    stored = ledger.stored(Position(0), 99)
    assert [it.originator_id for it in stored] == [UUID(int=it) for it in range(1, 8)]
    assert [it.recorded_at - NOON for it in stored] == [*(at * STEP for at in range(5)), DAY, DAY + STEP]
    tree_of(ledger, tmp_path).sign()
    assert not Verifier(LOG, key_of)(tmp_path, signer(tmp_path / "log.key").verifier.vkey, None).findings
    must_be_whole(ledger, tmp_path)


def test_what_is_recorded_while_the_clock_is_behind_can_be_read_as_known_then(logs: Logs, ledger: Ledger) -> None:
    ledger.append([draft(1)])
    logs.clock.now = NOON - DAY
    ledger.append([draft(2)])
    assert ledger.position_at(NOON) == 1
    assert ledger.position_at(NOON + STEP) == 2
    assert ledger.position_at(NOON - DAY) == 0


def test_the_next_process_tells_it_too(logs: Logs, ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    ledger.append([draft(1)])
    logs.clock.now = NOON - DAY
    for number, each in enumerate((logs.open(), logs.open()), start=2):
        each.append([draft(number)])
    assert len(caplog.records) == 2
