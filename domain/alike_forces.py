"""How alike two forces are, as far as it tells whether they are one: by their names first.

The score is the product of three parts: **name**, the likeness of those two names of theirs that are most alike
(domain/alike_names.py); **country**, 1 for the same, 0.95 where one has none, 0.6 for another; **kind**, 1 for the
same, else 0.9, since datasets type forces each in its own way.
"""

from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple
from uuid import UUID

from anyascii import anyascii
from iso3166 import countries_by_alpha3

from domain.alike_names import alike_names
from domain.force_facts import ForceKind
from domain.likeness import Likeness, Reason

FORCE_THRESHOLD = 0.7
"""What is listed unless somebody asks for more or less."""

_NO_COUNTRY, _OTHER_COUNTRY, _OTHER_KIND = 0.95, 0.6, 0.9


class Named(NamedTuple):
    """A force as it is compared: every name that it bears, the one it goes by first, its kind and its country."""

    id: UUID
    names: tuple[str, ...]
    kind: ForceKind
    country: str | None = None


@lru_cache(maxsize=65_536)
def alike_forces(one: Named, other: Named) -> Likeness:
    """How alike two forces are, and why: the same whichever comes first; a force is fully like itself."""
    if one.id == other.id:
        return Likeness.of(Reason("name", 1.0, "the same force"))
    return Likeness.of(_name(one, other), _country(one, other), _kind(one, other))


def may_be_one(one: Named, other: Named) -> bool:
    """Whether two forces may be the same, or of the same state, so that one may be told where the other is meant."""
    if one.country is not None and other.country is not None and one.country != other.country:
        return False  # whatever they are called: their score stays below the threshold
    return of_one_state(one, other) or alike_forces(one, other).score >= FORCE_THRESHOLD


def of_one_state(one: Named, other: Named) -> bool:
    """Whether both may be forces of one state: one dataset codes the state, another its army.

    They are of one country; or the country of one is not told, and one of its names has the words of the other's, as
    ISO 3166-1 calls it: by their first letters, as Turkey and Türkiye have the same.
    """
    if not one.kind is other.kind is ForceKind.STATE_FORCES:
        return False
    if one.country is not None and other.country is not None:
        return one.country == other.country
    told, untold = (one, other) if other.country is None else (other, one)
    of_country = _words_of(told.country)
    return any(len(of_country & _beginnings(it)) * 2 >= len(of_country) > 0 for it in untold.names)


_FORMS = {
    "arab",
    "democratic",
    "federal",
    "federation",
    "islamic",
    "kingdom",
    "people's",
    "republic",
    "state",
    "the",
    "of",
}
_LETTERS = 4


@cache
def _words_of(country: str | None) -> frozenset[str]:
    """The beginnings of the words by which a country is called, but for those that say what form of state it is."""
    found = country and countries_by_alpha3.get(country)
    return _beginnings(found.name) if found else frozenset()


def _beginnings(name: str) -> frozenset[str]:
    words = anyascii(name).lower().replace(",", " ").split()
    return frozenset(it[:_LETTERS] for it in words if it not in _FORMS)


def _name(one: Named, other: Named) -> Reason:
    likeness, written = max((alike_names(*pair), sorted(pair)) for pair in product(one.names, other.names))
    a, b = written
    return Reason("name", likeness, f"both are called {a}" if a == b else f"{a} / {b}")


def _country(one: Named, other: Named) -> Reason:
    if one.country is None or other.country is None:
        return Reason("country", _NO_COUNTRY, "the country is not told of both")
    if one.country == other.country:
        return Reason("country", 1.0, f"both of {one.country}")
    return Reason("country", _OTHER_COUNTRY, f"of {' and '.join(sorted((one.country, other.country)))}")


def _kind(one: Named, other: Named) -> Reason:
    if one.kind is other.kind:
        return Reason("kind", 1.0, f"both {one.kind.replace('_', ' ')}")
    kinds = sorted((one.kind.replace("_", " "), other.kind.replace("_", " ")))
    return Reason("kind", _OTHER_KIND, " and ".join(kinds))
