"""Mirrors: a copy is the original's log byte for byte, whatever is answered, and wherever it was stopped."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.mirroring import AnotherLog, BeingFollowed, CopyDamaged, ForkFound, NoAnswer, NotAMirror, RolledBack
from application.proving import NotSignedYet
from domain.refusal import Refusal
from features.checks.logs import Logs, register
from features.checks.mirror_lies import LIES, PROOFS, another_key, other_proof
from features.checks.mirrors import ADDRESS, Lies, Original, entries_of, follow, is_part_of, kept
from infrastructure import mirror_batches
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.notes import Note
from infrastructure.mirror import mirror

TRANSACTIONS = (1, 3, 1, 1, 9, 2, 1, 1, 4, 1, 12, 1)
WHOLE = sum(TRANSACTIONS)


@pytest.fixture(scope="module", autouse=True)
def small_batches() -> Iterator[None]:
    """Batches of five entries, so that a short log takes several."""
    before, mirror_batches.AT_ONCE = mirror_batches.AT_ONCE, 5
    yield
    mirror_batches.AT_ONCE = before


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Original]:
    it = Original(tmp_path_factory.mktemp("original"))
    it.grow(TRANSACTIONS[:4])
    it.grow(TRANSACTIONS[4:])
    yield it
    it.logs.close()


@settings(max_examples=15)
@given(st.lists(st.lists(st.integers(1, 8), min_size=1, max_size=6), min_size=1, max_size=4))
def test_however_it_grows_the_copy_is_the_same(growths: Sequence[Sequence[int]]) -> None:
    with TemporaryDirectory() as directory:
        original, copy = Original(Path(directory) / "original"), Path(directory) / "copy"
        for growth in growths:
            original.grow(growth)
            follow(original.answers, copy)
            assert entries_of(copy) == entries_of(original.directory)
            assert is_part_of(copy, original)
            checkpoint = kept(copy, original.vkey)
            assert checkpoint
            assert checkpoint.size == len(entries_of(copy))
        original.logs.close()


def test_what_is_not_signed_yet_waits_for_the_next_time(tmp_path: Path) -> None:
    original, copy = Original(tmp_path / "original"), tmp_path / "copy"
    with pytest.raises(NotSignedYet):
        follow(original.answers, copy, original.vkey)
    original.grow([2, 3])
    register(original.ledger)
    assert follow(original.answers, copy) == (5, 5)
    assert len(entries_of(copy)) == 5
    original.logs.close()


class Stopped(Exception):
    """Where a check stops a copy."""


@settings(max_examples=15)
@given(st.lists(st.integers(1, WHOLE), max_size=4))
def test_stopped_after_any_line_it_goes_on_from_there(original: Original, stops: Sequence[int]) -> None:
    def stop(at: int, lines: list[bytes]) -> Iterator[bytes]:
        yield from lines[:at]
        raise Stopped

    with TemporaryDirectory() as directory:
        for at in stops:
            lies, before = Lies(original.services), len(entries_of_or_none(Path(directory)))
            lies.of_entries = lambda lines, at=at: stop(at, lines)  # type: ignore[assignment,misc]
            if before + at < WHOLE:
                with pytest.raises(Stopped):
                    follow(lies, Path(directory))
            assert is_part_of(Path(directory), original) if (Path(directory) / "log.sqlite").exists() else not before
        follow(original.answers, Path(directory))
        assert entries_of(Path(directory)) == entries_of(original.directory)


def entries_of_or_none(directory: Path) -> Sequence[tuple[Any, ...]]:
    return entries_of(directory) if (directory / "log.sqlite").exists() else ()


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    how=st.sampled_from([*LIES]),
    at=st.integers(0, 200),
    by=st.integers(0, 10_000),
    proof=st.none() | st.sampled_from(PROOFS),
    begun=st.booleans(),
)
def test_nothing_false_is_ever_kept(
    original: Original, how: str, at: int, by: int, proof: str | None, *, begun: bool
) -> None:
    with TemporaryDirectory() as place:
        directory, lies = Path(place), Lies(original.services)
        if begun:
            first = Lies(original.services)
            first.of_checkpoint = lambda _: original.services.proving.checkpoint(6)
            follow(first, directory)
        lies.of_entries = lambda lines: LIES[how](lines, at % len(lines), by) if lines else lines
        if proof:
            lies.of_proof = lambda told: other_proof(told, proof, at)
        for _ in range(2):
            try:
                follow(lies, directory)
            except (NoAnswer, ForkFound):
                assert len(entries_of(directory)) < WHOLE
            else:
                assert entries_of(directory) == entries_of(original.directory)
            assert is_part_of(directory, original)
        rmtree(directory / "forks", ignore_errors=True)
        follow(original.answers, directory)
        assert entries_of(directory) == entries_of(original.directory)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("proof", PROOFS)
def test_a_wrong_proof_proves_nothing(original: Original, tmp_path: Path, proof: str, *, begun: bool) -> None:
    lies = Lies(original.services)
    if begun:
        lies.of_checkpoint = lambda _: original.services.proving.checkpoint(6)
        follow(lies, tmp_path)
        lies.of_checkpoint = lambda note: note
    before = entries_of_or_none(tmp_path)
    lies.of_proof = lambda told: other_proof(told, proof, 77)
    if proof == "other root":  # which is not believed anyway
        assert follow(lies, tmp_path) == (WHOLE, WHOLE)
        return
    with pytest.raises((NoAnswer, ForkFound)):
        follow(lies, tmp_path)
    assert entries_of(tmp_path) == [*before]


@pytest.mark.parametrize(
    ("lie", "refusal"),
    [
        (another_key, AnotherLog),
        (lambda note, _: another_key(note, "others.example"), AnotherLog),
        (lambda note, _: note.replace(b"\n%d\n" % WHOLE, b"\n%d\n" % (WHOLE - 1)), AnotherLog),
        (lambda note, _: note[:-20], NoAnswer),
        (lambda *_: b"", NoAnswer),
        (lambda *_: b"<html></html>", NoAnswer),
        (lambda *_: b"\xff" * 100, NoAnswer),
    ],
)
def test_what_the_trusted_key_has_not_signed_is_refused(
    original: Original, tmp_path: Path, lie: Callable[[bytes, str], bytes], refusal: type[Refusal]
) -> None:
    lies = Lies(original.services)
    lies.of_checkpoint = lambda note: lie(note, original.vkey.partition("+")[0])
    with pytest.raises(refusal):
        follow(lies, tmp_path, original.vkey)
    assert not (tmp_path / "mirror.json").exists()
    assert entries_of(tmp_path) == []


def test_an_older_checkpoint_is_refused_and_what_was_copied_stays(original: Original, tmp_path: Path) -> None:
    follow(original.answers, tmp_path)
    lies = Lies(original.services)
    lies.of_checkpoint = lambda _: original.services.proving.checkpoint(6)
    with pytest.raises(RolledBack):
        follow(lies, tmp_path)
    assert entries_of(tmp_path) == entries_of(original.directory)
    assert not (tmp_path / "forks").exists()
    assert follow(original.answers, tmp_path) == (WHOLE, WHOLE)


def test_a_log_of_its_own_is_no_mirror(original: Original, tmp_path: Path) -> None:
    logs = Logs(tmp_path)
    register(logs.open())
    logs.close()
    before = entries_of(tmp_path)
    with pytest.raises(NotAMirror):
        follow(original.answers, tmp_path)
    assert entries_of(tmp_path) == before


def test_a_directory_that_has_a_key_is_no_mirror(original: Original, tmp_path: Path) -> None:
    (tmp_path / "log.key").write_text("whatever")
    with pytest.raises(NotAMirror):
        follow(original.answers, tmp_path)


def test_one_at_a_time(original: Original, tmp_path: Path) -> None:
    with mirror(tmp_path, original.answers, None), pytest.raises(BeingFollowed):
        follow(original.answers, tmp_path)


def test_it_goes_on_trusting_the_key_that_it_began_with(original: Original, tmp_path: Path) -> None:
    follow(original.answers, tmp_path)
    with pytest.raises(AnotherLog):
        follow(original.answers, tmp_path, SignerKey("others.example", bytes(32)).verifier.vkey)
    with pytest.raises(AnotherLog):
        follow(original.answers, tmp_path, "no key")
    other = Original(tmp_path / "other")
    other.grow([1])
    with pytest.raises(AnotherLog, match=rf"{ADDRESS}.* begin another mirror"):
        follow(other.answers, tmp_path)
    other.logs.close()


@pytest.mark.parametrize("what", ["cut short", "changed", "grown", "tree", "checkpoint", "promised"])
def test_a_copy_that_was_changed_is_said_to_be(original: Original, tmp_path: Path, what: str) -> None:
    lies = Lies(original.services)
    lies.of_checkpoint = lambda _: original.services.proving.checkpoint(6)
    follow(lies, tmp_path)
    logs = Logs(tmp_path)
    db = logs.plain()
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    match what:
        case "cut short":
            db.execute("DELETE FROM entries WHERE position > 3")
        case "tree":
            db.execute("UPDATE hashes SET hash = zeroblob(32) WHERE number = 2")
        case "changed":
            db.execute("DELETE FROM hashes WHERE number = 4")
        case "grown":
            db.execute(
                "INSERT INTO entries SELECT 7, 'x', 1, recorded_at, recorded_by, cause, fact, form, content"
                " FROM entries WHERE position = 6"
            )
        case "promised":
            (tmp_path / "mirror.promised").write_bytes(b"")
        case _:
            note = Note.parsed((tmp_path / "checkpoints/6").read_bytes())
            (tmp_path / "checkpoints/6").write_bytes(another_key(note.written, Checkpoint.parsed(note.text).origin))
    logs.close()
    with pytest.raises(CopyDamaged):
        follow(original.answers, tmp_path)
    assert not (tmp_path / "forks").exists()
