"""Steps that check figures: what a policy makes of them, and what they add up to."""

from interface.auditing.casualties import in_words, must_be, one_casualty, sum_of
from interface.auditing.outcomes import Unmet
from interface.auditing.registry import Group, Takes
from interface.auditing.sitting import Sitting
from interface.auditing.words import Sum

FIGURES = Group(
    "Figures and sums",
    "They say what `GET /toll` adds up under the policy: low, best and high of the figures that it picks, nobody "
    "counted twice. `high` is the highest number that they name; whether there is an upper bound is a step of its own. "
    "Filters in a table are the parameters of `GET /toll`, with names where it takes ids.",
)
_step = FIGURES.step


@_step(
    "the {harm:Harm} of {side:Side} in {incident:Name} are {expected:Sum}",
    'Then the killed of "Pro-regime militia" in "the clash" are 100',
)
def are(it: Sitting, harm: str, side: str, incident: str, expected: Sum) -> None:
    """The figures of this side in this incident come to that."""
    must_be(expected, sum_of(it, harm, {"incident": it.id("incidents", incident), "side": it.side(side)}))


@_step(
    "the {harm:Harm} in {incident:Name} are {expected:Sum}",
    'Then the injured in "the clash" are 26',
)
def in_all(it: Sitting, harm: str, incident: str, expected: Sum) -> None:
    """The figures of all sides of this incident add up to that."""
    must_be(expected, sum_of(it, harm, {"incident": it.id("incidents", incident)}))


@_step(
    "the {harm:Harm} are {expected:Sum}, where",
    "Then the killed are 155, where\n  | country  | SYR     |\n  | occurred | 2018-02 |",
    takes=Takes.TABLE,
)
def where(it: Sitting, harm: str, expected: Sum) -> None:
    """The figures of which all filters of the table hold add up to that."""
    must_be(expected, sum_of(it, harm, it.filters()))


@_step(
    "nobody can be added to the {harm:Harm} of {side:Side} in {incident:Name}",
    'Then nobody can be added to the displaced of civilians in "the clash"',
)
def nobody(it: Sitting, harm: str, side: str, incident: str) -> None:
    """There is no number to add: no toll is on record, it is only told in words, or no report is held good."""
    row = sum_of(it, harm, {"incident": it.id("incidents", incident), "side": it.side(side)})
    if row is not None and row["casualties"]:
        raise Unmet(in_words(row))


@_step(
    "the {harm:Harm} of {side:Side} in {incident:Name} have no upper bound",
    'Given under the policy airwars minmax\nThen the killed of "Pro-regime militia" in "the clash" have no upper bound',
)
def unbounded(it: Sitting, harm: str, side: str, incident: str) -> None:
    """A figure that names the high is bounded from below only: at least, more than."""
    row = sum_of(it, harm, {"incident": it.id("incidents", incident), "side": it.side(side)})
    if row is None or not row["open_ended"]:
        raise Unmet(in_words(row))


@_step(
    "the {harm:Harm} of {side:Side} in {incident:Name} have an upper bound",
    'Then the killed of "Pro-regime militia" in "the clash" have an upper bound',
)
def bounded(it: Sitting, harm: str, side: str, incident: str) -> None:
    """No more than the high are spoken of."""
    row = sum_of(it, harm, {"incident": it.id("incidents", incident), "side": it.side(side)})
    if row is None or not row["casualties"] or row["open_ended"]:
        raise Unmet(in_words(row))


@_step(
    "{n:Number} figures compete for the {harm:Harm} of {side:Side} in {incident:Name}",
    'Then 9 figures compete for the killed of "Pro-regime militia" in "the clash"',
    takes=Takes.PERHAPS_A_TABLE,
)
def compete(it: Sitting, n: int, harm: str, side: str, incident: str) -> None:
    """So many figures are on record of this toll. Its table may say of whom: `person_status`, `group`."""
    found = one_casualty(it, incident, side, harm)["figures"]
    if found != n:
        raise Unmet(f"{found} figures")
