"""A file that is uploaded arrives whole or leaves nothing, however it is sent."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message

from application.importing.formats import UnfitFile
from application.importing.uploads import UnknownUpload, UploadsUnavailable
from features.checks import hostile
from features.checks.asgi import Answer, ask, chunk
from features.desk import Desk
from infrastructure.uploads import UploadedFiles
from interface.gate import Gate

CSV = (b"content-type", b"text/csv")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("house")).opened() as desk:
        yield desk


def upload(desk: Desk, *said: Message, headers: Sequence[tuple[bytes, bytes]] = (CSV,)) -> Answer:
    return ask(desk.app, "POST", b"/uploads", headers, *said)


def kept(desk: Desk) -> set[str]:
    directory = desk.directory / "uploads"
    return {it.name for it in directory.iterdir()} if directory.exists() else set()


def is_refused(answer: Answer, status: int, refusal: str) -> None:
    assert (answer.status, json.loads(answer.body)["type"]) == (status, f"/problems/{refusal}"), answer.body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.binary(max_size=2_000), max_size=6).filter(any))
def test_what_comes_in_pieces_arrives_whole(house: Desk, pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    answer = upload(house, *(chunk(it, more=True) for it in pieces), chunk(b"", more=False))
    digest = sha256(whole).hexdigest()
    assert (answer.status, json.loads(answer.body)) == (201, {"sha256": digest, "bytes": len(whole)})
    path = house.directory / "uploads" / digest
    assert path.read_bytes() == whole
    assert path.stat().st_mode & 0o077 == 0, "for its owner only"


SENT: dict[str, tuple[Sequence[Message], Sequence[tuple[bytes, bytes]], int, str]] = {
    "nothing": ([chunk(b"", more=False)], [], 422, "UnfitFile"),
    "gone away midway": ([chunk(b"id,", more=True)], [], 400, "MalformedRequest"),
    "gone away at once": ([{"type": "http.disconnect"}], [], 400, "MalformedRequest"),
    "shorter than said": ([chunk(b"id", more=False)], [(b"content-length", b"3")], 400, "MalformedRequest"),
    "longer than said": ([chunk(b"id,a", more=False)], [(b"content-length", b"3")], 400, "MalformedRequest"),
    "longer than said, without an end": ([chunk(b"id", more=True)] * 9, [(b"content-length", b"3")], 400, "Malformed"),
    "no number of bytes": ([chunk(b"id", more=False)], [(b"content-length", b"two")], 400, "MalformedRequest"),
    "two lengths": ([chunk(b"id", more=False)], [(b"content-length", b"2")] * 2, 400, "MalformedRequest"),
    "said to be too large": ([chunk(b"", more=True)], [(b"content-length", b"2147483649")], 413, "TooLarge"),
    "said to be 5,000 digits": ([chunk(b"", more=True)], [(b"content-length", b"9" * 5_000)], 413, "TooLarge"),
    "compressed": ([chunk(b"id", more=False)], [(b"content-encoding", b"gzip")], 415, "UnsupportedMediaType"),
}


@pytest.mark.parametrize("name", SENT)
def test_what_is_not_sent_as_it_should_be_leaves_nothing(house: Desk, name: str) -> None:
    said, headers, status, refusal = SENT[name]
    before = kept(house)
    answer = upload(house, *said, headers=[CSV, *headers])
    assert answer.status == status, answer.body
    assert refusal in json.loads(answer.body)["type"]
    assert kept(house) == before


@pytest.mark.parametrize("case", hostile.HEADERS, ids=lambda case: case.name)
def test_hostile_headers_leave_nothing(house: Desk, case: hostile.Headers) -> None:
    before = kept(house)
    answer = upload(house, chunk(b"id", more=False), headers=case.headers)
    assert 400 <= answer.status < 500, answer.body
    assert kept(house) == before


def test_no_more_is_taken_than_may_come_and_nothing_is_held_in_memory(house: Desk) -> None:
    small = Gate(house.app, largest_file=100)
    before = kept(house)
    answer = ask(small, "POST", b"/uploads", [CSV], *[chunk(b"a" * 40, more=True)] * 50)
    is_refused(answer, 413, "TooLarge")
    assert answer.read == 3
    assert kept(house) == before


def test_only_this_path_and_method_are_spared_the_demand_for_json(house: Desk) -> None:
    for method, path in (("PUT", b"/uploads"), ("POST", b"/uploads/"), ("POST", b"/sources"), ("PATCH", b"/uploads")):
        assert ask(house.app, method, path, [CSV], chunk(b"id", more=False)).status == 415, path
    assert ask(house.app, "POST", b"/uploads?zz=1", [CSV], chunk(b"id", more=False)).status == 422


@pytest.fixture
def files(tmp_path: Path) -> UploadedFiles:
    return UploadedFiles(tmp_path / "uploads")


def test_what_was_left_by_a_program_that_was_killed_is_swept_away_a_day_later(
    files: UploadedFiles, tmp_path: Path
) -> None:
    with files.receive() as arriving:
        arriving.write(b"id")
        assert len([*(tmp_path / "uploads").iterdir()]) == 1
    assert not [*(tmp_path / "uploads").iterdir()]
    for name, age in (("arriving-old", 90_000), ("arriving-young", 60)):
        (tmp_path / "uploads" / name).write_bytes(b"id")
        os.utime(tmp_path / "uploads" / name, (time.time() - age,) * 2)
    with files.receive():
        pass
    assert [it.name for it in (tmp_path / "uploads").iterdir()] == ["arriving-young"]


def test_a_full_disk_is_said_to_be_full(files: UploadedFiles, tmp_path: Path) -> None:
    with files.receive() as arriving:
        (name,) = (tmp_path / "uploads").iterdir()
        (full,) = [int(it.name) for it in Path("/proc/self/fd").iterdir() if it.resolve() == name.resolve()]
        device = os.open("/dev/full", os.O_WRONLY)
        os.dup2(device, full)
        os.close(device)
        with pytest.raises(UploadsUnavailable, match="No space left"):
            arriving.write(b"a" * 1_000_000)
    assert not [*(tmp_path / "uploads").iterdir()]


def test_what_is_not_there_or_empty_is_said_to_be(files: UploadedFiles) -> None:
    with pytest.raises(UnknownUpload):
        files.path("0" * 64)
    with files.receive() as arriving, pytest.raises(UnfitFile):
        arriving.keep()
