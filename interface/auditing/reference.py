"""Writes docs/audit_steps.md from the vocabulary: `python -m interface.auditing.reference`."""

from collections.abc import Iterator
from pathlib import Path

from interface.auditing.registry import Does, Step, Takes
from interface.auditing.vocabulary import VOCABULARY
from interface.auditing.words import IN_WORDS

PAGE = Path(__file__).parents[2] / "docs/audit_steps.md"

_HEAD = """\
# The steps of an audit

<!-- Written by `python -m interface.auditing.reference`; a test holds that it is current. -->

`casus audit FEATURE...` runs features in Gherkin against the record: files, or directories with all `*.feature` in
them. The record is that of a data directory (`--data`), of a log in PostgreSQL (`--log`) or of a running Casus
(`--server`), which are only read; or, with `--scratch`, a copy of one of the first two. Each step is one of those
below, after any of the keywords (Given, When, Then, And, But), which may be of any language that Gherkin knows; the
steps are English. A scenario holds if all its steps do and at least one of them checks something. The examples follow
upon each other, over the first case with its later reports (`casus demo --later`), each from now unless it says
otherwise; a test runs them all.

## What stands in capitals
"""


def reference() -> str:
    """The page."""
    return "\n".join([_HEAD, *_types(), *(line for group in VOCABULARY.groups for line in _group(group.title))]) + "\n"


def _types() -> Iterator[str]:
    yield "| in the reference | what stands there |"
    yield "|---|---|"
    used = {name for step in VOCABULARY.steps for name in step.types}
    for name, words in IN_WORDS.items():
        if name in used:
            yield f"| {_places(name)} | {words} |"


def _places(type_name: str) -> str:
    """The capitals that such a thing has in the steps."""
    if type_name == "Name":
        return '`"..."`'
    places = {place for step in VOCABULARY.steps for place in step.places(type_name)}
    return ", ".join(f"`{each}`" for each in sorted(places))


def _group(title: str) -> Iterator[str]:
    group = next(it for it in VOCABULARY.groups if it.title == title)
    yield f"\n## {title}\n\n{group.about}"
    for step in group.steps:
        yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    below = {Takes.TABLE: "; a data table below it", Takes.PERHAPS_A_TABLE: "; perhaps a data table below it"}
    further = below.get(step.takes, "; a doc string below it" if step.takes is Takes.TEXT else "")
    records = " *Records.*" if step.does is Does.RECORDS else ""
    yield f"\n**{step.spoken}**{further}\n\n{' '.join(step.means.split())}{records}\n"
    yield f"```gherkin\n{step.example.rstrip()}\n```"


if __name__ == "__main__":
    PAGE.write_text(reference(), "utf-8")
