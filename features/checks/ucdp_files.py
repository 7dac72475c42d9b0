"""Rows of UCDP GED as its files have them, and as they are at their worst, in any set of columns."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from features.ucdp_rows import Cells
from infrastructure.formats.ucdp_codebook import COLUMNS, HDX, REQUIRED

_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
_NAMES = _WORDS.filter(lambda it: any(each.isprintable() and not each.isspace() for each in it))
_NUMBERS = st.sampled_from(["0", "1", "2", "17", "5.0", ""])
_DAYS = st.dates().map(str)
_ARTICLES = st.lists(
    st.tuples(
        st.sampled_from(["Taran Daily", "Taran Daily ", "Radio  Qesh", "Q, Z", ""]),
        st.sampled_from(["2018-02-08", "2018-02-08 ", "2108-02-08", "8.2.2018", "2018-02", ""]),
        _WORDS | st.sampled_from(["-", "a;b", 'say "no"', "two\r\nlines", "x" * 700, '";"']),
    ),
    max_size=4,
)
_ODD: Mapping[str, st.SearchStrategy[str]] = {
    "year": st.sampled_from(["2018", "2017", "2018.0", ""]),
    "active_year": st.sampled_from(["0", "1", "TRUE", "FALSE", "true"]),
    "type_of_violence": st.sampled_from(["1", "2", "3"]),
    "side_a": _NAMES,
    "side_b": _NAMES | st.just("Civilians"),
    "side_a_new_id": st.sampled_from(["9201", "9202", "", "9201.0"]),
    "side_b_new_id": st.sampled_from(["9301", "9201", "", " 9301"]),
    "dyad_name": _WORDS,
    "conflict_name": _WORDS,
    "conflict_new_id": st.sampled_from(["9001", "9001.0", " 1 ", "a\nb", ""]),
    "relid": _WORDS,
    "code_status": st.sampled_from(["Clear", "Check", "", " "]),
    "number_of_sources": st.sampled_from(["-1", "0", "3", ""]),
    "source_article": _WORDS | _ARTICLES.map(lambda its: ";".join(f'"{o},{d},{h}"' for o, d, h in its)),
    "source_office": _WORDS,
    "source_date": st.sampled_from(["2018-02-08", "2018-02-08;2018-02-09", "", "?"]),
    "source_headline": _WORDS,
    "source_original": _WORDS,
    "where_prec": st.sampled_from("1234567"),
    "where_coordinates": _WORDS,
    "where_description": _WORDS,
    "adm_1": _WORDS,
    "adm_2": _WORDS,
    "latitude": st.sampled_from(["34.9", "34.900000", "35", "-90", "1e1", "+5.5", ""]),
    "longitude": st.sampled_from(["40.6", "40.600000", "41", "180", "-0.0", ""]),
    "geom_wkt": st.sampled_from(["POINT (40.6 34.9)", "POINT (40.600000 34.900000)", "", "point"]),
    "priogrid_gid": st.sampled_from(["179722", "179722.0", "", "x y"]),
    "country": st.sampled_from(["Syria", "", "Tarania"]),
    "country_id": st.sampled_from(["652", "652.0", "678", "9999", ""]),
    "iso3": st.sampled_from(["SYR", "", "YEM"]),
    "gwnoa": st.sampled_from(["652", "652.0", "", "-99"]),
    "gwnob": st.sampled_from(["652", "652.0", "", "645"]),
    "date_prec": st.sampled_from("12345"),
    "event_clarity": st.sampled_from(["1", "2", ""]),
    **dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high"), _NUMBERS),
}


@st.composite
def rows(draw: st.DrawFn, id: str) -> Cells:
    """A row, some of whose cells are odd in any of the ways that UCDP's own are, and in others."""
    odd = draw(st.lists(st.sampled_from(sorted(_ODD)), max_size=6, unique=True))
    row = {"id": id, **{column: draw(_ODD[column]) for column in odd}}
    first, last = sorted(draw(st.tuples(_DAYS, _DAYS))) if draw(st.booleans()) else ("2018-02-07", "2018-02-07")
    midnight = draw(st.sampled_from(["", " 00:00:00.000", "T00:00:00", " 00:00"]))
    cited = {"source_article": '"Valley Observer,2018-02-08,Clash at the bridge"', "source_original": "a commander"}
    return {**cited, **row, "date_start": first + midnight, "date_end": last + midnight}


@st.composite
def files(draw: st.DrawFn) -> tuple[Sequence[str], Sequence[Cells]]:
    """Columns, some of them missing, in any order; and a few rows."""
    required = sorted(REQUIRED)
    further = sorted({*COLUMNS, *HDX, "Unheard-of column"}.difference(required))
    columns = [*required, *draw(st.lists(st.sampled_from(further), unique=True))]
    ids = draw(st.lists(st.integers(1, 99).map(str), min_size=1, max_size=6, unique=True))
    return draw(st.permutations(columns)), [draw(rows(id)) for id in ids]
