"""A mirror on a disk that is full: it says so, keeps what it has, and goes on once there is room."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from application.refusals import LogUnavailable
from features.checks.mirrors import Lies, Original, entries_of, follow


@pytest.fixture
def original(tmp_path: Path) -> Iterator[Original]:
    it = Original(tmp_path / "original")
    it.grow([2, 1])
    it.grow([3])
    yield it
    it.logs.close()


@pytest.mark.parametrize("name", ["mirror.json", "mirror.promised", "checkpoints/6"])
def test_where_it_is_full_nothing_is_lost_and_the_same_goes_on(original: Original, tmp_path: Path, name: str) -> None:
    copy, first = tmp_path / "copy", Lies(original.services)
    first.of_checkpoint = lambda _: original.services.proving.checkpoint(3)
    follow(first, copy)
    file = copy / name
    file.with_name(f".{file.name}.{os.getpid()}").symlink_to("/dev/full")
    upstream = original.answers
    upstream.address = "http://elsewhere.example"  # so that mirror.json is written anew
    with pytest.raises(LogUnavailable, match="No space left on device"):
        follow(upstream, copy)
    assert len(entries_of(copy)) == (6 if name == "checkpoints/6" else 3)
    follow(upstream, copy)
    assert entries_of(copy) == entries_of(original.directory)


def test_a_file_that_can_not_be_written_is_said_to_be_so(original: Original, tmp_path: Path) -> None:
    (tmp_path / "copy/mirror.promised").mkdir(parents=True)
    with pytest.raises(LogUnavailable, match=r"mirror\.promised"):
        follow(original.answers, tmp_path / "copy")
