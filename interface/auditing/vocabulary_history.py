"""Steps that check what came to be known when, and what hangs on whom."""

from collections.abc import Sequence
from typing import Any

from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Group, Takes
from interface.auditing.sitting import Sitting

HISTORY = Group(
    "What came to be known, and what hangs on whom",
    "A moment in quotes is an instant (RFC 3339), a position of the log, or one that was given a name.",
)
_step = HISTORY.step


@_step("the history of {incident:Name} has {n:Number} entries", 'Then the history of "the clash" has 17 entries')
def entries(it: Sitting, incident: str, n: int) -> None:
    """So many entries of the log are about the incident itself."""
    id = it.id("incidents", incident)
    known_at = {"known_at": it.looking.known_at} if it.looking.known_at else {}
    found = len(it.record.get(f"/incidents/{id}/history", known_at))
    if found != n:
        raise Unmet(f"{found} entries")


@_step(
    "between {since:Name} and {to:Name}, it came to be known of {incident:Name}",
    'Given this moment is called "before"\n'
    'And the report "second word" disputes "the ambush", saying "It was elsewhere."\n'
    'And this moment is called "after"\n'
    'Then between "before" and "after", it came to be known of "the ambush"\n'
    "  | verb    | of       |\n  | dispute | incident |",
    takes=Takes.TABLE,
)
def came_to_be_known(it: Sitting, since: str, to: str, incident: str) -> None:
    """In this order, these changes of the incident and its casualties were recorded after one moment and up to
    another: the verb, and of what it is.
    """
    found = [(each["verb"], each["of"]) for each in _changes(it, since, to, incident)]
    if any(set(row) != {"verb", "of"} for row in it.records()):
        raise Unmet("The headings of its table are verb and of.")
    if found != [(row["verb"], row["of"]) for row in it.records()]:
        raise Unmet("; ".join(f"{verb} {of}" for verb, of in found) or "nothing")


@_step(
    "between {since:Name} and {to:Name}, nothing came to be known of {incident:Name}",
    'Given this moment is called "at first"\nAnd this moment is called "at once"\n'
    'Then between "at first" and "at once", nothing came to be known of "the clash"',
)
def nothing_came(it: Sitting, since: str, to: str, incident: str) -> None:
    """Nothing was recorded of the incident and its casualties."""
    if found := _changes(it, since, to, incident):
        raise Unmet("; ".join(f"{each['verb']} {each['of']}" for each in found))


@_step(
    "without the report {report:Name}, {n:Number} incidents are told otherwise",
    'Then without the report "Later accounts, compiled", 1 incident is told otherwise',
)
def flips_of_report(it: Sitting, report: str, n: int) -> None:
    """So many incidents change or go, if the report had never been recorded."""
    _must_flip(it, f"report:{it.id('reports', report)}", n)


@_step(
    "without the source {source:Name}, {n:Number} incidents are told otherwise",
    'Then without the source "TRT World", 1 incident is told otherwise',
)
def flips_of_source(it: Sitting, source: str, n: int) -> None:
    """So many incidents change or go, if nothing that the source published had ever been recorded."""
    _must_flip(it, f"source:{it.id('sources', source)}", n)


@_step(
    "without the report {report:Name}, {incident:Name} goes",
    'Given "the article" is the report "Latest Clash Between US Coalition And Pro-Regime Forces Points To New Risks '
    'In Syria"\nThen without the report "the article", "the clash" goes',
)
def goes(it: Sitting, report: str, incident: str) -> None:
    """The incident would not be on record, if the report had never been recorded."""
    it_goes = {each["id"]: each["what"] for each in _flips(it, f"report:{it.id('reports', report)}")}
    found = it_goes.get(it.id("incidents", incident), "it stays as it is")
    if found != "went":
        raise Unmet(found)


def _changes(it: Sitting, since: str, to: str, incident: str) -> Sequence[Any]:
    query = {name: value for name, value in it.looking.standpoint.items() if name != "known_at"}
    query |= {"from": it.moment(since), "to": it.moment(to)}
    return list(it.record.get(f"/incidents/{it.id('incidents', incident)}/diff", query))


def _flips(it: Sitting, left_out: str) -> Sequence[Any]:
    query = {name: value for name, value in it.looking.reading.items() if name != "without"}
    items: list[Any] = []
    answer = it.record.get("/flips", {**query, "without": left_out, "limit": "1000"})
    items += answer["items"]
    while answer["next"]:
        answer = it.record.get("/flips", {**query, "without": left_out, "limit": "1000", "cursor": answer["next"]})
        items += answer["items"]
    return items


def _must_flip(it: Sitting, left_out: str, n: int) -> None:
    found = _flips(it, left_out)
    if len(found) != n:
        told = ", ".join(f'"{each["title"]}" ({each["what"]})' for each in found[:5])
        raise Unmet(f"{len(found)} incidents" + (f": {told}" if told else ""))
