"""Steps that check what the record says of an incident, and how many there are."""

import json
from collections.abc import Mapping
from typing import Any

from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Group, Takes
from interface.auditing.sitting import Sitting

INCIDENTS = Group(
    "What happened, when, where, and who took part",
    "Filters in a table are the parameters of `GET /incidents`, with names where it takes ids.",
)
_step = INCIDENTS.step


def _dossier(it: Sitting, incident: str) -> Mapping[str, Any]:
    return dict(it.ask(f"/incidents/{it.id('incidents', incident)}"))


def _must(found: object, expected: object) -> None:
    if found != expected:
        raise Unmet("nothing" if found is None else str(found))


@_step("{incident:Name} is on record", 'Then "the clash" is on record')
def on_record(it: Sitting, incident: str) -> None:
    """It is on record from this standpoint, and stands."""
    found = it.record.found(f"/incidents/{it.id('incidents', incident)}", it.looking.standpoint)
    if found is None:
        raise Unmet("it is not on record")
    if found["retracted"]:
        raise Unmet("it was retracted")


@_step("{incident:Name} is not on record", 'Given the record as known at "7"\nThen "the clash" is not on record')
def not_on_record(it: Sitting, incident: str) -> None:
    """It is not on record from this standpoint, or was retracted."""
    found = it.record.found(f"/incidents/{it.id('incidents', incident)}", it.looking.standpoint)
    if found is not None and not found["retracted"]:
        raise Unmet(f'"{found["title"]}" is on record')


@_step("{incident:Name} occurred {period:Name}", 'Then "the clash" occurred "2018-02-07/2018-02-08"')
def occurred(it: Sitting, incident: str, period: str) -> None:
    """Its dates are on record so: EDTF, as it was given."""
    _must(_dossier(it, incident)["occurred"]["edtf"], period)


@_step("{incident:Name} was in {countries:Countries}", 'Then "the clash" was in SYR')
def was_in(it: Sitting, incident: str, countries: tuple[str, ...]) -> None:
    """It was in one of these countries."""
    country = _dossier(it, incident)["place"]["country"]
    if country is None or (countries and country not in countries):
        raise Unmet(str(country or "its country is not known"))


@_step(
    "{incident:Name} was at {place:Name}, at precision {precision:Number}",
    'Then "the clash" was at "Khasham", at precision 2',
)
def was_at(it: Sitting, incident: str, place: str, precision: int) -> None:
    """Its place is called so, and known so exactly (UCDP's `where_prec`, 1 to 7)."""
    there = _dossier(it, incident)["place"]
    if (there["name"], there["precision"]) != (place, precision):
        raise Unmet(f'"{there["name"]}", at precision {there["precision"]}')


@_step("{incident:Name} was of the kind {kind:Kind}", 'Then "the clash" was of the kind battle')
def of_kind(it: Sitting, incident: str, kind: str) -> None:
    """It is of exactly this kind."""
    _must(_dossier(it, incident)["kind"], kind)


@_step("{incident:Name} is graded {grading:Grading}", 'Then "the ambush" is graded weak')
def graded(it: Sitting, incident: str, grading: str) -> None:
    """An analyst graded its evidence so."""
    if (found := _dossier(it, incident)["grading"]) != grading:
        raise Unmet(found or "it is not graded")


@_step("{incident:Name} is not graded", 'Then "the clash" is not graded')
def not_graded(it: Sitting, incident: str) -> None:
    """No analyst graded its evidence."""
    if found := _dossier(it, incident)["grading"]:
        raise Unmet(str(found))


@_step(
    "{incident:Name} says",
    'Then "the clash" says\n  | place.name        | Khasham |\n  | place.country     | SYR     |\n'
    "  | occurred.began_at | 2018-02-07T22:00:00+02:00 |\n  | disputes.#        | 2       |",
    takes=Takes.TABLE,
)
def says(it: Sitting, incident: str) -> None:
    """Its dossier (`GET /incidents/{id}`) has these values: with dots between names, `0` for the first of several, `#`
    for how many they are, `null` for none.
    """
    dossier, wrong = _dossier(it, incident), []
    for path, expected in it.pairs():
        found = _at(dossier, path)
        if found != expected:
            wrong.append(f"{path} is {found}")
    if wrong:
        raise Unmet("; ".join(wrong))


@_step(
    "in {incident:Name} took part",
    'Then in "the clash" took part\n  | force                         | camp | role      |\n'
    "  | Pro-regime militia            | a    | initiator |\n  | Syrian Democratic Forces      | b    | target    |",
    takes=Takes.TABLE,
)
def took_part(it: Sitting, incident: str) -> None:
    """Reports tell so of these forces; others may have taken part too. An empty role is one that no report claims."""
    told = _dossier(it, incident)["participations"]
    for row in it.records():
        if set(row) != {"force", "camp", "role"}:
            raise Unmet("The headings of its table are force, camp and role.")
        id = it.id("forces", row["force"])
        of = [each for each in told if each["force_id"] == id]
        expected = (row["camp"], row["role"].replace(" ", "_") or None)
        if expected not in [(each["camp"], each["role"]) for each in of]:
            found = "; ".join(f"camp {each['camp']}, {each['role'] or 'no role'}" for each in of)
            raise Unmet(f'of "{row["force"]}" is told: {found or "nothing"}')


@_step(
    "{force:Name} is said to be the {role:Role} of {incident:Name}",
    'Then "US-led coalition against ISIS" is said to be the initiator of "the clash"',
)
def said_to_be(it: Sitting, force: str, role: str, incident: str) -> None:
    """A report claims this role of the force."""
    _must(_roles(it, force, incident).get(role, "no report says so"), role)


@_step(
    "{force:Name} is not said to be the {role:Role} of {incident:Name}",
    'Then "Syrian Democratic Forces" is not said to be the initiator of "the clash"',
)
def not_said_to_be(it: Sitting, force: str, role: str, incident: str) -> None:
    """No report claims this role of the force."""
    if role in _roles(it, force, incident):
        raise Unmet("a report says so")


@_step(
    "{n:Number} incidents match",
    "Then 1 incident matches\n  | country  | SYR                      |\n  | occurred | 2018                     |\n"
    "  | force    | Syrian Democratic Forces |",
    takes=Takes.TABLE,
)
def match(it: Sitting, n: int) -> None:
    """So many incidents are on record of which all filters of the table hold."""
    found = len(it.rows("/incidents", it.filters()))
    _must(f"{found} incidents match", f"{n} incidents match")


def _roles(it: Sitting, force: str, incident: str) -> Mapping[str, str]:
    id = it.id("forces", force)
    told = [each for each in _dossier(it, incident)["participations"] if each["force_id"] == id]
    return {each["role"]: each["role"] for each in told}


def _at(value: Any, path: str) -> str:
    """What is there, as a table writes it."""
    for name in path.split("."):
        match value:
            case list() | dict() if name == "#":
                value = len(value)
            case list() if name.isdecimal() and int(name) < len(value):
                value = value[int(name)]
            case dict() if name in value:
                value = value[name]
            case _:
                raise Unmet(f"{path} is not there")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
