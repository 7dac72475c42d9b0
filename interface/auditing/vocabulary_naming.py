"""Steps that give things names of the scenario's own."""

from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Does, Group, Takes
from interface.auditing.sitting import Sitting

NAMING = Group(
    "What things are called",
    "A thing is named in quotes: an incident by its title, a force by any of its names, a source by its name, a claim "
    "by its statement, a report by its headline or, if that source has one report on record, by the name of its "
    "source; each also by its id. Exactly one must be called so: otherwise the step fails, and says which there are. "
    "These steps give one a name of the scenario's own, which goes before all others.",
)
_step = NAMING.step


def _call(it: Sitting, resource: str, own: str, name: str) -> None:
    it.names[own] = (resource, it.id(resource, name))


@_step(
    "{own:Name} is the incident {name:Name}",
    'Given "the clash" is the incident "Clash between the US-led coalition and pro-regime militia"',
    Does.LOOKS,
)
def incident(it: Sitting, own: str, name: str) -> None:
    """Calls an incident so."""
    _call(it, "incidents", own, name)


@_step(
    "{own:Name} is the incident where",
    'Given "the clash" is the incident where\n'
    "  | country  | SYR                      |\n"
    "  | occurred | 2018-02-07               |\n"
    "  | kind     | battle                   |\n"
    "  | force    | Syrian Democratic Forces |",
    Does.LOOKS,
    Takes.TABLE,
)
def incident_where(it: Sitting, own: str) -> None:
    """Calls the one incident so of which all filters of the table hold: those of `GET /incidents`, such as `q`."""
    found = it.rows("/incidents", {**it.filters(), "limit": "6"})
    if len(found) != 1:
        titles = ", ".join(f'"{each["title"]}" ({each["id"]})' for each in found[:5])
        many = "Several incidents match" if found else "No incident matches"
        raise Unmet(f"{many}: {titles}" if titles else f"{many}.")
    it.names[own] = ("incidents", found[0]["id"])


@_step("{own:Name} is the force {name:Name}", 'Given "the militia" is the force "Pro-regime militia"', Does.LOOKS)
def force(it: Sitting, own: str, name: str) -> None:
    """Calls a force so."""
    _call(it, "forces", own, name)


@_step("{own:Name} is the report {name:Name}", 'Given "the agency" is the report "SANA"', Does.LOOKS)
def report(it: Sitting, own: str, name: str) -> None:
    """Calls a report so."""
    _call(it, "reports", own, name)
