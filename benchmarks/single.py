"""Durable single commands: through the ledger, through bare sqlite3, through the stock eventsourcing application."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from application.ledger import Ledger
from application.recording import Behalf, Draft
from benchmarks.content import ANALYST, Record
from benchmarks.ledgers import ledger_in
from benchmarks.measure import Contender, Row, Work, compare, show, side_by_side
from benchmarks.raw import Raw
from benchmarks.stock import Json, Stock
from domain.actor import Actor, Role
from domain.fact import Fact
from domain.incident import Incident
from domain.incident_facts import IncidentRelocated

_COMMANDS, _ROUNDS = 60, 21
_SHORT = 4
_BY = Behalf(Actor(name=ANALYST, role=Role.ANALYST), uuid4())

Streams = Sequence[Sequence[Draft]]
"""The first entries of incidents; the last of each is a relocation, the command that is timed."""


def single(directory: Path) -> Sequence[Row]:
    """What a single command costs: opening a stream, and changing one of four entries."""
    record = Record()

    def streams() -> Streams:
        return [_incident(record, number) for number in range(_COMMANDS)]

    rates = side_by_side(_contenders(directory, streams), _ROUNDS)
    stock = [name for name in rates if "eventsourcing" in name]
    return [
        compare(rates, ours, name, 1.0 if name in stock else 0.5)
        for ours in rates
        for name in rates
        if ours.startswith("ledger.") and name.startswith(f"{ours[7:].partition(',')[0]}: ")
    ]


def _contenders(directory: Path, streams: Callable[[], Streams]) -> Mapping[str, Contender]:
    ledger = ledger_in(directory / "log.sqlite")
    stocks = {"": Stock(directory / "stock.sqlite", "FULL")}
    if (as_it_comes := Stock(directory / "as_it_comes.sqlite")).synchronous != "FULL":
        stocks[f", as it comes: {as_it_comes.synchronous}"] = as_it_comes
    raws = {"sqlite3, same tables": False, "sqlite3, plain table": True}
    return {
        "ledger.change": lambda _: _changing(ledger, streams()),
        "ledger.change, folded before": lambda _: _changing(ledger, streams(), folded=True),
        "ledger.open": lambda _: _opening(ledger, streams()),
        **{
            f"change: {name}": _inserting(Raw(directory / f"change {name}", plain=plain), streams, _SHORT)
            for name, plain in raws.items()
        },
        **{
            f"open: {name}": _inserting(Raw(directory / f"open {name}", plain=plain), streams, 0)
            for name, plain in raws.items()
        },
        **{f"change: eventsourcing{name}": _changing_stock(stock, streams) for name, stock in stocks.items()},
        **{f"open: eventsourcing{name}": _opening_stock(stock, streams) for name, stock in stocks.items()},
    }


def _incident(record: Record, number: int) -> Sequence[Draft]:
    case = record.case(number)
    entries = [draft for draft in case.drafts if draft.originator_id == case.incident][: _SHORT + 1]
    assert isinstance(entries[-1].fact, IncidentRelocated)
    return entries


def _changing(ledger: Ledger, streams: Streams, *, folded: bool = False) -> Work:
    for entries in streams:
        ledger.append(entries[:_SHORT])
        if folded:
            ledger.folded(Incident, entries[0].originator_id)
    commands = [
        partial(ledger.change, Incident, entries[0].originator_id, _relocating(entries[-1]), by=_BY, expecting=_SHORT)
        for entries in streams
    ]
    return lambda: sum(command().position > 0 for command in commands)


def _relocating(draft: Draft) -> Callable[[Incident], Fact]:
    to = cast("IncidentRelocated", draft.fact)
    return lambda it: it.relocate(to.place, to.reason, None)


def _opening(ledger: Ledger, streams: Streams) -> Work:
    commands = [partial(ledger.open, _telling(entries[0]), by=_BY) for entries in streams]
    return lambda: sum(command().position > 0 for command in commands)


def _telling(draft: Draft) -> Callable[[object], Fact]:
    return lambda _: draft.fact


def _inserting(raw: Raw, streams: Callable[[], Streams], at: int) -> Contender:
    def prepare(_: int) -> Work:
        these = streams()
        for entries in these:
            raw.insert_many(raw.rows(entries[:at]))
        rows = raw.rows([entries[at] for entries in these])
        return lambda: raw.insert(rows)

    return prepare


def _changing_stock(stock: Stock, streams: Callable[[], Streams]) -> Contender:
    def prepare(_: int) -> Work:
        contents = [(_content(entries[0]), _content(entries[-1])) for entries in streams()]
        changes = [(stock.open(opening, [change] * (_SHORT - 1)), change) for opening, change in contents]

        def work() -> int:
            for it, change in changes:
                stock.relocate(it, change)
            return len(changes)

        return work

    return prepare


def _opening_stock(stock: Stock, streams: Callable[[], Streams]) -> Contender:
    def prepare(_: int) -> Work:
        contents = [_content(entries[0]) for entries in streams()]

        def work() -> int:
            for content in contents:
                stock.open(content)
            return len(contents)

        return work

    return prepare


def _content(draft: Draft) -> Json:
    content: dict[str, Any] = draft.fact.model_dump(mode="json", exclude_none=True)
    return content


if __name__ == "__main__":
    show(single)
