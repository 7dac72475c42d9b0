"""Rows of UCDP GED that we invent: each from the few cells that matter, the others as they would go with them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from infrastructure.formats.ucdp_codebook import COLUMNS

Cells = Mapping[str, str]

_USUAL: Cells = {
    "active_year": "1",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_dset_id": "9001",
    "conflict_new_id": "9001",
    "conflict_name": "Syria: Khasham",
    "dyad_dset_id": "9101",
    "dyad_new_id": "9101",
    "side_a_dset_id": "901",
    "side_a_new_id": "901",
    "side_a": "Bridge Guard",
    "side_b_dset_id": "902",
    "side_b_new_id": "902",
    "side_b": "River Column",
    "where_prec": "1",
    "where_coordinates": "Khasham town",
    "where_description": "At the bridge",
    "adm_1": "Dayr al-Zawr governorate",
    "adm_2": "Al Mayadin district",
    "latitude": "35.336",
    "longitude": "40.309",
    "priogrid_gid": "180441",
    "country": "Syria",
    "country_id": "652",
    "region": "Middle East",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2018-02-07",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
}
_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def ucdp_row(cells: Cells) -> dict[str, str]:
    """A whole row: what is not given is as usual, or follows from what is given."""
    row = {**_USUAL, **cells}
    row.setdefault("date_end", row["date_start"])
    row.setdefault("year", row["date_end"][:4])
    row.setdefault("relid", f"SYR-{row['year']}-1-{row['id']}")
    row.setdefault("dyad_name", f"{row['side_a']} - {row['side_b']}")
    row.setdefault("geom_wkt", f"POINT ({row['longitude']} {row['latitude']})")
    best = str(sum(int(row[it]) for it in _DEATHS if row[it].isdigit()))
    for total in ("best", "high", "low"):
        row.setdefault(total, best)
    return {**_cited(row.get("source_article", "")), **row}


def ucdp_file(rows: Iterable[Cells], columns: Sequence[str] = COLUMNS) -> bytes:
    """A file of such rows."""
    lines = StringIO()
    # CRLF has it quote a CR or an LF by itself, too.
    writer = csv.DictWriter(lines, columns, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(map(ucdp_row, rows))
    return lines.getvalue().encode()


def _cited(article: str) -> dict[str, str]:
    """The columns that list the sources beside `source_article`: `"office,date,headline";"..."`."""
    quoted = article[1:-1].split('";"') if article else []
    articles = [each.split(",", 2) for each in quoted if each.count(",") > 1]
    listed = [";".join(column) for column in zip(*articles, strict=True)] or ["", "", ""]
    return {
        "number_of_sources": str(len(articles) or -1),
        **dict(zip(("source_office", "source_date", "source_headline"), listed, strict=True)),
    }
