"""The casualties that a step speaks of, and what they add up to."""

from collections.abc import Mapping
from typing import Any

from interface.auditing.outcomes import Unmet
from interface.auditing.sitting import Sitting
from interface.auditing.words import Sum

_NARROWER = ("person_status", "group")


def one_casualty(it: Sitting, incident: str, side: str, harm: str) -> Mapping[str, Any]:
    """The one casualty of this harm to this side in this incident; the step's table may say of whom among them.

    Raises:
        Unmet: there is none, or there are several; with what tells them apart.
    """
    narrower = {name: value.replace(" ", "_") for name, value in it.pairs() if name in _NARROWER}
    query = {"incident": it.id("incidents", incident), "side": it.side(side), "harm": harm}
    found = it.rows("/casualties", {**query, **narrower, "status": "any"})
    if len(found) == 1:
        return dict(found[0])
    if not found:
        raise Unmet(f'No toll of the {harm} of {_whose(side)} in "{incident}" is on record.')
    told = "; ".join(_of_whom(each) for each in found)
    raise Unmet(f"{len(found)} tolls are on record: {told}. Say which in a table: person_status, group.")


def sum_of(it: Sitting, harm: str, query: Mapping[str, str]) -> Mapping[str, Any] | None:
    """What these casualties add up to under the policy, as a row of `/toll`; none where there is none."""
    return next(iter(it.rows("/toll", {**query, "harm": harm})), None)


def must_be(expected: Sum, row: Mapping[str, Any] | None) -> None:
    """Holds that a sum is as a step expects it.

    Raises:
        Unmet: it is not; with what it is.
    """
    if row is None or not row["casualties"]:
        raise Unmet(in_words(row))
    said = ((expected.low, "low"), (expected.best, "best"), (expected.high, "high"))
    if any(number is not None and number != row[name] for number, name in said):
        raise Unmet(in_words(row))


def in_words(row: Mapping[str, Any] | None) -> str:
    """A sum in words."""
    if row is None:
        return "no toll is on record"
    if not row["casualties"]:
        return f"nobody can be added: {row['not_countable']} tolls have no number"
    low, best, high = row["low"], row["best"], row["high"]
    words = str(best) if low == best == high else f"from {low} to {high}, best {best}"
    return words + (f", and no upper bound of {row['open_ended']}" if row["open_ended"] else "")


def _whose(side: str) -> str:
    return side if type(side) is str else f'"{side}"'


def _of_whom(casualty: Mapping[str, Any]) -> str:
    said = [f"{name} {casualty[name]}" for name in _NARROWER if casualty[name]]
    return " and ".join(said) or "of whoever they were"
