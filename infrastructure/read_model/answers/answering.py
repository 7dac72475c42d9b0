"""Answers a question: first the keys of its rows, in order, then the rows, some thousands at a time."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import duckdb

from application.moments import Standpoint
from application.near import NearQuestion
from application.questions import (
    CasualtyQuestion,
    ClaimQuestion,
    CoverageQuestion,
    ForceQuestion,
    ImportQuestion,
    ImportStabilityQuestion,
    IncidentQuestion,
    LineageQuestion,
    Question,
    ReportQuestion,
    SourceQuestion,
    SourceStabilityQuestion,
    TollQuestion,
)
from domain.value import Value
from infrastructure.read_model.answers import (
    casualties,
    claims,
    coverages,
    forces,
    imports,
    incidents,
    lineage,
    near,
    reports,
    sources,
    stability,
    sums,
)
from infrastructure.read_model.answers.sight import Sight

_CHUNK = 10_000


class Collection(NamedTuple):
    """How a collection is asked: which keys, in which order; and the rows of those kept as `chunk`."""

    keys: Callable[[Sight, Any], str]
    """A statement that gives `key` and `ordinal` of all that answers."""
    rows: Callable[[Sight, Any], Iterator[Value]]


_COLLECTIONS: Mapping[type[Question], Collection] = {
    SourceQuestion: Collection(sources.keys, sources.rows),
    ReportQuestion: Collection(reports.keys, reports.rows),
    ForceQuestion: Collection(forces.keys, forces.rows),
    IncidentQuestion: Collection(incidents.keys, incidents.rows),
    CasualtyQuestion: Collection(casualties.keys, casualties.rows),
    TollQuestion: Collection(sums.keys, sums.rows),
    LineageQuestion: Collection(lineage.keys, lineage.rows),
    CoverageQuestion: Collection(coverages.keys, coverages.rows),
    ImportQuestion: Collection(imports.keys, imports.rows),
    ClaimQuestion: Collection(claims.keys, claims.rows),
    SourceStabilityQuestion: Collection(stability.source_keys, stability.source_rows),
    ImportStabilityQuestion: Collection(stability.import_keys, stability.import_rows),
}


def answer(
    db: duckdb.DuckDBPyConnection, question: Question, at: Standpoint, limit: int | None, offset: int
) -> Iterator[Value]:
    """The rows that answer a question, after the first `offset`, at most `limit`; memory holds a chunk of them."""
    if isinstance(question, NearQuestion):  # pairs, which have no key, nor an order before they are compared
        yield from near.pairs(Sight(db, at), question)
        return
    sight, collection = Sight(db, at), _COLLECTIONS[type(question)]
    most = "" if limit is None else f"LIMIT {limit}"
    sight.keep(
        "page", f"SELECT key, ordinal FROM ({collection.keys(sight, question)}) ORDER BY ordinal {most} OFFSET {offset}"
    )
    ((first, last),) = sight.fetch("SELECT coalesce(min(ordinal), 1), coalesce(max(ordinal), 0) FROM page")
    for after in range(first - 1, last, _CHUNK):
        sight.keep("chunk", f"SELECT key, ordinal FROM page WHERE ordinal > {after} AND ordinal <= {after + _CHUNK}")
        yield from collection.rows(sight, question)
