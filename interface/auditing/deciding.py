"""Has the record decide an assertion, and compares what it says with what a step expects."""

from collections.abc import Mapping
from typing import Any

from domain.verdict import Outcome
from interface.auditing.outcomes import Unmet
from interface.auditing.sitting import Sitting


def decide(it: Sitting, assertion: Any, expected: Outcome) -> None:
    """Has the record decide an assertion; what it says is the sitting's verdict from then on.

    Raises:
        Unmet: it is decided otherwise; with the verdict, and why.
        Declined: it is no assertion, or names what is not on record.
    """
    body = {"assertion": assertion} | ({"policy": it.looking.policy} if it.looking.policy else {})
    it.verdict = it.record.check(body, it.looking.standpoint)
    if it.verdict["verdict"] != expected:
        raise Unmet(in_words(it.verdict))


def decided(it: Sitting) -> Mapping[str, Any]:
    """The verdict of a step before.

    Raises:
        Unmet: no step before asked for one.
    """
    if it.verdict is None:
        raise Unmet("No step before it has the record decide anything.")
    return it.verdict


def in_words(verdict: Mapping[str, Any]) -> str:
    """A verdict in words: what, why, and which coverage is missing."""
    said = [verdict["verdict"].replace("_", " "), *verdict["because"]]
    said += [f"Missing: {each['words']}" for each in verdict["missing"]]
    return " ".join(f"{each.rstrip('.')}." for each in said if each)
