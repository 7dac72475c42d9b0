"""UCDP's special release for Syria as the benchmarks need it: its rows in order, and which articles they share."""

import csv
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Skipped

_PATH = Path(__file__).parents[2] / "shared/data/ucdp/ged_syria_652.1601.1911.csv"


class Article(NamedTuple):
    """One item that a source published."""

    office: str
    published: date
    headline: str


class Side(NamedTuple):
    """A side of a dyad, by its UCDP id."""

    ucdp_id: str
    name: str


class Numbers(NamedTuple):
    """How many were killed on all sides together, as the row says it."""

    low: int
    best: int
    high: int


class Event(NamedTuple):
    """One row."""

    number: int
    """Its place in the file, from 0."""
    id: int
    type_of_violence: int
    dyad: str
    sides: tuple[Side, Side]
    articles: Sequence[Article]
    first_cited: Sequence[Article]
    """Those that no row before cites."""
    headline: str
    where_precision: int
    where: str
    adm_1: str
    adm_2: str
    latitude: float
    longitude: float
    clear: bool
    date_precision: int
    first_day: date
    last_day: date
    killed: Numbers


def events() -> Sequence[Event]:
    """The rows of the file that CASUS_UCDP_SYRIA names, or of the one in `../shared/data/ucdp`.

    Raises:
        Skipped: there is no such file.
    """
    path = Path(os.environ.get("CASUS_UCDP_SYRIA", _PATH))
    if not path.is_file():
        raise Skipped(f"{path} is missing: name UCDP's Syria file (ged_syria_652.1601.1911.csv) in CASUS_UCDP_SYRIA.")
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        return list(_events(csv.DictReader(file)))


def _events(rows: Iterator[Mapping[str, str]]) -> Iterator[Event]:
    cited: set[Article] = set()
    for number, row in enumerate(rows):
        articles = list(dict.fromkeys(_articles(row)))
        first_cited = [article for article in articles if article not in cited]
        cited.update(first_cited)
        yield Event(
            number=number,
            id=int(row["id"]),
            type_of_violence=int(row["type_of_violence"]),
            dyad=_line(row["dyad_name"]),
            sides=(
                Side(row["side_a_new_id"], _line(row["side_a"])),
                Side(row["side_b_new_id"], _line(row["side_b"])),
            ),
            articles=articles,
            first_cited=first_cited,
            headline=_line(row["source_headline"]),
            where_precision=int(row["where_prec"]),
            where=_line(row["where_coordinates"]),
            adm_1=_line(row["adm_1"]),
            adm_2=_line(row["adm_2"]),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            clear=row["event_clarity"] == "1",
            date_precision=int(row["date_prec"]),
            first_day=date.fromisoformat(row["date_start"][:10]),
            last_day=date.fromisoformat(row["date_end"][:10]),
            killed=Numbers(int(row["low"]), int(row["best"]), int(row["high"])),
        )


_ARTICLE = re.compile(r'"([^,"]+),([0-9]{4}-[0-9]{2}-[0-9]{2}),(.*?)"(?=;|$)', re.DOTALL)


def _articles(row: Mapping[str, str]) -> Iterator[Article]:
    """Those of its cell; or, where that is written otherwise, the first one of the cells beside it."""
    found = _ARTICLE.findall(row["source_article"]) or [
        (row["source_office"].split(";")[0], row["source_date"].split(";")[0], row["source_headline"])
    ]
    for office, published, headline in found:
        yield Article(_line(office), date.fromisoformat(published), _line(headline))


def _line(cell: str) -> str:
    """The cell in one line, at most 500 characters."""
    return " ".join(unescape(cell).split())[:500].rstrip()
