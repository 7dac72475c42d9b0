"""The sides of a row of UCDP's, and how many were killed of each."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from application.importing.drafts import ForceDraft, TollDraft
from domain.figure import Figure, Qualifier
from domain.force_facts import Actorhood, ForceKind
from domain.kinds import TypeOfViolence
from domain.value import Code
from infrastructure.formats.breach import Breach
from infrastructure.formats.gleditsch_ward import COUNTRIES
from infrastructure.formats.ucdp_codebook import ACTOR, DEATHS, STATE
from infrastructure.formats.ucdp_sources import in_a_line


def force_of(cells: Mapping[str, str], camp: str, violence: TypeOfViolence) -> ForceDraft:
    """The actor that stands in a camp.

    Raises:
        Breach: it has no name.
    """
    known = (
        cells.get(it, "") for it in (f"side_{camp}", f"side_{camp}_new_id", f"gwno{camp}", "country", "country_id")
    )
    drafted = _drafted(*known, violence is TypeOfViolence.STATE_BASED and camp == "a")
    if drafted is None:
        raise Breach(f"side_{camp}", "a side has a name")
    return drafted


@lru_cache(4_096)
def _drafted(side: str, actor_id: str, gwno: str, country: str, country_id: str, by_a_state: bool) -> ForceDraft | None:
    """An actor, if it has a name; what kind one is that is no state UCDP does not tell: a rebel group here."""
    name, actor = in_a_line(side), in_a_line(actor_id.removesuffix(".0"))
    if not name:
        return None
    of = country_id if not gwno.removesuffix(".0") and name == f"Government of {country}" else gwno
    state = in_a_line(of.removesuffix(".0"))
    identity = Code(scheme=ACTOR, value=actor) if actor else Code(scheme=f"{ACTOR}-name", value=name)
    kind = ForceKind.STATE_FORCES if state or by_a_state else ForceKind.REBEL_GROUP
    if name.casefold() == "civilians":
        kind = ForceKind.CIVILIANS
    codes = (identity, Code(scheme=STATE, value=state)) if state else (identity,)
    return ForceDraft(identity, Actorhood(name=name, kind=kind, country=COUNTRIES.get(state), codes=codes))


def camps_of(sides: Mapping[str, ForceDraft]) -> Iterator[tuple[str, ForceDraft]]:
    """The camps; of two that are the same force, the first, since no force fights itself."""
    yield "a", sides["a"]
    if sides["b"].identity != sides["a"].identity:
        yield "b", sides["b"]


def tolls_of(cells: Mapping[str, str], sides: Mapping[str, ForceDraft]) -> Iterator[TollDraft]:
    """The four best figures by side, and the total as it is given: low, best and high, in order or not.

    Raises:
        Breach: a number is none.
    """
    seen: set[Code | str] = set()
    for column, side in DEATHS.items():
        number = _count(cells[column], column)
        of = sides.get(side, side)
        who = of.identity if isinstance(of, ForceDraft) else of
        if number is not None and who not in seen:
            seen.add(who)
            yield TollDraft(of, _best(number))  # type: ignore[arg-type]  # a side that is no camp is civilians or unknown
    low, best, high = (_count(cells[it], it) for it in ("low", "best", "high"))
    if (low, best, high) != (None, None, None):
        yield TollDraft("all", _total(low, best, high))


@lru_cache(1_024)
def _best(number: int) -> Figure:
    return Figure(best=number, qualifier=Qualifier.ABOUT)


@lru_cache(4_096)
def _total(low: int | None, best: int | None, high: int | None) -> Figure:
    given = [it for it in (low, best, high) if it is not None]
    qualifier = Qualifier.ABOUT if low is None or high is None else Qualifier.BETWEEN
    return Figure(low=low, best=best, high=high, qualifier=qualifier, disordered=given != sorted(given))


@lru_cache(4_096)
def _count(cell: str, column: str) -> int | None:
    digits = cell.removesuffix(".0")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len("1000000000")):
        raise Breach(column, "a number of people is a whole number, at most 1000000000")
    return int(digits)


def named(toll: TollDraft, sides: Mapping[str, ForceDraft]) -> str:
    """Whose toll it is: the camp of its force, or the side that is none."""
    if isinstance(toll.side, str):
        return toll.side
    return next(camp for camp, force in sides.items() if force is toll.side)
