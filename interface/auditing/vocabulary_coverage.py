"""Steps that check, and in a scratch copy record, for what the record is declared complete."""

from collections.abc import Sequence
from datetime import datetime

from domain.coverage import Scope
from domain.covering import Asked, Covering, Declared, covering
from domain.edtf import NotEdtf, parse
from domain.kinds import IncidentKind
from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Does, Group
from interface.auditing.sitting import Sitting

COVERAGE = Group(
    "What the record is declared complete for",
    "It is complete where the declarations that stand, taken together, certainly hold every such incident: of every "
    "kind and country, on every day of the period. Nothing is declared of what came after the declaration.",
)
_step = COVERAGE.step
_SCOPE = "{kinds:Kinds} in {countries:Countries} during {period:Name}"


@_step(
    f"the coverage {{name:Name}} is declared for {_SCOPE} because {{basis:Name}}",
    'Given the coverage "all battles" is declared for battle in SYR during "2016/2017" because "All were entered."',
    Does.RECORDS,
)
def declared(it: Sitting, name: str, kinds: Sequence[str], countries: Sequence[str], period: str, basis: str) -> None:
    """Declares that the record is complete; the name is the scenario's own."""
    body = {"area": {"countries": list(countries)}, "period": period, "kinds": list(kinds), "basis": basis}
    it.enter("coverages", name, body)


@_step(
    f"the record is declared complete for {_SCOPE}",
    'Then the record is declared complete for battle in SYR during "2016/2017"',
)
def complete(it: Sitting, kinds: Sequence[str], countries: Sequence[str], period: str) -> None:
    """Every such incident would be on record."""
    found = _covering(it, kinds, countries, period, 0)
    if not found.complete:
        raise Unmet(f"not declared: {'; '.join(each.words for each in found.missing)}")
    if found.fewest:
        raise Unmet(f"declared for incidents with at least {found.fewest} killed only")


@_step(
    "the record is declared complete for {kinds:Kinds} with at least {n:Number} killed in {countries:Countries} "
    "during {period:Name}",
    'Then the record is declared complete for battle with at least 1 killed in SYR during "2016/2017"',
)
def complete_with(it: Sitting, kinds: Sequence[str], n: int, countries: Sequence[str], period: str) -> None:
    """Every such incident would be on record in which so many were killed."""
    found = _covering(it, kinds, countries, period, n)
    if not found.complete:
        raise Unmet(f"not declared: {'; '.join(each.words for each in found.missing)}")
    if found.fewest > n:
        raise Unmet(f"declared for incidents with at least {found.fewest} killed only")


@_step(
    f"the record is not declared complete for {_SCOPE}",
    'Then the record is not declared complete for battle in SYR during "1990"',
)
def not_complete(it: Sitting, kinds: Sequence[str], countries: Sequence[str], period: str) -> None:
    """Some such incident may be missing from the record."""
    found = _covering(it, kinds, countries, period, 0)
    if found.complete and not found.fewest:
        raise Unmet("it is declared complete")


@_step(
    "the coverage {name:Name} is withdrawn because {reason:Name}",
    'Given the coverage "all battles" is withdrawn because "Some were not."',
    Does.RECORDS,
)
def withdrawn(it: Sitting, name: str, reason: str) -> None:
    """Says that the record is not complete there after all."""
    if it.names.get(name, ("", ""))[0] != "coverages":
        raise Unmet(f'No coverage was declared as "{name}" in this scenario.')
    it.change("coverages", name, "withdrawals", {"reason": reason})


def _covering(it: Sitting, kinds: Sequence[str], countries: Sequence[str], period: str, fewest: int) -> Covering:
    try:
        span = parse(period)
    except NotEdtf as error:
        raise Unmet(f'"{period}" is no period: {error}') from error
    rows = it.record.rows("/coverages", it.looking.standpoint)
    stand = [
        Declared(
            each["id"],
            Scope(**{name: each[name] for name in ("area", "period", "kinds", "min_killed")}),
            datetime.fromisoformat(each["recorded_at"]).toordinal(),
        )
        for each in rows
    ]
    if span.latest is None:
        raise Unmet(f'"{period}" has no end: nothing is declared of what is yet to come.')
    first = span.earliest and span.earliest.ordinal
    asked = Asked(tuple(countries), None, [IncidentKind(each) for each in kinds], first, span.latest.ordinal, fewest)
    return covering(asked, stand)
