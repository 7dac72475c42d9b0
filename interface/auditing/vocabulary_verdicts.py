"""Steps about claims on record, and about what a verdict rests on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from domain.verdict import Outcome
from interface.auditing.deciding import decide, decided, in_words
from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Does, Group, Takes
from interface.auditing.sitting import Sitting

VERDICTS = Group(
    "Claims on record, and what a verdict rests on",
    "Steps about the verdict speak of the last one that a step before had the record decide.",
)
_step = VERDICTS.step


@_step(
    "the report {report:Name} claims {statement:Name}, asserting",
    'Given the report "first word" claims "At least 50 irregulars were killed.", asserting\n  """\n'
    '  {"asserts": "toll", "compared": {"relation": "at_least", "number": 50},\n'
    '   "toll": {"harm": "killed", "side": "irregulars", "incidents": {"incident": "the ambush"}}}\n  """',
    Does.RECORDS,
    Takes.TEXT,
)
def claims(it: Sitting, report: str, statement: str) -> None:
    """Enters a claim with its assertion: JSON, in which names may stand for ids."""
    body = {"statement": statement, "report_id": it.id("reports", report), "assertion": it.ids_in(it.doc or "")}
    it.enter("claims", statement, body)


@_step(
    "{own:Name} is the claim {name:Name}",
    'Given "the first claim" is the claim "At least 50 irregulars were killed."',
    Does.LOOKS,
)
def claim(it: Sitting, own: str, name: str) -> None:
    """Calls a claim so."""
    it.names[own] = ("claims", it.id("claims", name))


@_step(
    "the claim {claim:Name} is audited",
    'Given the claim "At least 50 irregulars were killed." is audited',
    Does.RECORDS,
)
def audited(it: Sitting, claim: str) -> None:
    """Records the verdict on a claim, under the policy and from the standpoint."""
    it.change("claims", claim, "audits", it.looking.body)


@_step(
    "the claim {claim:Name} is {verdict:Verdict}",
    'Then the claim "At least 50 irregulars were killed." is supported',
)
def claim_is(it: Sitting, claim: str, verdict: Outcome) -> None:
    """What the claim asserts is decided so, under the policy and from the standpoint."""
    decide(it, it.record.get(f"/claims/{it.id('claims', claim)}")["assertion"], verdict)


@_step(
    "the verdict on the claim {claim:Name} was {verdict:Verdict} until {moment:Name}",
    'Given this moment is called "before the correction"\n'
    'And the report "first word" revises its killed of "irregulars" in "the ambush" to exactly 40 '
    'because "It counted again."\n'
    'Then the verdict on the claim "At least 50 irregulars were killed." was supported until "before the correction"',
)
def was_until(it: Sitting, claim: str, verdict: Outcome, moment: str) -> None:
    """As known at that moment it was decided so, and what was recorded later made it another: an instant (RFC 3339), a
    position, or a moment with a name.
    """
    found = _verdicts(it, claim)
    if _then(found, it.moment(moment)) != verdict or found[-1]["verdict"] == verdict:
        raise Unmet(_course(found))


@_step(
    "the verdict on the claim {claim:Name} was {verdict:Verdict} at {moment:Name}",
    'Then the verdict on the claim "At least 50 irregulars were killed." was not decidable at "61"',
)
def was_at(it: Sitting, claim: str, verdict: Outcome, moment: str) -> None:
    """As known at that moment it was decided so: an instant (RFC 3339), a position, or a moment with a name."""
    found = _verdicts(it, claim)
    if _then(found, it.moment(moment)) != verdict:
        raise Unmet(_course(found))


@_step(
    "the verdict on the claim {claim:Name} changed {n:Number} times",
    'Then the verdict on the claim "At least 50 irregulars were killed." changed 4 times',
)
def changed(it: Sitting, claim: str, n: int) -> None:
    """So often the verdict became another over the log's history."""
    found = [each["verdict"] for each in _verdicts(it, claim)]
    changes = sum(1 for one, other in pairwise(found) if one != other)
    if changes != n:
        raise Unmet(f"{changes} times: {_course(_verdicts(it, claim))}")


@_step(
    "the claim {claim:Name} is withdrawn because {reason:Name}",
    'Given the claim "At least 50 irregulars were killed." is withdrawn because "Nobody said so."',
    Does.RECORDS,
)
def withdrawn(it: Sitting, claim: str, reason: str) -> None:
    """Says that the claim is not held to have been made so."""
    it.change("claims", claim, "withdrawals", {"reason": reason})


