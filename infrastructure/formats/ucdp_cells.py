"""An event of UCDP's as its cells print it, and which cells the record alone does not give back.

Reading and writing rest on one derivation: `derived` makes cells from what the record says. What a file prints
otherwise is kept in the coding's variables when it is read, and put back when it is written, so that every cell comes
back as it was; docs/formats.md says which few forms are normalised.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

from domain.coding import Variable
from domain.period import Period
from domain.place import Place
from infrastructure.formats.ucdp_codebook import CITING, DEATHS, GRID, PARTS, STATE, Part

_CERTAINLY_A_VARIABLE = 20_000 // len(r"\u0000")
"""Characters of a cell that are not too many for a variable's value, even if each of them is escaped."""
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00(:00(\.0+)?)?")
_DATES = frozenset({"date_start", "date_end"})
_NORMALISED = (*sorted(_DATES), "active_year")
_TRUTH: Mapping[str, str] = {"true": "1", "false": "0"}


class Article(NamedTuple):
    """A report, as UCDP cites it."""

    office: str
    published: str
    headline: str


class Numbers(Protocol):
    """How many were killed, as the cells print it: the lowest, the best and the highest number, where it is given."""

    @property
    def low(self) -> int | None: ...

    @property
    def best(self) -> int | None: ...

    @property
    def high(self) -> int | None: ...


class Event(NamedTuple):
    """What the record says of one event, as far as UCDP's columns print it."""

    place: Place
    occurred: Period
    actors: Mapping[str, str]
    """The UCDP actor id of each camp, where it has one."""
    names: Mapping[str, str]
    """What each camp is called; a row keeps its own names, as one actor may go by several."""
    deaths: Mapping[str, Numbers]
    """Those killed, by camp (`a`, `b`) or side (`civilians`, `unknown`, `all`)."""
    articles: tuple[Article, ...]
    original: str
    codes: Mapping[str, str]
    """The columns that the coding's codes stand for."""


def normalised(column: str, cell: str) -> str:
    """A cell as it comes back: a date without its midnight, `active_year` as 0 or 1, nothing for spaces alone."""
    if not cell or cell.isspace():
        return ""
    if column in _DATES and (found := _MIDNIGHT.fullmatch(cell)):
        return found[1]
    if column == "active_year":
        return _TRUTH.get(cell.lower(), cell)
    return cell


def all_normalised(cells: Mapping[str, str]) -> Mapping[str, str]:
    """The cells of a row as they come back."""
    plain = {column: "" if cell.isspace() else cell for column, cell in cells.items()}
    plain.update({column: normalised(column, plain[column]) for column in _NORMALISED if column in plain})
    return plain


def derived(event: Event) -> dict[str, str]:
    """The cells that the record gives by itself; `composed` makes some more of them."""
    place, begin, end = event.place, *_ends(event.occurred)
    place_codes = {code.scheme: code.value for code in place.codes}
    total = event.deaths.get("all")
    return {
        **event.codes,
        "year": end[:4],
        "start_year": begin[:4],
        "end_year": end[:4],
        "date_prec": _number(event.occurred.precision),
        "date_start": begin,
        "date_end": end,
        "side_a": event.names.get("a", ""),
        "side_b": event.names.get("b", ""),
        "side_a_new_id": event.actors.get("a", ""),
        "side_b_new_id": event.actors.get("b", ""),
        "source_article": ";".join(f'"{it.office},{it.published},{it.headline}"' for it in event.articles),
        "source_office": ";".join(it.office for it in event.articles),
        "source_date": ";".join(it.published for it in event.articles),
        "source_headline": ";".join(it.headline for it in event.articles),
        "source_original": event.original,
        "where_prec": _number(place.precision),
        "where_coordinates": place.name,
        "adm_1": place.adm1.name if place.adm1 else "",
        "adm_2": place.adm2.name if place.adm2 else "",
        "latitude": "" if place.latitude is None else repr(place.latitude),
        "longitude": "" if place.longitude is None else repr(place.longitude),
        "priogrid_gid": place_codes.get(GRID, ""),
        "country_id": place_codes.get(STATE, ""),
        "iso3": place.country or "",
        **{column: _best(event.deaths.get(side)) for column, side in DEATHS.items()},
        "best": _best(total),
        "low": _number(total.low if total else None),
        "high": _number(total.high if total else None),
    }


def composed(cells: Mapping[str, str]) -> Mapping[str, str]:
    """The cells that are made of others: the point as well-known text, and the dyad's name."""
    latitude, longitude, *sides = (cells.get(it, "") for it in ("latitude", "longitude", "side_a", "side_b"))
    return {
        "geom_wkt": f"POINT ({longitude} {latitude})" if latitude and longitude else "",
        "dyad_name": " - ".join(sides) if all(sides) else "",
    }


def printed(cells: Mapping[str, str], event: Event) -> Iterator[Variable]:
    """What the coding keeps of a row: each cell that the record does not give back by itself."""
    known = {**derived(event), **composed(cells)}
    for column, cell in cells.items():
        if cell != known.get(column, "") and column != "id":
            yield _variable(column, cell)


@lru_cache(2_048)  # most variables say the same in many rows
def _variable(column: str, cell: str) -> Variable:
    return Variable.of(column, cell)


def citing(cells: Mapping[str, str], kept: Container[str]) -> Iterator[tuple[str, str]]:
    """The columns and cells that print a row's citations, but for those that are kept anyway.

    Raises:
        ValidationError: one is too long for a variable.
    """
    for column in CITING:
        if column in cells and column not in kept:
            if len(cells[column]) > _CERTAINLY_A_VARIABLE:
                _variable(column, cells[column])
            yield column, cells[column]


def restored(event: Event, variables: Iterable[Variable], changed: frozenset[Part]) -> dict[str, str]:
    """The cells of an event: what the record says, printed as the row did, except where that part has changed since."""
    cells = derived(event)
    held = {it.name: it.cell for it in variables}
    cells.update({name: cell for name, cell in held.items() if PARTS.get(name, Part.CODING) not in changed})
    return {**composed(cells), **cells}


def _ends(occurred: Period) -> tuple[str, str]:
    begin, _, end = occurred.edtf.partition("/")
    return begin, end or begin


def _best(killed: Numbers | None) -> str:
    return _number(killed.best if killed else None)


def _number(value: int | None) -> str:
    return "" if value is None else str(int(value))
