"""Steps that record: sources, reports, forces, incidents and what reports say of them; into a scratch copy only."""

import re
from collections.abc import Mapping
from typing import Any

from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Does, Group, Takes
from interface.auditing.sitting import Sitting

RECORDING = Group(
    "Recording, in a scratch copy",
    "They record into a copy that is thrown away (`--scratch`), one for each scenario; elsewhere they are refused. "
    "What they enter is called so from then on, whatever else is called so on record.",
)
_step = RECORDING.step
_RECORDS, _PERHAPS = Does.RECORDS, Takes.PERHAPS_A_TABLE


@_step("the source {name:Name}", 'Given the source "Agency"\n  | kind | news agency |', _RECORDS, _PERHAPS)
def source(it: Sitting, name: str) -> None:
    """Enters a source. Its table may say its `kind` and its `url`."""
    it.enter("sources", name, {"name": name, "kind": "other", **_termed(it, "kind")})


@_step(
    "the report {name:Name} by {source:Name}, published {day:Name}",
    'Given the report "first word" by "Agency", published "2018-02-08"',
    _RECORDS,
)
def report(it: Sitting, name: str, source: str, day: str) -> None:
    """Enters a report under its headline, by whom it was published, and when: EDTF, or an instant."""
    it.enter("reports", name, _publication(it, name, source, day))


@_step(
    "the report {name:Name} by {source:Name}, published {day:Name}, relaying {original:Name}",
    'Given the report "second word" by "Agency", published "2018-02-09", relaying "a US official"',
    _RECORDS,
)
def relaying_report(it: Sitting, name: str, source: str, day: str, original: str) -> None:
    """Enters a report that has what it says from somebody else, who is named in words."""
    it.enter("reports", name, {**_publication(it, name, source, day), "original_source": original})


@_step(
    "the report {name:Name} by {source:Name}, published {day:Name}, relaying the report {relayed:Name}",
    'Given the report "third word" by "Agency", published "2018-02-10", relaying the report "second word"',
    _RECORDS,
)
def report_of_report(it: Sitting, name: str, source: str, day: str, relayed: str) -> None:
    """Enters a report that has what it says from another report on record."""
    id = it.id("reports", relayed)
    original = {"report_id": id, "source_id": it.record.get(f"/reports/{id}")["source_id"]}
    it.enter("reports", name, {**_publication(it, name, source, day), "original_source": original})


@_step("the force {name:Name}", 'Given the force "irregulars"', _RECORDS, _PERHAPS)
def force(it: Sitting, name: str) -> None:
    """Enters a force. Its table may say its `kind` and its `country`."""
    it.enter("forces", name, {"name": name, "kind": "external_or_other_forces", **_termed(it, "kind")})


@_step(
    "the force {name:Name}, {kind:ForceKind} of {country:Country}",
    'Given the force "tribesmen", an identity militia of SYR',
    _RECORDS,
)
def force_of(it: Sitting, name: str, kind: str, country: str | None) -> None:
    """Enters a force with its kind and its country."""
    it.enter("forces", name, {"name": name, "kind": kind, "country": country})


@_step("{force:Name} is also known as {alias:Name}", 'Given "irregulars" is also known as "the Hunters"', _RECORDS)
def alias(it: Sitting, force: str, alias: str) -> None:
    """Adds a name that a force is known by."""
    it.change("forces", force, "aliases", {"alias": alias})


@_step("{force:Name} is {kind:HoldsTo} {other:Name}", 'Given "irregulars" is loyal to "tribesmen"', _RECORDS)
def holds_to(it: Sitting, force: str, kind: str, other: str) -> None:
    """Declares an allegiance, for all the record knows."""
    it.change("forces", force, "allegiances", {"to": it.id("forces", other), "kind": kind})


@_step(
    "{force:Name} is {kind:HoldsTo} {other:Name} during {period:Name}",
    'Given "irregulars" is a partner of "Syrian Democratic Forces" during "2015/.."',
    _RECORDS,
)
def holds_to_during(it: Sitting, force: str, kind: str, other: str, period: str) -> None:
    """Declares an allegiance during an EDTF period."""
    it.change("forces", force, "allegiances", {"to": it.id("forces", other), "kind": kind, "during": period})


@_step(
    "the {kind:Kind} {name:Name} in {country:Country} on {day:Name}, by the report {report:Name}",
    'Given the battle "the ambush" in SYR on "2018-02-03", by the report "first word"',
    _RECORDS,
    _PERHAPS,
)
def incident(it: Sitting, kind: str, name: str, country: str | None, day: str, report: str) -> None:
    """Enters an incident, known to its country only; or, by its table, with `place`, `precision`, `latitude`,
    `longitude` and `summary`.
    """
    said = dict(it.pairs())
    place: dict[str, Any] = {"name": said.get("place", country or "unknown"), "country": country}
    place["precision"] = int(_number(said.get("precision", "6" if country else "7")))
    place |= {each: _number(said[each]) for each in ("latitude", "longitude") if each in said}
    body = {"title": name, "kind": kind, "occurred": day, "place": place, "report_id": it.id("reports", report)}
    it.enter("incidents", name, body | {each: said[each] for each in ("summary",) if each in said})


