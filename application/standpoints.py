"""From where somebody asks to look at the record, as a standpoint: checked against what is on record."""

from collections.abc import Mapping

from application.ledger import Ledger
from application.moments import AsOf, LeftOut, LeftOutKind, Moment, Standpoint
from application.refusals import UnknownMoment, UnknownReference
from application.resting import cut_off
from domain.fact import Fact, Position
from domain.report import Report
from domain.source import Source

_OPENINGS: Mapping[LeftOutKind, type[Fact]] = {
    LeftOutKind.REPORT: Report.opening,
    LeftOutKind.SOURCE: Source.opening,
}


def standpoint(as_of: AsOf, ledger: Ledger) -> Standpoint:
    """The standpoint that is asked for.

    Raises:
        UnknownMoment: one of the moments has not come.
        UnknownReference: what is to be left out was not on record by then.
    """
    position = ledger.position_at(as_of.known_at)
    for it in as_of.without:
        if not _is_on_record(it, position, ledger):
            raise UnknownReference(it.kind, it.id, "without")
    return Standpoint(position, cut_off(as_of.published_by, ledger.clock()), as_of.without)


def between(since: Moment | None, until: Moment | None, ledger: Ledger) -> tuple[Position, Position]:
    """The positions after one moment, or the beginning of the log, and up to another, or its end.

    Raises:
        UnknownMoment: a moment has not come, or the second is before the first.
    """
    first, last = Position(0) if since is None else ledger.position_at(since), ledger.position_at(until)
    if last < first:
        raise UnknownMoment(f"`to` is position {last}, before `from`, {first}.", "to")
    return first, last


def _is_on_record(it: LeftOut, until: Position, ledger: Ledger) -> bool:
    opening = ledger.opening(it.id)  # an import's id is the cause of its entries, the first of which opens it
    if opening is not None and opening.position <= until:
        if it.kind is LeftOutKind.CAUSE:
            return opening.cause == it.id or ledger.caused(it.id, until)
        return isinstance(opening.fact, _OPENINGS[it.kind])
    return it.kind is LeftOutKind.CAUSE and ledger.caused(it.id, until)
