"""Replay: a log read, decoded and folded, against the bare parsing of the same bytes, and each step by itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic_core import from_json

from application.ledger import Ledger
from application.record import fold
from benchmarks.content import Record
from benchmarks.ledgers import BATCH, fill, ledger_in
from benchmarks.measure import Contender, Row, compare, show, side_by_side
from domain.fact import Aggregate, Entry, Position
from infrastructure.codec import AGGREGATES, FACTS

_ENTRIES, _ROUNDS = 20_000, 9
_BARE = "pydantic_core.from_json"

Kind = type[Aggregate[Any, Any]]


def replay(directory: Path) -> Sequence[Row]:
    """How fast what is on record becomes states again."""
    ledger = ledger_in(directory / "log.sqlite")
    fill(ledger, Record(), _ENTRIES)
    stored = ledger.recorder.select_notifications(1, _ENTRIES)
    contents = [entry.state for entry in stored]
    readers = {fact.__name__: fact.__pydantic_validator__.validate_json for fact in FACTS}
    facts = [(readers[entry.topic], entry.state) for entry in stored]
    decode = ledger.mapper.to_domain_event
    streams = _streams(_all(ledger, BATCH))

    works: Mapping[str, Callable[[], Iterable[object]]] = {
        _BARE: lambda: map(from_json, contents),
        "replay: streams read, decoded, folded": lambda: (ledger.folded(kind, id) for kind, id, _ in streams),
        "select and decode, 1,000 at once": lambda: _all(ledger, BATCH),
        "select and decode, 100 at once": lambda: _all(ledger, 100),
        "decode, from memory": lambda: map(decode, stored),
        "of which: pydantic's validate_json": lambda: (read(content) for read, content in facts),
        "fold, from memory": lambda: (fold(kind, id, iter(entries)) for kind, id, entries in streams),
    }
    rates = side_by_side({name: _counting(work) for name, work in works.items()}, _ROUNDS)
    return [compare(rates, name, _BARE, 0.5 if name.startswith("replay") else None) for name in works if name != _BARE]


def _counting(works: Callable[[], Iterable[object]]) -> Contender:
    def work() -> int:
        for _ in works():
            pass
        return _ENTRIES

    return lambda _: work


def _all(ledger: Ledger, batch: int) -> Iterator[Entry]:
    after = Position(0)
    while entries := ledger.entries(after, batch):
        yield from entries
        after = Position(entries[-1].position)


def _streams(entries: Iterable[Entry]) -> Sequence[tuple[Kind, UUID, Sequence[Entry]]]:
    kinds: Mapping[type, Kind] = {kind.opening: kind for kind in AGGREGATES}
    streams: dict[UUID, list[Entry]] = {}
    for entry in entries:
        streams.setdefault(entry.originator_id, []).append(entry)
    return [(kinds[type(entries[0].fact)], id, entries) for id, entries in streams.items()]


if __name__ == "__main__":
    show(replay)
