"""Commands on a disk that is full or fails, or as power is lost: what they write has its name once it is whole."""

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from errno import EIO
from pathlib import Path
from typing import NamedTuple

import pytest

from features.checks.faults.faulty import CHANGING, Faults, Nursery, chance, compiled, cycles, tell
from features.checks.faults.test_faults_imports import BAD, ERRORS, content
from features.checks.faults.test_faults_served import Machine
from features.checks.faults.wholeness import must_be_whole, reopened
from features.checks.test_import_killed import end_of, log_of
from features.checks.test_serving import PROGRAM

pytestmark = compiled


class Ended(NamedTuple):
    """How a program ended that was run: nothing if it was killed; and what it said."""

    code: int | None
    said: str


class Shell:
    """A command line over a directory whose disk may fail."""

    def __init__(self, nursery: Nursery, data: Path, faults: Faults, durable: Path | None = None) -> None:
        self.nursery = nursery
        self.data = data
        self.faults = faults
        self.durable = durable

    def run(self, *words: str) -> Ended:
        words = (*words, *([] if words[0] == "template" else ["--data", str(self.data)]))
        with self.nursery.begun("run", self.data, words=words, faults=self.faults, durable=self.durable) as process:
            said = process.said.read().decode()
            process.kill()
        ended = re.search(r"ended in (\d+)", said)
        told = process.troubles.read_text()
        assert "Traceback" not in told, told
        return Ended(int(ended[1]) if ended else None, said + told)

    def bring_in(self) -> Ended:
        (self.data / "ours.csv").write_text(content("ours"))
        dataset = ["--dataset", "ours", "--release", "1", "--published", "2018", "--publisher", "Us", "--by", "Rima"]
        return self.run("import", "casus-csv", str(self.data / "ours.csv"), *dataset)

    def listed(self) -> Sequence[str]:
        path = self.data / "ours.csv.rejected.csv"
        return [it["row"] for it in csv.DictReader(path.read_text().splitlines())] if path.exists() else []


@pytest.fixture(scope="module")
def imported(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A directory where all went well, and how many calls that took which may change what is on the disk."""
    home = tmp_path_factory.mktemp("imported")
    (home / "data").mkdir()
    faults = Faults(home / "faults")
    shell = Shell(nursery, home / "data", faults)
    ended = shell.bring_in()
    assert ended.code == 1, ended
    assert shell.listed() == BAD
    calls = sum(faults.calls()[it] for it in CHANGING)
    assert shell.run("log", "sign").code == 0
    return shell.data, calls


@pytest.mark.parametrize("power", [True, False], ids=["power loss", "kill -9"])
def test_an_import_on_the_command_line_ends_in_the_same_log_and_list(
    nursery: Nursery, faults: Faults, imported: tuple[Path, int], tmp_path: Path, power: bool
) -> None:
    random = chance(f"casus import, then {'power loss' if power else 'kill -9'}")
    whole, calls = imported
    finished = 0
    for cycle in range(turns := cycles(2, 40)):
        (home := tmp_path / str(cycle)).mkdir()
        machine = Machine(nursery, faults, home, random)
        machine.settle()
        shell = Shell(nursery, machine.data, faults, home / "durable" if power else None)
        for _ in range(random.choice([1, 2])):
            faults.die(after=random.randrange(calls), part=random.random() < 0.5)
            shell.bring_in()
            faults.mend()
            if power:
                machine.lose_power()
            if end_of(machine.data) and log_of(machine.data)[-1][5] == "ImportFinished":
                finished += 1
                assert shell.listed() == BAD
            machine.settle()
        ended = shell.bring_in()
        assert ended.code == 1, ended
        assert shell.listed() == BAD
        assert log_of(machine.data) == log_of(whole)
        with reopened(machine.data) as ledger:
            must_be_whole(ledger, machine.data)
    what = "power loss" if power else "kill -9"
    tell(
        f"{what} in casus import: {turns} cycles, {finished} after it was finished: 0 rows lost, 0 twice, 0 lists lost"
    )


@pytest.mark.parametrize("error", ERRORS)
def test_an_import_on_the_command_line_goes_on_once_the_disk_works(
    nursery: Nursery, faults: Faults, imported: tuple[Path, int], tmp_path: Path, error: int
) -> None:
    (data := tmp_path / "data").mkdir()
    shell = Shell(nursery, data, faults)
    places = [(kind, "/ours.csv") for kind in ("open", "read")] if error == EIO else []
    places += [("open", "/casus-"), ("write", "/casus-")]  # where rows are put aside until they are listed
    places += [(kind, "/ours.csv.rejected.csv") for kind in ("open", "write", "sync", "rename")]
    for kind, name in places:
        (data / "ours.csv").write_text(content("ours"))
        faults.fail(kind, error=error, name=name)
        ended = shell.bring_in()
        assert faults.mend(), (kind, name)
        assert (ended.code, shell.listed()) == (1, []), (kind, name, ended)
        assert f"{ERRORS[error][1]}: " in ended.said, (kind, name, ended)
        assert not [*data.glob("*.partial")]
    ended = shell.bring_in()
    assert (ended.code, shell.listed()) == (1, BAD), ended
    assert log_of(data) == log_of(imported[0])


WRITING = [
    ["export", "ucdp-ged"],
    ["template"],
    ["log", "bundle"],
]


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_what_is_written_has_its_name_once_it_is_whole(
    nursery: Nursery, faults: Faults, imported: tuple[Path, int], tmp_path: Path, words: Sequence[str]
) -> None:
    random = chance(f"casus {words[0]}")
    machine = Machine(nursery, faults, tmp_path, random)
    shutil.copytree(imported[0], machine.data, dirs_exist_ok=True)
    output = machine.data / "out.csv"
    shell = Shell(nursery, machine.data, faults, tmp_path / "durable")
    for before in (None, "what was there"):
        if before:
            output.write_text(before)
        places = [(kind, error) for kind in ("open", "write", "sync", "rename") for error in ERRORS]
        for kind, error in random.sample(places, cycles(2, len(places))):
            faults.fail(kind, error=error, name="/out.csv")
            ended = shell.run(*words, "--output", str(output))
            assert faults.mend(), kind
            assert ended.code == 1, (kind, ended)
            assert f"{ERRORS[error][1]}: {output}" in ended.said, (kind, ended)
            assert f"can't be written: {os.strerror(error)}." in ended.said, (kind, ended)
            assert (output.read_text() if output.exists() else None) == before
            assert not [*machine.data.glob("*.partial")]
    machine.settle()
    assert shell.run(*words, "--output", str(output)).code == 0
    written = output.read_bytes()
    machine.lose_power()
    assert output.read_bytes() == written


def test_what_is_printed_on_a_full_disk_is_said_to_be_lost(imported: tuple[Path, int]) -> None:
    words = [*PROGRAM, "export", "ucdp-ged", "--data", str(imported[0])]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 1, ended
    assert "FilesFull: The standard output can't be written: No space left on device." in ended.stderr
    assert "Traceback" not in ended.stderr
