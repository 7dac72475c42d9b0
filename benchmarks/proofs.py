"""Proofs: appends with the tree and without, and what a proof and a bundle cost, of ten thousand to a million entries.

`python -m benchmarks.proofs`; some seven minutes.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from hashlib import file_digest
from pathlib import Path
from random import Random
from time import perf_counter

from application.ledger import Ledger
from application.recording import StoredDraft
from application.verifying import Verified
from benchmarks.content import Record
from benchmarks.ledgers import BATCH, fill, ledger_in
from benchmarks.measure import Contender, Row, compare, costs, milliseconds, show, side_by_side
from domain.fact import Position
from infrastructure.merkle.bundling import BundledTree
from infrastructure.merkle.kept import Checkpoints, signer
from infrastructure.merkle.proof_text import LogProof
from infrastructure.merkle.proofs import verify_consistency
from infrastructure.merkle.proving import LogTree
from infrastructure.merkle.tree import Remembering, consistency_proof, root
from infrastructure.merkle.verifying import verified
from infrastructure.sqlite import SQLiteRecorder

_SIZES = (10_000, 100_000, 1_000_000)
_PROOFS, _ROUNDS, _SINGLE = 50, 15, 100


class _WithoutTree(SQLiteRecorder):
    """The log as it would be without its tree."""

    @staticmethod
    def _grow(db: sqlite3.Connection, positions: range, instant: datetime, drafts: Sequence[StoredDraft]) -> None:
        pass


def appends(directory: Path) -> Sequence[Row]:
    """Appends a second with the tree, against the same without it."""
    contenders: dict[str, Contender] = {}
    for size, times in ((1, _SINGLE), (100, 10), (BATCH, 2)):
        for name, kind in (("without the tree", _WithoutTree), ("with it", SQLiteRecorder)):
            record, ledger = Record(), ledger_in(directory / f"{size} {name}.sqlite", kind)
            contenders[f"append {size:,}, {name}"] = partial(_appending, ledger, record, times, size)
    rates = side_by_side(contenders, _ROUNDS)
    return [
        compare(rates, f"append {size:,}, with it", f"append {size:,}, without the tree", 0.6)
        for size in (1, 100, BATCH)
    ]


def _appending(ledger: Ledger, record: Record, times: int, size: int, _: int) -> Callable[[], int]:
    batches = [list(record.drafts(size)) for _ in range(times)]
    return lambda: sum(len(ledger.append(batch)) for batch in batches)


def proofs(directory: Path) -> Sequence[Row]:
    """A proof made and checked, its size, and the bytes that a leaf takes, by the size of the log."""
    found = {size: _of(directory, size) for size in _SIZES}
    small, large = found[_SIZES[0]], found[_SIZES[-1]]
    ratios = [
        costs(f"{what}, {_SIZES[-1]:,} entries", large[what], f"{_SIZES[0]:,}", small[what], 2.0)
        for what in ("inclusion proof made", "inclusion proof checked", "consistency proof made and checked")
    ]
    rest = [
        costs(f"{what}, {size:,} entries", each[what], unit=unit)
        for size, each in found.items()
        for what, unit in (
            ("inclusion proof made", "ms"),
            ("inclusion proof checked", "ms"),
            ("consistency proof made and checked", "ms"),
            ("root of the whole tree made from the kept hashes", "ms"),
            ("size of a proof with its checkpoint", "bytes"),
            ("kept for each leaf", "bytes"),
            ("whole bundle written", "s"),
            ("whole bundle, for each entry", "bytes"),
            ("whole bundle verified", "s"),
            ("whole bundle verified by docs/verify_casus.py", "s"),
            ("whole bundle hashed by SHA-256", "s"),
        )
    ]
    return [*ratios, *rest]


def _of(directory: Path, size: int) -> Mapping[str, float]:
    path = directory / f"{size}.sqlite"
    with closing(ledger_in(path)) as ledger:
        fill(ledger, Record(), size)
        checkpoints = Checkpoints(directory / f"checkpoints of {size}")
        key = signer(directory / "log.key")
        tree, recorder, random = LogTree(ledger.recorder, checkpoints, lambda: key), ledger.recorder, Random(1)
        remembering = Remembering(recorder)  # as the tree does
        assert tree.sign()
        entries = [Position(random.randint(1, size)) for _ in range(_PROOFS)]
        texts = [tree.inclusion_text(it) for it in entries]
        leaves = [recorder.hashes(0, it - 1, 1)[0] for it in entries]
        pairs = [(random.randint(1, size), size) for _ in range(_PROOFS)]
        whole, roots = root(recorder, size), [root(recorder, one) for one, _ in pairs]

        def check() -> None:
            for text, leaf in zip(texts, leaves, strict=True):
                LogProof.parsed(text).verified(leaf, key.verifier)

        def consist() -> None:
            for (one, other), first in zip(pairs, roots, strict=True):
                verify_consistency(one, other, consistency_proof(remembering, one, other), first, whole)

        return {
            "inclusion proof made": milliseconds(lambda: [tree.inclusion_text(it) for it in entries]) / _PROOFS,
            "inclusion proof checked": milliseconds(check) / _PROOFS,
            "consistency proof made and checked": milliseconds(consist) / _PROOFS,
            "root of the whole tree made from the kept hashes": milliseconds(lambda: root(recorder, size)),
            "size of a proof with its checkpoint": max(map(len, texts)),
            "kept for each leaf": _kept(path) / size,
            **_bundled(BundledTree(recorder, checkpoints, lambda: key), directory / f"{size}.casus", size),
        }


def _bundled(tree: BundledTree, path: Path, size: int) -> Mapping[str, float]:
    with path.open("wb") as file:
        written = _seconds(lambda: file.writelines(tree.bundle(Position(size), "log", None)))
    with path.open("rb") as file:
        hashed = _seconds(lambda: file_digest(file, "sha256"))
    with path.open("rb") as file:
        read = _seconds(lambda: _must_be_right(verified(file)))
    by_hand = [sys.executable, "docs/verify_casus.py", str(path)]
    return {
        "whole bundle written": written,
        "whole bundle, for each entry": path.stat().st_size / size,
        "whole bundle verified": read,
        "whole bundle verified by docs/verify_casus.py": _seconds(
            lambda: subprocess.run(by_hand, check=True, stdout=subprocess.DEVNULL)
        ),
        "whole bundle hashed by SHA-256": hashed,
    }


def _must_be_right(found: Verified) -> None:
    assert not found.findings


def _seconds(do: Callable[[], object]) -> float:
    began = perf_counter()
    do()
    return perf_counter() - began


def _kept(path: Path) -> int:
    """The bytes of the file that the hashes take."""
    with closing(sqlite3.connect(path)) as db:
        copy = path.with_suffix(".without")
        db.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as db:
        whole = _size(db)
        db.execute("DROP TABLE hashes")
        db.execute("VACUUM")
        return whole - _size(db)


def _size(db: sqlite3.Connection) -> int:
    (found,) = db.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    return int(found)


if __name__ == "__main__":
    show(appends, proofs)
