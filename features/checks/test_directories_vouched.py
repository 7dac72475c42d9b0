"""A data directory verified, with what others attest of its checkpoints: the stamps beside them, and cosignatures."""

from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree

import pytest

from features.checks.logs import draft
from features.checks.signed_directories import signed_in
from features.checks.stamping_authority import NOT_HERE, Authority, is_here
from infrastructure.merkle.kept import Checkpoints
from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.stamping import request
from infrastructure.verifying import Verifier
from interface.main import LOG, key_of

SIZE = 7
VERIFY = Verifier(LOG, key_of)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 7 entries, signed at 3 and 7."""
    return signed_in(tmp_path_factory.mktemp("signed"), [[draft(it)] for it in range(1, SIZE + 1)], {3, SIZE})


@pytest.fixture
def directory(made: Path, tmp_path: Path) -> Path:
    return copytree(made, tmp_path / "copy")


def test_stamps_are_of_the_checkpoint_that_they_lie_beside_or_wrong(directory: Path, tmp_path: Path) -> None:
    if not is_here():
        pytest.skip(NOT_HERE)
    authority, roots = Authority(tmp_path / "authority"), tmp_path / "roots.pem"
    roots.write_bytes(authority.root)
    kept = Checkpoints(directory / "checkpoints")
    answers = {size: authority.answer(request(text_of(kept, size))) for size in (3, SIZE)}
    for size, answer in answers.items():
        kept.keep_stamp(size, answer)
    found = VERIFY(directory, None, None, roots)
    assert (found.findings, len(found.mind)) == ([], 1)
    assert [it.size for it in found.stamps] == [3, SIZE]
    assert ["--roots" in it for it in VERIFY(directory, None, None).mind] == [False, True]
    for wrong in (answers[SIZE], b"", b"nothing", answers[3][:-1]):
        kept.keep_stamp(3, wrong)
        found = VERIFY(directory, None, None, roots)
        assert ["checkpoint of 3 does not hold" in it.words for it in found.findings] == [True], wrong
        assert [it.size for it in found.stamps] == [SIZE]


@pytest.mark.parametrize("size", ["3", "4"])
def test_what_lies_where_a_stamp_should_and_is_none_is_told_of(directory: Path, tmp_path: Path, size: str) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(Authority(tmp_path / "authority").root)
    place = directory / "checkpoints" / f"{size}.tsr"
    makes: Sequence[Callable[[], None]] = (place.mkdir, place.touch, lambda: place.symlink_to(tmp_path / "nowhere"))
    for make in makes:
        make()
        found = VERIFY(directory, None, None, roots)
        assert any(f"checkpoint of {size} " in it.words or f" {size}.tsr " in it.words for it in found.findings)
        assert found.stamps == []
        assert VERIFY(directory, None, None).findings == []
        place.rmdir() if place.is_dir() else place.unlink()


def test_a_checkpoint_that_the_key_has_not_signed_is_vouched_for_by_nobody(directory: Path) -> None:
    witness, path = SignerKey("witness.org", bytes(32)), directory / "checkpoints" / "3"
    note = Checkpoints(directory / "checkpoints").note(3)
    assert note
    path.write_bytes(note.cosigned(witness, 5)._replace(signatures=note.cosigned(witness, 5).signatures[1:]).written)
    found = VERIFY(directory, None, None, None, [witness.witness.vkey])
    assert ["the key has signed" in it.words for it in found.findings] == [True, True]
    assert found.cosignatures == []
    path.write_bytes(note.cosigned(witness, 5).written)
    found = VERIFY(directory, None, None, None, [witness.witness.vkey])
    assert [(it.size, it.at.timestamp()) for it in found.cosignatures] == [(3, 5)]
    assert found.findings == []


def text_of(checkpoints: Checkpoints, size: int) -> bytes:
    note = checkpoints.note(size)
    assert note
    return note.text.encode()
