"""The columns of ACLED's files, and its scales as the record has them.

Source: the ACLED Codebook (2024), at https://acleddata.com/knowledge-base/codebook/, and the columns of its files.
Older files also have `data_id`, `event_id_no_cnty` and `iso3`, numbers for kinds of actor, and names in capitals.
"""

from collections.abc import Mapping
from types import MappingProxyType

from iso3166 import countries_by_alpha3, countries_by_numeric

from domain.force_facts import ACLED_INTER, ForceKind
from domain.kinds import CODEBOOKS, IncidentKind
from domain.period import DatePrecision
from domain.place import Precision
from domain.source import Outlet, SourceKind

ACLED = Outlet(name="Armed Conflict Location & Event Data", kind=SourceKind.RESEARCH, url="https://acleddata.com")

ROW, DATA_ID, ACTOR = "acled", "acled-data-id", "acled-actor"
"""The schemes of an event's own id, of the id that older files have beside it, and of actors, by their names."""

REQUIRED = (
    "event_id_cnty",
    "event_date",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "iso",
    "country",
    "admin1",
    "admin2",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "notes",
    "fatalities",
)
"""Without these columns a file is not ACLED's; the others came and went."""

NAMES = frozenset(
    {
        *REQUIRED,
        "data_id",
        "event_id_no_cnty",
        "year",
        "disorder_type",
        "interaction",
        "civilian_targeting",
        "iso3",
        "region",
        "admin3",
        "source_scale",
        "tags",
        "timestamp",
    }
)
"""Every column that its files have had."""

CORE = frozenset(
    {
        "event_date",
        "disorder_type",
        "actor1",
        "assoc_actor_1",
        "inter1",
        "actor2",
        "assoc_actor_2",
        "inter2",
        "interaction",
        "civilian_targeting",
        "admin3",
        "tags",
    }
)
"""The variables that say something of the event itself."""

DATE_PRECISIONS: Mapping[str, DatePrecision] = MappingProxyType(
    {"1": DatePrecision.DAY, "2": DatePrecision.WEEK, "3": DatePrecision.MONTH}
)
"""`time_precision`: 1 a day; 2 some time in a week, whose middle is printed; 3 some time in a month."""

PRECISIONS: Mapping[str, Precision] = MappingProxyType(
    {"1": Precision.EXACT, "2": Precision.WITHIN_25_KM, "3": Precision.FUZZY_AREA}
)
"""`geo_precision`: 1 a town, as UCDP's exact places are; 2 near a town, or a small part of a region that a town stands
for; 3 a larger region, which need not be an administrative one: the point is a natural place or a capital in it."""

KINDS: Mapping[tuple[str, str], IncidentKind] = MappingProxyType(
    {
        (book.acled_event_type.casefold(), (book.acled_sub_event_type or "").casefold()): kind
        for kind, book in CODEBOOKS.items()
    }
)
"""Each kind by its event type and its sub-event type, which may be missing, in small letters."""

_LABELS = {
    ForceKind.STATE_FORCES: "state force",
    ForceKind.REBEL_GROUP: "rebel group",
    ForceKind.POLITICAL_MILITIA: "political militia",
    ForceKind.IDENTITY_MILITIA: "identity militia",
    ForceKind.RIOTERS: "rioter",
    ForceKind.PROTESTERS: "protester",
    ForceKind.CIVILIANS: "civilian",
    ForceKind.EXTERNAL_OR_OTHER_FORCES: "external/other force",
}

INTER: Mapping[str, ForceKind] = MappingProxyType(
    {str(ACLED_INTER[kind]): kind for kind in _LABELS}
    | {label: kind for kind, label in _LABELS.items()}
    | {f"{label}s": kind for kind, label in _LABELS.items()}
)
"""Kinds of actor by their numbers in older files, and by their names in newer ones, in small letters."""

NO_ACTOR = frozenset({"", "0"})
"""What stands for the kind of an actor that there is none of."""

_NAMED = (
    ("Civilians (", ForceKind.CIVILIANS),
    ("Protesters (", ForceKind.PROTESTERS),
    ("Rioters (", ForceKind.RIOTERS),
    ("Military Forces of ", ForceKind.STATE_FORCES),
    ("Police Forces of ", ForceKind.STATE_FORCES),
    ("Government of ", ForceKind.STATE_FORCES),
)


def kind_by_name(actor: str) -> ForceKind:
    """The kind of an actor that the file gives none for: by how ACLED names actors of a kind, or else other forces."""
    return next((kind for begins, kind in _NAMED if actor.startswith(begins)), ForceKind.EXTERNAL_OR_OTHER_FORCES)


def country_of(iso: str, name: str) -> str | None:
    """A country's alpha-3 code by its number in ISO 3166-1, where it has one; ACLED gives Kosovo's as 0."""
    if iso == "0" and name == "Kosovo":
        return "XKX"
    found = countries_by_numeric.get(iso.zfill(3))
    return found.alpha3 if found else None


def number_of(country: str | None) -> str:
    """A country's number in ISO 3166-1, as ACLED prints it."""
    if country is None:
        return ""
    return "0" if country == "XKX" else str(int(countries_by_alpha3[country].numeric))
