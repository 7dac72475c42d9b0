"""The audits that come with Casus hold: of the first case, and, where UCDP's file is at hand, of its Syria release."""

import os
import subprocess
from pathlib import Path

import pytest

from features.checks.test_serving import PROGRAM
from interface.auditing.feature_files import scenarios_of
from interface.auditing.vocabulary import VOCABULARY

AUDITS = Path(__file__).parents[2] / "docs/audits"
RELEASE = "ged_syria_652.1601.1911.csv"
FILES = Path(os.environ.get("CASUS_UCDP", Path(__file__).parents[3] / "shared/data/ucdp"))


def test_the_first_case_holds(tmp_path: Path) -> None:
    _run("demo", "--later", "--data", str(tmp_path))
    assert "9 scenarios: 9 hold." in _run("audit", str(AUDITS / "first_case.feature"), "--data", str(tmp_path))


def test_every_step_is_understood() -> None:
    steps = [step for scenario in scenarios_of([AUDITS]) for step in scenario.steps]
    assert len(steps) > 40
    assert [it.text for it in steps if not VOCABULARY.understood(it.text)] == []


@pytest.mark.skipif(
    not (FILES / RELEASE).is_file(), reason="UCDP's release for Syria is not here: name it in CASUS_UCDP"
)
def test_the_release_for_syria_holds(tmp_path: Path) -> None:
    covers = ["--dataset", "ucdp-syria", "--release", "1911", "--covers-country", "SYR", "--covers-period", "2016/2019"]
    _run("import", "ucdp-ged", str(FILES / RELEASE), *covers, "--data", str(tmp_path))
    _run("demo", "--later", "--data", str(tmp_path))
    assert "4 scenarios: 4 hold." in _run("audit", str(AUDITS / "syria.feature"), "--data", str(tmp_path))


def _run(*arguments: str) -> str:
    ended = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=400, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
