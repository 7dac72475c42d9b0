"""What stands for what, where a split is left out: the last word holds.

A was merged into B, split off again, and then B was merged into A. Without the split, each would stand for the other;
so the earlier of the two mergers gives way (docs/resting.md).
"""

from collections.abc import Callable
from typing import TypeVar

ThingT = TypeVar("ThingT")


def gives_way(start: ThingT, merged: Callable[[ThingT], tuple[ThingT, int] | None]) -> int | None:
    """The position of the earliest merger in the circle that mergers lead into from a thing; None if into none.

    `merged` gives what a thing is merged into, and the position where it was; None where it stands.
    """
    passed: dict[ThingT, int] = {}
    thing = start
    while (merger := merged(thing)) is not None:
        passed[thing] = merger[1]
        thing = merger[0]
        if thing in passed:
            things = [*passed]
            return min(passed[it] for it in things[things.index(thing) :])
    return None
