"""The variables of UCDP's Georeferenced Event Dataset, as its files name them.

Source: Sundberg and Melander (2013), "Introducing the UCDP Georeferenced Event Dataset", Journal of Peace Research
50(4), and the UCDP GED Codebook, version 25.1. HDX adds `start_year`, `end_year` and `iso3`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.source import Outlet, SourceKind

UCDP = Outlet(name="Uppsala Conflict Data Program", kind=SourceKind.RESEARCH, url="https://ucdp.uu.se")


class Part(StrEnum):
    """What part of the record a column prints: the cells of a part hold until something else is recorded there."""

    PLACE = "place"
    PERIOD = "period"
    SIDES = "sides"
    TOLL = "toll"
    SOURCES = "sources"
    KIND = "kind"
    CODING = "coding"
    """Nothing but the dataset's own coding."""


_COLUMNS = """
id                coding
relid             coding  ucdp-ged-relid
year              period
active_year       coding
code_status       coding
type_of_violence  kind
conflict_dset_id  coding  ucdp-conflict-dset
conflict_new_id   coding  ucdp-conflict
conflict_name     coding
dyad_dset_id      coding  ucdp-dyad-dset
dyad_new_id       coding  ucdp-dyad
dyad_name         sides
side_a_dset_id    coding  ucdp-side-a-dset
side_a_new_id     sides
side_a            sides
side_b_dset_id    coding  ucdp-side-b-dset
side_b_new_id     sides
side_b            sides
number_of_sources sources
source_article    sources
source_office     sources
source_date       sources
source_headline   sources
source_original   sources
where_prec        place
where_coordinates place
where_description place
adm_1             place
adm_2             place
latitude          place
longitude         place
geom_wkt          place
priogrid_gid      place
country           place
country_id        place
region            place
event_clarity     coding
date_prec         period
date_start        period
date_end          period
deaths_a          toll
deaths_b          toll
deaths_civilians  toll
deaths_unknown    toll
best              toll
high              toll
low               toll
gwnoa             sides
gwnob             sides
start_year        period
end_year          period
iso3              place
"""

_ROWS = [line.split() for line in _COLUMNS.strip().splitlines()]

HDX = frozenset({"start_year", "end_year", "iso3"})
"""Columns that HDX adds."""

COLUMNS = tuple(name for name, *_ in _ROWS if name not in HDX)
"""The 49 columns of the codebook, in its order."""

PARTS: Mapping[str, Part] = MappingProxyType({name: Part(part) for name, part, *_ in _ROWS})
"""What each column prints; a column that the codebook does not know prints the coding alone."""

SCHEMES: Mapping[str, str] = MappingProxyType({name: scheme[0] for name, _, *scheme in _ROWS if scheme})
"""The columns that identify something in a scheme of UCDP's own, and the name of the scheme."""

ROW, ACTOR, GRID, STATE = "ucdp-ged", "ucdp-actor", "priogrid", "gwno"
"""The schemes of a row's own id, of actors, of PRIO-GRID cells, and of Gleditsch and Ward's states."""

DEATHS: Mapping[str, str] = MappingProxyType(
    {"deaths_a": "a", "deaths_b": "b", "deaths_civilians": "civilians", "deaths_unknown": "unknown"}
)
"""Whose deaths each column counts: a camp's, or a side without a name."""

CITING = ("source_article", "source_office", "source_date", "source_headline", "source_original")
"""The columns that print the reports that a row cites."""

REQUIRED = (
    "id",
    "type_of_violence",
    "side_a",
    "side_b",
    "where_prec",
    "where_coordinates",
    "latitude",
    "longitude",
    "country",
    "date_prec",
    "date_start",
    "date_end",
    *DEATHS,
    "best",
    "high",
    "low",
)
"""Without these columns a file is not UCDP GED."""
