"""Growth: appending and a dossier, on a log of ten thousand entries and on one of a million."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random

from application.dossiers import Dossiers
from application.ledger import Ledger
from application.recording import Draft
from benchmarks.content import OPEN, Record
from benchmarks.ledgers import BATCH, fill, ledger_in
from benchmarks.measure import Contender, Row, Work, compare, show, side_by_side

_SMALL, _BIG, _ROUNDS = 10_000, 1_000_000, 25
_SINGLE, _DOSSIERS = 40, 12


def growth(directory: Path) -> Sequence[Row]:
    """Whether a log that grows a hundredfold slows anything down; 1.3 times as slow is allowed."""
    contenders: dict[str, Contender] = {}
    for entries in (_SMALL, _BIG):
        for name, contender in _on_a_log(directory, entries).items():
            contenders[f"{name}, {entries:,} entries"] = contender
    rates = side_by_side(contenders, _ROUNDS)
    names = [name.removesuffix(f", {_BIG:,} entries") for name in contenders if f"{_BIG:,}" in name]
    return [compare(rates, f"{name}, {_BIG:,} entries", f"{name}, {_SMALL:,} entries", 1 / 1.3) for name in names]


def _on_a_log(directory: Path, entries: int) -> Mapping[str, Contender]:
    record, ledger = Record(), ledger_in(directory / f"{entries}.sqlite")
    fill(ledger, record, entries)
    return {
        "append one": _appending(ledger, record, _SINGLE, 1),
        "append 1,000": _appending(ledger, record, 1, BATCH),
        "dossier": _reading(ledger, record),
    }


def _appending(ledger: Ledger, record: Record, times: int, size: int) -> Contender:
    return lambda _: partial(_append, ledger, [list(record.drafts(size)) for _ in range(times)])


def _append(ledger: Ledger, batches: Sequence[Sequence[Draft]]) -> int:
    return sum(len(ledger.append(batch)) for batch in batches)


def _reading(ledger: Ledger, record: Record) -> Contender:
    """Dossiers from all over the log, of incidents with ten entries, three casualties and three reports each."""
    whole, dossiers, random = record.whole[: -2 * OPEN], Dossiers(ledger), Random(1)

    def prepare(_: int) -> Work:
        ids = random.sample(whole, _DOSSIERS)

        def work() -> int:
            for id in ids:
                assert len(dossiers.dossier(id).casualties) == 3
            return len(ids)

        return work

    return prepare


if __name__ == "__main__":
    show(growth)
