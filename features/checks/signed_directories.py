"""Data directories whose log was signed as it grew, and what is found of one that is verified."""

from collections.abc import Collection, Sequence
from pathlib import Path

from application.recording import Draft
from application.verifying import Verified
from features.checks.logs import Logs
from infrastructure.verifying import Verifier
from interface.main import LOG, key_of


def signed_in(directory: Path, transactions: Sequence[Sequence[Draft]], at: Collection[int]) -> Path:
    """A directory with a log of these transactions, signed at these sizes."""
    logs = Logs(directory)
    ledger = logs.open()
    proving = logs.services(ledger).proving
    for drafts in transactions:
        if ledger.append(drafts)[-1] in at:
            proving.sign()
    logs.close()
    return directory


def verified(directory: Path, key: str | None = None, since: Path | None = None) -> Verified:
    return Verifier(LOG, key_of)(directory, key, since)
