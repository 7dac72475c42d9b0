"""The words that steps are written in, and how they are read: names in quotes, numbers, figures, kinds, outcomes.

Longer than most, by one reading for each sort of word.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from iso3166 import countries_by_alpha3

from domain.allegiance import AllegianceKind
from domain.force_facts import ForceKind
from domain.kinds import IncidentKind
from domain.participation import ParticipationRole
from domain.policy import Policy
from domain.scales import Grading
from domain.toll import Harm
from domain.verdict import Outcome

ReadT = TypeVar("ReadT", bound=Callable[..., Any])

_NAME = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"[0-9][0-9,]{0,14}"
_COUNTRY = f"(?:{'|'.join(countries_by_alpha3)})"


class Named(str):
    """Words in quotes: what something is called."""

    __slots__ = ()


class Sum(NamedTuple):
    """A sum as a step expects it; none is not said."""

    low: int | None
    best: int | None
    high: int | None

    def __str__(self) -> str:
        if self.low is None:
            return str(self.best)
        return f"from {self.low} to {self.high}" + ("" if self.best is None else f", best {self.best}")


def _pattern(pattern: str) -> Callable[[ReadT], ReadT]:
    """Says what the text looks like that a function reads; `parse` asks for it."""

    def of(read: ReadT) -> ReadT:
        read.pattern = pattern  # type: ignore[attr-defined]  # parse's own way to have it
        return read

    return of


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _spoken(word: str) -> str:
    return word.replace("_", " ")


@_pattern(_NAME)
def _name(text: str) -> Named:
    return Named(re.sub(r"\\(.)", r"\1", text[1:-1]))


@_pattern(_NUMBER)
def _number(text: str) -> int:
    return int(text.replace(",", ""))


@_pattern(rf"{_NAME}|civilians|an unknown side|all sides together")
def _side(text: str) -> str:
    return _name(text) if text.startswith('"') else {"an unknown side": "unknown"}.get(text, text.partition(" ")[0])


_BEFORE = {
    "exactly": "exact",
    "about": "about",
    "at least": "at_least",
    "more than": "more_than",
    "at most": "at_most",
    "fewer than": "fewer_than",
}


@_pattern(rf"(?:exactly|about|at least|more than|at most|fewer than) {_NUMBER}|{_NUMBER} to {_NUMBER}|{_NAME}")
def _figure(text: str) -> Mapping[str, Any]:
    """A figure as a report gives it; words in quotes are vague."""
    if text.startswith('"'):
        return {"qualifier": "vague", "verbatim": str(_name(text))}
    numbers = [_number(it) for it in re.findall(_NUMBER, text)]
    if " to " in text:
        return {"qualifier": "between", "low": numbers[0], "high": numbers[1], "verbatim": text}
    qualifier = _BEFORE[text.rpartition(" ")[0]]
    bound = {"at_least": "low", "more_than": "low", "at_most": "high", "fewer_than": "high"}.get(qualifier, "best")
    return {"qualifier": qualifier, bound: numbers[0], "verbatim": text}


@_pattern(rf"from {_NUMBER} to {_NUMBER}, best {_NUMBER}|from {_NUMBER} to {_NUMBER}|{_NUMBER}")
def _sum(text: str) -> Sum:
    numbers = [_number(it) for it in re.findall(_NUMBER, text)]
    if len(numbers) == 1:
        return Sum(None, numbers[0], None)
    return Sum(numbers[0], numbers[2] if len(numbers) > 2 else None, numbers[1])  # noqa: PLR2004 - low, high, best


_DECIMAL = r"[0-9][0-9,]{0,14}(?:\.[0-9]{1,6})?"
_MEASURED = (
    rf"(?:exactly|at least|at most) {_DECIMAL}|about {_DECIMAL} within {_DECIMAL} %|between {_DECIMAL} and {_DECIMAL}"
)


@_pattern(_MEASURED)
def _measured(text: str) -> Mapping[str, Any]:
    """What a number that may be a fraction is compared with, as domain/assertion.py has it."""
    words, numbers = text.split(" "), [_decimal(it) for it in re.findall(_DECIMAL, text)]
    match words[0]:
        case "about":
            return {"relation": "about", "number": numbers[0], "tolerance": numbers[1] / 100}
        case "between":
            return {"relation": "between", "number": numbers[0], "to": numbers[1]}
        case "exactly":
            return {"relation": "exactly", "number": numbers[0]}
        case _:
            return {"relation": "_".join(words[:2]), "number": numbers[0]}


@_pattern(rf"more than {_NUMBER}|fewer than [1-9][0-9,]{{0,14}}|{_MEASURED}")
def _compared(text: str) -> Mapping[str, Any]:
    """What a whole number is compared with: more than 100 is at least 101, fewer than 100 is at most 99."""
    words = text.split(" ")
    match words[0]:
        case "more":
            return {"relation": "at_least", "number": _number(words[-1]) + 1}
        case "fewer":
            return {"relation": "at_most", "number": _number(words[-1]) - 1}
        case _:
            return _measured(text)


def _decimal(text: str) -> int | float:
    return float(text.replace(",", "")) if "." in text else _number(text)


_KINDS = {_spoken(it): it.value for it in IncidentKind}
_PLURALS = {
    **{f"{word}s": kind for word, kind in _KINDS.items()},
    "armed clashes": "armed_clash",
    "explosions or remote violence": "explosion_or_remote_violence",
    "shelling, artillery or missile attacks": "shelling_artillery_or_missile_attack",
    "violence against civilians": "violence_against_civilians",
}
_ANY_KIND = {**_PLURALS, **_KINDS}


@_pattern(_alternatives(_ANY_KIND))
def _kind(text: str) -> str:
    return _ANY_KIND[text]


@_pattern(rf"incidents of every kind|(?:{_alternatives(_ANY_KIND)})(?:, (?:{_alternatives(_ANY_KIND)}))*")
def _kinds(text: str) -> tuple[str, ...]:
    return () if text.startswith("incidents") else tuple(_ANY_KIND[it] for it in text.split(", "))


@_pattern(rf"any country|{_COUNTRY}(?:, {_COUNTRY})*")
def _countries(text: str) -> tuple[str, ...]:
    return () if text == "any country" else tuple(text.split(", "))


@_pattern(f"an unknown country|{_COUNTRY}")
def _country(text: str) -> str | None:
    return None if text == "an unknown country" else text


_VERDICTS = {
    "supported that": Outcome.SUPPORTED,
    "contradicted that": Outcome.CONTRADICTED,
    "not decidable whether": Outcome.NOT_DECIDABLE,
}


@_pattern("|".join(_VERDICTS))
def _verdict_that(text: str) -> Outcome:
    return _VERDICTS[text]


@_pattern(rf"an? (?:{_alternatives(map(_spoken, ForceKind))})")
def _force_kind(text: str) -> str:
    return text.partition(" ")[2].replace(" ", "_")


def _one_of(words: Iterable[str]) -> Callable[[str], str]:
    """Any of these terms, as they are spoken: a blank for each underscore."""
    read = {_spoken(it): it for it in words}

    @_pattern(_alternatives(read))
    def word(text: str) -> str:
        return read[text]

    return word


_HOLDS_TO = {
    "part of": AllegianceKind.PART_OF,
    "under command of": AllegianceKind.UNDER_COMMAND_OF,
    "loyal to": AllegianceKind.LOYAL_TO,
    "a partner of": AllegianceKind.PARTNER_OF,
}


@_pattern(_alternatives(_HOLDS_TO))
def _holds_to(text: str) -> str:
    return _HOLDS_TO[text]


TYPES: Mapping[str, Callable[[str], Any]] = {
    "Name": _name,
    "Number": _number,
    "Side": _side,
    "Figure": _figure,
    "Sum": _sum,
    "Compared": _compared,
    "Measured": _measured,
    "Kind": _kind,
    "Kinds": _kinds,
    "Countries": _countries,
    "Country": _country,
    "VerdictThat": _verdict_that,
    "HoldsTo": _holds_to,
    "Verdict": _one_of(Outcome),
    "Harm": _one_of(Harm),
    "Role": _one_of(ParticipationRole),
    "Grading": _one_of(Grading),
    "ForceKind": _force_kind,
    "Policy": _one_of(Policy),
    "Unit": _one_of(["minutes", "hours", "days"]),
}
"""What stands in a step's braces, by name."""

