"""The tutorial is run as it stands: every file that it has written, every command that it has typed, in its order."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from features.checks.test_serving import served

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+) ?(\S+)?\n(.*?)^```", re.DOTALL | re.MULTILINE)
SERVE = "casus serve --data case\n"
ADDRESS = "http://127.0.0.1:8018"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the tutorial types curl, which is not here")
def test_every_command_of_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    """The server alone takes a port of its own; what is typed once it serves is one script, as it is one terminal."""
    typed: list[str] = []
    with ExitStack() as stack:
        address = None
        for language, name, text in BLOCK.findall((ROOT / "docs/tutorial.md").read_text()):
            if name:
                (tmp_path / name).write_text(text)
            elif text == SERVE:
                _, address = stack.enter_context(served(tmp_path / "case", "--port", "0"))
            elif address is None:
                assert language == "sh"
                _run(text, tmp_path)
            else:
                typed.append(text.replace(ADDRESS, address))
        said = _run("".join(typed), tmp_path)
    assert '"verdict":"supported"' in said
    assert '"position"' in said
    assert said.count('{"items":[]') == 1, "nothing drifted"
    assert "2 scenarios: 2 hold." in said


def _run(script: str, directory: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=directory,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, f"{script}\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout
