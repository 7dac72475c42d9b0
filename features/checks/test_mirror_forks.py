"""A fork of the log that is followed: nothing of it is kept but its proof, which needs nobody's word."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.mirroring import CopyDamaged, ForkFound, NoAnswer
from application.proving import Consistency
from features.checks.logs import ROOT
from features.checks.mirror_lies import other_proof
from features.checks.mirrors import Lies, Original, entries_of, follow, is_part_of
from infrastructure import mirror_batches
from infrastructure.merkle.checkpoints import Checkpoint
from infrastructure.merkle.kept import signer
from infrastructure.merkle.notes import Note
from infrastructure.mirror_directory import MirrorDirectory
from infrastructure.mirror_forks import is_proved

[PROGRAM] = re.findall(r"```python\n(.*?)```", (ROOT / "docs/mirrors.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module", autouse=True)
def small_batches() -> Iterator[None]:
    before, mirror_batches.AT_ONCE = mirror_batches.AT_ONCE, 5
    yield
    mirror_batches.AT_ONCE = before


def parted(tmp_path: Path, at: Sequence[int], one: Sequence[int], other: Sequence[int]) -> tuple[Original, Original]:
    """Two logs of one key, the same so far, each of which goes on by itself."""
    first = Original(tmp_path / "first")
    first.grow(at)
    first.logs.close()
    copytree(tmp_path / "first", tmp_path / "second")
    both = Original(tmp_path / "first"), Original(tmp_path / "second")
    both[0].grow(one, by="Rima")
    both[1].grow(other, by="Mallory")
    return both


@pytest.fixture
def closing_all() -> Iterator[list[Original]]:
    opened: list[Original] = []
    yield opened
    for each in opened:
        each.logs.close()


def position_of(line: bytes) -> int:
    return int(json.loads(line)["id"])


def outsider(fork: Path) -> "subprocess.CompletedProcess[str]":
    """Somebody who has the files, and the program in the documents."""
    return subprocess.run([sys.executable, "-c", PROGRAM, str(fork)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("at", "one", "other"),
    [
        ([3, 1, 2], [1, 1], [1, 1, 5, 1, 9]),  # it offers more
        ([3, 1, 2], [1, 1], [4]),
        ([3, 1], [4], [1, 1, 2, 7]),  # what was kept is 8 entries: a power of two, whose root no proof repeats
        ([3, 1, 2], [1, 1], [1, 1]),  # as many
        ([3, 1, 2], [1, 1, 5, 1, 9], [1, 1]),  # fewer
        ([1], [300], [290, 20]),
    ],
)
def test_the_proof_of_a_fork_needs_nobodys_word(
    tmp_path: Path, closing_all: list[Original], at: Sequence[int], one: Sequence[int], other: Sequence[int]
) -> None:
    first, second = parted(tmp_path, at, one, other)
    closing_all += [first, second]
    copy = tmp_path / "copy"
    follow(first.answers, copy)
    before = entries_of(copy)
    with pytest.raises(ForkFound, match="The log was forked"):
        follow(second.answers, copy)
    assert entries_of(copy) == before
    assert is_part_of(copy, first)
    [fork] = (copy / "forks").iterdir()
    found = outsider(fork)
    assert (found.returncode, found.stderr) == (0, "")
    assert "has signed two logs" in found.stdout
    with pytest.raises(ForkFound, match=re.escape(str(fork))):
        follow(first.answers, copy)  # until somebody has looked
    rmtree(fork)
    follow(first.answers, copy)


def test_whatever_lies_there_nothing_is_copied_until_it_is_moved(tmp_path: Path, closing_all: list[Original]) -> None:
    first, _ = closing_all[:] = parted(tmp_path, [1], [1], [1])
    home = MirrorDirectory(tmp_path / "copy")
    follow(first.answers, home.path)
    home.keep_fork("3-5", {"kept": b"of which the README was moved alone"})
    with pytest.raises(ForkFound, match=r"A fork was found\. .*/forks/3-5 "):
        follow(first.answers, home.path)
    assert home.copy
    assert home.copy.standing.fork
    assert home.copy.standing.fork.found == "A fork was found."


def test_where_the_proof_of_a_fork_can_not_be_kept_it_is_told(tmp_path: Path, closing_all: list[Original]) -> None:
    first, second = closing_all[:] = parted(tmp_path, [3, 1, 2], [1, 1], [4])
    copy = tmp_path / "copy"
    follow(first.answers, copy)
    (copy / "forks").write_text("in the way")
    with pytest.raises(ForkFound, match=r"The log was forked\. Its proof can't be kept") as told:
        follow(second.answers, copy)
    (copy / "forks").unlink()
    fork = tmp_path / "told"
    fork.mkdir()
    for name, content in re.findall(r"^--- (\S+)\n(.*?)(?=^--- |\Z)", str(told.value), re.DOTALL | re.MULTILINE):
        (fork / name).write_text(content)
    assert (fork / "README.txt").read_text().startswith("THE LOG WAS FORKED.")
    found = outsider(fork)
    assert (found.returncode, found.stderr) == (0, "")


_GROWTH = st.lists(st.integers(1, 9), min_size=1, max_size=8)


@settings(max_examples=15)
@given(_GROWTH, _GROWTH, _GROWTH)
def test_wherever_two_logs_part_it_is_proved(at: Sequence[int], one: Sequence[int], other: Sequence[int]) -> None:
    with TemporaryDirectory() as place:
        first, second = parted(Path(place), at, one, other)
        copy = Path(place) / "copy"
        follow(first.answers, copy)
        with pytest.raises(ForkFound):
            follow(second.answers, copy)
        assert is_part_of(copy, first)
        [fork] = (copy / "forks").iterdir()
        small, large = (Checkpoint.parsed(Note.parsed((fork / it).read_bytes()).text) for it in ("kept", "offered"))
        proof = fork / "consistency.json"
        told = Consistency.model_validate_json(proof.read_bytes()) if proof.exists() else None
        assert is_proved(small, large, told)
        for each in (first, second):
            each.logs.close()


def test_the_program_finds_no_fork_where_there_is_none(tmp_path: Path, closing_all: list[Original]) -> None:
    first, second = parted(tmp_path, [3, 1, 2], [1, 1], [1, 1, 5, 1, 9])
    closing_all += [first, second]
    copy = tmp_path / "copy"
    follow(first.answers, copy)
    with pytest.raises(ForkFound):
        follow(second.answers, copy)
    [fork] = (copy / "forks").iterdir()
    (fork / "kept").write_bytes(second.services.proving.checkpoint(6))
    assert outsider(fork).returncode
    (fork / "kept").write_bytes(first.services.proving.checkpoint(6))
    (fork / "consistency.json").write_text(second.services.proving.consistency(6, 23).model_dump_json())
    assert outsider(fork).returncode
    (fork / "kept").write_bytes(first.services.proving.checkpoint())
    assert outsider(fork).returncode
    (fork / "consistency.json").write_text(second.services.proving.consistency(8, 23).model_dump_json())
    assert not outsider(fork).returncode
    key = signer(tmp_path / "first/log.key")
    other = Note(Note.parsed((fork / "kept").read_bytes()).text.replace("\n8\n", "\n9\n")).signed(key)
    (fork / "kept").write_bytes(other.written.replace(b"\n9\n", b"\n8\n"))
    assert "InvalidSignature" in outsider(fork).stderr


def test_a_proof_that_proves_nothing_is_no_proof_of_a_fork(tmp_path: Path, closing_all: list[Original]) -> None:
    first, _ = closing_all[:] = parted(tmp_path, [3, 1, 2], [1, 1], [1])
    copy, lies = tmp_path / "copy", Lies(first.services)
    lies.of_checkpoint = lambda _: first.services.proving.checkpoint(6)
    follow(lies, copy)
    lies.of_checkpoint = lambda note: note
    lies.of_proof = lambda proof: other_proof(proof, "changes", 3)
    with pytest.raises(ForkFound, match="It is not proved that the log went on"):
        follow(lies, copy)
    [fork] = (copy / "forks").iterdir()
    assert outsider(fork).returncode
    small, large = (Checkpoint.parsed(Note.parsed((fork / it).read_bytes()).text) for it in ("kept", "offered"))
    proof = Consistency.model_validate_json((fork / "consistency.json").read_bytes())
    assert not is_proved(small, large, proof)
    assert not is_proved(small, large, first.services.proving.consistency(6, 8))
    assert not is_proved(small, large, proof.model_copy(update={"root1": proof.root2}))
    assert not is_proved(small, large, proof.model_copy(update={"root1": "no hash"}))
    assert not is_proved(small, large, None)


def test_entries_that_are_not_what_was_signed_are_kept_beside_it(tmp_path: Path, closing_all: list[Original]) -> None:
    first, second = closing_all[:] = parted(tmp_path, [3, 1, 2], [1, 1, 3, 1, 1], [1, 1, 3, 1, 1])
    copy, lies = tmp_path / "copy", Lies(first.services)
    lies.of_entries = lambda lines: second.answers.lines(position_of(lines[0]) - 1)
    with pytest.raises(ForkFound, match="Entries are not what was signed"):
        follow(lies, copy)
    [fork] = (copy / "forks").iterdir()
    lines = (fork / "entries.ndjson").read_bytes().splitlines()
    assert b'"recordedby":"Mallory"' in b"".join(lines)
    assert is_part_of(copy, first)
    assert b"Mallory" not in repr(entries_of(copy)).encode()


def test_a_fork_while_it_was_being_copied_is_found_from_what_was_promised(
    tmp_path: Path, closing_all: list[Original]
) -> None:
    first, second = closing_all[:] = parted(tmp_path, [3, 1, 2], [1] * 20, [1] * 30)
    copy, lies = tmp_path / "copy", Lies(first.services)
    lies.of_entries = lambda lines: [it for it in lines if position_of(it) <= 14]
    with pytest.raises(NoAnswer, match="no whole transaction"):
        follow(lies, copy)
    assert len(entries_of(copy)) == 13  # that the last is a whole transaction, nothing shows
    with pytest.raises(ForkFound, match="The log was forked"):
        follow(second.answers, copy)
    [fork] = (copy / "forks").iterdir()
    assert not outsider(fork).returncode
    assert is_part_of(copy, first)


def test_of_what_was_copied_a_wrong_proof_shows_no_damage(tmp_path: Path, closing_all: list[Original]) -> None:
    first, _ = closing_all[:] = parted(tmp_path, [3, 1, 2], [1] * 20, [1])
    copy, lies = tmp_path / "copy", Lies(first.services)
    lies.of_entries = lambda lines: [it for it in lines if position_of(it) <= 14]
    with pytest.raises(NoAnswer):
        follow(lies, copy)
    lies.of_proof = lambda proof: other_proof(proof, "changes", 3)
    with pytest.raises(CopyDamaged, match="or the proof that was answered is wrong"):
        follow(lies, copy)
    follow(first.answers, copy)


def test_what_was_changed_in_the_copy_meanwhile_is_not_blamed_on_the_log(
    tmp_path: Path, closing_all: list[Original]
) -> None:
    first, _ = closing_all[:] = parted(tmp_path, [3, 1, 2], [1] * 20, [1])
    copy, lies = tmp_path / "copy", Lies(first.services)
    lies.of_entries = lambda lines: [it for it in lines if position_of(it) <= 14]
    with pytest.raises(NoAnswer):
        follow(lies, copy)
    other = Original(copy)
    closing_all.append(other)
    db = other.logs.plain()
    db.execute("DROP TRIGGER hashes_are_never_changed")
    db.execute("UPDATE hashes SET hash = zeroblob(32) WHERE number = 4")
    with pytest.raises(CopyDamaged):
        follow(first.answers, copy)
    assert not (copy / "forks").exists()
