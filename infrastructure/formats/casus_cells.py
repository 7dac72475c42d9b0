"""The cells of our own table as values of the domain."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from pydantic import TypeAdapter
from rapidfuzz import process

from application.importing.drafts import ForceDraft, ReportDraft, SourceDraft
from domain.edtf import Edtf
from domain.force_facts import Actorhood, ForceKind
from domain.period import DatePrecision, Period
from domain.place import Division, Place, Precision
from domain.source import Outlet, SourceKind
from domain.value import Code, Url
from infrastructure.formats.breach import Breach, made
from infrastructure.formats.cells import degrees, line, text

NAME = "name"
"""The scheme of a force that is known by its name alone."""

_MOST_CODES = 50
REPORT = ("source", "source_kind", "headline", "url", "published", "original_source", "quote")
PLACE = (
    "place",
    "place_precision",
    "latitude",
    "longitude",
    "country",
    "adm1",
    "adm2",
    "place_description",
)
_EDTF: TypeAdapter[str] = TypeAdapter(Edtf)
_URL: TypeAdapter[str] = TypeAdapter(Url)
WordT = TypeVar("WordT", bound=StrEnum)
StepT = TypeVar("StepT", DatePrecision, Precision)


def word(field: str, cell: str, words: type[WordT]) -> WordT:
    """One of the words of a scale."""
    try:
        return words(cell.lower())
    except ValueError:
        raise _none_of(field, cell, [*words]) from None


def step(field: str, cell: str, steps: type[StepT]) -> StepT:
    """A step of a numbered scale, by its word or its number."""
    named = {it.name.lower(): it for it in steps} | {str(it.value): it for it in steps}
    try:
        return named[cell.lower()]
    except KeyError:
        raise _none_of(field, cell, [it.name.lower() for it in steps]) from None


def _none_of(field: str, cell: str, words: Sequence[str]) -> Breach:
    if not cell:
        return Breach(field, f"this can't be empty; it is one of {', '.join(words)}")
    found = process.extractOne(cell.lower(), words)
    return Breach(field, f"no such word; the nearest is {found[0]}, and all are {', '.join(words)}")


@lru_cache(2_048)
def period(edtf: str, precision: DatePrecision | None, began_at: str | None, duration: str | None) -> Period:
    """When it was."""
    given = {"edtf": edtf, "precision": precision, "began_at": began_at, "duration": duration}
    columns = {"edtf": "occurred", "began_at": "began_at", "duration": "duration"}
    return made(lambda: Period.model_validate(given), columns, "began_at")


@lru_cache(2_048)
def place_in(*known: str) -> Place:
    """Where it was."""
    cells = {name: cell for name, cell in zip(PLACE, known, strict=True) if cell}
    get = cells.get
    return made(
        lambda: Place(
            name=line("place", get("place")),
            precision=step("place_precision", get("place_precision", ""), Precision),
            latitude=degrees("latitude", get("latitude")),
            longitude=degrees("longitude", get("longitude")),
            country=get("country"),
            adm1=_division("adm1", get("adm1")),
            adm2=_division("adm2", get("adm2")),
            description=text("place_description", get("place_description")),
        ),
        {"latitude": "latitude", "longitude": "longitude", "country": "country"},
        "latitude" if ("latitude" in cells) != ("longitude" in cells) else "country",
    )


def _division(field: str, cell: str | None) -> Division | None:
    return Division(name=line(field, cell)) if cell else None


@lru_cache(4_096)
def force_in(field: str, named: str) -> ForceDraft:
    """A force, by its name and the kind in brackets behind it."""
    name, bracket, kind = named.removesuffix("]").rpartition("[") if named.endswith("]") else (named, "", "")
    words = line(field, name)
    return ForceDraft(
        identity=Code(scheme=NAME, value=words.casefold()[:500]),
        actorhood=Actorhood(
            name=words,
            kind=word(field, kind.strip(), ForceKind) if bracket else ForceKind.EXTERNAL_OR_OTHER_FORCES,
        ),
    )


@lru_cache(4_096)
def codes_in(cell: str) -> tuple[Code, ...]:
    """Identifiers in published schemes."""
    codes = []
    for each in filter(str.strip, cell.split(";")):
        scheme, colon, value = each.partition(":")
        if not colon:
            raise Breach("codes", "a code is written scheme:value, several are separated by semicolons")
        codes.append(Code(scheme=line("codes", scheme), value=line("codes", value)))
    if len(codes) > _MOST_CODES:
        raise Breach("codes", f"an incident has at most {_MOST_CODES} codes")
    return tuple(dict.fromkeys(codes))


@lru_cache(4_096)
def report_in(*known: str) -> ReportDraft | None:
    """The report that the row rests on, where it names one."""
    cells = {name: cell for name, cell in zip(REPORT, known, strict=True) if cell}
    if not cells:
        return None
    get = cells.get
    for needed in ("source", "published"):
        if needed not in cells:
            raise Breach(needed, f"a report has a source and a date: {next(iter(cells))} is given without")
    kind = word("source_kind", cells["source_kind"], SourceKind) if "source_kind" in cells else SourceKind.OTHER
    url = get("url")
    try:
        url = _URL.validate_python(url) if url else None
    except ValueError:
        raise Breach("url", "an address begins with http:// or https:// and holds no spaces") from None
    return ReportDraft(
        source=SourceDraft(Outlet(name=line("source", cells["source"]), kind=kind)),
        published_at=made(lambda: _EDTF.validate_python(cells["published"]), {}, "published"),
        headline=line("headline", get("headline")) if "headline" in cells else None,
        url=url,
        original_source=line("original_source", get("original_source")) if "original_source" in cells else None,
        quote=text("quote", get("quote")),
    )
