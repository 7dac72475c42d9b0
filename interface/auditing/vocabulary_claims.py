"""Steps that check whether the record supports an assertion, without its being recorded."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.verdict import Outcome
from interface.auditing.deciding import decide
from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Adds, Group, Takes
from interface.auditing.sitting import Sitting

CLAIMS = Group(
    "Whether the record supports it",
    "`POST /claims/check` decides, under the policy and from the standpoint: supported where every reading of the "
    "record satisfies the assertion, contradicted where none does, not decidable otherwise. What it rests on is "
    "asked by the steps about the verdict. The whole language of assertions is JSON, in docs/claims.md; in it, a "
    "name may stand wherever an id does.",
)
_IT_IS = "it is {verdict:VerdictThat}"
Compared = Mapping[str, Any]


def _step(pattern: str, example: str, takes: Takes = Takes.NOTHING) -> Adds:
    return CLAIMS.step(f"{_IT_IS} {pattern}".strip(), example, takes=takes)


@_step(
    "",
    'Then it is supported that\n  """\n'
    '  {"asserts": "initiated", "incident": "the ambush", "force": "irregulars"}\n  """',
    Takes.TEXT,
)
def asserted(it: Sitting, verdict: Outcome) -> None:
    """The assertion of the doc string is decided so: JSON, in which names may stand for ids."""
    decide(it, it.ids_in(it.doc or ""), verdict)


@_step(
    "{compared:Compared} were {harm:Harm} of {side:Side} in {incident:Name}",
    'Then it is supported that at least 50 were killed of "irregulars" in "the ambush"',
)
def toll_of(it: Sitting, verdict: Outcome, compared: Compared, harm: str, side: str, incident: str) -> None:
    """So many of a side, with the forces that stood under it, were harmed in one incident."""
    toll = _toll(it, harm, {"incident": it.id("incidents", incident)}, side)
    decide(it, {"asserts": "toll", "toll": toll, "compared": compared}, verdict)


@_step(
    "{compared:Compared} were {harm:Harm} in {incident:Name}",
    'Then it is supported that at least 50 were killed in "the ambush"',
)
def toll_in(it: Sitting, verdict: Outcome, compared: Compared, harm: str, incident: str) -> None:
    """So many of all sides were harmed in one incident."""
    toll = _toll(it, harm, {"incident": it.id("incidents", incident)})
    decide(it, {"asserts": "toll", "toll": toll, "compared": compared}, verdict)


@_step(
    "{compared:Compared} were {harm:Harm}, where",
    "Then it is supported that at least 1 were killed, where\n  | countries | SYR     |\n  | occurred  | 2018-02 |",
    Takes.TABLE,
)
def toll_where(it: Sitting, verdict: Outcome, compared: Compared, harm: str) -> None:
    """So many were harmed in the incidents of the table: `occurred`, `countries`, `kinds`, `force`, `between` (two
    forces), `grading`, `min_killed`; and `side`, `person_status`, `group` of those harmed.
    """
    said = dict(it.pairs())
    toll = {"harm": harm, "incidents": _incidents(it, {n: v for n, v in said.items() if n not in _OF_TOLL})}
    toll |= {name: said[name].replace(" ", "_") for name in ("person_status", "group") if name in said}
    if "side" in said:
        toll["side"] = _side(it, said["side"])
    decide(it, {"asserts": "toll", "toll": toll, "compared": compared}, verdict)


@_step(
    "there were {compared:Compared} {kinds:Kinds} in {countries:Countries} during {period:Name}",
    'Then it is not decidable whether there were at most 100 battles in SYR during "2018-02"',
)
def count(
    it: Sitting, verdict: Outcome, compared: Compared, kinds: Sequence[str], countries: Sequence[str], period: str
) -> None:
    """So many incidents of these kinds happened."""
    incidents = {"occurred": period, "countries": list(countries), "kinds": list(kinds)}
    decide(it, {"asserts": "count", "incidents": incidents, "compared": compared}, verdict)


@_step(
    "there were {compared:Compared} incidents where",
    "Then it is supported that there were at least 1 incidents where\n  | countries | SYR               |\n"
    "  | force     | irregulars        |",
    Takes.TABLE,
)
def count_where(it: Sitting, verdict: Outcome, compared: Compared) -> None:
    """So many incidents of the table happened; its rows are those of sums."""
    incidents = _incidents(it, dict(it.pairs()))
    decide(it, {"asserts": "count", "incidents": incidents, "compared": compared}, verdict)


@_step(
    "{incident:Name} is the largest by {harm:Harm} between {one:Name} and {other:Name} during {period:Name}",
    'Then it is not decidable whether "the ambush" is the largest by killed between "irregulars" and "tribesmen" '
    'during "2015/2018-02-07"',
)
def largest_between(it: Sitting, verdict: Outcome, incident: str, harm: str, one: str, other: str, period: str) -> None:
    """No other incident between two forces, each with those that stood under it at the time, had as many."""
    among = {"occurred": period, "between": [it.id("forces", one), it.id("forces", other)]}
    _decide_rank(it, verdict, incident, harm, among, 1)


