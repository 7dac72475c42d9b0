"""What is not known of the toll of incidents, as the unknowns of a formula."""

from collections.abc import Iterator
from typing import Any

from application.measures import Measured, Member
from domain.formula import Unknown
from domain.numbers import ANY_NUMBER, Numbers, numbers


def unknowns_of(it: Member, of: Any) -> Iterator[tuple[Unknown, Numbers]]:
    """What is not known of one incident's toll: its casualties, where they are what is asked for; or their sum."""
    own = it.bounded_by == "own" and len(it.counted) == 1
    if own or it.bounded_by in {"camps", "nothing"}:
        for each in it.counted:
            most = None if each.most is None else max(each.most, each.least)
            yield ("casualty", each.casualty_id), numbers(each.least, most)
        if it.bounded_by == "nothing":
            yield ("untold", it.incident_id, of), ANY_NUMBER
    else:
        yield ("toll", it.incident_id, of), numbers(it.least, it.most)


_COPIES = 50


def added_up(measured: Measured) -> Numbers:
    """What the tolls of many incidents may come to, those that are meant only perhaps with theirs or without."""
    certain = [it for it in measured.tallies if it.certain]
    most = None if any(it.most is None for it in certain) else sum((it.most or 0) * it.incidents for it in certain)
    total = numbers(sum(it.least * it.incidents for it in certain), most)
    perhaps = [it for it in measured.tallies if not it.certain]
    if sum(it.incidents for it in perhaps) <= _COPIES:
        for it in perhaps:
            for _ in range(it.incidents):
                total += numbers(it.least, it.most).or_none()
        return total
    upper = None if any(it.most is None for it in perhaps) else sum((it.most or 0) * it.incidents for it in perhaps)
    return total + numbers(0, upper)
