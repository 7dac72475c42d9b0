"""The columns of our own table: what each says, how it is written, and what may stand there.

The reader, the empty table that `casus template` writes and docs/casus_table.md all rest on this list.
"""

from collections.abc import Iterator
from typing import NamedTuple

from domain.force_facts import ForceKind
from domain.kinds import IncidentKind
from domain.period import DatePrecision
from domain.place import Precision
from domain.source import SourceKind
from domain.toll import Harm

CAMPS = "abcd"
SIDES = ("", "a", "b", "civilians", "unknown")
"""Whose toll a column holds; the one without a side is the total."""


class Definition(NamedTuple):
    """A column: its name, what it says, how that is written, an example, and the words that may stand there if few."""

    name: str
    says: str
    form: str
    example: str = ""
    needed: bool = False
    allowed: tuple[str, ...] = ()


def scale(precision: type[DatePrecision | Precision]) -> tuple[str, ...]:
    """The words for a numbered scale."""
    return tuple(it.name.lower() for it in precision)


def column_of(harm: Harm, side: str) -> str:
    """The column of a toll."""
    return f"{harm}_{side}" if side else f"{harm}"


_WHOSE = {
    "": "in all",
    "a": "of the one force in camp a",
    "b": "of the one force in camp b",
    "civilians": "civilians",
    "unknown": "people of an unknown side",
}


def _columns() -> Iterator[Definition]:
    yield Definition("id", "Your own id of the incident: never used for another", "one line", "2018-014", needed=True)
    yield Definition("title", "What it is called", "one line", "Clash near Khasham", needed=True)
    yield Definition("kind", "What kind of occurrence it was", "one of the words", "battle", True, (*IncidentKind,))
    yield Definition("occurred", "When it happened", "EDTF", "2018-02-07/2018-02-08", needed=True)
    yield Definition(
        "date_precision", "How exactly that is known", "one of the words", "day", allowed=scale(DatePrecision)
    )
    yield Definition("began_at", "The moment it began", "RFC 3339, with the offset", "2018-02-07T20:00:00Z")
    yield Definition("duration", "How long it went on", "ISO 8601, no years or months", "PT3H")
    yield Definition("place", "The name of the place", "one line", "Khasham", needed=True)
    yield Definition(
        "place_precision", "How exactly the place is known", "one of the words", "within_25_km", True, scale(Precision)
    )
    yield Definition("latitude", "Degrees north (WGS 84)", "a decimal number with a point", "35.25")
    yield Definition("longitude", "Degrees east (WGS 84)", "a decimal number with a point", "40.25")
    yield Definition("country", "The country", "ISO 3166-1 alpha-3", "SYR")
    yield Definition("adm1", "The first-order division, such as a province", "one line", "Deir ez-Zor")
    yield Definition("adm2", "The second-order division, such as a district", "one line", "Deir ez-Zor District")
    yield Definition("place_description", "The place in words", "text", "East of the river, south of the town")
    yield Definition("summary", "What happened, in words", "text", "A column was shelled as it advanced.")
    yield Definition("source", "Who published the report that this rests on", "one line", "An agency")
    yield Definition(
        "source_kind", "What kind of source that is", "one of the words", "news_agency", False, (*SourceKind,)
    )
    yield Definition("headline", "The report's headline", "one line", "Clash reported near Khasham")
    yield Definition("url", "Its address", "http or https", "https://example.org/report")
    yield Definition("published", "When it was published; needed with a source", "EDTF", "2018-02-08")
    yield Definition("original_source", "Whom the report has it from", "one line", "A military official")
    yield Definition("quote", "Its own words", "text", "About 100 were killed.")
    for camp in CAMPS:
        yield Definition(
            f"camp_{camp}",
            f"The forces that stood together as camp {camp}",
            "names, separated by ; each with its kind in brackets behind it, or else it is external_or_other_forces",
            "A militia [political_militia]; An army [state_forces]" if camp == "a" else "",
            allowed=(*ForceKind,),
        )
    for harm in Harm:
        for side in SIDES:
            yield Definition(column_of(harm, side), f"How many were {harm}: {_WHOSE[side]}", "a figure", "~100")
    yield Definition("codes", "Identifiers in published schemes", "scheme:value; scheme:value", "ucdp-ged:12345")


COLUMNS = {it.name: it for it in _columns()}
"""Every column, by its name, in order."""


def documentation() -> str:
    """The columns as a table in Markdown."""
    rows = [("column", "needed", "says", "written as", "example"), ("---",) * 5]
    for it in COLUMNS.values():
        form = f"{it.form}: {', '.join(f'`{word}`' for word in it.allowed)}" if it.allowed else it.form
        rows.append(
            (f"`{it.name}`", "yes" if it.needed else "", it.says, form, f"`{it.example}`" if it.example else "")
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
