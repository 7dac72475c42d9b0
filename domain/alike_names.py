"""How alike the names of two forces are: in whatever script, spelling or abbreviation.

A name is put in Latin letters (anyascii), its case folded, and taken apart into words; articles and the like are left
aside. Two words are as alike as their letters (rapidfuzz: Indel similarity, twice the letters kept in order over all);
less than 0.7 is nothing, and short words, where a letter tells more, need 0.8; words with digits are the same or not.
Scripts that don't write short vowels leave consonants only, so such words are also compared by their consonants.

A name is then as alike to another as its words are, each to the one in the other that is most like it, generic words
("Forces", "Government") counting half; or as the whole is by its consonants, where one writes in one word what the
other writes in two; or as its abbreviation is. A name that lists several forces, with commas, is as alike to another as
they have forces in common, of all that either lists.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import fsum
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

_ALIKE, _ALIKE_SHORT, _SHORT = 0.7, 0.8, 5
_BY_CONSONANTS = 0.9
_BY_INITIALS = 0.9
"""What an abbreviation, or the consonants alone, may tell at most: others may have the same."""
_GENERIC_WEIGHT = 0.5
_ALIKE_WHOLE = 0.9
_WHOLE_CONSONANTS = 4
_SAME_CONSONANTS = 3
_ONE_EACH = 2
_LONGEST_ABBREVIATION = 6

_LEFT_ASIDE = frozenset(
    re.findall(r"\w+", "a ad adh al an and ar as ash at ath az de del der des el fi for in la le of the wa")
)
_GENERIC = frozenset(
    re.findall(
        r"\w+",
        """
        alliance armed army battalion battalions brigade brigades coalition command corps council division
        faction factions fighters force forces front government group groups guard guards insurgents legion
        liberation militants militia militias military movement national operations organisation organization
        party people peoples police rebels regiment regime republic resistance room state troops union unit units
        """,
    )
)
_SOUNDS = (("kh", "h"), ("gh", "g"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("q", "k"), ("c", "k"))
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")


class _Word(NamedTuple):
    letters: str
    consonants: str
    weight: float


class _Name(NamedTuple):
    words: tuple[_Word, ...]
    initials: str
    abbreviation: str
    """The name itself, where it is one: a single word in capitals."""
    consonants: str
    """Of its telling words, as one."""


def alike_names(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: 1 if they are the same but for script, case, marks and articles."""
    mine, theirs = _listed(one), _listed(other)
    found = [max(_alike_single(it, each) for each in theirs) for it in mine]
    found += [max(_alike_single(it, each) for each in mine) for it in theirs]
    share = fsum(found) / len(found)
    return share / (2 - share) if len(found) > _ONE_EACH else share


def _alike_single(one: str, other: str) -> float:
    return max(_alike(mine, theirs) for mine in _names(one) for theirs in _names(other))


def _listed(text: str) -> list[str]:
    return [it for it in text.split(",") if it.strip()] or [text]


def _alike(one: _Name, other: _Name) -> float:
    if not one.words or not other.words:
        return 0.0
    by_words = (_found_in(one, other) + _found_in(other, one)) / (_weight(one) + _weight(other))
    by_whole = ratio(one.consonants, other.consonants) / 100
    if by_whole < _ALIKE_WHOLE or min(len(one.consonants), len(other.consonants)) < _WHOLE_CONSONANTS:
        by_whole = 0.0
    by_initials = (one.abbreviation and one.abbreviation == other.initials) or (
        other.abbreviation and other.abbreviation == one.initials
    )
    return max(by_words, by_whole * _BY_CONSONANTS, _BY_INITIALS if by_initials else 0.0)


def _found_in(one: _Name, other: _Name) -> float:
    return sum(word.weight * max(_alike_words(word, it) for it in other.words) for word in one.words)


def _weight(name: _Name) -> float:
    return sum(word.weight for word in name.words)


@lru_cache(maxsize=65_536)
def _alike_words(one: _Word, other: _Word) -> float:
    if one.letters == other.letters:
        return 1.0
    if re.search("[0-9]", one.letters + other.letters):
        return 0.0
    alike = ratio(one.letters, other.letters) / 100
    least = _ALIKE_SHORT if min(len(one.letters), len(other.letters)) <= _SHORT else _ALIKE
    if _by_consonants(one, other):
        alike = max(alike, _BY_CONSONANTS * ratio(one.consonants, other.consonants) / 100)
        least = _ALIKE
    return alike if alike >= least else 0.0


def _by_consonants(one: _Word, other: _Word) -> bool:
    """Whether the consonants tell: one is written without vowels, or they are the same and not few."""
    few = min(len(one.consonants), len(other.consonants))
    return (few > 1 and _bare(one, other)) or (few >= _SAME_CONSONANTS and one.consonants == other.consonants)


def _bare(one: _Word, other: _Word) -> bool:
    """Whether one of them is written without vowels, as scripts without them are."""
    return any(not re.search("[aeiou]", it.letters) for it in (one, other))


@lru_cache(maxsize=16_384)
def _names(text: str) -> tuple[_Name, ...]:
    """The name, and what stands in brackets in it, if that is an abbreviation: `Islamic State (IS)`."""
    without = re.sub(r"\([^)]*\)", " ", text)
    inside = [it.strip() for it in re.findall(r"\(([^)]*)\)", text)]
    names = [_name(without if without.strip() else text), *(_name(it) for it in inside)]
    return (names[0], *(it for it in names[1:] if it.abbreviation))


def _name(text: str) -> _Name:
    latin = anyascii(_ARABIC_ARTICLE.sub("", text))
    written = re.findall(r"[A-Za-z0-9]+", re.sub(r"['`.]", "", latin))
    words = tuple(_words(written))
    abbreviation = written[0].lower() if len(written) == 1 and written[0].isupper() else ""
    return _Name(
        words=words,
        initials="".join(word.letters[0] for word in words) if len(words) > 1 else "",
        abbreviation=abbreviation if 1 < len(abbreviation) <= _LONGEST_ABBREVIATION else "",
        consonants=_consonants("".join(word.letters for word in words if word.weight == 1)),
    )


def _words(written: list[str]) -> Iterator[_Word]:
    folded = [word.lower() for word in written]
    telling = [word for word in folded if word not in _LEFT_ASIDE] or folded
    for word in telling:
        yield _Word(word, _consonants(word), _GENERIC_WEIGHT if word in _GENERIC else 1.0)


def _consonants(word: str) -> str:
    """The consonants, spelled one way: no vowels, no double letters, no h but the first."""
    for spelled, sound in _SOUNDS:
        word = word.replace(spelled, sound)
    word = re.sub("[aeiouwy]", "", word)
    return re.sub(r"(.)\1+", r"\1", word[:1] + word[1:].replace("h", ""))
