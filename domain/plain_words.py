"""An assertion in plain words: what a reader is told wherever a claim is shown."""

from collections.abc import Callable
from typing import Any, assert_never
from uuid import UUID

from domain.assertion import (
    AllAssertion,
    AnyAssertion,
    Comparison,
    CountAssertion,
    DurationAssertion,
    Incidents,
    InitiatedAssertion,
    NotAssertion,
    OrderAssertion,
    Plain,
    RankAssertion,
    RatioAssertion,
    Relation,
    TollAssertion,
    Tolled,
)
from domain.coverage import Box

Named = Callable[[UUID], str]
"""What an incident, a force or a report is called."""


def words_of(assertion: Any, name: Named) -> str:
    """The whole assertion as a sentence."""
    said = _said(assertion, name)
    return f"{said[0].upper()}{said[1:]}."


def toll_words(toll: Tolled, name: Named) -> str:
    """Whose toll it is, and in which incidents: `killed of "militia" in "the clash"`."""
    return f"{whose_words(toll, name)} in {incident_words(toll.incidents, name)}"


def whose_words(toll: Tolled, name: Named) -> str:
    """Whose toll it is, wherever: `killed of "militia"`."""
    whom = [] if toll.group is None else [str(toll.group)]
    whom += [] if toll.person_status is None else [f"of status {_plain(toll.person_status)}"]
    side = "" if toll.side is None else f" of {_side(toll.side, name)}"
    among = f" ({', '.join(whom)})" if whom else ""
    return f"{toll.harm}{side}{among}"


def incident_words(which: Incidents, name: Named) -> str:
    """Which incidents: `incidents of kind battle between "A" and "B", 2015/2018-02-07`."""
    if which.incident:
        return _quoted(name(which.incident))
    parts = ["incidents"]
    if which.kinds:
        parts.append(f"of kind {' or '.join(map(_plain, which.kinds))}")
    if which.between:
        one, other = (_quoted(name(it)) for it in which.between)
        parts.append(f"between {one} and {other} (with the forces that stood under them at the time)")
    if which.force:
        parts.append(f"in which {_quoted(name(which.force))}, or a force that stood under it, took part or was harmed")
    if which.countries:
        parts.append(f"in {' or '.join(which.countries)}")
    if which.box:
        parts.append(f"in the box {_edges(which.box)}")
    if which.occurred:
        parts.append(f"within {which.occurred}")
    if which.grading:
        parts.append(f"graded {' or '.join(map(_plain, which.grading))}")
    if which.min_killed is not None:
        parts.append(f"with at least {which.min_killed} killed")
    return " ".join(parts)


def compared_words(compared: Comparison) -> str:
    """What a number is compared with: `at least 100`."""
    number = _number(compared.number)
    match compared.relation:
        case Relation.EXACTLY:
            return f"exactly {number}"
        case Relation.AT_LEAST:
            return f"at least {number}"
        case Relation.AT_MOST:
            return f"at most {number}"
        case Relation.BETWEEN:
            return f"from {number} to {_number(compared.to or 0)}"
        case Relation.ABOUT:
            return f"about {number} (within {_number(round((compared.tolerance or 0) * 100, 10))}% of it)"
        case _:
            assert_never(compared.relation)


def _number(number: float) -> str:
    return f"{int(number) if int(number) == number else number:,}"


def _said(assertion: Any, name: Named) -> str:
    match assertion:
        case AllAssertion(of=of):
            return " and ".join(f"({_said(it, name)})" for it in of)
        case AnyAssertion(of=of):
            return " or ".join(f"({_said(it, name)})" for it in of)
        case NotAssertion(of=of):
            return f"it is not so that ({_said(of, name)})"
        case _:
            return _of_plain(assertion, name)


def _of_plain(assertion: Plain, name: Named) -> str:
    match assertion:
        case TollAssertion(toll=toll, compared=compared):
            return f"{compared_words(compared)} were {toll_words(toll, name)}"
        case CountAssertion(incidents=incidents, compared=compared):
            return f"there were {compared_words(compared)} {incident_words(incidents, name)}"
        case RankAssertion():
            return _rank_words(assertion, name)
        case RatioAssertion(of=of, to=to, compared=compared):
            return f"{compared_words(compared)} times as many {toll_words(of, name)} as {toll_words(to, name)}"
        case OrderAssertion(first=first, then=then, days=days):
            much = "" if days is None else f"{compared_words(days)} days "
            return f"{_quoted(name(first))} was {much}before {_quoted(name(then))}"
        case DurationAssertion(incident=incident, force=force, compared=compared, unit=unit):
            what = f"{_quoted(name(incident))} lasted"
            if force is not None:
                what = f"what {_quoted(name(force))} did in {_quoted(name(incident))} lasted"
            return f"{what} {compared_words(compared)} {unit}"
        case InitiatedAssertion(incident=incident, force=force, report_id=report):
            by = "" if report is None else f", as {_quoted(name(report))} says"
            return f"{_quoted(name(force))} initiated {_quoted(name(incident))}{by}"
        case _:
            assert_never(assertion)


def _rank_words(it: RankAssertion, name: Named) -> str:
    ties = "ties do not count against it" if it.tied else "ties count against it"
    largest = it.compared.relation is Relation.EXACTLY and it.compared.number == 1
    rank = "the largest" if largest else f"of rank {compared_words(it.compared)}"
    among = incident_words(it.among, name)
    return f"{_quoted(name(it.incident))} is {rank} by {whose_words(it.toll, name)} among {among} ({ties})"


def _side(side: Any, name: Named) -> str:
    return _quoted(name(side)) if isinstance(side, UUID) else f"{side}"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _edges(box: Box) -> str:
    return f"{box.west},{box.south},{box.east},{box.north}"