@_step("the verdict rests on the report {report:Name}", 'Then the verdict rests on the report "first word"')
def rests_on(it: Sitting, report: str) -> None:
    """A witness of the verdict is on the word of this report."""
    id, verdict = it.id("reports", report), decided(it)
    if id not in [each for witness in verdict["witnesses"] for each in witness["report_ids"]]:
        raise Unmet("; ".join(witness["says"] for witness in verdict["witnesses"][:5]) or "it has no witnesses")


@_step("the verdict rests on {n:Number} witnesses", "Then the verdict rests on 1 witness")
def witnesses(it: Sitting, n: int) -> None:
    """So many tolls, or statements of reports, bear witness."""
    if (found := decided(it)["witnesses_in_all"]) != n:
        raise Unmet(f"{found} witnesses")


@_step(
    "the verdict rests on a coverage",
    'Given the coverage "all battles" is declared for battle in SYR during "2016/2017" because "All were entered."\n'
    'Then it is supported that there were at most 10 battles in SYR during "2016"\nAnd the verdict rests on a coverage',
)
def rests_on_coverage(it: Sitting) -> None:
    """It was decided since the record is declared complete for what the assertion speaks of."""
    if not decided(it)["coverages"]:
        raise Unmet("it rests on none")


@_step(
    "the coverage that is missing includes {words:Name}",
    'Then it is not decidable whether there were at most 10 battles in SYR during "1996"\n'
    'And the coverage that is missing includes "SYR"',
)
def missing(it: Sitting, words: str) -> None:
    """A coverage would have to be declared that is told in these words, among others."""
    found = [each["words"] for each in decided(it)["missing"]]
    if not any(words.casefold() in each.casefold() for each in found):
        raise Unmet("; ".join(found) or "no coverage is missing")


@_step(
    "no coverage is missing",
    'Then it is supported that at least 30 were killed of "irregulars" in "the ambush"\nAnd no coverage is missing',
)
def none_missing(it: Sitting) -> None:
    """It hangs on nothing that the record may not hold."""
    if found := [each["words"] for each in decided(it)["missing"]]:
        raise Unmet("; ".join(found))


@_step(
    "the verdict would be {verdict:Verdict} without the report {report:Name}",
    'Then it is supported that at least 30 were killed of "irregulars" in "the ambush"\n'
    'And the verdict would be not decidable without the report "first word"',
)
def flips(it: Sitting, verdict: Outcome, report: str) -> None:
    """Withdrawing the report would make it another: as the verdict itself tells."""
    id, found = it.id("reports", report), decided(it)["flips"]
    if verdict not in [each["then"] for each in found if each["report_id"] == id]:
        raise Unmet("; ".join(each["words"] for each in found) or "nothing is told to flip it")


@_step("the verdict says {words:Name}", 'Then the verdict says "irregulars"')
def says(it: Sitting, words: str) -> None:
    """These words occur in the assertion as it is told, in why it is decided so, or in what its witnesses say."""
    verdict = decided(it)
    told = [verdict["words"], *verdict["because"], *(each["says"] for each in verdict["witnesses"])]
    if not any(words.casefold() in each.casefold() for each in told):
        raise Unmet(in_words(verdict))


def _verdicts(it: Sitting, claim: str) -> Sequence[Mapping[str, Any]]:
    path, policy = f"/claims/{it.id('claims', claim)}/verdicts", it.looking.policy
    query, items = {"policy": policy} if policy else {}, []
    answer = it.record.get(path, query)
    items += answer["items"]
    while answer.get("next"):
        answer = it.record.get(path, {**query, "cursor": answer["next"]})
        items += answer["items"]
    return items


def _then(found: Sequence[Mapping[str, Any]], moment: str) -> str | None:
    """The verdict as known at a moment; none before there was one."""
    return next((each["verdict"] for each in reversed(found) if not _after(each, moment)), None)


def _after(each: Mapping[str, Any], moment: str) -> bool:
    """Whether an entry came after a moment: a position of the log, or an instant."""
    if moment.isdecimal():
        return int(each["position"]) > int(moment)
    try:
        return datetime.fromisoformat(each["recorded_at"]) > datetime.fromisoformat(moment)
    except (ValueError, TypeError):
        raise Unmet(f'"{moment}" is no moment: an instant with its offset, a position, or one with a name.') from None


def _course(found: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(f"{each['verdict'].replace('_', ' ')} from position {each['position']} on" for each in found)
