"""Policies: named rules that reconcile the competing figures of one casualty when they are read.

A policy changes no entry: it says what it makes of them, and which of them that rests on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from domain.competing import Candidate, Reconciled
from domain.examples import Competing, Example, worked
from domain.figure import Figure, Qualifier
from domain.reckoning import Reckoning, reckon
from domain.reconciling import acled_conservative, airwars_minmax, highest_credibility, ucdp_best
from domain.scales import Credibility, Reliability
from domain.value import Value

__all__ = ["RULES", "Candidate", "Policy", "Reckoning", "Reconciled", "Rule", "reckon", "reconcile"]


class Policy(StrEnum):
    """The name of a rule that reconciles competing figures."""

    HIGHEST_CREDIBILITY = "highest_credibility"
    UCDP_BEST = "ucdp_best"
    ACLED_CONSERVATIVE = "acled_conservative"
    AIRWARS_MINMAX = "airwars_minmax"


_MADE: Mapping[Policy, Callable[[Sequence[Candidate]], Reconciled]] = MappingProxyType(
    {
        Policy.HIGHEST_CREDIBILITY: highest_credibility,
        Policy.UCDP_BEST: ucdp_best,
        Policy.ACLED_CONSERVATIVE: acled_conservative,
        Policy.AIRWARS_MINMAX: airwars_minmax,
    }
)


def reconcile(policy: Policy, competing: Iterable[Candidate]) -> Reconciled | None:
    """What a policy makes of the competing figures of one casualty; None where no report is held good.

    Figures of withdrawn reports are out of every policy. The order in which figures are given makes no difference;
    their positions are each another.
    """
    standing = [it for it in competing if not it.withdrawn]
    return _MADE[policy](standing) if standing else None


class Rule(Value):
    """A policy in words: what it makes of competing figures, after whom, and worked examples.

    `version` goes up whenever the same figures may come to another outcome.
    """

    name: Policy
    version: int
    title: str
    words: str
    sources: tuple[str, ...]
    examples: tuple[Example, ...]


_ABOUT_100 = Figure(best=100, qualifier=Qualifier.ABOUT, verbatim="about 100")
_MORE_THAN_100 = Figure(low=100, qualifier=Qualifier.MORE_THAN, verbatim="more than 100")
_80_TO_100 = Figure(low=80, high=100, qualifier=Qualifier.BETWEEN, verbatim="80 to 100")
_55 = Figure(best=55, qualifier=Qualifier.EXACT, verbatim="55")
_68 = Figure(best=68, qualifier=Qualifier.EXACT, verbatim="68")
_200 = Figure(best=200, qualifier=Qualifier.EXACT, verbatim="200")
_DOZENS = Figure(qualifier=Qualifier.VAGUE, verbatim="several dozens")
_SCORES = Figure(qualifier=Qualifier.VAGUE, verbatim="scores")
_TENS_OF_THOUSANDS = Figure(qualifier=Qualifier.VAGUE, verbatim="tens of thousands")

_B, _C, _E = Reliability.USUALLY_RELIABLE, Reliability.FAIRLY_RELIABLE, Reliability.UNRELIABLE
_PROBABLY, _POSSIBLY, _DOUBTFUL = Credibility.PROBABLY_TRUE, Credibility.POSSIBLY_TRUE, Credibility.DOUBTFUL


def _rule(
    name: Policy,
    title: str,
    words: str,
    sources: Sequence[str],
    examples: Iterable[tuple[str, Sequence[Competing]]],
) -> Rule:
    told = tuple(worked(_MADE[name], case, competing) for case, competing in examples)
    return Rule(name=name, version=1, title=title, words=words, sources=tuple(sources), examples=told)


_RULES = (
    _rule(
        Policy.HIGHEST_CREDIBILITY,
        "The most credible figure",
        "Low, best and high are those of one figure: the most credible (1 to 6, where cannot be judged and not judged "
        "stand between 3 and 4); of equals that of the most reliable source (A to F, likewise between C and D); of "
        "equals one that names a number, before words such as dozens; of those the one published last, a date that is "
        "not known counting as the earliest; and then the one recorded last.",
        ("NATO, AJP-2.1, Allied Joint Doctrine for Intelligence Procedures: reliability and credibility",),
        (
            (
                "The more credible figure is taken, though its source is less reliable.",
                (
                    Competing(figure=_55, credibility=_PROBABLY, reliability=_C),
                    Competing(figure=_ABOUT_100, credibility=_POSSIBLY, reliability=_B),
                ),
            ),
            (
                "Of figures judged alike, the one published last.",
                (
                    Competing(figure=_MORE_THAN_100, published="2018-02-13"),
                    Competing(figure=_68, published="2018-02-08"),
                ),
            ),
            (
                "The figure of a withdrawn report is out; the words that are left add nothing.",
                (Competing(figure=_55, credibility=_PROBABLY, withdrawn=True), Competing(figure=_SCORES)),
            ),
        ),
    ),
    _rule(
        Policy.UCDP_BEST,
        "The most reliable source's figure, between the lowest and the highest reliable one",
        "Best is the figure of the most reliable source (A to F, where F and not rated stand between C and D); of "
        "equals the more credible; of equals the lower; and then the one recorded last. Low and high are the lowest "
        "and the highest of the reliable figures: the best one, and every other that was not judged doubtful or "
        "improbable (4, 5) and whose source is not rated D or E. Words without a number are no estimate. It is "
        "open-ended where a figure that names the high has no upper bound.",
        (
            "UCDP Georeferenced Event Dataset Codebook: best, low and high estimates of deaths",
            "Sundberg and Melander (2013), Introducing the UCDP Georeferenced Event Dataset, J. Peace Research 50(4)",
        ),
        (
            (
                "Where sources can't be told apart the lower figure is best; the others give low and high.",
                (
                    Competing(figure=_ABOUT_100, reliability=_C),
                    Competing(figure=_55, reliability=_C),
                    Competing(figure=_MORE_THAN_100),
                ),
            ),
            (
                "The most reliable source gives best; what is doubtful, or an unreliable source's, bounds nothing.",
                (
                    Competing(figure=_80_TO_100, reliability=_B),
                    Competing(figure=_200, credibility=_DOUBTFUL, reliability=_C),
                    Competing(figure=_55, reliability=_E),
                    Competing(figure=_68),
                ),
            ),
            (
                "Words give way to any number.",
                (Competing(figure=_DOZENS, reliability=_B), Competing(figure=_200, reliability=_E)),
            ),
        ),
    ),
    _rule(
        Policy.ACLED_CONSERVATIVE,
        "The most conservative figure",
        "Low, best and high are one number, the lowest that a figure admits as what it says: of a range its low, of "
        "about 100 it is 100, of at least 100 it is 100, of more than 100 it is 101, of at most 50 it is none. Words "
        "without a number count as one: tens 10, dozens 12, hundreds 100, the least where several stand there; any "
        "other words can't be added, nor these where they are negated, bounded from above, multiplied or beside "
        "another word of number. Of equals the figure recorded last is named. It is never open-ended: one number is "
        "all that it states.",
        ("ACLED Codebook, and its FAQ on the coding of fatalities: vague numbers, and the most conservative estimate",),
        (
            (
                "The lowest number is taken, whoever names it.",
                (
                    Competing(figure=_MORE_THAN_100, credibility=_PROBABLY, reliability=_B),
                    Competing(figure=_80_TO_100),
                    Competing(figure=_68, reliability=_E),
                ),
            ),
            ("Dozens count as 12.", (Competing(figure=_55), Competing(figure=_DOZENS))),
            (
                "There is no rule for scores, and tens of thousands are not 10.",
                (Competing(figure=_SCORES), Competing(figure=_TENS_OF_THOUSANDS)),
            ),
        ),
    ),
    _rule(
        Policy.AIRWARS_MINMAX,
        "The lowest and the highest figure",
        "Low is the lowest number of any figure, high the highest of any, however credible and whoever names it. "
        "Airwars states no best estimate, so best is the low. Words without a number are left aside. It is open-ended "
        "where a figure that names the high has no upper bound; of equals the figure recorded last is named.",
        ("Airwars, Methodology: the minimum and the maximum of those reported harmed",),
        (
            (
                "From the lowest to the highest, and no upper bound.",
                (
                    Competing(figure=_55, credibility=_DOUBTFUL),
                    Competing(figure=_MORE_THAN_100),
                    Competing(figure=_80_TO_100, reliability=_B),
                ),
            ),
            (
                "A figure without an upper bound leaves the sum open only where it names the high.",
                (Competing(figure=_MORE_THAN_100), Competing(figure=_200)),
            ),
            ("Words are left aside.", (Competing(figure=_DOZENS), Competing(figure=_68))),
        ),
    ),
)

RULES: Mapping[Policy, Rule] = MappingProxyType({it.name: it for it in _RULES})
"""What each policy is."""
