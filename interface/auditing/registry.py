"""The steps that features are written in: each with its pattern, what it means, and an example."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from inspect import getdoc
from typing import Any, NamedTuple

import parse
from rapidfuzz import fuzz, process

from interface.auditing.words import TYPES

NEAREST = 3
"""How many steps are named to who wrote one that nobody understands."""


class Takes(StrEnum):
    """What stands below a step."""

    NOTHING = "nothing"
    TABLE = "a data table"
    PERHAPS_A_TABLE = "perhaps a data table"
    TEXT = "a doc string"


class Does(StrEnum):
    """What a step is for."""

    LOOKS = "looks"
    """Says from where to look, or what things are called."""
    RECORDS = "records"
    """Only into a scratch copy."""
    CHECKS = "checks"


class Step:
    """One step of the vocabulary; `run` is given the sitting and what stands in the pattern's braces."""

    def __init__(self, pattern: str, does: Does, takes: Takes, example: str, run: Callable[..., None]) -> None:
        self.pattern = pattern
        self.does = does
        self.takes = takes
        self.example = example
        self.run = run
        self._parser = parse.compile(pattern, TYPES, case_sensitive=True)

    @property
    def means(self) -> str:
        """What it means, in words."""
        return getdoc(self.run) or ""

    @property
    def spoken(self) -> str:
        """The pattern as a reader sees it: what stands in braces in capitals, names in quotes."""
        return re.sub(r"\{(\w+):(\w+)\}", _placeholder, self.pattern)

    @property
    def types(self) -> Sequence[str]:
        """The names of what stands in its braces."""
        return re.findall(r"\{\w+:(\w+)\}", self.pattern)

    def places(self, type_name: str) -> Sequence[str]:
        """What stands for things of this type in `spoken`."""
        return [_capitals(name) for name, kind in re.findall(r"\{(\w+):(\w+)\}", self.pattern) if kind == type_name]

    def read(self, text: str) -> Mapping[str, Any] | None:
        """What stands in the braces, if the text is this step."""
        found = self._parser.parse(text)
        return None if found is None else found.named


def _capitals(name: str) -> str:
    return name.upper().replace("_", " ")


def _placeholder(brace: re.Match[str]) -> str:
    word = _capitals(brace[1])
    return f'"{word}"' if brace[2] == "Name" else word


Adds = Callable[[Callable[..., None]], Callable[..., None]]
"""Adds the step that a function runs to a group."""


class Group:
    """Steps that belong together, and what is said of them all."""

    def __init__(self, title: str, about: str) -> None:
        self.title = title
        self.about = about
        self.steps: list[Step] = []

    def step(self, pattern: str, example: str, does: Does = Does.CHECKS, takes: Takes = Takes.NOTHING) -> Adds:
        """Adds the step that a function runs; the function's docstring says what it means."""

        def add(run: Callable[..., None]) -> Callable[..., None]:
            self.steps.append(Step(pattern, does, takes, example, run))
            return run

        return add


class Understood(NamedTuple):
    """A step of a feature: which one of the vocabulary it is, and what stands in its braces."""

    step: Step
    said: Mapping[str, Any]


class Vocabulary:
    """All steps."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = groups

    @cached_property
    def steps(self) -> Sequence[Step]:
        """Every step, group by group."""
        return [step for group in self.groups for step in group.steps]

    def all(self, text: str) -> Sequence[Understood]:
        """Every way to understand a text; a test holds that no example has two."""
        plural = _in_plural(text)
        return [Understood(step, said) for step in self.steps if (said := step.read(plural)) is not None]

    def understood(self, text: str) -> Understood | None:
        """The step that a text is, if it is one."""
        return next(iter(self.all(text)), None)

    def nearest(self, text: str) -> Sequence[str]:
        """The steps most like a text, the most alike first: by their patterns or by their examples."""
        told = [_bare(it) for it, _ in self._tellings]
        found = process.extract(_bare(text), told, scorer=fuzz.ratio, limit=len(told))
        return list(dict.fromkeys(self._tellings[at][1] for _, _, at in found))[:NEAREST]

    @cached_property
    def _tellings(self) -> Sequence[tuple[str, str]]:
        """Each step as it may be told: by its pattern, and by its example; with its pattern as a reader sees it."""
        examples = [(line.partition(" ")[2], step) for step in self.steps for line in step.example.splitlines()]
        told = [(line, step) for line, step in examples if step.read(line) is not None]
        return [(words, step.spoken) for words, step in [*((it.spoken, it) for it in self.steps), *told]]


_SINGULAR = {
    "1 incident matches": "1 incidents match",
    "1 incident is": "1 incidents are",
    "1 figure competes": "1 figures compete",
    "1 incident": "1 incidents",
    "1 entry": "1 entries",
    "1 report": "1 reports",
    "1 independent original": "1 independent originals",
    "1 witness": "1 witnesses",
    "1 time": "1 times",
    "1 day": "1 days",
    "1 was": "1 were",
}
_QUOTED_OR_ONE = re.compile(rf'"(?:[^"\\]|\\.)*"|\b(?:{"|".join(_SINGULAR)})\b')


def _in_plural(text: str) -> str:
    """A step as the vocabulary tells it, where it speaks of one: what is in quotes stays as it is."""
    return _QUOTED_OR_ONE.sub(lambda it: _SINGULAR.get(it[0], it[0]), text)


def _bare(text: str) -> str:
    """A step without the names and the numbers in it, which say nothing of which step it is."""
    return re.sub(r"[0-9][0-9,]*", "n", re.sub(r'"[^"]*"', '""', text)).lower()
