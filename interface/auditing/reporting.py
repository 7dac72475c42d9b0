"""Tells what became of an audit: for people, as JSON, and as JUnit XML."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from interface.auditing.outcomes import Outcome, ScenarioResult, StepResult, Totals

_MARK = {Outcome.HOLDS: "✓", Outcome.SKIPPED: "-"}
_UNFIT = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What XML 1.0 has no way to write."""


def in_words(result: ScenarioResult, *, first_of_feature: bool) -> Iterator[str]:
    """The lines that tell people of a scenario, under its feature's own."""
    if first_of_feature:
        yield _plain(f"{result.feature}  ({result.file})")
    yield f"  {_MARK.get(result.outcome, '✗')} {_plain(result.scenario)}  (line {result.line})"
    for step in result.steps:
        if step.step:
            yield f"      {_MARK.get(step.outcome, '✗')} {_plain(step.step)}"
        if step.found:
            yield f"          {_said(step)}"


def total_in_words(totals: Totals, position: int, seconds: float) -> str:
    """The last line, for people."""
    names = (("holds", "hold"), ("fails", "fail"), ("refused", "refused"), ("not_understood", "not understood"))
    said = [f"{getattr(totals, name)} {word}" for name, word in names if getattr(totals, name)]
    return f"{totals.scenarios} scenarios: {', '.join(said)}. Looked at up to position {position}; {seconds:.1f} s."


def junit(results: Sequence[ScenarioResult]) -> bytes:
    """JUnit XML: a suite for each feature, a case for each scenario; one that was refused or not understood is an
    error, one that fails a failure.
    """
    suites = Element("testsuites")
    for (feature, file), group in groupby(results, lambda it: (it.feature, it.file)):
        cases = list(group)
        failures = sum(1 for it in cases if it.outcome is Outcome.FAILS)
        errors = sum(1 for it in cases if it.outcome in {Outcome.REFUSED, Outcome.NOT_UNDERSTOOD})
        suite = SubElement(suites, "testsuite", name=_fit(feature) or _fit(file), file=_fit(file))
        suite.attrib |= {"tests": str(len(cases)), "failures": str(failures), "errors": str(errors), "skipped": "0"}
        suite.set("time", f"{sum(it.seconds for it in cases):.3f}")
        for it in cases:
            _case(suite, it)
    written: bytes = tostring(suites, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _case(suite: Element, it: ScenarioResult) -> None:
    case = SubElement(suite, "testcase", name=_fit(it.scenario), classname=_fit(it.feature), time=f"{it.seconds:.3f}")
    if it.outcome is not Outcome.HOLDS:
        kind = "failure" if it.outcome is Outcome.FAILS else "error"
        SubElement(case, kind, type=it.outcome, message=_fit(it.found or it.outcome)).text = _fit(_steps(it))


def _steps(it: ScenarioResult) -> str:
    return "\n".join(in_words(it, first_of_feature=False))


def _said(step: StepResult) -> str:
    found = _plain(step.found or "")
    return f"found: {found}" if step.outcome is Outcome.FAILS and step.step else f"{step.outcome}: {found}"


def _plain(text: str) -> str:
    """In one line, and without controls: a terminal must do nothing but show it."""
    return "".join(each if each.isprintable() else " " for each in text)


def _fit(text: str) -> str:
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
