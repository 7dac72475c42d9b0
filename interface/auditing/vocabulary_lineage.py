"""Steps that check what a figure rests on."""

from collections.abc import Mapping
from typing import Any

from interface.auditing.casualties import one_casualty
from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Adds, Group, Takes
from interface.auditing.sitting import Sitting

LINEAGE = Group(
    "What a figure rests on",
    "As `GET /figures/{id}/lineage` tells it (docs/lineage.md). Where an incident has several tolls of one harm to one "
    "side, a table says which: `person_status`, `group`.",
)
_PERHAPS = Takes.PERHAPS_A_TABLE


def _step(pattern: str, example: str) -> Adds:
    return LINEAGE.step(f"the {{harm:Harm}} of {{side:Side}} in {{incident:Name}} {pattern}", example, takes=_PERHAPS)


def _lineage(it: Sitting, incident: str, side: str, harm: str) -> Mapping[str, Any]:
    id = one_casualty(it, incident, side, harm)["id"]
    return dict(it.record.get(f"/figures/{id}/lineage", it.looking.reading))


@_step(
    "rest on the report {report:Name}",
    'Then the killed of "Pro-regime militia" in "the clash" rest on the report "Voice of America"',
)
def rest_on(it: Sitting, harm: str, side: str, incident: str, report: str) -> None:
    """The policy takes its low, best or high from this report's figure."""
    _must_rest(it, (incident, side, harm), report, expected=True)


@_step(
    "do not rest on the report {report:Name}",
    'Then the killed of "Pro-regime militia" in "the clash" do not rest on the report "SANA"',
)
def rest_not_on(it: Sitting, harm: str, side: str, incident: str, report: str) -> None:
    """The policy takes nothing from this report."""
    _must_rest(it, (incident, side, harm), report, expected=False)


@_step("come from {n:Number} reports", 'Then the killed of "Pro-regime militia" in "the clash" come from 6 reports')
def reports(it: Sitting, harm: str, side: str, incident: str, n: int) -> None:
    """So many reports that are held good give a figure."""
    _must_count(_lineage(it, incident, side, harm)["reports"], n, "reports")


@_step(
    "come from {n:Number} independent originals",
    'Then the killed of "Pro-regime militia" in "the clash" come from 8 independent originals',
)
def originals(it: Sitting, harm: str, side: str, incident: str, n: int) -> None:
    """So many that say it by themselves: five outlets that relay one official are one."""
    _must_count(_lineage(it, incident, side, harm)["originals"], n, "independent originals")


@_step(
    "come from the original {words:Name}",
    'Then the killed of "Pro-regime militia" in "the clash" come from the original "a US official"',
)
def original(it: Sitting, harm: str, side: str, incident: str, words: str) -> None:
    """One of its originals is so called: words, or the name of a source whose own word it is."""
    found = _lineage(it, incident, side, harm)
    called = [_called(step, found) for each in found["come_from"] for step in each["steps"]]
    if words.casefold() not in [each.casefold() for each in called]:
        raise Unmet("its originals are " + ", ".join(f'"{each}"' for each in called))


def _called(step: Mapping[str, Any], lineage: Mapping[str, Any]) -> str:
    if step["id"] in lineage["sources"]:
        return str(lineage["sources"][step["id"]]["name"])
    if step["id"] in lineage["cited"]:
        return str(lineage["cited"][step["id"]].get("headline") or step["id"])
    return str(step["words"] or step["id"])


def _must_rest(it: Sitting, toll: tuple[str, str, str], report: str, *, expected: bool) -> None:
    found, id = _lineage(it, *toll), it.id("reports", report)
    taken = {each["report_id"] for each in found["figures"] if each["taken_for"]}
    if (id in taken) != expected:
        raise Unmet("it rests on " + (", ".join(_name(each, found) for each in taken) or "no report"))


def _name(report: str, lineage: Mapping[str, Any]) -> str:
    cited = lineage["cited"][report]
    source = lineage["sources"].get(cited["source_id"], {})
    return f'"{cited.get("headline") or source.get("name") or report}"'


def _must_count(found: int, expected: int, what: str) -> None:
    if found != expected:
        raise Unmet(f"{found} {what}")
