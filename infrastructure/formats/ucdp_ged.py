"""UCDP's Georeferenced Event Dataset, in every set of columns that its files have had, read as drafts."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from application.importing.drafts import IncidentDraft, ParticipationDraft
from application.importing.formats import OpenFile, Rejected, Taken, UnfitFile
from domain.kinds import TypeOfViolence, kind_of_ucdp
from domain.period import DatePrecision, Period
from domain.place import Division, Place, Precision
from domain.toll import Harm
from domain.value import Code
from infrastructure.formats.breach import Breach, made
from infrastructure.formats.drafting import DraftedTable
from infrastructure.formats.gleditsch_ward import COUNTRIES
from infrastructure.formats.row import Row, rejected
from infrastructure.formats.table import Table, open_table
from infrastructure.formats.ucdp_cells import Event, all_normalised, citing, printed
from infrastructure.formats.ucdp_codebook import ACTOR, GRID, REQUIRED, ROW, SCHEMES, STATE, UCDP
from infrastructure.formats.ucdp_sides import camps_of, force_of, named, tolls_of
from infrastructure.formats.ucdp_sources import citations, cited, in_a_line


class UcdpGed:
    """The format `ucdp-ged`."""

    name = "ucdp-ged"
    publisher = UCDP
    core = frozenset({"type_of_violence", "event_clarity", "conflict_name", "side_a", "side_b", "dyad_name"})
    """The variables that say something of the event itself, not of its sources or its coding."""
    harms = (Harm.KILLED,)

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    @contextmanager
    def open(self, path: Path) -> Iterator[OpenFile]:
        """Opens a file.

        Raises:
            UnfitFile: it is none of UCDP GED.
        """
        with open_table(path) as table:
            missing = [name for name in REQUIRED if name not in {it.name for it in table.columns}]
            if missing:
                raise UnfitFile(f"UCDP GED has columns that this file has not: {', '.join(missing)}.")
            yield _GedFile(table, self._clock().date())


class _GedFile(DraftedTable):
    """A file, being read."""

    def __init__(self, table: Table, today: date) -> None:
        super().__init__(table)
        self._today = today

    def _taken(self, row: Row) -> Taken | Rejected:
        try:
            return Taken(row.line, _draft(row.cells, self._today))
        except Breach as breach:
            value = row.cells.get(breach.field)
            return rejected(row.line, breach.rule, breach.field, value, row.cells["id"])


def _draft(raw: Mapping[str, str], today: date) -> IncidentDraft:
    cells = all_normalised(raw)
    if not cells["id"]:
        raise Breach("id", "a row has an id, by which it is known again")
    violence = TypeOfViolence(_scale(cells, "type_of_violence", 3))
    occurred = _period(cells["date_start"], cells["date_end"], _scale(cells, "date_prec", 5))
    place = _place(cells)
    cites = tuple(citations(cells, cells["date_start"], today))
    sides = {camp: force_of(cells, camp, violence) for camp in "ab"}
    tolls = tuple(tolls_of(cells, sides))
    codes = {name: _code(SCHEMES[name], cells[name], name) for name in SCHEMES if cells.get(name)}
    event = Event(
        place=place,
        occurred=occurred,
        actors={camp: force.identity.value for camp, force in sides.items() if force.identity.scheme == ACTOR},
        names={},
        deaths={named(toll, sides): toll.figure for toll in tolls},
        articles=tuple(map(cited, cites)),
        original=cites[0].original_source or "" if cites else "",
        codes={name: code.value for name, code in codes.items()},
    )
    return made(
        lambda: IncidentDraft(
            row=_code(ROW, cells["id"], "id").value,
            title=in_a_line(f"{cells['side_a']} - {cells['side_b']}, {place.name}"),
            kind=kind_of_ucdp(violence),
            occurred=occurred,
            place=place,
            participations=tuple(ParticipationDraft(force, camp) for camp, force in camps_of(sides)),
            tolls=tolls,
            citations=cites,
            codes=(_code(ROW, cells["id"], "id"), *codes.values()),
            variables=tuple(kept := list(printed(cells, event))),
            citing=tuple(citing(cells, {it.name for it in kept})),
        ),
        {},
        "source_article",
    )


def _scale(cells: Mapping[str, str], column: str, last: int) -> int:
    cell = cells[column].removesuffix(".0")
    if len(cell) != 1 or not "1" <= cell <= str(last):
        raise Breach(column, f"{column} is a whole number from 1 to {last}")
    return int(cell)


@lru_cache(2_048)
def _period(begin: str, end: str, precision: int) -> Period:
    for column, text in (("date_start", begin), ("date_end", end)):
        try:
            date.fromisoformat(text)
        except ValueError:
            raise Breach(column, "a date is YYYY-MM-DD, with or without a time of midnight") from None
    edtf = begin if begin == end else f"{begin}/{end}"
    return made(lambda: Period(edtf=edtf, precision=DatePrecision(precision)), {}, "date_end")


_PLACE = (
    "where_coordinates",
    "where_prec",
    "latitude",
    "longitude",
    "country_id",
    "iso3",
    "adm_1",
    "adm_2",
    "priogrid_gid",
    "country",
)


def _place(cells: Mapping[str, str]) -> Place:
    return _placed(_scale(cells, "where_prec", 7), *(cells.get(name, "") for name in _PLACE))


@lru_cache(2_048)
def _placed(precision: int, *known: str) -> Place:
    cells = dict(zip(_PLACE, known, strict=True))
    name = next((it for column in ("where_coordinates", "adm_2", "adm_1", "country") if (it := cells[column])), "")
    if not name:
        raise Breach("where_coordinates", "a place has a name, be it that of its district, province or country")
    country = COUNTRIES.get(cells["country_id"].removesuffix(".0")) or cells["iso3"] or None
    codes = [
        _code(scheme, cells[it], it) for scheme, it in ((STATE, "country_id"), (GRID, "priogrid_gid")) if cells[it]
    ]
    latitude, longitude = (_degrees(cells[it], it) for it in ("latitude", "longitude"))
    return made(
        lambda: Place(
            name=in_a_line(name),
            precision=Precision(precision),
            latitude=latitude,
            longitude=longitude,
            country=country,
            adm1=_division(cells["adm_1"]),
            adm2=_division(cells["adm_2"]),
            codes=tuple(codes),
        ),
        {"latitude": "latitude", "longitude": "longitude", "country": "country_id", "name": "where_coordinates"},
        "country_id" if precision == Precision.COUNTRY else "latitude",
    )


def _degrees(cell: str, column: str) -> float | None:
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        raise Breach(column, "degrees are a decimal number") from None


def _division(cell: str) -> Division | None:
    name = in_a_line(cell)
    return Division(name=name) if name else None


@lru_cache(2_048)
def _code(scheme: str, value: str, column: str) -> Code:
    return made(lambda: Code(scheme=scheme, value=value), {}, column)
