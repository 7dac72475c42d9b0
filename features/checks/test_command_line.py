"""What the command line answers to a slip: a key with blanks, a path that is none, a name that can't be, a Ctrl-C."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.request import urlopen
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from features.checks.test_serving import PROGRAM, served
from infrastructure.merkle.kept import Checkpoints, signer
from infrastructure.merkle.keys import SignerKey
from infrastructure.mirror_directory import MirrorDirectory, Original
from interface.auditing.record import Record, Unreachable
from interface.command_line import casus
from interface.main import house
from interface.upstream import Server


def run(*words: str | Path | UUID) -> Result:
    return CliRunner().invoke(casus, [str(it) for it in words], obj=house)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A log that was signed."""
    run("demo", "--data", tmp_path / "data")
    assert run("log", "sign", "--data", tmp_path / "data").exit_code == 0
    return tmp_path / "data"


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    """A copy of it, as far as a witness looks at one."""
    directory = tmp_path / "copy"
    directory.mkdir()
    home = MirrorDirectory(directory)
    home.keep_original(Original("http://127.0.0.1", signer(data / "log.key").verifier))
    note = Checkpoints(data / "checkpoints").note()
    assert note
    home.checkpoints.keep(note)
    return directory


def cosign(copy: Path, key: Path, *more: str | Path) -> Result:
    return run("log", "cosign", "--data", copy, "--key", key, "--output", copy / "seen", *more)


@pytest.mark.parametrize("name", ["a b", "", "a+b", "a\tb", " a"])
def test_a_name_that_no_key_may_have_is_refused_before_a_key_is_made(copy: Path, tmp_path: Path, name: str) -> None:
    ended = run("log", "key", "--data", tmp_path / "new", "--origin", name)
    assert (ended.exit_code, "'--origin'" in ended.output) == (2, True)
    assert not (tmp_path / "new").exists()
    ended = cosign(copy, tmp_path / "own.key", "--name", name)
    assert (ended.exit_code, "'--name'" in ended.output) == (2, True)
    assert not (tmp_path / "own.key").exists()


def test_a_witness_gets_no_other_key_by_a_slip(copy: Path, tmp_path: Path) -> None:
    key, slip = tmp_path / "own.key", tmp_path / "onw.key"
    assert cosign(copy, key, "--name", "witness.org").exit_code == 0
    assert cosign(copy, key, "--name", "witness.org").exit_code == 0
    ended = cosign(copy, slip)
    assert (ended.exit_code, "'--name'" in ended.output, slip.exists()) == (2, True, False)
    (copy / "seen").unlink()
    ended = cosign(copy, key, "--name", "other.org")
    assert (ended.exit_code, "witness.org" in ended.output, (copy / "seen").exists()) == (2, True, False)
    ended = cosign(copy, tmp_path / "none" / "own.key", "--name", "witness.org")
    assert (ended.exit_code, "'--key'" in ended.output) == (2, True)


@pytest.mark.parametrize("form", ["{}", " {} ", "{}\n", "\ufeff{}\r\n", "\n\n  {}\t\n"])
@pytest.mark.parametrize("in_file", [False, True])
def test_the_key_of_a_witness_is_taken_with_what_stands_around_it(
    data: Path, copy: Path, tmp_path: Path, form: str, in_file: bool
) -> None:
    key = cosign(copy, tmp_path / "own.key", "--name", "witness.org").stdout.strip()
    given, file = form.format(key), tmp_path / "vkey"
    file.write_bytes(given.encode())
    ended = run("log", "cosigned", copy / "seen", "--data", data, "--witness", file if in_file else given)
    assert (ended.exit_code, ended.output) == (0, "The checkpoint of 30 entries is cosigned.\n")


@pytest.mark.parametrize("key", ["nowhere.txt", "casus/48ea2d7d", "{}x", "a{}", "{}\n{}"])
def test_what_is_no_key_is_said_to_be_none_and_nothing_is_begun(data: Path, tmp_path: Path, key: str) -> None:
    given = key.replace("{}", signer(data / "log.key").verifier.vkey)
    ended = run("log", "follow", "http://127.0.0.1:1", "--into", tmp_path / "mirror", "--key", given, "--once")
    assert (ended.exit_code, "'--key'" in ended.output) == (2, True)
    assert not (tmp_path / "mirror").exists()
    note = data / "checkpoints" / "30"
    ended = run("log", "cosigned", note, "--data", data, "--witness", given)
    assert (ended.exit_code, "'--witness'" in ended.output) == (2, True)