IN_WORDS: Mapping[str, str] = {
    "Name": 'in quotes, what it is called; `\\"` within is a quote',
    "Number": "a whole number: `100`, `1,000`",
    "Side": "a force in quotes, `civilians`, `an unknown side`, `all sides together`",
    "Figure": "`exactly`, `about`, `at least`, `more than`, `at most` or `fewer than` a number, `80 to 100`, "
    "or vague words in quotes",
    "Sum": "`100` (the best number), `from 80 to 100`, or `from 80 to 100, best 90`",
    "Measured": "`exactly`, `at least` or `at most` a number, also `1.5`; `between 1.5 and 2`; `about 3 within 10 %`",
    "Compared": "`exactly`, `at least`, `at most`, `more than` or `fewer than` a number, `between 80 and 100`, "
    "`about 100 within 10 %`",
    "Kind": "a kind of incident, also in the plural: `battle`, `air or drone strikes`",
    "Kinds": "kinds of incident with commas between, or `incidents of every kind`",
    "Countries": "ISO 3166-1 alpha-3 codes with commas between, or `any country`",
    "Country": "an ISO 3166-1 alpha-3 code, or `an unknown country`",
    "VerdictThat": "`supported that`, `contradicted that`, or `not decidable whether`",
    "HoldsTo": "`part of`, `under command of`, `loyal to`, or `a partner of`",
    "Verdict": "`supported`, `contradicted`, or `not decidable`",
    "Harm": ", ".join(f"`{it}`" for it in Harm),
    "Role": ", ".join(f"`{_spoken(it)}`" for it in ParticipationRole),
    "Grading": ", ".join(f"`{it}`" for it in Grading),
    "ForceKind": ", ".join(f"`{_spoken(it)}`" for it in ForceKind) + ", with `a` or `an` before it",
    "Policy": "in words as in `ucdp best`",
    "Unit": "`minutes`, `hours`, `days`",
}
"""What stands in a step's braces, in words, for the reference."""
