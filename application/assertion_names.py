"""What an assertion names, and where: incidents, forces, reports."""

from collections.abc import Iterator
from typing import Any, NamedTuple, assert_never
from uuid import UUID

from application.record import Record
from domain.assertion import (
    AllAssertion,
    AnyAssertion,
    CountAssertion,
    DurationAssertion,
    Incidents,
    InitiatedAssertion,
    NotAssertion,
    OrderAssertion,
    Plain,
    RankAssertion,
    RatioAssertion,
    TollAssertion,
    Tolled,
)
from domain.fact import Aggregate
from domain.force import Force
from domain.incident import Incident
from domain.report import Report


class Reference(NamedTuple):
    """Something that an assertion names: where in it (`of.1.toll.side`), what kind of thing, and which."""

    path: str
    kind: type[Aggregate[Any, Any]]
    id: UUID


def references(assertion: Any, at: str = "") -> Iterator[Reference]:
    """What an assertion names, in the order in which it is written; `at` is where the assertion itself stands."""
    match assertion:
        case AllAssertion() | AnyAssertion():
            for number, each in enumerate(assertion.of):
                yield from references(each, _below(at, f"of.{number}"))
        case NotAssertion():
            yield from references(assertion.of, _below(at, "of"))
        case _:
            for path, kind, id in _of_plain(assertion):
                yield Reference(_below(at, path), kind, id)


def must_be_on_record(assertion: Any, record: Record, at: str = "assertion") -> None:
    """Refuses an assertion that names what there is not.

    Raises:
        UnknownReference: something is not on record, or is of another kind; its field is where in the assertion.
    """
    for path, kind, id in references(assertion, at):
        record.get(kind, id, path)


_Found = Iterator[tuple[str, type[Aggregate[Any, Any]], UUID]]


def _of_plain(assertion: Plain) -> _Found:
    match assertion:
        case TollAssertion():
            yield from _of_toll("toll", assertion.toll)
        case CountAssertion():
            yield from _of_incidents("incidents", assertion.incidents)
        case RankAssertion():
            yield "incident", Incident, assertion.incident
            if isinstance(assertion.side, UUID):
                yield "side", Force, assertion.side
            yield from _of_incidents("among", assertion.among)
        case RatioAssertion():
            yield from _of_toll("of", assertion.of)
            yield from _of_toll("to", assertion.to)
        case OrderAssertion():
            yield "first", Incident, assertion.first
            yield "then", Incident, assertion.then
        case DurationAssertion():
            yield "incident", Incident, assertion.incident
            if assertion.force:
                yield "force", Force, assertion.force
        case InitiatedAssertion():
            yield "incident", Incident, assertion.incident
            yield "force", Force, assertion.force
            if assertion.report_id:
                yield "report_id", Report, assertion.report_id
        case _:
            assert_never(assertion)


def _of_toll(at: str, toll: Tolled) -> _Found:
    if isinstance(toll.side, UUID):
        yield f"{at}.side", Force, toll.side
    yield from _of_incidents(f"{at}.incidents", toll.incidents)


def _of_incidents(at: str, incidents: Incidents) -> _Found:
    if incidents.incident:
        yield f"{at}.incident", Incident, incidents.incident
    if incidents.force:
        yield f"{at}.force", Force, incidents.force
    for number, force in enumerate(incidents.between or ()):
        yield f"{at}.between.{number}", Force, force


def _below(at: str, path: str) -> str:
    return f"{at}.{path}" if at else path