@_step(
    "in {incident:Name}, {force:Name} took part in camp {camp:w}, by the report {report:Name}",
    'Given in "the ambush", "tribesmen" took part in camp b, by the report "first word"',
    _RECORDS,
)
def took_part(it: Sitting, incident: str, force: str, camp: str, report: str) -> None:
    """Enters that a force took part, and who it stood with: camps are letters, and imply no direction."""
    _tell(it, incident, {"force_id": it.id("forces", force), "camp": camp, "report_id": it.id("reports", report)})


@_step(
    "in {incident:Name}, {force:Name} took part in camp {camp:w} as {role:Role}, by the report {report:Name}",
    'Given in "the ambush", "irregulars" took part in camp a as initiator, by the report "first word"',
    _RECORDS,
)
def took_part_as(it: Sitting, incident: str, force: str, camp: str, role: str, report: str) -> None:
    """Enters that a force took part, and in which role, as the report claims."""
    told = {"force_id": it.id("forces", force), "camp": camp, "role": role, "report_id": it.id("reports", report)}
    _tell(it, incident, told)


@_step(
    "the report {report:Name} gives {figure:Figure} {harm:Harm} of {side:Side} in {incident:Name}",
    'Given the report "first word" gives about 100 killed of "irregulars" in "the ambush"',
    _RECORDS,
    _PERHAPS,
)
def gives(it: Sitting, report: str, figure: Mapping[str, Any], harm: str, side: str, incident: str) -> None:
    """Enters what a report says of a toll. Its table may say `person_status`, `group`, `verbatim`, `credibility` (1
    to 6) and `inference`.
    """
    _give(it, incident, side, harm, _statement(it, report, figure))


@_step(
    "the report {report:Name} gives {figure:Figure} {harm:Harm} of {side:Side} in {incident:Name}, "
    "relaying {original:Name}",
    'Given the report "second word" gives "dozens" killed of "irregulars" in "the ambush", relaying "villagers"',
    _RECORDS,
    _PERHAPS,
)
def gives_relaying(
    it: Sitting, report: str, figure: Mapping[str, Any], harm: str, side: str, incident: str, original: str
) -> None:
    """Enters what a report says of a toll on somebody else's word; its table says as much as without."""
    _give(it, incident, side, harm, {**_statement(it, report, figure), "original_source": original})


@_step(
    "the report {report:Name} corroborates {incident:Name}",
    'Given the report "second word" corroborates "the ambush"',
    _RECORDS,
)
def corroborates(it: Sitting, report: str, incident: str) -> None:
    """Cites a further report that tells of the incident."""
    it.change("incidents", incident, "corroborations", {"report_id": it.id("reports", report)})


@_step(
    "the report {report:Name} disputes {incident:Name}, saying {statement:Name}",
    'Given the report "third word" disputes "the ambush", saying "Nobody was there."',
    _RECORDS,
)
def disputes(it: Sitting, report: str, incident: str, statement: str) -> None:
    """Enters what a report contradicts."""
    it.change("incidents", incident, "disputes", {"report_id": it.id("reports", report), "statement": statement})


def _number(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,15})?", text):
        raise Unmet(f"{text} in its table is no number.")
    return float(text)


def _termed(it: Sitting, *terms: str) -> dict[str, str]:
    """The step's table, in which these are terms: an underscore for each blank."""
    return {name: value.replace(" ", "_") if name in terms else value for name, value in it.pairs()}


def _publication(it: Sitting, name: str, source: str, day: str) -> dict[str, Any]:
    return {"source_id": it.id("sources", source), "headline": name, "published_at": day}


def _tell(it: Sitting, incident: str, told: Mapping[str, Any]) -> None:
    it.change("incidents", incident, "participations", told)


def _statement(it: Sitting, report: str, figure: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = _termed(it, "person_status", "group")
    if "credibility" in said:
        said["credibility"] = int(_number(said["credibility"]))
    words = {"verbatim": said.pop("verbatim")} if "verbatim" in said else {}
    return {**said, "report_id": it.id("reports", report), "figure": {**figure, **words}}


def _give(it: Sitting, incident: str, side: str, harm: str, statement: Mapping[str, Any]) -> None:
    """Enters a toll with its first figure; or, where it is on record, a further figure of it."""
    id, whose = it.id("incidents", incident), it.side(side)
    narrower = {name: statement.get(name) for name in ("person_status", "group")}
    found = it.recording().rows("/casualties", {"incident": id, "side": whose, "harm": harm, "status": "any"})
    there = [each for each in found if all(each[name] == value for name, value in narrower.items())]
    if there:
        figure = {name: value for name, value in statement.items() if name not in narrower}
        it.recording().change(f"/casualties/{there[0]['id']}", "figures", figure)
    else:
        it.recording().post("/casualties", {"incident_id": id, "side": whose, "harm": harm, **statement})
