"""Entries as rows: what each entry sets, and what it rests on."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from application.resting import last_publication
from domain.casualty import Casualty
from domain.claim import Claim
from domain.coverage import Coverage
from domain.fact import Aggregate, Entry, Fact, named
from domain.force import Force
from domain.imports import Import
from domain.incident import Incident
from domain.report import Report
from domain.source import Source
from infrastructure.read_model.projection.casualties import casualty_rows
from infrastructure.read_model.projection.claims import claim_rows
from infrastructure.read_model.projection.coverages import coverage_rows
from infrastructure.read_model.projection.forces import force_rows
from infrastructure.read_model.projection.imports import import_rows
from infrastructure.read_model.projection.incidents import incident_rows
from infrastructure.read_model.projection.keys import Keys, Known
from infrastructure.read_model.projection.sources import report_rows, source_rows
from infrastructure.read_model.projection.tables import Entered, Naming, Row, Thing
from infrastructure.read_model.projection.writing import Place, microseconds

Rows = Mapping[type[Row], Sequence[Row]]

_KINDS: Mapping[type[Aggregate[Any, Any]], Callable[[Place, Any], Iterator[Row]]] = {
    Source: source_rows,
    Report: report_rows,
    Force: force_rows,
    Incident: incident_rows,
    Casualty: casualty_rows,
    Coverage: coverage_rows,
    Import: import_rows,
    Claim: claim_rows,
}

_PROJECTIONS: Mapping[type[Fact], Callable[[Place, Any], Iterator[Row]]] = {
    fact: rows for kind, rows in _KINDS.items() for fact in kind.facts()
}

_OPENED: Mapping[type[Fact], str] = {kind.opening: kind.__name__.lower() for kind in _KINDS}


def project(entries: Sequence[Entry], keys: Keys) -> Rows:
    """The rows that these entries set, by table, in log order.

    Raises:
        NotOnRecord: an entry is about, or names, what no entry before it opened.
    """
    keys.fetch(entries)
    rows: defaultdict[type[Row], list[Row]] = defaultdict(list)
    for entry in entries:
        for row in _rows(entry, keys):
            rows[type(row)].append(row)
    return rows


def _rows(entry: Entry, keys: Keys) -> Iterable[Row]:
    fact, position, published = entry.fact, entry.position, last_publication(entry, keys.published)
    if kind := _OPENED.get(type(fact)):
        key = position
        keys.learn(entry.originator_id, Known(key, published))
        yield Thing(position, published, entry.originator_id, kind, microseconds(entry.recorded_at))
    else:
        key = keys[entry.originator_id].key
    yield Entered(position, published, key, entry.originator_version, entry.cause, type(fact).__name__)
    for id in dict.fromkeys(named(fact)):
        yield Naming(position, published, key, keys[id].key)
    yield from _PROJECTIONS[type(fact)](Place(position, published, key, keys), fact)
