"""The features speak of everything that can happen, and of every way in which it can be refused."""

import re
from pathlib import Path

from domain.refusal import Refusal
from infrastructure.codec import FACTS
from interface import main
from interface.problems import STATUS

FEATURES = "\n".join(path.read_text("utf-8") for path in sorted(Path(__file__).parents[1].glob("*.feature")))
WORDS = set(re.findall(r"[A-Za-z]+", FEATURES))


def every_refusal() -> set[str]:
    assert main  # everything is imported by now
    found, waiting = set(), [Refusal]
    while waiting:
        below = waiting.pop().__subclasses__()
        found |= {it.__name__ for it in below}
        waiting += below
    return {name for name in found if not name.startswith("_")}


def test_every_fact_is_named_in_a_feature() -> None:
    assert {fact.__name__ for fact in FACTS} - WORDS == set()


def test_every_refusal_is_named_in_a_feature() -> None:
    assert every_refusal() - WORDS == set()


def test_every_status_is_a_refusals() -> None:
    assert {it.__name__ for it in STATUS} - every_refusal() == {"Refusal"}