@pytest.mark.parametrize("command", [("timestamp", "request"), ("cosign", "--key", "own.key", "--name", "witness.org")])
def test_a_place_that_can_not_be_written_is_named(
    data: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(copy)
    ended = run("log", *command, "--data", data if "request" in command else copy, "--output", "nowhere/it")
    assert (ended.exit_code, "--output: nowhere/it can't be written" in ended.output) == (2, True)


def test_a_token_is_taken_with_what_stands_around_it_and_never_shown() -> None:
    Server("http://127.0.0.1:1", " casus_0123456789ab_secret\n").close()
    for token in ("casus_0123\n456789ab_secret", "casus_0123456789ab_sécret", "casus secret"):
        with pytest.raises(Unreachable) as refused:
            Server("http://127.0.0.1:1", token)
        assert "cret" not in str(refused.value)
        assert "--token" in str(refused.value)
        with pytest.raises(Unreachable, match="no token") as refused:
            Record("http://127.0.0.1:1", token=token)
        assert "cret" not in str(refused.value)


def test_a_server_is_stopped_by_ctrl_c(tmp_path: Path) -> None:
    with served(tmp_path, "--port", "0") as (process, address):
        with urlopen(f"{address}/health") as answer:  # until then whoever began it may have it ignore a Ctrl-C
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert process.stdout
        assert "Aborted" not in process.stdout.read()


def test_a_directory_that_can_not_be_written_to_is_said_to_be_so(data: Path, tmp_path: Path) -> None:
    as_anybody = []
    if os.geteuid() == 0:  # may write anywhere unless it gives that up
        if not shutil.which("setpriv"):
            pytest.skip("setpriv is not installed: the superuser may write anywhere")
        as_anybody = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
    data.chmod(0o500)
    try:
        command = [*as_anybody, *PROGRAM, "log", "show", "--data", str(data)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        data.chmod(0o700)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"{data} can't be written to" in ended.stderr
    assert "casus log verify" in ended.stderr


def test_a_data_directory_that_can_not_be_used_is_nothing_found_wrong(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").write_bytes(b"a diary, and no database" * 1_000)
    ended = subprocess.run(
        [*PROGRAM, "log", "show", "--data", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, "Casus can't use its data directory" in ended.stderr) == (2, True)


@pytest.mark.parametrize(
    "command",
    [
        "log show",
        "log bundle",
        "log sign",
        "log timestamp request --output it",
        "log timestamp keep seen --roots seen",
        "log cosign --key it --name witness.org --output it",
        f"log cosigned seen --witness {SignerKey('witness.org', bytes(32)).witness.vkey}",
        "read check",
        "read rebuild",
        "token list",
        "token revoke 0123456789ab",
        "export ucdp-ged",
    ],
)
def test_a_directory_that_is_not_there_is_not_made_to_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seen").touch()
    ended = run(*command.split(), "--data", "slip")
    assert (ended.exit_code, "there is no directory slip" in ended.output) == (2, True)
    assert [it.name for it in tmp_path.iterdir()] == ["seen"]


def test_a_bundle_of_a_claim_is_asked_of_who_has_the_read_model(data: Path) -> None:
    with served(data, "--port", "0"):
        ended = run("log", "bundle", "--claim", UUID(int=1), "--data", data)
    assert (ended.exit_code, f"/log/bundle?claim={UUID(int=1)}" in ended.output) == (2, True)


def test_a_key_that_is_away_is_not_replaced_by_another(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, away = data / "log.key", data / "away"
    assert run("demo", "--later", "--data", data).exit_code == 0
    key.rename(away)
    for command in ("sign", "bundle", "key"):
        ended = run("log", command, "--data", data)
        assert (ended.exit_code, "put back the key that signed it" in ended.output) == (2, True), command
        assert not key.exists()
    monkeypatch.setenv("CASUS_LOG_KEY", str(away))
    assert run("log", "sign", "--data", data).stdout.splitlines()[1] == "70"
