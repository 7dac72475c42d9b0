"""What a batch of an import rests on may not change before it is in the log, even if the batch adds nothing to it."""

from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest

from application.importing.working import Working
from application.recording import Changed
from application.refusals import LogUnavailable
from domain.scales import Reliability
from domain.source import Source, SourceRated
from features.checks.logs import RIMA, Logs, draft, register, registered

OTHER = UUID(int=1)


def test_what_a_batch_only_looks_at_may_not_change_either(tmp_path: Path) -> None:
    logs = Logs(tmp_path)
    ledger, others = logs.open(), logs.open()
    looked_at = register(ledger, "Valley Observer").id
    working = Working(ledger, RIMA)
    assert working.find(Source, looked_at)
    working.open_unread(OTHER, registered("Desert Wire"))
    others.append([draft(looked_at, 2, SourceRated(reliability=Reliability.UNRELIABLE, reason="Proved so."))])
    with pytest.raises(Changed):
        working.append()
    assert ledger.opening(OTHER) is None
    assert working.find(Source, looked_at) == ledger.load(Source, looked_at)
    logs.close()


def test_what_is_not_looked_at_again_is_taken_back_with_its_row(tmp_path: Path) -> None:
    logs = Logs(tmp_path)
    ledger = logs.open()
    working = Working(ledger, RIMA)
    rated = SourceRated(reliability=Reliability.UNRELIABLE, reason="Proved so.")
    with working.row():
        working.add(Source, OTHER, registered("Desert Wire"))
    opened = working.the(Source, OTHER)
    with suppress(LogUnavailable), working.row():
        working.add_unread(OTHER, rated)
        raise LogUnavailable
    assert working.the(Source, OTHER) == opened
    with working.row():
        working.add_unread(OTHER, rated)
    working.append()
    assert [(it.originator_version, it.fact) for it in ledger.history(Source, OTHER)] == [
        (1, registered("Desert Wire")),
        (2, rated),
    ]
    assert working.find(Source, OTHER) == ledger.load(Source, OTHER)
    logs.close()