@_step(
    "{incident:Name} is the largest by {harm:Harm}, among",
    'Then it is not decidable whether "the ambush" is the largest by killed, among\n'
    "  | countries | SYR    |\n  | kinds     | battle |\n  | occurred  | 2018   |",
    Takes.TABLE,
)
def largest_among(it: Sitting, verdict: Outcome, incident: str, harm: str) -> None:
    """No other incident of the table had as many."""
    _decide_rank(it, verdict, incident, harm, _incidents(it, dict(it.pairs())), 1)


@_step(
    "{incident:Name} is among the {n:Number} largest by {harm:Harm}, among",
    'Then it is not decidable whether "the ambush" is among the 10 largest by killed, among\n  | countries | SYR |',
    Takes.TABLE,
)
def among_largest(it: Sitting, verdict: Outcome, incident: str, n: int, harm: str) -> None:
    """Fewer than so many others of the table had as many or more."""
    _decide_rank(it, verdict, incident, harm, _incidents(it, dict(it.pairs())), n)


@_step("{force:Name} initiated {incident:Name}", 'Then it is supported that "irregulars" initiated "the ambush"')
def initiated(it: Sitting, verdict: Outcome, force: str, incident: str) -> None:
    """The force, or one that stood under it at the time, initiated the incident."""
    decide(it, _initiated(it, force, incident), verdict)


@_step(
    "{force:Name} initiated {incident:Name}, as the report {report:Name} says",
    'Then it is supported that "irregulars" initiated "the ambush", as the report "first word" says',
)
def initiated_as(it: Sitting, verdict: Outcome, force: str, incident: str, report: str) -> None:
    """The report says that the force initiated the incident."""
    decide(it, {**_initiated(it, force, incident), "report_id": it.id("reports", report)}, verdict)


@_step("{first:Name} was before {then:Name}", 'Then it is supported that "the ambush" was before "the clash"')
def before(it: Sitting, verdict: Outcome, first: str, then: str) -> None:
    """One incident was before another."""
    decide(it, _order(it, first, then), verdict)


@_step(
    "{first:Name} was {days:Compared} days before {then:Name}",
    'Then it is supported that "the ambush" was at least 2 days before "the clash"',
)
def days_before(it: Sitting, verdict: Outcome, first: str, days: Compared, then: str) -> None:
    """One incident was so many days before another."""
    decide(it, {**_order(it, first, then), "days": days}, verdict)


@_step(
    "{incident:Name} lasted {measured:Measured} {unit:Unit}",
    'Then it is not decidable whether "the ambush" lasted at least 3 hours',
)
def lasted(it: Sitting, verdict: Outcome, incident: str, measured: Compared, unit: str) -> None:
    """The incident lasted so long."""
    id = it.id("incidents", incident)
    decide(it, {"asserts": "duration", "incident": id, "compared": measured, "unit": unit}, verdict)


@_step(
    "{measured:Measured} times as many were {harm:Harm} of {one:Side} as of {other:Side} in {incident:Name}",
    'Then it is not decidable whether at least 2 times as many were killed of "irregulars" as of civilians '
    'in "the ambush"',
)
def ratio(it: Sitting, verdict: Outcome, measured: Compared, harm: str, one: str, other: str, incident: str) -> None:
    """So many times as many of one side were harmed as of the other."""
    incidents = {"incident": it.id("incidents", incident)}
    of, to = (_toll(it, harm, incidents, side) for side in (one, other))
    decide(it, {"asserts": "ratio", "of": of, "to": to, "compared": measured}, verdict)


_OF_TOLL = frozenset({"side", "person_status", "group"})
_SEVERAL = frozenset({"countries", "kinds", "grading"})


def _toll(it: Sitting, harm: str, incidents: Mapping[str, Any], side: str | None = None) -> dict[str, Any]:
    whose = None if side is None else it.side(side)
    return {"harm": harm, "incidents": incidents} | ({} if whose in {None, "all"} else {"side": whose})


def _side(it: Sitting, name: str) -> str:
    return name if name in {"civilians", "unknown"} else it.id("forces", name)


def _initiated(it: Sitting, force: str, incident: str) -> dict[str, Any]:
    return {"asserts": "initiated", "incident": it.id("incidents", incident), "force": it.id("forces", force)}


def _order(it: Sitting, first: str, then: str) -> dict[str, Any]:
    return {"asserts": "order", "first": it.id("incidents", first), "then": it.id("incidents", then)}


def _decide_rank(it: Sitting, verdict: Outcome, incident: str, harm: str, among: Mapping[str, Any], rank: int) -> None:
    compared = {"relation": "at_most", "number": rank}
    body = {"asserts": "rank", "incident": it.id("incidents", incident), "harm": harm, "among": among}
    decide(it, {**body, "compared": compared}, verdict)


def _incidents(it: Sitting, said: Mapping[str, str]) -> dict[str, Any]:
    """The incidents of a table, as domain/assertion.py has them."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        parts = [each.strip() for each in value.split(",")]
        if name in _SEVERAL:
            found[name] = [each.replace(" ", "_") if name == "kinds" else each for each in parts]
        elif name == "between":
            found[name] = [it.id("forces", each) for each in parts]
        elif name == "force":
            found[name] = it.id("forces", value)
        elif name == "min_killed":
            if not value.isdecimal():
                raise Unmet("min_killed is a whole number.")
            found[name] = int(value)
        else:
            found[name] = value
    return found
